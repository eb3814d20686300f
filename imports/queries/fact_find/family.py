"""The couple as the folder tells it, and the children: five fit on the form."""

from collections.abc import Mapping
from typing import Any

from contacts.enums import MaritalStatus, YesNo
from imports.queries.fact_find import codes
from imports.queries.fact_find.columns import Column, Columns, coded, read, yes_no
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.lines import Lines
from imports.queries.fact_find.meanings import integer

FAMILY: Columns = {
    "status": coded("marital_status", codes.MARITAL_STATUSES),
    "contract": yes_no("marriage_contract"),
    "children": Column("children_count", integer),
    "dependants": Column("dependants_count", integer),
    # Boxes: an empty one says nothing, and one that was emptied takes back what it said.
    "gift_to_survivor": yes_no("spouse_gift"),
    "will": yes_no("has_will"),
    "gifts": yes_no("has_made_gifts"),
}
CHILDREN = 5


def situation(folder: Folder) -> Mapping[str, Any]:
    row = folder.contact.person
    status = row.marital_status
    return read("family", row, FAMILY) | {
        "family.since": getattr(row, codes.SINCE.get(status, "marital_since")),
        "family.place": getattr(row, codes.PLACES[status]) if status in codes.PLACES else "",
        "family.regime": _regime(row),
    }


def _regime(row: Any) -> str:
    if row.marital_status == MaritalStatus.PACS:
        return codes.said(codes.PACS_REGIMES, row.pacs_regime)
    return codes.said(codes.MATRIMONIAL_REGIMES, row.matrimonial_regime)


def children(folder: Folder) -> Lines:
    """Return the eldest; a disability is read in the folder alone, and never printed."""
    keyed = ((one.row.pk, one) for one in folder.children)
    found = folder.in_lines("child", keyed, CHILDREN)
    rows = [
        {
            "name": one.name,
            "first_name": one.other.first_name,
            "birth_date": one.birth_date,
            "filiation": one.row.filiation,
            "dependent": one.row.is_dependent == YesNo.YES,
        }
        for one in found
    ]
    return Lines("child", rows, [one.row.pk for one in found])
