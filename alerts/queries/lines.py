"""The lines of the two windows with all they show, in the same few queries for any number."""

from django.db.models import Prefetch, QuerySet

from alerts.models import DetectedAccount, DetectedClient
from alerts.queries.pending import accounts_seen_by
from users.models import User


def with_client_details(user: User, lines: QuerySet[DetectedClient]) -> QuerySet[DetectedClient]:
    accounts = accounts_seen_by(user).order_by("pk")
    full = accounts.select_related("account__product__custodian")
    return lines.prefetch_related(Prefetch("accounts", full))


def with_account_details(lines: QuerySet[DetectedAccount]) -> QuerySet[DetectedAccount]:
    return lines.select_related("account__product__custodian", "owner", "client")
