"""The forms of an account and of its values, made from the catalogue."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import fields
from accounts.currencies import CURRENCIES
from accounts.enums import COUNTED_CURRENCY
from accounts.models import Account, Product, Valuation
from contacts.forms.amounts import FrenchDecimalField
from contacts.forms.general import form_field
from text import normalise
from text.validators import not_in_future
from users.forms import DraftForm

# What advisers' clients hold now and then.
_FIRST = (COUNTED_CURRENCY, "USD", "CHF", "GBP")

Groups = list[tuple[str, Any]]


def products_by_custodian() -> Groups:
    """Return the products under their custodian's name, both in order, in one query."""
    groups: dict[str, list[tuple[int, str]]] = {}
    rows = Product.objects.select_related("custodian").order_by("custodian__name", "name", "pk")
    for product in rows:
        groups.setdefault(product.custodian.name, []).append((product.pk, product.name))
    return [("", ""), *groups.items()]


def _field(model: Any, name: str, **kwargs: Any) -> Any:
    return form_field(model._meta.get_field(name), **kwargs)


def _currencies() -> list[tuple[str, str]]:
    """Return the codes of ISO 4217, those that a firm meets first."""
    others = sorted(CURRENCIES.difference(_FIRST))
    return [(code, code) for code in (*_FIRST, *others)]


class AccountForm(DraftForm, forms.Form):
    """What the forms of a new account and of a standing one share."""

    NAMES: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(
            label=str(fields.label("account", "currency")),
            choices=_currencies,
            initial=COUNTED_CURRENCY,
            required=False,
        )
        for name in self.NAMES:
            if name not in self.fields:
                self.fields[name] = _field(Account, name)
        self.order_fields(self.NAMES)
        for name in {"opened_on", "closed_on"} & self.fields.keys():
            self.fields[name].validators.append(not_in_future)

    def clean_label(self) -> str:
        return normalise.stored_text(self.cleaned_data["label"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opened, closed = data.get("opened_on"), data.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", _("This date is before the opening."))
        return data


class OpeningForm(AccountForm):
    """A new account, with its first value when there is one."""

    NAMES = fields.OPENING
    product = forms.ChoiceField(label=gettext_lazy("Custodian and product"))
    value = FrenchDecimalField(
        label=gettext_lazy("First value"), required=False, max_digits=18, decimal_places=2
    )
    valued_on = _field(Valuation, "date", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = products_by_custodian()  # type: ignore[attr-defined]
        self.fields["valued_on"].validators.append(not_in_future)

    def clean_number(self) -> str:
        return normalise.stored_text(self.cleaned_data["number"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("value") is not None and "valued_on" not in self.errors:
            data["valued_on"] = data.get("valued_on") or timezone.localdate()
        elif data.get("valued_on") and "value" not in self.errors:
            self.add_error("value", _("Enter the value at this date."))
        return data


class ChangingForm(AccountForm):
    NAMES = fields.CHANGING
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ValuationForm(DraftForm, forms.Form):
    """What the account is worth at a date."""

    date = _field(Valuation, "date", initial=timezone.localdate)
    value = FrenchDecimalField(label=gettext_lazy("Value"), max_digits=18, decimal_places=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].validators.append(not_in_future)


class SituationForm(forms.Form):
    """The date that a page of accounts is seen at: another one is today's page."""

    at = _field(Valuation, "date", required=False, initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].validators.append(not_in_future)
        self.fields["at"].widget.attrs["size"] = 10
