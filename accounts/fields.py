"""The catalogue of an account's fields, each described as those of a contact are.

Forms and the account's page are selections from it, and the conditions and columns of searches are
to be: `path` leads to a field from an account, as queries write it. A test shows that no field of
the models is missing.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.currencies import CURRENCIES
from accounts.enums import COUNTED_CURRENCY
from accounts.models import Account, Custodian, Holding, Ownership, Product, Valuation
from contacts.fields import Field, Shape, describe
from look.layout import FULL, HALF
from text.validators import not_in_future

PAST = (not_in_future,)
# What advisers' clients hold now and then, then the others of ISO 4217.
_FIRST = (COUNTED_CURRENCY, "USD", "CHF", "GBP")
_CODES = (*_FIRST, *sorted(CURRENCIES.difference(_FIRST)))


def _of(model: Any, path: str, *names: str, **attributes: Any) -> list[Field]:
    return [Field(model, name, path=f"{path}{name}", **attributes) for name in names]


_account = partial(_of, Account, "")
# What an account is opened under, what is said of it then and later, and what comes later only.
_IDENTIFYING = [
    *_account("product", width=HALF, words=_("Custodian and product")),
    *_account("number", width=HALF),
]
_DESCRIBING = [
    *_account("label", width=FULL),
    *_account("currency", width=HALF, offered=_CODES),
    *_account("opened_on", width=HALF, own_checks=PAST),
]
_CLOSING = _account(
    "closed_on",
    width=HALF,
    own_checks=PAST,
    follows=("opened_on", _("This date is before the opening.")),
)
# What the form of a new account asks, and what that of a standing one does.
OPENING: Sequence[Field] = [*_IDENTIFYING, *_DESCRIBING]
CHANGING: Sequence[Field] = [*_DESCRIBING, *_CLOSING]

FIELDS: Sequence[Field] = [
    *OPENING,
    *_CLOSING,
    *_account("is_provisional", "last_value", "last_valued_on", "last_currency"),
    *_account("deleted_at", "deleted_by"),
    *_of(Ownership, "ownerships__", "contact", "right", "share"),
    *_of(Product, "product__", "custodian", "code", "name", "family"),
    *_of(Custodian, "product__custodian__", "code", "name"),
    *_of(Valuation, "valuations__", "date", own_checks=PAST),
    *_of(Valuation, "valuations__", "value", "currency", "is_consolidated"),
    *_of(Holding, "valuations__holdings__", "code", "name", "is_euro_fund"),
    *_of(Holding, "valuations__holdings__", "units", holds=Shape.NUMBER),
    *_of(Holding, "valuations__holdings__", "price", "priced_on", "currency", "value"),
]
describe(FIELDS)
