"""An account that its custodian numbers anew: it takes over what came under the new number.

The night has made a provisional account for the new number. The account that existed takes its
product, number and values; what was provisional stays as an empty shell under a namesake, where
nobody sees it, so that all of it can be taken back.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Case, Max, Q, Value, When

from accounts.actions.totals import keep_last_values, refresh
from accounts.models import Account, FormerNumber, Holding, Ownership, Valuation
from persistence import bulk_history
from persistence.journal.narrowing import changed_rows, only_rows, standing_rows, values_now
from persistence.journal.steps import Step, StepKind, step_that_wrote
from persistence.locks import Work
from users.models import User

_NUMBERED = ("product_id", "number", "namesake")
_VALUED = ("value", "currency", "is_consolidated")
# What one statement says of its rows: SQLite takes so many conditions and no more.
_AT_ONCE = 200
# The account's value and the shell's, of one date.
Pair = tuple[int, int]


class Taken(NamedTuple):
    """What an account was called before, and what became of values of one date."""

    number: str
    exchanged: int
    kept: int


def keep_numbers() -> None:
    """Keep every number as it is until this transaction ends: a file is being loaded."""
    _lock("pg_advisory_xact_lock_shared")


def _lock(function: str) -> None:
    # SQLite has one writer, who holds the whole base.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [Work.NUMBERS.value])


@transaction.atomic
def renumber_accounts(*, numbers: Mapping[int, int], by: User) -> list[Step]:
    """Give accounts the number and values of provisional ones (`numbers`: provisional -> account).

    No date is lost. Of two values of one date the later to come stays, and what a person wrote
    stays whatever came; the other one stays on the shell.
    """
    if not numbers:
        return []
    _lock("pg_advisory_xact_lock")
    rows = _locked([*numbers, *numbers.values()])
    shells, accounts = [rows[pk] for pk in numbers], [rows[pk] for pk in numbers.values()]
    held, pairs = _plan(numbers)
    former = [_number_of(account) for account in accounts]
    _keep_former(accounts)
    for shell, account in zip(shells, accounts, strict=True):
        account.product_id, account.number, account.namesake = _number_of(shell)
    _make_room(shells, by)
    _write_numbers(accounts, by)
    _move(numbers, _coming(held))
    exchanged = _exchange(pairs, by)
    _refresh(rows)
    keys, new = list(numbers.values()), [_number_of(account) for account in accounts]
    renamed = Step(StepKind.CHANGE, Account._meta.label, _NUMBERED, keys, former, new)
    return [renamed, held, exchanged]


@transaction.atomic
def give_numbers_back(
    *, steps: Sequence[Step], numbers: Mapping[int, int], since: dt.datetime, by: User
) -> set[int]:
    """Undo `renumber_accounts` where nobody changed the account or its values since then.

    Return the provisional accounts that have their numbers again. Later values of the night go
    with the number they came under.
    """
    if not numbers:
        return set()
    _lock("pg_advisory_xact_lock")
    rows = _locked([*numbers, *numbers.values()])
    renamed = step_that_wrote(steps, Account._meta.label, "number")
    held = step_that_wrote(steps, Valuation._meta.label, "account_id")
    pairs = _pairs(steps, held)
    renamed = _untouched(only_rows(renamed, set(numbers.values())), pairs, since)
    back = {shell: account for shell, account in numbers.items() if account in renamed.keys}
    former = Q(pk__in=())
    taken = {key: new[2] for key, new in zip(renamed.keys, renamed.new, strict=True)}
    for account, (product, number, namesake) in zip(renamed.keys, renamed.old, strict=True):
        one = rows[account]
        one.product_id, one.number, one.namesake = product, number, namesake
        former |= Q(account=account, product=product, number=number)
    for shell, account in back.items():
        rows[shell].namesake = taken[account]
    _write_numbers([rows[account] for account in back.values()], by)
    _write_numbers([rows[shell] for shell in back], by)
    FormerNumber.objects.filter(former).delete()
    _exchange([pair for account in back.values() for pair in pairs[account]], by)
    stood = set(held.keys) - set(_coming(held))
    going = Valuation.objects.filter(account__in=back.values()).exclude(pk__in=stood)
    _move({account: shell for shell, account in back.items()}, going.values_list("pk", flat=True))
    _refresh([pk for pair in back.items() for pk in pair])
    return set(back)


def taken_over(steps: Sequence[Step], numbers: Mapping[int, int]) -> dict[int, Taken]:
    """Tell for each provisional account what `renumber_accounts` did, from its steps."""
    renamed = step_that_wrote(steps, Account._meta.label, "number")
    former = {key: old[1] for key, old in zip(renamed.keys, renamed.old, strict=True)}
    pairs = _pairs(steps, step_that_wrote(steps, Valuation._meta.label, "account_id"))
    shells = Valuation.objects.filter(account__in=numbers).values_list("account", flat=True)
    left = Counter(shells)
    return {
        shell: Taken(former[account], len(pairs[account]), left[shell] - len(pairs[account]))
        for shell, account in numbers.items()
    }


def _number_of(account: Account) -> tuple[int, str, int]:
    return account.product_id, account.number, account.namesake


def _coming(held: Step) -> list[int]:
    """Return the values that came from the shells, of all that the accounts hold since."""
    rows = zip(held.keys, held.old, held.new, strict=True)
    return [key for key, old, new in rows if old != new]


def _pairs(steps: Sequence[Step], held: Step) -> dict[int, list[Pair]]:
    """Return the values that changed places, by the account that holds them."""
    holders = {key: new[0] for key, new in zip(held.keys, held.new, strict=True)}
    keys = step_that_wrote(steps, Valuation._meta.label, "value").keys
    pairs = defaultdict(list)
    for mine, theirs in zip(keys[::2], keys[1::2], strict=True):
        pairs[holders[mine]].append((mine, theirs))
    return pairs


def _untouched(renamed: Step, pairs: Mapping[int, Sequence[Pair]], since: dt.datetime) -> Step:
    """Return the step for the accounts whose number may go back: nobody else has the old one."""
    history = Valuation.history.filter(account_id__in=renamed.keys, history_date__gt=since)
    written = Counter(history.values_list("account_id", flat=True))
    leave = changed_rows(renamed, since, own=1)
    # An exchange writes two records of the account's value: what it was, and what it is.
    leave |= {key for key in renamed.keys if written[key] != 2 * len(pairs[key])}
    others = Account.everything.exclude(pk__in=renamed.keys).filter(
        product__in={old[0] for old in renamed.old}, number__in={old[1] for old in renamed.old}
    )
    taken = set(others.values_list(*_NUMBERED))
    former = zip(renamed.keys, renamed.old, strict=True)
    leave |= {key for key, old in former if tuple(old) in taken}
    return standing_rows(renamed, values_now(renamed), leave=leave)


def _locked(keys: Collection[int]) -> dict[int, Account]:
    rows = Account.everything.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _plan(numbers: Mapping[int, int]) -> tuple[Step, list[Pair]]:
    """Tell which values the accounts will hold, and which change places with the shells'."""
    values: dict[int, dict[Any, int]] = defaultdict(dict)
    found = Valuation.objects.filter(account_id__in=[*numbers, *numbers.values()])
    for pk, account, date in found.order_by("date").values_list("pk", "account_id", "date"):
        values[account][date] = pk
    written = set(
        Valuation.history.filter(account_id__in=numbers.values()).values_list("id", flat=True)
    )
    held, pairs = [], []
    for shell, account in numbers.items():
        new, standing = values[shell], values[account]
        both = [(standing[date], new[date]) for date in new if date in standing]
        pairs += [pair for pair in both if pair[1] > pair[0] and pair[0] not in written]
        held += [(pk, account, account) for pk in standing.values()]
        held += [(pk, shell, account) for date, pk in new.items() if date not in standing]
    keys = [pk for pk, _old, _new in held]
    before, after = [(old,) for _pk, old, _new in held], [(new,) for _pk, _old, new in held]
    return Step(StepKind.MOVE, Valuation._meta.label, ("account_id",), keys, before, after), pairs


