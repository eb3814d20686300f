"""The night matches the lines that wait again: who sees one moves then, in both directions."""

import dataclasses
import datetime as dt

import pytest
from django.db import connection

from accounts.models import Account, Ownership, Product
from alerts.actions import rematching
from alerts.actions.detection import Owner
from alerts.actions.refusals import refuse_contact
from alerts.actions.rematching import match_again
from alerts.models import DetectedClient, LastMatching, Suggestion
from alerts.queries.pending import pending_accounts, pending_clients
from contacts.actions.contacts import update
from contacts.actions.deletion import delete
from contacts.models import PersonDetails
from tests.alerts.conftest import BORN, JEAN, window
from tests.alerts.test_alert_list import without_tokens

pytestmark = pytest.mark.django_db
ANNE = Owner("MOREAU", "Anne", dt.date(1970, 4, 12))


def seen_by(*users):
    return [(pending_clients(user).count(), pending_accounts(user).count()) for user in users]


def kept():
    return [*Suggestion.objects.order_by("client", "-score").values_list("contact", "score")]


@pytest.mark.security(9)
def test_a_private_folder_made_since_hides_its_line_from_the_next_night_on(
    night, person, adviser, manager, sign_in
):
    pages = ["/", window("clients"), window("accounts")]
    client = sign_in(manager)
    without = [without_tokens(client.get(page)) for page in pages]
    night(("AV-1", JEAN))
    secret = person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    assert seen_by(adviser, manager) == [(1, 1), (1, 1)]
    match_again()
    assert seen_by(adviser, manager) == [(1, 1), (0, 0)]
    assert kept() == [(secret.pk, 92)]
    client = sign_in(manager)
    assert [without_tokens(client.get(page)) for page in pages] == without
    assert "Nouveaux clients détectés (1)" in sign_in(adviser).get("/").content.decode()


@pytest.mark.security(9)
@pytest.mark.parametrize("why", ["corrected", "deleted", "a better one"])
def test_a_line_whose_best_is_private_no_more_is_everybody_s_from_the_next_night_on(
    night, person, adviser, manager, sign_in, why
):
    secret = person("Lemercié", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN))
    if why == "corrected":
        details = PersonDetails.objects.get(contact=secret)
        details.birth_date = dt.date(1999, 1, 1)
        update(contact=secret, details=details, keywords=[], version=0, by=adviser)
    elif why == "deleted":
        delete(contact_ids=[secret.pk], by=adviser)
    else:
        public = person("Lemercier", "Jean-Baptiste", BORN)
    assert seen_by(adviser, manager)[1] == (0, 0)
    match_again()
    assert seen_by(adviser, manager) == [(1, 1), (1, 1)]
    assert kept() == ([(public.pk, 92), (secret.pk, 82)] if why == "a better one" else [])
    page = sign_in(manager).get(window())
    assert len(page.context["lines"]) == 1
    assert "Lemercié" not in page.content.decode()


@pytest.mark.security(9)
def test_of_two_as_good_made_since_the_private_one_decides(night, person, adviser, manager):
    night(("AV-1", JEAN))
    person("Lemercier", "Jean-Baptiste", BORN)
    secret = person("LEMERCIER", "Jean-Baptiste", BORN, is_private=True)
    match_again()
    assert DetectedClient.objects.get().best_contact == secret
    assert seen_by(adviser, manager) == [(1, 1), (0, 0)]


@pytest.mark.security(9)
def test_whom_somebody_refused_never_hides_the_line_again(night, person, adviser, manager):
    secret = person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN))
    refuse_contact(client_id=DetectedClient.objects.get().pk, contact_id=secret.pk, by=adviser)
    match_again()
    assert seen_by(adviser, manager) == [(1, 1), (1, 1)]
    assert Suggestion.objects.get().refused_by == adviser


def test_the_owner_of_the_same_number_since_is_suggested(night, person, product):
    night(("C95", ANNE), ("C96", None))
    owner = person("Deshoulieres", "Anne")
    other = Product.objects.create(custodian=product.custodian, code="P2", name="Autre")
    for number in ("C95", "C96"):
        account = Account.everything.create(product=other, number=number)
        Ownership.objects.create(account=account, contact=owner)
    match_again()
    assert kept() == [(owner.pk, 95), (owner.pk, 95)]


def test_the_same_again_changes_no_row(night, person):
    person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN), ("AV-2", ANNE), ("AV-3", None))
    before = [*DetectedClient.objects.order_by("pk").values(), *Suggestion.objects.values()]
    match_again()
    after = [*DetectedClient.objects.order_by("pk").values(), *Suggestion.objects.values()]
    assert after == before


def test_a_line_that_somebody_decided_stays_as_it_is(night, person, adviser):
    night(("AV-1", JEAN))
    decided = {"state": "ignored", "decided_by": adviser, "decided_at": dt.datetime.now(dt.UTC)}
    DetectedClient.objects.update(**decided)
    person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    match_again()
    assert (DetectedClient.objects.get().best_contact, kept()) == (None, [])


