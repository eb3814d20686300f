"""Repairing a file of contacts that was read: what is touched is read again, and nothing else.

Rows that say the same contact, folder code or client number as a row that changes are planned with
it: which of them is the first decides what becomes of the others.
"""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from contacts import rights, workbook
from contacts.actions import firm_lists
from contacts.fields import ENTRIES, Shape
from contacts.models import Keyword, ListValue
from imports.actions.contact_import.analysis import PART, count_causes, held, keep_issues
from imports.enums import ContactImportState, Outcome, RowChoice
from imports.errors import CellNotThere, ContactImportBusy
from imports.models import ContactImport, ContactImportIssue, ContactImportRow
from imports.queries.contact_import.lists import columns_like
from imports.queries.contact_import.planning import Planned, Planner
from text.normalise import folded, stored_text
from users.models import User

Rows = QuerySet[ContactImportRow]
# What somebody may decide of a row that asks.
CHOICES = {
    Outcome.DELETED: {RowChoice.REACTIVATE, RowChoice.CREATE, RowChoice.LEAVE},
    Outcome.DOUBLE: {RowChoice.CREATE, RowChoice.UPDATE, RowChoice.LEAVE},
}
_PLANNED = ("cells", "repaired", "outcome", "choice", "label", "contact", "key", "after", "before")


@transaction.atomic
def repair(*, row: ContactImportRow, column: str, text: str, by: User) -> ContactImportRow:
    """Put another text in a cell, `column` being a head of the file, and read its row again."""
    contact_import = _analysed(row.contact_import, by)
    if column not in contact_import.heads:
        raise CellNotThere(column)
    locked = ContactImportRow.objects.select_for_update().get(pk=row.pk)
    place = contact_import.heads.index(column)
    locked.repaired.setdefault(column, locked.cells[place])
    locked.cells[place] = stored_text(text)
    locked.save(update_fields=["cells", "repaired"])
    _plan_again(contact_import, _rows(contact_import).filter(pk=row.pk), by)
    return ContactImportRow.objects.get(pk=row.pk)


@transaction.atomic
def correct(*, contact_import: ContactImport, column: str, typed: str, meant: str, by: User) -> int:
    """Read a word as another one wherever it stands, in this column and those of the same list.

    Return in how many rows.
    """
    row = _analysed(contact_import, by)
    if column not in workbook.COLUMNS:
        raise CellNotThere(column)
    for like in columns_like(column):
        row.corrections.setdefault(like, {})[typed] = stored_text(meant)
    row.save(update_fields=["corrections"])
    return _plan_again(row, _saying(row, column, typed), by)


@transaction.atomic
def add_value(*, contact_import: ContactImport, column: str, typed: str, by: User) -> int:
    """Add a word to the firm's list that the column takes, and read again the rows that say it."""
    row = _analysed(contact_import, by)
    if not may_add(column, by):
        raise PermissionDenied
    entry = ENTRIES[workbook.COLUMNS[column][0]]
    label = stored_text(typed)
    if entry.shape is Shape.KEYWORDS:
        _add(Keyword(label=label), by)
    else:
        _add(ListValue(firm_list=entry.firm_list, label=label), by)
    return _plan_again(row, _saying(row, column, typed), by)


def may_add(column: str, user: User) -> bool:
    """Tell whether the user may add a word to what this column takes."""
    shapes = {ENTRIES[key].shape for key in workbook.COLUMNS.get(column, ())}
    return bool(shapes & {Shape.LIST, Shape.KEYWORDS}) and user.has_perm(rights.MANAGE_KEYWORDS)


