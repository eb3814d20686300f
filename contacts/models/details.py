"""What only a person, or only an organisation, has.

A conversion keeps both rows: what has no home in the new kind waits there and comes back.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts import enums
from contacts.models.contact import Contact, list_value
from persistence.models import TrackedQuerySet, track

# Labels are translated when shown.
Label = Any


def _choice(label: Label, choices: type[models.TextChoices]) -> models.CharField:
    return models.CharField(label, max_length=20, choices=choices.choices, blank=True, default="")


def _date(label: Label) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


def _text(label: Label, length: int) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, default="")


def _amount(label: Label) -> models.DecimalField:
    return _decimal(label, 16)


def _rate(label: Label) -> models.DecimalField:
    return _decimal(label, 5)


def _decimal(label: Label, digits: int) -> models.DecimalField:
    return models.DecimalField(label, max_digits=digits, decimal_places=2, null=True, blank=True)


def _count(label: Label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


class PersonDetails(models.Model):
    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="person"
    )
    title = _choice(_("Title"), enums.Title)
    other_title = _text(_("Other title"), 30)
    last_name = models.CharField(_("Last name"), max_length=150)
    first_name = _text(_("First name"), 150)
    birth_name = _text(_("Birth name"), 100)
    birth_date = _date(_("Date of birth"))
    death_date = _date(_("Date of death"))
    birth_department = _text(_("Department of birth"), 3)
    birth_town = _text(_("Town of birth"), 50)
    birth_country = _text(_("Country of birth"), 2)
    nationality = _text(_("Nationality"), 2)
    other_nationality = _text(_("Other nationality"), 2)
    tax_residence = _text(_("Tax residence"), 2)
    tax_number = _text(_("Tax number (NIF)"), 30)
    housing = _choice(_("Housing"), enums.Housing)

    identity_document = _choice(_("Identity document"), enums.IdentityDocument)
    identity_number = _text(_("Number of the identity document"), 50)
    identity_issued_on = _date(_("Identity document issued on"))
    identity_expires_on = _date(_("Identity document expires on"))

    marital_status = _choice(_("Marital status"), enums.MaritalStatus)
    # Of the situations that have no date of their own.
    marital_since = _date(_("In this situation since"))
    marriage_contract = _choice(_("Contract before a notary"), enums.YesNo)
    marriage_date = _date(_("Date of marriage"))
    marriage_place = _text(_("Place of marriage"), 50)
    matrimonial_regime = _choice(_("Matrimonial regime"), enums.MatrimonialRegime)
    spouse_gift = _choice(_("Gift to the surviving spouse"), enums.YesNo)
    pacs_date = _date(_("Date of the civil partnership"))
    pacs_place = _text(_("Place of the civil partnership"), 50)
    pacs_regime = _choice(_("Civil partnership agreement"), enums.PacsRegime)
    children_count = _count(_("Number of children"))
    dependants_count = _count(_("Number of dependent children"))
    grandchildren_count = _count(_("Number of grandchildren"))
    has_will = _choice(_("Will"), enums.YesNo)
    has_made_gifts = _choice(_("Gifts already made"), enums.YesNo)

    is_pep = _choice(_("Politically exposed person"), enums.YesNo)
    pep_link = _choice(_("Exposed politically as"), enums.PepLink)
    pep_function = _text(_("Exposed function, country and end"), 160)
    us_person = _choice(_("US person"), enums.YesNo)
    us_citizen = _choice(_("Citizen of the United States"), enums.YesNo)
    us_resident = _choice(_("Resident of the United States"), enums.YesNo)
    has_tin = _choice(_("Has a TIN"), enums.YesNo)
    tin = _text(_("TIN"), 30)
    mifid_category = _choice(_("MiFID category"), enums.MifidCategory)

    legal_capacity = list_value(enums.FirmList.LEGAL_CAPACITY)
    profession = list_value(enums.FirmList.PROFESSION)
    profession_label = _text(_("Profession (wording)"), 150)
    professional_status = list_value(enums.FirmList.PROFESSIONAL_STATUS)
    employer = _text(_("Company"), 200)
    employer_office = _text(_("Company (office)"), 100)
    socio_professional_category = _choice(
        _("Socio-professional category"), enums.SocioProfessionalCategory
    )
    business_sector = _text(_("Business sector"), 80)
    employed_since = _date(_("Working there since"))
    retirement_age = _count(_("Age of retirement aimed at"))

    household_wealth = _amount(_("Household wealth"))
    household_wealth_band = _text(_("Household wealth (band)"), 20)
    household_income = _amount(_("Household income"))
    household_income_band = _text(_("Household income (band)"), 20)
    monthly_saving = _amount(_("Monthly saving"))
    reference_tax_income = _amount(_("Reference tax income"))
    tax_shares = _rate(_("Tax shares of the household"))
    pays_income_tax = _choice(_("Liable to income tax"), enums.YesNo)
    income_tax = _amount(_("Income tax"))
    income_tax_rate = _rate(_("Marginal rate of income tax"))
    pays_wealth_tax = _choice(_("Liable to wealth tax (IFI)"), enums.YesNo)
    wealth_tax = _amount(_("Wealth tax (IFI)"))
    wealth_tax_rate = _rate(_("Marginal rate of wealth tax (IFI)"))

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("natural person")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(death_date__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(death_date__gte=models.F("birth_date")),
                name="person_death_not_before_birth",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class OrganisationDetails(models.Model):
    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="organisation"
    )
    legal_name = models.CharField(_("Legal name"), max_length=200)
    trade_name = _text(_("Trade name"), 80)
    legal_form = _text(_("Legal form"), 60)
    siren = _text(_("SIREN"), 9)
    siret = _text(_("SIRET"), 14)
    naf_code = _text(_("NAF code"), 6)
    lei = _text(_("LEI"), 20)
    lei_expires_on = _date(_("LEI expires on"))
    founded_on = _date(_("Founded on"))
    capital = _amount(_("Capital"))
    representative = _text(_("Representative"), 150)
    registry = _text(_("Trade register (town)"), 80)
    activity = _text(_("Activity"), 200)
    headcount = models.PositiveIntegerField(_("Headcount"), null=True, blank=True)
    tax_regime = _choice(_("Tax regime"), enums.TaxRegime)
    fiscal_year_end = _text(_("End of the financial year (DD/MM)"), 5)
    organisation_tax_residence = _text(_("Tax residence"), 2)
    organisation_tax_number = _text(_("Tax or VAT number"), 30)

    organisation_mifid_category = _choice(_("MiFID category"), enums.MifidCategory)
    fatca_status = _choice(_("FATCA and CRS status"), enums.FatcaStatus)
    giin = _text(_("GIIN"), 19)
    us_entity = _choice(_("US entity"), enums.YesNo)
    has_pep = _choice(_("Politically exposed director or beneficial owner"), enums.YesNo)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("legal person")
        default_permissions = ()
        indexes = [
            models.Index(fields=["siren"], condition=~Q(siren=""), name="organisation_by_siren")
        ]

    def __str__(self) -> str:
        return self.legal_name
