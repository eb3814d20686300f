"""THE RULE: who may know that a contact exists.

A private folder exists only for the people assigned to it, whatever else they may do; any other
folder exists for those who may see other advisers' contacts, and for the people assigned.
Every query of every app goes through the functions below, and nothing stores their answer.

The grants of private folders are django-guardian's, with a direct key to the contact; they are
written by `contacts.actions.assignment` alone. A scalar sub-query on them stays flat at a million
contacts where EXISTS does not (docs/performance.md).
"""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from guardian.models import UserObjectPermissionBase

from contacts import rights
from users.models import User

# The one object permission there is: to see a private folder.
SEE_PRIVATE = "see_private_folder"


class PrivateFolderGrant(UserObjectPermissionBase):
    """One person who may see one private folder."""

    id = models.BigAutoField(primary_key=True)
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


def is_not_secret_for(user: User, path: str = "") -> Q:
    """Contacts at `path` that are public, or private and granted to the user.

    None of the private ones while somebody else's password on the account is not confirmed.
    """
    public = Q(**{_at(path, "is_private"): False})
    if user.hides_private_folders:
        return public
    grant = PrivateFolderGrant.objects.filter(
        content_object_id=OuterRef(_at(path, "pk")), user_id=user.pk
    )
    granted = IsNull(Subquery(grant.values("pk")[:1]), False)
    return public | Q(granted)


def _referred(path: str) -> models.QuerySet[models.Model]:
    """Return the private folder that a row refers to by its key at `path`, if it is one."""
    contact: type[models.Model] = PrivateFolderGrant.content_object.field.related_model
    return contact._base_manager.filter(pk=OuterRef(f"{path}_id"), is_private=True)


def refers_to_private(path: str) -> Q:
    """Rows whose contact at `path` is a private folder."""
    return Q(IsNull(Subquery(_referred(path).values("pk")[:1]), False))


def refers_to_no_secret(user: User, path: str) -> Q:
    """Rows without a contact at `path`, or with one that `is_not_secret_for` the user.

    For few rows out of a large base: each contact is looked up by its key, where a join would
    read every contact there is.
    """
    secret = _referred(path).exclude(is_not_secret_for(user))
    return Q(IsNull(Subquery(secret.values("pk")[:1]), True))


def is_assigned(user: User, path: str = "") -> Q:
    """Contacts at `path` that have the user among their three people."""
    return (
        Q(**{_at(path, "lead_adviser_id"): user.pk})
        | Q(**{_at(path, "second_adviser_id"): user.pk})
        | Q(**{_at(path, "assistant_id"): user.pk})
    )


def would_be_visible(user: User, path: str = "") -> Q:
    """Contacts at `path`, deleted or not, that exist for the user when they are active."""
    rule = is_not_secret_for(user, path)
    if not user.has_perm(rights.SEE_OTHERS):
        rule &= is_assigned(user, path)
    return rule


def is_visible(user: User, path: str = "") -> Q:
    """Active contacts at `path` that exist for the user."""
    return Q(**{_at(path, "deleted_at__isnull"): True}) & would_be_visible(user, path)


def is_changeable(user: User, path: str = "") -> Q:
    """Contacts at `path` that the user sees and may change."""
    return is_visible(user, path) & may_change(user, path)


def may_change(user: User, path: str = "") -> Q:
    """What being changeable asks beside being seen."""
    return Q() if user.has_perm(rights.CHANGE_OTHERS) else is_assigned(user, path)
