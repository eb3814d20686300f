"""Accounts as rows of a file, with the owners whom one reader sees."""

from collections.abc import Iterator, Sequence

from accounts.models import Account
from accounts.queries.ownerships import owners_seen
from contacts.exports.sheets import Cell, Column, Reader
from contacts.fields import Field
from contacts.queries.column_cells import cell_way
from users.models import User


class ListedAccounts(Reader):
    """A part of the accounts is read by two queries: theirs, and that of their owners.

    `shown`: fields with their paths from the account; the one without a path is its owners.
    """

    def __init__(self, user: User, shown: Sequence[Field]) -> None:
        super().__init__()
        self.user = user
        self.columns = [Column(str(field.column_head), field.shape) for field in shown]
        self._ways = [(field.path, cell_way(field)) for field in shown]

    def read(self, keys: Sequence[int]) -> Iterator[Sequence[Cell]]:
        seen = Account.objects.visible_to(self.user).filter(pk__in=keys)
        paths = {path for path, _way in self._ways if path}
        rows = {row["pk"]: row for row in seen.values("pk", *paths)}
        owners = owners_seen(list(rows), self.user) if len(paths) < len(self._ways) else {}
        self.told_accounts.update(rows)
        self.told.update(key for of_account in owners.values() for key, _name in of_account)
        for key in keys:
            if key in rows:
                named = ", ".join(name for _key, name in owners.get(key, ()))
                row = rows[key] | {"": named}
                yield [way(row[path]) for path, way in self._ways]
