"""Services > Personnalisation > Paramétrage > Contact: keywords and the firm's own lists."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from contacts import rights
from contacts.actions import firm_lists
from contacts.enums import FirmList
from contacts.errors import ContactError
from contacts.forms.firm import KeywordForm, ListValueForm, ReplacementForm
from contacts.forms.inputs import key
from contacts.models import Category, Keyword, ListValue
from contacts.queries import usage_counts
from users.forms import Draft
from users.http import SignedIn

STEPS = {"up": -1, "down": 1}


class TermsView(PermissionRequiredMixin, View):
    """A page about one list: the keywords when no list is named."""

    request: SignedIn
    permission_required = rights.MANAGE_KEYWORDS

    @cached_property
    def firm_list(self) -> str:
        named: str = self.kwargs.get("firm_list", "")
        if named and named not in FirmList.values:
            raise Http404
        return named

    @property
    def address(self) -> str:
        if self.firm_list:
            return reverse("services:list", args=[self.firm_list])
        return reverse("services:keywords")

    @property
    def title(self) -> str:
        if self.firm_list:
            return str(FirmList(self.firm_list).label)
        return pgettext("services", "Keyword")

    def terms(self) -> Any:
        if self.firm_list:
            return ListValue.objects.filter(firm_list=self.firm_list)
        return Keyword.objects.all()

    def form(self, data: Any = None, term: Any = None, **options: Any) -> Any:
        if self.firm_list:
            return ListValueForm(
                data, instance=term or ListValue(firm_list=self.firm_list), **options
            )
        return KeywordForm(data, instance=term or Keyword(), **options)


class TermList(TermsView):
    shows_drafts = True

    def get(self, request: SignedIn, firm_list: str = "") -> HttpResponse:
        return self._page(self.form())

    def post(self, request: SignedIn, firm_list: str = "") -> HttpResponse:
        act, _sign, text = request.POST.get("act", "").partition(":")
        if act == "add":
            return self._add()
        term = get_object_or_404(self.terms(), pk=key(text))
        if act == "rename":
            return self._rename(term)
        if isinstance(request.POST, Draft):
            return redirect(self.address)
        if act in STEPS:
            firm_lists.move(term=term, step=STEPS[act], by=request.user)
        if act in {"archive", "restore"}:
            firm_lists.archive(term=term, archived=act == "archive", by=request.user)
        return redirect(self.address)

    def _add(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        term = firm_lists.create(term=form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("%(term)s is added.") % {"term": term})
        return redirect(self.address)

    def _rename(self, term: Any) -> HttpResponse:
        form = self.form(self.request.POST, term, prefix=str(term.pk))
        if not form.is_valid():
            return self._page(self.form(), status=422, renamed=form)
        firm_lists.rename(term=term, label=form.cleaned_data["label"], by=self.request.user)
        messages.success(self.request, _("%(term)s is renamed.") % {"term": term})
        return redirect(self.address)

    def _page(self, form: Any, status: int = 200, renamed: Any = None) -> HttpResponse:
        lines = []
        for term in self.terms():
            typed = renamed if renamed and renamed.instance.pk == term.pk else None
            url = f"{self.address}{term.pk}/supprimer/"
            lines.append((term, typed or self.form(None, term, prefix=str(term.pk)), url))
        context = {"form": form, "lines": lines, "title": self.title, "renamed": renamed}
        return render(self.request, "services/term/list.html", context, status=status)


class ReplacingDelete(View):
    """Delete a word of the firm: always with a replacement, so that nobody learns who holds it."""

    request: SignedIn
    # Where one goes back to.
    address: Any = ""

    def terms(self) -> Any:
        raise NotImplementedError

    def replace(self, term: Any, replacement: Any) -> None:
        raise NotImplementedError

    def get(self, request: SignedIn, pk: int, **_list: str) -> HttpResponse:
        term = get_object_or_404(self.terms(), pk=pk)
        return self._page(term, ReplacementForm(self._others(term), term=term))

    def post(self, request: SignedIn, pk: int, **_list: str) -> HttpResponse:
        term = get_object_or_404(self.terms(), pk=pk)
        label = str(term)
        form = ReplacementForm(self._others(term), request.POST, term=term)
        if not form.is_valid():
            return self._page(term, form, status=422)
        replacement = form.cleaned_data["replacement"]
        try:
            self.replace(term, replacement)
        except ContactError as error:
            form.add_error(None, str(error))
            return self._page(term, form, status=422)
        words = {"term": label, "replacement": replacement}
        messages.success(request, _("%(term)s is replaced by %(replacement)s.") % words)
        return redirect(self.address)

    def _others(self, term: Any) -> Any:
        return self.terms().exclude(pk=term.pk)

    def _page(self, term: Any, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "name": str(term),
            "back_url": self.address,
            "count": usage_counts.count(term, self.request.user),
            "possible": self._others(term).exists(),
            "children": isinstance(term, Category) and term.children.exists(),
        }
        return render(self.request, "services/term/delete.html", context, status=status)


class TermDelete(TermsView, ReplacingDelete):
    def replace(self, term: Any, replacement: Any) -> None:
        firm_lists.replace(term=term, replacement=replacement, by=self.request.user)
