"""The values of a list's columns for the contacts of one page, in a bounded number of queries.

The caller has found the contacts through the rule; everything read here hangs on these contacts
themselves, never on somebody they are related to.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone

from contacts import fields
from contacts.fields import MANY, MODELS, Entry, Field, Shape
from contacts.fields.catalogue import BOTH
from contacts.models import Category, Contact, ContactKeyword
from contacts.queries.ages import age
from persistence.many_keys import among
from users.models import User

Values = dict[int, dict[str, Any]]
# What a cell of a spreadsheet holds.
Cell = str | dt.date | Decimal | int | None
_AS_THEY_ARE = {Shape.DATE, Shape.AMOUNT, Shape.RATE, Shape.NUMBER, Shape.AGE}
_OF_FEW_VALUES = {Shape.CHOICE, Shape.COUNTRY, Shape.NATIONALITY, Shape.USER, Shape.CATEGORY}
_TEXTS = {Shape.TEXT, Shape.LINES, Shape.LIST, Shape.EMAIL, Shape.KEYWORDS}
DIED = "person__death_date"


def values(contacts: Sequence[int], entries: Iterable[Entry]) -> Values:
    """Return the value of each entry for each contact, as it is stored."""
    entries = list(entries)
    paths = own_paths(entries)
    rows = Contact.objects.filter(pk__in=contacts).values("pk", *paths) if paths else ()
    return _values(contacts, rows, entries)


def own_paths(entries: Iterable[Entry]) -> list[str]:
    """Return the paths of what stands once for a contact, as `texts_of_rows` needs them."""
    own = [entry for entry in entries if not _stands_apart(entry)]
    besides = {"kind", DIED} if any(entry.shape is Shape.AGE for entry in own) else {"kind"}
    return sorted(besides.union(entry.path for entry in own)) if own else []


def values_of_rows(rows: Sequence[Mapping[str, Any]], entries: Sequence[Entry]) -> Values:
    """Return the same of contacts of which `own_paths` were read already, with their keys."""
    return _values([row["pk"] for row in rows], rows, entries)


def _values(
    contacts: Iterable[int], rows: Iterable[Mapping[str, Any]], entries: Sequence[Entry]
) -> Values:
    own = [entry for entry in entries if not _stands_apart(entry)]
    today = timezone.localdate()
    found: Values = {contact: {} for contact in contacts}
    # Most columns are of both sorts of contact: nothing need be asked of each of their values.
    plain = [(entry.key, entry.path) for entry in own if _is_plain(entry)]
    others = [entry for entry in own if not _is_plain(entry)]
    for row in rows:
        values = {key: row[path] for key, path in plain}
        for entry in others:
            values[entry.key] = _own(row, entry, today)
        found[row["pk"]] = values
    for owner in MANY:
        of_owner = [entry for entry in entries if entry.owner == owner]
        if of_owner:
            _read_many(found, owner, of_owner)
    if any(entry.shape is Shape.KEYWORDS for entry in entries):
        _read_keywords(found)
    return found


def _stands_apart(entry: Entry) -> bool:
    return entry.is_many or entry.shape is Shape.KEYWORDS


def _is_plain(entry: Entry) -> bool:
    return entry.kinds == BOTH and entry.shape is not Shape.AGE


def _own(row: Mapping[str, Any], entry: Entry, today: dt.date) -> Any:
    value = row[entry.path]
    if row["kind"] not in entry.kinds:  # archived by a conversion
        return None
    if entry.shape is Shape.AGE:  # of the living
        return age(value, today) if value and not row[DIED] else None
    return value


def _read_many(found: Values, owner: str, entries: Sequence[Entry]) -> None:
    """Read the e-mails, telephones or addresses of these contacts once, for all their columns."""
    tests = {name for entry in entries for name in entry.where}
    names = {entry.name for entry in entries} | tests
    rows = MODELS[owner]._default_manager.filter(contact__in=among(found))
    for row in rows.order_by("-preferred", "pk").values("contact_id", *sorted(names)):
        for entry in entries:
            if all(row[name] == wanted for name, wanted in entry.where.items()) and row[entry.name]:
                found[row["contact_id"]].setdefault(entry.key, row[entry.name])


def _read_keywords(found: Values) -> None:
    rows = ContactKeyword.objects.filter(contact__in=among(found))
    labels = defaultdict(list)
    for contact, label in rows.order_by("keyword__position", "keyword__label").values_list(
        "contact_id", "keyword__label"
    ):
        labels[contact].append(label)
    for contact, words in labels.items():
        found[contact]["keywords"] = ", ".join(words)


def names(
    entries: Iterable[Entry],
    found_values: Values,
    people: dict[int, str] | None = None,
    *,
    is_short: bool = True,
) -> Mapping[Shape, Mapping[int, str]]:
    """Return the names of the users and categories that these columns of these rows need.

    `people` are those whose names are known already; others are added to them. `is_short`: with
    the initial of the first name, for columns of the screen.
    """
    entries = list(entries)
    shapes = {entry.shape for entry in entries}
    found: dict[Shape, dict[int, str]] = {}
    if Shape.USER in shapes:
        keys = [entry.key for entry in entries if entry.shape is Shape.USER]
        wanted = {row[key] for row in found_values.values() for key in keys if row.get(key)}
        known = {} if people is None else people
        unknown = wanted - known.keys()
        known |= _people(unknown, is_short=is_short) if unknown else {}
        found[Shape.USER] = known
    if Shape.CATEGORY in shapes:
        found[Shape.CATEGORY] = dict(Category.objects.values_list("pk", "name"))
    return found


def _people(keys: set[int], *, is_short: bool) -> dict[int, str]:
    people = User.objects.filter(pk__in=keys)
    if not is_short:
        return dict(User.objects.names_of(people))
    named = people.only("first_name", "last_name", "username")
    return {user.pk: user.short_name for user in named}


def texts(contacts: Sequence[int], entries: Sequence[Entry]) -> dict[int, list[str]]:
    """Return the words of the screen for each contact, in the order of the columns."""
    return _texts(values(contacts, entries), entries)


def texts_of_rows(
    rows: Sequence[Mapping[str, Any]], entries: Sequence[Entry]
) -> dict[int, list[str]]:
    """Return the same of rows that `values_of_rows` takes."""
    return _texts(values_of_rows(rows, entries), entries)


def cells_of_rows(
    rows: Sequence[Mapping[str, Any]], entries: Sequence[Entry], people: dict[int, str]
) -> dict[int, list[Cell]]:
    """Return the same for a spreadsheet: dates and figures as such, people by their whole names.

    `people` as `names` takes them.
    """
    found = values_of_rows(rows, entries)
    known = names(entries, found, people, is_short=False)
    ways = [(entry.key, cell_way(entry, known.get(entry.shape))) for entry in entries]
    return {contact: [way(row.get(key)) for key, way in ways] for contact, row in found.items()}


def cell_way(field: Field, known: Mapping[int, str] | None = None) -> Callable[[Any], Cell]:
    """Return how the values of a field stand in a spreadsheet; None and "" as None."""
    if field.shape in _AS_THEY_ARE:
        return _itself
    if field.shape is Shape.MOMENT:
        return lambda moment: timezone.localtime(moment).date() if moment else None
    if field.shape in _TEXTS:
        return lambda value: str(value) if value else None
    if field.shape in _OF_FEW_VALUES:
        return cache(lambda value: fields.text(field, value, known) or None)
    return lambda value: fields.text(field, value, known) or None


def _itself(value: Any) -> Cell:
    stands: Cell = value
    return stands


def _texts(found: Values, entries: Sequence[Entry]) -> dict[int, list[str]]:
    known = names(entries, found)
    return {
        contact: [
            fields.text(entry, row.get(entry.key), known.get(entry.shape)) for entry in entries
        ]
        for contact, row in found.items()
    }
