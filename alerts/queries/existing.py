"""The accounts that a detected one may be under another number, as this user may change them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts import rights
from accounts.models import Account, Ownership
from accounts.queries.numbers import begins_so, is_enough, plain
from alerts.models import DetectedAccount
from contacts.visibility import is_visible
from users.models import User

# What one line offers.
MOST = 50


@dataclass(frozen=True)
class Sought:
    """Where to look for a line: its possible owners, a number typed, the account chosen."""

    owners: Collection[int] = ()
    number: str = ""
    chosen: int | None = None


def linkable(user: User) -> QuerySet[Account]:
    """Return the accounts whose number the user may change; none without the right."""
    if not user.has_perm(rights.CHANGE):
        return Account.objects.none()
    found: QuerySet[Account] = Account.objects.changeable_by(user)
    return found


def existing_accounts(
    user: User, lines: Mapping[DetectedAccount, Sought]
) -> dict[int, list[Account]]:
    """Return for each line the accounts of its custodian to choose from, those of its product
    first; one query for any number of lines."""
    custodians = {line.account.product.custodian_id for line in lines}
    rule = Q(contact__in={pk for sought in lines.values() for pk in sought.owners})
    rule |= Q(account__in={sought.chosen for sought in lines.values() if sought.chosen})
    for sought in lines.values():
        if sought.number:
            rule |= begins_so(sought.number, "account__number")
    rows = Ownership.objects.filter(
        rule,
        is_visible(user, "contact"),
        account__in=linkable(user).filter(product__custodian__in=custodians).values("pk"),
    ).select_related("account__product", "contact")
    return {line.pk: _of_line(line, sought, list(rows)) for line, sought in lines.items()}


def _of_line(line: DetectedAccount, sought: Sought, rows: Sequence[Ownership]) -> list[Account]:
    owners: dict[Account, set[int]] = defaultdict(set)
    for row in rows:
        if row.account.product.custodian_id == line.account.product.custodian_id:
            owners[row.account].add(row.contact_id)
    found = [account for account, of_account in owners.items() if _is(account, of_account, sought)]
    product = line.account.product_id
    found.sort(key=lambda one: (one.product_id != product, one.number, one.pk))
    return found[:MOST]


def _is(account: Account, owners: Collection[int], sought: Sought) -> bool:
    is_typed = is_enough(sought.number) and plain(account.number).startswith(plain(sought.number))
    return account.pk == sought.chosen or is_typed or not {*owners}.isdisjoint(sought.owners)
