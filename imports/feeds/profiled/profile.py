"""What an import profile says of a partner's files."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

# How letters that take one byte are written, where neither a mark nor strict UTF-8 tells.
ENCODINGS = ("cp1252", "iso8859-15", "mac-roman", "cp850")
SEPARATORS = (";", ",", "\t", "|")
# Blank: as the file's own numbers tell.
DECIMALS = (",", ".", "")
LARGEST_SKIP = 100
LONGEST_NAME, LONGEST_PARTNER, LONGEST_SHEET = 100, 50, 100
LONGEST_HEAD, LONGEST_WORD = 200, 200
MOST_HEADS, MOST_WORDS = 20, 500

# Said of a holding: where a line is a contract, there are none.
HOLDING = frozenset(("holding_code", "holding_name", "is_euro_fund", "units", "price", "price_on"))
DATES = frozenset(("birth_date", "opened_on", "situation_on", "price_on"))
# What all lines of a file may have in common, so that it stands in no column.
CONSTANT = (
    *("custodian_code", "custodian_name", "product_code", "product_name"),
    *("currency", "country"),
)


class DateForm(StrEnum):
    """How dates are written; the first is read as everywhere in the house, ISO dates too."""

    DAY_FIRST = "DD/MM/YYYY"
    MONTH_FIRST = "MM/DD/YYYY"
    YEAR_FIRST = "YYYY/MM/DD"
    YEAR_FIRST_DIGITS = "YYYYMMDD"
    DAY_FIRST_DIGITS = "DDMMYYYY"
    WORDS = "D MONTH YYYY"


class Lines(StrEnum):
    """What a line is."""

    # A contract with its owner, worth one value.
    CONTRACTS = "contracts"
    # A holding: a contract has as many lines as holdings.
    HOLDINGS = "holdings"


@dataclass(frozen=True, slots=True)
class Profile:
    """How files of a partner are read; fields go by their names in `imports.records.HEADERS`."""

    name: str = ""
    partner: str = ""
    encoding: str = ENCODINGS[0]
    separator: str = SEPARATORS[0]
    decimal: str = DECIMALS[0]
    dates: DateForm = DateForm.DAY_FIRST
    # Lines above the headers that are not even looked at.
    skip: int = 0
    # The only sheet that is read; blank: every one that has the headers.
    sheet: str = ""
    lines: Lines = Lines.CONTRACTS
    # The headers that a column may have, of each field.
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Fields whose column may be missing.
    optional: Collection[str] = frozenset()
    # Of a field, the partner's words and what each is in ours.
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
