"""What the address of a list may hold; anything else is dropped."""

from typing import Any

from django import forms

from contacts.columns import NAME, OFFERED
from contacts.enums import Kind
from contacts.forms.inputs import LARGEST_KEY
from contacts.models import Category, Keyword
from contacts.queries.listing import Anchor, Filters
from users.models import User


class FilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Kind.choices])
    adviser = forms.ModelChoiceField(User.objects.all(), required=False)
    keyword = forms.ModelChoiceField(Keyword.objects.all(), required=False)
    category = forms.ModelChoiceField(Category.objects.all(), required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in (NAME, *OFFERED)])
    down = forms.BooleanField(required=False)
    after = forms.CharField(required=False)
    after_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    before = forms.CharField(required=False)
    before_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)

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
