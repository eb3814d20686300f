"""Import profiles: how a partner's files are read, version after version; and samples of them."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from imports import rights
from imports.feeds.profiled import schema
from imports.feeds.profiled.profile import LONGEST_NAME, LONGEST_PARTNER, Profile
from users.models import done_by
from users.rights import permissions_of

# A sample that nobody goes on with.
KEPT_FOR = dt.timedelta(days=1)


class ImportProfile(models.Model):
    """What one sort of a partner's files is called; how it is read stands in its last version."""

    partner = models.CharField(pgettext_lazy("import", "Partner"), max_length=LONGEST_PARTNER)
    name = models.CharField(pgettext_lazy("import profile", "Name"), max_length=LONGEST_NAME)
    version = models.PositiveIntegerField(_("Version"))
    is_in_force = models.BooleanField(pgettext_lazy("import profile", "In force"), default=True)

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        default_permissions = ()
        permissions = permissions_of("imports.ImportProfile", rights)
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "name"], name="import_profile_name_once_for_a_partner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.name}"


class ProfileVersionQuerySet(models.QuerySet["ImportProfileVersion"]):
    def current(self) -> "ProfileVersionQuerySet":
        """Return the last version of each profile."""
        return self.filter(number=F("profile__version"))

    def in_force(self, partner: str) -> "ProfileVersionQuerySet":
        """Return the versions that the night asks about a partner's files, newest first."""
        of_partner = {"profile__partner": partner, "profile__is_in_force": True}
        return self.current().filter(**of_partner).order_by("-pk")


class ImportProfileVersion(models.Model):
    """A profile as somebody saved it: never changed, so that a run can say how it read."""

    profile = models.ForeignKey(ImportProfile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("Version"))
    # `imports.feeds.profiled.schema` checks and reads it.
    definition = models.JSONField()
    is_in_force = models.BooleanField(pgettext_lazy("import profile", "In force"), default=True)
    made_by = done_by(_("Saved by"))
    made_at = models.DateTimeField(_("Saved on"), auto_now_add=True)

    objects: ClassVar[ProfileVersionQuerySet] = ProfileVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "number"], name="import_profile_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition.get('name', '')}, {self.number}"

    @property
    def value(self) -> Profile:
        return schema.read(self.definition)


class ProfileSample(models.Model):
    """A partner's file that somebody describes just now: theirs alone, deleted once they save."""

    by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("User")
    )
    name = models.CharField(_("File"), max_length=200)
    # In settings.PROFILE_SAMPLES, as `persistence.private_files` names it.
    file = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
