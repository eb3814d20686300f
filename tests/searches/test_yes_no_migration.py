"""What was asked of three boxes finds the same when they are yes, no or not said."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from compliance.models import BeneficialOwner, InvestorProfile, ProductExperience
from searches.models import Export, SavedSearch, SearchVersion
from searches.queries.matching import matching
from searches.querying.operators import Today
from searches.querying.schema import read
from tests.searches.pages import stored

pytestmark = pytest.mark.django_db
TODAY = Today(dt.date(2026, 11, 24), {})
migration = import_module("searches.migrations.0006_ask_yes_no_or_not_said")


def migrate():
    migration.rewrite(apps, connection.schema_editor())


def rows(link, *conditions, quant="any", how="all"):
    return {"rel": link, "quant": quant, "where": {how: list(conditions)}}


def ticked(field, op):
    return {"f": field, "op": op}


PROFILE = [rows("investor_profile", ticked("adverse_impacts", op)) for op in ("yes", "no")]
PRODUCT = [
    rows("investor_profile", rows("product_experiences", ticked("is_held", op)))
    for op in ("yes", "no")
]
OWNERS = [rows("beneficial_owners", ticked("is_pep", op)) for op in ("yes", "no")]


@pytest.fixture
def firm(person, organisation, adviser):
    """Make one folder of each answer, called so, and one of whom nothing is kept."""
    for said in ("yes", "no", ""):
        name = said or "blank"
        contact, company = person(name, "P"), organisation(f"C {name}")
        profile = InvestorProfile(
            contact=contact, dated_on=dt.date(2026, 1, 1), created_by=adviser, adverse_impacts=said
        )
        profile.save()
        ProductExperience(profile=profile, product="scpi", is_held=said).save()
        BeneficialOwner(contact=company, last_name="Moreau", is_pep=said).save()
    person("nothing", "P")
    organisation("C nothing")


@pytest.mark.usefixtures("firm")
@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (PROFILE[0], ["P yes"]),
        (PROFILE[1], ["P blank", "P no"]),
        (PRODUCT[0], ["P yes"]),
        (PRODUCT[1], ["P blank", "P no"]),
        (OWNERS[0], ["C yes"]),
        (OWNERS[1], ["C blank", "C no"]),
        (rows("beneficial_owners", ticked("is_pep", "no"), how="none"), ["C yes"]),
        ({"any": [PROFILE[0], OWNERS[1]]}, ["C blank", "C no", "P yes"]),
    ],
)
def test_a_search_finds_what_it_found(adviser, condition, names):
    search = SavedSearch.objects.create(
        owner=adviser, name="Ancienne", on="contacts", stored=stored(condition)
    )

    migrate()

    search.refresh_from_db()
    found = matching(read(search.stored), adviser, TODAY)
    assert sorted(str(contact) for contact in found) == names


def test_a_kept_search_opens_and_its_versions_and_exports_are_rewritten(sign_in, adviser):
    before = stored(OWNERS[1], {"in_search": 3})
    search = SavedSearch.objects.create(
        owner=adviser, name="Ancienne", on="contacts", stored=stored(OWNERS[1])
    )
    version = SearchVersion.objects.create(
        search=search, by=adviser, name="Ancienne", stored=before, reach="private"
    )
    asked = {"search": before, "sort": ""}
    export = Export.objects.create(owner=adviser, on="contacts", format="csv", asked=asked)
    listed = Export.objects.create(owner=adviser, on="contacts", format="csv", asked={"list": {}})

    migrate()

    said = [{"f": "is_pep", "op": "is", "v": ["no"]}, {"f": "is_pep", "op": "empty"}]
    after = stored(rows("beneficial_owners", {"any": said}), {"in_search": 3})
    for row in (version, export, listed):
        row.refresh_from_db()
    assert (version.stored, export.asked) == (after, {"search": after, "sort": ""})
    assert listed.asked == {"list": {}}
    page = sign_in(adviser).get(reverse("searches:search-show", args=[search.pk]))
    assert b'id="results"' in page.content


def test_everything_else_is_asked_as_it_was(adviser):
    everything = stored(
        {"f": "is_pep", "op": "is", "v": ["yes"]},
        {"f": "is_private", "op": "no"},
        {"f": "adverse_impacts_of_before", "op": "no"},
        {"none": [rows("consents", {"f": "is_given", "op": "yes"}, quant="at_least") | {"n": 2}]},
        {"in_search": 3, "denied": True},
    )
    search = SavedSearch.objects.create(owner=adviser, on="contacts", stored=everything)

    migrate()

    search.refresh_from_db()
    assert search.stored == everything
