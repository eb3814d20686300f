"""What clients say of risk and consent, asked in Requêtes: of dated answers the latest counts."""

import datetime as dt

import pytest

from compliance.models import Consent, FinancialYear, InvestorProfile, Objective, ProductExperience
from searches.queries.matching import matching
from searches.querying.operators import Today
from searches.querying.schema import read
from searches.querying.sentences import sentence, text

pytestmark = pytest.mark.django_db
TODAY = Today(dt.date(2026, 11, 24), {})
OFFENSIVE = {"f": "risk_level", "op": "is", "v": ["5"]}
OLD = {"f": "dated_on", "op": "older_than", "n": 12, "unit": "month"}
CRYPTO = {
    "rel": "product_experiences",
    "quant": "any",
    "where": {"all": [{"f": "product", "op": "is", "v": ["crypto"]}]},
}
GIVEN = [{"f": "kind", "op": "is", "v": ["marketing"]}, {"f": "is_given", "op": "yes"}]


def asked(link, *conditions, quant="any"):
    rows = {"rel": link, "quant": quant, "where": {"all": list(conditions)}}
    return {"v": 1, "on": "contacts", "where": {"all": [rows]}}


def found(user, search):
    """Return the names that a reader finds, by rows and by sets."""
    by_rows, by_sets = (
        sorted(str(contact) for contact in matching(read(search), user, TODAY, by_sets=by_sets))
        for by_sets in (False, True)
    )
    assert by_rows == by_sets
    return by_rows


@pytest.fixture
def firm(person, organisation, adviser, colleague):
    anne, paul = person("Moreau", "Anne"), person("Petit", "Paul")
    secret = person("Secret", "Zoé", by=colleague, is_private=True)

    def profile(contact, day, risk, product=""):
        dated = dt.date.fromisoformat(day)
        row = InvestorProfile(contact=contact, dated_on=dated, risk_level=risk, created_by=adviser)
        row.save()
        if product:
            ProductExperience(profile=row, product=product, knowledge="3").save()

    profile(anne, "2024-01-01", "5", "crypto")
    profile(anne, "2026-01-01", "2")
    # Of two of a day, the one that was entered last.
    profile(paul, "2025-06-01", "2")
    profile(paul, "2025-06-01", "5", "crypto")
    profile(secret, "2024-01-01", "5", "crypto")
    for contact, is_given, day in (
        (anne, True, 1),
        (anne, False, 2),
        (paul, False, 3),
        (paul, True, 3),
    ):
        Consent(
            contact=contact, kind="marketing", is_given=is_given, dated_on=dt.date(2026, 1, day)
        ).save()
    Objective(contact=anne, kind="retraite", priority="1").save()
    Objective(contact=paul, kind="retraite", priority="3").save()
    Objective(contact=paul, kind="etudes", priority="1").save()
    FinancialYear(contact=organisation(), year=2025, revenue=1000).save()
    # Left by a conversion: not said of a person.
    FinancialYear(contact=anne, year=2025, revenue=1000).save()


@pytest.mark.usefixtures("firm")
def test_the_latest_profile_alone_is_asked(manager):
    assert found(manager, asked("investor_profile", OFFENSIVE)) == ["Paul Petit"]
    assert found(manager, asked("investor_profile", OLD)) == ["Paul Petit"]
    assert found(manager, asked("investor_profile", CRYPTO)) == ["Paul Petit"]
    two = asked("investor_profile", quant="at_least")
    two["where"]["all"][0]["n"] = 2
    assert found(manager, two) == []


@pytest.mark.usefixtures("firm")
def test_the_latest_consent_of_a_kind_counts(manager):
    assert found(manager, asked("consents", *GIVEN)) == ["Paul Petit"]


@pytest.mark.usefixtures("firm")
def test_conditions_on_an_objective_speak_of_the_same_row(manager):
    first = {"f": "priority", "op": "is", "v": ["1"]}
    retirement = {"f": "kind", "op": "is", "v": ["retraite"]}
    assert found(manager, asked("objectives", retirement, first)) == ["Anne Moreau"]


@pytest.mark.usefixtures("firm")
def test_years_are_those_of_organisations(manager):
    since = {"f": "year", "op": "at_least", "v": "2025"}
    assert found(manager, asked("financial_years", since)) == ["Chais Moreau SAS"]


def test_conditions_read_aloud():
    search = read(asked("investor_profile", OFFENSIVE, OLD))
    assert text(sentence(search, lambda _asked, _value: "")).replace("\u202f", " ") == (
        "Contacts qui ont au moins un dernier profil d’investisseur (« Profil souhaité » est "
        "Offensif et la date remonte à plus de 12 mois)"
    )
