"""What a firm begins with: the default profiles, and the first categories of contacts.

Made once, when missing; what an administrator changes afterwards stays.
"""

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group

from contacts.enums import Kind
from contacts.models import Category
from o2s_contacts import rights
from persistence import bulk_history
from users.rights import Rank

# Each holds the rights of its rank and of those below it, as the apps declare them.
PROFILES = {
    "Administrateur": Rank.ADMINISTRATOR,
    "Manager": Rank.MANAGER,
    "Conseiller": Rank.ADVISER,
    "Conseiller junior": Rank.JUNIOR,
    "Assistant": Rank.ASSISTANT,
}

# Names are the firm's data: the words of its trade, shown as they stand.
CATEGORIES: dict[str, str] = {
    "Clients": Kind.PERSON,
    "Prospects": "",
    "Anciens clients": "",
    "Sociétés": Kind.ORGANISATION,
    "Partenaires": "",
}


def make_first_categories(app_config: AppConfig, **_kwargs: object) -> None:
    """Make the first categories of a firm that has none: a contact needs one."""
    if app_config.label != "contacts" or Category.objects.exists():
        return
    bulk_history.create(
        [
            Category(name=name, default_for=kind, position=position)
            for position, (name, kind) in enumerate(CATEGORIES.items())
        ],
        by=None,
    )


def make_default_profiles(app_config: AppConfig, **_kwargs: object) -> None:
    """Make the missing profiles, once the last app's permissions are there.

    Group names are the firm's data, shown as they stand.
    """
    if app_config.label != _last_app_with_rights():
        return
    for name, rank in PROFILES.items():
        profile, created = Group.objects.get_or_create(name=name)
        if created:
            names = [right for right in rights.every_right() if right.first <= rank]
            profile.permissions.set(rights.permissions(names))


def _last_app_with_rights() -> str:
    ours = {"alerts", "contacts", "imports", "accounts", "users", "auth"}
    return [config.label for config in apps.get_app_configs() if config.label in ours][-1]
