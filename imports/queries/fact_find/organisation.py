"""What an organisation is, by the ends of the targets of its form."""

from collections.abc import Mapping
from typing import Any

from imports.fact_find.definition.lists import LEGAL_FORMS
from imports.queries.fact_find import codes
from imports.queries.fact_find.columns import Column, Columns, coded, of_country, read, yes_no
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.meanings import integer, of_codes
from text.normalise import folded


def activity_code(text: str) -> str:
    """Return an activity as INSEE writes it: 62.01Z."""
    alone = "".join(filter(str.isalnum, text)).upper()
    return f"{alone[:2]}.{alone[2:]}" if alone else ""


def _legal_form(words: str) -> str:
    """Return the code of a form of company that the folder writes in words: SAS, SAS / SASU."""
    for export, label in LEGAL_FORMS:
        if folded(words) in {folded(label), *map(folded, label.split(" / "))}:
            return export
    return ""


IDENTITY: Columns = {
    "name": Column("legal_name", required=True),
    "trade_name": Column("trade_name"),
    "legal_form": Column("legal_form", of_codes(dict(LEGAL_FORMS)), _legal_form),
    "siren": Column("siren"),
    "siret": Column("siret"),
    "lei": Column("lei"),
    "activity_code": Column("naf_code", activity_code),
    "registry": Column("registry"),
    "created": Column("founded_on"),
    "capital": Column("capital"),
    "headcount": Column("headcount", integer),
    "activity": Column("activity"),
    "tax_regime": Column("tax_regime"),
    "year_end": Column("fiscal_year_end"),
    "client_category": coded("organisation_mifid_category", codes.CLIENT_CATEGORIES),
}
EXPOSURE: Columns = {
    "tax_residence1.country": of_country("organisation_tax_residence"),
    "tax_residence1.number": Column("organisation_tax_number"),
    "fatca_status": Column("fatca_status"),
    "giin": Column("giin"),
    "us_entity": yes_no("us_entity"),
    "exposed": yes_no("has_pep"),
}


def identity(folder: Folder) -> Mapping[str, Any]:
    return read("organisation", folder.contact.organisation, {**IDENTITY, **EXPOSURE})
