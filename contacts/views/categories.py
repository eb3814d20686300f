"""Services > Modules > Contacts > Catégories de contacts: the tree, three levels at most."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from contacts import rights
from contacts.actions.categories import move_category, replace_category, save_category
from contacts.errors import CannotReplace
from contacts.forms.firm import CategoryForm, ReplacementForm
from contacts.forms.inputs import key
from contacts.models import Category
from contacts.queries import usage_counts
from users.http import SignedIn

STEPS = {"up": -1, "down": 1}


class CategoriesView(View):
    request: SignedIn

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not request.user.has_perm(rights.MANAGE_CATEGORIES):
            raise PermissionDenied


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


class CategoryDelete(CategoriesView):
    """Delete a category: its contacts, seen or not, go to another."""

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        category = get_object_or_404(Category, pk=pk)
        return self._page(category, ReplacementForm(_others(category), term=category))

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        category = get_object_or_404(Category, pk=pk)
        form = ReplacementForm(_others(category), request.POST, term=category)
        if not form.is_valid():
            return self._page(category, form, status=422)
        words = {"term": category.name, "replacement": form.cleaned_data["replacement"]}
        try:
            replace_category(
                category=category, replacement=form.cleaned_data["replacement"], by=request.user
            )
        except CannotReplace as error:
            form.add_error(None, str(error))
            return self._page(category, form, status=422)
        messages.success(request, _("%(term)s is replaced by %(replacement)s.") % words)
        return redirect("services:categories")

    def _page(self, category: Category, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "name": category.name,
            "back_url": reverse("services:categories"),
            "count": usage_counts.count(category, self.request.user),
            "possible": _others(category).exists(),
            "children": category.children.exists(),
        }
        return render(self.request, "services/term/delete.html", context, status=status)


def _others(category: Category) -> Any:
    return Category.objects.exclude(pk=category.pk)
