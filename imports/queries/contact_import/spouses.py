"""The spouse columns of rows: a folder linked by its client number, or somebody without one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contacts.enums import Kind, RelationKind
from contacts.models import Contact, Relationship
from contacts.workbook import SPOUSE_NUMBER
from imports.enums import IssueCode
from imports.queries.contact_import.issues import Issue, issue
from imports.queries.contact_import.rows import COLUMN_OF
from imports.queries.contact_import.standing import Standing
from users.models import User

SUFFIX, NAME = "spouse_client_number_suffix", "spouse_last_name"
OF_SPOUSE = tuple(key for key in COLUMN_OF if key.startswith("spouse_") and key != SUFFIX)
# A gift to the surviving spouse is the client's own.
_OF_PERSON = tuple(key for key in OF_SPOUSE if key not in {SPOUSE_NUMBER, "spouse_gift"})


@dataclass(frozen=True)
class Folders:
    """Persons who may be linked as spouses, by client number, and those of them in a couple."""

    by_number: Mapping[str, list[int]]
    coupled: Mapping[int, set[int]]


def folders(numbers: Iterable[str], user: User) -> Folders:
    """Find them with the user's eyes: two statements."""
    wanted = set(numbers)
    by_number: dict[str, list[int]] = {}
    if wanted:
        seen = Contact.objects.visible_to(user).filter(kind=Kind.PERSON, client_number__in=wanted)
        for number, pk in seen.values_list("client_number", "pk"):
            by_number.setdefault(number, []).append(pk)
    keys = [pk for found in by_number.values() for pk in found]
    coupled: dict[int, set[int]] = {}
    if keys:
        rows = Relationship.objects.visible_to(user).open().filter(kind=RelationKind.SPOUSE)
        for near, far in rows.of_any(keys).values_list("contact_id", "other_contact_id"):
            coupled.setdefault(near, set()).add(far or 0)
            coupled.setdefault(far or 0, set()).add(near)
    return Folders(by_number, coupled)


def settle(values: dict[str, Any], stands: Standing | None, known: Folders) -> list[Issue]:
    """Keep of a row's values what it says of a spouse, and tell what cannot be."""
    values.pop(SUFFIX, None)
    number = values.get(SPOUSE_NUMBER)
    if number:
        _drop_person(values)
        return _linked(values, number, stands, known)
    values.pop(SPOUSE_NUMBER, None)
    said = [key for key in _OF_PERSON if values.get(key)]
    if stands and stands.spouse_folder:
        _drop_person(values)
        # The folder of a spouse is not written from the other's.
        return [_refused(key, values, is_warning=True) for key in said[:1]]
    if stands and stands.spouse_person:
        is_nameless = NAME in values and not values[NAME]
        return [issue(IssueCode.REQUIRED, COLUMN_OF[NAME])] if is_nameless else []
    if not said:
        _drop_person(values)
        return []
    return [] if values.get(NAME) else [issue(IssueCode.REQUIRED, COLUMN_OF[NAME])]


def _drop_person(values: dict[str, Any]) -> None:
    for key in _OF_PERSON:
        values.pop(key, None)


def _refused(key: str, values: Mapping[str, Any], *, is_warning: bool = False) -> Issue:
    return issue(
        IssueCode.SPOUSE, COLUMN_OF[key], str(values.get(key) or ""), is_warning=is_warning
    )


def _linked(
    values: dict[str, Any], number: str, stands: Standing | None, known: Folders
) -> list[Issue]:
    """Refuse a number of nobody, of oneself, or of somebody in another couple."""
    if stands and stands.spouse_folder and stands.values.get(SPOUSE_NUMBER) == number:
        return []
    here = stands.contact if stands else None
    found = [pk for pk in known.by_number.get(number, ()) if pk != here]
    is_taken = stands is not None and bool(stands.spouse_folder or stands.spouse_person)
    if len(found) != 1 or is_taken or known.coupled.get(found[0], set()) - {here}:
        return [issue(IssueCode.SPOUSE, COLUMN_OF[SPOUSE_NUMBER], number)]
    return []
