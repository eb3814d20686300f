"""Contacts as their list shows them: the name, then the columns of the list."""

from collections.abc import Iterator, Sequence

from contacts.exports.sheets import Cell, Column, Reader
from contacts.fields import ENTRIES, Entry
from contacts.models import Contact
from contacts.queries import column_values, listing
from persistence.many_keys import among
from users.models import User

NAMES = ("name", "first_name")


class ListedContacts(Reader):
    """One query for the contacts of a part, and one for each sort of row that hangs on them."""

    def __init__(self, user: User, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.user = user
        self.entries = [entry for entry in entries if entry.key not in NAMES]
        shown = [ENTRIES[name] for name in NAMES] + self.entries
        self.columns = [Column(str(entry.column_head), entry.shape) for entry in shown]
        self._people: dict[int, str] = {}
        self._paths = listing.columns_with(self.entries)

    def read(self, keys: Sequence[int]) -> Iterator[Sequence[Cell]]:
        seen = Contact.objects.visible_to(self.user).filter(pk__in=among(keys))
        rows = {row["pk"]: row for row in seen.values(*self._paths)}
        cells = column_values.cells_of_rows(list(rows.values()), self.entries, self._people)
        self.told.update(rows)
        for key in keys:
            if key in rows:
                row = rows[key]
                yield [row["name"], row["first_name"], *cells[key]]
