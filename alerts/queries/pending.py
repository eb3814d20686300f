"""What is left to treat, as this user may know it.

A line whose best suggestion, or whose owner, is a private folder exists only for those who see
that folder, and they treat it whatever their profile. Every other line is for the right.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Account, Ownership
from alerts import rights
from alerts.enums import State
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from contacts.visibility import is_not_secret_for, refers_to_no_secret, refers_to_private
from users.models import User

# The contacts of a line that hide it: all that it could tell of.
OF_CLIENT = ("best_contact", "second_best_contact")
OF_ACCOUNT = (
    *("owner", "second_owner"),
    *("client__best_contact", "client__contact"),
    *("client__second_best_contact", "client__second_contact"),
)


def clients_hidden_from(user: User) -> QuerySet[DetectedClient]:
    """Return the lines of clients that do not exist for the user, to be taken off counts."""
    return DetectedClient.objects.exclude(refers_to_no_secret(user, *OF_CLIENT))


def accounts_hidden_from(user: User) -> QuerySet[DetectedAccount]:
    """Return the lines of accounts that do not exist for the user, to be taken off counts."""
    return DetectedAccount.objects.exclude(refers_to_no_secret(user, *OF_ACCOUNT))


def clients_seen_by(user: User) -> QuerySet[DetectedClient]:
    """Return the lines of clients that exist for the user, treated or not."""
    seen = DetectedClient.objects.filter(refers_to_no_secret(user, *OF_CLIENT))
    return seen if user.has_perm(rights.TREAT) else seen.filter(refers_to_private(*OF_CLIENT))


def clients_known_to(user: User) -> QuerySet[DetectedClient]:
    """Return the lines of clients that no private folder hides, nor one that somebody chose."""
    told = refers_to_no_secret(user, *OF_CLIENT, "contact", "second_contact")
    return DetectedClient.objects.filter(told)


def accounts_seen_by(user: User) -> QuerySet[DetectedAccount]:
    """Return the lines of accounts that exist for the user, treated or not."""
    seen = DetectedAccount.objects.filter(
        refers_to_no_secret(user, *OF_ACCOUNT), account__deleted_at__isnull=True
    )
    return seen if user.has_perm(rights.TREAT) else seen.filter(refers_to_private(*OF_ACCOUNT))


def pending_clients(user: User) -> QuerySet[DetectedClient]:
    return clients_seen_by(user).filter(state=State.PENDING).order_by("sort_name", "pk")


def pending_accounts(user: User) -> QuerySet[DetectedAccount]:
    return accounts_seen_by(user).filter(state=State.PENDING).order_by("pk")


def links_seen_by(user: User) -> QuerySet[PartnerLink]:
    """Return the partners' links that exist for the user: by their holders, and by their line."""
    of_link = {"partner": OuterRef("partner"), "owner_key": OuterRef("owner_key")}
    hidden = clients_hidden_from(user).filter(**of_link)
    seen = PartnerLink.objects.filter(refers_to_no_secret(user, "contact", "second_contact"))
    return seen.exclude(Exists(hidden))


def decided_clients(user: User) -> QuerySet[DetectedClient]:
    """Return the lines that the user may reopen, newest decision first."""
    seen = clients_seen_by(user).filter(refers_to_no_secret(user, "contact", "second_contact"))
    return seen.exclude(state=State.PENDING).order_by("-decided_at", "-pk")


def decided_accounts(user: User) -> QuerySet[DetectedAccount]:
    """Return the lines that the user may reopen, newest decision first."""
    secret = Ownership.objects.exclude(is_not_secret_for(user, "contact"))
    seen = accounts_seen_by(user).exclude(account__in=secret.values("account"))
    # An account that took a number exists through the owners whom the user sees.
    linked = Account.everything.visible_to(user)
    seen = seen.filter(Q(linked__isnull=True) | Q(linked__in=linked.values("pk")))
    return seen.exclude(state=State.PENDING).order_by("-decided_at", "-pk")
