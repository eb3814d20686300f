"""Who a detected client is not, as somebody said it."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from alerts.actions.owners import of_partner
from alerts.enums import Holder
from alerts.models import DetectedClient, SetApart, Suggestion
from alerts.queries.pending import OF_CLIENT, clients_hidden_from, pending_clients
from contacts.models import Contact
from users.models import User


def settle_best(clients: Collection[int]) -> None:
    """Let the best suggestions that stand decide who sees each line; of two the private one."""
    DetectedClient.objects.filter(pk__in=clients).update(**_best())


def unsettled(lines: QuerySet[DetectedClient]) -> set[int]:
    """Return those of these lines that `settle_best` would change."""
    best = _best()
    now = {f"now_{name}": _or_none(expression) for name, expression in best.items()}
    kept = {f"kept_{name}": _or_none(name) for name in best}
    same = {f"now_{name}": F(f"kept_{name}") for name in best}
    changed = lines.order_by().alias(**now, **kept).exclude(**same)
    return {*changed.values_list("pk", flat=True)}


def _best() -> dict[str, Subquery | Coalesce]:
    shown = Suggestion.objects.filter(client=OuterRef("pk"), refused_by__isnull=True)
    best = shown.order_by("-score", "-contact__is_private", "contact_id")
    first, second = (best.filter(holder=holder) for holder in Holder)
    return {
        "best_contact": Subquery(first.values("contact")[:1]),
        "best_score": Coalesce(Subquery(first.values("score")[:1]), 0),
        "second_best_contact": Subquery(second.values("contact")[:1]),
    }


def _or_none(value: str | Subquery | Coalesce) -> Coalesce:
    """Return the number, with one for none that may be compared."""
    return Coalesce(value, 0, output_field=BigIntegerField())


@transaction.atomic
def refuse_contact(
    *, client_id: int, contact_id: int, holder: Holder = Holder.FIRST, by: User
) -> bool:
    """Keep that the client, or one of two holders, is not this contact.

    The next best decides who sees each line; one that the person does not see, from the next
    night on: a line that left under their hand would tell of it.
    """
    lines = _group(client_id, by)
    # Nobody vetoes a folder that does not exist for them.
    if not lines or not Contact.objects.visible_to(by).filter(pk=contact_id).exists():
        return False
    keys = [line.pk for line in lines]
    pair = {"contact_id": contact_id, "holder": holder}
    Suggestion.objects.bulk_create(
        (Suggestion(client_id=pk, score=0, **pair) for pk in keys), ignore_conflicts=True
    )
    pairs = Suggestion.objects.filter(client__in=keys, **pair)
    refused = pairs.filter(refused_by__isnull=True).update(refused_by=by)
    settle_best(keys)
    hidden = {*clients_hidden_from(by).filter(pk__in=keys).values_list("pk", flat=True)}
    kept = [line for line in lines if line.pk in hidden]
    DetectedClient.objects.bulk_update(kept, (*OF_CLIENT, "best_score"), batch_size=200)
    return refused > 0


def _group(client_id: int, by: User) -> list[DetectedClient]:
    """Lock the line and the others of its client that the person sees; none if it is not there."""
    pending = pending_clients(by).order_by("pk")
    mine = pending.filter(pk=client_id).values("identity_key")
    return list(pending.filter(identity_key__in=mine).select_for_update(of=("self",)))


@transaction.atomic
def set_apart(*, client_id: int, by: User) -> DetectedClient | None:
    """Keep that this partner's client is not whom the others call the same, for nights to come."""
    lines = {line.pk: line for line in _group(client_id, by)}
    line = lines.get(client_id)
    # It stands alone already.
    if line is None or len(lines) == 1:
        return None
    # Somebody may have said it of a line that this person does not see.
    one = SetApart(partner=line.partner, identity_key=line.identity_key, decided_by=by)
    SetApart.objects.bulk_create([one], ignore_conflicts=True)
    same = DetectedClient.objects.filter(partner=line.partner, identity_key=line.identity_key)
    same.update(identity_key=Concat("identity_key", Value(of_partner(line.partner))))
    return line
