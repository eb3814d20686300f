"""What an import of contacts will do, in figures, by the outcomes and by what was decided."""

from dataclasses import dataclass

from django.db.models import Count, Q

from imports.enums import IssueCode, Outcome, RowChoice
from imports.models import ContactImport


@dataclass(frozen=True)
class Expected:
    """How many contacts are made, changed and brought back; and how many rows do nothing, why."""

    created: int
    updated: int
    reactivated: int
    unchanged: int
    refused: int
    # Deleted contacts and likely doubles of which nobody decided, or that are to be left.
    undecided: int
    left: int
    # Folders that their importer will not see once they are imported.
    vanishing: int

    @property
    def does_nothing(self) -> bool:
        return not (self.created or self.updated or self.reactivated)


def expected(contact_import: ContactImport) -> Expected:
    rows = contact_import.file_rows.filter(outcome__in=(Outcome.DELETED, Outcome.DOUBLE))
    decided = dict.fromkeys(("", *RowChoice), 0)
    for choice, count in rows.values_list("choice").annotate(Count("pk")):
        decided[choice] = count
    counts = {outcome: contact_import.counts.get(outcome, 0) for outcome in Outcome}
    asks = Q(row__outcome__in=(Outcome.DELETED, Outcome.DOUBLE))
    is_left = asks & Q(row__choice__in=("", RowChoice.LEAVE))
    vanishing = contact_import.file_issues.filter(code=IssueCode.VANISHES).exclude(
        Q(row__outcome=Outcome.REFUSED) | is_left
    )
    return Expected(
        created=counts[Outcome.NEW] + decided[RowChoice.CREATE],
        updated=counts[Outcome.UPDATED] + decided[RowChoice.UPDATE],
        reactivated=decided[RowChoice.REACTIVATE],
        unchanged=counts[Outcome.UNCHANGED],
        refused=counts[Outcome.REFUSED],
        undecided=decided[""],
        left=decided[RowChoice.LEAVE],
        vanishing=vanishing.count(),
    )
