"""Which fields of Général are asked only when another one is answered so.

A field that does not fit stays in the page, out of sight: what it holds is posted with the rest,
so that nothing is lost when a situation changes and changes back. Static/js/conditions.js follows
what is being typed; without it the page follows what is saved.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.forms import BaseForm

from contacts.enums import IdentityDocument, MaritalStatus, Title, YesNo

ANY = ("*",)


@dataclass(frozen=True)
class Condition:
    """The field is asked when `name` holds one of `values`; `ANY` means anything at all."""

    name: str
    values: Collection[str]


_BEEN_MARRIED = Condition(
    "marital_status",
    (
        MaritalStatus.MARRIED,
        MaritalStatus.SEPARATED,
        MaritalStatus.DIVORCED,
        MaritalStatus.WIDOWED,
    ),
)
_ENDS_A_COUPLE = Condition("marital_status", sorted(MaritalStatus.ending()))
_PACS = Condition("marital_status", (MaritalStatus.PACS,))
_US_PERSON = Condition("us_person", (YesNo.YES,))
_DOCUMENT = Condition(
    "identity_document",
    (IdentityDocument.IDENTITY_CARD, IdentityDocument.PASSPORT, IdentityDocument.OTHER),
)
_PAYS_INCOME_TAX = Condition("pays_income_tax", (YesNo.YES,))
_PAYS_WEALTH_TAX = Condition("pays_wealth_tax", (YesNo.YES,))

CONDITIONS: dict[str, Condition] = {
    "couple_ends": _ENDS_A_COUPLE,
    "ended_on": _ENDS_A_COUPLE,
    "other_died_on": Condition("marital_status", (MaritalStatus.WIDOWED,)),
    "other_title": Condition("title", (Title.OTHER,)),
    "matrimonial_regime": _BEEN_MARRIED,
    "marriage_date": _BEEN_MARRIED,
    "marriage_place": _BEEN_MARRIED,
    "spouse_gift": Condition("marital_status", (MaritalStatus.MARRIED, MaritalStatus.SEPARATED)),
    "pacs_date": _PACS,
    "pacs_place": _PACS,
    "pacs_regime": _PACS,
    "us_citizen": _US_PERSON,
    "us_resident": _US_PERSON,
    "has_tin": _US_PERSON,
    "tin": Condition("has_tin", (YesNo.YES,)),
    "identity_number": _DOCUMENT,
    "identity_issued_on": _DOCUMENT,
    "identity_expires_on": _DOCUMENT,
    "income_tax": _PAYS_INCOME_TAX,
    "income_tax_rate": _PAYS_INCOME_TAX,
    "wealth_tax": _PAYS_WEALTH_TAX,
    "wealth_tax_rate": _PAYS_WEALTH_TAX,
    "lei_expires_on": Condition("lei", ANY),
}


def follow_conditions(forms: Iterable[BaseForm]) -> None:
    """Mark the fields that are asked under a condition, and those that do not fit now."""
    for form in forms:
        for name in form.fields.keys() & CONDITIONS.keys():
            condition = CONDITIONS[name]
            form.fields[name].__dict__ |= {
                "asked_when": condition.name,
                "asked_for": " ".join(condition.values),
                "is_out_of_sight": not (fits(form, name) or form.errors.get(name)),
            }


def fits(form: BaseForm, name: str) -> bool:
    """Tell whether what the form holds asks for this field, and for what that one depends on."""
    condition = CONDITIONS.get(name)
    if condition is None:
        return True
    held = str(form[condition.name].value() or "")
    wanted = bool(held) if condition.values == ANY else held in condition.values
    return wanted and fits(form, condition.name)
