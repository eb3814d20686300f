"""Which fields of Général are asked only when another one is answered so.

A field that does not fit stays in the page, out of sight: what it holds is posted with the rest,
so that nothing is lost when a situation changes and changes back. As long as nobody answered what
it waits for, one that holds something is in sight: a fact-find form or a workbook told it alone.
Static/js/conditions.js follows what is being typed; without it the page follows what is saved.
"""

from collections.abc import Collection, Iterable
from typing import Any

from contacts import fields
from contacts.enums import MaritalStatus
from contacts.fields import ANY
from contacts.forms.couple_ending import ENDED_ON, ENDS, OTHER_DIED_ON

_ENDS_A_COUPLE = ("marital_status", sorted(MaritalStatus.ending()))
# What Général asks of the couple, and no row holds.
_OF_THE_COUPLE: dict[str, tuple[str, Collection[str]]] = {
    ENDS: _ENDS_A_COUPLE,
    ENDED_ON: _ENDS_A_COUPLE,
    OTHER_DIED_ON: ("marital_status", (MaritalStatus.WIDOWED,)),
}


def _condition(form: Any, name: str) -> tuple[str, Collection[str]] | None:
    return _OF_THE_COUPLE.get(name) or fields.description(form._meta.model, name).asked_when


def follow_conditions(forms: Iterable[Any]) -> None:
    """Mark the fields that are asked under a condition, and those that do not fit now."""
    for form in forms:
        for name, field in form.fields.items():
            if condition := _condition(form, name):
                field.__dict__ |= {
                    "asked_when": condition[0],
                    "asked_for": " ".join(condition[1]),
                    "is_out_of_sight": not (fits(form, name) or form.errors.get(name)),
                }


def fits(form: Any, name: str) -> bool:
    """Tell whether what the form holds asks for this field, and for what that one depends on."""
    condition = _condition(form, name)
    if condition is None:
        return True
    first, values = condition
    held = _held(form, first)
    if not held:
        return bool(_held(form, name))
    return (values == ANY or held in values) and fits(form, first)


def _held(form: Any, name: str) -> str:
    value = form[name].value()
    return "" if value is None else str(value)
