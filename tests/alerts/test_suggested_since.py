"""The filter `Avec suggestion` keeps the lines that show one now, whatever the night kept."""

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Account, Ownership, Product
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner
from alerts.actions.refusals import refuse_contact
from alerts.actions.rematching import match_again
from alerts.actions.reopening import reopen_client
from alerts.enums import Action
from alerts.models import DetectedClient
from alerts.queries.since_matching import lines_to_compare
from contacts.actions.assignment import reassign
from contacts.actions.change_category import regroup
from contacts.actions.contacts import update
from contacts.actions.deletion import delete
from contacts.actions.reactivation import reactivate
from contacts.models import Category, Contact, PersonDetails
from tests.alerts.conftest import BORN, JEAN, typed, window

pytestmark = pytest.mark.django_db
ANNE = Owner("MOREAU", "Anne", dt.date(1970, 4, 12))


@pytest.fixture
def suggested(sign_in):
    """Return the lines that the filter keeps for a user, who is shown a suggestion on just these.

    The count beside the filter is theirs, and its opposite keeps all the others.
    """

    def suggested(user):
        client = sign_in(user)
        pages = {name: client.get(window(), {"only": name}) for name in ("all", "with", "without")}
        kept = {name: names(page.context["lines"]) for name, page in pages.items()}
        shows = [one for one in pages["all"].context["lines"] if one.suggestions or one.seconds]
        assert kept["with"] == names(shows)
        assert sorted(kept["with"] + kept["without"]) == kept["all"]
        told = {one["name"]: one["count"] for one in pages["all"].context["chips"]}
        assert [told[name] for name in kept] == [len(lines) for lines in kept.values()]
        return kept["with"]

    return suggested


def names(lines):
    return sorted(line.client.last_name for line in lines)


def corrected(contact, by, **told):
    details = PersonDetails.objects.get(contact=contact)
    for name, value in told.items():
        setattr(details, name, value)
    update(contact=contact, details=details, keywords=[], version=contact.version, by=by)


@pytest.mark.parametrize(
    ("name", "first_name", "birth_date"),
    [
        ("Lemercier", "Jean-Baptiste", BORN),
        ("Lemercié", "Jean-Baptiste", BORN),
        ("Lemercier", "J.-B.", BORN),
        ("Lemercier", "Jean-Baptiste", dt.date(1962, 7, 8)),
    ],
)
def test_a_contact_made_since_counts_at_once(
    night, person, adviser, suggested, name, first_name, birth_date
):
    night(("AV-1", JEAN), ("AV-2", ANNE))
    assert suggested(adviser) == []
    person(name, first_name, birth_date)
    assert suggested(adviser) == ["LEMERCIER"]
    match_again()
    assert suggested(adviser) == ["LEMERCIER"]
    assert not lines_to_compare(adviser).exists()


