"""Decisions about alerts as Modifications récentes tells of them, to who made them."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from alerts.models import DetectedAccount, DetectedClient
from alerts.queries.pending import decided_accounts, decided_clients
from contacts.enums import ChangeKind
from contacts.models import ChangeStep, Contact
from contacts.queries.changes import OwnChanges, Subject
from users.models import User


def _clients(user: User) -> QuerySet[DetectedClient]:
    return decided_clients(user).select_related("contact", "second_contact")


def _client_subjects(lines: Sequence[DetectedClient], _user: User) -> dict[int, Subject]:
    return {line.pk: _subject(line, str(line), line.contact, line.second_contact) for line in lines}


def _accounts(user: User) -> QuerySet[DetectedAccount]:
    return decided_accounts(user).select_related("account", "owner", "second_owner")


def _account_subjects(lines: Sequence[DetectedAccount], _user: User) -> dict[int, Subject]:
    return {
        line.pk: _subject(line, line.account.number, line.owner, line.second_owner)
        for line in lines
    }


def _subject(
    line: DetectedClient | DetectedAccount, name: str, *holders: Contact | None
) -> Subject:
    is_private = any(holder.is_private for holder in holders if holder)
    return Subject(name, line.get_state_display(), is_private=is_private)


def former_numbers(lines: Iterable[DetectedAccount]) -> dict[int, str]:
    """Tell of each line that was linked what its account was called before; one query."""
    linked = {line.pk: line.linked_id for line in lines if line.linked_id}
    steps = ChangeStep.objects.filter(
        change__kind=ChangeKind.ACCOUNT_DECISION,
        change__subjects__key__in=linked,
        model=Account._meta.label,
    )
    found = steps.order_by("change").values_list("change__subjects__key", "columns", "keys", "old")
    return {
        pk: old[keys.index(linked[pk])][columns.index("number")]
        for pk, columns, keys, old in found
        if "number" in columns
    }


CLIENTS = OwnChanges(
    ChangeKind.CLIENT_DECISION,
    _clients,
    subjects=_client_subjects,
    what=_("Detected client treated"),
    moment="decided_at",
)
ACCOUNTS = OwnChanges(
    ChangeKind.ACCOUNT_DECISION,
    _accounts,
    subjects=_account_subjects,
    what=_("Detected account treated"),
    moment="decided_at",
)
