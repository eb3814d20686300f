"""What an organisation is, by the ends of the targets of its form."""

from collections.abc import Mapping
from typing import Any

from imports.fact_find.definition.lists import LEGAL_FORMS
from imports.queries.fact_find import codes
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.people import country
from text.normalise import folded

_SAME = {
    "name": "legal_name",
    "trade_name": "trade_name",
    "siren": "siren",
    "siret": "siret",
    "lei": "lei",
    "activity_code": "naf_code",
    "registry": "registry",
    "created": "founded_on",
    "capital": "capital",
    "headcount": "headcount",
    "activity": "activity",
    "tax_regime": "tax_regime",
    "year_end": "fiscal_year_end",
    "tax_residence1.number": "organisation_tax_number",
    "fatca_status": "fatca_status",
    "giin": "giin",
}


def identity(folder: Folder) -> Mapping[str, Any]:
    row = folder.contact.organisation
    said = {f"organisation.{end}": getattr(row, name) for end, name in _SAME.items()}
    category = row.organisation_mifid_category
    return said | {
        "organisation.legal_form": _legal_form(row.legal_form),
        "organisation.client_category": codes.said(codes.CLIENT_CATEGORIES, category),
        "organisation.tax_residence1.country": country(row.organisation_tax_residence),
        "organisation.us_entity": codes.said(codes.YES_NO, row.us_entity),
        "organisation.exposed": codes.said(codes.YES_NO, row.has_pep),
    }


def _legal_form(words: str) -> str:
    """Return the code of a form of company that the folder writes in words: SAS, SAS / SASU."""
    for export, label in LEGAL_FORMS:
        if folded(words) in {folded(label), *map(folded, label.split(" / "))}:
            return export
    return ""
