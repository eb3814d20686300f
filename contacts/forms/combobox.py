"""One of many choices, found by a search: people, categories, the firm's lists, countries.

Up to `FEW` choices stand in a select. Above, the select holds only what is chosen, and a box beside
it searches among all: `static/js/combobox.js` asks `contacts:choices` as one types. Without a
script, or with a text that is not chosen from yet, the form comes with the text and is given back
with the choices that it found.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from look.markup import escaped
from text.normalise import folded, stored_text

FEW = 30
PROPOSED = 20
LONGEST = 200
SEARCH = "_search"
# Where one searches: the firm's lists have the names that FirmList gives them.
PERSON, CATEGORY, KEYWORD = "personnes", "categories", "mots-cles"
# Who sees every public folder.
COLLEAGUE = "collegues"
COUNTRY, NATIONALITY, PRODUCT = "pays", "nationalites", "produits"
NOT_OFFERED = gettext_lazy("This choice is not offered: search for another.")
# A value, and a label that may be translated when it is drawn.
Pair = tuple[str, object]
# What is there to find, in order: only what forms offer to whoever is signed in.
SOURCES: dict[str, Callable[[], Iterable[tuple[Any, object]]]] = {}


class Offered(BaseChoiceIterator):
    """Choices, each a (value, label), that fields and forms share without a copy."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = tuple(pairs)
        self.labels = dict(self.pairs)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __deepcopy__(self, memo: object) -> "Offered":
        return self


def proposals(source: str, text: str, *, but: str = "") -> list[Pair]:
    """Return the choices whose words begin with those of the text, one more than are proposed."""
    words = folded(text).split()
    pairs = (pair for pair in _flat(SOURCES[source]()) if pair[0] not in {"", but})
    return list(islice((pair for pair in pairs if _fits(words, str(pair[1]))), PROPOSED + 1))


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[Pair]:
    """Give the choices of groups too, each with its group's name before its own."""
    for key, label in choices:
        if isinstance(label, list):
            yield from ((str(one), f"{key} · {name}") for one, name in label)
        else:
            yield str(key), label


def _fits(typed: list[str], label: str) -> bool:
    words = _words(label)
    return all(any(word.startswith(start) for word in words) for start in typed)


@lru_cache(2**13)  # the same labels are read at each key
def _words(label: str) -> list[str]:
    return folded(label).split()


class Combobox(forms.Select):
    """A select; one that has a source and more than a few choices is searched."""

    def __init__(self, attrs: Any = None, choices: Any = (), *, source: str = "") -> None:
        super().__init__(attrs, choices)
        self.source = source
        # The one choice of the source that this form does not offer.
        self.but = ""
        # Choices that one finds without a search.
        self.near: Collection[str] = ()
        # What came in the search box, and what it found.
        self.typed = ""
        self.found: list[Pair] = []
        self.stood: object = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what is chosen: the one choice that a typed text found, if it found one alone."""
        typed = stored_text(str(data.get(f"{name}{SEARCH}") or ""))[:LONGEST] if self.source else ""
        if typed != self.typed:
            self.typed = typed
            self.found = proposals(self.source, typed, but=self.but) if typed else []
        self.stood = super().value_from_datadict(data, files, name)
        return self.found[0][0] if len(self.found) == 1 else self.stood

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        chosen = "" if value is None else str(value)
        offered: Any = self.choices
        labels = offered.labels if isinstance(offered, Offered) else dict(_flat(offered))
        if not self.source or len(labels.keys() - {""}) <= FEW:
            return _select(given, offered, chosen)
        shown = {key: labels[key] for key in ("", *self.near, chosen, self.stood) if key in labels}
        select = _select(given, (shown | dict(self.found[:PROPOSED])).items(), chosen)
        # Nobody searches where nothing can be changed.
        return select if given.get("disabled") else self._searched(select, given)

    def _searched(self, select: SafeString, given: dict[str, Any]) -> SafeString:
        is_open = self.typed if len(self.found) != 1 else ""
        query = {"but": self.but} if self.but else None
        return format_html(
            '<div class="combobox" data-combobox="{}"{}>{}<input class="form-control" type="text"'
            ' name="{}{}" id="{}_search" maxlength="{}" autocomplete="off" data-unsaved="no"'
            ' placeholder="{}" aria-label="{}"><noscript><button class="btn" type="submit">{}'
            "</button></noscript></div>",
            reverse("contacts:choices", args=[self.source], query=query),
            flatatt({"data-typed": is_open} if is_open else {}),
            *(select, given["name"], SEARCH, given.get("id", ""), LONGEST),
            *(_("Search"), _("Search this list"), _("Search")),
        )

    @property
    def answer(self) -> str:
        """Say what the typed text found, in the place of what it cannot be saved for."""
        words = {"text": self.typed, "n": len(self.found)}
        if not self.found:
            return _("Nothing is called “%(text)s”: write it another way.") % words
        if len(self.found) > PROPOSED:
            return _("“%(text)s” fits too many: write more of the name, then choose.") % words
        text = ngettext(
            "“%(text)s” was searched for: check what is chosen, then save.",
            "“%(text)s” fits %(n)s choices: choose one of them, then save.",
            len(self.found),
        )
        return text % words


def _select(given: dict[str, Any], choices: Iterable[Any], chosen: str) -> SafeString:
    """Draw a select: option by option, by templates, they take most of a page."""
    return SafeString(f"<select{flatatt(given)}>{drawn_options(choices, chosen)}</select>")


def drawn_options(choices: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    drawn = (
        f'<optgroup label="{escaped(key)}">{drawn_options(label, chosen)}</optgroup>'
        if isinstance(label, list)
        else _option(str(key), label, is_chosen=str(key) == chosen)
        for key, label in choices
    )
    return SafeString("".join(drawn))


def _option(key: str, label: object, *, is_chosen: bool) -> str:
    mark = " selected" if is_chosen else ""
    return f'<option value="{escaped(key)}"{mark}>{escaped(label)}</option>'


class SearchedField:
    """What may be searched for: a text that was typed is answered before the choice is taken."""

    widget: Any
    is_filter = False

    def clean(self, value: Any) -> Any:
        if self.widget.typed and not self.is_filter:
            raise forms.ValidationError(self.widget.answer, code="searched")
        return super().clean(value)  # type: ignore[misc]


class LongChoiceField(SearchedField, forms.ChoiceField):
    """One of what is `Offered`."""

    widget = Combobox
    default_error_messages = {"invalid_choice": NOT_OFFERED}
    choices: Offered

    def __init__(self, *, choices: Offered | None = None, source: str = "", **kwargs: Any) -> None:
        super().__init__(choices=choices or Offered([]), widget=Combobox(source=source), **kwargs)

    def valid_value(self, value: str) -> bool:
        return value in self.choices.labels


class RowChoiceField(SearchedField, forms.ModelChoiceField):
    """One row of a table."""

    widget = Combobox
    default_error_messages = {"invalid_choice": NOT_OFFERED}
