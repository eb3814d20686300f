"""What a firm is, how it is reached, who represents it."""

from typing import Any

from django.utils.translation import gettext as _

from contacts.enums import RelationKind, YesNo
from contacts.models import Contact, RelatedPerson, Relationship
from contacts.queries.relations import read_from, with_ends
from imports.actions.fact_find.writing.coordinates import (
    write_address,
    write_email,
    write_telephones,
)
from imports.actions.fact_find.writing.filling import Column, Filling
from imports.actions.fact_find.writing.people import COLUMNS, needs_folder, write_person
from imports.fact_find.definition.lists import LEGAL_FORMS
from imports.queries.fact_find.codes import CLIENT_CATEGORIES
from imports.queries.fact_find.meanings import (
    country,
    integer,
    of_codes,
    yes_or_no,
)

OF = "organisation"


def activity_code(text: str) -> str:
    """Return an activity as INSEE writes it: 62.01Z."""
    alone = "".join(filter(str.isalnum, text)).upper()
    return f"{alone[:2]}.{alone[2:]}" if alone else ""


IDENTITY = {
    "name": Column("legal_name", required=True),
    "trade_name": Column("trade_name"),
    "legal_form": Column("legal_form", of_codes(dict(LEGAL_FORMS))),
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
    "client_category": Column("organisation_mifid_category", of_codes(CLIENT_CATEGORIES)),
}
EXPOSURE = {
    "tax_residence1.country": Column("organisation_tax_residence", country),
    "tax_residence1.number": Column("organisation_tax_number"),
    "fatca_status": Column("fatca_status"),
    "giin": Column("giin"),
    "us_entity": Column("us_entity", yes_or_no, emptied=YesNo.UNDEFINED),
    "exposed": Column("has_pep", yes_or_no, emptied=YesNo.UNDEFINED),
}


def _write(filling: Filling, columns: dict[str, Column]) -> None:
    for question in filling.taken(OF):
        column = columns.get(question.target.removeprefix(f"{OF}."))
        if column is not None:
            filling.put(question, filling.contact.organisation, column)


def write_identity(filling: Filling) -> None:
    _write(filling, IDENTITY)


def write_coordinates(filling: Filling) -> None:
    write_address(filling)
    write_email(filling, OF, filling.contact)
    write_telephones(filling, OF, filling.contact)


def write_exposure(filling: Filling) -> None:
    _write(filling, EXPOSURE)


def write_representative(filling: Filling) -> None:
    """Write who represents the firm, in their folder or in what this one tells of them."""
    questions = list(filling.taken("representative"))
    if not questions:
        return
    row = representative(filling)
    if row is None:
        if not filling.value("representative.name"):
            for question in questions:
                filling.refuse(question, _("Take the name of this line too: a row needs one."))
            return
        row = _new(filling)
    other = read_from(filling.contact, row).other
    if isinstance(other, Contact):
        filling.is_about(other, questions)
    if isinstance(other, Contact) and not filling.may_write(other):
        for question in questions:
            filling.refuse(question, _("You may not change this person’s folder."))
        return
    _write_person(filling, row, other)


def representative(filling: Filling) -> Relationship | None:
    """Return the relation with the first representative that the user sees."""
    rows = with_ends(Relationship.objects.visible_to(filling.by).of(filling.contact).open())
    found: Any = rows.filter(
        kind__in=(RelationKind.REPRESENTATIVE, RelationKind.REPRESENTED)
    ).order_by("pk")
    told = (row for row in found if read_from(filling.contact, row).kind == "representative")
    return next(told, None)


def _new(filling: Filling) -> Relationship:
    person = filling.draft.add(RelatedPerson(contact=filling.contact))
    row: Relationship = filling.draft.add(
        Relationship(contact=filling.contact, kind=RelationKind.REPRESENTATIVE, other_person=person)
    )
    return row


def _write_person(filling: Filling, row: Relationship, other: Any) -> None:
    if isinstance(other, Contact):
        filling.touched.add(other.pk)
        write_person(filling, "representative", other.person, COLUMNS)
        write_email(filling, "representative", other)
        write_telephones(filling, "representative", other)
    else:
        write_person(filling, "representative", other, COLUMNS)
    for question in filling.taken("representative"):
        about = question.target.removeprefix("representative.")
        if about == "function":
            filling.put(question, row, Column("note"))
        elif about in {"email", "mobile"} and not isinstance(other, Contact):
            needs_folder(filling, question)
