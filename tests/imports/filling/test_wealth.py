"""What a form says of income, property, investments and debts, and of what the law asks."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.enums import Right
from compliance.models import (
    BeneficialOwner,
    Consent,
    FinancialYear,
    FundsOrigin,
    InvestmentProject,
    InvestorProfile,
    Objective,
    ProductExperience,
    Shareholder,
    TaxResidence,
)
from imports.queries.fact_find.facts import facts_of
from tests.factories import CompanyFactory, PersonFactory
from wealth.models import Debt, Expense, Income, Property

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def contact(adviser):
    return PersonFactory(by=adviser)


@pytest.fixture
def company(adviser):
    return CompanyFactory(by=adviser)


def test_incomes_and_expenses_are_one_of_a_kind(contact, filled):
    Income.objects.create(contact=contact, kind="salaires", annual_amount=40_000)
    Income.objects.create(contact=contact, kind="fonciers", annual_amount=9_000)

    filled(
        contact,
        {
            "rev_salaires_titulaire": "48 500,50",
            "rev_pensions_titulaire": "12 000",
            "rev_fonciers_titulaire": "",
            "chg_impots_foyer": "7 200",
        },
    )

    incomes = Income.objects.filter(contact=contact).order_by("kind")
    assert list(incomes.values_list("kind", "annual_amount")) == [
        ("pensions", Decimal(12_000)),
        ("salaires", Decimal("48500.50")),
    ]
    assert Expense.objects.get().annual_amount == 7_200


def test_tax_stands_in_the_details(contact, filled):
    filled(
        contact,
        {
            "fisc_rfr": "91 000",
            "fisc_parts": "2,5",
            "fisc_tmi": "30",
            "fisc_ifi": "NON",
            "fisc_capacite_epargne": "800",
        },
    )

    person = contact.person
    person.refresh_from_db()
    assert (person.reference_tax_income, person.tax_shares) == (91_000, Decimal("2.5"))
    assert (person.income_tax_rate, person.pays_wealth_tax) == (30, "no")
    assert person.monthly_saving == 800


def test_a_new_line_is_a_new_row(contact, filled):
    filled(
        contact,
        {
            "immo1_type": "RP",
            "immo1_designation": "Maison, Angers",
            "immo1_detenteur": "COMM",
            "immo1_droit": "US",
            "immo1_valeur": "320 000",
            "immo1_crd": "80 000",
            "immo1_loyer": "0",
            "pas2_organisme": "Banque de l’Ouest",
            "pas2_taux": "1,85",
            "pas2_fin": "01/06/2035",
        },
    )

    house = Property.objects.get()
    assert (house.kind, house.label, house.holder, house.right) == (
        "RP",
        "Maison, Angers",
        "COMM",
        Right.USUFRUCT,
    )
    assert (house.value, house.outstanding, house.annual_rent) == (320_000, 80_000, 0)
    debt = Debt.objects.get()
    assert (debt.kind, debt.lender, debt.rate) == ("AUTRE", "Banque de l’Ouest", Decimal("1.85"))
    assert debt.ends_on == dt.date(2035, 6, 1)


def test_a_line_that_was_printed_is_its_own_row_whatever_another_says(contact, filled):
    flat = Property.objects.create(contact=contact, kind="LOC_NUE", label="Nantes", value=1)
    house = Property.objects.create(contact=contact, kind="RP", label="Angers", value=2)

    filled(
        contact,
        {"immo1_valeur": "10", "immo2_designation": "Nantes"},
        today={"immo1_type": "LOC_NUE", "immo2_type": "RP"},
        rows={"property": [flat.pk, house.pk]},
    )

    assert list(Property.objects.order_by("pk").values_list("label", "value")) == [
        ("Nantes", 10),
        ("Nantes", 2),
    ]


def test_a_line_that_is_emptied_whole_goes_and_one_that_is_not_stays(contact, filled):
    gone = Debt.objects.create(contact=contact, kind="CONSO", lender="Prêtor")
    kept = Debt.objects.create(contact=contact, kind="PRO", lender="Banque", outstanding=9)

    filled(
        contact,
        {"pas1_type": "", "pas1_organisme": "", "pas2_capital": ""},
        today={
            "pas1_type": "CONSO",
            "pas1_organisme": "Prêtor",
            "pas2_type": "PRO",
            "pas2_organisme": "Banque",
            "pas2_capital": "9",
        },
        rows={"debt": [gone.pk, kept.pk]},
    )

    assert list(Debt.objects.values_list("lender", "outstanding")) == [("Banque", None)]


def test_aims_and_the_project(contact, filled):
    Objective.objects.create(contact=contact, kind="retraite", priority="3")

    filled(
        contact,
        {
            "obj_retraite": "1",
            "obj_etudes": "0",
            "obj_horizon": "P8",
            "obj_commentaire": "Une maison\n\nà Brest",
        },
    )

    assert list(Objective.objects.order_by("kind").values_list("kind", "priority")) == [
        ("etudes", "0"),
        ("retraite", "1"),
    ]
    project = InvestmentProject.objects.get()
    assert (project.horizon, project.comment) == ("P8", "Une maison\n\nà Brest")


def test_a_profile_is_a_new_version_and_the_earlier_stays(contact, filled, adviser):
    before = InvestorProfile.objects.create(
        contact=contact,
        dated_on=dt.date(2024, 1, 1),
        risk_level="2",
        reaction="ATTEND",
        created_by=adviser,
    )
    ProductExperience.objects.create(profile=before, product="scpi", knowledge="1", is_held="yes")

    filled(
        contact,
        {"prof_risque": "4", "prof_actions_connaissance": "3", "prof_scpi_detenu": ""},
    )

    before.refresh_from_db()
    assert (before.risk_level, before.experiences.get().is_held) == ("2", "yes")
    after = InvestorProfile.objects.exclude(pk=before.pk).get()
    assert (after.dated_on, after.risk_level, after.reaction) == (TODAY, "4", "ATTEND")
    told = after.experiences.order_by("product").values_list("product", "knowledge", "is_held")
    assert list(told) == [("actions", "3", ""), ("scpi", "1", "")]


def test_an_origin_of_funds_is_a_new_dated_row(contact, filled):
    FundsOrigin.objects.create(
        contact=contact, dated_on=dt.date(2020, 1, 1), savings=True, amount=5
    )

    filled(contact, {"ori_succession": "OUI", "ori_montant": "80 000"})

    row = FundsOrigin.objects.order_by("pk").last()
    assert (row.dated_on, row.savings, row.inheritance, row.amount) == (TODAY, True, True, 80_000)
    assert FundsOrigin.objects.count() == 2


def test_consents_say_by_which_form(contact, filled):
    filled(contact, {"rgpd_information": "OUI", "rgpd_prospection": ""})

    rows = Consent.objects.order_by("pk").values_list("kind", "is_given", "dated_on", "source")
    assert list(rows) == [
        ("notice", True, TODAY, "Recueil RIC-PP/1 du 29/11/2026"),
        ("marketing", False, TODAY, "Recueil RIC-PP/1 du 29/11/2026"),
    ]


def test_tax_residences_and_exposure(contact, filled):
    filled(
        contact,
        {
            "tit_resid_fiscale_pays": "France",
            "tit_nif": "1234567890123",
            "tit_resid_fiscale2_pays": "Belgique",
            "tit_nif2": "BE-1",
            "tit_us_person": "NON",
            "tit_ppe": "OUI",
            "tit_ppe_lien": "FAMILLE",
            "tit_ppe_fonction": "Ministre",
        },
    )

    person = contact.person
    person.refresh_from_db()
    assert (person.tax_residence, person.tax_number) == ("FR", "1234567890123")
    assert (person.us_person, person.is_pep) == ("no", "yes")
    assert (person.pep_link, person.pep_function) == ("FAMILLE", "Ministre")
    assert list(TaxResidence.objects.values_list("country", "number")) == [("BE", "BE-1")]


def test_a_tax_number_without_its_country_is_refused(contact, refused):
    assert list(refused(contact, {"tit_nif2": "BE-1"})) == ["tit_nif2"]


def test_an_organisation(company, filled):
    filled(
        company,
        {
            "soc_denomination": "Chais Moreau",
            "soc_sigle": "CHM",
            "soc_forme": "SAS",
            "soc_siren": "732 829 320",
            "soc_naf": "6201Z",
            "soc_creation": "01/02/1998",
            "soc_capital": "50 000",
            "soc_effectif": "12",
            "soc_regime_fiscal": "IS",
            "soc_cloture": "31/12",
            "soc_categorie_mif": "NP",
            "soc_fatca_statut": "ENF_ACT",
            "soc_us": "NON",
            "soc_resid_fiscale_pays": "France",
            "soc_tel": "02 41 23 45 67",
            "be1_nom": "Moreau",
            "be1_prenom": "Anne",
            "be1_pays": "Belgique",
            "be1_pct": "51",
            "be1_controle": "DIRECT",
            "be1_ppe": "OUI",
            "asso1_nom": "Holding M",
            "asso1_droit": "PP",
            "asso1_parts": "500",
            "cpt_ca_n": "1 200 000",
            "cpt_resultat_n1": "-5 000",
        },
    )

    details = company.organisation
    details.refresh_from_db()
    assert (details.legal_name, details.trade_name) == ("Chais Moreau", "CHM")
    assert (details.legal_form, details.siren, details.naf_code) == (
        "SAS / SASU",
        "732829320",
        "62.01Z",
    )
    assert (details.headcount, details.tax_regime, details.fiscal_year_end) == (12, "IS", "31/12")
    assert (details.organisation_mifid_category, details.us_entity) == ("retail", "no")
    assert company.telephones.get().use == "professional"
    owner = BeneficialOwner.objects.get()
    assert (owner.last_name, owner.country, owner.share) == ("Moreau", "BE", 51)
    assert owner.is_pep == "yes"
    holder = Shareholder.objects.get()
    assert (holder.name, holder.right, holder.units) == ("Holding M", "PP", 500)
    years = FinancialYear.objects.order_by("year").values_list("year", "revenue", "net_income")
    assert list(years) == [(2024, None, -5_000), (2025, 1_200_000, None)]


def test_a_shareholder_without_a_name_is_refused(company, refused):
    assert list(refused(company, {"asso1_pct": "10"})) == ["asso1_pct"]


def test_a_box_that_nobody_ticked_says_nothing(company, contact, filled):
    """Of an owner, a profile and a product: « Non » is what somebody said, and no less."""
    filled(company, {"be1_nom": "Moreau"})
    filled(contact, {"prof_risque": "4", "prof_scpi_connaissance": "2"})

    assert BeneficialOwner.objects.get().is_pep == ""
    profile = InvestorProfile.objects.get()
    assert (profile.adverse_impacts, profile.experiences.get().is_held) == ("", "")


@pytest.mark.parametrize(
    ("stands", "printed"), [("", ""), ("no", ""), ("yes", "OUI")], ids=["not said", "no", "yes"]
)
def test_a_box_is_printed_ticked_of_what_is_so_alone(company, contact, adviser, stands, printed):
    BeneficialOwner.objects.create(contact=company, last_name="Moreau", is_pep=stands)
    profile = InvestorProfile.objects.create(
        contact=contact, dated_on=TODAY, created_by=adviser, adverse_impacts=stands
    )
    ProductExperience.objects.create(profile=profile, product="scpi", is_held=stands)

    of_company, of_person = (facts_of(one, adviser).values for one in (company, contact))

    assert of_company.get("be1_ppe", "") == printed
    assert of_person.get("prof_esg_pai", "") == printed
    assert of_person.get("prof_scpi_detenu", "") == printed
