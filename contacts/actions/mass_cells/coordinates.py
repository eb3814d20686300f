"""How contacts are reached, by use: the row of a use is changed, added or taken away.

The row of a use is the one that columns show: the preferred one first, then the oldest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from contacts.actions.mass_cells.cells import Cells, CellsOfMany, entries_of, filled
from contacts.enums import PhoneType
from contacts.fields import MODELS, Entry
from contacts.models import Email, Telephone
from persistence.journal.steps import Step, removed_rows
from persistence.journal.writing import execute
from persistence.many_keys import among
from text import telephones
from text.normalise import email_key
from users.models import User

Row = Any
Standing = Mapping[int, Sequence[Row]]
OWNERS = ("email", "telephone", "address")


@dataclass
class Draft:
    """What becomes of the rows of one model: those taken away, values of others, and new ones."""

    model: type[models.Model]
    removed: list[Row] = field(default_factory=list)
    values: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    added: list[Row] = field(default_factory=list)
    # Rows as they were before one of their values changed.
    stood: dict[int, Row] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        return [one.attname for one in self.model._meta.concrete_fields if not one.primary_key]

    def steps(self) -> list[Step]:
        """Return the steps before the rows that are added: who gives a preference up goes first."""
        removed = removed_rows(self.model._meta.label, self.removed, self.columns)
        return [removed, filled(self.model, self.values)]


def drafts(cells: CellsOfMany) -> Iterator[Draft]:
    """Give what becomes of the coordinates of these contacts, a draft for each sort."""
    for owner in OWNERS:
        of_owner = {key: own for key, own in cells.items() if entries_of(own, owner)}
        if of_owner:
            draft = Draft(MODELS[owner])
            rows = _standing(draft.model, of_owner)
            for key, own in of_owner.items():
                _Sort(draft, key, list(rows.get(key, ()))).write(own, owner)
            yield draft


def new_rows(cells: Cells) -> list[Row]:
    """Return the coordinates of somebody new, one of each sort preferred."""
    found = []
    for owner in OWNERS:
        if entries_of(cells, owner):
            draft = Draft(MODELS[owner])
            _Sort(draft, None, []).write(cells, owner)
            found += draft.added
    return found


def _standing(model: type[models.Model], contacts: Iterable[int]) -> Standing:
    found: dict[int, list[Row]] = defaultdict(list)
    rows: models.QuerySet[Any] = models.QuerySet(model)
    rows = rows.filter(contact__in=among(list(contacts)))
    for row in rows.order_by("contact_id", "-preferred", "pk"):
        found[row.contact_id].append(row)
    return found


@dataclass
class _Sort:
    """The e-mails, telephones or addresses of one contact."""

    draft: Draft
    contact: int | None
    rows: list[Row]

    def write(self, cells: Cells, owner: str) -> None:
        entries = entries_of(cells, owner)
        if owner == "address":
            for use in {entry.where["use"]: None for entry in entries}:
                parts = [entry for entry in entries if entry.where["use"] == use]
                self._write_address(use, {one.name: cells[one.key] for one in parts})
        else:
            for entry in entries:
                self._write_value(entry, cells[entry.key])
        if self.rows and not any(row.preferred for row in self.rows):
            self._change(self.rows[0], {"preferred": True})

    def _write_value(self, entry: Entry, value: str) -> None:
        row = self._shown(entry.where, entry.name)
        if not value:
            self._remove(row)
            return
        values = _telephone(entry, value) if self.draft.model is Telephone else _email(value)
        if row is not None:
            self._change(row, values)
        elif not any(_holds(one, values) for one in self.rows):
            self._add(dict(entry.where) | values)

    def _write_address(self, use: str, parts: Mapping[str, str]) -> None:
        """Write each part where it is shown; an address of which nothing is left goes."""
        first = next((row for row in self.rows if row.use == use), None)
        rows: dict[str, Row] = {}
        for name in parts:
            rows[name] = self._shown({"use": use}, name) or first
        if first is None:
            if any(value for name, value in parts.items() if name != "country"):
                self._add({"use": use, **parts})
            return
        for name, value in parts.items():
            self._change(rows[name], {name: value})
        for row in {id(row): row for row in rows.values()}.values():
            if not any((row.line_1, row.line_2, row.post_code, row.town)):
                self._remove(row)

    def _shown(self, where: Mapping[str, Any], name: str) -> Row | None:
        """Return the row whose value the column shows."""
        fitting = (
            row
            for row in self.rows
            if getattr(row, name) and all(getattr(row, key) == at for key, at in where.items())
        )
        return next(fitting, None)

    def _add(self, values: Mapping[str, Any]) -> None:
        row = self.draft.model(contact_id=self.contact, **values)
        self.draft.added.append(row)
        self.rows.append(row)

    def _change(self, row: Row, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if getattr(row, name) != value:
                if row.pk is not None:
                    self.draft.stood.setdefault(row.pk, copy(row))
                    self.draft.values[row.pk][name] = value
                setattr(row, name, value)

    def _remove(self, row: Row | None) -> None:
        if row is None:
            return
        self.rows.remove(row)
        if row.pk is None:
            self.draft.added.remove(row)
            return
        self.draft.values.pop(row.pk, None)
        self.draft.removed.append(self.draft.stood.get(row.pk, row))


def _email(address: str) -> dict[str, Any]:
    return {"address": address, "key": email_key(address)}


def _telephone(entry: Entry, value: str) -> dict[str, Any]:
    """Read number and extension; a French number says itself what sort of line it is."""
    line, read = entry.where["line"], telephones.parse(value)
    if read.kind and not (line == PhoneType.FAX and read.kind == telephones.Kind.LANDLINE):
        line = PhoneType(read.kind)
    return {"number": read.number, "extension": read.extension, "line": line}


def _holds(row: Row, values: Mapping[str, Any]) -> bool:
    """Say whether a row is the same one already."""
    if isinstance(row, Email):
        return bool(row.key == values["key"])
    return (row.number, row.extension) == (values["number"], values["extension"])


def prefer_one(contacts: Collection[int], *, by: User, reason: str = "") -> None:
    """Prefer the oldest of a sort where none is preferred any more."""
    for owner in OWNERS:
        rows = MODELS[owner]._default_manager.filter(contact__in=among(contacts))
        preferring = rows.filter(preferred=True).values("contact")
        lacking = rows.exclude(contact__in=preferring).order_by("-pk")
        firsts = dict(lacking.values_list("contact_id", "pk"))
        step = filled(MODELS[owner], {key: {"preferred": True} for key in firsts.values()})
        execute([step], by=by, reason=reason)
