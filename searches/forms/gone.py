"""What a search names that exists no more, for one reader, and the search without it.

A search that it refers to counts as gone too when it is, or when something within it is: asked
without that, it would find more than was meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from searches.forms.builder import Builder
from searches.forms.choices import Choices
from searches.forms.flattening import is_typed
from searches.forms.parts import SearchForm
from searches.querying.operators import OPERATORS, Takes
from searches.querying.schema import Condition, Group, InSearch, Node, Rows, Search, Vanished
from searches.querying.vocabulary import SUBJECTS, Asked, Place
from text.formats import quoted_fr


def want(node: Node, place: Place, choices: Choices) -> None:
    """Note every name in a tree, so that those of a sort are read together."""
    if isinstance(node, Group):
        for part in node.parts:
            want(part, place, choices)
    elif isinstance(node, Rows) and (link := place.of_link(node.link)):
        want(node.where, Place(SUBJECTS[link[0].subject]), choices)
    elif isinstance(node, Condition) and (asked := place.of_field(node.field)):
        choices.want(asked[0], map(str, node.values))


@dataclass
class Pruning:
    """One pass over a tree; `gone` names what was taken out of it."""

    choices: Choices
    searches: Mapping[int, Group]
    gone: list[str] = field(default_factory=list)

    def kept(self, node: Node, place: Place) -> Node | None:
        """Return what is left of a node; None when nothing is."""
        match node:
            case Group(how, parts):
                left = self._parts(parts, place)
                return Group(how, left) if left or not parts else None
            case Rows():
                return self._rows(node, place)
            case Condition():
                return self._condition(node, place)
            case InSearch(search) if self.is_broken(search, place):
                self.gone.append(_("another search"))
                return None
            case Vanished():
                self.gone.append(quoted_fr(node.name))
                return None
        return node

    def _parts(self, parts: Iterable[Node], place: Place) -> tuple[Node, ...]:
        kept = (self.kept(part, place) for part in parts)
        return tuple(part for part in kept if part is not None)

    def _rows(self, node: Rows, place: Place) -> Node | None:
        """Take away the whole when all that was asked of the rows is gone."""
        link = place.of_link(node.link)
        where = self.kept(node.where, Place(SUBJECTS[link[0].subject])) if link else node.where
        return replace(node, where=where) if isinstance(where, Group) else None

    def _condition(self, node: Condition, place: Place) -> Node | None:
        found = place.of_field(node.field)
        if found is None or not _is_chosen(found[0], node):
            return node
        asked = found[0]
        left = tuple(value for value in node.values if self.choices.label(asked, str(value)))
        if left != node.values:
            self.gone.append(_("a value of %(field)s") % {"field": quoted_fr(str(asked.label))})
        return replace(node, values=left) if left else None

    def is_broken(self, search: int, place: Place) -> bool:
        if search not in self.searches:
            return True
        within = Pruning(self.choices, self.searches)
        within.kept(self.searches[search], place)
        return bool(within.gone)


def _is_chosen(asked: Asked, node: Condition) -> bool:
    """Tell whether its values are chosen of a list, from which they may go."""
    return OPERATORS[node.op].takes is Takes.MANY and not is_typed(asked)


def without_gone(
    search: Search, choices: Choices, searches: Mapping[int, Group]
) -> tuple[Search, list[str]]:
    """Return the search without what is gone, and the names of that, each once."""
    pruning = Pruning(choices, searches)
    where = pruning.kept(search.where, Place(SUBJECTS[search.on]))
    left = where if isinstance(where, Group) else Group(search.where.how)
    return Search(search.on, left), list(dict.fromkeys(pruning.gone))


def mark_broken(builder: Builder, searches: Mapping[int, Group]) -> None:
    """Have the builder say of which other searches something is gone."""
    place = Place(SUBJECTS[builder.on])
    for where in searches.values():
        want(where, place, builder.choices)
    pruning = Pruning(builder.choices, searches)
    for part in builder.parts:
        form = part.form
        if isinstance(form, SearchForm) and form.chosen:
            form.is_broken = pruning.is_broken(form.chosen, place)
