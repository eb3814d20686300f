"""Values given by hand: added, corrected, taken away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts import rights
from accounts.actions.accounts import value_account
from accounts.actions.valuations import correct_valuation, delete_valuation
from accounts.errors import ValuedAlready
from accounts.forms.account import ValuationForm
from accounts.models import Valuation
from accounts.views.account import AccountView
from users.http import SignedIn


class ValuationAdd(AccountView):
    template_name = "accounts/account/value.html"
    right = rights.CHANGE

    def get(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        return self.show(form=ValuationForm())

    def post(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        form = ValuationForm(request.POST)
        if form.is_valid() and self._is_free(form):
            date, value = form.cleaned_data["date"], form.cleaned_data["value"]
            value_account(account=self.account, date=date, value=value, by=request.user)
            messages.success(request, _("The value is saved."))
            return redirect("accounts:account-show", pk=pk, account=account)
        return self.show(422, form=form)

    def _is_free(self, form: ValuationForm) -> bool:
        rows = Valuation.objects.filter(account=self.account, date=form.cleaned_data["date"])
        if rows.exists():
            form.add_error("date", _("The account has a value at this date: correct that one."))
        return form.is_valid()


class ValuationChange(AccountView):
    template_name = "accounts/account/value.html"
    right = rights.CHANGE

    def get(self, request: SignedIn, pk: int, account: int, value: int) -> HttpResponse:
        valuation = self._valuation(value)
        initial = {"date": valuation.date, "value": valuation.value}
        return self.show(form=ValuationForm(initial=initial), valuation=valuation)

    def post(self, request: SignedIn, pk: int, account: int, value: int) -> HttpResponse:
        valuation = self._valuation(value)
        if "delete" in request.POST:
            delete_valuation(valuation=valuation, by=request.user)
            messages.success(request, _("The value is deleted."))
            return redirect("accounts:account-show", pk=pk, account=account)
        form = ValuationForm(request.POST)
        if form.is_valid() and self._correct(valuation, form):
            messages.success(request, _("The value is saved."))
            return redirect("accounts:account-show", pk=pk, account=account)
        return self.show(422, form=form, valuation=valuation)

    def _valuation(self, key: int) -> Valuation:
        return get_object_or_404(Valuation, pk=key, account=self.account)

    def _correct(self, valuation: Valuation, form: ValuationForm) -> bool:
        date, value = form.cleaned_data["date"], form.cleaned_data["value"]
        try:
            correct_valuation(valuation=valuation, date=date, value=value, by=self.request.user)
        except ValuedAlready as refusal:
            form.add_error("date", str(refusal))
            return False
        return True
