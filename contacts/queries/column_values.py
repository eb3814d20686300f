"""The values of a list's columns for the contacts of one page, in a bounded number of queries.

The caller has found the contacts through the rule; everything read here hangs on these contacts
themselves, never on somebody they are related to.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from contacts import fields
from contacts.fields import MANY, MODELS, Entry, Shape
from contacts.fields.catalogue import BOTH
from contacts.models import Category, Contact, ContactKeyword
from contacts.queries.ages import age
from persistence.many_keys import among
from users.models import User

Values = dict[int, dict[str, Any]]
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
    plain = [(entry.key, entry.path) for entry in own if is_plain(entry)]
    others = [entry for entry in own if not is_plain(entry)]
    for row in rows:
        values = {key: row[path] for key, path in plain}
        for entry in others:
            value = own_value(entry, row["kind"], row[entry.path], row.get(DIED), today)
            values[entry.key] = value
        found[row["pk"]] = values
    for owner in MANY:
        of_owner = [entry for entry in entries if entry.owner == owner]
        if of_owner:
            _add(found, first_of_many(found, owner, of_owner))
    if any(entry.shape is Shape.KEYWORDS for entry in entries):
        _add(found, {"keywords": keywords(found)})
    return found


def _add(found: Values, apart: Mapping[str, Mapping[int, Any]]) -> None:
    for key, of_contacts in apart.items():
        for contact, value in of_contacts.items():
            found[contact][key] = value


def _stands_apart(entry: Entry) -> bool:
    return entry.is_many or entry.shape is Shape.KEYWORDS


def is_plain(entry: Entry) -> bool:
    """Tell whether the entry's value stands in the row, whoever's it is."""
    return entry.kinds == BOTH and entry.shape is not Shape.AGE


def own_value(entry: Entry, kind: str, value: Any, died: dt.date | None, today: dt.date) -> Any:
    """Return what a contact of a kind has of another entry; `died` matters for an age."""
    if kind not in entry.kinds:  # archived by a conversion
        return None
    if entry.shape is Shape.AGE:  # of the living
        return age(value, today) if value and not died else None
    return value


def first_of_many(
    contacts: Collection[int], owner: str, entries: Sequence[Entry]
) -> dict[str, dict[int, Any]]:
    """Return the first e-mail, telephone or address of each contact that each of these columns
    shows, all read once."""
    tests = {name for entry in entries for name in entry.where}
    names = sorted({entry.name for entry in entries} | tests)
    rows = MODELS[owner]._default_manager.filter(contact__in=among(contacts))
    if all(entry.where == entries[0].where for entry in entries):
        rows = rows.filter(**entries[0].where)
    place = {name: at for at, name in enumerate(names, start=1)}
    found: dict[str, dict[int, Any]] = {entry.key: {} for entry in entries}
    wanted = [
        (
            found[entry.key],
            place[entry.name],
            [(place[name], asked) for name, asked in entry.where.items()],
        )
        for entry in entries
    ]
    for row in rows.order_by("-preferred", "pk").values_list("contact_id", *names):
        for firsts, at, asked_of in wanted:
            if row[at] and row[0] not in firsts and all(row[i] == v for i, v in asked_of):
                firsts[row[0]] = row[at]
    return found


def keywords(contacts: Collection[int]) -> dict[int, str]:
    """Return the keywords of those contacts that have some, in the order of the firm."""
    rows = ContactKeyword.objects.filter(contact__in=among(contacts))
    labels = defaultdict(list)
    for contact, label in rows.order_by("keyword__position", "keyword__label").values_list(
        "contact_id", "keyword__label"
    ):
        labels[contact].append(label)
    return {contact: ", ".join(words) for contact, words in labels.items()}


def names(entries: Iterable[Entry], found_values: Values) -> Mapping[Shape, Mapping[int, str]]:
    """Return the names of the users and categories that these columns of these rows need."""
    entries = list(entries)
    keys = [entry.key for entry in entries if entry.shape is Shape.USER]
    wanted = {row[key] for row in found_values.values() for key in keys if row.get(key)}
    return names_of({entry.shape for entry in entries}, wanted, {})


def names_of(
    shapes: Collection[Shape], wanted: set[int], people: dict[int, str], *, is_short: bool = True
) -> Mapping[Shape, Mapping[int, str]]:
    """Return the names of these users, and of categories, where columns of such shapes need them.

    `people` are those whose names are known already; others are added to them. `is_short`: with
    the initial of the first name, for columns of the screen.
    """
    found: dict[Shape, dict[int, str]] = {}
    if Shape.USER in shapes:
        unknown = wanted - people.keys()
        if unknown:
            people |= _people(unknown, is_short=is_short)
        found[Shape.USER] = people
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


def _texts(found: Values, entries: Sequence[Entry]) -> dict[int, list[str]]:
    known = names(entries, found)
    return {
        contact: [
            fields.text(entry, row.get(entry.key), known.get(entry.shape)) for entry in entries
        ]
        for contact, row in found.items()
    }
