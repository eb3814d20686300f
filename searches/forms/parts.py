"""The forms of what joins conditions: groups, rows that hang on a row, and other searches."""

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts.forms.combobox import FEW, PROPOSED
from searches.errors import SearchRefused
from searches.forms.choices import links_of
from searches.forms.numbers import whole_number
from searches.querying.folding import folded
from searches.querying.operators import LONGEST_TEXT
from searches.querying.schema import MOST_ROWS, How, Quantifier, Vanished, read_node
from searches.querying.vocabulary import Place

HOW: Mapping[How, Promise] = {
    How.ALL: gettext_lazy("all these conditions"),
    How.ANY: gettext_lazy("at least one of these conditions"),
    How.NONE: gettext_lazy("none of these conditions"),
}
# What stands between two conditions that are joined so.
JOINED: Mapping[How, Promise] = {
    How.ALL: pgettext_lazy("between conditions", "and"),
    How.ANY: pgettext_lazy("between conditions", "or"),
    How.NONE: pgettext_lazy("between conditions", "nor"),
}
QUANTIFIERS: Mapping[Quantifier, Promise] = {
    Quantifier.ANY: pgettext_lazy("rows", "at least one"),
    Quantifier.NONE: pgettext_lazy("rows", "none"),
    Quantifier.ALL: pgettext_lazy("rows", "all"),
    Quantifier.AT_LEAST: pgettext_lazy("rows", "at least…"),
}
# Far above what a search holds, and far below what Python and the databases read.
LONGEST_STORED, MOST_NESTED = 20_000, 50
# Stands for a search that does not exist for the reader.
GONE = "0"


class PartForm(forms.Form):
    """A node of the builder other than a condition; `stored` is what it says of itself."""

    # A new node says in it what it is.
    data: QueryDict
    use_required_attribute = False

    def __init__(self, data: QueryDict, path: str) -> None:
        super().__init__(data, prefix=path)
        self.path = path

    def put_first(self, name: str, value: object) -> None:
        """Choose what nobody chose yet: a new node has its first choice."""
        self.data.setdefault(self.add_prefix(name), str(value))


class GroupForm(PartForm):
    how = forms.ChoiceField(label=gettext_lazy("What is asked"), choices=list(HOW.items()))

    def __init__(self, data: QueryDict, path: str) -> None:
        super().__init__(data, path)
        self.put_first("how", How.ALL)

    @property
    def joined(self) -> Promise:
        """Return the word between its parts."""
        how = self["how"].data
        return JOINED[How(how) if how in set(How) else How.ALL]

    def holding(self, parts: list[Any]) -> Any:
        """Return it with its parts, as it is stored; None where it cannot be."""
        return {self.cleaned_data["how"]: parts} if self.is_valid() else None


class RowsForm(GroupForm):
    quant = forms.ChoiceField(label=gettext_lazy("How many"), choices=list(QUANTIFIERS.items()))

    def __init__(self, data: QueryDict, path: str, place: Place) -> None:
        super().__init__(data, path)
        links = [(link.key, capfirst(str(link.label))) for link in links_of(place.subject)]
        self.fields["link"] = forms.ChoiceField(label=gettext_lazy("Of what"), choices=links)
        self.put_first("quant", Quantifier.ANY)
        self.put_first("link", links[0][0] if links else "")
        if self["quant"].data == Quantifier.AT_LEAST:
            self.put_first("n", 2)
            self.fields["n"] = whole_number(gettext_lazy("How many"), MOST_ROWS, required=True)

    def holding(self, parts: list[Any]) -> Any:
        where = super().holding(parts)
        if where is None:
            return None
        cleaned = self.cleaned_data
        counted = {"n": cleaned["n"]} if "n" in cleaned else {}
        return {"rel": cleaned["link"], "quant": cleaned["quant"], **counted, "where": where}


class SearchForm(PartForm):
    """Rows that another search finds, one of those that the reader may refer to."""

    # Something within it is gone (searches.forms.gone).
    is_broken = False
    denied = forms.ChoiceField(
        label=gettext_lazy("Comparison"),
        choices=[
            ("", gettext_lazy("is found by the search")),
            ("1", gettext_lazy("is not found by the search")),
        ],
        required=False,
    )

    def __init__(self, data: QueryDict, path: str, names: Mapping[int, str]) -> None:
        super().__init__(data, path)
        offered = self._found(names) if len(names) > FEW else names
        chosen = self.chosen
        is_key = bool(chosen) or self.data.get(self.add_prefix("search")) == GONE
        self.is_gone = is_key and chosen not in names
        choices: list[tuple[str, Any]] = [("", ""), *((str(pk), offered[pk]) for pk in offered)]
        if self.is_gone:
            # Not its number: it may be somebody's own by now.
            self.data[self.add_prefix("search")] = GONE
            choices.append((GONE, gettext_lazy("A search that is no longer there")))
        elif chosen and chosen not in offered:
            choices.append((str(chosen), names[chosen]))
        self.fields["search"] = forms.ChoiceField(
            label=pgettext_lazy("searches", "Search"), choices=choices, required=False
        )

    def _found(self, names: Mapping[int, str]) -> Mapping[int, str]:
        """Offer those of many whose name contains what was typed; the one of them is chosen."""
        self.fields["find"] = forms.CharField(
            label=gettext_lazy("Search by name"), required=False, max_length=LONGEST_TEXT
        )
        text = folded(str(self["find"].data or "")[:LONGEST_TEXT])
        fitting = (pk for pk in names if text and text in folded(names[pk]))
        found = {pk: names[pk] for pk in islice(fitting, PROPOSED)}
        if len(found) == 1 and not self.chosen:
            self.data[self.add_prefix("search")] = str(*found)
        return found

    @property
    def chosen(self) -> int:
        """Return the key of the search; 0 for none that is there."""
        return _number(str(self.data.get(self.add_prefix("search")) or ""))

    @property
    def stored(self) -> dict[str, Any] | None:
        if not self.is_valid() or not self.chosen:
            return None
        return {"in_search": self.chosen} | (
            {"denied": True} if self.cleaned_data["denied"] else {}
        )


class GoneForm(PartForm):
    """What a search asked of a field or of rows that exist no more: kept as it was stored."""

    stored_text = forms.CharField(max_length=LONGEST_STORED, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, path: str, place: Place) -> None:
        super().__init__(data, path)
        self.place = place

    def clean(self) -> None:
        text = self.cleaned_data.get("stored_text", "")
        try:
            part = None if _is_nested(text) else read_node(json.loads(text), self.place)
        except (SearchRefused, ValueError):
            part = None
        if isinstance(part, Vanished):
            self.cleaned_data["part"] = part
        else:
            self.add_error(None, gettext_lazy("This condition cannot be read: remove it."))

    @property
    def name(self) -> str:
        """Return the id that is gone."""
        return self.cleaned_data["part"].name if self.is_valid() else ""

    @property
    def stored(self) -> dict[str, Any] | None:
        return json.loads(self.cleaned_data["part"].stored) if self.is_valid() else None


def _is_nested(text: str) -> bool:
    """Tell whether lists and objects stand in each other deeper than any search's do."""
    deep = 0
    for letter in text:
        deep += (letter in "[{") - (letter in "]}")
        if deep > MOST_NESTED:
            return True
    return False


def _number(text: str) -> int:
    """Return the key of a search; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0  # noqa: PLR2004 - no key has more digits
