"""A source that is edited while the merge writes: neither waits for ever, and nothing is lost."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from accounts.actions.accounts import Owner, open_account
from accounts.actions.owners import change_owners
from accounts.actions.valuations import add_valuation
from accounts.errors import AccountError
from accounts.models import Account, Ownership, Product
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.reopening import reopen_account, reopen_client
from alerts.enums import Action, State
from alerts.errors import AlertError
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from contacts.actions.contacts import update
from contacts.actions.coordinates import save_coordinates
from contacts.actions.deletion import delete
from contacts.actions.follow_ups import change, write
from contacts.actions.merging import merge, plan_merge
from contacts.actions.relations import add
from contacts.enums import RelationKind
from contacts.errors import ContactError
from contacts.models import Contact, ContactFigures, Email, FollowUp, PersonDetails, Relationship
from tests.alerts.conftest import JEAN

pytestmark = pytest.mark.django_db(transaction=True)
# What refuses whoever comes second: nothing a reopening, and a merge that its source is gone.
REOPENED = {True: "", False: "MergeRefused"}
REFUSED = (ContactError, AccountError, AlertError, PermissionDenied)
WRITES = ("INSERT", "UPDATE", "DELETE")
WAITS_FOR_US = """
    SELECT 1 FROM pg_locks AS lock
    WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(lock.pid))
