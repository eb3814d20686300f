"""What contacts own: the claims on each account, whoever the owners are, and those one sees."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from accounts.models import Ownership
from accounts.queries.shares import Claim, Shares, kept
from contacts.visibility import is_visible
from users.models import User


def shares_of_accounts(account_ids: Collection[int]) -> dict[int, Shares]:
    """Return the shares in each account, in one query; owners are keys of contacts.

    Each is what is kept of that owner alone: nothing in it tells of the others.
    """
    claims: dict[int, list[Claim]] = defaultdict(list)
    rows = Ownership.objects.filter(account_id__in=account_ids).order_by("pk")
    for account, contact, right, share in rows.values_list(
        "account_id", "contact_id", "right", "share"
    ):
        claims[account].append(Claim(contact, right, share))
    return {account: kept(of_account) for account, of_account in claims.items()}


def owners_seen(accounts: Sequence[int], user: User) -> Mapping[int, list[tuple[int, str]]]:
    """Return the owners of accounts whom the user sees, by their keys and names; one query."""
    named: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Ownership.objects.filter(is_visible(user, "contact"), account__in=accounts)
    for row in rows.select_related("contact").order_by("contact__sort_name", "pk"):
        named[row.account_id][row.contact_id] = str(row.contact)
    return {account: list(owners.items()) for account, owners in named.items()}
