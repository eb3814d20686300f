"""The stored form of a profile: JSON that is checked entry by entry, whoever wrote it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from imports.feeds import nir
from imports.feeds.o2s_accounts.columns import COLUMNS
from imports.feeds.o2s_accounts.dialect import REQUIRED
from imports.feeds.profiled.profile import (
    CONSTANT,
    DECIMALS,
    ENCODINGS,
    HOLDING,
    LARGEST_SKIP,
    LONGEST_HEAD,
    LONGEST_NAME,
    LONGEST_PARTNER,
    LONGEST_SHEET,
    LONGEST_WORD,
    MOST_HEADS,
    MOST_WORDS,
    SEPARATORS,
    DateForm,
    Lines,
    Profile,
)
from imports.feeds.profiled.words import word_key
from imports.feeds.text import header_key
from imports.records import HEADERS, ValueRefused

KIND, VERSION = "import-profile", 1
LARGEST = 262_144


class Wrong(StrEnum):
    """What may be wrong with a profile."""

    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    NOT_A_PROFILE = "not_a_profile"
    NEWER = "newer"
    UNKNOWN_ENTRY = "unknown_entry"
    UNKNOWN_FIELD = "unknown_field"
    TYPE = "type"
    NOT_LISTED = "not_listed"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    UNPRINTABLE = "unprintable"
    NAME_MISSING = "name_missing"
    PARTNER_MISSING = "partner_missing"
    PARTNER_PATH = "partner_path"
    COLUMN_MISSING = "column_missing"
    HEAD_TWICE = "head_twice"
    HEAD_BLANK = "head_blank"
    WORD_TWICE = "word_twice"
    NIR = "nir"
    CONSTANT_AND_COLUMN = "constant_and_column"
    CONSTANT_REFUSED = "constant_refused"
    NOT_CONSTANT = "not_constant"
    HOLDING_COLUMN = "holding_column"
    HOLDING_MISSING = "holding_missing"
    WITHOUT_COLUMN = "without_column"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: in which entry, about which field, and what stands there."""

    wrong: Wrong
    entry: str = ""
    field: str = ""
    value: str = ""


