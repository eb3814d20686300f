"""Moving ticked or dragged contacts to another category."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from contacts.actions.change_category import regroup
from contacts.forms.combobox import CATEGORY, Combobox, RowChoiceField
from contacts.forms.general import category_choices
from contacts.models import Category, Contact
from contacts.views import list_state
from contacts.views.selection import Question, ask, nothing_ticked, of_list
from look.layout import TWO_THIRDS, Field, Helper, Section
from users.http import SignedIn


class CategoryForm(forms.Form):
    category = RowChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Category"),
        empty_label="",
        widget=Combobox(source=CATEGORY),
    )
    helper = Helper(
        Section(gettext_lazy("New category"), Field("category", width=TWO_THIRDS), css_id="target")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["category"].choices = [("", ""), *category_choices()]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def contacts_regroup(request: SignedIn) -> HttpResponse:
    """Ask the category of the ticked contacts, or move those that come with it."""
    selection = of_list(request)
    if selection is None:
        return nothing_ticked(request)
    selection.require_change()
    form = CategoryForm(request.POST if request.method == "POST" else None)
    back_url = list_state.list_url(request)
    if not form.is_bound or not form.is_valid():
        question = Question(_("Change category"), _("Save"), form)
        status = 422 if form.is_bound else 200
        return ask(request, selection, question, cancel_url=back_url, status=status)
    _move(request, sorted(selection.changeable), form.cleaned_data["category"])
    return redirect(back_url)


def _move(request: SignedIn, keys: list[int], category: Category) -> None:
    change = regroup(contact_ids=keys, category=category, by=request.user)
    words: dict[str, Any] = {"category": category.name}
    if change is None:
        messages.info(request, _("Nothing moved: already in %(category)s.") % words)
        return
    moved = list(change.subjects.values_list("key", flat=True))
    words |= {"n": len(moved), "name": Contact.objects.get(pk=moved[0])}
    text = ngettext(
        "%(name)s is in %(category)s now.", "%(n)s contacts are in %(category)s now.", len(moved)
    )
    back = {"back": list_state.back(request)}
    undo = reverse("contacts:change-undo", args=[change.pk], query=back)
    messages.success(request, text % words, extra_tags=f"undo={undo}")
