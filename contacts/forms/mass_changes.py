"""What a change of many contacts asks: the category, the keywords, who replaces whom."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.mass_plan import Row
from contacts.forms.combobox import CATEGORY, PERSON, Combobox, Offered, RowChoiceField
from contacts.forms.general import category_choices
from contacts.forms.inputs import TicksField
from contacts.forms.people import assignable
from contacts.models import Category, Keyword
from contacts.people import people_of
from look.layout import TWO_THIRDS, Field, Helper, Section
from text import formats
from users.models import User


class MassForm(forms.Form):
    """Made for the contacts chosen, of which the user may change these."""

    # Has the focus when the page opens.
    first = ""

    def __init__(self, data: Any, rows: Sequence[Row]) -> None:
        super().__init__(data)
        self.rows = rows
        self.offer()
        if data is None and self.first:
            self.fields[self.first].widget.attrs["autofocus"] = True

    def offer(self) -> None:
        """Fill the choices."""
        raise NotImplementedError


class CategoryForm(MassForm):
    first = "category"
    category = RowChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Category"),
        empty_label="",
        widget=Combobox(source=CATEGORY),
    )
    helper = Helper(
        Section(gettext_lazy("New category"), Field("category", width=TWO_THIRDS), css_id="target")
    )

    def offer(self) -> None:
        self.fields["category"].choices = [("", ""), *category_choices()]  # type: ignore[attr-defined]


class KeywordsForm(MassForm):
    add = TicksField(
        Keyword.objects.filter(is_archived=False),
        label=gettext_lazy("Add"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remove = TicksField(
        Keyword.objects.none(),
        label=gettext_lazy("Take away"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    helper = Helper(Section(gettext_lazy("Keywords"), Field("add", "remove"), css_id="target"))

    def offer(self) -> None:
        """Offer to take away what one of the contacts has, archived keywords too."""
        ticked = Keyword.objects.filter(contacts__in=[row.pk for row in self.rows]).distinct()
        field: Any = self.fields["remove"]
        field.queryset = ticked
        if not field.choices:
            field.help_text = _("These contacts have no keyword.")

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        add, remove = (set(cleaned.get(name, ())) for name in ("add", "remove"))
        if add & remove:
            self.add_error("remove", _("The same keyword is added and taken away: choose one."))
        elif not add | remove and not self.errors:
            self.add_error("add", _("Tick one keyword or more."))
        return cleaned


class PeopleForm(MassForm):
    first = "taker"
    leaver = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person to replace"), empty_label=None
    )
    taker = RowChoiceField(
        User.objects.filter(is_active=True),
        label=gettext_lazy("Replaced by"),
        widget=Combobox(source=PERSON),
    )
    helper = Helper(Section(gettext_lazy("People"), Field("leaver", "taker"), css_id="target"))

    def offer(self) -> None:
        """Offer to replace those who have a place in these contacts, first who has the most."""
        held = Counter(chain.from_iterable(map(people_of, self.rows)))
        people = User.objects.in_bulk(list(held))
        leaver, taker = (self.fields[name] for name in ("leaver", "taker"))
        leaver.queryset = User.objects.filter(pk__in=held)  # type: ignore[attr-defined]
        leaver.choices = Offered(  # type: ignore[attr-defined]
            (str(pk), f"{people[pk]} ({formats.number_fr(count)})")
            for pk, count in held.most_common()
        )
        taker.choices = assignable(asked=[self.data.get("taker")])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        leaver, taker = (self.cleaned_data.get(name) for name in ("leaver", "taker"))
        if leaver is not None and leaver == taker:
            self.add_error("taker", _("Choose somebody else than the person who is replaced."))
        return self.cleaned_data
