"""Rows of which somebody decided: those that may not be done after all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from contacts import rights
from contacts.models import Contact
from contacts.queries.deleted import deleted_contacts, own_deletions
from contacts.visibility import may_change
from imports.enums import Outcome, RowChoice
from imports.models import ContactImportRow
from imports.queries.contact_import import privacy
from imports.queries.contact_import.rows import broken_rules
from imports.queries.contact_import.spouses import OF_SPOUSE
from imports.queries.contact_import.standing import Standing, standing
from users.models import User

Rows = Sequence[ContactImportRow]


def refused(rows: Rows, asked: Collection[str], by: User) -> list[int]:
    """Return the lines that would change what `by` may not, or bring back whom they may not."""
    doubles = [row for row in rows if row.choice == RowChoice.UPDATE]
    deleted = [
        row for row in rows if (row.outcome, row.choice) == (Outcome.DELETED, RowChoice.REACTIVATE)
    ]
    return [*_doubles(doubles, asked, by), *_deleted(deleted, by)]


def _doubles(rows: Rows, asked: Collection[str], by: User) -> Iterator[int]:
    keys = {row.contact for row in rows if row.contact}
    if not keys:
        return
    seen = Contact.objects.visible_to(by).filter(pk__in=keys)
    stand = standing(seen, asked, by)
    public = [key for key, known in stand.items() if not known.values["is_private"]]
    lately = privacy.lately_assigned(public)
    for row in rows:
        known = stand.get(row.contact or 0)
        if known is None or _is_refused(row.after, known, lately.get(known.contact, ()), by):
            yield row.line


def _is_refused(
    after: Mapping[str, Any], known: Standing, lately: Collection[int], by: User
) -> bool:
    differing = {key: value for key, value in after.items() if known.values.get(key) != value}
    if known.spouse_folder and not differing.keys().isdisjoint(OF_SPOUSE):
        # The folder of a spouse is not written from the other's, and there is no second one.
        return True
    issues = [
        *broken_rules(differing, known.values, known.kind),
        *privacy.of_known(differing, known, by, lately=lately),
    ]
    return any(not one.is_warning for one in issues)


def refused_anew(said: Mapping[int, Mapping[str, Any]], by: User) -> list[int]:
    """Return the lines that would make a contact anew as `by` may make none."""
    return [
        line
        for line, values in said.items()
        if any(not one.is_warning for one in privacy.of_new(values, by))
    ]


def _deleted(rows: Rows, by: User) -> Iterator[int]:
    keys = {row.contact for row in rows if row.contact}
    if not keys:
        return
    found = deleted_contacts(by) if by.has_perm(rights.REACTIVATE) else own_deletions(by)
    mine = set(found.filter(may_change(by), pk__in=keys).values_list("pk", flat=True))
    yield from (row.line for row in rows if row.contact not in mine)
