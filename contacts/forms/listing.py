"""What the address of a list may hold; anything else is dropped."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contacts.columns import NAME, OFFERED
from contacts.enums import Kind
from contacts.forms.combobox import (
    KEYWORD,
    PERSON,
    SOURCES,
    Combobox,
    Offered,
    Pair,
    RowChoiceField,
)
from contacts.forms.inputs import LARGEST_KEY
from contacts.forms.people import assignable
from contacts.models import Category, Keyword
from contacts.queries.listing import Anchor, Filters
from users.models import User


def keyword_choices() -> list[Pair]:
    return [(str(pk), label) for pk, label in Keyword.objects.values_list("pk", "label")]


SOURCES[KEYWORD] = keyword_choices


class FilterField(RowChoiceField):
    """One row; a text that fits several leaves the filter as it stands, and offers them."""

    is_filter = True


class FilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Kind.choices])
    adviser = FilterField(
        User.objects.all(),
        required=False,
        widget=Combobox({"id": "filter-adviser"}, source=PERSON),
    )
    keyword = FilterField(
        Keyword.objects.all(),
        required=False,
        widget=Combobox({"id": "filter-keyword"}, source=KEYWORD),
    )
    category = forms.ModelChoiceField(Category.objects.all(), required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in (NAME, *OFFERED)])
    down = forms.BooleanField(required=False)
    after = forms.CharField(required=False)
    after_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    before = forms.CharField(required=False)
    before_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)

    def offer(self) -> None:
        """Offer what the whole page chooses from."""
        asked, fields = [self["adviser"].value()], self.fields
        fields["adviser"].choices = assignable(asked=asked, blank=_("All advisers"))  # type: ignore[attr-defined]
        fields["keyword"].choices = Offered([("", _("All keywords")), *keyword_choices()])  # type: ignore[attr-defined]

    @property
    def has_keywords(self) -> bool:
        return len(self.fields["keyword"].choices.pairs) > 1  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """Return what was understood of the address."""
        self.is_valid()
        cleaned = self.cleaned_data
        return Filters(
            category=cleaned.get("category"),
            text=cleaned.get("q") or "",
            kind=cleaned.get("kind") or "",
            adviser=cleaned.get("adviser"),
            keyword=cleaned.get("keyword"),
            sort=cleaned.get("sort") or NAME,
            descending=cleaned.get("down") or False,
        )

    def place(self) -> dict[str, Any]:
        """Return where the page stands, as an address writes it."""
        names = ("after", "after_pk", "before", "before_pk")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    def anchor(self, side: str) -> Anchor | None:
        """Return the row that the page stands after or before."""
        cleaned: dict[str, Any] = self.cleaned_data
        key = cleaned.get(f"{side}_pk")
        return (cleaned.get(side) or "", key) if key else None
