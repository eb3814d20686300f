"""Contacts as their list shows them: the name, then the columns of the list."""

from collections.abc import Iterator, Sequence

from contacts.exports.sheets import Cell, Column, Reader
from contacts.fields import ENTRIES, Entry
from contacts.models import Contact
from contacts.queries import column_cells, column_values
from persistence.many_keys import among
from users.models import User

NAMES = ("name", "first_name")


class ListedContacts(Reader):
    """One query for the contacts of a part, and one for each sort of row that hangs on them."""

    part = 5_000

    def __init__(self, user: User, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.user = user
        self.entries = [entry for entry in entries if entry.key not in NAMES]
        shown = [ENTRIES[name] for name in NAMES] + self.entries
        self.columns = [Column(str(entry.column_head), entry.shape) for entry in shown]
        self._people: dict[int, str] = {}
        self._paths = ["pk", *dict.fromkeys((*NAMES, *column_values.own_paths(self.entries)))]

    def read(self, keys: Sequence[int]) -> Iterator[Sequence[Cell]]:
        seen = Contact.objects.visible_to(self.user).filter(pk__in=among(keys))
        rows = {row[0]: row for row in seen.values_list(*self._paths)}
        self.told.update(rows)
        contacts = [key for key in keys if key in rows]
        if not contacts:
            return iter(())
        read = zip(*(rows[key] for key in contacts), strict=True)
        own = dict(zip(self._paths, read, strict=True))
        cells = column_cells.cells(contacts, own, self.entries, self._people)
        return map(list, zip(own["name"], own["first_name"], *cells, strict=True))
