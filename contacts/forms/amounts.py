"""Numbers as French people write them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Every space there is, narrow and unbreakable ones too, and a sign of what is counted at the end.
_BLANKS = re.compile(r"\s|[€%]\s*$")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?", re.ASCII)


class FrenchDecimalField(forms.DecimalField):
    """`1 400,82`, `1400.82` or `1.400,82`; neither NaN nor 1e30 is a number that people write."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter a number, as 1 400,82."),
        "max_decimal_places": _("At most %(max)s decimals."),
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # as DecimalField's
        if value in self.empty_values:
            return None
        text = _BLANKS.sub("", str(value)).replace("\u2212", "-")
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        if not _NUMBER.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        number = Decimal(text)
        # Zero has no sign.
        return number or Decimal(0)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace(".", ",")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}