def _keep_former(accounts: Iterable[Account]) -> None:
    """Let files go on speaking of these accounts by the numbers that they have.

    A namesake's number is its own only while no other account had it.
    """
    firsts: list[FormerNumber] = []
    others: list[FormerNumber] = []
    for account in accounts:
        one = FormerNumber(account=account, product_id=account.product_id, number=account.number)
        (others if account.namesake else firsts).append(one)
    FormerNumber.objects.bulk_create(
        firsts,
        update_conflicts=True,
        unique_fields=["product", "number"],
        update_fields=["account"],
    )
    FormerNumber.objects.bulk_create(others, ignore_conflicts=True)


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
    plain.bulk_update(accounts, [*_NUMBERED, "version"], batch_size=_AT_ONCE)
    bulk_history.record(
        Account, [account.pk for account in accounts], sign=bulk_history.CHANGED, by=by
    )


def _move(numbers: Mapping[int, int], keys: Iterable[int]) -> None:
    """Let these values hang on the other account, without history: those of the night have none."""
    going, pairs = list(keys), list(numbers.items())
    for start in range(0, len(pairs), _AT_ONCE):
        some = dict(pairs[start : start + _AT_ONCE])
        whens = [When(account_id=old, then=Value(new)) for old, new in some.items()]
        Valuation.objects.filter(account_id__in=some, pk__in=going).update(
            account_id=Case(*whens, output_field=models.BigIntegerField())
        )


