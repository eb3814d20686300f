"""Saving a profile: who saved what is kept, nothing is half done, its author alone corrects it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from compliance.actions.profiles import delete_profile, save_profile
from compliance.models import InvestorProfile, ProductExperience
from compliance.queries import profiles
from contacts.errors import EditConflict
from contacts.models import Contact, Visit
from tests.contacts.merging.test_trouble import break_everywhere

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


def experience(product, knowledge="1", operations="", *, is_held=""):
    return ProductExperience(
        product=product, knowledge=knowledge, operations=operations, is_held=is_held
    )


def save(contact, by, *experiences, profile=None, **values):
    """Save as the page does, which reads the folder anew."""
    contact = Contact.objects.get(pk=contact.pk)
    profile = profile or InvestorProfile(dated_on=DAY)
    profile.contact = contact
    for name, value in values.items():
        setattr(profile, name, value)
    return save_profile(profile=profile, experiences=experiences, version=contact.version, by=by)


def records(model, name):
    rows = model.history.order_by("history_id")
    return list(rows.values_list("history_type", name, "history_user__username"))


def test_each_row_is_written_once_and_says_who(person, adviser, assistant):
    contact = person(assistant=assistant)
    Visit.objects.all().delete()
    products = ("scpi", "crypto", "struct", "actions")
    profile = save(contact, assistant, *map(experience, products), risk_level="2")
    save(
        contact,
        assistant,
        experience("scpi", is_held="yes"),
        experience("crypto", operations="2"),
        experience("struct"),
        profile=profile,
        risk_level="3",
    )
    assert records(InvestorProfile, "risk_level") == [
        ("+", "2", "assistant"),
        ("~", "3", "assistant"),
    ]
    # What was said again is not written again.
    assert records(ProductExperience, "product") == [
        *(("+", product, "assistant") for product in products),
        ("~", "scpi", "assistant"),
        ("~", "crypto", "assistant"),
        ("-", "actions", "assistant"),
    ]
    assert Contact.objects.get().version == 2
    [visit] = Visit.objects.all()
    assert (visit.user, visit.contact) == (assistant, contact)
    assert visit.changed_at


def test_saving_that_breaks_off_changes_nothing(person, adviser):
    contact = person()
    writes = break_everywhere(
        lambda: save(contact, adviser, experience("scpi"), experience("crypto"))
    )
    assert writes > 6


def test_who_saved_the_folder_since_stops_it(person, adviser):
    contact = person()
    profile = InvestorProfile(contact=contact, dated_on=DAY)
    with pytest.raises(EditConflict):
        save_profile(profile=profile, experiences=[], version=contact.version + 1, by=adviser)


def test_action_believes_the_author_that_is_stored(person, adviser, assistant, profile):
    contact = person(assistant=assistant)
    forged = InvestorProfile.objects.get(pk=profile(contact, risk_level="2").pk)
    forged.created_by = assistant
    with pytest.raises(PermissionDenied):
        save(contact, assistant, profile=forged, risk_level="5")
    with pytest.raises(PermissionDenied):
        delete_profile(profile=forged, version=contact.version, by=assistant)
    assert InvestorProfile.objects.get().risk_level == "2"


def test_day_of_a_correction_is_that_of_the_firm(person, adviser, profile):
    """What was entered in its first hour is of today, though Greenwich was a day behind."""
    mine = profile(person())
    midnight = timezone.localtime().replace(hour=0, minute=1)
    mine.created_at = midnight.astimezone(dt.UTC)
    assert profiles.may_correct(mine, adviser)
    mine.created_at -= dt.timedelta(minutes=2)
    assert not profiles.may_correct(mine, adviser)


def test_latest_is_by_its_date_then_by_its_entry(person, profile):
    contact, other = person(), person("Petit")
    newest = profile(contact, "2026-03-01")
    again = profile(contact, "2026-03-01")
    old = profile(contact, "2025-03-01")
    profile(other, "2026-10-01")
    assert profiles.versions(contact) == [again, newest, old]
    assert profiles.latest(contact) == again
    QuerySet(InvestorProfile).filter(contact=contact).delete()
    assert profiles.latest(contact) is None
