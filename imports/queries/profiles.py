"""Import profiles as their pages list them."""

from django.db.models import QuerySet

from imports.models import ImportProfile, ImportProfileVersion


def current() -> QuerySet[ImportProfileVersion]:
    """Return the last version of each profile, those in force first."""
    found = ImportProfileVersion.objects.current().select_related("profile", "made_by")
    return found.order_by("-profile__is_in_force", "profile__partner", "profile__name")


def versions_of(profile: ImportProfile) -> QuerySet[ImportProfileVersion]:
    """Return all versions, newest first."""
    return profile.versions.select_related("made_by").order_by("-number")
