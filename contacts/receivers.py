"""What follows in contacts when something changes below."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver

from contacts.actions.sorting import follow_name
from contacts.actions.visits import forget_oldest
from users.actions.administrators import follow_administrators
from users.models import User

NAMES = {"last_name", "first_name", "username"}


@receiver(post_save, sender=User, dispatch_uid="contacts-follow-adviser-name")
def rename_adviser(instance: User, *, created: bool, raw: bool, **options: Any) -> None:
    """Keep the lists sorted by adviser when somebody changes their name."""
    written = options.get("update_fields")
    if not created and not raw and (written is None or NAMES & set(written)):
        follow_name(instance)


@receiver(user_logged_in, dispatch_uid="contacts-forget-oldest-visits")
def forget_oldest_visits(user: User, **_options: Any) -> None:
    """Keep the list of folders short when somebody logs in, so that no page waits for it."""
    forget_oldest(user)


@receiver(user_logged_in, dispatch_uid="contacts-count-administrators")
def count_administrator(user: User, **_options: Any) -> None:
    """Count from their first login the administrators that a command made."""
    if user.is_staff and user.administrator_since is None:
        follow_administrators()
