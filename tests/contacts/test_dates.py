"""Dates as people write them, in every form (contacts/forms/dates.py)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.forms.dates import OLDEST_OF_ORGANISATIONS, FrenchDateField
from contacts.models import Contact
from tests.contacts.pages import posted

DAY = dt.date(1938, 7, 24)


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


@pytest.mark.parametrize("typed", ["hier", "31/02/1985", "1985/06/15", "7/24/1938", "²/7/1938"])
def test_what_is_no_date_names_the_form_expected(typed):
    assert refusal(typed) == ["Ce n’est pas une date. Écrivez-la ainsi\u202f: 24/07/1938."]


def test_date_of_another_age_is_refused():
    assert refusal("1/1/0045") == ["Cette date est avant 1850. Vérifiez l’année."]
    assert refusal("31/12/1849") == ["Cette date est avant 1850. Vérifiez l’année."]
    oldest = OLDEST_OF_ORGANISATIONS
    assert FrenchDateField(oldest=oldest).clean("20/10/1665") == dt.date(1665, 10, 20)
    assert refusal("31/12/1599", oldest=oldest) == ["Cette date est avant 1600. Vérifiez l’année."]


def test_marriage_and_founding_have_their_limits(person, organisation, sign_in, adviser):
    client = sign_in(adviser)
    married = person(details={"marital_status": "married"})
    address = reverse("contacts:contact-general", args=[married.pk])
    refused = client.post(address, posted(client.get(address)) | {"marriage_date": "1/1/0045"})
    assert "Cette date est avant 1850" in refused.content.decode()
    company = organisation()
    address = reverse("contacts:contact-general", args=[company.pk])
    saved = client.post(address, posted(client.get(address)) | {"founded_on": "20/10/1665"})
    assert saved.status_code == 302
    assert Contact.objects.get(pk=company.pk).organisation.founded_on == dt.date(1665, 10, 20)
