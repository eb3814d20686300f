"""What a merge and its undo cost, over the bare SQL that moves the same rows and their history."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models, transaction

from accounts.models import Account, Custodian, Ownership, Product
from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample, alternate
from contacts.actions.contacts import create
from contacts.actions.merging import merge, plan_merge, undo
from contacts.models import Category, Change, Contact, FollowUp, PersonDetails, Relationship
from persistence import bulk_history
from users.models import User

SIZES = (10_000,)
WRITES = True
# Accounts, relations and notes of each of the two.
EACH = 500
MERGE, UNDO = 4, 1.5
REASON = "Fusion"


def measure() -> dict[str, Sample]:
    with transaction.atomic():
        by = User.objects.filter(username__startswith="conseiller").order_by("pk")[0]
        source, target = (_heavy(name, by) for name in ("Source", "Cible"))
        found = _measured(source, target, by)
        transaction.set_rollback(True)
    return found


def _heavy(name: str, by: User) -> Contact:
    category = Category.objects.order_by("pk")[0]
    contact = create(
        contact=Contact(category=category), details=PersonDetails(last_name=name), by=by
    )
    custodian, _made = Custodian.objects.get_or_create(code="BENCH", name="Banc d’essai")
    product, _made = Product.objects.get_or_create(custodian=custodian, code="B", name="Essai")
    accounts = bulk_history.create(
        [Account(product=product, number=f"{name}-{place}") for place in range(EACH)], by=by
    )
    bulk_history.create([Ownership(account=one, contact=contact) for one in accounts], by=by)
    others = Contact.objects.exclude(pk=contact.pk).order_by("pk")[:EACH]
    bulk_history.create(
        [Relationship(kind="sibling", contact=contact, other_contact=one) for one in others], by=by
    )
    day = dt.date(2026, 3, 1)
    bulk_history.create(
        [FollowUp(contact=contact, date=day, text="Appel", author=by) for _ in range(EACH)], by=by
    )
    return contact


def _measured(source: Contact, target: Contact, by: User) -> dict[str, Sample]:
    # Both know the same people: half of the relations have no double.
    rows = Relationship.objects.filter(contact=source).order_by("pk")
    half = list(rows.values_list("pk", flat=True)[: EACH // 2])
    models.QuerySet(Relationship).filter(pk__in=half).update(kind="cousin")

    def ours() -> None:
        plan = plan_merge(source=source, target=target, by=by)
        with transaction.atomic():
            merge(source=source, target=target, shown=plan.digest, by=by)
            transaction.set_rollback(True)

    def both_ways() -> None:
        plan = plan_merge(source=source, target=target, by=by)
        with transaction.atomic():
            done = merge(source=source, target=target, shown=plan.digest, by=by)
            undo(merge=Change.objects.get(pk=done.pk), by=by)
            transaction.set_rollback(True)

    acts: dict[str, Act] = {
        "merge": ours,
        "merge_floor": lambda: _floor(source, target, half, by),
        "both_ways": both_ways,
    }
    return alternate(acts, repetitions=10)


def _floor(source: Contact, target: Contact, relations: list[int], by: User) -> None:
    """Move the same rows by their keys, and write the same history."""
    keys: dict[Any, list[int]] = {
        Ownership: _keys(Ownership, source),
        FollowUp: _keys(FollowUp, source),
        Relationship: relations,
    }
    with transaction.atomic():
        for model, moved in keys.items():
            models.QuerySet(model).filter(pk__in=moved).update(contact=target)
            bulk_history.record(model, moved, sign=bulk_history.CHANGED, by=by, reason=REASON)
        transaction.set_rollback(True)


def _keys(model: Any, source: Contact) -> list[int]:
    return list(model.objects.filter(contact=source).values_list("pk", flat=True))


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    samples = found[max(found)]
    facts = {"queries": samples["merge"].queries}
    yield Figure(
        name="merge_vs_sql",
        value=samples["merge"].median,
        unit="ms, median",
        floor=samples["merge_floor"].median,
        goal=MERGE,
        facts=facts,
    )
    yield Figure(
        name="undo_vs_merge",
        value=samples["both_ways"].median - samples["merge"].median,
        unit="ms, median",
        floor=samples["merge"].median,
        goal=UNDO,
        facts={"queries": samples["both_ways"].queries - samples["merge"].queries},
    )
