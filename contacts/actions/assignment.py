"""Who is assigned to which contacts, and the one writer of the grants of private folders.

A grant stands for each person assigned to a private folder, and for nobody else. Everything here
is set-based: one DELETE and one INSERT … SELECT for any number of folders.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connections, models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast

from contacts import rights
from contacts.actions.sorting import follow_name
from contacts.models import Contact, PrivateFolderGrant
from contacts.people import ROLES, in_any_role, people_of
from contacts.visibility import SEE_PRIVATE
from persistence import bulk_history
from users.models import User

Contacts = models.QuerySet[Contact]


@dataclass(frozen=True)
class Differences:
    """How many grants lack, and how many stand for somebody who is not assigned."""

    missing: int
    unfounded: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.unfounded)


def may_assign(contact: Contact, role: str, user: User) -> bool:
    """Tell whether the user may change who has this role in the contact, as it stands."""
    if user.has_perm(rights.ASSIGN):
        return True
    if role == "lead_adviser":
        return contact.lead_adviser_id == user.pk
    return user.pk in people_of(contact)


def require_assigning(before: Contact, after: Contact, *, by: User) -> None:
    """Refuse a change of people that is not `by`'s to make."""
    for role in ROLES:
        is_changed = getattr(before, f"{role}_id") != getattr(after, f"{role}_id")
        if is_changed and not may_assign(before, role, by):
            raise PermissionDenied


def follow_assignments(contacts: Iterable[Contact]) -> None:
    """Make the grants of these contacts what their people and private flag say.

    To be called in the transaction that changed them.
    """
    keys = [contact.pk for contact in contacts]
    if keys:
        follow(Contact.everything.filter(pk__in=keys))


def follow(contacts: Contacts) -> Differences:
    """Make the grants of these rows what they say; return what was taken away and added."""
    folders = contacts.order_by().values("pk")
    unfounded, _ = _unfounded().filter(content_object_id__in=folders).delete()
    return Differences(missing=_add(contacts), unfounded=unfounded)


@transaction.atomic
def repair() -> Differences:
    """Put every grant of the base right; return what was wrong."""
    return follow(Contact.everything.all())


def differences() -> Differences:
    """Count what is wrong with the grants of the whole base, and change nothing."""
    private = Contact.everything.filter(is_private=True)
    wanted = _pairs(private)
    missing = sum(
        rows.filter(~Exists(_grant_of(OuterRef(f"{role}_id")))).count()
        for role, rows in wanted.items()
    )
    return Differences(missing=missing, unfounded=_unfounded().count())


@transaction.atomic
def reassign(contacts: Contacts, *, role: str, to: User, by: User, reason: str = "") -> int:
    """Give these contacts somebody else in this role; return how many there were."""
    keys = list(contacts.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    if not keys:
        return 0
    rows = Contact.everything.filter(pk__in=keys)
    # The version moves: who has such a folder open is told at the next Enregistrer.
    bulk_history.update(rows, by=by, reason=reason, **{role: to}, version=F("version") + 1)
    if role == "lead_adviser":
        follow_name(to)
    follow(rows.filter(is_private=True))
    return len(keys)


def _grant_of(person: OuterRef | F) -> models.QuerySet[PrivateFolderGrant]:
    return PrivateFolderGrant.objects.filter(content_object_id=OuterRef("pk"), user_id=person)


def _unfounded() -> models.QuerySet[PrivateFolderGrant]:
    """Return the grants of those who are not assigned, or whose folder is not private."""
    assigned = in_any_role("_id", OuterRef("user_id"))
    folder = Contact.everything.filter(assigned, pk=OuterRef("content_object_id"), is_private=True)
    return PrivateFolderGrant.objects.filter(~Exists(folder))


def _pairs(contacts: Contacts) -> dict[str, Contacts]:
    """Return, for each role, the contacts whose person counts: each person once for a contact."""
    found = {}
    for position, role in enumerate(ROLES):
        rows = contacts.filter(**{f"{role}__isnull": False})
        for earlier in ROLES[:position]:
            # A blank earlier role is nobody: it equals no one.
            rows = rows.filter(Q(**{f"{earlier}__isnull": True}) | ~Q(**{earlier: F(role)}))
        found[role] = rows
    return found


def _add(contacts: Contacts) -> int:
    right = Permission.objects.get(content_type__app_label="contacts", codename=SEE_PRIVATE)
    permission = Cast(Value(right.pk), models.IntegerField())
    added = 0
    for role, rows in _pairs(contacts.filter(is_private=True)).items():
        lacking = rows.order_by("pk").filter(~Exists(_grant_of(OuterRef(f"{role}_id"))))
        added += _insert(lacking.values_list("pk", f"{role}_id", permission))
    return added


def _insert(pairs: models.QuerySet[Contact, tuple[Any, ...]]) -> int:
    connection = connections[pairs.db]
    table = connection.ops.quote_name(PrivateFolderGrant._meta.db_table)
    sql, params = pairs.query.get_compiler(pairs.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (content_object_id, user_id, permission_id) {sql}", params
        )
        return cursor.rowcount
