"""The forms of an account and of its values, made from the catalogue."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import COUNTED_CURRENCY
from accounts.fields import CHANGING, OPENING
from accounts.models import Account, Product, Valuation
from contacts import fields
from contacts.forms.amounts import FrenchDecimalField
from contacts.forms.combobox import PRODUCT, SOURCES, Combobox, RowChoiceField
from contacts.forms.general import TidyModelForm
from contacts.forms.inputs import form_field
from look.layout import Field, Fields, Helper, Section
from users.forms import DraftForm

Groups = list[tuple[str, Any]]


def products_by_custodian() -> Groups:
    """Return the products under their custodian's name, both in order, in one query."""
    groups: dict[str, list[tuple[int, str]]] = {}
    rows = Product.objects.select_related("custodian").order_by("custodian__name", "name", "pk")
    for product in rows:
        groups.setdefault(product.custodian.name, []).append((product.pk, product.name))
    return [("", ""), *groups.items()]


SOURCES[PRODUCT] = products_by_custodian


_DATE = Valuation._meta.get_field("date")


class AccountForm(TidyModelForm):
    """What the forms of a new account and of a standing one share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Left out, it is what it was.
        self.fields["currency"].required = False

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"] or self.instance.currency)

    def validate_constraints(self) -> None:
        """Leave the number to the action, which says nothing of hidden folders."""


def _laid_out(asked: Iterable[fields.Field]) -> list[Field]:
    return [
        Field(field.name, width=field.width, is_optional=field.model_field.blank) for field in asked
    ]


class OpeningForm(AccountForm):
    """A new account, with its first value when there is one."""

    helper = Helper(
        Section(
            gettext_lazy("Add an account"),
            *_laid_out(OPENING),
            css_id="account",
            hint=gettext_lazy("A custodian’s product under a number."),
        ),
        Section(
            gettext_lazy("First value"),
            Field("value", "valued_on", is_optional=True),
            css_id="first-value",
            hint=gettext_lazy("Without a date, today’s."),
        ),
    )

    value = FrenchDecimalField(
        label=gettext_lazy("First value"), required=False, max_digits=18, decimal_places=2
    )
    valued_on = form_field(_DATE, required=False)

    class Meta:
        model = Account
        fields = [field.name for field in OPENING]
        field_classes = {"product": RowChoiceField}
        widgets = {"product": Combobox(source=PRODUCT)}
        formfield_callback = form_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = products_by_custodian()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if data.get("value") is not None and "valued_on" not in self.errors:
            data["valued_on"] = data.get("valued_on") or timezone.localdate()
        elif data.get("valued_on") and "value" not in self.errors:
            self.add_error("value", _("Enter the value at this date."))
        return data


class ChangingForm(AccountForm):
    helper = Helper(
        Section(gettext_lazy("Account"), *_laid_out(CHANGING), css_id="account", level=3)
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Account
        fields = [field.name for field in CHANGING]
        formfield_callback = form_field


class ValuationForm(DraftForm, forms.Form):
    """What the account is worth at a date."""

    date = form_field(_DATE, initial=timezone.localdate)
    value = FrenchDecimalField(label=gettext_lazy("Value"), max_digits=18, decimal_places=2)
    helper = Helper(Fields("date", "value"))

    def __init__(self, *args: Any, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].__dict__["affix"] = "€" if currency == COUNTED_CURRENCY else currency


class SituationForm(forms.Form):
    """The date that a page of accounts is seen at: another one is today's page."""

    at = form_field(_DATE, required=False, initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].widget.attrs["size"] = 10