@transaction.atomic
def choose(
    *,
    contact_import: ContactImport,
    outcome: str,
    choice: str,
    line: int | None = None,
    by: User,
) -> int:
    """Decide of one row that asks, or of all of them; return of how many."""
    row = _analysed(contact_import, by)
    if choice and choice not in CHOICES.get(Outcome(outcome), ()):
        raise CellNotThere(choice)
    asked = _rows(row).filter(outcome=outcome)
    if line is not None:
        asked = asked.filter(line=line)
    chosen = asked.update(choice=choice)
    if chosen:
        row.plan_version += 1
        row.save(update_fields=["plan_version"])
    return chosen


def _analysed(contact_import: ContactImport, by: User) -> ContactImport:
    row = held(contact_import, by)
    if row.state != ContactImportState.ANALYSED:
        raise ContactImportBusy
    return row


def _rows(contact_import: ContactImport) -> Rows:
    return ContactImportRow.objects.filter(contact_import=contact_import)


def _saying(contact_import: ContactImport, column: str, typed: str) -> Rows:
    """Return the rows of which this word was refused, in this column or another of its list."""
    refused = ContactImportIssue.objects.filter(
        contact_import=contact_import,
        is_warning=False,
        column__in=columns_like(column),
        text=typed,
    )
    return _rows(contact_import).filter(pk__in=refused.values("row"))


def _add(term: firm_lists.T, by: User) -> None:
    """Add the word to its list, unless it is there already in another writing."""
    standing = firm_lists.siblings(term).values_list("label", flat=True)
    if folded(term.label) not in map(folded, standing):
        firm_lists.create(term=term, by=by)


# -- planning again


def _plan_again(contact_import: ContactImport, touched: Rows, by: User) -> int:
    """Plan these rows again with those that they touch, before and after; return how many."""
    keys = list(touched.order_by("line").values_list("pk", flat=True))
    before = _touching(contact_import, keys)
    _plan(contact_import, before, by)
    # What a row says now may be what others say.
    others = _touching(contact_import, keys) - before
    if others:
        _plan(contact_import, _touching(contact_import, sorted(before | others)), by)
    _recount(contact_import)
    return len(keys)


def _touching(contact_import: ContactImport, keys: Iterable[int]) -> set[int]:
    """Return the rows that share a contact, a name, a code or a number with these, and these."""
    found = set(keys)
    told = _rows(contact_import).filter(pk__in=found)
    shared: dict[str, set[str]] = {"key": set(), "folder_code": set(), "client_number": set()}
    for key, after in told.values_list("key", "after"):
        for name, value in (("key", key), *after.items()):
            if value and name in shared:
                shared[name].add(value)
    also = Q(key__in=shared["key"])
    for name in ("folder_code", "client_number"):
        for value in shared[name]:
            also |= Q(**{f"after__{name}": value})
    return found | set(_rows(contact_import).filter(also).values_list("pk", flat=True))


def _plan(contact_import: ContactImport, keys: set[int], by: User) -> None:
    planner = Planner(contact_import, by)
    rows = list(_rows(contact_import).filter(pk__in=keys).order_by("line"))
    for at in range(0, len(rows), PART):
        part = rows[at : at + PART]
        _write(contact_import, part, planner.plan(part))


def _write(
    contact_import: ContactImport, part: Sequence[ContactImportRow], planned: Sequence[Planned]
) -> None:
    for row, plan in zip(part, planned, strict=True):
        is_same_question = row.outcome == plan.outcome and row.contact == plan.contact
        row.choice = row.choice if is_same_question else ""
        row.outcome, row.label, row.contact = plan.outcome, plan.label, plan.contact
        row.key, row.after, row.before = plan.key, plan.after, plan.before
    ContactImportRow.objects.bulk_update(part, _PLANNED)
    ContactImportIssue.objects.filter(row__in=part).delete()
    keep_issues(contact_import, planned)


def _recount(contact_import: ContactImport) -> None:
    counts = _rows(contact_import).order_by().values_list("outcome").annotate(Count("pk"))
    contact_import.counts = dict(counts)
    count_causes(contact_import)
    contact_import.plan_version += 1
    contact_import.save(update_fields=["counts", "plan_version"])
