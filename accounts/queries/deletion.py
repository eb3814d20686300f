"""What the deletion of contacts does to their accounts, as the one who deletes sees it."""

from collections.abc import Collection

from django.utils.translation import ngettext

from accounts.models import Account, Ownership
from contacts.visibility import is_visible
from users.models import User


def consequences(contact_ids: Collection[int], user: User) -> list[str]:
    """Say how many accounts are left without an owner whom this user sees, and how many stay."""
    owned = Account.objects.filter(ownerships__contact_id__in=contact_ids).distinct()
    others = Ownership.objects.filter(is_visible(user, "contact"))
    others = others.exclude(contact_id__in=contact_ids)
    shared = owned.filter(pk__in=others.values("account_id")).count()
    alone = owned.count() - shared
    said = []
    if alone:
        said.append(
            ngettext(
                "%(n)s account is left without an owner and leaves every list; what the night "
                "brings for it is kept, without an alert.",
                "%(n)s accounts are left without an owner and leave every list; what the night "
                "brings for them is kept, without an alert.",
                alone,
            )
            % {"n": alone}
        )
    if shared:
        said.append(
            ngettext(
                "%(n)s account stays with its other owners.",
                "%(n)s accounts stay with their other owners.",
                shared,
            )
            % {"n": shared}
        )
    return said
