"""The couple as this folder tells it: situation, since when and where, regime, acts."""

from django.utils.translation import gettext as _

from contacts.enums import MaritalStatus
from imports.actions.fact_find.writing.filling import Filling
from imports.fact_find.schema import Field
from imports.queries.fact_find.codes import (
    MATRIMONIAL_REGIMES,
    PACS_REGIMES,
    PLACES,
    SINCE,
)
from imports.queries.fact_find.columns import Column
from imports.queries.fact_find.family import FAMILY
from imports.queries.fact_find.meanings import of_codes


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
