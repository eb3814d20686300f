"""Services > Modules > Contacts > Catégories de contacts: the tree, three levels at most."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views import View

from contacts import rights
from contacts.actions.categories import move_category, replace_category, save_category
from contacts.forms.firm import CategoryForm
from contacts.forms.inputs import key
from contacts.models import Category
from contacts.views.firm_lists import STEPS, ReplacingDelete
from users.http import SignedIn


class CategoriesView(PermissionRequiredMixin, View):
    request: SignedIn
    permission_required = rights.MANAGE_CATEGORIES


class CategoryList(CategoriesView):
    def get(self, request: SignedIn) -> HttpResponse:
        return render(request, "services/category/list.html", {"lines": _lines()})

    def post(self, request: SignedIn) -> HttpResponse:
        act, _sign, text = request.POST.get("act", "").partition(":")
        category = get_object_or_404(Category, pk=key(text))
        if act in STEPS:
            move_category(category=category, step=STEPS[act], by=request.user)
        return redirect("services:categories")


def _lines() -> list[dict[str, Any]]:
    """Return the tree in reading order, each category with how deep it stands."""
    below: dict[int | None, list[Category]] = {}
    for category in Category.objects.order_by("position", "name"):
        below.setdefault(category.parent_id, []).append(category)
    lines: list[dict[str, Any]] = []

    def walk(parent: int | None, depth: int) -> None:
        row = below.get(parent, [])
        for index, category in enumerate(row):
            ends = {"first": index == 0, "last": index == len(row) - 1}
            lines.append({"category": category, "depth": depth, **ends})
            walk(category.pk, depth + 1)

    walk(None, 1)
    return lines


class CategorySave(CategoriesView):
    """A new category, or one that stands."""

    shows_drafts = True

    def get(self, request: SignedIn, pk: int | None = None) -> HttpResponse:
        return self._page(CategoryForm(instance=_of(pk)))

    def post(self, request: SignedIn, pk: int | None = None) -> HttpResponse:
        form = CategoryForm(request.POST, instance=_of(pk))
        if not form.is_valid():
            return self._page(form, status=422)
        category = save_category(category=form.save(commit=False), by=request.user)
        messages.success(request, _("%(category)s is saved.") % {"category": category})
        return redirect("services:categories")

    def _page(self, form: CategoryForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "back_url": reverse("services:categories")}
        return render(self.request, "services/category/save.html", context, status=status)


def _of(pk: int | None) -> Category | None:
    return get_object_or_404(Category, pk=pk) if pk else None


class CategoryDelete(CategoriesView, ReplacingDelete):
    """Delete a category: its contacts, seen or not, go to another."""

    address = reverse_lazy("services:categories")

    def terms(self) -> Any:
        return Category.objects.all()

    def replace(self, term: Any, replacement: Any) -> None:
        replace_category(category=term, replacement=replacement, by=self.request.user)
