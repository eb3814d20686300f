"""Opening accounts and saying what they are worth."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.figures import refresh
from accounts.enums import Right
from accounts.errors import AccountExists, OwnerTwice, TooMuchOwned
from accounts.models import Account, Ownership, Product, Valuation
from accounts.queries.shares import Claim, are_possible, shares
from contacts.models import Contact
from contacts.models.base import save_as
from users.models import User


@dataclass(frozen=True)
class Owner:
    """Who will own, by what right; `share` in hundredths, or None for an equal part."""

    contact: Contact
    right: Right = Right.FULL
    share: Decimal | None = None


@transaction.atomic
def open_account(
    *,
    product: Product,
    number: str,
    label: str,
    opened_on: dt.date | None,
    owners: Sequence[Owner],
    by: User,
) -> Account:
    """Open an account with its owners; refused as a whole when their shares are impossible."""
    require_possible(owners)
    account = Account(product=product, number=number, label=label, opened_on=opened_on)
    try:
        with transaction.atomic():
            save_as(account, by)
    except IntegrityError as error:
        raise AccountExists(
            _("The account %(number)s of %(product)s exists already.")
            % {"number": number, "product": product}
        ) from error
    _give(account, owners, by)
    return account


@transaction.atomic
def accept_account(*, account: Account, owners: Sequence[Owner], by: User) -> None:
    """Make an account that the night opened one of the firm's, with all its valuations."""
    require_possible(owners)
    account.is_provisional = False
    # This column alone: the night may be writing the account's last value.
    save_as(account, by, update_fields=["is_provisional"])
    _give(account, owners, by)


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


@transaction.atomic
def value_account(*, account: Account, date: dt.date, value: Decimal, by: User) -> Valuation:
    """Keep what an account is worth at a date, in place of what was kept for that date."""
    # Locked, so that two values given together leave the newest one as the last.
    Account.everything.select_for_update().get(pk=account.pk)
    valuation, _created = Valuation.objects.update_or_create(
        account=account,
        date=date,
        defaults={"value": value, "currency": account.currency, "is_consolidated": True},
    )
    newest = Valuation.objects.filter(account=account).latest("date")
    Account.everything.filter(pk=account.pk).keep_last_value(value=newest.value, date=newest.date)
    account.last_value, account.last_valued_on = newest.value, newest.date
    refresh(Ownership.objects.filter(account=account).values_list("contact_id", flat=True))
    return valuation


def _give(account: Account, owners: Sequence[Owner], by: User) -> None:
    for owner in owners:
        save_as(
            Ownership(account=account, contact=owner.contact, right=owner.right, share=owner.share),
            by,
        )
    refresh({owner.contact.pk for owner in owners})
