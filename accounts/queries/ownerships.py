"""What contacts own: the claims on each account, whoever the owners are."""

from collections import defaultdict
from collections.abc import Collection

from accounts.models import Ownership
from accounts.queries.shares import Claim, Shares, kept


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
