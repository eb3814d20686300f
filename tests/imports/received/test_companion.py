"""Whether the spouse of a form is a contact who is there: whoever creates chooses."""

import datetime as dt
import re

import pytest
from django.conf import settings
from lxml import html

from contacts.enums import RelationKind
from contacts.models import Contact, Relationship
from tests.imports.received.conftest import fields_of
from tests.imports.received.test_create import ALL, report_of, shape
from wealth.models import Income

pytestmark = pytest.mark.django_db


def choices(page):
    """Return what one chooses the spouse from, and what is chosen."""
    radios = html.fromstring(page.content).xpath("//input[@name='companion']")
    return [one.get("value") for one in radios], [one.get("value") for one in radios if one.checked]


def test_a_spouse_who_is_there_already_is_related_to_and_left_as_they_are(
    adviser, person, dropped, create, sign_in
):
    paul = person("Œuvrard", "Paul", dt.date(1966, 2, 3))

    create(adviser, dropped(adviser, ALL), companion=str(paul.pk))

    contact = Contact.objects.get(name="Lefèvre-Œuvrard")
    couple = Relationship.objects.get(kind=RelationKind.SPOUSE)
    assert {couple.contact, couple.other_contact} == {contact, paul}
    assert Contact.objects.count() == 2
    assert not paul.emails.exists()
    assert list(Income.objects.values_list("contact", flat=True)) == [contact.pk]
    assert paul.person.history.count() == 1
    left_out = [line for line in report_of(sign_in(adviser), contact) if "repris" in line]
    assert len(left_out) == len(
        {"cjt_nom", "cjt_prenoms", "cjt_naissance_date", "cjt_email", "rev"}
    )
    assert left_out[0] == (
        "Nom d’usage : « Œuvrard » n’a pas été repris. Le dossier qui existait déjà reste tel quel."
    )


def test_whether_the_spouse_is_somebody_who_is_there_is_asked(
    adviser, person, dropped, create, sign_in
):
    paul = person("Œuvrard", "Paul", dt.date(1966, 2, 3))
    page = dropped(adviser, ALL)
    assert choices(sign_in(adviser).get(page)) == ([str(paul.pk), "new"], [])

    refused = create(adviser, page)

    assert refused.status_code == 422
    assert refused.content.decode().count("Choisissez si le conjoint est un contact existant") == 2
    assert list(Contact.objects.all()) == [paul]
    assert create(adviser, page, companion="new").status_code == 302
    assert Contact.objects.filter(name="Œuvrard").count() == 2


def test_nobody_but_those_offered_is_the_spouse(adviser, person, dropped, create):
    other = person("Durand", "Paul")
    page = dropped(adviser, ALL)

    refused = create(adviser, page, companion=str(other.pk), tit_email="corrige@lefevre.fr")

    # What was typed is there, and one chooses anew.
    assert refused.status_code == 422
    assert choices(refused) == (["new"], [])
    assert fields_of(refused)["tit_email"] == "corrige@lefevre.fr"
    never_used = create(adviser, page, companion="999999", tit_email="corrige@lefevre.fr")
    assert shape(never_used) == shape(refused)
    assert Contact.objects.count() == 1


@pytest.mark.pure
def test_radios_of_which_none_is_chosen_do_not_look_chosen():
    """To CSS such a group is indeterminate: the look says that of a checkbox alone."""
    style = (settings.BASE_DIR / "static" / "css" / "look.css").read_text("utf-8")
    stated = re.findall(r"[^\s,({}]*:indeterminate", style)

    assert stated
    assert [name for name in stated if not name.startswith("[type=checkbox]")] == []
