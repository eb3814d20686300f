"""What alerts and partners' links become when one contact is merged into another."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from alerts.queries.pending import pending_accounts, pending_clients
from contacts.changes import Part, RowMove
from contacts.merge_policy import Merging
from persistence.journal.steps import Step, StepKind, move

CHANGED = ("score", "reasons")
# The keys to contacts of each table, read and moved together.
OF_LINK = ("contact_id", "second_contact_id")
OF_CLIENT = ("contact_id", "second_contact_id", "best_contact_id", "second_best_contact_id")
OF_ACCOUNT = ("owner_id", "second_owner_id")


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


def plan_links(merging: Merging) -> Part:
    """Move the partners' links: the next night recognises the survivor by them."""
    return Part(_moves(PartnerLink, OF_LINK, merging))


def plan_lines(merging: Merging) -> Part:
    """Move what lines say of the source, and tell of those to treat that one sees."""
    steps = _moves(DetectedClient, OF_CLIENT, merging)
    steps += _moves(DetectedAccount, OF_ACCOUNT, merging)
    # Asked whether lines name the two or not: the answer's time would tell of hidden ones.
    counts = _pending(pending_clients(merging.by), "best_contact_id", "identity_key", merging)
    counts += _pending(pending_accounts(merging.by), "owner_id", "pk", merging)
    source, target = counts[merging.source], counts[merging.target]
    if not source + target:
        return Part(steps)
    return Part(steps, [RowMove(_("Pending alerts"), source, target, source + target)])


def _moves(model: type[models.Model], columns: Sequence[str], merging: Merging) -> list[Step]:
    """Move these keys of the table's rows, read once."""
    named = Q()
    for column in columns:
        named |= Q(**{f"{column}__in": merging.both})
    every: models.QuerySet[Any] = models.QuerySet(model)
    rows = list(every.filter(named).order_by("pk").values_list("pk", *columns))
    steps = []
    for place, column in enumerate(columns, start=1):
        keys = [row[0] for row in rows if row[place] == merging.source]
        if keys:
            steps.append(move(model._meta.label, column, keys, *merging.both))
    return steps


def _pending(lines: models.QuerySet[Any], column: str, unit: str, merging: Merging) -> Counter[int]:
    """Count the lines of each of the two, as a window shows them; they are few."""
    found = lines.order_by().filter(**{f"{column}__in": merging.both})
    return Counter(contact for contact, _unit in found.values_list(column, unit).distinct())
