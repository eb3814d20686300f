"""Which rows of one file are about one contact: the first of them counts, the later are refused."""

from collections import defaultdict

from imports.enums import MatchKey
from imports.models import ContactImportRow
from imports.queries.contact_import.matching import Key

_LONGEST = ContactImportRow._meta.get_field("key").max_length or 0


class Claims:
    """What the rows so far were about, for a file of any length."""

    def __init__(self, match_by: str) -> None:
        self.match_by = match_by
        self._contacts: set[int] = set()
        self._codes: set[str] = set()
        self._numbers: set[str] = set()
        # The births and codes said of those of a name: namesakes differ by one of the two.
        self._names: dict[str, set[tuple[str, str]]] = defaultdict(set)

    def take(self, key: Key, kind: str, contact: int | None) -> tuple[str, bool]:
        """Note whom a row is about; return what such rows share, and whether it is the first."""
        if contact is not None:
            is_first = contact not in self._contacts
            self._contacts.add(contact)
            return f"contact {contact}", is_first
        return self._take_new(key, kind)

    def _take_new(self, key: Key, kind: str) -> tuple[str, bool]:
        by_code = self.match_by != MatchKey.NAME and bool(key.code)
        is_first = not (by_code and key.code in self._codes)
        if by_code:
            self._codes.add(key.code)
        if self.match_by == MatchKey.CODE:
            return f"code {key.code}" if key.code else "", is_first
        name = f"{kind} {key.names[0]}" if key.names else ""
        told = (key.birth_date, key.code if self.match_by == MatchKey.BOTH else "")
        if name:
            is_first &= all(_are_two(one, told) for one in self._names[name])
            self._names[name].add(told)
        return name[:_LONGEST], is_first

    def take_number(self, number: str) -> bool:
        """Note a client number; tell whether no row before has it."""
        is_first = number not in self._numbers
        self._numbers.add(number)
        return is_first


def _are_two(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell namesakes apart: both births are said, or both codes, and they differ."""
    return any(a and b and a != b for a, b in zip(one, other, strict=True))
