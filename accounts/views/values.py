"""Values given by hand: added, corrected, taken away."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts import rights
from accounts.actions.valuations import add_valuation, correct_valuation, delete_valuation
from accounts.errors import ValuedAlready
from accounts.forms.account import ValuationForm
from accounts.models import Valuation
from accounts.views.account import AccountView
from contacts.views import deleted_conflict
from users.forms import Draft
from users.http import SignedIn


class ValuationPage(AccountView):
    shows_drafts = True
    template_name = "accounts/account/value.html"
    right = rights.CHANGE

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return deleted_conflict.read([ValuationForm(self.request.POST)], new=True)


class ValuationAdd(ValuationPage):
    def get(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        return self.show(form=ValuationForm(currency=self.account.currency))

    def post(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        form = ValuationForm(request.POST, currency=self.account.currency)
        by = request.user
        if form.is_valid() and _saved(form, add_valuation, account=self.account, by=by):
            messages.success(request, _("The value is saved."))
            return redirect("accounts:account-show", pk=pk, account=account)
        return self.show(422, form=form)


class ValuationChange(ValuationPage):
    def get(self, request: SignedIn, pk: int, account: int, value: int) -> HttpResponse:
        valuation = self._valuation(value)
        initial = {"date": valuation.date, "value": valuation.value}
        form = ValuationForm(initial=initial, currency=valuation.currency)
        return self.show(form=form, valuation=valuation)

    def post(self, request: SignedIn, pk: int, account: int, value: int) -> HttpResponse:
        valuation = self._valuation(value)
        if "delete" in request.POST and not isinstance(request.POST, Draft):
            delete_valuation(valuation=valuation, by=request.user)
            messages.success(request, _("The value is deleted."))
            return redirect("accounts:account-show", pk=pk, account=account)
        form = ValuationForm(request.POST, currency=valuation.currency)
        by = request.user
        if form.is_valid() and _saved(form, correct_valuation, valuation=valuation, by=by):
            messages.success(request, _("The value is saved."))
            return redirect("accounts:account-show", pk=pk, account=account)
        return self.show(422, form=form, valuation=valuation)

    def _valuation(self, key: int) -> Valuation:
        return get_object_or_404(Valuation, pk=key, account=self.account)


def _saved(form: ValuationForm, save: Callable[..., Valuation], **what: Any) -> bool:
    """Say whether the action saved what the form holds; else why not, beside the date."""
    try:
        save(date=form.cleaned_data["date"], value=form.cleaned_data["value"], **what)
    except ValuedAlready as refusal:
        form.add_error("date", str(refusal))
        return False
    return True
