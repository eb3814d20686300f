"""Dates as people write them, in every form (contacts/forms/dates.py)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm, DateField, DateTimeField
from django.urls import get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.fields import ENTRIES, OLDEST_OF_ORGANISATIONS
from contacts.forms.dates import FrenchDateField
from contacts.forms.inputs import form_field
from contacts.models import Contact, OrganisationDetails, PersonDetails, RelatedPerson
from tests.contacts.pages import posted

DAY = dt.date(1938, 7, 24)
APPS = {"contacts", "accounts", "wealth", "searches", "alerts", "imports", "users"}


@pytest.mark.parametrize(
    "typed",
    ["24/07/1938", "24/7/1938", "24.7.1938", "24-7-1938", "24071938", "1938-07-24", " 24/7/1938 "],
)
def test_date_is_read_as_it_is_written(typed):
    assert FrenchDateField().clean(typed) == DAY


@given(day=st.dates(min_value=dt.date(1850, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_every_way_of_writing_gives_the_same_day(day):
    field = FrenchDateField()
    ways = (f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d%m%Y}", str(day))
    assert {field.clean(way) for way in ways} == {day}


def refusal(typed, **options):
    with pytest.raises(ValidationError) as refused:
        FrenchDateField(**options).clean(typed)
    return refused.value.messages


@pytest.mark.security(52)
@pytest.mark.parametrize("typed", ["24/7/38", "1.2.85", "15.06.12", "24-07-38", "240738"])
def test_year_of_two_digits_is_refused_everywhere(typed):
    assert refusal(typed) == ["Écrivez l’année en quatre chiffres\u202f: 24/07/1938."]


def subclasses(kind):
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


# Anchors of pages, which nobody types.
NOT_TYPED = {
    (form, name) for form in ("NotesFilterForm", "ToDoPlaceForm") for name in ("after", "before")
}


@pytest.mark.security(52)
def test_every_date_that_is_typed_is_read_in_one_way():
    """No form of the product has a date field that takes a year of two digits."""
    get_resolver().url_patterns  # noqa: B018 - imports every view, and its forms with it
    ours = [one for one in subclasses(BaseForm) if one.__module__.split(".")[0] in APPS]
    dates = {
        (form.__name__, name): field
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, DateField | DateTimeField)
    }
    # Général makes its forms of these models when it is asked for.
    dates |= {
        (model.__name__, field.name): form_field(field)
        for model in (PersonDetails, OrganisationDetails, RelatedPerson)
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateField) and field.editable
    }
    assert len(dates) > 16
    wrong = {key for key, field in dates.items() if not isinstance(field, FrenchDateField)}
    assert wrong - NOT_TYPED == set()


@pytest.mark.on_sqlite
@pytest.mark.security(52)
def test_29_february_is_a_day_of_leap_years_only(adviser, sign_in, person):
    contact, client = person(), sign_in(adviser)
    address = reverse("contacts:contact-general", args=[contact.pk])
    for typed, status in (("29/02/2023", 422), ("29/02/1900", 422), ("29/02/2024", 302)):
        answer = client.post(address, posted(client.get(address)) | {"birth_date": [typed]})
        assert answer.status_code == status, typed
    assert Contact.objects.get().birth_date == dt.date(2024, 2, 29)


@pytest.mark.parametrize("typed", ["hier", "31/02/1985", "1985/06/15", "7/24/1938", "²/7/1938"])
def test_what_is_no_date_names_the_form_expected(typed):
    assert refusal(typed) == ["Ce n’est pas une date. Écrivez-la ainsi\u202f: 24/07/1938."]


def test_date_of_another_age_is_refused():
    assert refusal("1/1/0045") == ["Cette date est avant 1850. Vérifiez l’année."]
    assert refusal("31/12/1849") == ["Cette date est avant 1850. Vérifiez l’année."]
    oldest = OLDEST_OF_ORGANISATIONS
    assert FrenchDateField(oldest=oldest).clean("20/10/1665") == dt.date(1665, 10, 20)
    assert refusal("31/12/1599", oldest=oldest) == ["Cette date est avant 1600. Vérifiez l’année."]


@pytest.mark.pure
def test_birth_over_130_years_ago_is_refused_in_whole_words():
    with pytest.raises(ValidationError) as refused:
        form_field(ENTRIES["birth_date"].model_field).clean("01/01/1850")
    told = "Cette date remonte à plus de 130 ans. Vérifiez l’année."
    assert refused.value.messages == [told]


@pytest.mark.on_sqlite
def test_marriage_and_founding_have_their_limits(person, organisation, sign_in, adviser):
    client = sign_in(adviser)
    married = person(marital_status="married")
    address = reverse("contacts:contact-general", args=[married.pk])
    refused = client.post(address, posted(client.get(address)) | {"marriage_date": "1/1/0045"})
    assert "Cette date est avant 1850" in refused.content.decode()
    company = organisation()
    address = reverse("contacts:contact-general", args=[company.pk])
    saved = client.post(address, posted(client.get(address)) | {"founded_on": "20/10/1665"})
    assert saved.status_code == 302
    assert Contact.objects.get(pk=company.pk).organisation.founded_on == dt.date(1665, 10, 20)
