"""Moving chosen or dragged contacts to another category."""

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contacts.actions.change_category import plan_category, regroup
from contacts.actions.mass_plan import MassPlan
from contacts.forms.mass_changes import CategoryForm
from contacts.models import Category, Change
from contacts.views.mass_change import MassChange, answer_list
from text.formats import number_fr
from users.http import SignedIn

# What the form of the list's rows sends, that drag-and-drop fills (static/js/regroup.js).
DROPPED = "dropped"


class CategoryChange(MassChange):
    title = _("Change category")
    form_class = CategoryForm

    @property
    def _category(self) -> Category:
        category: Category = self.form.cleaned_data["category"]
        return category

    def needs_no_plan(self, post: QueryDict) -> bool:
        """Tell whether they were dropped on the category: one saw where they went."""
        return DROPPED in post

    def plan(self) -> MassPlan:
        return plan_category(contact_ids=self.keys, category=self._category, by=self.user)

    def apply(self, token: str | None, _reason: str) -> Change | None:
        return regroup(contact_ids=self.keys, category=self._category, token=token, by=self.user)

    def done(self, count: int, name: str) -> str:
        text = ngettext(
            "%(name)s is in %(category)s now.", "%(n)s contacts are in %(category)s now.", count
        )
        return text % {"name": name, "n": number_fr(count), "category": self._category.name}


@require_http_methods(["GET", "HEAD", "POST"])
def contacts_regroup(request: SignedIn) -> HttpResponse:
    """Ask the category of the ticked contacts, or move those that were dropped on one."""
    return answer_list(request, CategoryChange)
