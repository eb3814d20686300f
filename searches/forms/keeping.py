"""The form of a kept search: its name, and for whom it is."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts.forms.combobox import PERSON, LongChoiceField
from contacts.forms.inputs import key
from contacts.forms.people import assignable
from look.layout import FULL, Field, Fields, Helper
from searches import rights
from searches.actions.keeping import LONGEST_NAME
from searches.enums import Reach
from searches.models import SavedSearch
from text.normalise import stored_text
from users.forms import DraftForm
from users.models import User

# More people than this are not named one by one.
MOST_READERS = 200


class KeepForm(DraftForm, forms.Form):
    """`readers` are ticked; `add` finds one more among all, who is ticked when it is posted."""

    # Whoever is found is put among those ticked.
    data: QueryDict
    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    reach = forms.ChoiceField(
        label=pgettext_lazy("search", "Who may open it"), widget=forms.RadioSelect
    )
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("People"), required=False, widget=forms.CheckboxSelectMultiple
    )
    helper = Helper(Fields(Field("name", "reach", "readers", "add", width=FULL)))

    def __init__(self, user: User, search: SavedSearch, data: QueryDict | None = None) -> None:
        standing = list(search.readers.values_list("pk", flat=True)) if search.name else []
        initial = {"name": search.name, "reach": search.reach, "readers": standing}
        super().__init__(data.copy() if data is not None else None, initial=initial)
        self.user = user
        chosen = self.data.getlist("readers")[: MOST_READERS + 1] if self.is_bound else standing
        asked = [str(self.data.get("add", ""))]
        choices = assignable(asked=asked, blank=_("Choose a person"))
        self.fields["add"] = LongChoiceField(
            label=_("Add a person"), choices=choices, source=PERSON, required=False
        )
        self._offer_readers(chosen, standing)
        self._offer_reach(search)

    def _offer_readers(self, chosen: list[Any], standing: list[int]) -> None:
        """Offer who is ticked already: those of the firm, and who stood there and left."""
        added = self["add"].data if self.is_bound else ""
        keys = [pk for value in [*chosen, added] if (pk := key(str(value or "")))]
        found = User.objects.filter(Q(is_active=True) | Q(pk__in=standing), pk__in=keys)
        people = found.exclude(pk=self.user.pk).order_by("last_name", "first_name", "pk")
        named = [(str(pk), name) for pk, name in User.objects.names_of(people)]
        if not named and not chosen:
            del self.fields["readers"]
            return
        self.fields["readers"].choices = named  # type: ignore[attr-defined]
        if added and added in dict(named):
            self.data.setlist("readers", list(dict.fromkeys([*map(str, chosen), added])))
            self.data.pop("add", None)
            self.data.pop("add_search", None)

    def _offer_reach(self, search: SavedSearch) -> None:
        may_publish = self.user.has_perm(rights.MAKE_PUBLIC) or search.reach == Reach.PUBLIC
        offered = [pair for pair in Reach.choices if may_publish or pair[0] != Reach.PUBLIC]
        self.fields["reach"].choices = offered  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = stored_text(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the search a name."))
        return name

    def clean(self) -> None:
        readers = self.cleaned_data.get("readers", [])
        if len(readers) > MOST_READERS:
            text = _("Name at most %(n)s people, or make the search public.") % {"n": MOST_READERS}
            self.add_error("readers", text)

    @property
    def people_chosen(self) -> list[User]:
        return list(User.objects.filter(pk__in=self.cleaned_data.get("readers", [])))

    def complain_of(self, names: Collection[str]) -> None:
        """Say no more than what is wrong with these fields."""
        for name in [*self.errors]:
            if name not in names:
                del self.errors[name]
