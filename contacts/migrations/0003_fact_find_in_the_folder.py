"""What the fact-find form asks of a person, an organisation and a child has a field."""

from collections.abc import Callable, Mapping

from django.db import migrations, models
from django.db.models import Q

YES_NO = [("", "Not defined"), ("yes", "Yes"), ("no", "No")]
HOUSING = [
    ("", "Not defined"),
    ("PROP", "Owner"),
    ("PROP_ACC", "Owner (loan being repaid)"),
    ("LOC", "Tenant"),
    ("HEB", "Housed free of charge"),
    ("FONC", "Staff housing"),
]
SOCIO_PROFESSIONAL_CATEGORY = [
    ("", "Not defined"),
    ("1", "Farmers"),
    ("2", "Craftspeople, shopkeepers, heads of businesses"),
    ("3", "Executives, higher intellectual professions"),
    ("4", "Intermediate professions"),
    ("5", "Employees"),
    ("6", "Workers"),
    ("7", "Retired people"),
    ("8", "Others without an occupation"),
]
PEP_LINK = [
    ("", "Not defined"),
    ("DIRECT", "The person themselves"),
    ("FAMILLE", "Close family member"),
    ("ASSOCIE", "Close associate"),
]
TAX_REGIME = [
    ("", "Not defined"),
    ("IS", "Corporation tax"),
    ("IR", "Income tax"),
    ("EXO", "Exempt, non-profit"),
]
FATCA_STATUS = [
    ("", "Not defined"),
    ("ENF_ACT", "Active NFE"),
    ("ENF_PAS", "Passive NFE"),
    ("IF", "Financial institution"),
    ("EXO", "Exempt beneficial owner"),
]
MIFID_CATEGORY = [
    ("", "Not defined"),
    ("retail", "Non-professional client"),
    ("professional", "Professional client"),
    ("counterparty", "Eligible counterparty"),
]
FILIATION = [
    ("", "Not defined"),
    ("COMMUN", "The present couple"),
    ("TIT", "The parent alone"),
    ("CJT", "The spouse alone"),
    ("ADOPT", "Adoption"),
    ("AUTRE", "Another person"),
]
Made = Callable[[], models.Field]


def choice(label: str, choices: list[tuple[str, str]]) -> Made:
    return lambda: models.CharField(label, max_length=20, choices=choices, blank=True, default="")


def text(label: str, length: int) -> Made:
    return lambda: models.CharField(label, max_length=length, blank=True, default="")


def date(label: str) -> Made:
    return lambda: models.DateField(label, null=True, blank=True)


def decimal(label: str, digits: int) -> Made:
    return lambda: models.DecimalField(
        label, max_digits=digits, decimal_places=2, null=True, blank=True
    )


def count(label: str) -> Made:
    return lambda: models.PositiveSmallIntegerField(label, null=True, blank=True)


ADDED: Mapping[str, Mapping[str, Made]] = {
    "persondetails": {
        "housing": choice("Housing", HOUSING),
        "marital_since": date("In this situation since"),
        "marriage_contract": choice("Contract before a notary", YES_NO),
        "dependants_count": count("Number of dependent children"),
        "has_will": choice("Will", YES_NO),
        "has_made_gifts": choice("Gifts already made", YES_NO),
        "pep_link": choice("Exposed politically as", PEP_LINK),
        "pep_function": text("Exposed function, country and end", 160),
        "socio_professional_category": choice(
            "Socio-professional category", SOCIO_PROFESSIONAL_CATEGORY
        ),
        "business_sector": text("Business sector", 80),
        "employed_since": date("Working there since"),
        "retirement_age": count("Age of retirement aimed at"),
        "monthly_saving": decimal("Monthly saving", 16),
        "reference_tax_income": decimal("Reference tax income", 16),
        "tax_shares": decimal("Tax shares of the household", 5),
    },
    "organisationdetails": {
        "trade_name": text("Trade name", 80),
        "registry": text("Trade register (town)", 80),
        "activity": text("Activity", 200),
        "headcount": lambda: models.PositiveIntegerField("Headcount", null=True, blank=True),
        "tax_regime": choice("Tax regime", TAX_REGIME),
        "fiscal_year_end": text("End of the financial year (DD/MM)", 5),
        "organisation_tax_number": text("Tax or VAT number", 30),
        "organisation_mifid_category": choice("MiFID category", MIFID_CATEGORY),
        "fatca_status": choice("FATCA and CRS status", FATCA_STATUS),
        "giin": text("GIIN", 19),
        "us_entity": choice("US entity", YES_NO),
        "has_pep": choice("Politically exposed director or beneficial owner", YES_NO),
    },
    "relationship": {
        "filiation": choice("Born of", FILIATION),
        "is_dependent": choice("Dependent", YES_NO),
        "has_disability": choice("Disability", YES_NO),
    },
}


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_journal_of_removed_rows")]

    operations = [
        *(
            migrations.AddField(f"{of}{model}", name, made())
            for model, fields in ADDED.items()
            for of in ("", "historical")
            for name, made in fields.items()
        ),
        migrations.AddConstraint(
            "relationship",
            models.CheckConstraint(
                condition=Q(filiation="", is_dependent="", has_disability="") | Q(kind="child"),
                name="relationship_filiation_of_a_child",
            ),
        ),
    ]
