"""The heads of a file of contacts: which line has them, and what stands under each."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from contacts.workbook import COLUMNS
from imports.feeds import nir
from imports.feeds.contact_files import cells, people
from imports.feeds.contact_files.cells import Reader
from imports.feeds.text import HEADER_WITHIN, SEPARATORS, header_key
from imports.feeds.values import Cell
from imports.records import Code, FileRefused

Row = tuple[int, Sequence[Cell]]

KNOWN = {header_key(head): head for head in COLUMNS}
# What our own rejects say of a row: no part of it.
MESSAGE, CODE = "Message", "Code rejet"
_OURS = frozenset(map(header_key, (MESSAGE, CODE)))
# Without one of these a row of the workbook is about nobody.
NAME = "Client Nom"
_NAMING = (NAME, "Code dossier", "Numéro client")
# What the heads of other files are made of, as `header_key` writes them.
_USUAL = frozenset(
    (
        *("nom", "prenom", "nomprenom", "civilite", "titre", "datedenaissance", "naissance"),
        *("email", "mail", "courriel", "telephone", "tel", "mobile", "portable", "fax"),
        *("adresse", "adresse1", "adresse2", "codepostal", "cp", "ville", "commune", "pays"),
        *("societe", "entreprise", "raisonsociale", "siren", "siret", "profession", "notes"),
        *("name", "firstname", "lastname", "phone", "address", "city", "zip", "country"),
        *("givenname", "familyname", "birthday", "emailaddress", "mobilephone", "email1value"),
        *("ruebureau", "ruedomicile", "telmobile", "adressedemessagerie", "deuxiemeprenom"),
        *("id", "reference", "numero", "numeroclient", "conseiller", "categorie", "type"),
    )
)
_ANY = _USUAL | KNOWN.keys()

_IDENTIFIERS = re.compile(
    r".*(?:number|number_suffix|folder_code|tin|lei|siret|naf_code|post_code|department)"
    r"|(?:telephone|fax)_.*"
)
_DATES = re.compile(r".*(?:_date|_on|_since)")
_AMOUNTS = re.compile(r"household_.*|(?:income|wealth)_tax|.*children_count")
_RATES = re.compile(r".*_tax_rate")
# The same of heads that we do not know.
_MAY_IDENTIFY = re.compile(
    r"id|ref.*|cp|.*(?:siren|siret|tel|phone|mobile|portable|fax|num|code|dossier|postal|zip).*"
)
_MAY_BE_DATES = re.compile(r".*date.*|.*naissance|nele|.*anniversaire|birthday|.*deces")


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns that are read, and where."""

    kind: str
    # Which of the first rows has them, and how many columns it has.
    position: int
    width: int
    heads: tuple[str, ...]
    places: tuple[int, ...]
    # The whole row, as it stands.
    row: tuple[str, ...]
    # Columns of which the head is blank, and heads of what may not be kept.
    blank: frozenset[int]
    forbidden: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return self.kind != "unknown"

    def columns(self) -> nir.Columns:
        """Tell where a social security number sets a row aside, among the cells read."""
        return nir.Columns(identifiers=self.identifiers)

    @property
    def identifiers(self) -> frozenset[int]:
        """Return which of the cells read hold identifiers."""
        return frozenset(at for at, head in enumerate(self.heads) if _holds_identifiers(head))

    @property
    def amounts(self) -> frozenset[int]:
        """Return the places, in the file, of sums that no merged cell can tell of several rows."""
        return self._of(_AMOUNTS)

    @property
    def rates(self) -> frozenset[int]:
        return self._of(_RATES)

    @property
    def as_shown(self) -> frozenset[int]:
        """Return the places, in the file, of numbers that are read as the sheet shows them."""
        return self.rates | {self.places[at] for at in self.identifiers}

    def _of(self, fields: "re.Pattern[str]") -> frozenset[int]:
        pairs = zip(self.places, self.heads, strict=True)
        return frozenset(place for place, head in pairs if _is(fields, head))

    def readers(self, *, since_1904: bool) -> list[Reader]:
        dates = cells.reader_of_dates(since_1904=since_1904)
        return [_reader(head, dates) for head in self.heads]


