"""Which contacts rows are about, with the eyes of who imports: by folder code, by name, or both."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from contacts.enums import Kind
from contacts.models import Contact
from imports.enums import MatchKey
from imports.queries.contact_import.rows import Said, name_of
from text import normalise


class Candidate(NamedTuple):
    contact: int
    kind: str
    name: str
    first_name: str
    folder_code: str
    birth_date: dt.date | None


@dataclass(slots=True)
class Key:
    """How one row names its contact; `written` is its folder code as it stands in the file."""

    kind: str
    names: tuple[str, ...]
    written: str
    birth_date: str

    @property
    def code(self) -> str:
        return self.written.casefold()


def key_of(said: Said) -> Key:
    """Return the row's key; without a sort of person, its name may be either's."""
    kinds = (said.kind,) if said.kind else (Kind.PERSON, Kind.ORGANISATION)
    names = (normalise.sort_key(*name_of(said.values, kind)) for kind in kinds)
    return Key(
        said.kind,
        tuple(dict.fromkeys(filter(None, names))),
        said.values.get("folder_code") or "",
        said.values.get("birth_date") or "",
    )


@dataclass(slots=True)
class Candidates:
    """Contacts that some rows may be about, by folder code and by name."""

    by_code: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))

    def of(self, key: Key, match_by: str) -> list[Candidate]:
        """Return the contacts that a row is about: one, none, or several who cannot be told."""
        if match_by != MatchKey.NAME and key.code:
            found = self.by_code.get(key.code, [])
            if found or match_by == MatchKey.CODE:
                return found
        if match_by == MatchKey.CODE:
            return []
        named = [one for name in key.names for one in self.by_name.get(name, ())]
        if key.kind:
            named = [one for one in named if one.kind == key.kind]
        if match_by == MatchKey.BOTH and key.code:
            # Somebody whose folder has another code is another one.
            named = [one for one in named if not one.folder_code]
        return _by_birth(named, key)


def _by_birth(named: list[Candidate], key: Key) -> list[Candidate]:
    """Tell namesakes apart by their birth, where the row says it."""
    if len(named) > 1 and key.birth_date:
        born = [one for one in named if str(one.birth_date) == key.birth_date]
        return born or named
    return named


def candidates(rows: QuerySet[Contact], keys: Iterable[Key], match_by: str) -> Candidates:
    """Find them among these contacts, in a statement for each sort of key."""
    keys = list(keys)
    found = Candidates()
    if match_by != MatchKey.NAME:
        codes = {key.written for key in keys if key.written}
        _add(found.by_code, rows, "folder_code", _writings(codes))
    if match_by != MatchKey.CODE:
        _add(found.by_name, rows, "sort_name", {name for key in keys for name in key.names})
    return found


def _writings(codes: Collection[str]) -> set[str]:
    """Return the writings of folder codes that an index finds: `Ab12` as it is, `ab12`, `AB12`."""
    return {writing for code in codes for writing in (code, code.casefold(), code.upper())}


def _add(
    found: dict[str, list[Candidate]], rows: QuerySet[Contact], column: str, values: set[str]
) -> None:
    if not values:
        return
    columns = ("pk", "kind", "name", "first_name", "folder_code", "birth_date")
    several = rows.filter(**{f"{column}__in": values}).order_by("pk")
    for told, *row in several.values_list(column, *columns):
        found[told.casefold()].append(Candidate(*row))
