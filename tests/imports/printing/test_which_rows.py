"""Which of a folder's rows its form holds, where it has more than the form has lines for."""

import datetime as dt

import pytest

from compliance.models import FinancialYear, FundsOrigin, InvestorProfile, TaxResidence
from contacts.actions.conversion import convert
from contacts.models import (
    Contact,
    Email,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    RelatedPerson,
    Relationship,
)
from imports.actions.fact_find.printing import print_form
from imports.queries.fact_find.facts import facts_of, form_for
from persistence.models import save_as
from wealth.models import DeclaredAsset

pytestmark = pytest.mark.django_db


def said(contact, user):
    """Return what the form says, by the targets of its questions, and the number of the line."""
    fields = form_for(contact).fields
    values = facts_of(contact, user).values.items()
    return {(fields[name].target, fields[name].row): text for name, text in values}


def day(year, month=1):
    return dt.date(year, month, 1)


def test_latest_profile_and_origin_count_and_of_one_day_the_last_entered(person, adviser):
    contact = person()
    for dated_on, risk in ((day(2026), "3"), (day(2026), "4"), (day(2024), "1")):
        profile = InvestorProfile(contact=contact, dated_on=dated_on, risk_level=risk)
        profile.created_by = adviser
        save_as(profile, adviser)
        save_as(FundsOrigin(contact=contact, dated_on=dated_on, detail=f"Lettre {risk}"), adviser)
    told = said(contact, adviser)
    assert (told["profile.risk", 0], told["origin.detail", 0]) == ("4", "Lettre 4")


def test_year_that_is_missing_leaves_its_column_blank(organisation, adviser):
    contact = organisation()
    for year in (2021, 2023, 2025):
        save_as(FinancialYear(contact=contact, year=year, revenue=year), adviser)
    told = {key[0]: text for key, text in said(contact, adviser).items() if "figures" in key[0]}
    assert told == {"figures.ca.n": "2 025", "figures.ca.n2": "2 023"}
    years = {"n": 2025, "n1": 2024, "n2": 2023}
    assert facts_of(contact, adviser).years == years
    # Which ones they are is remembered with what was printed.
    assert print_form(contact=contact, by=adviser).issue.years == years


def test_ended_relations_and_the_dead_are_not_printed(person, related, adviser):
    contact = person()
    for kind, first_name, born, ended_on in (
        ("spouse", "Paul", None, day(2020)),
        ("child", "Zoé", day(2010), None),
        ("child", "Luc", day(2008), day(2020)),
    ):
        other = RelatedPerson(
            contact=contact, last_name="Moreau", first_name=first_name, birth_date=born
        )
        save_as(other, adviser)
        row = Relationship(kind=kind, contact=contact, other_person=other, ended_on=ended_on)
        save_as(row, adviser)
    dead = person("Moreau", "Max")
    details = PersonDetails.objects.get(contact=dead)
    details.death_date = day(2021)
    save_as(details, adviser)
    related(contact, dead, "child")
    told = said(contact, adviser)
    assert ("spouse.name", 0) not in told
    assert [told.get(("child.first_name", row)) for row in (1, 2)] == ["Zoé", None]


def test_spouse_who_became_an_organisation_is_not_printed(person, related, adviser):
    contact, other = person(), person("Moreau", "Paul")
    related(contact, other)
    assert said(contact, adviser)["spouse.name", 0] == "Moreau"
    other = Contact.objects.get(pk=other.pk)
    details = OrganisationDetails(legal_name="Moreau SAS")
    convert(contact=other, details=details, version=other.version, by=adviser)
    assert ("spouse.name", 0) not in said(contact, adviser)


def test_preferred_ways_to_reach_somebody_are_printed(person, adviser):
    contact = person()
    for name, preferred in (("a", False), ("b", True), ("c", False)):
        address = f"{name}@example.org"
        ways = {"contact": contact, "preferred": preferred}
        save_as(Email(address=address, key=address, **ways), adviser)
        save_as(PostalAddress(line_1=f"1 rue {name}", town="Angers", **ways), adviser)
    told = said(contact, adviser)
    assert told["contact.email", 0] == "b@example.org"
    assert told["address.line1", 0] == "1 rue b"


def test_first_further_residence_is_printed(person, adviser):
    contact = person()
    for country in ("CH", "BE"):
        save_as(TaxResidence(contact=contact, country=country, number=country), adviser)
    told = said(contact, adviser)
    assert told["contact.tax_residence2.country", 0] == "Suisse"
    assert told["contact.tax_residence2.number", 0] == "CH"


@pytest.mark.parametrize(("kind", "room"), [("person", 8), ("organisation", 4)])
def test_form_has_as_many_lines_of_investments_as_its_kind(
    person, organisation, adviser, kind, room
):
    contact = person() if kind == "person" else organisation()
    for _place in range(9):
        save_as(DeclaredAsset(contact=contact, kind="AV"), adviser)
    assert len(facts_of(contact, adviser).rows["asset"]) == room
