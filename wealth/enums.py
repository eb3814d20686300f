"""Closed lists of what a client declares.

Stored values are the export codes of the published Recueil (imports/fact_find/definition/lists.py),
so that nothing is translated between the form and a row.
"""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class PropertyKind(TextChoices):
    MAIN_HOME = "RP", pgettext_lazy("property", "Main home")
    SECOND_HOME = "RS", pgettext_lazy("property", "Second home")
    UNFURNISHED_LET = "LOC_NUE", pgettext_lazy("property", "Unfurnished let")
    FURNISHED_LET = "LMNP", pgettext_lazy("property", "Furnished let (LMNP/LMP)")
    SCI = "SCI", pgettext_lazy("property", "Shares of an SCI")
    SCPI = "SCPI", pgettext_lazy("property", "SCPI / OPCI")
    LAND = "TERRAIN", pgettext_lazy("property", "Land")
    FOREST = "FORET", pgettext_lazy("property", "Woods and forests / GFA / GFV")
    BUSINESS = "PRO", pgettext_lazy("property", "Business premises")
    OTHER = "AUTRE", pgettext_lazy("property", "Other property")


class Holder(TextChoices):
    """Who holds it, as the folder where it is declared sees it."""

    CONTACT = "TIT", pgettext_lazy("holder", "The contact")
    SPOUSE = "CJT", pgettext_lazy("holder", "The spouse")
    COMMUNITY = "COMM", pgettext_lazy("holder", "Community property")
    UNDIVIDED = "INDIV", pgettext_lazy("holder", "Undivided ownership")
    COMPANY = "SOC", pgettext_lazy("holder", "Through a company")


class AssetKind(TextChoices):
    CURRENT_ACCOUNT = "CC", pgettext_lazy("asset", "Current account")
    LIVRET_A = "LIVRET_A", pgettext_lazy("asset", "Livret A / Livret Bleu")
    LDDS = "LDDS", pgettext_lazy("asset", "LDDS")
    LEP = "LEP", pgettext_lazy("asset", "LEP")
    HOME_SAVINGS = "PEL", pgettext_lazy("asset", "PEL / CEL")
    TERM_ACCOUNT = "CAT", pgettext_lazy("asset", "Term account")
    LIFE_INSURANCE = "AV", pgettext_lazy("asset", "Life insurance policy")
    CAPITALISATION = "CAPI", pgettext_lazy("asset", "Capitalisation contract")
    PEA = "PEA", pgettext_lazy("asset", "PEA / PEA-PME")
    SECURITIES = "CTO", pgettext_lazy("asset", "Securities account")
    PER = "PER", pgettext_lazy("asset", "PER / Madelin / PERP")
    EMPLOYEE_SAVINGS = "PEE", pgettext_lazy("asset", "Employee savings (PEE, PERCO…)")
    UNLISTED = "NC", pgettext_lazy("asset", "Unlisted securities / partnership shares")
    DIGITAL = "CRYPTO", pgettext_lazy("asset", "Digital assets")
    OTHER = "AUTRE", pgettext_lazy("asset", "Other asset")


class DebtKind(TextChoices):
    MAIN_HOME = "IMMO_RP", pgettext_lazy("debt", "Loan for the main home")
    LET_PROPERTY = "IMMO_LOC", pgettext_lazy("debt", "Loan for let property")
    CONSUMER = "CONSO", pgettext_lazy("debt", "Consumer credit")
    BUSINESS = "PRO", pgettext_lazy("debt", "Business loan")
    BULLET = "INFINE", pgettext_lazy("debt", "Bullet loan")
    LOMBARD = "LOMBARD", pgettext_lazy("debt", "Advance / Lombard loan")
    FAMILY = "FAM", pgettext_lazy("debt", "Family loan")
    OTHER = "AUTRE", pgettext_lazy("debt", "Other debt")


class IncomeKind(TextChoices):
    SALARIES = "salaires", pgettext_lazy("income", "Net salaries and wages")
    PROFITS = "bnc_bic", pgettext_lazy("income", "BIC / BNC / BA profits")
    PENSIONS = "pensions", pgettext_lazy("income", "Pensions and retirement")
    RENTS = "fonciers", pgettext_lazy("income", "Property income")
    CAPITAL = "capitaux", pgettext_lazy("income", "Income from securities")
    OTHER = "autres", pgettext_lazy("income", "Other income")


class ExpenseKind(TextChoices):
    RENT = "loyer", pgettext_lazy("expense", "Rent")
    LOANS = "credits", pgettext_lazy("expense", "Loan repayments")
    MAINTENANCE = "pension_alim", pgettext_lazy("expense", "Maintenance paid")
    TAXES = "impots", pgettext_lazy("expense", "Taxes")
    CURRENT = "courantes", pgettext_lazy("expense", "Current expenses")
