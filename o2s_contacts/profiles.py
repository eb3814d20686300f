"""What a firm begins with: the default profiles, and the first categories of contacts.

Made once, when missing; what an administrator changes afterwards stays.
"""

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission

from accounts import rights as account_rights
from alerts import rights as alert_rights
from contacts import rights as contact_rights
from contacts.enums import Kind
from contacts.models import Category
from imports import rights as import_rights
from o2s_contacts import rights
from persistence import bulk_history

JUNIOR = {
    contact_rights.EXPORT,
    alert_rights.TREAT,
    account_rights.ADD,
    account_rights.CHANGE,
}
ASSISTANT = {
    *JUNIOR,
    contact_rights.SEE_OTHERS,
    contact_rights.CHANGE_OTHERS,
    contact_rights.IMPORT,
    contact_rights.MERGE,
    account_rights.CHANGE_OWNERS,
    import_rights.SEE,
}
ADVISER = {
    *ASSISTANT,
    contact_rights.CREATE_PRIVATE,
    contact_rights.DELETE,
    account_rights.DELETE,
}
MANAGER = {
    *ADVISER,
    contact_rights.ASSIGN,
    contact_rights.REACTIVATE,
    account_rights.REACTIVATE,
    contact_rights.MANAGE_KEYWORDS,
    contact_rights.MANAGE_CATEGORIES,
    contact_rights.MANAGE_COLUMNS,
    import_rights.CONFIRM,
}
PROFILES: dict[str, set[str]] = {
    "Administrateur": MANAGER,
    "Manager": MANAGER,
    "Conseiller": ADVISER,
    "Conseiller junior": JUNIOR,
    "Assistant": ASSISTANT,
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
    for name, names in PROFILES.items():
        profile, created = Group.objects.get_or_create(name=name)
        if created:
            profile.permissions.set(_permissions(names, everything=name == "Administrateur"))


def _last_app_with_rights() -> str:
    ours = {"alerts", "contacts", "imports", "accounts", "users", "auth"}
    return [config.label for config in apps.get_app_configs() if config.label in ours][-1]


def _permissions(names: set[str], *, everything: bool) -> list[Permission]:
    if everything:
        # What the administration needs to set the firm up; contacts themselves are never in it.
        names = names | {right.name for right in rights.rights_of(rights.SECTIONS[-1])}
    return rights.permissions(names)
