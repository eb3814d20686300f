"""Who would see a contact once its row is imported, and who may say so."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils import timezone

from contacts import rights
from contacts.actions.assignment import may_assign
from contacts.models import Contact
from contacts.people import ROLES
from contacts.queries.lost_sight import LATELY
from contacts.workbook import SPOUSE_NUMBER
from imports.enums import IssueCode
from imports.queries.contact_import.issues import Issue, issue
from imports.queries.contact_import.rows import COLUMN_OF
from imports.queries.contact_import.standing import Standing
from users.models import User

_BOX = COLUMN_OF["is_private"]


def of_new(after: Mapping[str, Any], by: User) -> Iterator[Issue]:
    """Anybody chooses who follows a new contact; only who may makes it private."""
    people = {after.get(role) for role in ROLES} - {None}
    if not after.get("lead_adviser"):
        people.add(by.pk)
    is_private = bool(after.get("is_private"))
    if is_private and not rights.may_lock(by):
        yield issue(IssueCode.RIGHT, _BOX, "oui")
    yield from _vanishing(after, people, by, is_private=is_private)


def lately_assigned(contacts: Collection[int]) -> dict[int, set[int]]:
    """Return who was assigned to these contacts, or to one merged into them, in the last days
    that `losers` asks about: two statements."""
    found: dict[int, set[int]] = {pk: set() for pk in contacts}
    if not found:
        return {}
    since = timezone.now() - LATELY
    merged = Contact.everything.filter(merged_into__in=found, deleted_at__gt=since)
    leads: dict[int, int] = {pk: pk for pk in found}
    leads |= {row.pk: row.merged_into_id for row in merged if row.merged_into_id}
    before: dict[int, set[int]] = {}
    rows = Contact.history.filter(id__in=leads).order_by("history_date", "history_id")
    for pk, at, *people in rows.values_list("id", "history_date", *(f"{r}_id" for r in ROLES)):
        assigned = set(people) - {None}
        if at <= since:
            before[pk] = assigned
        else:
            found[leads[pk]] |= assigned
    for pk, assigned in before.items():
        found[leads[pk]] |= assigned
    return found


def of_known(
    after: Mapping[str, Any], stands: Standing, by: User, *, lately: Collection[int] = ()
) -> Iterator[Issue]:
    """Ask what the form of the folder asks, before it is written.

    `lately`: who was assigned lately, of a folder that becomes private.
    """
    if not (by.has_perm(rights.CHANGE_OTHERS) or by.pk in stands.people):
        yield issue(IssueCode.RIGHT)
        return
    people = {role: after.get(role, stands.values[role]) for role in ROLES}
    yield from _not_given([role for role in ROLES if role in after], stands, by)
    was_private = stands.values["is_private"]
    is_private = after.get("is_private", was_private)
    if is_private != was_private and not (rights.may_lock(by) and by.pk in stands.people):
        yield issue(IssueCode.RIGHT, _BOX, "oui" if is_private else "non")
    kept = {person for person in people.values() if person is not None}
    if is_private and not kept:
        yield issue(IssueCode.REQUIRED, COLUMN_OF["lead_adviser"])
    if is_private and ({*stands.people, *lately} - kept - {by.pk}):
        # It takes a reason, which no column holds: it is done in the folder.
        yield issue(IssueCode.VANISHES, _BOX)
    if {*ROLES, "is_private"} & after.keys():
        yield from _vanishing(after, kept, by, is_private=is_private)


def _not_given(roles: Collection[str], stands: Standing, by: User) -> Iterator[Issue]:
    """Refuse the roles that are not `by`'s to give."""
    if roles:
        as_it_stands = Contact(**{f"{role}_id": stands.values[role] for role in ROLES})
        for role in roles:
            if not may_assign(as_it_stands, role, by):
                yield issue(IssueCode.RIGHT, COLUMN_OF[role])


def _vanishing(
    after: Mapping[str, Any], people: set[Any], by: User, *, is_private: bool
) -> Iterator[Issue]:
    """Warn whoever imports that they will not see the contact any more; they link it to nobody."""
    if by.pk in people or (not is_private and by.has_perm(rights.SEE_OTHERS)):
        return
    yield issue(IssueCode.VANISHES, _BOX if is_private else "", is_warning=True)
    if number := after.get(SPOUSE_NUMBER):
        yield issue(IssueCode.SPOUSE, COLUMN_OF[SPOUSE_NUMBER], number)
