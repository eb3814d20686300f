"""An account that its custodian numbers anew: it takes over what came under the new number.

The night has made a provisional account for the new number. The account that existed takes its
product, number and values; what was provisional stays as an empty shell under a namesake, where
nobody sees it, so that all of it can be taken back.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Case, Max, Q, Value, When

from accounts.actions.totals import keep_last_values, refresh
from accounts.models import Account, FormerNumber, Holding, Ownership, Valuation
from persistence import bulk_history
from persistence.locks import Work
from users.models import User

_NUMBERED = ["product_id", "number", "namesake", "version"]
_VALUED = ["value", "currency", "is_consolidated"]
# What one statement says of its rows: SQLite takes so many conditions and no more.
_AT_ONCE = 200


@dataclass(frozen=True)
class Taken:
    """What an account took over and what it was called before, as it is kept for an undo."""

    product: int
    number: str
    namesake: int
    # Values that came; pairs (the account's, the shell's) that changed places; the last value.
    moved: list[int] = field(default_factory=list)
    exchanged: list[list[int]] = field(default_factory=list)
    kept: int = 0
    last: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def keep_numbers() -> None:
    """Keep every number as it is until this transaction ends: a file is being loaded."""
    _lock("pg_advisory_xact_lock_shared")


def _lock(function: str) -> None:
    # SQLite has one writer, who holds the whole base.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [Work.NUMBERS.value])


@transaction.atomic
def renumber_accounts(*, numbers: Mapping[int, int], by: User) -> dict[int, Taken]:
    """Give accounts the number and values of provisional ones (`numbers`: provisional -> account).

    No date is lost. Of two values of one date the later to come stays, and what a person wrote
    stays whatever came; the other one stays on the shell.
    """
    if not numbers:
        return {}
    _lock("pg_advisory_xact_lock")
    rows = _locked([*numbers, *numbers.values()])
    shells, accounts = [rows[pk] for pk in numbers], [rows[pk] for pk in numbers.values()]
    taken = _plan(numbers, rows)
    _make_room(shells, by)
    FormerNumber.objects.bulk_create(
        [
            FormerNumber(account=account, product_id=account.product_id, number=account.number)
            for account in accounts
            if account.namesake == 0
        ],
        update_conflicts=True,
        unique_fields=["product", "number"],
        update_fields=["account"],
    )
    for shell, account in zip(shells, accounts, strict=True):
        account.product_id, account.number, account.namesake = shell.product_id, shell.number, 0
    _write_numbers(accounts, by)
    _move(taken, numbers)
    _exchange([pair for one in taken.values() for pair in one.exchanged], by)
    _refresh(rows)
    return taken


@transaction.atomic
def give_numbers_back(*, taken: Mapping[int, Taken], numbers: Mapping[int, int], by: User) -> None:
    """Undo `renumber_accounts`: later values of the night go with the number they came under."""
    _lock("pg_advisory_xact_lock")
    rows = _locked([*numbers, *numbers.values()])
    later = _later(taken, numbers)
    for pk, one in taken.items():
        account, shell = rows[numbers[pk]], rows[pk]
        account.product_id, account.number, account.namesake = one.product, one.number, one.namesake
        shell.namesake = 0
    _write_numbers([rows[pk] for pk in numbers.values()], by)
    _write_numbers([rows[pk] for pk in numbers], by)
    old = [
        Q(account=numbers[pk], product=one.product, number=one.number) for pk, one in taken.items()
    ]
    for rule in old:
        FormerNumber.objects.filter(rule).delete()
    _exchange([pair for one in taken.values() for pair in one.exchanged], by)
    for pk, one in taken.items():
        back = Valuation.objects.filter(Q(pk__in=one.moved) | Q(pk__in=later[pk]))
        back.filter(account=numbers[pk]).update(account=pk)
    _refresh(rows)


def is_untouched(one: Taken, *, account: Account, since: Any) -> bool:
    """Say whether nobody has changed the account or its values since it took them over."""
    values = Valuation.history.filter(account_id=account.pk, history_date__gte=since)
    before = Account.everything.filter(
        product=one.product, number=one.number, namesake=one.namesake
    ).exclude(pk=account.pk)
    return (
        account.deleted_at is None
        and account.history.filter(history_date__gte=since).count() == 1
        and values.count() == 2 * len(one.exchanged)
        and not before.exists()
    )


def _locked(keys: Collection[int]) -> dict[int, Account]:
    rows = Account.everything.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _plan(numbers: Mapping[int, int], rows: Mapping[int, Account]) -> dict[int, Taken]:
    """Tell for each provisional account which values go, change places or stay."""
    values: dict[int, dict[Any, int]] = defaultdict(dict)
    found = Valuation.objects.filter(account_id__in=rows).order_by("account_id", "date")
    for pk, account, date in found.values_list("pk", "account_id", "date"):
        values[account][date] = pk
    written = set(Valuation.history.filter(account_id__in=rows).values_list("id", flat=True))
    last = Valuation.objects.aggregate(last=Max("pk"))["last"] or 0
    plan = {}
    for shell, account in numbers.items():
        new, standing = values[shell], values[account]
        both = [[standing[date], new[date]] for date in new if date in standing]
        exchanged = [pair for pair in both if pair[1] > pair[0] and pair[0] not in written]
        row = rows[account]
        plan[shell] = Taken(
            product=row.product_id,
            number=row.number,
            namesake=row.namesake,
            moved=[pk for date, pk in new.items() if date not in standing],
            exchanged=exchanged,
            kept=len(both) - len(exchanged),
            last=last,
        )
    return plan


def _make_room(shells: Sequence[Account], by: User) -> None:
    """Put the shells behind the namesakes of their numbers."""
    same = Account.everything.filter(
        product__in={shell.product_id for shell in shells},
        number__in={shell.number for shell in shells},
    )
    highest = {
        (product, number): namesake
        for product, number, namesake in same.values_list("product", "number").annotate(
            highest=Max("namesake")
        )
    }
    for shell in shells:
        shell.namesake = highest[shell.product_id, shell.number] + 1
    _write_numbers(shells, by)


def _write_numbers(accounts: Sequence[Account], by: User) -> None:
    for account in accounts:
        account.version += 1
    # These columns alone: the night may be writing the accounts' last values.
    plain: models.QuerySet[Account] = models.QuerySet(Account)
    plain.bulk_update(accounts, _NUMBERED, batch_size=_AT_ONCE)
    bulk_history.record(
        Account, [account.pk for account in accounts], sign=bulk_history.CHANGED, by=by
    )


def _move(taken: Mapping[int, Taken], numbers: Mapping[int, int]) -> None:
    shells = list(taken)
    for start in range(0, len(shells), _AT_ONCE):
        some = shells[start : start + _AT_ONCE]
        going = Valuation.objects.filter(
            account_id__in=some, pk__in=[pk for shell in some for pk in taken[shell].moved]
        )
        whens = [When(account_id=shell, then=Value(numbers[shell])) for shell in some]
        going.update(account_id=Case(*whens, output_field=models.BigIntegerField()))


def _exchange(pairs: Sequence[Sequence[int]], by: User) -> None:
    """Let the values of each pair change places, with their holdings; history keeps both."""
    for start in range(0, len(pairs), _AT_ONCE):
        _exchange_some(pairs[start : start + _AT_ONCE], by)


def _exchange_some(pairs: Sequence[Sequence[int]], by: User) -> None:
    keys = [pk for pair in pairs for pk in pair]
    rows = Valuation.objects.select_for_update(of=("self",)).in_bulk(keys)
    mine = [pair[0] for pair in pairs]
    known = set(Valuation.history.filter(id__in=mine).values_list("id", flat=True))
    bulk_history.record(
        Valuation,
        [pk for pk in mine if pk not in known],
        sign=bulk_history.CREATED,
        by=User.objects.night(),
    )
    for one, other in pairs:
        for name in _VALUED:
            kept = getattr(rows[one], name)
            setattr(rows[one], name, getattr(rows[other], name))
            setattr(rows[other], name, kept)
    Valuation.objects.bulk_update(rows.values(), _VALUED)
    both = [(one, other) for one, other in pairs] + [(other, one) for one, other in pairs]
    Holding.objects.filter(valuation_id__in=keys).update(
        valuation_id=Case(
            *[When(valuation_id=one, then=Value(other)) for one, other in both],
            output_field=models.BigIntegerField(),
        )
    )
    bulk_history.record(Valuation, mine, sign=bulk_history.CHANGED, by=by)


def _later(taken: Mapping[int, Taken], numbers: Mapping[int, int]) -> dict[int, list[int]]:
    """Return what the nights have brought since: partners send it under the new number."""
    return {
        pk: list(
            Valuation.objects.filter(account=numbers[pk], pk__gt=one.last)
            .exclude(pk__in=one.moved)
            .values_list("pk", flat=True)
        )
        for pk, one in taken.items()
    }


def _refresh(rows: Collection[int]) -> None:
    keep_last_values(list(rows))
    owners = Ownership.objects.filter(account_id__in=rows)
    refresh(set(owners.values_list("contact_id", flat=True)))