"""


def general(contact, by):
    contact.note = "Saisie"
    details = PersonDetails.objects.get(contact=contact)
    update(contact=contact, details=details, keywords=[], version=contact.version, by=by)


def coordinates(contact, by):
    row = Email(address="a@example.org", key="a@example.org")
    save_coordinates(contact=contact, saved=[row], removed=[], version=contact.version, by=by)


def note(contact, by):
    write(note=FollowUp(contact=contact, date=dt.date(2026, 11, 2), text="Appel"), by=by)


def change_note(contact, by):
    # As it was read before the other began: by now the merge may have taken it away.
    standing = contact.note_read
    standing.text = "Corrigé"
    change(note=standing, version=standing.version, by=by)


def relation(contact, by):
    add(contact=contact, kind=RelationKind.COUSIN, other=Contact.objects.get(name="Cousin"), by=by)


def opened(contact, by):
    product = Product.objects.get()
    owners = [Owner(contact)]
    open_account(account=Account(product=product, number="AV-2"), owners=owners, by=by)


def given(contact, by):
    own(Account.objects.get(number="AV-1"), Owner(contact), by=by)


def shared(contact, by):
    target = Contact.objects.get(name="Cible")
    owners = [Owner(contact, share=Decimal(30)), Owner(target, share=Decimal(70))]
    own(Account.objects.get(number="AV-3"), *owners, by=by)


def own(account, *owners, by):
    change_owners(account=account, owners=owners, version=account.version, by=by)


def valued(contact, by):
    account = Account.objects.get(number="AV-3")
    add_valuation(account=account, date=dt.date(2026, 11, 3), value=Decimal("1000.01"), by=by)


def added(contact, by):
    line = DetectedAccount.objects.get()
    decision = AccountDecision(line.pk, line.version, Action.ADD, owner_id=contact.pk)
    treat_accounts(decisions=[decision], by=by)


def linked(contact, by):
    line = DetectedClient.objects.get()
    decision = ClientDecision(line.pk, line.version, Action.LINK, contact_id=contact.pk)
    treat_clients(decisions=[decision], by=by)


def deleted(contact, by):
    delete(contact_ids=[contact.pk], by=by)


# Each edit; what refuses it after the merge, what refuses the merge after it ("": both are done);
# and what it leaves, with the source or where the merge took it.
EDITS = [
    (general, "EditConflict", "PlanChanged", "note", "Saisie"),
    (coordinates, "EditConflict", "PlanChanged", "emails", 1),
    (note, "ContactGone", "PlanChanged", "notes", ["Appel", "Avant"]),
    (change_note, "ContactGone", "", "notes", ["Corrigé"]),
    (relation, "ContactGone", "PlanChanged", "relations", 1),
    (deleted, "", "MergeRefused", "notes", ["Avant"]),
    (opened, "OwnerNotAllowed", "PlanChanged", "owned", ["AV-2 100", "AV-3 12.34"]),
    (given, "OwnerNotAllowed", "PlanChanged", "owned", ["AV-1 100", "AV-3 12.34"]),
    (shared, "OwnerNotAllowed", "PlanChanged", "owned", ["AV-3 30.00"]),
    (valued, "", "", "total", Decimal("246.80")),
    (added, "Incomplete", "PlanChanged", "owned", ["AV-3 12.34", "AV-4 100"]),
    (linked, "Incomplete", "", "lines", 1),
]
NOTHING = {
    "note": "",
    "notes": [],
    "emails": 0,
    "relations": 0,
    "owned": [],
    "lines": 0,
    "total": 0,
}


def hanging_on(contact):
    """Return how many rows of each kind hang on the contact, and the one text that was typed."""
    contact.refresh_from_db()
    owned = Ownership.objects.filter(contact=contact).values_list("account__number", "share")
    ends = Q(contact=contact) | Q(other_contact=contact)
    return {
        "note": contact.note,
        "notes": sorted(FollowUp.objects.filter(contact=contact).values_list("text", flat=True)),
        "total": ContactFigures.objects.get(contact=contact).total_value,
        "emails": Email.objects.filter(contact=contact).count(),
        "relations": Relationship.objects.filter(ends).count(),
        "owned": [
            f"{number} {share or 100:.4g}" for number, share in owned.order_by("account__number")
        ],
        "lines": DetectedClient.objects.filter(contact=contact).count(),
    }


class Pause:
    """Stop a thread before its second write, until the other one waits for it or has ended."""

    def __init__(self):
        self.writes = 0
        self.reached, self.ended = Event(), Event()

    def __call__(self, execute, sql, params, many, context):
        self.writes += sql.lstrip().startswith(WRITES)
        if self.writes == 2 and not self.reached.is_set():
            self.reached.set()
            # SQLite has one writer at a time: there the other one waits for its turn, unseen.
            while connection.vendor == "postgresql" and not (self.ended.is_set() or waited_for()):
                pass
        return execute(sql, params, many, context)


def waited_for():
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
        return cursor.fetchone() is not None


def both(first, second):
    """Start the second when the first has begun to write; return what each was refused with."""
    pause = Pause()

    def run(act):
        try:
            act()
        except REFUSED as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    def run_first():
        try:
            with connection.execute_wrapper(pause):
                return run(first)
        finally:
            pause.reached.set()

    def run_second():
        assert pause.reached.wait(timeout=30)
        try:
            return run(second)
        finally:
            pause.ended.set()

    with ThreadPoolExecutor(2) as threads:
        results = [threads.submit(one) for one in (run_first, run_second)]
        return [result.result(timeout=60) for result in results]


@pytest.fixture
def scene(person, product, night, adviser):
    """Give a source and a target that share an account, and what the night thinks is the source."""
    night(("AV-4", JEAN))
    source, target, _cousin = person("Source"), person("Cible"), person("Cousin")
    of_another = [Owner(person("Autre"))]
    parts = [Owner(one, share=Decimal("12.34")) for one in (source, target)]
    for number, owners in (("AV-1", of_another), ("AV-3", parts)):
        account = Account(product=product, number=number)
        open_account(account=account, owners=owners, by=adviser)
    # Both write this line, the merge and whoever treats it.
    DetectedClient.objects.update(best_contact=source, best_score=50)
    write(note=FollowUp(contact=source, date=dt.date(2026, 11, 1), text="Avant"), by=adviser)
    source.note_read = FollowUp.objects.get(contact=source)
    return source, target


@pytest.mark.security(47)
@pytest.mark.parametrize("merge_is_first", [True, False], ids=["merge", "edit"])
@pytest.mark.parametrize(("edit", "refused", "refuses", "kind", "left"), EDITS)
def test_source_is_edited_while_the_merge_writes(
    scene, adviser, merge_is_first, edit, refused, refuses, kind, left
):
    """What was written is where the merge took it, or refused and nowhere."""
    source, target = scene
    shown = plan_merge(source=source, target=target, by=adviser).digest

    def merging():
        merge(source=source, target=target, shown=shown, by=adviser)

    def editing():
        edit(source, adviser)

    if merge_is_first:
        assert both(merging, editing) == ["", refused]
    else:
        assert both(editing, merging) == ["", refuses]
    is_merged = merge_is_first or not refuses
    if is_merged:
        assert hanging_on(source) == NOTHING
    if not (merge_is_first and refused):
        assert hanging_on(target if is_merged else source)[kind] == left


@pytest.mark.security(47)
@pytest.mark.parametrize("merge_is_first", [True, False], ids=["merge", "reopening"])
def test_decision_is_taken_back_while_what_it_made_is_merged(scene, adviser, merge_is_first):
    _source, target = scene
    line = DetectedClient.objects.get()
    treat_clients(decisions=[ClientDecision(line.pk, line.version, Action.ADD)], by=adviser)
    line.refresh_from_db()
    shown = plan_merge(source=line.contact, target=target, by=adviser).digest
    acts = [
        lambda: merge(source=line.contact, target=target, shown=shown, by=adviser),
        lambda: reopen_client(client_id=line.pk, by=adviser),
    ]
    assert both(*(acts if merge_is_first else acts[::-1])) == ["", REOPENED[merge_is_first]]
    line.refresh_from_db()
    assert (line.state, line.contact) == (State.PENDING, None)
    assert Contact.objects.filter(pk=target.pk).exists()
    assert not PartnerLink.objects.exists()


@pytest.mark.security(47)
@pytest.mark.parametrize("merge_is_first", [True, False], ids=["merge", "reopening"])
def test_account_is_taken_back_while_its_owner_is_merged(scene, adviser, merge_is_first):
    """A merge that comes first leaves the account with the target, and the line says that."""
    source, target = scene
    added(source, adviser)
    line = DetectedAccount.objects.get()
    shown = plan_merge(source=source, target=target, by=adviser).digest
    told = []
    acts = [
        lambda: merge(source=source, target=target, shown=shown, by=adviser),
        lambda: told.extend(reopen_account(account_id=line.pk, by=adviser)),
    ]
    refused = both(*(acts if merge_is_first else acts[::-1]))
    line.refresh_from_db()
    owners = list(Ownership.objects.filter(account=line.account).values_list("contact", flat=True))
    if merge_is_first:
        assert refused == ["", ""]
        assert told == ["Le compte AV-4 a changé depuis\u202f: il reste."]
        assert (line.state, line.owner, owners) == (State.ADDED, target, [target.pk])
    else:
        assert refused == ["", "PlanChanged"]
        assert told == ["Le compte AV-4 est de nouveau à traiter."]
        assert (line.state, owners) == (State.PENDING, [])


@pytest.mark.security(47)
def test_note_typed_while_the_merge_writes_is_given_back(scene, adviser, sign_in):
    source, target = scene
    shown = plan_merge(source=source, target=target, by=adviser).digest
    client, answers = sign_in(adviser), []
    address = reverse("contacts:contact-follow-ups", args=[source.pk])
    typed = {"text": "Appel du notaire", "kind": "call", "date": "02/11/2026"}
    refused = both(
        lambda: merge(source=source, target=target, shown=shown, by=adviser),
        lambda: answers.append(client.post(address, typed)),
    )
    assert refused == ["", ""]
    assert answers[0].status_code == 409
    page = answers[0].content.decode()
    assert "Appel du notaire" in page
    assert reverse("contacts:contact-general", args=[target.pk]) in page
    assert hanging_on(target)["notes"] == ["Avant"]
