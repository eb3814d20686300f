"""The couple as this folder tells it: situation, since when and where, regime, acts."""

from django.utils.translation import gettext as _

from contacts.enums import MaritalStatus
from imports.actions.fact_find.writing.filling import Column, Filling
from imports.fact_find.schema import Field
from imports.queries.fact_find.codes import (
    MARITAL_STATUSES,
    MATRIMONIAL_REGIMES,
    PACS_REGIMES,
    PLACES,
    SINCE,
)
from imports.queries.fact_find.meanings import (
    integer,
    of_codes,
    yes_or_no,
)

FAMILY = {
    "status": Column("marital_status", of_codes(MARITAL_STATUSES)),
    "contract": Column("marriage_contract", yes_or_no),
    "children": Column("children_count", integer),
    "dependants": Column("dependants_count", integer),
    # Boxes: an empty one says nothing, and one that was emptied takes back what it said.
    "gift_to_survivor": Column("spouse_gift", yes_or_no),
    "will": Column("has_will", yes_or_no),
    "gifts": Column("has_made_gifts", yes_or_no),
}


def write_family(filling: Filling) -> None:
    details = filling.contact.person
    later: list[tuple[str, Field]] = []
    for question in filling.taken("family"):
        about = question.target.removeprefix("family.")
        if about in FAMILY:
            filling.put(question, details, FAMILY[about])
        else:
            later.append((about, question))
    # What depends on the situation is written once that one is.
    for about, question in later:
        if about == "regime":
            _write_regime(filling, question)
        elif about == "since":
            name = SINCE.get(details.marital_status, "marital_since")
            filling.put(question, details, Column(name))
        elif name := PLACES.get(details.marital_status, ""):
            filling.put(question, details, Column(name))
        else:
            filling.refuse(
                question, _("A folder keeps the place of a marriage or civil partnership only.")
            )


def _write_regime(filling: Filling, question: Field) -> None:
    details, export = filling.contact.person, filling.answers[question.name]
    if export in PACS_REGIMES:
        filling.put(question, details, Column("pacs_regime", of_codes(PACS_REGIMES)))
    elif export:
        column = Column("matrimonial_regime", of_codes(MATRIMONIAL_REGIMES))
        filling.put(question, details, column)
    else:
        is_pacs = details.marital_status == MaritalStatus.PACS
        filling.put(question, details, Column("pacs_regime" if is_pacs else "matrimonial_regime"))
