"""THE RULE: who may know that a contact exists.

A private folder exists only for the people assigned to it, whatever else they may do; any other
folder exists for those who may see other advisers' contacts, and for the people assigned.
Every query of every app goes through the functions below, and nothing stores their answer.

The grants of private folders are django-guardian's, with a direct key to the contact; they are
written by `contacts.actions.assignment` alone. A scalar sub-query on them stays flat at a million
contacts where EXISTS does not; what reads all rows, not a page of them, asks for the rule
`by_sets`, which reads the grants once (docs/performance.md). A property test shows that both are
one rule.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull
from guardian.models import UserObjectPermissionBase

from contacts import rights
from contacts.people import in_any_role, people_of
from users.models import User

# The one object permission there is: to see a private folder.
SEE_PRIVATE = "see_private_folder"


class PrivateFolderGrant(UserObjectPermissionBase):
    """One person who may see one private folder."""

    content_object = models.ForeignKey(
        "contacts.Contact", on_delete=models.CASCADE, related_name="grants", db_index=False
    )

    class Meta(UserObjectPermissionBase.Meta):
        app_label = "contacts"
        default_permissions = ()
        indexes = [
            models.Index(fields=["content_object", "user"], name="grant_by_contact_and_user")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.content_object_id}"


def _at(path: str, name: str) -> str:
    return f"{path}__{name}" if path else name


class _GrantTo(Func):
    """The key of the grant of a contact to a user, NULL where there is none.

    Written out: each page asks this dozens of times, and to compile it as a Subquery took longer
    than to run it.
    """

    template = (
        "(SELECT granted.id FROM contacts_privatefoldergrant granted"
        " WHERE granted.content_object_id = %(expressions)s LIMIT 1)"
    )
    arg_joiner = " AND granted.user_id = "
    output_field = models.BigIntegerField()


class _PrivateFolder(Func):
    """The key of one of these contacts that is a private folder, NULL where none is.

    Written out as `_GrantTo` is.
    """

    template = (
        "(SELECT folder.id FROM contacts_contact folder"
        " WHERE folder.id IN (%(expressions)s) AND folder.is_private LIMIT 1)"
    )
    output_field = models.BigIntegerField()


class _SecretFolder(_PrivateFolder):
    """The key of one that is a private folder and not granted to the user, NULL where none is."""

    template = (
        "(SELECT folder.id FROM contacts_contact folder"
        " WHERE folder.id IN (%(expressions)s) AND folder.is_private"
        " AND (SELECT granted.id FROM contacts_privatefoldergrant granted"
        " WHERE granted.content_object_id = folder.id AND granted.user_id = %(user)d LIMIT 1)"
        " IS NULL LIMIT 1)"
    )


class _FindsNothing(Func):
    """Whether a sub-query of a key is NULL.

    PostgreSQL takes IS NULL to leave one row in two hundred, and then reads a whole table for each
    that is left: of this it knows that it leaves nearly all.
    """

    template = "0 IS DISTINCT FROM 0 * %(expressions)s"
    output_field = models.BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="0 IS NOT 0 * %(expressions)s", **extra)


def is_not_secret_for(user: User, path: str = "", *, by_sets: bool = False) -> Q:
    """Contacts at `path` that are public, or private and granted to the user.

    None of the private ones while somebody else's password on the account is not confirmed.
    """
    public = Q(**{_at(path, "is_private"): False})
    if user.hides_private_folders:
        return public
    return public | _is_granted(user, _at(path, "pk"), by_sets=by_sets)


def _is_granted(user: User, key: str, *, by_sets: bool) -> Q:
    if by_sets:
        grants = PrivateFolderGrant.objects.filter(user=user)
        return Q(**{f"{key}__in": grants.values("content_object_id")})
    return Q(IsNull(_GrantTo(key, models.Value(user.pk)), False))


def refers_to_private(*paths: str) -> Q:
    """Rows whose contact at one of `paths` is a private folder."""
    return Q(IsNull(_PrivateFolder(*_keys(paths)), False))


def _keys(paths: Sequence[str]) -> list[str]:
    return [f"{path}_id" for path in paths]


def refers_to_no_secret(user: User, *paths: str) -> Q:
    """Rows that have no contact at any of `paths` but such as `is_not_secret_for` the user.

    For few rows out of a large base: each contact is looked up by its key, where a join would
    read every contact there is.
    """
    if user.hides_private_folders:
        return Q(_FindsNothing(_PrivateFolder(*_keys(paths))))
    return Q(_FindsNothing(_SecretFolder(*_keys(paths), user=user.pk)))


def is_no_secret_sql(contact: str, user: str) -> str:
    """Return the condition, in SQL, of a contact that is public, or private and granted to a user.

    For statements over many users' rows; `contact` names a row of contacts, `user` a column. That
    folders may be hidden from a user is not asked: grants decide.
    """
    return (
        f"(NOT {contact}.is_private OR EXISTS (SELECT 1 FROM contacts_privatefoldergrant granted"  # noqa: S608 - names of ours
        f" WHERE granted.content_object_id = {contact}.id AND granted.user_id = {user}))"
    )


def is_assigned(user: User, path: str = "") -> Q:
    """Contacts at `path` that have the user among their three people."""
    return in_any_role("_id", user.pk, path)


def would_be_visible(user: User, path: str = "", *, by_sets: bool = False) -> Q:
    """Contacts at `path`, deleted or not, that exist for the user when they are active."""
    rule = is_not_secret_for(user, path, by_sets=by_sets)
    if not user.has_perm(rights.SEE_OTHERS):
        rule &= is_assigned(user, path)
    return rule


def is_visible(user: User, path: str = "", *, by_sets: bool = False) -> Q:
    """Active contacts at `path` that exist for the user."""
    rule = would_be_visible(user, path, by_sets=by_sets)
    return Q(**{_at(path, "deleted_at__isnull"): True}) & rule


def is_changeable(user: User, path: str = "") -> Q:
    """Contacts at `path` that the user sees and may change."""
    return is_visible(user, path) & may_change(user, path)


def may_change(user: User, path: str = "") -> Q:
    """What being changeable asks beside being seen."""
    return Q() if user.has_perm(rights.CHANGE_OTHERS) else is_assigned(user, path)


def may_change_seen(user: User, contact: Any) -> bool:
    """Tell what `may_change` asks of a contact just read through the rule: no query more."""
    return user.has_perm(rights.CHANGE_OTHERS) or user.pk in people_of(contact)


def who_sees_others() -> QuerySet[Any, Any]:
    """Return the keys of the active users who see every public contact."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(rights.SEE_OTHERS, backend=backend).values("pk")


def is_seen_by(person: str, path: str) -> Q:
    """Rows whose contact at `path` exists for the user at `person`: for many users at once.

    That folders may be hidden from a user for a while is not asked: grants decide.
    """
    grants = PrivateFolderGrant.objects.filter(
        content_object=OuterRef(f"{path}_id"), user=OuterRef(f"{person}_id")
    )
    active = Q(**{f"{path}__deleted_at__isnull": True, f"{person}__is_active": True})
    is_not_secret = Q(**{f"{path}__is_private": False}) | Exists(grants)
    assigned = in_any_role("_id", F(f"{person}_id"), path)
    return active & is_not_secret & (assigned | Q(**{f"{person}__in": who_sees_others()}))


def who_sees(contact: Any) -> QuerySet[User]:
    """Return the active users for whom the contact exists; grants decide, as in `is_seen_by`."""
    people = User.objects.filter(is_active=True)
    if contact.is_private:
        grants = PrivateFolderGrant.objects.filter(content_object=contact.pk)
        return people.filter(pk__in=grants.values("user"))
    return people.filter(Q(pk__in=who_sees_others()) | Q(pk__in=people_of(contact)))