def find(head: Sequence[Row], unnamed: Collection[int] = ()) -> Heads:
    """Return the heads of a file by its first rows.

    Columns without a head are left out, but for those in `unnamed`, which hold something.
    """
    if not any(is_filled(row) for row in head):
        raise FileRefused(Code.F_EMPTY)
    position = _position([cells for _, cells in head])
    return _named(head[position][1], position, unnamed)


def of_people(kind: str) -> Heads:
    """Return the heads under which entries of an address book are written."""
    return replace(_named(people.HEADS, 0, ()), kind=kind)


def is_filled(row: Row) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in row[1])


def separator(head: str) -> str:
    """Return what makes the most known heads on one line.

    Where none is known: what parts the most of the first lines, and the first of them most often.
    """

    def made(mark: str) -> tuple[tuple[int, int], int, int]:
        found = _records(head, mark)
        parted = [len(row) for row in found if len(row) > 1]
        return max(map(_known_in, found), default=(0, 0)), len(parted), next(iter(parted), 0)

    return max(SEPARATORS, key=made)


def _records(head: str, mark: str) -> list[list[str]]:
    found: list[list[str]] = []
    records = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
    try:
        found.extend(islice(records, HEADER_WITHIN))
    except csv.Error:  # an unclosed quote: what came before it stands
        return found
    return found


def _known_in(row: Sequence[Cell]) -> tuple[int, int]:
    """Count the workbook's heads, then those of any file: technical names are some of these."""
    keys = {header_key(cell) for cell in row}
    return len(keys & KNOWN.keys()), len(keys & _ANY)


def _position(rows: Sequence[Sequence[Cell]]) -> int:
    """Find the row of heads: most of its cells are known, or it is the first of nothing but texts.

    Titles that stand above have a cell or two.
    """
    known = [_known_in(row) for row in rows]
    if any(most for _, most in known):
        return known.index(max(known))
    filled = [sum(cell != "" for cell in row) for row in rows]
    least = max(filled) / 2
    for position, row in enumerate(rows):
        if filled[position] >= least and all(isinstance(cell, str) for cell in row):
            return position
    raise FileRefused(Code.F_HEADER)


def _named(row: Sequence[Cell], position: int, unnamed: Collection[int]) -> Heads:
    heads: list[str] = []
    places: list[int] = []
    forbidden: list[str] = []
    for place, cell in enumerate(row):
        key, shown = header_key(cell), " ".join(cells.text(cell).split())
        if nir.is_header(cell):
            forbidden.append(shown)
        elif key not in _OURS and (shown or place in unnamed):
            heads.append(_head(key, shown, place, heads))
            places.append(place)
    kind = "o2s" if _is_workbook(heads) else "unknown"
    blank = frozenset(at for at, cell in enumerate(row) if cell == "") - set(unnamed)
    told = tuple(cells.text(cell) for cell in row)
    kept = tuple(heads), tuple(places), told, blank, tuple(forbidden)
    return Heads(kind, position, len(row), *kept)


def _head(key: str, shown: str, place: int, before: Collection[str]) -> str:
    known = KNOWN.get(key)
    if known and known in before:
        raise FileRefused(Code.F_HEADER, column=known)
    head = known or shown or f"Colonne {place + 1}"
    return f"{head} ({place + 1})" if head in before else head


def _is_workbook(heads: Sequence[str]) -> bool:
    """Tell the workbook by the name of a person, or by a key and nothing much that is not its."""
    known = [head for head in heads if head in COLUMNS]
    is_about_somebody = any(head in known for head in _NAMING)
    return NAME in known or (is_about_somebody and len(known) * 2 >= len(heads))


# -- what a column holds


def _is(kind: "re.Pattern[str]", head: str) -> bool:
    return any(kind.fullmatch(field) for field in COLUMNS.get(head, ()))


def _holds_identifiers(head: str) -> bool:
    if head in COLUMNS:
        return _is(_IDENTIFIERS, head)
    return bool(_MAY_IDENTIFY.fullmatch(header_key(head)))


def _holds_dates(head: str) -> bool:
    return _is(_DATES, head) if head in COLUMNS else bool(_MAY_BE_DATES.fullmatch(header_key(head)))


def _reader(head: str, dates: Reader) -> Reader:
    if _holds_dates(head):
        return dates
    return cells.identifier if _holds_identifiers(head) else cells.text
