"""What a form calls that which the folder stores under other names: read one way and the other."""

from collections.abc import Mapping

from accounts.enums import Right
from contacts.enums import (
    MaritalStatus,
    MatrimonialRegime,
    MifidCategory,
    PacsRegime,
    PhoneType,
    Title,
    Use,
    YesNo,
)
from contacts.models import Contact

# From what a form says to what is stored.
TITLES = {"M": Title.MR, "MME": Title.MRS}
YES_NO = {"OUI": YesNo.YES, "NON": YesNo.NO}
MARITAL_STATUSES = {
    "CELIB": MaritalStatus.SINGLE,
    "MARIE": MaritalStatus.MARRIED,
    "PACSE": MaritalStatus.PACS,
    "CONCUB": MaritalStatus.COHABITING,
    "DIVORCE": MaritalStatus.DIVORCED,
    "SEPARE": MaritalStatus.SEPARATED,
    "VEUF": MaritalStatus.WIDOWED,
}
MATRIMONIAL_REGIMES = {
    "CRA": MatrimonialRegime.ACQUESTS_1966,
    "CMA": MatrimonialRegime.MOVABLES_BEFORE_1966,
    "CU": MatrimonialRegime.UNIVERSAL,
    "CUAI": MatrimonialRegime.UNIVERSAL_TO_SURVIVOR,
    "SB": MatrimonialRegime.SEPARATION,
    "SBSA": MatrimonialRegime.SEPARATION_ACQUESTS,
    "PA": MatrimonialRegime.PARTICIPATION,
    "ETR": MatrimonialRegime.OTHER,
}
PACS_REGIMES = {"PACS_SB": PacsRegime.SEPARATION, "PACS_IND": PacsRegime.JOINT}
CLIENT_CATEGORIES = {
    "NP": MifidCategory.RETAIL,
    "PRO": MifidCategory.PROFESSIONAL,
    "CE": MifidCategory.COUNTERPARTY,
}
RIGHTS = {"PP": Right.FULL, "US": Right.USUFRUCT, "NP": Right.BARE}

# What stands elsewhere for each situation; the others say only since when.
SINCE = {MaritalStatus.MARRIED: "marriage_date", MaritalStatus.PACS: "pacs_date"}
PLACES = {MaritalStatus.MARRIED: "marriage_place", MaritalStatus.PACS: "pacs_place"}

# By the end of the target: the sort of line, and how its number is used.
LINES = {
    "mobile": (PhoneType.MOBILE, Use.PERSONAL),
    "landline": (PhoneType.LANDLINE, Use.PERSONAL),
    "telephone": (None, Use.PROFESSIONAL),
}


def said(codes: Mapping[str, str], stored: str) -> str:
    """Return what a form says for what is stored, or "" where it has no word for it."""
    return next((export for export, value in codes.items() if value == stored), "")


def use_of(contact: Contact) -> Use:
    """Return the use of the e-mail and the address that a form asks for."""
    return Use.PERSONAL if contact.is_person else Use.PROFESSIONAL


def is_line(row_line: str, line: PhoneType | None) -> bool:
    return row_line == line if line else row_line != PhoneType.FAX