def test_batches_lose_none(night, person, monkeypatch):
    monkeypatch.setattr(rematching, "AT_ONCE", 2)
    monkeypatch.setattr(rematching, "READ_AT_ONCE", 2)
    night(*((f"AV-{at}", Owner(f"Moreau{at}", "Anne", BORN)) for at in range(5)))
    people = [person(f"Moreau{at}", "Anne", BORN).pk for at in range(5)]
    match_again()
    best = DetectedClient.objects.order_by("pk").values_list("best_contact", flat=True)
    assert [*best] == people


@pytest.mark.parametrize("count", [1, 3])
def test_matching_asks_as_much_for_one_as_for_three(
    night, person, django_assert_num_queries, count
):
    names = ["Abadie", "Bardot", "Castel"][:count]
    night(*((f"AV-{name}", Owner(name, "Anne", BORN)) for name in names))
    for name in names:
        person(name, "Anne", BORN)
    with django_assert_num_queries({"sqlite": 40, "postgresql": 58}[connection.vendor]):
        match_again()
    assert Suggestion.objects.count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_lines_of_which_nothing_else_is_found_are_neither_locked_nor_written(
    night, person, django_assert_num_queries, count
):
    names = ["Abadie", "Bardot", "Castel"][:count]
    for name in names:
        person(name, "Anne", BORN)
    night(*((f"AV-{name}", Owner(name, "Anne", BORN)) for name in names))
    queries = {"sqlite": 20, "postgresql": 30}[connection.vendor]
    with django_assert_num_queries(queries) as asked:
        match_again()
    wrote = ("UPDATE", "DELETE", "INSERT")
    assert [
        query["sql"]
        for query in asked.captured_queries
        if query["sql"].strip().startswith(wrote) or "FOR UPDATE" in query["sql"]
        # The one row that says when lines were matched.
        if LastMatching._meta.db_table not in query["sql"]
    ] == []
    assert Suggestion.objects.count() == count


def as_before(**said):
    """Write the only line as an earlier version of the product kept it."""
    DetectedClient.objects.update(birth_name="", **said)


def told(*names):
    return DetectedClient.objects.values_list(*names).get()


def test_a_birth_name_in_an_old_line_s_name_is_parted(night, person):
    night(("NE1", Owner("FOULQUIER née BOURDALOUE", "Lise", BORN)))
    new = told("owner_key", "identity_key", "last_name", "birth_name", "sort_name", "kind")
    as_before(last_name="FOULQUIER née BOURDALOUE", sort_name="foulquier nee bourdaloue  lise")
    contact = person("Bourdaloue", "Lise", BORN)
    match_again()
    assert new[2:] == ("FOULQUIER", "BOURDALOUE", "foulquier  lise", "person")
    assert told("owner_key", "identity_key", "last_name", "birth_name", "sort_name", "kind") == new
    assert kept() == [(contact.pk, 88)]
    match_again()
    assert told("last_name", "birth_name") == ("FOULQUIER", "BOURDALOUE")


def test_a_line_parted_already_stays_a_person_s(night):
    night(("NE1", Owner("FOULQUIER née BOURDALOUE")))
    match_again()
    assert told("last_name", "birth_name", "kind") == ("FOULQUIER", "BOURDALOUE", "person")


def test_what_somebody_corrected_on_an_old_line_is_parted_too(night):
    night(("NE1", Owner("FOULQUIER née BOURDALOUE", "Lise", BORN)))
    as_before(
        last_name="FOULQUIER née BOURDALOUE",
        edits={"last_name": "FOULQUIER née BOURDALOUE", "town": "Angers"},
    )
    match_again()
    edits = {"last_name": "FOULQUIER", "birth_name": "BOURDALOUE", "town": "Angers"}
    assert told("edits") == (edits,)


@pytest.mark.parametrize("born", [BORN, None])
def test_a_joint_title_in_an_old_line_s_name_is_a_title(night, born):
    both = Owner("M. et Mme DUPONT PAUL", birth_date=born, post_code="49100")
    night(("J1", both))
    names = ("owner_key", "identity_key", "title", "last_name", "kind")
    new = told(*names)
    key = new[0].removesuffix("|joint")
    identity = new[1].replace(new[0], key)
    as_before(
        owner_key=key,
        identity_key=identity,
        title="",
        last_name="M. et Mme DUPONT PAUL",
        kind="organisation",
    )
    match_again()
    assert new[2:] == ("M. et Mme", "DUPONT PAUL", "person")
    assert told(*names) == new
    night(("J2", both))
    assert DetectedClient.objects.count() == 1


def test_an_old_joint_line_keeps_its_key_where_another_has_it(night):
    night(("J1", Owner("M. et Mme DUPONT", "Paul", BORN)), ("J2", Owner("DUPONT", "Paul", BORN)))
    single = DetectedClient.objects.get(title="")
    DetectedClient.objects.filter(pk=single.pk).update(last_name="M. et Mme DUPONT")
    match_again()
    single.refresh_from_db()
    assert (single.title, single.owner_key) == ("M. et Mme", "born|dupont|paul|1962-08-07")


def test_a_name_of_a_contract_is_left_alone(night):
    night(("née MARTIN", dataclasses.replace(JEAN, last_name="", first_name="", birth_date=None)))
    match_again()
    assert told("last_name") == ("Client du contrat N°née MARTIN",)
