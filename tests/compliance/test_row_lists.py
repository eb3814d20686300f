"""What the lists of Conformité check, sum up and say beside their rows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from compliance.models import (
    BeneficialOwner,
    Consent,
    FinancialYear,
    InvestmentProject,
    ProductExperience,
    Shareholder,
    TaxResidence,
)
from compliance.queries import declared
from contacts import history
from contacts.models import (
    ContactKeyword,
    Keyword,
    OrganisationDetails,
    PersonDetails,
    Relationship,
)
from persistence.models import save_as
from tests.compliance.test_rows import add, at, version

pytestmark = pytest.mark.django_db
TOMORROW = (dt.date.today() + dt.timedelta(days=2)).strftime("%d/%m/%Y")


@pytest.mark.parametrize(
    ("slug", "given", "field"),
    [
        ("origines", {"dated_on": TOMORROW, "gift": "on"}, "dated_on"),
        ("consentements", {"dated_on": TOMORROW, "kind": "notice"}, "dated_on"),
        ("beneficiaires", {"last_name": "Petit", "birth_date": TOMORROW}, "birth_date"),
        ("beneficiaires", {"last_name": "Petit", "share": "101"}, "share"),
        ("associes", {"name": "Petit", "units": "-1"}, "units"),
        ("exercices", {"year": "1899"}, "year"),
        ("exercices", {"year": "2101"}, "year"),
        ("residences", {"country": "FR", "number": "3023217600054"}, "number"),
    ],
)
def test_bad_answer_is_refused_beside_its_field(organisation, adviser, sign_in, slug, given, field):
    answer = add(sign_in(adviser), organisation(), slug, **given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_number_is_checked_where_it_is_french_alone(organisation, adviser, sign_in):
    contact, client = organisation(organisation_tax_residence="CH"), sign_in(adviser)
    twice = add(client, contact, "residences", country="CH")
    assert list(twice.context["form"].errors) == ["country"]
    assert add(client, contact, "residences", country="BE", number="3023").status_code == 302
    french = {"country": "FR", "number": "3023217600053"}
    assert add(client, contact, "residences", **french).status_code == 302
    assert TaxResidence.objects.count() == 2
    # What is left is looked up by its name, as the whole list is.
    page = client.get(at("row-add", contact, "residences"))
    labels = page.context["form"].fields["country"].choices.labels
    assert ("Belgique" in labels.values(), "Italie" in labels.values()) == (False, True)


def test_project_is_one_of_its_folder_and_is_changed(person, adviser, sign_in):
    contact, other, client = person(), person("Petit"), sign_in(adviser)
    assert add(client, other, "projet", amount="1").status_code == 302
    assert add(client, contact, "projet", amount="2").status_code == 302
    row = InvestmentProject.objects.get(contact=contact)
    given = {"version": version(contact), "amount": "3"}
    assert client.post(at("row-change", contact, "projet", row.pk), given).status_code == 302
    row.refresh_from_db()
    assert row.amount == 3


def test_new_consent_is_dated_today(person, adviser, sign_in):
    form = sign_in(adviser).get(at("row-add", person(), "consentements")).context["form"]
    assert form["dated_on"].value() == dt.date.today()


def test_consent_that_stands_is_the_latest_by_date_then_by_entry():
    early, late, again = (
        Consent(pk=pk, kind="notice", dated_on=dt.date(2026, 1, day), source=source)
        for pk, day, source in ((3, 1, ""), (1, 2, "RIC v1"), (2, 2, ""))
    )
    for rows in ([late, early], [early, late]):
        standing = declared.standing_consents(rows)[0]
        assert (standing.consent, standing.told) == (late, "le 02/01/2026, RIC v1")
    for rows in ([late, again], [again, late]):
        standing = declared.standing_consents(rows)[0]
        assert (standing.consent, standing.told) == (again, "le 02/01/2026")
    assert declared.standing_consents([])[0].told == ""


def test_related_owners_are_those_of_an_open_relation(organisation, person, adviser):
    contact = organisation()
    for kind, first_name, ended_on in (
        ("beneficial_owner", "Anne", None),
        ("beneficial_owner", "Paul", dt.date(2026, 1, 1)),
        ("director", "Luc", None),
    ):
        other = person("Moreau", first_name)
        row = Relationship(kind=kind, contact=contact, other_contact=other, ended_on=ended_on)
        save_as(row, adviser)
    assert [str(one.other) for one in declared.related_owners(contact, adviser)] == ["Anne Moreau"]


@pytest.mark.parametrize(
    ("shares", "above"), [([], False), ([60, None, 40], False), ([60, "40.01"], True)]
)
def test_shares_above_the_whole_are_to_be_checked(organisation, adviser, sign_in, shares, above):
    contact, client = organisation(), sign_in(adviser)
    for share in shares:
        part = None if share is None else Decimal(share)
        save_as(Shareholder(contact=contact, name="A", share=part, units=2), adviser)
    page = client.get(at("folder-owners", contact))
    assert page.context["is_above_whole"] is above
    feet = [listed.foot for listed in page.context["lists"]]
    told = [{cell.field.name: cell.text for cell in cells if cell.text} for _w, cells in feet[1]]
    if above:
        assert told == [{"share": "100,01\u202f%", "units": "4"}]
    save_as(BeneficialOwner(contact=contact, last_name="Petit", share=Decimal(100)), adviser)
    [(_words, cells)] = client.get(at("folder-owners", contact)).context["lists"][0].foot
    assert [cell.text for cell in cells if cell.text] == ["100\u202f%"]


def test_three_years_are_compared_from_a_base_above_nothing(organisation, adviser, sign_in):
    contact, client = organisation(), sign_in(adviser)
    for year, revenue, equity in ((2023, 1, 1), (2022, 9, 9), (2025, 5, 5), (2024, 0, -5)):
        row = FinancialYear(contact=contact, year=year, revenue=revenue, equity=equity)
        save_as(row, adviser)
    context = client.get(at("folder-years", contact)).context
    assert [line.row.year for line in context["lists"][0].lines] == [2025, 2024, 2023, 2022]
    assert [year.year for year in context["years"]] == [2025, 2024, 2023]
    assert [figure.change for figure in context["figures"]] == [None, None]
    FinancialYear.objects.exclude(year=2025).delete()
    assert client.get(at("folder-years", contact)).context["figures"] == []


def test_taxes_of_a_person_keep_the_keywords_and_ask_by_the_answers(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    ContactKeyword(contact=contact, keyword=Keyword.objects.create(label="Golf")).save()
    fields = client.get(at("tax-change", contact)).context["form"].fields
    assert (fields["tin"].is_out_of_sight, fields["pep_link"].is_out_of_sight) == (True, True)
    given = {"version": 0, "us_person": "yes", "has_tin": "yes", "tin": "123456789"}
    assert client.post(at("tax-change", contact), given).status_code == 302
    assert [keyword.label for keyword in contact.keywords.all()] == ["Golf"]
    details = PersonDetails.objects.get()
    assert (details.us_person, details.tin) == ("yes", "123456789")
    facts = client.get(at("folder-taxes", contact)).context["facts"]
    assert [str(label) for label, _text in facts] == ["US Person", "Possède un N° TIN", "N° TIN"]


def test_taxes_of_an_organisation_are_its_own(organisation, adviser, sign_in):
    contact, client = organisation(), sign_in(adviser)
    given = {"version": 0, "organisation_tax_residence": "FR", "has_pep": "yes"}
    assert client.post(at("tax-change", contact), given).status_code == 302
    details = OrganisationDetails.objects.get()
    assert (details.organisation_tax_residence, details.has_pep) == ("FR", "yes")
    assert details.legal_name == contact.name
    facts = client.get(at("folder-taxes", contact)).context["facts"]
    assert [text for _label, text in facts] == ["France", "Oui"]


def test_history_tells_of_a_corrected_experience_in_its_folder_alone(person, adviser, profile):
    contact, other = person(), person("Petit")
    row = profile(contact, experiences={"scpi": {"knowledge": "1"}})
    profile(other, experiences={"scpi": {"knowledge": "1"}})
    hour = dt.timedelta(hours=1)
    ProductExperience.history.update(history_date=timezone.now() - hour)
    told = row.experiences.get()
    told.knowledge = "3"
    save_as(told, adviser)

    def entries(folder):
        found = history.page([folder.pk], adviser, history.Filters()).entries
        return [entry for entry in found if "SCPI" in entry.text]

    [entry] = entries(contact)
    assert entry.text == "a corrigé le profil d’investisseur, SCPI, OPCI"
    assert [(one.label, one.before, one.after) for one in entry.changes] == [
        ("Connaissance", "Faible", "Bonne")
    ]
    assert entries(other) == []
