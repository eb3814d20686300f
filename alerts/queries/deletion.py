"""What the deletion of contacts does to the alerts, as the one who deletes sees them."""

from collections.abc import Collection

from django.utils.translation import ngettext

from alerts.queries.groups import count_groups
from alerts.queries.pending import pending_clients
from users.models import User


def consequences(contact_ids: Collection[int], user: User) -> list[str]:
    """Say from how many pending lines these contacts are no longer suggested."""
    lines = pending_clients(user).filter(
        suggestions__contact_id__in=contact_ids, suggestions__refused_by__isnull=True
    )
    count = count_groups(lines)
    if not count:
        return []
    sentence = ngettext(
        "%(n)s detected client no longer has it as a suggestion.",
        "%(n)s detected clients no longer have it as a suggestion.",
        count,
    )
    return [sentence % {"n": count}]