def _exchange(pairs: Sequence[Pair], by: User) -> Step:
    """Let the values of each pair change places, with their holdings; history keeps both."""
    old: list[tuple[Any, ...]] = []
    for start in range(0, len(pairs), _AT_ONCE):
        old += _exchange_some(pairs[start : start + _AT_ONCE], by)
    keys = [pk for pair in pairs for pk in pair]
    new = [row for both in zip(old[::2], old[1::2], strict=True) for row in reversed(both)]
    return Step(StepKind.CHANGE, Valuation._meta.label, _VALUED, keys, old, new)


def _exchange_some(pairs: Sequence[Pair], by: User) -> list[tuple[Any, ...]]:
    """Exchange some of them; return what each value was, in the order of the pairs."""
    keys = [pk for pair in pairs for pk in pair]
    rows = Valuation.objects.select_for_update(of=("self",)).in_bulk(keys)
    old = {pk: tuple(getattr(row, name) for name in _VALUED) for pk, row in rows.items()}
    mine = [pair[0] for pair in pairs]
    known = set(Valuation.history.filter(id__in=mine).values_list("id", flat=True))
    bulk_history.record(
        Valuation,
        [pk for pk in mine if pk not in known],
        sign=bulk_history.CREATED,
        by=User.objects.night(),
    )
    both = dict(pairs) | {theirs: own for own, theirs in pairs}
    for pk, other in both.items():
        for name, value in zip(_VALUED, old[other], strict=True):
            setattr(rows[pk], name, value)
    Valuation.objects.bulk_update(rows.values(), _VALUED)
    Holding.objects.filter(valuation_id__in=keys).update(
        valuation_id=Case(
            *[When(valuation_id=pk, then=Value(other)) for pk, other in both.items()],
            output_field=models.BigIntegerField(),
        )
    )
    bulk_history.record(Valuation, mine, sign=bulk_history.CHANGED, by=by)
    return [old[pk] for pk in keys]


def _refresh(rows: Collection[int]) -> None:
    keep_last_values(list(rows))
    owners = Ownership.objects.filter(account_id__in=rows)
    refresh(set(owners.values_list("contact_id", flat=True)))
