"""A situation that ends a couple ends its relation in the same save, on both sides."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from contacts.actions import relations
from contacts.models import PersonDetails, RelatedPerson, Relationship
from tests.contacts.pages import posted

MARRIED = {"marital_status": "married"}
LEFT = "Vous ne pouvez pas modifier le dossier Luc Blot\u202f: il reste tel quel."


@pytest.fixture
def general(sign_in, adviser):
    """Post Général as a browser without scripts would, with some fields changed."""

    def general(contact, **changed):
        client = sign_in(adviser)
        address = reverse("contacts:contact-general", args=[contact.pk])
        return client.post(address, posted(client.get(address)) | changed)

    return general


@pytest.fixture
def couple(person, relate):
    """Give two married people who have folders, and the row between them."""

    def couple(**other):
        one = person("Abadie", "Léa", **MARRIED)
        two = person("Blot", "Luc", **MARRIED | {"birth_date": dt.date(1950, 5, 4)} | other)
        return one, two, relate(one, "spouse", two, started_on=dt.date(1990, 6, 2))

    return couple


def end(row):
    return f"end-{row.pk}"


def situations(*contacts):
    rows = PersonDetails.objects.in_bulk([contact.pk for contact in contacts])
    return [rows[contact.pk].marital_status for contact in contacts]


def ended(row):
    return Relationship.objects.get(pk=row.pk).ended_on


def errors(answer):
    return dict(answer.context["details"].errors)


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("status", ["divorced", "separated"])
def test_both_sides_and_the_relation_end_in_one_save(couple, general, adviser, status, side):
    *pair, row = couple()
    one, other = pair[side], pair[1 - side]
    versions = [contact.version for contact in (one, other)]
    answer = general(one, marital_status=status, couple_ends=end(row), ended_on="03/02/2024")
    assert answer.status_code == 302
    assert situations(one, other) == [status, status]
    since = PersonDetails.objects.in_bulk([one.pk, other.pk]).values()
    assert {row.marital_since for row in since} == {dt.date(2024, 2, 3)}
    assert ended(row) == dt.date(2024, 2, 3)
    one.refresh_from_db()
    other.refresh_from_db()
    assert [one.version, other.version] == [version + 1 for version in versions]
    last = other.person.history.first()
    assert (last.marital_status, last.history_user) == (status, adviser)
    assert row.history.first().ended_on == dt.date(2024, 2, 3)


def test_the_question_is_asked_by_a_page_without_scripts(couple, general):
    one, two, row = couple()
    refused = general(one, marital_status="divorced")
    assert refused.status_code == 422
    assert errors(refused) == {"couple_ends": ["Dites si cette relation prend fin."]}
    undated = general(one, marital_status="divorced", couple_ends=end(row))
    assert errors(undated) == {"ended_on": ["Indiquez depuis quelle date."]}
    assert situations(one, two) == ["married", "married"]
    assert ended(row) is None


def test_the_relation_may_be_left_as_it_is(couple, general):
    one, two, row = couple()
    assert general(one, marital_status="separated", couple_ends="no").status_code == 302
    assert situations(one, two) == ["separated", "married"]
    assert ended(row) is None
    # Nothing is asked again of a situation that stays, and the offer stands.
    assert general(one, note="Rappeler").status_code == 302
    assert general(one, couple_ends=end(row), ended_on="03/02/2024").status_code == 302
    assert situations(one, two) == ["separated", "separated"]
    assert ended(row) == dt.date(2024, 2, 3)


def test_single_ends_the_relation_only(couple, general):
    one, two, row = couple()
    general(one, marital_status="single", couple_ends=end(row), ended_on="03/02/2024")
    assert situations(one, two) == ["single", "married"]
    assert ended(row) == dt.date(2024, 2, 3)


def test_widowed_asks_when_the_other_died(couple, general):
    one, two, row = couple()
    widowed = {"marital_status": "widowed", "couple_ends": end(row)}
    early = general(one, **widowed, other_died_on="03/02/1949")
    assert errors(early) == {"other_died_on": ["Cette date est avant la date de naissance."]}
    assert general(one, **widowed, other_died_on="03/02/2024").status_code == 302
    assert situations(one, two) == ["widowed", "married"]
    assert ended(row) == dt.date(2024, 2, 3)
    assert PersonDetails.objects.get(contact=two).death_date == dt.date(2024, 2, 3)


def test_a_known_date_of_death_is_not_asked_again(couple, general):
    one, two, row = couple(death_date=dt.date(2020, 1, 1))
    widowed = {"marital_status": "widowed", "couple_ends": end(row), "ended_on": "02/01/2020"}
    assert general(one, **widowed, other_died_on="03/02/2024").status_code == 302
    assert PersonDetails.objects.get(contact=two).death_date == dt.date(2020, 1, 1)
    assert ended(row) == dt.date(2020, 1, 2)


def test_a_spouse_without_a_folder_is_told_dead(person, add, general):
    one = person("Abadie", "Léa", **MARRIED)
    row = add(one, "spouse", RelatedPerson(last_name="Blot", first_name="Luc"))
    widowed = {"marital_status": "widowed", "couple_ends": end(row), "ended_on": "04/02/2024"}
    assert general(one, **widowed, other_died_on="03/02/2024").status_code == 302
    assert RelatedPerson.objects.get().death_date == dt.date(2024, 2, 3)
    assert ended(row) == dt.date(2024, 2, 4)


@pytest.mark.parametrize(
    ("status", "told"), [("divorced", [LEFT]), ("widowed", [LEFT]), ("single", [])]
)
def test_a_folder_that_one_may_not_change_stays_and_it_is_said(
    person, relate, general, adviser, colleague, status, told
):
    others = Permission.objects.get(codename="change_other_advisers_contacts")
    adviser.groups.get().permissions.remove(others)
    one = person("Abadie", "Léa", **MARRIED)
    two = person("Blot", "Luc", by=colleague, **MARRIED)
    row = relate(one, "spouse", two)
    typed = {"marital_status": status, "couple_ends": end(row), "ended_on": "03/02/2024"}
    answer = general(one, **typed, other_died_on="03/02/2024")
    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [*told, "Contact Léa Abadie enregistré."]
    assert situations(one, two) == [status, "married"]
    assert PersonDetails.objects.get(contact=two).death_date is None
    assert ended(row) == dt.date(2024, 2, 3)


def test_of_a_hidden_spouse_nothing_is_told_or_asked(person, relate, general, adviser, colleague):
    one = person("Abadie", "Léa", **MARRIED)
    two = person("Blot", "Luc", by=colleague, is_private=True, **MARRIED)
    row = relate(one, "spouse", two)
    answer = general(one, marital_status="divorced")
    assert answer.status_code == 302
    assert [str(one) for one in get_messages(answer.wsgi_request)] == [
        "Contact Léa Abadie enregistré."
    ]
    # A forged answer ends nothing, and is refused as one about no relation at all.
    forged = general(one, couple_ends=end(row), ended_on="03/02/2024")
    unknown = general(one, couple_ends="end-0", ended_on="03/02/2024")
    assert (forged.status_code, unknown.status_code) == (422, 422)
    assert forged.context["refusal"] == unknown.context["refusal"]
    assert situations(one, two) == ["divorced", "married"]
    assert ended(row) is None


def test_an_other_side_that_is_widowed_already_stays_so(couple, general):
    one, two, row = couple(marital_status="widowed")
    general(one, marital_status="divorced", couple_ends=end(row), ended_on="03/02/2024")
    assert situations(one, two) == ["divorced", "widowed"]


def test_a_relation_ended_since_the_page_was_opened_is_said(couple, sign_in, adviser):
    one, two, row = couple()
    client, address = sign_in(adviser), reverse("contacts:contact-general", args=[one.pk])
    typed = posted(client.get(address)) | {
        "marital_status": "divorced",
        "couple_ends": end(row),
        "ended_on": "03/02/2024",
    }
    relations.end(contact=two, row=row, on=dt.date(2023, 1, 1), by=adviser)
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert refused.context["refusal"] == (
        "Cette relation a changé depuis que vous avez ouvert la page\u202f: voyez Relations."
    )
    assert situations(one, two) == ["married", "married"]
    assert ended(row) == dt.date(2023, 1, 1)


def test_an_end_before_the_beginning_is_refused_beside_its_field(couple, general):
    one, two, row = couple()
    refused = general(one, marital_status="divorced", couple_ends=end(row), ended_on="01/01/1980")
    assert errors(refused) == {"ended_on": ["Cette date est antérieure au début de la relation."]}
    assert situations(one, two) == ["married", "married"]


@pytest.mark.parametrize("name", ["ended_on", "other_died_on"])
@pytest.mark.parametrize("answer", ["", "no"])
def test_a_date_beside_a_relation_that_stays_is_not_dropped(couple, general, name, answer):
    one, two, _row = couple()
    refused = general(one, marital_status="widowed", couple_ends=answer, **{name: "03/02/2024"})
    assert errors(refused) == {
        "couple_ends": ["Une date est saisie : mettez fin à cette relation, ou effacez la date."]
    }
    assert situations(one, two) == ["married", "married"]
