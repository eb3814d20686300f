"""What people did in the firm of private_world.py that can be undone, partly about its folder."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Account, Ownership, Product
from alerts.enums import State
from alerts.models import DetectedAccount, DetectedClient
from contacts.actions import undoing
from contacts.enums import ChangeKind
from contacts.models import (
    Category,
    Change,
    ChangeSubject,
    Contact,
    ContactKeyword,
    FollowUp,
    Keyword,
    PersonDetails,
)
from persistence.journal.recording import record
from persistence.journal.steps import Step, StepKind, added_rows
from tests.factories import PersonFactory
from text.normalise import sort_key
from users.models import User

# What each of the others did at once to a row that all see and to one of the folder's, by key.
OPEN_DONE, HIDDEN_DONE = 3_200, 3_100
TEAM = ("assistant", "second_adviser")
DONE = ("deletion", "clients_treated", "accounts_treated", "owners_changed")


def noted(contact: Contact, text: str, by: Any, lost: Any) -> FollowUp:
    """Write a note that asks something of somebody who sees the folder no more."""
    day = dt.date(2026, 11, 20)
    note = FollowUp(contact=contact, date=day, text=text, author=by)
    note.reminder_date, note.reminder_person = day, lost
    note.save()
    return note


def detected_line(product: Product, key: int, name: str, **values: Any) -> DetectedClient:
    """Make a line of each window: a client whom nobody has linked, and its account.

    Both have the same key, the same in a firm with the folder and in one without.
    """
    values = {"identity_key": f"{name} {key}"} | values
    client = DetectedClient.objects.create(
        pk=key,
        partner="assurvia",
        owner_key=f"{name} {key}",
        last_name=name,
        sort_name=sort_key(name, values.get("first_name", "")),
        **values,
    )
    account = Account(product=product, number=f"NEW-{key}", is_provisional=True)
    account.save()
    DetectedAccount.objects.create(pk=key, account=account, client=client)
    return client


def _step(contacts: list[Contact]) -> Step:
    keys = [contact.pk for contact in contacts]
    old = [(Category.objects.get(name="Prospects").pk,)] * len(keys)
    new = [(contact.category_id,) for contact in contacts]
    return Step(StepKind.CHANGE, Contact._meta.label, ("category_id",), keys, old, new)


def moved(contacts: list[Contact], by: User) -> Change:
    """Say that somebody moved these contacts to the category where they are."""
    keys = [contact.pk for contact in contacts]
    return undoing.keep(ChangeKind.CATEGORY, steps=[_step(contacts)], about=keys, by=by)


def changed(contacts: list[Contact], cast: dict[str, User]) -> dict[str, Change]:
    """Say that everybody moved, handed over and ticked these; return the colleague's last two."""
    wine = Keyword.objects.create(label="Vin")
    for contact in contacts:
        ContactKeyword(contact=contact, keyword=wine).save()
    by_user = {}
    for name, user in cast.items():
        moved(contacts, user)
        given, tick = handed_over(contacts, user), ticked(contacts, user)
        filled_in(contacts, user)
        by_user[name] = {"handed_over": given, "ticked": tick}
    return by_user["colleague"]


def handed_over(contacts: list[Contact], by: User) -> Change:
    """Say that somebody gave these contacts to who leads the last of them."""
    keys = [contact.pk for contact in contacts]
    return undoing.keep(ChangeKind.PEOPLE, steps=[_given(contacts)], about=keys, by=by)


def ticked(contacts: list[Contact], by: User) -> Change:
    """Say that somebody ticked what is ticked for these contacts."""
    keys = [contact.pk for contact in contacts]
    return undoing.keep(ChangeKind.KEYWORDS, steps=[_ticks(contacts)], about=keys, by=by)


def filled_in(contacts: list[Contact], by: User) -> Change:
    """Say that a form gave these contacts, a couple's, the names that they have."""
    keys = [contact.pk for contact in contacts]
    return undoing.keep(ChangeKind.FACT_FIND, steps=[_filled(contacts)], about=keys, by=by)


def _filled(contacts: list[Contact]) -> Step:
    rows = [contact.person for contact in contacts]
    old, new = [("",)] * len(rows), [(row.last_name,) for row in rows]
    keys = [row.pk for row in rows]
    return Step(StepKind.FILL, PersonDetails._meta.label, ("last_name",), keys, old, new)


def _given(contacts: list[Contact]) -> Step:
    keys = [contact.pk for contact in contacts]
    old = [(User.objects.night().pk,)] * len(keys)
    new = [(contacts[-1].lead_adviser_id,)] * len(keys)
    return Step(StepKind.CHANGE, Contact._meta.label, ("lead_adviser_id",), keys, old, new)


