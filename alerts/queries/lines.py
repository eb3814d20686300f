"""The lines of the two windows with all they show, in the same few queries for any number."""

from django.db.models import Prefetch, QuerySet

from alerts.models import DetectedAccount, DetectedClient, Suggestion
from alerts.queries.pending import accounts_seen_by
from contacts.visibility import is_visible
from users.models import User


def _suggestions(user: User, path: str) -> Prefetch:
    """Return the suggestions that this user may know, best first, whatever the night saw."""
    seen = Suggestion.objects.filter(is_visible(user, "contact"), refused_by__isnull=True)
    ranked = seen.select_related("contact__category", "contact__lead_adviser")
    return Prefetch(path, ranked.order_by("-score", "contact_id"), to_attr="shown")


def with_client_details(user: User, lines: QuerySet[DetectedClient]) -> QuerySet[DetectedClient]:
    accounts = accounts_seen_by(user).order_by("pk")
    return lines.prefetch_related(
        Prefetch("accounts", accounts.select_related("account__product__custodian")),
        _suggestions(user, "suggestions"),
    )


def with_account_details(user: User, lines: QuerySet[DetectedAccount]) -> QuerySet[DetectedAccount]:
    full = lines.select_related("account__product__custodian", "owner", "client")
    return full.prefetch_related(_suggestions(user, "client__suggestions"))
