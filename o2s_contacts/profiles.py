"""What a firm begins with: the default profiles, and the first categories of contacts.

Made once, when missing; what an administrator changes afterwards stays.
"""

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from accounts import rights as account_rights
from alerts import rights as alert_rights
from contacts import rights as contact_rights
from contacts.enums import Kind
from contacts.models import Category
from imports import rights as import_rights

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
}
ADVISER = {
    *ASSISTANT,
    contact_rights.CREATE_PRIVATE,
    contact_rights.DELETE,
    account_rights.DELETE,
}
MANAGER = {
    *ADVISER,
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
    Category.objects.bulk_create(
        Category(name=name, default_for=kind, position=position)
        for position, (name, kind) in enumerate(CATEGORIES.items())
    )


def make_default_profiles(app_config: AppConfig, **_kwargs: object) -> None:
    """Make the missing profiles, once the last app's permissions are there.

    Group names are the firm's data, shown as they stand.
    """
    if app_config.label != _last_app_with_rights():
        return
    for name, rights in PROFILES.items():
        profile, created = Group.objects.get_or_create(name=name)
        if created:
            profile.permissions.set(_permissions(rights, everything=name == "Administrateur"))


def _last_app_with_rights() -> str:
    ours = {"alerts", "contacts", "imports", "accounts", "users", "auth"}
    return [config.label for config in apps.get_app_configs() if config.label in ours][-1]


def _permissions(rights: set[str], *, everything: bool) -> list[Permission]:
    chosen = Q(pk__in=[])
    for right in rights:
        app_label, codename = right.split(".")
        chosen |= Q(content_type__app_label=app_label, codename=codename)
    if everything:
        # What the Django admin needs to set the firm up; contacts themselves are never in it.
        chosen |= Q(content_type__app_label__in=["users", "accounts", "auth"])
    return list(Permission.objects.filter(chosen))
