"""The lines of the two windows with all they show, in the same few queries for any number."""

from collections.abc import Collection

from django.db.models import Prefetch

from alerts.models import DetectedAccount, DetectedClient, Suggestion
from alerts.queries.pending import accounts_seen_by, pending_accounts, pending_clients
from contacts.visibility import is_visible
from users.models import User

# What one page holds; what is treated makes room for the rest.
SHOWN = 100


def _suggestions(user: User, path: str) -> Prefetch:
    """Return the suggestions that this user may know, best first, whatever the night saw."""
    seen = Suggestion.objects.filter(is_visible(user, "contact"), refused_by__isnull=True)
    ranked = seen.select_related("contact__category", "contact__lead_adviser")
    return Prefetch(path, ranked.order_by("-score", "contact_id"), to_attr="shown")


def client_lines(user: User, hidden: Collection[int] = ()) -> list[DetectedClient]:
    accounts = accounts_seen_by(user).order_by("pk")
    lines = pending_clients(user).exclude(pk__in=hidden)
    return list(
        lines.prefetch_related(
            Prefetch("accounts", accounts.select_related("account__product__custodian")),
            _suggestions(user, "suggestions"),
        )[:SHOWN]
    )


def account_lines(user: User, hidden: Collection[int] = ()) -> list[DetectedAccount]:
    lines = pending_accounts(user).exclude(pk__in=hidden)
    full = lines.select_related("account__product__custodian", "owner", "client", "client__contact")
    return list(full.prefetch_related(_suggestions(user, "client__suggestions"))[:SHOWN])
