"""What is taken of a form that came back: which answers are ticked, and how they are corrected."""

from collections.abc import Collection, Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from imports.forms.answers import widget_of
from imports.queries.fact_find.comparing import Comparison
from users.forms import DraftForm

TAKE, EVERY, NONE = "take", "every", "none"
TEXT = "text-"


class TakenForm(DraftForm, forms.Form):
    """A box for each answer that can be taken, and a field for each that can be corrected.

    Without data it is ticked as the comparison says. `groups`: the names of each part of the page;
    `refused`: those that the folder cannot take as they came, and why.
    """

    note = forms.BooleanField(label=_("Save in a follow-up note"), required=False)

    def __init__(
        self,
        comparison: Comparison,
        data: QueryDict | None = None,
        *,
        groups: Mapping[str, Collection[str]],
        refused: Mapping[str, str],
        correctable: Collection[str],
    ) -> None:
        super().__init__(data)
        self.taken = data.getlist(TAKE) if data is not None else []
        self.groups, self.refused = groups, refused
        self.found = {one.field.name: one for one in comparison.differences}
        for name, one in self.found.items():
            if name in correctable or one.answer.doubt is not None:
                self.fields[f"{TEXT}{name}"] = forms.CharField(
                    required=False,
                    strip=False,
                    label=one.field.label,
                    initial=one.answer.text,
                    widget=widget_of(one.field),
                )

    @property
    def ticked(self) -> set[str]:
        """Return the answers that are ticked, all or none of a group whose button was used."""
        if not self.is_bound:
            return {
                name for name, one in self.found.items() if one.is_ticked and self.can_take(name)
            }
        ticked = set(self.taken) & self.found.keys()
        whole = set(filter(self.can_take, self.groups.get(self.data.get(EVERY, ""), ())))
        return (ticked | whole) - set(self.groups.get(self.data.get(NONE, ""), ()))

    def can_take(self, name: str) -> bool:
        """Tell whether an answer can be taken as it came."""
        return name not in self.refused and self.found[name].answer.doubt is None

    def texts(self) -> dict[str, str]:
        """Return what is taken: the answer as it came, or as it was corrected."""
        return {name: self.text_of(name) for name in self.ticked}

    def text_of(self, name: str) -> str:
        text = self.data.get(f"{TEXT}{name}") if self.is_bound else None
        return self.found[name].answer.text if text is None else text
