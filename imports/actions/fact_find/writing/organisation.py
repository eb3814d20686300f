"""What a firm is, how it is reached, who represents it."""

from typing import Any

from django.utils.translation import gettext as _

from contacts.enums import RelationKind
from contacts.models import Contact, RelatedPerson, Relationship
from contacts.queries.relations import read_from, with_ends
from imports.actions.fact_find.writing.coordinates import (
    write_address,
    write_email,
    write_telephones,
)
from imports.actions.fact_find.writing.filling import Filling
from imports.actions.fact_find.writing.people import needs_folder, write_person
from imports.queries.fact_find.columns import Column, Columns
from imports.queries.fact_find.organisation import EXPOSURE, IDENTITY
from imports.queries.fact_find.people import COLUMNS

OF = "organisation"


def _write(filling: Filling, columns: Columns) -> None:
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
