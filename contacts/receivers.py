"""What follows in contacts when something changes below."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from contacts.actions.sorting import follow_name
from users.models import User

NAMES = {"last_name", "first_name", "username"}


@receiver(post_save, sender=User, dispatch_uid="contacts-follow-adviser-name")
def rename_adviser(instance: User, *, created: bool, raw: bool, **options: Any) -> None:
    """Keep the lists sorted by adviser when somebody changes their name."""
    written = options.get("update_fields")
    if not created and not raw and (written is None or NAMES & set(written)):
        follow_name(instance)
