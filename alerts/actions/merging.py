"""What alerts and partners' links become when one contact is merged into another."""

from collections import Counter
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from alerts.models import DetectedClient, Suggestion
from alerts.queries.pending import pending_accounts, pending_clients
from contacts import merge_policy
from contacts.changes import Part, RowMove, Step, StepKind, move
from contacts.merge_policy import Merging, Move, Planned

CHANGED = ("score", "reasons")


def plan_suggestions(merging: Merging) -> Part:
    """Move the suggestions; where a holder has both, the better score stands with the target.

    "It is not this contact", said of the target, holds whatever was said of the source.
    """
    rows = Suggestion.objects.filter(contact_id__in=merging.both).order_by("pk")
    found = [
        (pk, (client, holder), *row)
        for pk, client, holder, *row in rows.values_list(
            "pk", "client_id", "holder", "contact_id", *CHANGED, "refused_by_id"
        )
    ]
    own = {row[1]: row for row in found if row[2] == merging.target}
    coming = [row for row in found if row[2] == merging.source]
    moving = [row[0] for row in coming if row[1] not in own]
    better = [(own[row[1]], row) for row in coming if _is_better(row, own.get(row[1]))]
    label = Suggestion._meta.label
    steps = [move(label, "contact_id", moving, *merging.both)] if moving else []
    if better:
        keys = [mine[0] for mine, _theirs in better]
        old = [tuple(mine[3:5]) for mine, _theirs in better]
        new = [tuple(theirs[3:5]) for _mine, theirs in better]
        steps.append(Step(StepKind.CHANGE, label, CHANGED, keys, old, new))
    return Part(steps)


def _is_better(theirs: tuple[Any, ...], mine: tuple[Any, ...] | None) -> bool:
    if mine is None or theirs[5] is not None or mine[5] is not None:
        return False
    return bool(theirs[3] > mine[3])


def plan_best(merging: Merging) -> Part:
    """Move the lines whose best suggestion is the source, and tell of those that one sees."""
    rows = DetectedClient.objects.filter(best_contact_id=merging.source).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    label = DetectedClient._meta.label
    steps = [move(label, "best_contact_id", keys, *merging.both)] if keys else []
    counts = _pending(pending_clients(merging.by), "best_contact_id", "identity_key", merging)
    counts += _pending(pending_accounts(merging.by), "owner_id", "pk", merging)
    source, target = counts[merging.source], counts[merging.target]
    if not source + target:
        return Part(steps)
    return Part(steps, [RowMove(_("Pending alerts"), source, target, source + target)])


def _pending(lines: models.QuerySet[Any], column: str, unit: str, merging: Merging) -> Counter[int]:
    """Count the lines of each of the two, as a window shows them; they are few."""
    found = lines.order_by().filter(**{f"{column}__in": merging.both})
    return Counter(contact for contact, _unit in found.values_list(column, unit).distinct())


def register() -> None:
    merge_policy.register(
        {
            # The next night recognises the survivor by them.
            "alerts.PartnerLink.contact": Move(),
            "alerts.PartnerLink.second_contact": Move(),
            "alerts.DetectedClient.contact": Move(),
            "alerts.DetectedClient.second_contact": Move(),
            "alerts.DetectedClient.best_contact": Planned(planner=plan_best),
            "alerts.DetectedClient.second_best_contact": Move(),
            "alerts.DetectedAccount.owner": Move(),
            "alerts.DetectedAccount.second_owner": Move(),
            "alerts.Suggestion.contact": Planned(planner=plan_suggestions),
        }
    )
