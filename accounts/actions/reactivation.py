"""Contacts that come back to accounts whose shares were given to others meanwhile."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.totals import refresh, refresh_owners
from accounts.enums import Right
from accounts.models import Ownership
from accounts.queries.shares import FINEST, WHOLE, Claim, are_possible, kept
from contacts.actions.reactivation import Choice, Clash
from contacts.models import Contact
from contacts.visibility import is_visible
from persistence.models import delete_as, save_as
from text.formats import share_fr
from users.models import User


def clashes(contacts: Sequence[Contact], user: User) -> Iterator[Clash]:
    """Return the accounts whose owners, as the user sees them, would hold too much with these."""
    coming = {contact.pk: contact for contact in contacts}
    for owned in _by_account(coming, user).values():
        claims = [Claim(row.contact_id, row.right, row.share) for row in owned]
        if are_possible(kept(claims)):
            continue
        for row in owned:
            if row.contact_id in coming:
                yield _too_much(coming[row.contact_id], row, owned)


def _by_account(coming: Collection[int], user: User) -> dict[int, list[Ownership]]:
    """Return the ownerships of returning owners and, in their accounts, of those that one sees."""
    accounts = Ownership.objects.filter(contact__in=coming).values("account")
    rows = Ownership.objects.filter(
        Q(contact__in=coming) | is_visible(user, "contact"),
        account__in=accounts,
        account__deleted_at__isnull=True,
    )
    found: dict[int, list[Ownership]] = defaultdict(list)
    for row in rows.select_related("account").order_by("pk"):
        found[row.account_id].append(row)
    return found


def _too_much(contact: Contact, row: Ownership, owned: Sequence[Ownership]) -> Clash:
    def drop(by: User, _text: str) -> None:
        delete_as(row, by)
        refresh_owners(row.account)

    choices = [Choice("drop", _("Come back without this account"), drop)]
    if left := _left(row, owned):

        def take(by: User, _text: str) -> None:
            row.share = left
            save_as(row, by)

        label = _("Take what the others leave: %(share)s") % {"share": share_fr(left)}
        choices.insert(0, Choice("left", label, take))
    text = _("The shares of account %(number)s were given to others since.")
    return Clash(f"share-{row.pk}", contact, text % {"number": row.account}, choices)


def _left(row: Ownership, owned: Sequence[Ownership]) -> Decimal | None:
    """Return what the others' stated shares leave for this right, if anything."""
    held: dict[str, Fraction] = defaultdict(Fraction)
    for other in owned:
        if other is not row:
            held[other.right] += WHOLE if other.share is None else Fraction(other.share)
    beside = max(held[Right.USUFRUCT], held[Right.BARE])
    taken = held[Right.FULL] + (beside if row.right == Right.FULL else held[row.right])
    left = Decimal(int((WHOLE - taken) / Fraction(FINEST))) * FINEST
    return left if left > 0 else None


def refresh_co_owners(contact_ids: Collection[int]) -> None:
    """Write the figures of these contacts and of those who own with them."""
    accounts = Ownership.objects.filter(contact__in=contact_ids).values("account")
    owners = Ownership.objects.filter(account__in=accounts).values_list("contact", flat=True)
    refresh({*contact_ids, *owners})
