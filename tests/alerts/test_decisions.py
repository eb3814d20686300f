"""What each decision makes, and two people who treat one line."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Ownership
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import (
    ClientDecision,
    Identity,
    corrected,
    treat_clients,
)
from alerts.actions.detection import Owner
from alerts.actions.refusals import refuse_contact
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.pending import accounts_seen_by, pending_accounts, pending_clients
from contacts.models import Contact
from contacts.queries.search import matches
from tests.alerts.conftest import BORN, JEAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(night):
    night(("AV-1", JEAN), ("AV-2", JEAN))
    return DetectedClient.objects.get()


def decide(line, action, **choice):
    return [ClientDecision(line.pk, line.version, action, **choice)]


def test_linking_keeps_the_link_and_gives_the_accounts(line, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    (outcome,) = treat_clients(decisions=decide(line, Action.LINK, contact_id=jean.pk), by=adviser)
    line.refresh_from_db()
    assert outcome.done
    assert (line.state, line.contact, line.decided_by) == ("linked", jean, adviser)
    link = PartnerLink.objects.get()
    assert (link.partner, link.owner_key, link.contact) == ("assurvia", line.owner_key, jean)
    assert {one.owner for one in DetectedAccount.objects.all()} == {jean}
    assert not pending_clients(adviser).exists()


def test_adding_makes_the_contact_as_corrected(line, adviser, colleague):
    typed = Identity(
        "mr", "Lemercier", "Jean", dt.date(1962, 8, 8), "15 rue des Lices", "49100", "Angers"
    )
    treat_clients(decisions=decide(line, Action.ADD, identity=typed, adviser=colleague), by=adviser)
    contact = Contact.objects.get()
    assert (contact.name, contact.first_name) == ("Lemercier", "Jean")
    assert (contact.lead_adviser, contact.created_by) == (colleague, adviser)
    assert contact.birth_date == dt.date(1962, 8, 8)
    assert (contact.category.name, contact.town) == ("Clients", "Angers")
    assert str(contact.addresses.get()) == "15 rue des Lices, 49100 Angers"
    line.refresh_from_db()
    assert (line.state, line.contact, line.edits["first_name"]) == ("added", contact, "Jean")
    assert PartnerLink.objects.get().contact == contact


def test_adding_as_the_partner_said_is_led_by_who_adds(line, adviser):
    treat_clients(decisions=decide(line, Action.ADD), by=adviser)
    contact = Contact.objects.get()
    assert (contact.person.title, contact.lead_adviser) == ("mr", adviser)
    line.refresh_from_db()
    assert line.edits == {}


def test_ignoring_and_postponing_make_nothing(line, night, adviser):
    assert treat_clients(decisions=decide(line, Action.POSTPONE), by=adviser) == []
    assert pending_clients(adviser).count() == 1
    treat_clients(decisions=decide(line, Action.IGNORE), by=adviser)
    assert pending_clients(adviser).count() == 0
    night(("AV-3", JEAN))
    assert pending_clients(adviser).count() == 0
    assert pending_accounts(adviser).count() == 3
    assert not Contact.objects.exists()


def test_linking_to_nobody_does_nothing_at_all(line, night, adviser):
    night(("AV-9", None))
    other = DetectedClient.objects.exclude(pk=line.pk).get()
    decisions = decide(other, Action.ADD) + decide(line, Action.LINK)
    with pytest.raises(Incomplete) as refusal:
        treat_clients(decisions=decisions, by=adviser)
    assert list(refusal.value.told) == [line.pk]
    assert pending_clients(adviser).count() == 2
    assert not Contact.objects.exists()


def test_a_contact_that_one_may_not_change_is_not_linked(line, person, junior):
    jean = person("Lemercier", "Jean-Baptiste")
    with pytest.raises(Incomplete):
        treat_clients(decisions=decide(line, Action.LINK, contact_id=jean.pk), by=junior)
    assert not PartnerLink.objects.exists()


@pytest.mark.security(43)
def test_the_second_of_two_is_told_and_keeps_the_rest(line, night, adviser, colleague):
    night(("AV-9", None))
    other = DetectedClient.objects.exclude(pk=line.pk).get()
    treat_clients(decisions=decide(line, Action.IGNORE), by=colleague)
    told, done = treat_clients(
        decisions=decide(line, Action.ADD) + decide(other, Action.IGNORE), by=adviser
    )
    assert (told.done, done.done) == (False, True)
    assert told.told == "Déjà traité par colleague\u202f: ignoré définitivement."
    assert not Contact.objects.exists()
    line.refresh_from_db()
    assert (line.state, line.decided_by) == ("ignored", colleague)


def test_an_account_is_added_to_its_clients_contact(line, adviser):
    treat_clients(decisions=decide(line, Action.ADD), by=adviser)
    contact = Contact.objects.get()
    detected = DetectedAccount.objects.get(account__number="AV-1")
    (outcome,) = treat_accounts(
        decisions=[AccountDecision(detected.pk, detected.version, Action.ADD)], by=adviser
    )
    assert outcome.done
    assert Account.objects.get().number == "AV-1"
    assert Ownership.objects.get().contact == contact
    assert contact.figures.account_count == 1
    assert pending_accounts(adviser).count() == 1


def test_an_account_waits_for_its_client_or_for_an_owner(line, person, adviser):
    one, two = DetectedAccount.objects.order_by("pk")
    with pytest.raises(Incomplete) as refusal:
        treat_accounts(decisions=[AccountDecision(one.pk, 0, Action.ADD)], by=adviser)
    assert list(refusal.value.told) == [one.pk]
    other = person("Moreau")
    treat_accounts(
        decisions=[
            AccountDecision(one.pk, 0, Action.ADD, owner_id=other.pk),
            AccountDecision(two.pk, 0, Action.IGNORE),
        ],
        by=adviser,
    )
    assert Ownership.objects.get().contact == other
    states = DetectedAccount.objects.order_by("pk").values_list("state", "owner_id")
    assert list(states) == [("added", other.pk), ("ignored", None)]
    assert Account.everything.get(number="AV-2").is_provisional


def test_an_account_of_an_ignored_client_may_stay_without_owner(line, adviser):
    treat_clients(decisions=decide(line, Action.IGNORE), by=adviser)
    one = DetectedAccount.objects.first()
    treat_accounts(decisions=[AccountDecision(one.pk, 0, Action.ADD)], by=adviser)
    assert Account.objects.count() == 1
    assert not Ownership.objects.exists()


def test_the_second_to_treat_an_account_is_told(line, adviser, colleague):
    one = DetectedAccount.objects.first()
    decisions = [AccountDecision(one.pk, 0, Action.IGNORE)]
    treat_accounts(decisions=decisions, by=colleague)
    (told,) = treat_accounts(decisions=decisions, by=adviser)
    assert not told.done
    assert told.told == "Déjà traité par colleague\u202f: ignoré définitivement."


@pytest.mark.security(9)
def test_a_private_suggestion_hides_the_line_and_the_count(
    night, person, adviser, colleague, administrator
):
    secret = person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN), ("AV-9", None))
    line = DetectedClient.objects.get(first_name="Jean-Baptiste")
    assert line.best_contact == secret
    assert [user_sees(user) for user in (adviser, colleague, administrator)] == [
        (2, 2),
        (1, 1),
        (1, 1),
    ]
    assert refuse_contact(client_id=line.pk, contact_id=secret.pk, by=colleague) is False
    (told,) = treat_clients(decisions=decide(line, Action.IGNORE), by=colleague)
    assert told.told == "Cette ligne a changé depuis que vous avez ouvert la page."
    assert refuse_contact(client_id=line.pk, contact_id=secret.pk, by=adviser) is True
    assert user_sees(colleague) == (2, 2)


@pytest.mark.security(9)
def test_accounts_of_a_client_linked_to_a_hidden_folder_are_no_lines(
    night, person, adviser, colleague
):
    night(("AV-1", JEAN), ("AV-9", None))
    line = DetectedClient.objects.get(first_name="Jean-Baptiste")
    secret = person("Zola", "Anne", is_private=True)
    decision = ClientDecision(line.pk, 0, Action.LINK, contact_id=secret.pk)
    treat_clients(decisions=[decision], by=adviser)
    DetectedAccount.objects.filter(client=line).update(owner=None)
    seen = accounts_seen_by(colleague).values_list("account__number", flat=True)
    assert list(seen) == ["AV-9"]
    assert accounts_seen_by(adviser).count() == 2


def user_sees(user):
    return pending_clients(user).count(), pending_accounts(user).count()


def test_who_sees_the_folder_treats_its_line_whatever_the_profile(night, person, adviser, hire):
    bare = hire("bare", "Conseiller junior")
    bare.groups.clear()
    secret = person("Lemercier", "Jean-Baptiste", BORN, is_private=True, assistant=bare)
    night(("AV-1", JEAN), ("AV-9", None))
    assert user_sees(bare) == (1, 1)
    line = pending_clients(bare).get()
    treat_clients(decisions=decide(line, Action.LINK, contact_id=secret.pk), by=bare)
    assert user_sees(bare) == (0, 1)
    account = pending_accounts(bare).get()
    treat_accounts(decisions=[AccountDecision(account.pk, account.version, Action.ADD)], by=bare)
    assert Ownership.objects.get().contact == secret


@pytest.mark.security(10)
def test_nobody_refuses_a_folder_that_they_do_not_see(night, person, colleague):
    person("Lemercier", "Jean-Baptiste", BORN)
    secret = person("Lemercié", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN))
    line = pending_clients(colleague).get()
    assert refuse_contact(client_id=line.pk, contact_id=secret.pk, by=colleague) is False
    assert not line.suggestions.filter(refused_by__isnull=False).exists()


def test_a_postponed_line_keeps_what_was_corrected(line, adviser, colleague):
    typed = Identity("mr", "Lemercier", "Jean", BORN, "", "", "", birth_town="Nantes")
    (told,) = treat_clients(
        decisions=decide(line, Action.POSTPONE, identity=typed, adviser=colleague), by=adviser
    )
    assert told.told == "Jean-Baptiste Lemercier\u202f: reporté, avec les données corrigées."
    line.refresh_from_db()
    assert (line.state, line.decided_by, corrected(line)) == ("pending", None, typed)
    treat_clients(decisions=decide(line, Action.ADD), by=colleague)
    contact = Contact.objects.get()
    assert (contact.first_name, contact.person.birth_town) == ("Jean", "Nantes")


def test_a_new_contact_is_whole(line, adviser):
    """What `create` and `save_coordinates` keep beside a contact is there, with its history."""
    treat_clients(decisions=decide(line, Action.ADD), by=adviser)
    contact = Contact.objects.get()
    assert contact.figures.account_count == 0
    assert matches(adviser, "lemercier") == [contact]
    assert contact.addresses.get().preferred
    for row in (contact, contact.person, contact.addresses.get()):
        (kept,) = row.history.all()
        assert (kept.history_type, kept.history_user) == ("+", adviser)


def count_of_statements(work):
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def test_many_lines_take_as_many_statements_as_few(night, adviser):
    def treat(letter, number):
        people = [Owner(f"{letter}{at}", "Anne", BORN, town="Angers") for at in range(number)]
        night(*((f"{letter}-{at}", owner) for at, owner in enumerate(people)))
        clients = [
            ClientDecision(one.pk, one.version, Action.ADD) for one in pending_clients(adviser)
        ]
        asked = count_of_statements(lambda: treat_clients(decisions=clients, by=adviser))
        accounts = [
            AccountDecision(one.pk, one.version, Action.ADD) for one in pending_accounts(adviser)
        ]
        assert len(clients) == len(accounts) == number
        return asked, count_of_statements(lambda: treat_accounts(decisions=accounts, by=adviser))

    # SQLite takes 999 values in a statement: 15 rows of 67 columns would need two.
    many = 30 if connection.vendor == "postgresql" else 14
    assert treat("Few", 3) == treat("Many", many)
    assert Ownership.objects.count() == Contact.objects.count() == 3 + many
