"""The page `Transformer en personne morale / physique`, and what Général shows afterwards."""

import datetime as dt

import pytest
from django.urls import reverse

from contacts.fields import ENTRIES
from contacts.models import Contact, ListValue, OrganisationDetails
from contacts.queries.column_values import texts
from tests.contacts.pages import posted

pytestmark = pytest.mark.django_db
BORN = dt.date(1980, 1, 1)


def page_of(contact, name="contact-convert"):
    return reverse(f"contacts:{name}", args=[contact.pk])


@pytest.fixture
def jean(person):
    profession = ListValue.objects.create(firm_list="profession", label="Vigneron")
    details = {"birth_date": BORN, "profession": profession, "children_count": 2}
    return person("Dubois", "Jean", **details)


@pytest.mark.security(44)
def test_what_follows_is_said_then_done_once(jean, sign_in, adviser):
    client = sign_in(adviser)
    page = client.get(page_of(jean))
    assert [(one.label, one.text) for one in page.context["plan"].archived] == [
        ("Nom", "Dubois"),
        ("Prénom", "Jean"),
        ("Date de naissance", "01/01/1980"),
        ("Nombre d’enfants", "2"),
        ("Profession", "Vigneron"),
    ]
    asked = posted(page)
    assert (asked["legal_name"], asked["to"]) == (["Jean Dubois"], ["organisation"])
    for _click in range(2):
        done = client.post(page_of(jean), asked)
        assert done.url == page_of(jean, "contact-general")
    assert Contact.objects.get().history.count() == 2
    general = client.get(done.url)
    assert [one.text for one in general.context["archived"]] == [
        *("Dubois", "Jean", "01/01/1980", "2", "Vigneron")
    ]
    assert "Jean Dubois est maintenant une personne morale." in general.content.decode()


def test_converting_back_proposes_what_was_there(jean, sign_in, adviser):
    client = sign_in(adviser)
    client.post(page_of(jean), posted(client.get(page_of(jean))) | {"legal_name": "Dubois SARL"})
    back = client.get(page_of(jean))
    asked = posted(back)
    assert [asked[name] for name in ("last_name", "first_name", "birth_date")] == [
        *(["Dubois"], ["Jean"], ["01/01/1980"])
    ]
    assert [(one.label, one.text) for one in back.context["plan"].archived] == [
        ("Dénomination", "Dubois SARL")
    ]
    assert client.post(page_of(jean), asked).status_code == 302
    general = client.get(page_of(jean, "contact-general"))
    assert [one.text for one in general.context["archived"]] == ["Dubois SARL"]


def test_list_shows_nothing_archived(jean, convert_now):
    entries = [ENTRIES[name] for name in ("profession", "birth_date", "legal_name")]
    assert texts([jean.pk], entries) == {jean.pk: ["Vigneron", "01/01/1980", ""]}
    convert_now(jean, legal_name="Dubois SARL")
    assert texts([jean.pk], entries) == {jean.pk: ["", "", "Dubois SARL"]}


def test_archived_values_do_not_come_in_by_a_post(jean, sign_in, adviser):
    client = sign_in(adviser)
    asked = posted(client.get(page_of(jean)))
    asked |= {"is_private": "on", "lead_adviser": "", "children_count": "9", "kind": "person"}
    client.post(page_of(jean), asked)
    contact = Contact.objects.get()
    assert (contact.is_private, contact.lead_adviser) == (False, adviser)
    assert contact.person.children_count == 2


def test_what_is_missing_or_wrong_is_said_and_kept(jean, sign_in, adviser):
    client = sign_in(adviser)
    asked = posted(client.get(page_of(jean))) | {"legal_name": "", "siren": "123"}
    refused = client.post(page_of(jean), asked)
    assert refused.status_code == 422
    assert set(refused.context["details"].errors) == {"legal_name", "siren"}
    assert posted(refused)["siren"] == ["123"]
    # The head of the folder is drawn as it is saved.
    assert refused.context["contact"].kind == "person"
    assert not OrganisationDetails.objects.exists()


def test_who_saved_meanwhile_is_told_and_what_was_typed_is_kept(jean, sign_in, adviser):
    client = sign_in(adviser)
    asked = posted(client.get(page_of(jean))) | {"legal_name": "Dubois SARL"}
    saved = Contact.objects.get()
    saved.version += 1
    saved.save()
    refused = client.post(page_of(jean), asked)
    assert refused.status_code == 422
    assert "Quelqu’un a modifié ce dossier" in refused.content.decode()
    again = posted(refused)
    assert again["legal_name"] == ["Dubois SARL"]
    assert client.post(page_of(jean), again).status_code == 302


def test_private_folder_is_converted_by_its_people_alone(
    person, sign_in, adviser, colleague, administrator
):
    secret = person("Dubois", "Jean", is_private=True)
    for outsider in (colleague, administrator):
        client = sign_in(outsider)
        assert client.get(page_of(secret)).status_code == 404
        assert client.post(page_of(secret), {"legal_name": "X"}).status_code == 404
    client = sign_in(adviser)
    assert client.post(page_of(secret), posted(client.get(page_of(secret)))).status_code == 302
    contact = Contact.objects.get()
    assert (contact.kind, contact.is_private) == ("organisation", True)
    assert sign_in(colleague).get(page_of(secret)).status_code == 404


def test_who_may_not_change_is_refused(person, sign_in, colleague, junior):
    contact = person(by=colleague)
    watcher = person(by=colleague, assistant=junior)
    client = sign_in(junior)
    assert client.get(page_of(contact)).status_code == 404
    assert client.get(page_of(watcher)).status_code == 200


def test_ticked_contact_leads_to_its_page(person, sign_in, adviser):
    one, other = person(), person("Petit")
    client, start = sign_in(adviser), reverse("contacts:contacts-convert")
    assert client.get(start, {"contact": one.pk}).url == page_of(one)
    both = client.get(start, {"contact": [one.pk, other.pk]})
    assert both.url == reverse("contacts:contact-list")
    assert client.get(start, {"contact": "999999"}).status_code == 404


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_menu_offers_the_other_kind(person, organisation, sign_in, adviser, kind):
    contact = person() if kind == "person" else organisation()
    page = sign_in(adviser).get(page_of(contact, "contact-general"))
    entries = [entry for group in page.context["actions"] for entry in group["entries"]]
    words = {entry.get("url"): str(entry["label"]) for entry in entries}
    other = "morale" if kind == "person" else "physique"
    assert words[page_of(contact)] == f"Transformer en personne {other}"
    page = sign_in(adviser).get(reverse("contacts:contact-list"))
    assert "Transformer en personne morale / physique" in page.content.decode()


def test_page_asks_as_many_queries_for_one_relation_as_for_three(
    jean, person, sign_in, adviser, django_assert_num_queries
):
    client = sign_in(adviser)
    jean.relationships.create(kind="sibling", other_contact=person("A"))
    client.get(page_of(jean))
    with django_assert_num_queries(PAGE):
        client.get(page_of(jean))
    for name in "BC":
        jean.relationships.create(kind="sibling", other_contact=person(name))
    with django_assert_num_queries(PAGE):
        client.get(page_of(jean))


PAGE = 14
