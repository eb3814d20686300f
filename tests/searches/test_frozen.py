"""Ids that stored searches name, written out: none is renamed, and none means something else.

One that is added is added here; one that goes needs a migration of what is stored, as does a new
`VERSION`, whose older searches are opened below.
"""

import pytest
from django.urls import reverse

from searches.models import SavedSearch
from searches.querying.operators import OPERATORS, Unit
from searches.querying.schema import VERSION, How, Quantifier
from searches.querying.vocabulary import SUBJECTS

OPERATOR_IDS = """
    after anniversary_within at_least at_most before begins between contains differs
    empty equals has has_all has_none in_branch is is_not no not_contains not_empty
    not_in_branch older_than on over under within_last within_next yes
"""
FIELD_IDS = {
    "contacts": """
        account_count activity address_other_country address_other_line_1
        address_other_line_2 address_other_post_code address_other_town
        address_personal_country address_personal_line_1 address_personal_line_2
        address_personal_post_code address_personal_town address_professional_country
        address_professional_line_1 address_professional_line_2
        address_professional_post_code address_professional_town age assigned assistant
        birth_commune birth_country birth_date birth_department birth_name birth_town
        business_sector campaign capital category children_count client_number client_number_suffix
        client_since country created_at created_by death_date dependants_count email
        email_other email_personal email_professional employed_since employer
        employer_office fatca_status fax_home fax_office first_name fiscal_year_end
        folder_code founded_on giin grandchildren_count has_made_gifts has_pep has_tin
        has_will headcount household_income household_income_band household_wealth
        household_wealth_band housing identity_document identity_expires_on
        identity_issued_on identity_number income_tax income_tax_rate is_pep is_private
        keywords kind last_contact last_name lead_adviser legal_capacity legal_form
        legal_name lei lei_expires_on line_1 line_2 marital_since marital_status
        marriage_contract marriage_date marriage_place matrimonial_regime mifid_category
        monthly_saving naf_code name nationality note organisation_mifid_category
        organisation_tax_number organisation_tax_residence origin other_first_names
        other_nationality other_title other_totals pacs_date pacs_place pacs_regime pays_income_tax
        pays_wealth_tax pep_function pep_link post_code profession profession_label
        professional_status qualification reference_tax_income registry relation_since
        representative retirement_age second_adviser siren siret socio_professional_category
        spouse_gift tax_number tax_regime tax_residence tax_shares telephone telephone_home
        telephone_mobile telephone_office tin title total_value town trade_name updated_at
        us_citizen us_entity us_person us_resident valued_on wealth_tax wealth_tax_rate zone
    """,
    "accounts": """
        closed_on currency custodian custodian_code custodian_name family label
        last_currency last_value last_valued_on number opened_on product product_code
        product_name
    """,
    "owned_accounts": """
        right share
    """,
    "owners": """
        contact right share
    """,
    "valuations": """
        currency date is_consolidated value
    """,
    "holdings": """
        code currency is_euro_fund name price priced_on units value
    """,
    "related_person": """
        age birth_commune birth_date birth_department birth_name birth_town death_date employer
        employer_office first_name identity_document identity_expires_on identity_number
        last_name other_first_names profession profession_label title
    """,
    "follow_ups": """
        author date done_at kind reminder_date reminder_person text
    """,
    "properties": """
        annual_rent holder kind label outstanding right share value
    """,
    "declared_assets": """
        holder institution kind opened_on value
    """,
    "debts": """
        ends_on kind lender monthly_payment outstanding rate
    """,
    "incomes": """
        annual_amount kind
    """,
    "expenses": """
        annual_amount kind
    """,
    "investor_profile": """
        adverse_impacts created_at created_by dated_on finance_background loss_capacity
        management_mode past_losses past_losses_share reaction risk_level sfdr_share
        sustainability taxonomy_share
    """,
    "product_experiences": """
        is_held knowledge operations product
    """,
    "objectives": """
        kind priority
    """,
    "investment_project": """
        amount comment horizon liquidity_need
    """,
    "funds_origins": """
        amount business_sale compensation dated_on detail gambling gift inheritance
        institution other property_sale savings surrender
    """,
    "tax_residences": """
        country number
    """,
    "consents": """
        dated_on is_given kind source
    """,
    "beneficial_owners": """
        birth_date control country first_name is_pep last_name share
    """,
    "shareholders": """
        name right share units
    """,
    "financial_years": """
        balance_total cash debt equity net_income revenue year
    """,
    "emails": """
        address preferred use
    """,
    "telephones": """
        line number preferred use
    """,
    "addresses": """
        country line_1 line_2 post_code preferred town use
    """,
}
LINK_IDS = {
    "contacts": """
        accountant accounts addresses beneficial_owner beneficial_owners beneficially_owned
        child client_of_accountant client_of_lawyer client_of_notary consents cousin curator
        debts declared_assets directed director emails employee employer ex_spouse expenses
        financial_years follow_ups funds_origins grandchild grandparent guardian incomes
        introduced introducer investment_project investor_profile lawyer nephew notary
        objectives other_business other_family parent partner partnership properties
        representative represented shareholders sibling spouse stepchild stepparent
        tax_residences telephones uncle under_curator ward
    """,
    "accounts": """
        owners valuations
    """,
    "valuations": """
        holdings
    """,
    "investor_profile": """
        product_experiences
    """,
}
# A search as each version stores it, with all that may be in one.
STORED = {
    1: {
        "v": 1,
        "on": "contacts",
        "where": {
            "all": [
                {"f": "birth_date", "op": "within_next", "n": 30, "unit": "day"},
                {"f": "name", "op": "contains", "v": "more"},
                {
                    "rel": "accounts",
                    "quant": "at_least",
                    "n": 2,
                    "where": {"any": [{"f": "last_value", "op": "over", "v": ["100000"]}]},
                },
                {"none": [{"f": "age", "op": "between", "v": [60, 70]}]},
            ]
        },
    }
}


def split(ids):
    return {key: words.split() for key, words in ids.items()}


def test_ids_of_comparisons_stay():
    assert sorted(OPERATORS) == OPERATOR_IDS.split()
    assert [*Unit] == ["day", "week", "month", "year"]
    assert [*Quantifier] == ["any", "none", "all", "at_least"]
    assert [*How] == ["all", "any", "none"]


def test_ids_of_fields_stay():
    found = {key: sorted(subject.fields) for key, subject in SUBJECTS.items()}
    assert found == split(FIELD_IDS)


def test_ids_of_relations_stay():
    found = {key: sorted(subject.links) for key, subject in SUBJECTS.items() if subject.links}
    assert found == split(LINK_IDS)


@pytest.mark.django_db
@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_kept_search_of_every_version_opens(sign_in, adviser, version):
    kept = SavedSearch.objects.create(
        owner=adviser, name="Ancienne", on="contacts", stored=STORED[version]
    )
    page = sign_in(adviser).get(reverse("searches:search-show", args=[kept.pk]))
    assert b'id="results"' in page.content
    assert "« more »" in page.content.decode().replace("\u202f", " ")