def test_whose_birth_name_alone_was_corrected_counts_at_once(night, person, adviser, suggested):
    contact = person("Petit", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    assert suggested(adviser) == []
    corrected(contact, adviser, birth_name="Lemercier")
    assert suggested(adviser) == ["LEMERCIER"]


def test_who_is_brought_back_counts_at_once(night, person, manager, suggested):
    contact = person("Lemercier", "Jean-Baptiste", BORN)
    delete(contact_ids=[contact.pk], by=manager)
    night(("AV-1", JEAN))
    assert suggested(manager) == []
    reactivate(contact_ids=[contact.pk], choices={}, by=manager)
    assert suggested(manager) == ["LEMERCIER"]


def test_a_namesake_whom_the_line_does_not_show_does_not_count(night, person, adviser, suggested):
    """Without a first name to compare, a name and a birth are nobody's."""
    night(("AV-1", dataclasses.replace(JEAN, first_name="")))
    contact = person("Lemercier", "", BORN)
    assert contact.sort_name == DetectedClient.objects.get().sort_name
    assert suggested(adviser) == []


@pytest.mark.parametrize("why", ["an owner", "a number", "the owner's birth"])
def test_the_owner_of_the_same_number_since_counts_at_once(
    night, person, product, adviser, suggested, why
):
    wrong = ANNE.birth_date.replace(year=1999) if why == "the owner's birth" else None
    owner = person("Deshoulieres", "Anne", wrong)
    other = Product.objects.create(custodian=product.custodian, code="P2", name="Autre")
    number = "X1" if why == "a number" else "C95"
    account = Account.everything.create(product=other, number=number)
    if why != "an owner":
        Ownership.objects.create(account=account, contact=owner)
    night(("C95", ANNE), ("C96", JEAN))
    assert suggested(adviser) == []
    if why == "an owner":
        Ownership.objects.create(account=account, contact=owner)
    elif why == "a number":
        account.number = "C95"
        account.save()
    else:
        corrected(owner, adviser, birth_date=None)
    assert suggested(adviser) == ["MOREAU"]
    match_again()
    assert suggested(adviser) == ["MOREAU"]


def test_whom_somebody_refused_since_does_not_count(night, person, adviser, suggested):
    night(("AV-1", JEAN))
    contact = person("Lemercié", "Jean-Baptiste", BORN)
    refuse_contact(client_id=DetectedClient.objects.get().pk, contact_id=contact.pk, by=adviser)
    assert suggested(adviser) == []


def test_a_line_opened_again_counts_who_came_while_it_was_decided(
    night, person, adviser, suggested
):
    night(("AV-1", JEAN), ("AV-2", ANNE))
    line = DetectedClient.objects.get(last_name="LEMERCIER")
    treat_clients(decisions=[ClientDecision(line.pk, 0, Action.IGNORE)], by=adviser)
    person("Lemercié", "Jean-Baptiste", BORN)
    match_again()
    reopen_client(client_id=line.pk, by=adviser)
    assert suggested(adviser) == ["LEMERCIER"]


def test_two_holders_as_somebody_corrected_them_count(night, person, adviser, sign_in, suggested):
    person("Petit", "Jean-Baptiste", BORN)
    night(("AV-1", dataclasses.replace(JEAN, title="M. et Mme")))
    line = DetectedClient.objects.get()
    assert suggested(adviser) == []
    prefix = f"c{line.pk}-"
    told = {"last_name": "Petit", "first_name": "Jean-Baptiste", "birth_date": "07/08/1962"}
    told |= {"second_last_name": "Petit", "second_first_name": "Anne", "second": "add"}
    choice = {f"{prefix}{name}": value for name, value in told.items()}
    assert sign_in(adviser).post(window(), typed(line, **choice)).status_code == 302
    assert suggested(adviser) == ["LEMERCIER"]
    match_again()
    assert suggested(adviser) == ["LEMERCIER"]


@pytest.mark.security(9)
def test_a_private_folder_made_since_counts_for_its_people_alone(
    night, person, product, adviser, manager, suggested
):
    night(("AV-1", JEAN), ("C95", ANNE))
    person("Lemercié", "Jean-Baptiste", BORN, is_private=True)
    assert (suggested(adviser), suggested(manager)) == (["LEMERCIER"], [])
    owner = person("Deshoulieres", "Anne", is_private=True)
    other = Product.objects.create(custodian=product.custodian, code="P2", name="Autre")
    account = Account.everything.create(product=other, number="C95")
    Ownership.objects.create(account=account, contact=owner)
    assert (suggested(adviser), suggested(manager)) == (["LEMERCIER", "MOREAU"], [])


@pytest.mark.security(9)
@pytest.mark.parametrize("what", ["is born", "owns"])
def test_a_private_folder_gives_nobody_else_a_line_to_compare(
    night, person, product, adviser, manager, what
):
    born = BORN if what == "is born" else None
    secret = person("Vasseur", "Anne", born, is_private=True)
    other = Product.objects.create(custodian=product.custodian, code="P2", name="Autre")
    account = Account.everything.create(product=other, number="C95")
    night(("C95", JEAN))
    if what == "owns":
        Ownership.objects.create(account=account, contact=secret)
    else:
        corrected(secret, adviser, first_name="Lise")
    assert [lines_to_compare(user).count() for user in (adviser, manager)] == [1, 0]


def test_who_only_changed_hands_or_category_gives_no_line_to_compare(
    night, person, adviser, colleague
):
    """Thousands of contacts go to a successor in one day: the page must not compare them all."""
    anne = person("Moreau", "Anne", ANNE.birth_date)
    night(("AV-1", ANNE))
    match_again()
    Contact.history.update(history_date=timezone.now() - dt.timedelta(hours=1))
    PersonDetails.history.update(history_date=timezone.now() - dt.timedelta(hours=1))
    reassign(Contact.objects.all(), role="lead_adviser", to=colleague, by=adviser)
    regroup(contact_ids=[anne.pk], category=Category.objects.get(name="Prospects"), by=colleague)
    assert not lines_to_compare(colleague).exists()
    corrected(Contact.objects.get(pk=anne.pk), colleague, birth_name="Roux")
    assert lines_to_compare(colleague).count() == 1


def test_nobody_pending_asks_nothing(adviser, suggested):
    assert suggested(adviser) == []


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_one_suggested_since_as_for_three(
    night, person, adviser, sign_in, django_assert_num_queries, count
):
    people = [f"Moreau{at}" for at in range(count)]
    night(*((f"AV-{name}", Owner(name, "Anne", BORN)) for name in people))
    for name in people:
        person(name, "Anne", BORN)
    client = sign_in(adviser)
    with django_assert_num_queries(26):
        page = client.get(window(), {"only": "with"})
    assert len(page.context["lines"]) == count
