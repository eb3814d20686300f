"""The form of one condition: a field, how it is compared, and what with.

What it asks depends on what it holds: another field brings its own comparisons, another comparison
its own values. What is missing leaves it incomplete; what is wrong is said under it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from contacts.fields import MODELS, Shape
from contacts.forms.amounts import FrenchDecimalField
from contacts.forms.combobox import FEW, PROPOSED, SEARCH, LongChoiceField, Offered
from contacts.forms.dates import FrenchDateField
from contacts.forms.inputs import AffixedDecimalField
from contacts.queries.search import matches
from searches.errors import SearchRefused
from searches.forms.choices import Choices, field_source, is_contact, source_of
from searches.forms.flattening import is_typed
from searches.forms.numbers import whole_number
from searches.querying.operators import (
    FIRST_DAY,
    LONGEST_TEXT,
    OPERATORS,
    Takes,
    Unit,
    operators_of,
)
from searches.querying.schema import MOST_UNITS, MOST_VALUES, read_node
from searches.querying.vocabulary import Asked, Place

# Up to so many values stand side by side to be ticked; of more one sees those that are chosen.
SIDE_BY_SIDE = 8
UNITS: Mapping[Unit, Promise] = {
    Unit.DAY: pgettext_lazy("span", "days"),
    Unit.WEEK: pgettext_lazy("span", "weeks"),
    Unit.MONTH: pgettext_lazy("span", "months"),
    Unit.YEAR: pgettext_lazy("span", "years"),
}
_BY_KEY = {Shape.LIST, Shape.USER, Shape.LINK, Shape.CATEGORY, Shape.KEYWORDS}


class SoughtField(LongChoiceField):
    """One of many; a text that was typed, and fits one choice alone, chooses it."""

    def clean(self, value: Any) -> Any:
        widget: Any = self.widget
        if widget.typed and len(widget.found) != 1:
            several = _("“%(text)s” fits several: choose one of them.") % {"text": widget.typed}
            fits_some = 1 < len(widget.found) <= PROPOSED
            raise forms.ValidationError(several if fits_some else widget.answer, code="searched")
        return forms.ChoiceField.clean(self, value)


class AskedField(SoughtField):
    """A field of the rows at a place, in the groups of its pages."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("This cannot be asked here: choose another field."),
    }

    def __init__(self, place: Place, choices: Choices) -> None:
        subject = place.subject.key
        source, label = field_source(subject), gettext_lazy("Field")
        offered = choices.fields(subject)
        super().__init__(choices=offered, source=source, label=label, required=False)
        self.place = place

    def valid_value(self, value: str) -> bool:
        return self.place.of_field(value) is not None


@dataclass(frozen=True)
class Tick:
    """A value to tick; `is_gone` when nothing is called so any more."""

    css_id: str
    value: str
    label: str
    is_on: bool
    is_gone: bool = False


