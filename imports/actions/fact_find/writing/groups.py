"""The parts in which a folder is filled in, in their order; a screen shows them under these titles.

A question belongs to the first group that names its target.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.enums import Kind
from imports.actions.fact_find.writing import (
    children,
    compliance,
    family,
    organisation,
    people,
    wealth,
)
from imports.actions.fact_find.writing.filling import Filling
from imports.fact_find.schema import Field
from imports.queries.fact_find.organisation import IDENTITY as ORGANISATION_IDENTITY
from imports.queries.fact_find.people import IDENTITY as PERSON_IDENTITY


@dataclass(frozen=True)
class Group:
    """`targets`: the first words of those that it fills."""

    key: str
    title: str | Promise
    targets: Sequence[str]
    write: Callable[[Filling], None]

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(f"{target}." for target in self.targets)

    def has(self, question: Field) -> bool:
        return f"{question.target}.".startswith(self._prefixes)


_AIMS = Group("aims", _("Objectives"), ["aim"], compliance.write_aims)
_PROFILE = Group("profile", _("Investor profile"), ["profile"], compliance.write_profile)
_ORIGIN = Group("origin", _("Origin of funds"), ["origin"], compliance.write_origin)
_CONSENTS = Group("consents", _("Consents"), ["consent"], compliance.write_consents)
_ASSETS = Group("assets", _("Declared investments"), ["asset"], wealth.write_assets)
_EXPOSURE = _("Tax residences and exposure")

PERSON: Sequence[Group] = (
    Group(
        "identity",
        _("Identity"),
        [f"contact.{about}" for about in PERSON_IDENTITY],
        people.write_identity,
    ),
    Group(
        "coordinates",
        _("Contact details"),
        ["address", "contact.email", "contact.mobile", "contact.landline", "contact.housing"],
        people.write_coordinates,
    ),
    Group("family", _("Family situation"), ["family"], family.write_family),
    Group("spouse", _("Spouse"), ["spouse"], people.write_spouse),
    Group("children", _("Children"), ["child"], children.write_children),
    Group(
        "employment",
        _("Professional situation"),
        ["contact.employment", "contact.retirement_age"],
        people.write_employment,
    ),
    Group("income", _("Income and expenses"), ["income", "expense", "tax"], wealth.write_income),
    Group("property", _("Property"), ["property"], wealth.write_properties),
    _ASSETS,
    Group("debts", _("Liabilities"), ["debt"], wealth.write_debts),
    _AIMS,
    _PROFILE,
    _ORIGIN,
    Group("exposure", _EXPOSURE, ["contact"], people.write_exposure),
    _CONSENTS,
)
ORGANISATION: Sequence[Group] = (
    Group(
        "identity",
        _("Identity"),
        [f"organisation.{about}" for about in ORGANISATION_IDENTITY],
        organisation.write_identity,
    ),
    Group(
        "coordinates",
        _("Contact details"),
        ["address", "organisation.email", "organisation.telephone"],
        organisation.write_coordinates,
    ),
    Group(
        "representative",
        _("Legal representative"),
        ["representative"],
        organisation.write_representative,
    ),
    Group("owners", _("Beneficial owners"), ["owner"], compliance.write_owners),
    Group("shareholders", _("Shareholders"), ["shareholder"], compliance.write_shareholders),
    Group("figures", _("Financial figures"), ["figures"], compliance.write_figures),
    _ASSETS,
    Group("exposure", _EXPOSURE, ["organisation"], organisation.write_exposure),
    _ORIGIN,
    _AIMS,
    _PROFILE,
    _CONSENTS,
)


def groups_for(kind: str) -> Sequence[Group]:
    return PERSON if kind == Kind.PERSON else ORGANISATION


def group_of(question: Field, groups: Sequence[Group]) -> Group | None:
    """Return the first group that fills its target; None for what fills nothing."""
    return next((group for group in groups if group.has(question)), None)
