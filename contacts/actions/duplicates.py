"""Keeping the likely pairs of the base, and what somebody said of one.

A contact's pairs follow once what was written of it stands: nobody's save waits for a comparison
or fails by one, and two people who save two alike never wait for each other. The night
(`find_duplicates`) goes over the whole base, whatever wrote it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from contacts import scoring
from contacts.models import Contact, DuplicatePair, MatchFingerprint, MatchingKey, NotDuplicates
from contacts.queries.duplicates.candidates import Pair, candidates, in_order, set_aside
from contacts.queries.duplicates.descriptions import (
    Known,
    known,
    known_of_many,
    standing_keys,
)
from contacts.queries.duplicates.fingerprints import changed_since_matching
from contacts.scoring import Score
from persistence import staging_tables
from persistence.garbage_collection import gc_paused
from persistence.models import delete_as, save_as
from users.models import User

# How many contacts, or pairs of them, one statement names; and how many a walk holds at once.
AT_ONCE, WALKED = 2_000, 10_000
T = TypeVar("T")
Read = Callable[[Collection[int]], Iterator[Known]]
Keys = list[tuple[int, int, bool]]
_NEW = "new_matching_key"
_COLUMNS = {"contact_id": "bigint", "key": "bigint", "is_private": "boolean"}
# Of the whole, the part that keys take.
_OF_KEYS = 0.8
_POSTPONED: ContextVar[set[int] | None] = ContextVar("postponed", default=None)


@dataclass
class Found:
    """How many pairs there are, and how many of them are new since the last time."""

    pairs: int = 0
    new: int = 0


def schedule_matching(contact_ids: Iterable[int]) -> None:
    """Compare these contacts with the base, once what is being written of them stands."""
    keys = tuple(contact_ids)
    waiting = _POSTPONED.get()
    if waiting is not None:
        waiting.update(keys)
    elif keys:
        transaction.on_commit(partial(keep, keys), robust=True)


@contextmanager
def postponed() -> Iterator[None]:
    """Look at all contacts written in this block once, at its end."""
    keys: set[int] = set()
    token = _POSTPONED.set(keys)
    try:
        yield
    finally:
        _POSTPONED.reset(token)
    keep(keys)


def keep(contact_ids: Collection[int]) -> None:
    """Keep the keys and pairs of these contacts: the same statements up to `AT_ONCE`."""
    for some in _batches(sorted(set(contact_ids))):
        with transaction.atomic():
            _keep_keys(some, _copy_keys if len(some) > staging_tables.COPIED else _insert_keys)
            _keep_pairs(candidates(some), Q(first__in=some) | Q(second__in=some))


def find_all(step: Callable[[float], object] = lambda _part: None, *, anew: bool = False) -> Found:
    """Go over the whole base; `step` is told each part done, of one in all.

    Keys are made for whoever changed since they were made last, or `anew` for everybody.
    """
    begun = timezone.now()
    if anew:
        MatchFingerprint.objects.all().delete()
    parts = list(_parts())
    with gc_paused():
        for part in parts:
            _keep_keys(part, _copy_keys)
            step(_OF_KEYS / len(parts))
        found = Found(new=_keep_pairs(candidates(), Q(), known_of_many, WALKED))
    # Whoever was saved meanwhile may have been read before.
    keep(Contact.everything.filter(updated_at__gte=begun).values_list("pk", flat=True))
    step(1 - _OF_KEYS)
    found.pairs = DuplicatePair.objects.count()
    return found


def _parts() -> Iterator[range]:
    """Cut the keys of all contacts into ranges."""
    ends = Contact.everything.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        for start in range(ends["first"], ends["last"] + 1, WALKED):
            yield range(start, start + WALKED)


def _batches(rows: Iterable[T], size: int | None = None) -> Iterator[list[T]]:
    rows = iter(rows)
    while some := list(islice(rows, size or AT_ONCE)):
        yield some


def _insert_keys(keys: Keys) -> None:
    rows = [
        MatchingKey(contact_id=contact, key=key, is_private=is_private)
        for contact, key, is_private in keys
    ]
    MatchingKey.objects.bulk_create(rows, ignore_conflicts=True)


def _copy_keys(keys: Keys) -> None:
    """Write thousands of keys: through models they take two fifths of a first night's Python."""
    staging_tables.create(_NEW, _COLUMNS)
    staging_tables.fill(_NEW, _COLUMNS, keys)
    columns = {name: name for name in _COLUMNS}
    staging_tables.insert(MatchingKey, columns, f"{_NEW} WHERE TRUE ON CONFLICT DO NOTHING")


