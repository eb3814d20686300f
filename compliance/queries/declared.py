"""What the rows of a folder come to: the consents that stand, owners, years side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext

from compliance import fields
from compliance.enums import ConsentKind
from compliance.models import BeneficialOwner, Consent, FinancialYear, Shareholder
from contacts.enums import RelationKind
from contacts.fields import text_of
from contacts.models import Contact
from contacts.queries.relations import Relation, relations_of
from text import formats
from users.models import User

WHOLE = Decimal(100)
# So many years are compared.
COMPARED = 3


@dataclass(frozen=True)
class Standing:
    """What a client last said of a subject; nothing, where `consent` is None."""

    label: str | Promise
    consent: Consent | None

    @property
    def told(self) -> str:
        """Return when it was said, and by which form."""
        if self.consent is None:
            return ""
        day = pgettext("consent", "on %(date)s") % {"date": formats.date_fr(self.consent.dated_on)}
        return ", ".join(filter(None, [day, self.consent.source]))


def standing_consents(rows: Sequence[Consent]) -> list[Standing]:
    """Return the latest row of each kind, in the order of the form."""
    latest: dict[str, Consent] = {}
    for row in sorted(rows, key=lambda row: (row.dated_on, row.pk)):
        latest[row.kind] = row
    return [Standing(kind.label, latest.get(kind)) for kind in ConsentKind]


def related_owners(contact: Contact, user: User) -> list[Relation]:
    """Return the contacts that Relations calls beneficial owners, those that the user may see."""
    return [
        relation
        for relation in relations_of(contact, user)
        if relation.kind == RelationKind.BENEFICIAL_OWNER
        and relation.is_open
        and not relation.is_archived
    ]


def is_above_whole(rows: Sequence[BeneficialOwner | Shareholder]) -> bool:
    """Say whether the shares come to more than the whole."""
    return sum((row.share or Decimal(0) for row in rows), Decimal(0)) > WHOLE


@dataclass(frozen=True)
class Figure:
    """One figure of the last years, the newest first, and how it changed over the last one."""

    label: Any
    cells: Sequence[tuple[FinancialYear, str]]
    change: Decimal | None


def side_by_side(years: Sequence[FinancialYear]) -> list[Figure]:
    """Return the figures of these years, the newest first, that one of them says."""
    described = [field for field in fields.YEAR if field.name != "year"]
    figures = (
        Figure(
            field.label,
            [(year, text_of(year, field)) for year in years],
            _change([getattr(year, field.name) for year in years[:2]]),
        )
        for field in described
    )
    return [figure for figure in figures if any(text for _year, text in figure.cells)]


def _change(values: Sequence[Decimal | None]) -> Decimal | None:
    """Return the change in percent from the year before; nothing from a loss or from nothing."""
    new, *before = values
    if new is None or not before or not before[0] or before[0] < 0:
        return None
    return (new - before[0]) / before[0] * 100
