"""What the firm itself calls things, as cells name them: read once for a whole file."""

from collections import defaultdict

from contacts import workbook
from contacts.enums import Kind
from contacts.exports.o2s_model import category_paths
from contacts.models import Category, Keyword, ListValue
from text.normalise import folded
from users.models import User


class Words:
    """The firm's lists, keywords, categories and people, by what they are called.

    `gone` holds the keys of what is offered no more, by what it is: an archived value, somebody
    who left. It is accepted where it stands already.
    """

    def __init__(self) -> None:
        self.gone: dict[str, set[int]] = defaultdict(set)
        self.lists: dict[str, dict[str, int]] = defaultdict(dict)
        values = ListValue.objects.order_by("-is_archived", "-position", "-pk")
        for pk, firm_list, label, is_archived in values.values_list(
            "pk", "firm_list", "label", "is_archived"
        ):
            self.lists[firm_list][folded(label)] = pk
            self._note("list", pk, is_gone=is_archived)
        self.tags: dict[str, int] = {}
        keywords = Keyword.objects.order_by("-is_archived", "-position", "-pk")
        for pk, label, is_archived in keywords.values_list("pk", "label", "is_archived"):
            self.tags[folded(label)] = pk
            self._note("keyword", pk, is_gone=is_archived)
        self._read_categories()
        self._read_people()

    def _note(self, what: str, pk: int, *, is_gone: bool) -> None:
        if is_gone:
            self.gone[what].add(pk)

    def _read_categories(self) -> None:
        self.categories = {path_key(path): pk for pk, path in category_paths().items()}
        defaults = Category.objects.filter(default_for__in=Kind.values)
        self.defaults: dict[str, int] = dict(defaults.values_list("default_for", "pk"))

    def _read_people(self) -> None:
        self.identifiers: dict[str, int] = {}
        self.names: dict[str, set[int]] = defaultdict(set)
        people = User.objects.values_list("pk", "username", "last_name", "first_name", "is_active")
        for pk, username, last_name, first_name, is_active in people:
            self.identifiers[username.casefold()] = pk
            self._note("user", pk, is_gone=not is_active)
            either_way = (f"{last_name} {first_name}", f"{first_name} {last_name}")
            for name in either_way if last_name or first_name else (username,):
                self.names[folded(name)].add(pk)

    def named(self, text: str) -> int | None:
        """Return the one person of this name; of several, the one who has not left."""
        found = self.names.get(folded(text), set())
        if len(found) > 1:
            found = found - self.gone["user"]
        return next(iter(found)) if len(found) == 1 else None


def path_key(path: str) -> str:
    """Return what two writings of one category's path have in common."""
    return workbook.BETWEEN_LEVELS.join(map(folded, path.split(workbook.BETWEEN_LEVELS)))
