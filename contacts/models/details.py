"""What only a person, or only an organisation, has.

A conversion keeps both rows: what has no home in the new kind waits there and comes back.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts import enums
from contacts.models import columns
from contacts.models.contact import Contact, list_value
from persistence.models import TrackedQuerySet, track


class PersonDetails(models.Model):
    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="person"
    )
    title = columns.choice(_("Title"), enums.Title)
    other_title = columns.text(_("Other title"), 30)
    last_name = models.CharField(_("Last name"), max_length=150)
    first_name = columns.text(_("First name"), 150)
    # Those after the one in use, between commas.
    other_first_names = columns.text(_("Other first names"), 150)
    birth_name = columns.text(_("Birth name"), 100)
    birth_date = columns.date(_("Date of birth"))
    death_date = columns.date(_("Date of death"))
    birth_department = columns.text(_("Department of birth"), 3)
    birth_town = columns.text(_("Town of birth"), 50)
    birth_commune = columns.text(_("INSEE code of birth"), 5)
    birth_country = columns.text(_("Country of birth"), 2)
    nationality = columns.text(_("Nationality"), 2)
    other_nationality = columns.text(_("Other nationality"), 2)
    tax_residence = columns.text(_("Tax residence"), 2)
    tax_number = columns.text(_("Tax number (NIF)"), 30)
    housing = columns.choice(_("Housing"), enums.Housing)

    identity_document = columns.choice(_("Identity document"), enums.IdentityDocument)
    identity_number = columns.text(_("Number of the identity document"), 50)
    identity_issued_on = columns.date(_("Identity document issued on"))
    identity_expires_on = columns.date(_("Identity document expires on"))

    marital_status = columns.choice(_("Marital status"), enums.MaritalStatus)
    # Of the situations that have no date of their own.
    marital_since = columns.date(_("In this situation since"))
    marriage_contract = columns.choice(_("Contract before a notary"), enums.YesNo)
    marriage_date = columns.date(_("Date of marriage"))
    marriage_place = columns.text(_("Place of marriage"), 50)
    matrimonial_regime = columns.choice(_("Matrimonial regime"), enums.MatrimonialRegime)
    spouse_gift = columns.choice(_("Gift to the surviving spouse"), enums.YesNo)
    pacs_date = columns.date(_("Date of the civil partnership"))
    pacs_place = columns.text(_("Place of the civil partnership"), 50)
    pacs_regime = columns.choice(_("Civil partnership agreement"), enums.PacsRegime)
    children_count = columns.count(_("Number of children"))
    dependants_count = columns.count(_("Number of dependent children"))
    grandchildren_count = columns.count(_("Number of grandchildren"))
    has_will = columns.choice(_("Will"), enums.YesNo)
    has_made_gifts = columns.choice(_("Gifts already made"), enums.YesNo)

    is_pep = columns.choice(_("Politically exposed person"), enums.YesNo)
    pep_link = columns.choice(_("Exposed politically as"), enums.PepLink)
    pep_function = columns.text(_("Exposed function, country and end"), 160)
    us_person = columns.choice(_("US person"), enums.YesNo)
    us_citizen = columns.choice(_("Citizen of the United States"), enums.YesNo)
    us_resident = columns.choice(_("Resident of the United States"), enums.YesNo)
    has_tin = columns.choice(_("Has a TIN"), enums.YesNo)
    tin = columns.text(_("TIN"), 30)
    mifid_category = columns.choice(_("MiFID category"), enums.MifidCategory)

    legal_capacity = list_value(enums.FirmList.LEGAL_CAPACITY)
    profession = list_value(enums.FirmList.PROFESSION)
    profession_label = columns.text(_("Profession (wording)"), 150)
    professional_status = list_value(enums.FirmList.PROFESSIONAL_STATUS)
    employer = columns.text(_("Company"), 200)
    employer_office = columns.text(_("Company (office)"), 100)
    socio_professional_category = columns.choice(
        _("Socio-professional category"), enums.SocioProfessionalCategory
    )
    business_sector = columns.text(_("Business sector"), 80)
    employed_since = columns.date(_("Working there since"))
    retirement_age = columns.count(_("Age of retirement aimed at"))

    household_wealth = columns.amount(_("Household wealth"))
    household_wealth_band = columns.text(_("Household wealth (band)"), 20)
    household_income = columns.amount(_("Household income"))
    household_income_band = columns.text(_("Household income (band)"), 20)
    monthly_saving = columns.amount(_("Monthly saving"))
    reference_tax_income = columns.amount(_("Reference tax income"))
    tax_shares = columns.percentage(_("Tax shares of the household"))
    pays_income_tax = columns.choice(_("Liable to income tax"), enums.YesNo)
    income_tax = columns.amount(_("Income tax"))
    income_tax_rate = columns.percentage(_("Marginal rate of income tax"))
    pays_wealth_tax = columns.choice(_("Liable to wealth tax (IFI)"), enums.YesNo)
    wealth_tax = columns.amount(_("Wealth tax (IFI)"))
    wealth_tax_rate = columns.percentage(_("Marginal rate of wealth tax (IFI)"))

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
    trade_name = columns.text(_("Trade name"), 80)
    legal_form = columns.text(_("Legal form"), 60)
    siren = columns.text(_("SIREN"), 9)
    siret = columns.text(_("SIRET"), 14)
    naf_code = columns.text(_("NAF code"), 6)
    lei = columns.text(_("LEI"), 20)
    lei_expires_on = columns.date(_("LEI expires on"))
    founded_on = columns.date(_("Founded on"))
    capital = columns.amount(_("Capital"))
    representative = columns.text(_("Representative"), 150)
    registry = columns.text(_("Trade register (town)"), 80)
    activity = columns.text(_("Activity"), 200)
    headcount = models.PositiveIntegerField(_("Headcount"), null=True, blank=True)
    tax_regime = columns.choice(_("Tax regime"), enums.TaxRegime)
    fiscal_year_end = columns.text(_("End of the financial year (DD/MM)"), 5)
    organisation_tax_residence = columns.text(_("Tax residence"), 2)
    organisation_tax_number = columns.text(_("Tax or VAT number"), 30)

    organisation_mifid_category = columns.choice(_("MiFID category"), enums.MifidCategory)
    fatca_status = columns.choice(_("FATCA and CRS status"), enums.FatcaStatus)
    giin = columns.text(_("GIIN"), 19)
    us_entity = columns.choice(_("US entity"), enums.YesNo)
    has_pep = columns.choice(_("Politically exposed director or beneficial owner"), enums.YesNo)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("legal person")
        default_permissions = ()
        indexes = [
            models.Index(fields=["siren"], condition=~Q(siren=""), name="organisation_by_siren"),
            models.Index(fields=["lei"], condition=~Q(lei=""), name="organisation_by_lei"),
        ]

    def __str__(self) -> str:
        return self.legal_name
