"""The investor profiles of a folder: its versions, the one that counts, how old that is."""

import datetime as dt

from django.utils import timezone

from compliance.models import InvestorProfile
from contacts.models import Contact
from users.models import User

# After so many months a profile is asked again.
FRESH_MONTHS = 12


def versions(contact: Contact) -> list[InvestorProfile]:
    """Return the versions of a folder that was loaded through the rule, the latest first."""
    found = InvestorProfile.objects.filter(contact=contact).select_related("created_by")
    return list(found.prefetch_related("experiences").order_by("-dated_on", "-pk"))


def latest(contact: Contact) -> InvestorProfile | None:
    """Return the version that counts."""
    found = InvestorProfile.objects.filter(contact=contact).prefetch_related("experiences")
    return found.order_by("-dated_on", "-pk").first()


def may_correct(profile: InvestorProfile, user: User) -> bool:
    """A version is its author's to correct on the day on which it was entered; then it stays."""
    entered = timezone.localdate(profile.created_at)
    return profile.created_by_id == user.pk and entered == timezone.localdate()


def is_out_of_date(profile: InvestorProfile, today: dt.date) -> bool:
    """Say whether more than twelve months have passed since its date."""
    then = profile.dated_on
    months = (today.year - then.year) * 12 + today.month - then.month
    return (months, today.day) > (FRESH_MONTHS, then.day)
