"""Opening accounts, and making those of the night the firm's."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actions.totals import refresh
from accounts.enums import Right
from accounts.errors import AccountExists, OwnerNotAllowed, OwnerTwice, TooMuchOwned
from accounts.models import Account, Ownership
from accounts.queries.shares import Claim, are_possible, settle, shares
from contacts.actions.contacts import hold
from contacts.models import Contact
from persistence import bulk_history
from persistence.journal.narrowing import changed_rows, only_rows, standing_rows, values_now
from persistence.journal.steps import Step, StepKind, added_rows, step_that_wrote
from persistence.journal.writing import execute, reverse
from persistence.models import save_as
from users.models import User

# Two people who open the same account at once: the second looks again.
ATTEMPTS = 3
# What says that an ownership stands as it was given.
OWNED = ("account_id", "contact_id", "right", "share")


@dataclass(frozen=True)
class Owner:
    """Who will own, by what right; `share` in hundredths, or None for an equal part."""

    contact: Contact
    right: Right = Right.FULL
    share: Decimal | None = None


@transaction.atomic
def open_account(*, account: Account, owners: Sequence[Owner], by: User) -> Account:
    """Save a new account with its owners; refused as a whole when their shares are impossible."""
    require_possible(owners)
    require_there(owners)
    _save_under_its_number(account, by)
    _give(account, owners, by)
    return account


def _save_under_its_number(account: Account, by: User) -> None:
    """Save under the first free namesake; refused where the person may know that it is taken."""
    rows = Account.everything.filter(product=account.product, number=account.number)
    for _attempt in range(ATTEMPTS):
        if rows.taken_for(by).exists():
            break
        highest = rows.aggregate(highest=Max("namesake"))["highest"]
        account.namesake = 0 if highest is None else highest + 1
        try:
            with transaction.atomic():
                return save_as(account, by)
        except IntegrityError:  # somebody opened one under this number at the same time
            continue
    raise AccountExists(_why_taken(account, by))


def _why_taken(account: Account, by: User) -> str:
    """Say that the number is taken; that it is by a deleted account, to those who see it."""
    deleted = Account.deleted.filter(product=account.product, number=account.number)
    said = {"number": account.number, "product": account.product}
    if deleted.visible_to(by).exists():
        return _("The account %(number)s of %(product)s was deleted: reactivate it.") % said
    return _("The account %(number)s of %(product)s exists already.") % said


@transaction.atomic
def accept_accounts(*, owners: Mapping[int, Sequence[Contact]], by: User) -> list[Step]:
    """Make accounts that the night opened the firm's, with all their valuations; return the steps.

    `owners`: account -> who owns the whole of it, each an equal part, or nobody. The same
    statements for any number.
    """
    keys, label = sorted(owners), Account._meta.label
    old, new = [(True,)] * len(keys), [(False,)] * len(keys)
    # This column alone: the night may be writing the accounts' last values.
    opened = Step(StepKind.CHANGE, label, ("is_provisional",), keys, old, new)
    execute([opened], by=by, reason="")
    owned = [row for account, contacts in owners.items() for row in _equal_parts(account, contacts)]
    bulk_history.create(owned, by=by)
    if owned:
        refresh({ownership.contact_id for ownership in owned})
    return [opened, added_rows(Ownership._meta.label, owned, OWNED)]


@transaction.atomic
def give_back_accounts(
    *, steps: Sequence[Step], among: Collection[int], since: dt.datetime, by: User
) -> set[int]:
    """Undo `accept_accounts` for those of these accounts that stand as it left them.

    Return which: their owners are no others, and `by` may change each of them.
    """
    opened = only_rows(step_that_wrote(steps, Account._meta.label, "is_provisional"), among)
    opened = standing_rows(opened, values_now(opened), leave=changed_rows(opened, since, own=1))
    given = step_that_wrote(steps, Ownership._meta.label, "share")
    back = set(opened.keys) - _changed_owners(given, set(opened.keys), since, by)
    keys = {key for key, row in zip(given.keys, given.new, strict=True) if row[0] in back}
    given = only_rows(given, keys)
    reverse([only_rows(opened, back), given], by=by, reason="")
    refresh({contact for _account, contact, *_part in given.new})
    return back


def _changed_owners(given: Step, accounts: set[int], since: dt.datetime, by: User) -> set[int]:
    """Return those of these accounts whose owners are others, or such as `by` may not change."""
    rows = {
        (key, *row) for key, row in zip(given.keys, given.new, strict=True) if row[0] in accounts
    }
    standing = Ownership.objects.filter(account__in=accounts).values_list("pk", *OWNED)
    mine = Contact.objects.changeable_by(by).filter(pk__in={row[2] for row in rows})
    allowed, changed = set(mine.values_list("pk", flat=True)), changed_rows(given, since, own=1)
    left = rows.symmetric_difference(standing)
    left |= {row for row in rows if row[0] in changed or row[2] not in allowed}
    return {account for _key, account, *_part in left}


def _equal_parts(account_id: int, contacts: Sequence[Contact]) -> list[Ownership]:
    claims = settle([Claim(contact.pk, Right.FULL, None) for contact in contacts])
    return [
        Ownership(account_id=account_id, contact=contact, share=claim.share)
        for contact, claim in zip(contacts, claims, strict=True)
    ]


def require_there(owners: Sequence[Owner]) -> None:
    """Take the owners, so that none is merged or deleted before the account is theirs."""
    keys = {owner.contact.pk for owner in owners}
    if hold(keys) != keys:
        raise OwnerNotAllowed


def require_possible(owners: Sequence[Owner]) -> None:
    """Refuse owners named twice and shares that pass what there is."""
    claims = [Claim(owner.contact.pk, owner.right, owner.share) for owner in owners]
    if len({(claim.owner, claim.right) for claim in claims}) < len(claims):
        raise OwnerTwice(_("An owner stands twice under the same right."))
    if any(claim.share is not None and claim.share <= 0 for claim in claims) or not are_possible(
        shares(claims)
    ):
        raise TooMuchOwned(
            _(
                "The shares are impossible: full ownership with usufruct, or with bare ownership, "
                "makes 100 % at most, and each owner has a part."
            )
        )


def _give(account: Account, owners: Sequence[Owner], by: User) -> None:
    claims = settle([Claim(owner.contact.pk, owner.right, owner.share) for owner in owners])
    for owner, claim in zip(owners, claims, strict=True):
        row = Ownership(account=account, contact=owner.contact)
        row.right, row.share = owner.right, claim.share
        save_as(row, by)
    refresh({owner.contact.pk for owner in owners})
