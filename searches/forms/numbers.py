"""The control of a whole number from 1, in the words in which the schema refuses one."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _


def whole_number(label: Any, most: int, *, required: bool = False) -> forms.IntegerField:
    refusal = lazy(_refusal, str)(most)
    codes = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        required=required,
        error_messages=dict.fromkeys(codes, refusal),
    )


def _refusal(most: int) -> str:
    return _("Give a whole number from 1 to %(most)s.") % {"most": most}
