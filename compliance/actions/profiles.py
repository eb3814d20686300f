"""Writing investor profiles: a new version each time, corrected by its author on its day alone."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from compliance.models import InvestorProfile, ProductExperience
from compliance.queries.profiles import may_correct
from contacts.actions.contacts import claim
from contacts.actions.folder_rows import delete_row
from contacts.actions.visits import record_visit
from contacts.enums import VisitKind
from contacts.errors import EditConflict
from contacts.models import Change
from persistence.models import delete_as, save_as
from users.models import User


@transaction.atomic
def save_profile(
    *,
    profile: InvestorProfile,
    experiences: Sequence[ProductExperience],
    version: int,
    by: User,
) -> InvestorProfile:
    """Save a new version, or a corrected one, unless somebody saved the folder since `version`."""
    claim(profile.contact, version)
    if profile._state.adding:  # noqa: SLF001 - how Django tells a row that is not saved
        profile.created_by = by
    else:
        _require_correctable(profile, by)
    save_as(profile, by)
    _save_experiences(profile, experiences, by)
    profile.contact.version = version + 1
    save_as(profile.contact, by)
    record_visit(contact=profile.contact, deed=VisitKind.CHANGED, by=by)
    return profile


def _save_experiences(
    profile: InvestorProfile, experiences: Sequence[ProductExperience], by: User
) -> None:
    """Keep a row for each product of which something is said."""
    standing = {row.product: row for row in ProductExperience.objects.filter(profile=profile)}
    for row in experiences:
        row.profile = profile
        held = standing.pop(row.product, None)
        if held is None:
            save_as(row, by)
        elif _said(held) != _said(row):
            row.pk = held.pk
            save_as(row, by, force_update=True)
    for row in standing.values():
        delete_as(row, by)


def _said(row: ProductExperience) -> tuple[str, str, str]:
    return row.knowledge, row.operations, row.is_held


@transaction.atomic
def delete_profile(*, profile: InvestorProfile, version: int, by: User) -> Change:
    """Take a version away that was entered by mistake today; the change can be undone."""
    _require_correctable(profile, by)
    return delete_row(row=profile, version=version, by=by)


def _require_correctable(profile: InvestorProfile, by: User) -> None:
    standing = InvestorProfile.objects.filter(pk=profile.pk).first()
    if standing is None:
        raise EditConflict
    if not may_correct(standing, by):
        raise PermissionDenied
