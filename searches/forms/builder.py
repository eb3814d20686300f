"""The builder: a search as a tree of forms, read from the fields of one page.

Nothing is kept between two requests: `node` names each part by its path ("0" the outermost group,
"0_2_1" the second one within its third), the fields that begin with the path say what it is. What
is incomplete is drawn and left out of the search; what is wrong is said where it stands.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from searches.errors import SearchRefused
from searches.forms.choices import Choices, links_of
from searches.forms.conditions import ConditionForm
from searches.forms.flattening import NODE, ROOT
from searches.forms.parts import GoneForm, GroupForm, PartForm, RowsForm, SearchForm
from searches.querying.schema import (
    MOST_CONDITIONS,
    MOST_DEEP,
    VERSION,
    Search,
    read,
    written,
)
from searches.querying.vocabulary import SUBJECTS, Place
from users.models import User

# More than can be asked, so that a search that is too long is still drawn and can be shortened.
MOST_NODES = 2 * MOST_CONDITIONS
_PATH = re.compile(r"0(_[0-9]{1,3})*", re.ASCII)
_LAST = 999
# The longest path that anybody may have made: a level more than there may be groups.
_LONGEST = 3 * MOST_DEEP * 4


@dataclass
class Part:
    """A node: its form, the rows that it is asked of, and the parts inside it."""

    path: str
    is_a: str
    form: ConditionForm | PartForm
    place: Place
    depth: int
    parent: "Part | None" = None
    parts: list["Part"] = field(default_factory=list)
    count: "str | None" = None

    @property
    def add_focus(self) -> str:
        """Return the name under which its first button may have the focus."""
        return f"add-{self.path}"

    @property
    def inside(self) -> Place:
        """Return the rows of which the parts inside are asked."""
        if isinstance(self.form, RowsForm):
            found = self.place.of_link(str(self.form["link"].data))
            if found:
                return Place(SUBJECTS[found[0].subject])
        return self.place

    @property
    def stored(self) -> Any:
        """Return what is complete and valid of it, as it is stored; None when nothing is."""
        if isinstance(self.form, GroupForm):
            inner = (part.stored for part in self.parts)
            return self.form.holding([stored for stored in inner if stored is not None])
        return self.form.stored  # type: ignore[union-attr] # of every other part's form

    @property
    def is_incomplete(self) -> bool:
        holds = isinstance(self.form, GroupForm)
        return not holds and not self.is_gone and self.form.is_valid() and self.stored is None

    def refuse_incomplete(self) -> None:
        """Have the first control that misses something say that it does."""
        form = self.form
        if self.is_incomplete:
            empty = (name for name in _COMPLETED if name in form.fields and not form[name].data)
            form.add_error(next(empty, None), _("Complete this condition, or remove it."))

    @property
    def is_gone(self) -> bool:
        """Tell whether it names what exists no more, for this reader."""
        if isinstance(self.form, ConditionForm):
            return bool(self.form.gone)
        if isinstance(self.form, SearchForm):
            return self.form.is_gone or self.form.is_broken
        return isinstance(self.form, GoneForm)

    @property
    def takes_groups(self) -> bool:
        return self.depth < MOST_DEEP

    @property
    def takes_rows(self) -> bool:
        return self.takes_groups and any(True for _link in links_of(self.inside.subject))

    def walk(self) -> Iterator["Part"]:
        yield self
        for part in self.parts:
            yield from part.walk()


class Builder:
    """The conditions that one person makes of contacts or accounts.

    `searches` are the names of those that they may refer to, by their keys.
    """

    def __init__(
        self, data: QueryDict, user: User, on: str, searches: Mapping[int, str] | None = None
    ) -> None:
        self.data = data.copy()
        self.on = on
        self.searches = searches or {}
        self.choices = Choices(user)
        # Where the focus goes when the page is drawn anew.
        self.focus = ""
        self.refusal = self._act(self.data.get("do", ""))

    # -- what is pressed

    def _act(self, pressed: str) -> str:
        """Do what a button says; return in words why it was not done."""
        act, _sign, path = pressed.partition(":")
        paths = self._paths()
        if act == "remove" and path in paths and path != ROOT:
            self._remove(path, paths)
        elif act == "replace" and path in paths and path != ROOT:
            self.data[f"{path}-is_a"] = "condition"
            self.focus = f"{path}-field"
        elif act in _NEW and path in paths:
            if len(paths) >= MOST_NODES:
                return _too_many()
            self._add(_NEW[act], path, paths)
        return ""

    def _paths(self) -> list[str]:
        """Return the paths of the page that hang together, the outermost first."""
        known: dict[str, None] = {ROOT: None}
        for path in self.data.getlist(NODE):
            if len(path) <= _LONGEST and _PATH.fullmatch(path) and _above(path) in known:
                known[path] = None
            if len(known) > MOST_NODES:
                break
        return list(known)

    def _remove(self, path: str, paths: list[str]) -> None:
        # What is inside it hangs on nothing then.
        self.data.setlist(NODE, [other for other in paths if other != path])
        self.focus = f"add-{_above(path)}"

    def _add(self, is_a: str, above: str, paths: list[str]) -> None:
        path = _new_path(above, paths)
        added = [path]
        self.data[f"{path}-is_a"] = is_a
        self.focus = {"rows": f"{path}-link", "search": f"{path}-search"}.get(is_a, "")
        if is_a == "group":
            added.append(f"{path}_0")
            self.data[f"{path}_0-is_a"] = "condition"
        self.focus = self.focus or f"{added[-1]}-field"
        self.data.setlist(NODE, [*paths, *added])

    # -- the tree

    @cached_property
    def root(self) -> Part:
        place = Place(SUBJECTS[self.on])
        parts: dict[str, Part] = {}
        for path in self._paths():
            above = parts.get(_above(path))
            if path == ROOT or (above and isinstance(above.form, GroupForm)):
                parts[path] = self._part(path, place, above)
        for part in parts.values():
            if part.parent:
                part.parent.parts.append(part)
            self._give_focus(part)
        return parts[ROOT]

    def _give_focus(self, part: Part) -> None:
        name = self.focus.removeprefix(f"{part.path}-")
        if name in part.form.fields:
            part.form.fields[name].widget.attrs["autofocus"] = True

    def _part(self, path: str, place: Place, above: Part | None) -> Part:
        at = above.inside if above else place
        is_a = self.data.get(f"{path}-is_a", "group" if path == ROOT else "condition")
        form: ConditionForm | PartForm
        depth = above.depth if above else 1
        if path == ROOT or is_a == "group":
            is_a, form, depth = "group", GroupForm(self.data, path), depth + (path != ROOT)
        elif is_a == "rows":
            form, depth = RowsForm(self.data, path, at), depth + 1
        elif is_a == "search":
            is_of_same = at.subject.key == self.on
            form = SearchForm(self.data, path, self.searches if is_of_same else {})
        elif is_a == "gone":
            form = GoneForm(self.data, path, at)
        else:
            is_a, form = "condition", ConditionForm(self.data, path, at, self.choices)
            self._follow(form)
        return Part(path, is_a, form, at, depth, above)

    def _follow(self, form: ConditionForm) -> None:
        """Have the focus where somebody goes on: at the comparison of a field just chosen."""
        if form.has_added:
            self.focus = f"{form.path}-add"
        elif form.asked and form.has_changed_field:
            self.focus = f"{form.path}-op"

    @property
    def parts(self) -> list[Part]:
        """Return all parts, in reading order."""
        return list(self.root.walk())

    @property
    def notes(self) -> str:
        """Select what is said under each condition, for a page that draws no more of it anew."""
        return ",".join(f"#notes-{part.path}" for part in self.parts if part.is_a == "condition")

    # -- what it says

    @cached_property
    def _read(self) -> Search | str:
        """Return the search, or the words in which it is refused."""
        try:
            return read({"v": VERSION, "on": self.on, "where": self.root.stored})
        except SearchRefused as refusal:
            return str(refusal)

    def search(self) -> Search:
        """Return the tree of what is complete and valid; `SearchRefused` where it cannot be one."""
        if isinstance(self._read, str):
            raise SearchRefused(self._read)
        return self._read

    def stored(self) -> dict[str, Any]:
        """Return the same as it is stored."""
        return written(self.search())

    @property
    def errors(self) -> list[str]:
        """Return all that is wrong, in words and in reading order."""
        refused = [self._read] if isinstance(self._read, str) else []
        own = [self.refusal] if self.refusal else []
        of_parts = [
            str(error)
            for part in self.parts
            for errors in part.form.errors.values()
            for error in errors
        ]
        return list(dict.fromkeys([*own, *refused, *of_parts]))

    @property
    def gone(self) -> list[Part]:
        """Return the parts that name what exists no more: they wait for the reader's word."""
        return [part for part in self.parts if part.is_gone]

    @property
    def is_complete(self) -> bool:
        """Tell whether all that is drawn is asked."""
        return not self.errors and not any(part.is_incomplete for part in self.parts)


# The controls of a part that may be missing, in reading order.
_COMPLETED = ("field", "value", "to", "n", "lines", "add", "search")
_NEW = {
    "add-condition": "condition",
    "add-group": "group",
    "add-rows": "rows",
    "add-search": "search",
}


def _above(path: str) -> str:
    return path.rpartition("_")[0]


def _new_path(above: str, paths: list[str]) -> str:
    """Return a path that nothing had: those of the others stay, and with them the focus."""
    own = [int(path.rpartition("_")[2]) for path in paths if _above(path) == above and path != ROOT]
    number = max(own, default=-1) + 1
    if number > _LAST:
        number = next(free for free in range(_LAST) if free not in own)
    return f"{above}_{number}"


def _too_many() -> str:
    return _("A search has at most %(n)s conditions: take some away.") % {"n": MOST_CONDITIONS}
