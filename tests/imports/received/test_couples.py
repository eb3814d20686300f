"""A form that says that a couple is over: its relation ends in the same act, if that is ticked."""

import datetime as dt

import pytest
from django.urls import reverse
from lxml import html

from contacts.actions.undoing import undo
from contacts.models import Change, FollowUp, RelatedPerson, Relationship
from imports.models import ReceivedForm
from tests.factories import PersonFactory
from tests.imports.received.conftest import page_of, token

pytestmark = pytest.mark.django_db
DIVORCED = {"fam_situation": "DIVORCE", "fam_depuis": "12/03/2026"}
DAY = dt.date(2026, 3, 12)


@pytest.fixture
def relation(contact, husband):
    return Relationship.objects.get()


def offered(page):
    """Return which relations may be ended, whether they are ticked, and since when."""
    document = html.fromstring(page.content)
    return {
        " ".join(line.xpath("label")[0].text_content().split()): (
            bool(line.xpath(".//input[@name='end'][@checked]")),
            line.xpath(".//input[starts-with(@name, 'ended-on-')]")[0].get("value"),
        )
        for line in document.xpath("//section[@aria-labelledby='group-couple']//li")
    }


def test_end_is_offered_and_never_ticked_by_itself(
    contact, relation, printed, came, sign_in, adviser
):
    issue, client = printed(contact), sign_in(adviser)

    told = offered(client.get(page_of(contact, came(DIVORCED, issue))))
    undated = offered(client.get(page_of(contact, came({"fam_situation": "CELIB"}, issue))))

    assert told == {"Mettre fin à la relation avec Paul Moreau": (False, "12/03/2026")}
    assert undated == {"Mettre fin à la relation avec Paul Moreau": (False, None)}


@pytest.mark.parametrize("said", [{"fam_situation": "MARIE"}, {"fam_nb_enfants": "2"}])
def test_nothing_is_offered_where_the_form_ends_no_couple(
    contact, relation, came, sign_in, adviser, said
):
    assert offered(sign_in(adviser).get(page_of(contact, came(said)))) == {}


def test_relation_ends_with_the_update_and_comes_back_with_it(
    contact, husband, relation, printed, came, take, adviser
):
    """As on Relations: the other folder says what it said."""
    form = came(DIVORCED, printed(contact))
    before = husband.person.history.count()

    answer = take(
        contact,
        form,
        *("fam_situation", "fam_depuis"),
        **{"end": relation.pk, f"ended-on-{relation.pk}": "12/03/2026", "note": "on"},
    )

    relation.refresh_from_db()
    assert relation.ended_on == DAY
    record = relation.history.latest()
    assert (record.history_user, record.ended_on) == (adviser, DAY)
    assert record.history_change_reason.startswith("Recueil RIC-PP/1")
    assert husband.person.history.count() == before
    told = [str(message).replace("\u202f", " ") for message in answer.context["messages"]]
    assert told == ["3 réponses reprises du Recueil."]
    # The note is read by who may see this folder, and not the other.
    assert "Paul" not in FollowUp.objects.get().text

    undo(change=Change.objects.get(), by=adviser)

    relation.refresh_from_db()
    contact.person.refresh_from_db()
    assert (relation.ended_on, contact.person.marital_status) == (None, "")


def test_end_of_a_relation_written_from_the_other_folder_comes_back(
    contact, printed, came, take, adviser
):
    other = PersonFactory(by=adviser, last_name="Moreau", first_name="Paul")
    row = Relationship.objects.create(contact=other, kind="spouse", other_contact=contact)
    form = came(DIVORCED, printed(contact))

    take(contact, form, **{"end": row.pk, f"ended-on-{row.pk}": "12/03/2026"})

    row.refresh_from_db()
    assert row.ended_on == DAY
    undo(change=Change.objects.get(), by=adviser)
    row.refresh_from_db()
    assert row.ended_on is None


def test_couple_with_somebody_without_a_folder_ends_too(contact, printed, came, take):
    person = RelatedPerson.objects.create(contact=contact, last_name="Moreau", first_name="Paul")
    row = Relationship.objects.create(contact=contact, kind="spouse", other_person=person)

    take(
        contact,
        came({"fam_situation": "VEUF"}, printed(contact)),
        "fam_situation",
        **{"end": row.pk, f"ended-on-{row.pk}": "1/2/2026"},
    )

    row.refresh_from_db()
    assert row.ended_on == dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Indiquez depuis quelle date."),
        ("31/02/2026", "Ce n’est pas une date."),
        ("12/03/26", "quatre chiffres"),
        ("12/03/2190", "dans le futur"),
        ("12/03/1990", "antérieure au début de la relation"),
    ],
)
def test_day_that_no_end_can_have_is_refused_and_what_was_ticked_stays(
    contact, relation, printed, came, take, day, words
):
    relation.started_on = dt.date(1995, 6, 12)
    relation.save()
    sent = {"end": relation.pk, f"ended-on-{relation.pk}": day}

    refused = take(contact, came(DIVORCED, printed(contact)), "fam_situation", **sent)

    assert refused.status_code == 422
    document = html.fromstring(refused.content)
    assert words in document.xpath("//section[@aria-labelledby='group-couple']")[0].text_content()
    assert offered(refused) == {"Mettre fin à la relation avec Paul Moreau": (True, day)}
    relation.refresh_from_db()
    assert relation.ended_on is None
    assert not Change.objects.exists()


def test_end_of_a_relation_that_is_over_since_it_was_shown_is_a_conflict(
    contact, relation, printed, came, sign_in, adviser
):
    form, client = came(DIVORCED, printed(contact)), sign_in(adviser)
    page = page_of(contact, form)
    shown = token(client.get(page))
    relation.ended_on = DAY
    relation.save()
    sent = {"shown": shown, "end": relation.pk, f"ended-on-{relation.pk}": "13/03/2026"}

    assert client.post(page, sent).status_code == 409
    assert not Change.objects.exists()
    assert ReceivedForm.objects.get().decided_at is None


@pytest.mark.security(5)
def test_couple_with_a_hidden_folder_is_neither_shown_nor_ended(
    contact, husband, relation, printed, came, sign_in, adviser, manager
):
    form, client = came(DIVORCED, printed(contact)), sign_in(adviser)
    page = page_of(contact, form)
    shown = token(client.get(page))
    husband.refresh_from_db()
    husband.lead_adviser, husband.is_private = manager, True
    husband.save()

    assert offered(client.get(page)) == {}
    sent = {"take": "fam_situation", "end": relation.pk, f"ended-on-{relation.pk}": "12/03/2026"}
    answer = client.post(page, {"shown": shown} | sent)
    made_up = client.post(page, {"shown": shown} | sent | {"end": 999_999})

    assert (answer.status_code, made_up.status_code) == (409, 409)
    relation.refresh_from_db()
    assert relation.ended_on is None
    address = reverse("contacts:contact-history", args=[contact.pk])
    assert "Paul" not in client.get(address).content.decode()
