"""Rows of an import as their sender reads them: what each writes, and what is wrong with it.

What a row tells of a contact that exists is asked of the rule again each time: of a contact that
the reader sees no more it tells nothing, and is to be analysed again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from contacts import fields
from contacts.fields import ENTRIES, Entry, Shape
from contacts.fields.shapes import Words
from contacts.models import Category, Contact, Keyword, ListValue
from contacts.workbook import SPOUSE_NUMBER
from imports.enums import ContactImportState, Outcome
from imports.models import ContactImport, ContactImportIssue, ContactImportRow
from imports.queries.contact_import.messages import sentence
from imports.queries.contact_import.planning import places_of
from imports.queries.contact_import.stored import decode
from users.models import User

FIRST_CELLS = 10
_FATES: Mapping[str, str] = {
    Outcome.NEW: "filled",
    Outcome.UPDATED: "moved",
    Outcome.REFUSED: "refused",
}
_OUTCOMES: Mapping[str, Words] = {
    Outcome.NEW: pgettext_lazy("contact import row", "Created"),
    Outcome.UPDATED: pgettext_lazy("contact import row", "Updated"),
    Outcome.UNCHANGED: pgettext_lazy("contact import row", "Unchanged"),
    Outcome.DELETED: pgettext_lazy("contact import row", "Deleted, to reactivate"),
    Outcome.DOUBLE: pgettext_lazy("contact import row", "Likely duplicate"),
    Outcome.REFUSED: pgettext_lazy("contact import row", "Refused"),
}
Names = Mapping[Shape, Mapping[int, str]]


@dataclass(frozen=True)
class Cell:
    """A value before and after the import; "" where nothing stands."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Doubt:
    """What is said of a cell, or of the row where `column` is "".

    `place` is that of its cell in the row, None where no other text may put it right; `text` what
    stands there.
    """

    column: str
    place: int | None
    text: str
    told: Sequence[str]
    is_warning: bool


@dataclass(frozen=True)
class ShownRow:
    """`contact` is None of a row about nobody who exists for the reader, or exists no more.

    `is_stale`: it was about somebody, whom the reader does not see any more as it was.
    """

    row: ContactImportRow
    contact: Contact | None
    is_stale: bool
    cells: Sequence[Cell]
    doubts: Sequence[Doubt]

    @property
    def label(self) -> str:
        """Return how the row names its contact; of one named by its code, who that is."""
        known = self.contact if not self.is_stale else None
        if known and self.row.label.casefold() == known.folder_code.casefold() != "":
            return str(known)
        return self.row.label

    @property
    def first_cells(self) -> Sequence[Cell]:
        """Return as many as a list of rows shows of each."""
        return self.cells[:FIRST_CELLS]

    @property
    def more_cells(self) -> int:
        return max(0, len(self.cells) - FIRST_CELLS)

    @property
    def outcome(self) -> str:
        """Return what is done with this row alone; the labels of outcomes speak of many."""
        return str(_OUTCOMES[self.row.outcome])

    @property
    def fate(self) -> str:
        """Return how `components/fate.html` draws the outcome."""
        return _FATES.get(self.row.outcome, "kept")


def narrowed(contact_import: ContactImport, asked: Mapping[str, str]) -> QuerySet[ContactImportRow]:
    """Return the rows of an outcome, or with one cause of complaint; all where none is asked."""
    rows = contact_import.file_rows.all()
    if "outcome" in asked:
        rows = rows.filter(outcome=asked["outcome"])
    if "code" in asked:
        cause = {name: asked[name] for name in ("code", "column", "text") if name in asked}
        rows = rows.filter(pk__in=contact_import.file_issues.filter(**cause).values("row"))
    return rows


def shown(
    contact_import: ContactImport, rows: Sequence[ContactImportRow], user: User
) -> list[ShownRow]:
    """Return these rows as the user may read them now, in a fixed number of statements."""
    contacts = _contacts(rows, user)
    gone = _stale(contact_import, rows, contacts)
    current = {row.pk: row for row in rows if row.pk not in gone}
    names = _names(current.values(), user)
    issues: dict[int, list[ContactImportIssue]] = defaultdict(list)
    for issue in ContactImportIssue.objects.filter(row__in=rows).order_by("is_warning", "pk"):
        issues[issue.row_id].append(issue)
    return [
        ShownRow(
            row,
            contacts.get(row.contact or 0),
            is_stale=row.pk not in current,
            cells=_cells(row, names) if row.pk in current and _writes(row) else (),
            doubts=_doubts(contact_import, row, issues[row.pk]) if row.pk in current else (),
        )
        for row in rows
    ]


def stale(contact_import: ContactImport, rows: Sequence[ContactImportRow], user: User) -> set[int]:
    """Return those of these rows of which the user may be told nothing more."""
    return _stale(contact_import, rows, _contacts(rows, user))


