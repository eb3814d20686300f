"""What a night's search for duplicates costs: over reading the base once, and as the base grows.

The floor reads, by `values_list`, the columns that a comparison needs: those of the contacts and
their details, their e-mails, mobiles and post codes. The search is the night's: keys and pairs
stand from the night before. What keys are made of is read again of every contact, and whoever may
be the same is compared again. `first` begins with nothing, and makes every key.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection, transaction

from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample, milliseconds, wait_for_turn
from contacts.actions import duplicates
from contacts.models import (
    Contact,
    DuplicatePair,
    Email,
    MatchFingerprint,
    MatchingKey,
    PostalAddress,
    Telephone,
)

SIZES = (10_000, 100_000)
WRITES = True
GROWTH, OVER_READING, ROUNDS = 12, 6, 3
COLUMNS = (
    *("pk", "kind", "name", "first_name", "birth_date", "is_private", "deleted_at"),
    *("person__birth_name", "person__birth_town", "organisation__siren", "organisation__lei"),
)


def measure() -> dict[str, Sample]:
    """Measure whole nights in turn: each takes seconds, so that few of them tell enough.

    First nights come last: taken back, each leaves as many dead rows as there are keys, among
    which no other night has to search.
    """
    duplicates.find_all()
    acts: dict[str, Act] = {
        "read": _read,
        "search": duplicates.find_all,
        "one": _one,
    }
    last: dict[str, Act] = {"first": _first}
    found = {name: Sample([]) for name in (*acts, *last)}
    for turn in (*[acts] * ROUNDS, *[last] * ROUNDS):
        wait_for_turn()
        for name, act in turn.items():
            found[name].times.append(milliseconds(act))
    found["search"].facts = {
        "pairs": DuplicatePair.objects.count(),
        "keys": MatchingKey.objects.count(),
    }
    return found


def _read() -> None:
    for rows in (
        Contact.everything.order_by("pk").values_list(*COLUMNS),
        Email.objects.values_list("contact_id", "key"),
        Telephone.objects.filter(line="mobile").values_list("contact_id", "number"),
        PostalAddress.objects.filter(preferred=True).values_list("contact_id", "post_code"),
    ):
        _walk(rows.iterator(chunk_size=2_000))


def _walk(rows: Iterable[Any]) -> None:
    for _row in rows:
        pass


def _first() -> None:
    """Search in a base of which nothing is known yet; what it writes is taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for model in (MatchFingerprint, MatchingKey, DuplicatePair):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
        duplicates.find_all()
        transaction.set_rollback(True)


def _one() -> None:
    """Compare one contact with the base, as after each save."""
    duplicates.keep([Contact.objects.order_by("-pk").values_list("pk", flat=True)[0]])


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    small, large = found[min(found)], found[max(found)]
    facts = large["search"].facts
    yield Figure(
        name="duplicates_growth",
        value=large["search"].median,
        unit="ms, median",
        floor=small["search"].median,
        goal=GROWTH,
        facts=facts,
    )
    yield Figure(
        name="duplicates_vs_read",
        value=large["search"].median,
        unit="ms, median",
        floor=large["read"].median,
        goal=OVER_READING,
        facts=facts,
    )
    yield Figure(
        name="duplicates_first_vs_read",
        value=large["first"].median,
        unit="ms, median",
        floor=large["read"].median,
    )
    yield Figure(name="duplicates_one_contact", value=large["one"].median, unit="ms, median")