def _keep_keys(
    contacts: Collection[int] | range, write: Callable[[Keys], None] = _insert_keys
) -> None:
    """Write the keys of those contacts that read otherwise, where they differ from those there."""
    prints = changed_since_matching(contacts)
    for some in _batches(sorted(prints)):
        with transaction.atomic():
            # First: who writes the keys of one of these too waits here, then reads what is new.
            _write_down({contact: prints[contact] for contact in some})
            wanted = {
                (one.contact, key, one.is_private)
                for one in known(some)
                for key in scoring.keys(one)
            }
            standing = standing_keys(some)
            changed = {contact for contact, *_rest in wanted.symmetric_difference(standing)}
            _delete(MatchingKey, "contact_id", changed)
            write([row for row in sorted(wanted) if row[0] in changed])


def _write_down(prints: Mapping[int, str]) -> None:
    MatchFingerprint.objects.bulk_create(
        [
            MatchFingerprint(contact_id=contact, fingerprint=told)
            for contact, told in prints.items()
        ],
        update_conflicts=True,
        unique_fields=["contact"],
        update_fields=["fingerprint"],
    )


def _delete(model: type[models.Model], column: str, keys: Collection[int]) -> None:
    for some in _batches(sorted(keys)):
        models.QuerySet(model).filter(**{f"{column}__in": some}).delete()


def _keep_pairs(
    compared: Iterable[Pair], where: Q, read: Read = known, size: int | None = None
) -> int:
    """Write those of the pairs that differ from those standing there; return how many are new."""
    found = dict(_scored(compared, read, size))
    with transaction.atomic():
        rows = DuplicatePair.objects.filter(where).order_by("pk")
        standing = {(row.first_id, row.second_id): row for row in rows}
        _delete(DuplicatePair, "pk", [standing[one].pk for one in standing.keys() - found.keys()])
        _change(standing, found)
        made = [_pair(*pair, found[pair]) for pair in sorted(found.keys() - standing.keys())]
        DuplicatePair.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _change(standing: Mapping[Pair, DuplicatePair], found: Mapping[Pair, Score]) -> None:
    changed = []
    for pair in standing.keys() & found.keys():
        row = standing[pair]
        if (row.score, row.reasons) != _written(found[pair]):
            row.score, row.reasons = _written(found[pair])
            row.computed_at = timezone.now()
            changed.append(row)
    DuplicatePair.objects.bulk_update(changed, ["score", "reasons", "computed_at"])


def _pair(first: int, second: int, score: Score) -> DuplicatePair:
    points, reasons = _written(score)
    return DuplicatePair(
        first_id=first,
        second_id=second,
        score=points,
        reasons=reasons,
        computed_at=timezone.now(),
    )


def _written(score: Score) -> tuple[int, list[str]]:
    return score.points, [str(reason) for reason in score.reasons]


def _scored(compared: Iterable[Pair], read: Read, size: int | None) -> Iterator[tuple[Pair, Score]]:
    """Compare each two, and give those that a person may look at.

    `size`: of how many pairs the contacts are read at once, more than one statement names.
    """
    for some in _batches(compared, size):
        both = {one.contact: one for one in read({end for pair in some for end in pair})}
        alike = [
            (pair, score)
            for pair in some
            if (score := _score(both.get(pair[0]), both.get(pair[1]))).points >= scoring.POSSIBLE
        ]
        for pairs in _batches(alike):
            said = set_aside({end for pair, _score in pairs for end in pair})
            yield from ((pair, score) for pair, score in pairs if pair not in said)


def _score(one: Known | None, other: Known | None) -> Score:
    """Compare two that stand: a deleted or merged contact is nobody's double."""
    if one is None or other is None or not (one.is_active and other.is_active):
        return Score()
    return scoring.score(one.said, other.said)


@transaction.atomic
def set_apart(*, first: int, second: int, by: User) -> None:
    """Remember that these two contacts are not duplicates, once however often it is said."""
    first, second = in_order(first, second)
    said = NotDuplicates.objects.filter(first_id=first, second_id=second)
    if not said.exists():
        # Of two who say it at the same moment, the first said it.
        with suppress(IntegrityError), transaction.atomic():
            one = NotDuplicates(first_id=first, second_id=second, by=by, at=timezone.now())
            save_as(one, by)
    DuplicatePair.objects.filter(first_id=first, second_id=second).delete()


@transaction.atomic
def put_together(*, first: int, second: int, by: User) -> None:
    """Forget that these two contacts are not duplicates: they are compared again."""
    first, second = in_order(first, second)
    for said in NotDuplicates.objects.filter(first_id=first, second_id=second):
        delete_as(said, by)
    schedule_matching([first, second])
