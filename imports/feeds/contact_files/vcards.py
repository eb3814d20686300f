"""Cards of an address book: vCard 2.1, 3.0 and 4.0, as telephones and mail programs write them.

Read one property at a time and never strictly: a card that says one thing oddly says the others.
"""

import quopri
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from imports.feeds.contact_files.people import Address, Person
from imports.records import Code, FileRefused, Limits

_BEGIN = "BEGIN:VCARD"
_STEPS = {_BEGIN: 1, "END:VCARD": -1}
# Group, name, parameters (each may be quoted), value.
_PROPERTY = re.compile(
    r'(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<params>(?:;(?:[^";:]|"[^"]*")*)*):(?P<value>.*)', re.DOTALL
)
_PARAMETER = re.compile(r';((?:[^";]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_PARTS = re.compile(r"(?<!\\)((?:\\\\)*);")
_MOST = 2_000  # properties of a card
_NAMES = 1_000  # letters before a value
_QUOTED, _SOFT = "QUOTED-PRINTABLE", "="
# What says nothing of the person.
_SILENT = {
    *("VERSION", "REV", "UID", "PRODID", "SOURCE", "SORT-STRING", "CLASS", "MAILER", "LABEL"),
    *("X-ABLABEL", "X-ABADR", "X-ABUID", "X-APPLE-OMIT-YEAR", "X-PHONETIC-FIRST-NAME"),
}
_WORDS = {
    "PHOTO": "photos",
    "LOGO": "photos",
    "URL": "sites",
    "NICKNAME": "surnoms",
    "CATEGORIES": "catégories",
    "ANNIVERSARY": "anniversaires de mariage",
    "X-ANNIVERSARY": "anniversaires de mariage",
    "IMPP": "messageries",
    "RELATED": "proches",
    "X-ABRELATEDNAMES": "proches",
    "X-SPOUSE": "proches",
}


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    types: frozenset[str]
    value: str

    def parts(self) -> list[str]:
        """Return what stands between unescaped semicolons."""
        marked = _PARTS.sub("\\1\0", self.value)
        return [_plain(part) for part in marked.split("\0")]

    @property
    def text(self) -> str:
        return _plain(self.value)


@dataclass(frozen=True, slots=True)
class Card:
    """A card and the line that it begins on; one that has no end is not whole."""

    line: int
    properties: list[Property]
    is_whole: bool


def is_card(start: str) -> bool:
    return start.lstrip("\ufeff \t\r\n")[: len(_BEGIN)].upper() == _BEGIN


def cards(lines: Iterable[str], limits: Limits) -> Iterator[Card]:
    """Give the cards of a file; one within another (an agent's) is no card of its own."""
    depth, count = 0, 0
    card = Card(0, [], is_whole=False)
    for number, line in _unfolded(lines, limits.cell_bytes):
        before, depth = depth, max(0, depth + _STEPS.get(line.strip().upper(), 0))
        if before == 0 and depth:
            card, count = Card(number, [], is_whole=True), count + 1
            _refuse(count > limits.lines, number)
        elif before and depth == 0:
            yield card
        elif depth == 1 and (found := _property(line)):
            is_long = len(found.value) > limits.cell_bytes
            _refuse(is_long or len(card.properties) == _MOST, number)
            card.properties.append(found)
    if depth:
        yield replace(card, is_whole=False)


def _refuse(is_too_much: object, line: int) -> None:
    if is_too_much:
        raise FileRefused(Code.F_SIZE, line=str(line))


def _unfolded(lines: Iterable[str], longest: int) -> Iterator[tuple[int, str]]:
    """Join lines that were folded, with the number of the first: no more than shows it too long."""
    begins, parts, length = 0, [""], 0
    is_soft = False
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        is_folded = not is_soft and line[:1] in {" ", "\t"}
        if is_soft or is_folded:
            if is_soft:
                parts[-1] = parts[-1].removesuffix(_SOFT)
            more = line[is_folded:]
            if length <= longest + _NAMES:
                parts.append(more)
            length += len(more)
            if is_folded:
                continue
        else:
            yield begins, "".join(parts)
            begins, parts, length = number, [line], len(line)
        is_soft = line.endswith(_SOFT) and _QUOTED in parts[0].partition(":")[0].upper()
    yield begins, "".join(parts)


def _property(line: str) -> Property | None:
    found = _PROPERTY.fullmatch(line)
    if not found:
        return None
    name = found["name"].upper()
    types: set[str] = set()
    charset, encoding = "utf-8", ""
    for parameter in _PARAMETER.findall(found["params"]):
        key, equals, told = parameter.partition("=")
        told = (told if equals else key).replace('"', "").upper()
        if key.upper() == "CHARSET":
            charset = told
        elif key.upper() == "ENCODING" or told == _QUOTED:
            encoding = told
        elif key.upper() == "TYPE" or not equals:
            types.update(told.split(","))
        elif key.upper() == "PREF":
            types.add("PREF")
    value = found["value"] if name in _TAKE else ""
    if encoding == _QUOTED and value:
        value = _from_quoted(value, charset)
    return Property(name, frozenset(types), value)


def _from_quoted(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    for encoding in (charset, "utf-8"):
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


# -- whom a card is about


def person(card: Card, beyond: Counter[str]) -> Person:
    """Read a card: what it prefers comes first. What is not read is counted in `beyond`."""
    told = Person()
    for one in sorted(card.properties, key=lambda one: "PREF" not in one.types):
        if take := _TAKE.get(one.name):
            take(told, one)
        elif one.name not in _SILENT:
            beyond[_WORDS.get(one.name, one.name)] += 1
    if not (told.family or told.given or told.company):
        whole = (one.text for one in card.properties if one.name == "FN")
        told.family = next(filter(None, whole), "")
    return told


def _take_name(told: Person, one: Property) -> None:
    told.family, told.given, told.more, told.prefix, _ = [*one.parts(), *[""] * 5][:5]


def _take_company(told: Person, one: Property) -> None:
    told.company, *offices = one.parts()
    told.office = ", ".join(filter(None, offices))


def _take_kind(told: Person, one: Property) -> None:
    told.is_company |= one.text.upper() in {"ORG", "COMPANY"}


def _take_birthday(told: Person, one: Property) -> None:
    told.born = one.text


def _take_note(told: Person, one: Property) -> None:
    told.note = "\n".join(filter(None, [told.note, one.text]))


def _take_job(told: Person, one: Property) -> None:
    told.job = told.job or one.text


def _take_email(told: Person, one: Property) -> None:
    if one.text:
        told.emails.append((_place(one), one.text.removeprefix("mailto:")))


def _take_telephone(told: Person, one: Property) -> None:
    line = next((word for kind, word in _LINES.items() if kind in one.types), "")
    if one.text:
        told.telephones.append((line, _place(one), one.text.removeprefix("tel:")))


def _take_address(told: Person, one: Property) -> None:
    box, more, street, town, region, code, country = [*one.parts(), *[""] * 7][:7]
    beside = ", ".join(filter(None, [more, box, region]))
    if street or beside or town or code:
        told.addresses.append((_place(one), Address(street, beside, code, town, country)))


def _place(one: Property) -> str:
    return next((word for kind, word in _PLACES.items() if kind in one.types), "")


_LINES = {"FAX": "fax", "CELL": "mobile"}
_PLACES = {"HOME": "home", "WORK": "work"}
_TAKE: Mapping[str, Callable[[Person, Property], None]] = {
    "N": _take_name,
    "FN": lambda _told, _one: None,
    "ORG": _take_company,
    "KIND": _take_kind,
    "X-ABSHOWAS": _take_kind,
    "TITLE": _take_job,
    "ROLE": _take_job,
    "BDAY": _take_birthday,
    "NOTE": _take_note,
    "TEL": _take_telephone,
    "EMAIL": _take_email,
    "ADR": _take_address,
}