def _stale(
    contact_import: ContactImport, rows: Iterable[ContactImportRow], contacts: Mapping[int, Contact]
) -> set[int]:
    # Once imported, a deleted contact may be back.
    is_done = contact_import.state == ContactImportState.IMPORTED
    return {row.pk for row in rows if _is_stale(row, contacts, is_done=is_done)}


def _doubts(
    contact_import: ContactImport, row: ContactImportRow, issues: Iterable[ContactImportIssue]
) -> list[Doubt]:
    """Return what is said of each cell, refusals first."""
    by_column: dict[tuple[str, bool], list[ContactImportIssue]] = defaultdict(list)
    for issue in issues:
        by_column[issue.column, issue.is_warning].append(issue)
    places = {column: place for place, column in places_of(contact_import)}
    return [
        Doubt(
            column,
            places.get(column) if not is_warning else None,
            row.cells[places[column]] if column in places else "",
            [sentence(issue.code, issue.text, column) for issue in of_column],
            is_warning,
        )
        for (column, is_warning), of_column in by_column.items()
    ]


def _contacts(rows: Iterable[ContactImportRow], user: User) -> dict[int, Contact]:
    keys = {row.contact for row in rows if row.contact}
    if not keys:
        return {}
    seen = Contact.everything.visible_to(user).filter(pk__in=keys, merged_into=None)
    return {contact.pk: contact for contact in seen}


def _is_stale(row: ContactImportRow, contacts: Mapping[int, Contact], *, is_done: bool) -> bool:
    # What made a contact tells of nobody but whom the file told of.
    if row.contact is None or row.outcome == Outcome.NEW:
        return False
    contact = contacts.get(row.contact)
    if contact is None or is_done:
        return contact is None
    return (contact.deleted_at is not None) != (row.outcome == Outcome.DELETED)


def _writes(row: ContactImportRow) -> bool:
    return row.outcome != Outcome.REFUSED


def _cells(row: ContactImportRow, names: Names) -> list[Cell]:
    """Return the cells in the order of the catalogue."""
    return [
        Cell(
            _label(entry),
            _before(entry, row.before.get(key), names),
            _text(entry, row.after.get(key), names),
        )
        for key, entry in ENTRIES.items()
        if key in row.after
    ]


def _label(entry: Entry) -> str:
    """Say of a spouse's own cells that they are: they are called as those of the contact."""
    if not entry.path.startswith("relationships__other_person__"):
        return str(entry.label)
    return _("Spouse: %(label)s") % {"label": entry.label}


def _before(entry: Entry, stored: Any, names: Names) -> str:
    """Leave out the number of a folder that is not seen."""
    is_hidden = entry.key == SPOUSE_NUMBER and stored not in names[Shape.LINK].values()
    return "" if is_hidden else _text(entry, stored, names)


def _text(entry: Entry, stored: Any, names: Names) -> str:
    value = decode(entry, stored)
    if entry.shape is Shape.KEYWORDS:
        return ", ".join(filter(None, map(names[Shape.KEYWORDS].get, value)))
    if entry.shape is Shape.LIST:
        return names[Shape.LIST].get(value, "")
    return fields.text(entry, value, names.get(entry.shape))


def _names(rows: Iterable[ContactImportRow], user: User) -> Names:
    """Return what is called by a key: people, categories, values of lists, keywords.

    And of the numbers of spouses, those that are a folder's that the user sees.
    """
    keys: dict[Shape, set[Any]] = defaultdict(set)
    numbers = set()
    for row in rows:
        numbers.add(row.before.get(SPOUSE_NUMBER))
        for key, value in (*row.before.items(), *row.after.items()):
            if value and (shape := ENTRIES[key].shape) in _READ:
                keys[shape].update(value if isinstance(value, list) else [value])
    found = {shape: read(keys[shape]) if keys[shape] else {} for shape, read in _READ.items()}
    numbers -= {None, ""}
    seen = Contact.objects.visible_to(user).filter(client_number__in=numbers)
    found[Shape.LINK] = dict(seen.values_list("pk", "client_number")) if numbers else {}
    return found


_READ = {
    Shape.USER: lambda keys: dict(User.objects.names_of(User.objects.filter(pk__in=keys))),
    Shape.CATEGORY: lambda keys: dict(
        Category.objects.filter(pk__in=keys).values_list("pk", "name")
    ),
    Shape.LIST: lambda keys: dict(ListValue.objects.filter(pk__in=keys).values_list("pk", "label")),
    Shape.KEYWORDS: lambda keys: dict(
        Keyword.objects.filter(pk__in=keys).values_list("pk", "label")
    ),
}
