"""Saving an import profile: each time a version more, so that what read a file stays readable."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from imports.errors import ProfileNameTaken, ProfileSavedMeanwhile
from imports.feeds.profiled import Profile, schema
from imports.models import ImportProfile, ImportProfileVersion
from users.models import User


def make(*, definition: Profile, by: User, is_in_force: bool = True) -> ImportProfileVersion:
    return _save(ImportProfile(version=0), definition, is_in_force=is_in_force, by=by)


@transaction.atomic
def change(
    *, profile: ImportProfile, version: int, definition: Profile, by: User
) -> ImportProfileVersion:
    """Save a version after the one that was shown, or none if there is a later one."""
    locked = _locked(profile, version)
    return _save(locked, definition, is_in_force=locked.is_in_force, by=by)


@transaction.atomic
def put_in_force(
    *, profile: ImportProfile, version: int, is_in_force: bool, by: User
) -> ImportProfileVersion:
    """Let the night read by a profile, or no more: that too is a version, with who and when."""
    locked = _locked(profile, version)
    current = locked.versions.get(number=locked.version)
    return _save(locked, current.value, is_in_force=is_in_force, by=by)


def _locked(profile: ImportProfile, version: int) -> ImportProfile:
    locked = ImportProfile.objects.select_for_update().get(pk=profile.pk)
    if locked.version != version:
        last = locked.versions.select_related("made_by").get(number=locked.version)
        raise ProfileSavedMeanwhile(
            _("%(who)s saved version %(number)s meanwhile. Nothing was saved now.")
            % {"who": last.made_by, "number": last.number}
        )
    return locked


@transaction.atomic
def _save(
    profile: ImportProfile, definition: Profile, *, is_in_force: bool, by: User
) -> ImportProfileVersion:
    if flaws := schema.flaws(definition):
        raise schema.ProfileRefused(*flaws)
    profile.partner, profile.name = definition.partner, definition.name
    profile.version += 1
    profile.is_in_force = is_in_force
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        raise ProfileNameTaken(_("Another profile of this partner bears this name.")) from error
    return ImportProfileVersion.objects.create(
        profile=profile,
        number=profile.version,
        definition=schema.written(definition),
        is_in_force=is_in_force,
        made_by=by,
    )
