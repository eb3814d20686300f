"""Children of the holder: what this folder tells of them, or their own folders."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from compliance.enums import ConsentKind
from compliance.models import Consent
from contacts.enums import RelationKind
from contacts.models import Contact, PersonDetails, RelatedPerson, Relationship
from imports.actions.fact_find.writing.filling import Filling
from imports.actions.fact_find.writing.rows import cells, row_of
from imports.fact_find.schema import Field
from imports.queries.fact_find.columns import Column, yes_no

CHILD = "child"
OF_PERSON = {
    "name": Column("last_name", required=True),
    "first_name": Column("first_name"),
    "birth_date": Column("birth_date"),
}
OF_RELATION = {
    "filiation": Column("filiation"),
    "dependent": yes_no("is_dependent"),
    "disability": yes_no("has_disability"),
}


def write_children(filling: Filling) -> None:
    numbers = sorted({question.row for question in filling.taken(CHILD)})
    if not numbers:
        return
    standing = relations_with_children(filling)
    for number in numbers:
        questions = cells(filling, CHILD, number)
        row = row_of(filling, CHILD, number, standing)
        if row is not None and row.other_contact is not None:
            filling.is_about(row.other_contact, questions)
        if any(filling.says(question) for question in questions):
            _write(filling, questions, row)
        elif row is not None:
            _remove(filling, row)


def relations_with_children(filling: Filling) -> Sequence[Relationship]:
    """Return the relations with children that the user sees, which this folder tells."""
    rows = Relationship.objects.visible_to(filling.by).open().filter(kind=RelationKind.CHILD)
    found = rows.filter(contact=filling.contact).order_by("pk")
    return list(found.select_related("other_contact__person", "other_person"))


def _write(filling: Filling, questions: Sequence[Field], row: Relationship | None) -> None:
    taken = [question for question in questions if question.name in filling.answers]
    relation = row or _new(filling)
    person = _row_of(filling, relation)
    for question in taken:
        about = question.target.removeprefix("child.")
        if about == "disability" and filling.answers[question.name] and not _is_agreed(filling):
            filling.refuse(question, _("The client has not agreed to sensitive data being kept."))
        elif about in OF_RELATION:
            filling.put(question, relation, OF_RELATION[about])
        elif person is None:
            filling.refuse(question, _("You may not change this child’s folder."))
        else:
            filling.put(question, person, OF_PERSON[about])
    if row is None:
        _add(filling, relation, taken)


def _is_agreed(filling: Filling) -> bool:
    """Tell whether the client agrees to sensitive data being kept, in this form or before."""
    if filling.value("consent.sensitive"):
        return True
    said = Consent.objects.filter(contact=filling.contact, kind=ConsentKind.SENSITIVE)
    latest = said.order_by("-dated_on", "-pk").first()
    return latest is not None and latest.is_given


def _new(filling: Filling) -> Relationship:
    person = RelatedPerson(contact=filling.contact)
    return Relationship(contact=filling.contact, kind=RelationKind.CHILD, other_person=person)


def _row_of(filling: Filling, relation: Relationship) -> RelatedPerson | PersonDetails | None:
    """Return the row that holds a child's name; None where it may not be written."""
    if relation.other_person is not None:
        return relation.other_person
    folder = relation.other_contact
    if not isinstance(folder, Contact) or not filling.may_write(folder):
        return None
    filling.touched.add(folder.pk)
    return folder.person


def _add(filling: Filling, relation: Relationship, taken: Sequence[Field]) -> None:
    person: Any = relation.other_person
    if not (person.last_name or person.first_name):
        for question in taken:
            filling.refuse(question, _("Take the name of this line too: a row needs one."))
        return
    # A child of whom only the first name is said.
    person.last_name = person.last_name or filling.contact.person.last_name
    filling.draft.add(person)
    filling.draft.add(relation)


def _remove(filling: Filling, row: Relationship) -> None:
    """Take the relation away; who is told of here alone goes with it."""
    filling.draft.remove(row)
    person = row.other_person
    if person is None:
        return
    others = person.relationships.exclude(pk=row.pk)
    if not others.exists() and not person.named_as_parent.exists():
        filling.draft.remove(person)