class ConditionForm(forms.Form):
    # Changed as what it says is understood.
    data: QueryDict
    use_required_attribute = False
    # A value was added to those ticked just now.
    has_added = False

    def __init__(self, data: QueryDict, path: str, place: Place, choices: Choices) -> None:
        super().__init__(data, prefix=path)
        self.path, self.place, self.choices = path, place, choices
        self.fields["field"] = AskedField(place, choices)
        key = self["field"].data or ""
        found = place.of_field(key)
        self.asked: Asked | None = found[0] if found else None
        self.has_changed_field = data.get(f"{path}-was", "") != key
        if self.asked:
            self._ask_comparison(self.asked)

    def _ask_comparison(self, asked: Asked) -> None:
        offered = operators_of(asked)
        name = self.add_prefix("op")
        if self.has_changed_field:
            self._forget_values()
        if not self.data.get(name) or (self.has_changed_field and self.data[name] not in offered):
            self.data[name] = offered[0]
        self.fields["op"] = forms.ChoiceField(
            label=gettext_lazy("Comparison"),
            choices=[(op, OPERATORS[op].words) for op in offered],
            required=False,
        )
        if self.op in offered:
            self._ask_values(asked, OPERATORS[self.op].takes)

    def _forget_values(self) -> None:
        """What one field was compared with says nothing of another one."""
        for name in ("value", "to", "lines", "values", "add", f"add{SEARCH}"):
            self.data.pop(self.add_prefix(name), None)

    def _ask_values(self, asked: Asked, takes: Takes) -> None:
        if takes is Takes.SPAN:
            self._ask_span()
        elif takes is Takes.MANY:
            self._ask_many(asked)
        elif takes is not Takes.NOTHING:
            self.fields["value"] = _value(asked, gettext_lazy("Value"))
            if takes is Takes.PAIR:
                self.fields["to"] = _value(asked, pgettext_lazy("up to", "and"))

    def _ask_span(self) -> None:
        self.fields["n"] = whole_number(gettext_lazy("How many"), MOST_UNITS)
        self.fields["unit"] = forms.ChoiceField(
            label=gettext_lazy("Unit"), choices=list(UNITS.items()), required=False
        )

    def _ask_many(self, asked: Asked) -> None:
        if is_typed(asked):
            self.fields["lines"] = forms.CharField(
                label=gettext_lazy("Values, one on each line"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
            return
        if is_contact(asked):
            self.fields["add"] = forms.CharField(
                label=gettext_lazy("Search of contacts"), required=False, max_length=LONGEST_TEXT
            )
        elif self.is_long:
            left = [pair for pair in self._offered.items() if pair[0] not in self.chosen]
            self.fields["add"] = SoughtField(
                choices=Offered([("", pgettext("condition", "Add a value")), *left]),
                source=source_of(asked) if len(left) > FEW else "",
                label=pgettext_lazy("condition", "Add a value"),
                required=False,
            )
            self._take(self["add"].data or "")
        self.choices.want(asked, self.chosen)

    def _take(self, added: str) -> None:
        """Put what was chosen in the box with what is ticked, once."""
        if added in self._offered and added not in self.chosen:
            self.data.setlist(self.add_prefix("values"), [*self.chosen, added])
            self.has_added = True
        for name in ("add", f"add{SEARCH}"):
            if self.has_added:
                self.data.pop(self.add_prefix(name), None)

    # -- what it holds

    @property
    def op(self) -> str:
        return str(self.data.get(self.add_prefix("op"), ""))

    @property
    def chosen(self) -> list[str]:
        values = self.data.getlist(self.add_prefix("values"))
        return list(dict.fromkeys(values))[: MOST_VALUES + 1]

    @property
    def asks_value(self) -> bool:
        return bool(self.fields.keys() - {"field", "op", "add"}) or bool(self.ticks)

    @property
    def is_long(self) -> bool:
        return len(self._offered) > SIDE_BY_SIDE

    @cached_property
    def _offered(self) -> dict[str, str]:
        return {} if self.asked is None else self.choices.offered(self.asked)

    @property
    def stored(self) -> dict[str, Any] | None:
        """Return the condition as it is stored; None while it is incomplete or wrong."""
        return self.cleaned_data.get("stored") if self.is_valid() else None

    @property
    def is_incomplete(self) -> bool:
        return self.is_valid() and self.stored is None

    def clean(self) -> None:
        if self.errors or self.asked is None:
            return
        stored = self._written()
        if stored is None:
            return
        try:
            read_node(stored, self.place)
        except SearchRefused as refusal:
            self.add_error(None, str(refusal))
        else:
            self.cleaned_data["stored"] = stored

    def _written(self) -> dict[str, Any] | None:
        cleaned, takes = self.cleaned_data, OPERATORS[self.op].takes
        stored: dict[str, Any] = {"f": cleaned["field"], "op": self.op}
        if takes is Takes.NOTHING:
            return stored
        if takes is Takes.SPAN:
            span = {"n": cleaned.get("n"), "unit": cleaned.get("unit")}
            return stored | span if all(span.values()) else None
        names = ("value", "to") if takes is Takes.PAIR else ("value",)
        values = self._many() if takes is Takes.MANY else [cleaned.get(name) for name in names]
        if not values or any(value in {None, ""} for value in values):
            return None
        return stored | {"v": [_as_stored(value) for value in values]}

    def _many(self) -> Sequence[Any]:
        if "lines" in self.fields:
            lines = str(self.cleaned_data.get("lines") or "").splitlines()
            return list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        is_key = self.asked is not None and self.asked.shape in _BY_KEY
        return [_key(value) if is_key else value for value in self.chosen]

    # -- how it is drawn

    @property
    def gone(self) -> list[str]:
        """Return the values that nothing is called by any more, as this reader sees it."""
        return [tick.value for tick in self.ticks if tick.is_gone]

    @cached_property
    def ticks(self) -> list[Tick]:
        if self.asked is None or OPERATORS.get(self.op, _NOTHING).takes is not Takes.MANY:
            return []
        if is_typed(self.asked):
            return []
        standing = [self._tick(value, is_on=True) for value in self.chosen[:MOST_VALUES]]
        if is_contact(self.asked):
            return [*standing, *self._found()]
        if self.is_long:
            return standing
        offered = [self._tick(value, is_on=value in self.chosen) for value in self._offered]
        return [*(tick for tick in standing if tick.value not in self._offered), *offered]

    def _tick(self, value: str, *, is_on: bool) -> Tick:
        assert self.asked  # noqa: S101 - asked for where there is a field
        label = self.choices.label(self.asked, value)
        css_id = f"id_{self.path}-is-{value}"
        return Tick(css_id, value, label or value[:LONGEST_TEXT], is_on, is_gone=not label)

    def _found(self) -> list[Tick]:
        """Offer the contacts that the reader's search finds, to be ticked."""
        text = str(self["add"].data or "")[:LONGEST_TEXT]
        found = matches(self.choices.user, text) if text else []
        left = [contact for contact in found if str(contact.pk) not in self.chosen]
        return [
            Tick(f"id_{self.path}-is-{contact.pk}", str(contact.pk), _named(contact), is_on=False)
            for contact in left
        ]


_NOTHING = OPERATORS["empty"]


def _named(contact: Any) -> str:
    return f"{contact}, {contact.town}" if contact.town else str(contact)


def _key(value: str) -> Any:
    """Return a key as JSON has it; what is none is left for the schema to refuse."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else value  # noqa: PLR2004 - no key has more digits


def _as_stored(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


# -- the control of one value


def _value(asked: Asked, label: Any) -> forms.Field:
    return _CONTROLS.get(asked.shape, _text)(asked, label)


def _text(_asked: Asked, label: Any) -> forms.Field:
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT)


def _date(_asked: Asked, label: Any) -> forms.Field:
    return FrenchDateField(label=label, required=False, oldest=FIRST_DAY.year)


def _figure(asked: Asked, label: Any) -> forms.Field:
    # Amounts of an account are in its own currency.
    is_in_euros = asked.shape is Shape.AMOUNT and asked.described.model in MODELS.values()
    affix = "€" if is_in_euros else "%" if asked.shape is Shape.RATE else ""
    if affix:
        return AffixedDecimalField(label=label, required=False, affix=affix)
    return FrenchDecimalField(label=label, required=False)


_CONTROLS: Mapping[Shape, Callable[[Asked, Any], forms.Field]] = {
    **dict.fromkeys((Shape.DATE, Shape.MOMENT), _date),
    **dict.fromkeys((Shape.AMOUNT, Shape.RATE, Shape.NUMBER, Shape.AGE, Shape.YEAR), _figure),
}