class ProfileRefused(Exception):
    """What was to be a profile is none, or none that a file could be read with."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(flaws)
        self.flaws = flaws


def written(profile: Profile) -> dict[str, Any]:
    """Return what is stored of a profile."""
    told = asdict(profile)
    told["optional"] = sorted(profile.optional)
    told["columns"] = {field: list(heads) for field, heads in profile.columns.items()}
    told["values"] = {field: dict(words) for field, words in profile.values.items()}
    return {"kind": KIND, "version": VERSION, **told}


def dumped(profile: Profile) -> bytes:
    """Return the file that a profile is taken along as."""
    told = json.dumps(written(profile), ensure_ascii=False, indent=2)
    return f"{told}\n".encode()


def loaded(data: bytes) -> Profile:
    """Read such a file; refuse whatever is none (ProfileRefused)."""
    if len(data) > LARGEST:
        raise ProfileRefused(Flaw(Wrong.TOO_LARGE))
    try:
        told = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_each_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:  # its own errors, and those of letters
        raise ProfileRefused(Flaw(Wrong.NOT_JSON)) from error
    return read(told)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError
    return told


def _no_number(_name: str) -> None:
    raise ValueError


def read(told: Any) -> Profile:
    """Return the profile that is stored so; refuse what cannot be one, with all that is wrong."""
    if not isinstance(told, dict) or told.get("kind") != KIND:
        raise ProfileRefused(Flaw(Wrong.NOT_A_PROFILE))
    if told.get("version") != VERSION:
        raise ProfileRefused(Flaw(Wrong.NEWER))
    entries = {name: told[name] for name in told if name not in {"kind", "version"}}
    flaws = [Flaw(Wrong.UNKNOWN_ENTRY, value=name[:50]) for name in entries if name not in _SHAPES]
    for name, shape in _SHAPES.items():
        if name in entries:
            flaws += shape(name, entries[name])
    if flaws:
        raise ProfileRefused(*flaws)
    return tidied(entries)


def tidied(entries: Mapping[str, Any]) -> Profile:
    """Make a profile of entries of the right types, with one blank between words."""
    made = {name: _clean(entries[name]) for name in entries}
    if "dates" in made:
        made["dates"] = DateForm(made["dates"])
    if "lines" in made:
        made["lines"] = Lines(made["lines"])
    if "separator" in made:
        made["separator"] = entries["separator"]
    made["optional"] = frozenset(made.get("optional", ()))
    columns = {field: tuple(heads) for field, heads in made.get("columns", {}).items() if heads}
    return Profile(**made | {"columns": columns})


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {_clean(key): _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def _text(longest: int) -> Callable[[str, Any], Iterator[Flaw]]:
    def check(entry: str, value: Any, field: str = "") -> Iterator[Flaw]:
        if not isinstance(value, str):
            yield Flaw(Wrong.TYPE, entry, field)
        elif len(value) > longest:
            yield Flaw(Wrong.TOO_LONG, entry, field, str(longest))
        elif not _clean(value).isprintable():
            yield Flaw(Wrong.UNPRINTABLE, entry, field)

    return check


def _one_of(choices: Any) -> Callable[[str, Any], Iterator[Flaw]]:
    def check(entry: str, value: Any) -> Iterator[Flaw]:
        if not isinstance(value, str):
            yield Flaw(Wrong.TYPE, entry)
        elif value not in list(choices):
            yield Flaw(Wrong.NOT_LISTED, entry, value=value[:50])

    return check


def _skip(entry: str, value: Any) -> Iterator[Flaw]:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_SKIP:
        yield Flaw(Wrong.TYPE, entry)


def _field_names(entry: str, value: Any) -> Iterator[Flaw]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        yield Flaw(Wrong.TYPE, entry)
        return
    for name in value:
        if name not in HEADERS:
            yield Flaw(Wrong.UNKNOWN_FIELD, entry, value=name[:50])


def _of_fields(
    check: Callable[[str, Any, str], Iterator[Flaw]],
) -> Callable[[str, Any], Iterator[Flaw]]:
    def check_all(entry: str, value: Any) -> Iterator[Flaw]:
        if not isinstance(value, dict):
            yield Flaw(Wrong.TYPE, entry)
            return
        for field, told in value.items():
            if field in HEADERS:
                yield from check(entry, told, field)
            else:
                yield Flaw(Wrong.UNKNOWN_FIELD, entry, value=field[:50])

    return check_all


def _heads(entry: str, value: Any, field: str) -> Iterator[Flaw]:
    if not isinstance(value, list):
        yield Flaw(Wrong.TYPE, entry, field)
    elif len(value) > MOST_HEADS:
        yield Flaw(Wrong.TOO_MANY, entry, field, str(MOST_HEADS))
    else:
        for head in value:
            yield from _HEAD(entry, head, field)


def _words(entry: str, value: Any, field: str) -> Iterator[Flaw]:
    if not isinstance(value, dict):
        yield Flaw(Wrong.TYPE, entry, field)
    elif len(value) > MOST_WORDS:
        yield Flaw(Wrong.TOO_MANY, entry, field, str(MOST_WORDS))
    else:
        for word, ours in value.items():
            yield from _WORD(entry, word, field)
            yield from _WORD(entry, ours, field)


_HEAD: Any = _text(LONGEST_HEAD)
_WORD: Any = _text(LONGEST_WORD)
_SHAPES: dict[str, Callable[[str, Any], Iterator[Flaw]]] = {
    "name": _text(LONGEST_NAME),
    "partner": _text(LONGEST_PARTNER),
    "encoding": _one_of(ENCODINGS),
    "separator": _one_of(SEPARATORS),
    "decimal": _one_of(DECIMALS),
    "dates": _one_of(DateForm),
    "skip": _skip,
    "sheet": _text(LONGEST_SHEET),
    "lines": _one_of(Lines),
    "columns": _of_fields(_heads),
    "optional": _field_names,
    "values": _of_fields(_words),
    "constants": _of_fields(_WORD),
}
assert set(_SHAPES) == {one.name for one in fields(Profile)}  # noqa: S101 - read once, at the start


def flaws(profile: Profile) -> list[Flaw]:
    """Return what keeps a profile of the right shape from reading a file."""
    return [
        *_of_the_file(profile),
        *_missing(profile),
        *_of_heads(profile),
        *_of_words(profile),
        *_of_constants(profile),
        *_of_lines(profile),
    ]


def _of_the_file(profile: Profile) -> Iterator[Flaw]:
    if not profile.name:
        yield Flaw(Wrong.NAME_MISSING, "name")
    if not profile.partner:
        yield Flaw(Wrong.PARTNER_MISSING, "partner")
    elif "/" in profile.partner or profile.partner.startswith("."):
        yield Flaw(Wrong.PARTNER_PATH, "partner")


def _missing(profile: Profile) -> Iterator[Flaw]:
    known = {*profile.columns, *profile.constants}
    for alternatives in REQUIRED:
        if known.isdisjoint(alternatives):
            yield Flaw(Wrong.COLUMN_MISSING, "columns", min(alternatives, key=list(HEADERS).index))
    for field in sorted(profile.optional - profile.columns.keys()):
        yield Flaw(Wrong.WITHOUT_COLUMN, "optional", field)
    for field in profile.values.keys() - profile.columns.keys():
        yield Flaw(Wrong.WITHOUT_COLUMN, "values", field)


def _of_heads(profile: Profile) -> Iterator[Flaw]:
    met: set[str] = set()
    for field, heads in profile.columns.items():
        for head in heads:
            key = header_key(head)
            if not key:
                yield Flaw(Wrong.HEAD_BLANK, "columns", field)
            elif key in met:
                yield Flaw(Wrong.HEAD_TWICE, "columns", field, head)
            elif nir.is_header(head):
                yield Flaw(Wrong.NIR, "columns", field, head)
            met.add(key)


def _of_words(profile: Profile) -> Iterator[Flaw]:
    for field, words in profile.values.items():
        keys = [word_key(word) for word in words]
        yield from (
            Flaw(Wrong.WORD_TWICE, "values", field, word)
            for word in words
            if keys.count(word_key(word)) > 1
        )
        if any(nir.holds(word) for pair in words.items() for word in pair):
            yield Flaw(Wrong.NIR, "values", field)


def _of_constants(profile: Profile) -> Iterator[Flaw]:
    for field, value in profile.constants.items():
        _, reader, longest = COLUMNS[field]
        if field not in CONSTANT:
            yield Flaw(Wrong.NOT_CONSTANT, "constants", field)
        elif field in profile.columns:
            yield Flaw(Wrong.CONSTANT_AND_COLUMN, "constants", field)
        elif not value or nir.holds(value):
            yield Flaw(Wrong.CONSTANT_REFUSED, "constants", field, value)
        else:
            try:
                is_good = len(reader(value)) <= longest or not longest
            except ValueRefused:
                is_good = False
            if not is_good:
                yield Flaw(Wrong.CONSTANT_REFUSED, "constants", field, value)


def _of_lines(profile: Profile) -> Iterator[Flaw]:
    held = HOLDING & profile.columns.keys()
    if profile.lines is Lines.CONTRACTS:
        for field in sorted(held, key=list(HEADERS).index):
            yield Flaw(Wrong.HOLDING_COLUMN, "columns", field)
    elif held.isdisjoint({"holding_code", "holding_name"}):
        yield Flaw(Wrong.HOLDING_MISSING, "columns", "holding_code")
