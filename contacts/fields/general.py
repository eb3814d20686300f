"""Which fields Général shows, in which block each, and what the catalogue says of each."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.enums import IdentityDocument, Kind, MaritalStatus, Proposals, Title, YesNo
from contacts.fields.shapes import ANY, OLDEST_OF_ORGANISATIONS, Block, Field, Shape
from contacts.models import (
    Contact,
    ListValue,
    OrganisationDetails,
    PersonDetails,
    RelatedPerson,
)
from look.layout import FULL, HALF, TWO_THIRDS
from text import validators

PAST = (validators.not_in_future,)
CHILDREN = (validators.from_to(0, 99),)
AGE_OF_RETIREMENT = (validators.from_to(50, 75),)
# What the published form has room for.
HEADCOUNT = (validators.from_to(0, 9_999_999),)
AFTER_BIRTH = ("birth_date", _("This date is before the date of birth."))
OF_THE_CHILDREN = (
    "children_count",
    _("More dependent children than children: correct one of the two numbers."),
)
AFTER_ISSUE = ("identity_issued_on", _("This date is before the document was issued."))
WITH_DOCUMENT = ("identity_document", _("Goes with another document"))
WITH_CHILDREN = ("children_count", _("Goes with another number of children"))
WITH_SITUATION = ("marital_status", _("Goes with another situation"))
WITH_EXPOSURE = ("is_pep", _("Goes with another answer"))
WITH_NUMBER = ("client_number", _("Goes with another number"))
OF_A_DOCUMENT = (
    "identity_document",
    (IdentityDocument.IDENTITY_CARD, IdentityDocument.PASSPORT, IdentityDocument.OTHER),
)
OF_THE_MARRIED = (
    "marital_status",
    (
        MaritalStatus.MARRIED,
        MaritalStatus.SEPARATED,
        MaritalStatus.DIVORCED,
        MaritalStatus.WIDOWED,
    ),
)
OF_SPOUSES = ("marital_status", (MaritalStatus.MARRIED, MaritalStatus.SEPARATED))
OF_PARTNERS = ("marital_status", (MaritalStatus.PACS,))
OF_COUPLES_IN_LAW = (
    "marital_status",
    (MaritalStatus.MARRIED, MaritalStatus.PACS, MaritalStatus.SEPARATED),
)
WITHOUT_A_DATE = (
    "marital_status",
    (
        MaritalStatus.SINGLE,
        MaritalStatus.COHABITING,
        MaritalStatus.SEPARATED,
        MaritalStatus.DIVORCED,
        MaritalStatus.WIDOWED,
    ),
)
WITH_STATUS = ("professional_status", ANY)
WITH_INCOME_TAX = ("pays_income_tax", ANY)
OF_THE_EXPOSED = ("is_pep", (YesNo.YES,))


def _of(model: Any, *names: str, **attributes: Any) -> list[Field]:
    return [Field(model, name, **attributes) for name in names]


_person = partial(_of, PersonDetails)
_company = partial(_of, OrganisationDetails)
_contact = partial(_of, Contact)


def _firm_lists_of_every_contact() -> list[Field]:
    columns = Contact._meta.concrete_fields
    return _contact(*(column.name for column in columns if column.related_model is ListValue))


IDENTITY = Block(
    "identity",
    _("Identity"),
    [
        *_person("title", "last_name", "first_name"),
        *_person("other_title", asked_when=("title", (Title.OTHER,))),
        *_person("birth_name", "other_first_names"),
        *_person(
            "birth_date",
            own_checks=(validators.birth_date,),
            head=pgettext_lazy("columns", "Born on"),
            # Kept on the contact's own row, where lists sort by it.
            path="birth_date",
            sort="birth_date",
        ),
        *_person("death_date", own_checks=PAST, follows=AFTER_BIRTH),
        *_person("birth_town", proposes=Proposals.BIRTH_TOWN),
        *_person("birth_department", holds=Shape.DEPARTMENT),
        *_person("birth_commune", own_checks=(validators.insee_code,)),
        *_person("birth_country", holds=Shape.COUNTRY),
        *_person("nationality", "other_nationality", holds=Shape.NATIONALITY),
        *_person("tax_residence", holds=Shape.COUNTRY),
        *_person("tax_number"),
    ],
)
SITUATION = Block(
    "situation",
    pgettext_lazy("block", "Situation"),
    [
        *_person("marital_status", width=HALF),
        *_person(
            "marital_since",
            width=HALF,
            own_checks=PAST,
            follows=AFTER_BIRTH,
            asked_when=WITHOUT_A_DATE,
            goes_with=WITH_SITUATION,
        ),
        *_person("matrimonial_regime", width=HALF, asked_when=OF_THE_MARRIED),
        *_person("marriage_date", own_checks=PAST, follows=AFTER_BIRTH, asked_when=OF_THE_MARRIED),
        *_person("marriage_place", asked_when=OF_THE_MARRIED),
        *_person("spouse_gift", asked_when=OF_SPOUSES),
        *_person("pacs_date", own_checks=PAST, follows=AFTER_BIRTH, asked_when=OF_PARTNERS),
        *_person("pacs_place", "pacs_regime", asked_when=OF_PARTNERS),
        *_person("marriage_contract", asked_when=OF_COUPLES_IN_LAW),
        *_person("children_count", own_checks=CHILDREN),
        *_person(
            "dependants_count",
            own_checks=CHILDREN,
            at_most=OF_THE_CHILDREN,
            goes_with=WITH_CHILDREN,
            asked_when=("children_count", ANY),
        ),
        *_person("grandchildren_count", own_checks=CHILDREN),
        *_person("has_will", "has_made_gifts", "housing", "legal_capacity"),
    ],
)
OCCUPATION = Block(
    "occupation",
    _("Occupation"),
    [
        *_person("profession", "profession_label", "professional_status"),
        *_person("employer", "employer_office", width=HALF),
        *_person("socio_professional_category", width=TWO_THIRDS),
        *_person("business_sector", asked_when=WITH_STATUS),
        *_person("employed_since", own_checks=PAST, follows=AFTER_BIRTH, asked_when=WITH_STATUS),
        *_person("retirement_age", own_checks=AGE_OF_RETIREMENT),
    ],
)
COMPLIANCE = Block(
    "compliance",
    _("Compliance"),
    [
        *_person("identity_document"),
        *_person("identity_number", asked_when=OF_A_DOCUMENT, goes_with=WITH_DOCUMENT),
        *_person(
            "identity_issued_on",
            own_checks=PAST,
            follows=AFTER_BIRTH,
            asked_when=OF_A_DOCUMENT,
            goes_with=WITH_DOCUMENT,
        ),
        *_person(
            "identity_expires_on",
            follows=AFTER_ISSUE,
            asked_when=OF_A_DOCUMENT,
            goes_with=WITH_DOCUMENT,
        ),
        *_person("mifid_category", "is_pep"),
        *_person("pep_link", asked_when=OF_THE_EXPOSED, goes_with=WITH_EXPOSURE),
        *_person(
            "pep_function", width=TWO_THIRDS, asked_when=OF_THE_EXPOSED, goes_with=WITH_EXPOSURE
        ),
        *_person("us_person"),
        *_person(*("us_citizen", "us_resident", "has_tin"), asked_when=("us_person", (YesNo.YES,))),
        *_person("tin", own_checks=(validators.digits,), asked_when=("has_tin", (YesNo.YES,))),
    ],
)
WEALTH = Block(
    "wealth",
    _("Income, wealth and taxes"),
    [
        *_person("household_wealth", "household_wealth_band", width=HALF),
        *_person("household_income", "household_income_band", width=HALF),
        *_person("monthly_saving"),
        *_person("pays_income_tax"),
        *_person("reference_tax_income", asked_when=WITH_INCOME_TAX),
        *_person(
            "tax_shares",
            holds=Shape.NUMBER,
            own_checks=(validators.tax_shares,),
            asked_when=WITH_INCOME_TAX,
        ),
        *_person("income_tax", "income_tax_rate", asked_when=("pays_income_tax", (YesNo.YES,))),
        *_person("pays_wealth_tax"),
        *_person("wealth_tax", "wealth_tax_rate", asked_when=("pays_wealth_tax", (YesNo.YES,))),
    ],
)
COMPANY = Block(
    "company",
    _("Identity"),
    [
        *_company("legal_name", width=TWO_THIRDS),
        *_company("trade_name", "legal_form"),
        *_company("siren", own_checks=(validators.siren,)),
        *_company("siret", own_checks=(validators.siret,)),
        *_company("registry"),
        *_company("naf_code", own_checks=(validators.naf_code,), proposes=Proposals.ACTIVITY),
        *_company("lei", own_checks=(validators.lei,)),
        *_company("lei_expires_on", asked_when=("lei", ANY)),
        *_company("founded_on", own_checks=PAST, oldest=OLDEST_OF_ORGANISATIONS),
        *_company("capital", "representative"),
        *_company("activity", width=FULL),
        *_company("headcount", own_checks=HEADCOUNT),
        *_company("tax_regime"),
        *_company("fiscal_year_end", own_checks=(validators.day_and_month,)),
        *_company("organisation_tax_residence", holds=Shape.COUNTRY),
        *_company("organisation_tax_number"),
    ],
)
COMPANY_COMPLIANCE = Block(
    "company-compliance",
    _("Compliance"),
    [
        *_company("organisation_mifid_category", "has_pep", "us_entity", "fatca_status"),
        *_company("giin", own_checks=(validators.giin,), asked_when=("fatca_status", ANY)),
    ],
)
FOLLOWED = Block(
    "followed",
    _("Followed by the firm"),
    [
        *_contact("category", width=TWO_THIRDS),
        *_contact("folder_code", head=_("Code"), sort="folder_code"),
        *_contact("lead_adviser", head=_("Adviser"), sort="lead_adviser_sort"),
        *_contact("second_adviser", "assistant"),
        *_contact("client_number", sort="client_number"),
        *_contact("client_number_suffix", goes_with=WITH_NUMBER),
        *_contact(
            "relation_since",
            own_checks=PAST,
            oldest=OLDEST_OF_ORGANISATIONS,
            sort="relation_since",
        ),
        *_contact("client_since", own_checks=PAST, oldest=OLDEST_OF_ORGANISATIONS),
        *_firm_lists_of_every_contact(),
    ],
)
KEYWORDS = Block("keywords", _("Keywords"), _contact("keywords", width=FULL))
PRIVACY = Block("privacy", _("Confidentiality"), _contact("is_private", width=FULL))
NOTE = Block("note", _("Note"), _contact("note", width=FULL, holds=Shape.LINES))

BLOCKS: dict[str, Sequence[Block]] = {
    Kind.PERSON: [
        *(IDENTITY, SITUATION, OCCUPATION, FOLLOWED, COMPLIANCE, WEALTH),
        *(KEYWORDS, PRIVACY, NOTE),
    ],
    Kind.ORGANISATION: [COMPANY, FOLLOWED, COMPANY_COMPLIANCE, KEYWORDS, PRIVACY, NOTE],
}
# The shortest form that makes a usable contact.
SHORTEST: dict[str, Sequence[str]] = {
    Kind.PERSON: ("title", "last_name", "first_name", "birth_date"),
    Kind.ORGANISATION: ("legal_name", "siren"),
}


def _of_related_persons() -> list[Field]:
    """Describe somebody without a folder: what a person's details say too, in the page's order."""
    known = {column.name for column in RelatedPerson._meta.concrete_fields}
    of_person = [
        field
        for block in BLOCKS[Kind.PERSON]
        for field in block.fields
        if field.model is PersonDetails
    ]
    return [
        replace(field, model=RelatedPerson, path="", sort="")
        for field in of_person
        if field.name in known
    ]


RELATED_PERSON = _of_related_persons()
