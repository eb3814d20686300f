"""Every right that a profile may hold, in the groups of Gestion des droits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from types import ModuleType

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import rights as account_rights
from accounts.models import Custodian, Product
from alerts import rights as alert_rights
from contacts import rights as contact_rights
from imports import rights as import_rights
from searches import rights as search_rights
from users.models import User
from users.rights import Rank, Right, declared

# What Django's own permissions allow, in words; `%(things)s` are the model's.
VERBS = {
    "add": gettext_lazy("Add: %(things)s"),
    "change": gettext_lazy("Change: %(things)s"),
    "delete": gettext_lazy("Delete: %(things)s"),
    "view": gettext_lazy("See: %(things)s"),
}
# Models whose Django permissions open pages of the administration.
ADMINISTERED = ("users.User", "users.Profile", "accounts.Custodian", "accounts.Product")
# Never deleted: history names people, and accounts that one may not see hang on the others.
KEPT = (User, Custodian, Product)


@dataclass(frozen=True)
class Section:
    """A heading of Gestion des droits and the apps whose rights stand under it."""

    slug: str
    title: str | Promise
    modules: Sequence[ModuleType] = ()


SECTIONS = (
    Section("contact", gettext_lazy("Contact"), (contact_rights,)),
    Section("accounts", gettext_lazy("Accounts"), (account_rights,)),
    Section("alerts", gettext_lazy("Alerts"), (alert_rights, import_rights)),
    Section("searches", pgettext_lazy("rights", "Queries"), (search_rights,)),
    Section("administration", gettext_lazy("Administration")),
)


def rights_of(section: Section) -> list[Right]:
    """Return the section's rights in the order in which the apps declare them.

    What administrators alone have first stands with what the administration itself needs.
    """
    if section.slug == "administration":
        every = chain.from_iterable(other.modules for other in SECTIONS)
        return [*_django_rights(), *_declared(every, for_administrators=True)]
    return _declared(section.modules, for_administrators=False)


def _declared(modules: Iterable[ModuleType], *, for_administrators: bool) -> list[Right]:
    rights = chain.from_iterable(map(declared, modules))
    return [right for right in rights if (right.first is Rank.ADMINISTRATOR) == for_administrators]


def _django_rights() -> list[Right]:
    return [
        Right(
            model._meta.label,
            f"{verb}_{model._meta.model_name}",
            str(words) % {"things": model._meta.verbose_name_plural},
            Rank.ADMINISTRATOR,
        )
        for model in map(apps.get_model, ADMINISTERED)
        for verb, words in VERBS.items()
        if verb != "delete" or model not in KEPT
    ]


def every_right() -> list[Right]:
    return [right for section in SECTIONS for right in rights_of(section)]


def permissions(names: Iterable[str]) -> list[Permission]:
    """Return the permission rows of these names."""
    chosen = Q(pk__in=[])
    for name in names:
        app_label, codename = name.split(".")
        chosen |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(chosen))


def names_of(profile: Group) -> set[str]:
    """Return the names of the profile's rights, as `app.codename`."""
    rows = profile.permissions.values_list("content_type__app_label", "codename")
    return {f"{app_label}.{codename}" for app_label, codename in rows}


def origins(user: User) -> dict[str, list[str]]:
    """Return where each right of this user comes from: names of profiles, or why else."""
    found: dict[str, list[str]] = {}
    for profile in user.groups.order_by("name"):
        for name in names_of(profile):
            found.setdefault(name, []).append(profile.name)
    for app_label, codename in user.user_permissions.values_list(
        "content_type__app_label", "codename"
    ):
        found.setdefault(f"{app_label}.{codename}", []).append(_("given to this user alone"))
    if user.is_superuser:
        for right in every_right():
            found.setdefault(right, []).append(_("superuser"))
    return found
