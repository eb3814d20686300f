"""Merges as one user may know them, and where a merged contact's number leads."""

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contacts import rights
from contacts.models import Change, Contact
from contacts.queries.changes import Entry, contact_subject
from contacts.visibility import would_be_visible
from users.models import User


class Merges:
    """Merges exist for those who see both folders, as they stood."""

    right = rights.MERGE

    def known_to(self, user: User) -> Q:
        return would_be_visible(user, "source") & would_be_visible(user, "target")

    def entries(self, changes: Sequence[Change], user: User) -> dict[int, Entry]:
        return {
            merge.pk: Entry(_("Merged into"), source, into=target)
            for merge in changes
            for source, target in [map(contact_subject, merge.both)]
        }


def survivors(contact_ids: Collection[int]) -> dict[int, int]:
    """Return where these contacts lead: each to itself, or to the last of those it was merged into.

    One query for each length of chain, whatever the number of contacts.
    """
    leads = {key: key for key in contact_ids}
    ends = set(leads)
    while ends:
        merged = Contact.deleted.filter(pk__in=ends, merged_into__isnull=False)
        onward = dict(merged.values_list("pk", "merged_into_id"))
        leads = {key: onward.get(end, end) for key, end in leads.items()}
        ends = set(onward.values())
    return leads


def merged_into(contact_ids: Collection[int], rows: QuerySet[Contact]) -> dict[Contact, int]:
    """Return those of `rows` that went into these contacts, nearest first, and into which each.

    One query for each length of chain.
    """
    found: dict[Contact, int] = {}
    ends = {key: key for key in contact_ids}
    while ends:
        merged = {row: ends[row.merged_into_id or 0] for row in rows.filter(merged_into__in=ends)}
        found |= merged
        ends = {row.pk: end for row, end in merged.items()}
    return found


def led_to(contact_id: int, user: User) -> int | None:
    """Return the folder that a merged one's address leads to, for who saw the one and sees it."""
    merged = Contact.deleted.filter(
        would_be_visible(user), pk=contact_id, merged_into__isnull=False
    )
    if not merged.exists():
        return None
    last = survivors([contact_id])[contact_id]
    return last if Contact.objects.visible_to(user).filter(pk=last).exists() else None
