"""Who somebody is, what they do and where they pay tax: the holder of the folder and the spouse."""

from django.utils.translation import gettext as _

from contacts.enums import RelationKind
from contacts.models import Contact, PersonDetails, RelatedPerson, Relationship
from contacts.queries.relations import End
from imports.actions.fact_find.writing.compliance import write_second_residence
from imports.actions.fact_find.writing.coordinates import (
    write_address,
    write_email,
    write_telephones,
)
from imports.actions.fact_find.writing.filling import Filling
from imports.fact_find.schema import Field
from imports.queries.fact_find import meanings
from imports.queries.fact_find.columns import Column, Columns
from imports.queries.fact_find.meanings import AnswerRefusedError
from imports.queries.fact_find.people import COLUMNS, EMPLOYMENT, EXPOSURE, HOUSING, IDENTITY
from text import communes

Row = PersonDetails | RelatedPerson


def write_person(filling: Filling, of: str, row: Row, columns: Columns) -> None:
    """Write the answers about one person, `of` being the first word of their targets."""
    before = birth_place(row)
    for question in filling.taken(of):
        column = columns.get(question.target.removeprefix(f"{of}."))
        if column is None:
            continue
        if not column.is_of(row):
            needs_folder(filling, question)
        elif column.name == "nationality":
            _put_nationalities(filling, question, row)
        elif column.name == "first_name":
            _put_first_names(filling, question, row)
        else:
            filling.put(question, row, column)
    if birth_place(row) != before:
        found = communes.find(*birth_place(row))
        filling.draft.change(row, birth_commune=found.code if found else "")


def birth_place(row: Row) -> tuple[str, str]:
    """Return the town and the department, which the INSEE code of the commune goes with."""
    return row.birth_town, row.birth_department


def needs_folder(filling: Filling, question: Field) -> None:
    filling.refuse(
        question, _("Kept in this person’s own folder only: create their folder, then take it.")
    )


def _put_nationalities(filling: Filling, question: Field, row: Row) -> None:
    try:
        codes = meanings.nationalities(str(filling.answers[question.name] or ""))
    except AnswerRefusedError as error:
        filling.refuse_as_written(question, error)
        return
    first, second = [*codes, "", ""][:2]
    filling.draft.change(row, nationality=first, other_nationality=second)


def _put_first_names(filling: Filling, question: Field, row: Row) -> None:
    """Write the first name in use and the others, each where the folder has it."""
    said = str(filling.answers[question.name] or "")
    usual, others = meanings.usual_and_others(said, row.first_name)
    try:
        filling.set(row, Column("first_name"), usual)
        filling.set(row, Column("other_first_names"), others)
    except AnswerRefusedError as error:
        filling.refuse_as_written(question, error)


def write_identity(filling: Filling) -> None:
    write_person(filling, "contact", filling.contact.person, IDENTITY)


def write_spouse(filling: Filling) -> None:
    """Write what is said of the spouse, in their folder or in what this folder tells of them."""
    questions = list(filling.taken("spouse"))
    if not questions:
        return
    spouse = filling.spouse
    if refusal := _why_not(filling, spouse):
        for question in questions:
            filling.refuse(question, refusal)
        return
    if isinstance(spouse, Contact):
        filling.is_about(spouse, questions)
        _write_folder(filling, spouse)
    else:
        _write_related(filling, spouse or _new_spouse(filling))


def _why_not(filling: Filling, spouse: End | None) -> str:
    if filling.spouse_is_hidden:
        return _("These answers cannot be taken here.")
    if len(filling.spouses) > 1:
        return _("This folder has two spouses: end the relation that is over, then take it.")
    if spouse is None and not filling.value("spouse.name"):
        return _("Take the spouse’s name first: nothing is told of a spouse without a name.")
    if isinstance(spouse, Contact) and not filling.may_write(spouse):
        return _("You may not change the spouse’s folder.")
    return ""


def _write_folder(filling: Filling, spouse: Contact) -> None:
    filling.touched.add(spouse.pk)
    write_person(filling, "spouse", spouse.person, COLUMNS)
    write_email(filling, "spouse", spouse)
    write_telephones(filling, "spouse", spouse)
    write_second_residence(filling, "spouse", spouse)


def _new_spouse(filling: Filling) -> RelatedPerson:
    """Tell of a spouse in this folder, as Conjoint does."""
    person = filling.draft.add(RelatedPerson(contact=filling.contact))
    filling.draft.add(
        Relationship(contact=filling.contact, kind=RelationKind.SPOUSE, other_person=person)
    )
    return person


def _write_related(filling: Filling, spouse: RelatedPerson) -> None:
    write_person(filling, "spouse", spouse, COLUMNS)
    for question in filling.taken("spouse"):
        about = question.target.removeprefix("spouse.")
        if about not in COLUMNS:
            needs_folder(filling, question)


def write_coordinates(filling: Filling) -> None:
    write_address(filling)
    write_email(filling, "contact", filling.contact)
    write_telephones(filling, "contact", filling.contact)
    write_person(filling, "contact", filling.contact.person, HOUSING)


def write_employment(filling: Filling) -> None:
    write_person(filling, "contact", filling.contact.person, EMPLOYMENT)


def write_exposure(filling: Filling) -> None:
    write_person(filling, "contact", filling.contact.person, EXPOSURE)
    write_second_residence(filling, "contact", filling.contact)
