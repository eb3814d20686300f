"""Changing the owners of many accounts at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import rights
from accounts.actions.accounts import OWNED, Owner, require_possible
from accounts.actions.bulk_totals import refresh_all
from accounts.errors import NoOwner, OwnerNotAllowed, PlanChanged, TooManyAccounts
from accounts.models import Account, Ownership
from accounts.queries.owner_change import ROW, Owned, OwnerChangePlan, owner_change
from accounts.queries.shares import Claim
from contacts.actions.contacts import hold_rows
from contacts.actions.undoing import keep
from contacts.enums import ChangeKind
from contacts.models import Change, Contact
from persistence import bulk_history, staging_tables
from persistence.garbage_collection import gc_paused
from persistence.journal.steps import Step, StepKind, added_rows, removed_rows
from persistence.journal.writing import execute
from users.models import User

# What one change takes at once: it is written while one waits.
AT_ONCE = 10_000
LABEL = Ownership._meta.label


def plan_owner_change(
    *, accounts: Collection[int], owners: Sequence[Owner], by: User
) -> OwnerChangePlan:
    """Return what these owners would make of those of these accounts that `by` sees.

    The rules are those of `accounts.actions.owners.change_owners`, account by account.
    """
    _require(accounts, owners, by)
    return owner_change(accounts, _claims(owners), by)


def _require(accounts: Collection[int], owners: Sequence[Owner], by: User) -> None:
    if not by.has_perm(rights.CHANGE_OWNERS):
        raise PermissionDenied
    if not owners:
        raise NoOwner
    if len(accounts) > AT_ONCE:
        raise TooManyAccounts(AT_ONCE)
    require_possible(owners)
    wanted = {owner.contact.pk for owner in owners}
    if Contact.objects.visible_to(by).filter(pk__in=wanted).count() < len(wanted):
        raise OwnerNotAllowed


def _claims(owners: Sequence[Owner]) -> list[Claim]:
    return [Claim(owner.contact.pk, str(owner.right), owner.share) for owner in owners]


@gc_paused()
@transaction.atomic
def change_owners_of_accounts(
    *, accounts: Collection[int], owners: Sequence[Owner], token: str, by: User
) -> Change | None:
    """Do what the plan of this token said, and nothing else; return the change, if there is any.

    The same statements for any number of accounts.
    """
    staged = hold_owners_of(accounts, {owner.contact.pk for owner in owners})
    _require(accounts, owners, by)
    plan = owner_change(staged, _claims(owners), by)
    if plan.token != token:
        raise PlanChanged
    if not plan.changes:
        return None
    steps = _write(plan, by)
    move_versions((each.account, each.difference.touched) for each in plan.changes)
    refresh_owners_held()
    return keep(ChangeKind.OWNERS, steps=steps, about=plan.accounts, by=by)


def hold_owners_of(accounts: Iterable[int], others: Iterable[int] = ()) -> Any:
    """Take who owns the accounts and who is to own them, in one go, before the accounts.

    Return the accounts as `pk__in` takes them.
    """
    staged = staging_tables.keep_keys("owners_account", accounts)
    standing = Ownership.objects.filter(account__in=staged).order_by().distinct()
    contacts = {*standing.values_list("contact_id", flat=True), *others}
    hold_rows(Contact.objects.filter(pk__in=staging_tables.keep_keys("owners_contact", contacts)))
    rows = Account.objects.filter(pk__in=staged).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    return staged


def refresh_owners_held() -> None:
    refresh_all("SELECT key AS contact FROM owners_contact")


def _write(plan: OwnerChangePlan, by: User) -> list[Step]:
    removed = removed_rows(LABEL, list(plan.rows_gone()), OWNED)
    alike: dict[tuple[Decimal | None, Decimal | None], list[int]] = defaultdict(list)
    for row, share in plan.rows_changed():
        alike[row.share, share].append(row.pk)
    changed = [
        Step(StepKind.CHANGE, LABEL, ("share",), keys, [(old,)] * len(keys), [(new,)] * len(keys))
        for (old, new), keys in alike.items()
    ]
    execute([removed, *changed], by=by, reason="")
    return [removed, *changed, added_rows(LABEL, _add(plan, by), OWNED)]


def _add(plan: OwnerChangePlan, by: User) -> list[Owned]:
    """Add the rows of the plan; return them with the keys that they have now."""
    staging_tables.append(Ownership, OWNED, plan.rows_added())
    stood = {row.pk for change in plan.changes for row in change.standing.values()}
    owners = {owner for _account, owner, *_share in plan.rows_added()}
    accounts = staging_tables.keep_keys("owners_changed", plan.accounts)
    rows = Ownership.objects.filter(account__in=accounts, contact__in=owners).order_by("pk")
    found = [Owned(*row) for row in rows.values_list(*ROW)]
    added = [row for row in found if row.pk not in stood]
    keys = [row.pk for row in added]
    bulk_history.record(Ownership, keys, sign=bulk_history.CREATED, by=by)
    return added


def move_versions(touched: Iterable[tuple[int, Collection[object]]]) -> None:
    """Tell whoever has the form of an account open, but of what private folders had in it."""
    held = staging_tables.keys("SELECT key FROM owners_contact")
    private = Contact.everything.filter(pk__in=held, is_private=True)
    untold = set(private.values_list("pk", flat=True))
    told = [account for account, owners in touched if not untold.issuperset(owners)]
    Account.objects.filter(pk__in=staging_tables.keep_keys("owners_told", told)).move_version()