def _ticks(contacts: list[Contact]) -> Step:
    rows = list(ContactKeyword.objects.filter(contact__in=contacts).order_by("pk"))
    return added_rows(ContactKeyword._meta.label, rows, ("contact_id", "keyword_id"))


AT_ONCE = {
    ChangeKind.CATEGORY: _step,
    ChangeKind.PEOPLE: _given,
    ChangeKind.KEYWORDS: _ticks,
    ChangeKind.FACT_FIND: _filled,
}


def moved_too(contact: Contact) -> None:
    """Say that everybody had changed this one at once with the others."""
    for change in Change.objects.filter(kind__in=AT_ONCE):
        others = Contact.objects.filter(pk__in=change.subjects.values("key")).order_by("pk")
        change.steps.all().delete()
        record(change, [AT_ONCE[change.kind]([contact, *others])])
        ChangeSubject.objects.create(change=change, key=contact.pk)


def done(account: Account, by: User, place: int) -> list[Change]:
    """Say what somebody did: to a contact, a client, and an account’s number and owners."""
    key = OPEN_DONE + place
    deleted = PersonFactory(by=by, last_name="Marchand", first_name="Léa", pk=key)
    at = _mark_deleted(deleted, by, timezone.now())
    _treat(account, key, "Martin", by, at, contact=None)
    return [
        undoing.keep(ChangeKind.DELETION, about=[key], by=by, at=at),
        undoing.keep(ChangeKind.CLIENT_DECISION, about=[key], by=by, at=at),
        undoing.keep(
            ChangeKind.ACCOUNT_DECISION, steps=[_renamed([account])], about=[key], by=by, at=at
        ),
        undoing.keep(
            ChangeKind.OWNERS, steps=[_shared([account])], about=[account.pk], by=by, at=at
        ),
    ]


def done_too(contact: Contact, account: Account) -> None:
    """Say that everybody did the same to the folder's at once."""
    adviser, columns = contact.lead_adviser, ("first_name", "is_private", *TEAM)
    alike = {column: getattr(contact, column) for column in columns}
    for change in Change.objects.filter(kind=ChangeKind.DELETION).select_related("by"):
        key = HIDDEN_DONE - OPEN_DONE + change.subjects.get().key
        deleted = PersonFactory(by=adviser, last_name=contact.name, pk=key, **alike)
        _mark_deleted(deleted, change.by, change.at)
        _treat(account, key, contact.name, change.by, change.at, contact=contact)
        for each in Change.objects.filter(by=change.by, at=change.at):
            is_own = each.kind == ChangeKind.OWNERS
            ChangeSubject.objects.create(change=each, key=account.pk if is_own else key)
            if each.kind in WRITTEN:
                both = [*Account.objects.filter(number="CO-0"), account]
                each.steps.all().delete()
                record(each, [WRITTEN[each.kind](both)])


def _mark_deleted(contact: Contact, by: User, at: dt.datetime) -> dt.datetime:
    QuerySet(Contact).filter(pk=contact.pk).update(deleted_at=at, deleted_by=by)
    return at


def _treat(
    account: Account, key: int, name: str, by: User, at: dt.datetime, *, contact: Contact | None
) -> None:
    """Let a client be treated, and an account take the number of another line's."""
    detected_line(account.product, key, name)
    decided = {"decided_by": by, "decided_at": at}
    state = State.LINKED if contact else State.IGNORED
    DetectedClient.objects.filter(pk=key).update(state=state, contact=contact, **decided)
    linked = {"client": None, "linked": account, "state": State.LINKED}
    DetectedAccount.objects.filter(pk=key).update(**linked, **decided)


def _renamed(accounts: list[Account]) -> Step:
    columns = ("product_id", "number", "namesake")
    keys = [account.pk for account in accounts]
    old = [(account.product_id, f"OLD-{account.number}", 0) for account in accounts]
    new = [(account.product_id, account.number, 0) for account in accounts]
    return Step(StepKind.CHANGE, Account._meta.label, columns, keys, old, new)


def _shared(accounts: list[Account]) -> Step:
    """Say that each owner of these had 40 % before."""
    rows = list(Ownership.objects.filter(account__in=accounts).order_by("pk"))
    old, new = [(Decimal(40),)] * len(rows), [(row.share,) for row in rows]
    keys = [row.pk for row in rows]
    return Step(StepKind.CHANGE, Ownership._meta.label, ("share",), keys, old, new)


WRITTEN = {ChangeKind.ACCOUNT_DECISION: _renamed, ChangeKind.OWNERS: _shared}
