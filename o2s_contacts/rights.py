"""Every right that a profile may hold, in the groups of Gestion des droits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Custodian, Product
from contacts.rights import ASSIGN_ORPHANS
from contacts.visibility import SEE_PRIVATE
from users.models import User

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
    """A heading of Gestion des droits and the apps whose own rights stand under it."""

    slug: str
    title: str | Promise
    apps: Sequence[str]


SECTIONS = (
    Section("contact", gettext_lazy("Contact"), ("contacts",)),
    Section("accounts", gettext_lazy("Accounts"), ("accounts",)),
    Section("alerts", gettext_lazy("Alerts"), ("alerts", "imports")),
    Section("searches", pgettext_lazy("rights", "Queries"), ("searches",)),
    Section("administration", gettext_lazy("Administration"), ()),
)


@dataclass(frozen=True)
class Right:
    """A permission with what it allows in words, and what it allows to do in code."""

    name: str
    label: str


def rights_of(section: Section) -> list[Right]:
    """Return the section's rights in the order in which the apps declare them."""
    if section.slug == "administration":
        return [*_django_rights(), *_declared(["contacts"], only=ASSIGN_ORPHANS)]
    return [right for right in _declared(section.apps) if right.name != ASSIGN_ORPHANS]


def _declared(app_labels: Iterable[str], only: str = "") -> list[Right]:
    """Return what models declare; the object permission of private folders is nobody's to give."""
    return [
        Right(name, str(label))
        for app_label in app_labels
        for model in apps.get_app_config(app_label).get_models()
        for codename, label in model._meta.permissions
        for name in [f"{app_label}.{codename}"]
        if codename != SEE_PRIVATE and (not only or name == only)
    ]


def _django_rights() -> list[Right]:
    return [
        Right(
            f"{model._meta.app_label}.{verb}_{model._meta.model_name}",
            str(words) % {"things": model._meta.verbose_name_plural},
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
            found.setdefault(right.name, []).append(_("superuser"))
    return found
