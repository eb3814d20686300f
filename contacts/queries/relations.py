"""The relations of a contact, read from its side, for one viewer.

A relation is read when both of its ends exist for the viewer; nothing here counts or names what
is not so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.enums import Filiation, MaritalStatus, RelationKind, YesNo
from contacts.kinship.words import relation_label
from contacts.models import Contact, RelatedPerson, Relationship
from contacts.models.relationship import RelationshipQuerySet
from users.models import User

End = Contact | RelatedPerson
COUPLES = (RelationKind.SPOUSE, RelationKind.EX_SPOUSE)


@dataclass(frozen=True)
class Relation:
    """One relation as one of its ends reads it: what `other` is to the contact."""

    row: Relationship
    kind: RelationKind
    label: str
    other: End
    to_check: bool = False

    @property
    def folder(self) -> Contact | None:
        return self.other if isinstance(self.other, Contact) else None

    @property
    def person(self) -> RelatedPerson | None:
        return self.other if isinstance(self.other, RelatedPerson) else None

    @property
    def of_the_child(self) -> list[str]:
        """Return what the relation says of a child, as it is read from this end."""
        row = self.row
        parent = row.contact if self.kind == RelationKind.PARENT else None
        filiation = filiation_label(row.filiation, parent)
        told = [
            _("Born of: %(filiation)s") % {"filiation": filiation} if filiation else "",
            _("Dependent") if row.is_dependent == YesNo.YES else "",
            _("Disability") if row.has_disability == YesNo.YES else "",
        ]
        return [words for words in told if words]

    @property
    def name(self) -> str:
        return self.other.name if isinstance(self.other, Contact) else self.other.last_name

    @property
    def birth_date(self) -> dt.date | None:
        return self.other.birth_date

    @property
    def death_date(self) -> dt.date | None:
        return death_date(self.other)

    @property
    def is_organisation(self) -> bool:
        return isinstance(self.other, Contact) and not self.other.is_person

    @property
    def share(self) -> Decimal | None:
        return self.row.share

    @property
    def share_decimals(self) -> int:
        share = self.row.share
        return 0 if share is None or share == share.to_integral_value() else 2

    @property
    def is_open(self) -> bool:
        return self.row.ended_on is None

    @property
    def is_archived(self) -> bool:
        """Say whether the two can no longer have it, since one of them was converted."""
        return not fits(self.row)


def filiation_label(filiation: str, parent: End | None = None) -> str:
    """Return whose child somebody is; from the child's side `parent` says who is meant."""
    label = str(Filiation(filiation).label) if filiation else ""
    return f"{label} ({parent})" if filiation == Filiation.PARENT_ALONE and parent else label


def fits(row: Relationship) -> bool:
    """Say whether both ends are still of the sort that has such a relation."""
    far = row.other_contact
    return RelationKind(row.kind).fits(
        near_is_person=row.contact.is_person, far_is_person=far is None or far.is_person
    )


def with_ends(rows: RelationshipQuerySet) -> RelationshipQuerySet:
    """Read both ends with the rows: their names and their titles."""
    found: RelationshipQuerySet = rows.select_related(
        "contact__person", "other_contact__person", "other_person", "other_parent"
    )
    return found


def relations_of(contact: Contact, user: User) -> list[Relation]:
    """Return what the user may see of them: family then business, those of today first."""
    rows = with_ends(Relationship.objects.visible_to(user).of(contact))
    found = [read_from(contact, row) for row in rows]
    order = {kind: position for position, kind in enumerate(RelationKind)}
    found.sort(key=lambda one: (order[one.kind], not one.is_open, _told_first(one), one.row.pk))
    return _marked(found)


def related_folders(contact: Contact, user: User) -> set[int]:
    """Return the keys of the folders that the user sees an open relation with, its own too."""
    rows = Relationship.objects.visible_to(user).of(contact).open()
    ends = rows.values_list("contact", "other_contact")
    return {contact.pk, *(key for pair in ends for key in pair if key)}


def _told_first(relation: Relation) -> dt.date:
    """Brothers, sisters and children stand by age; the rest by when it began."""
    return relation.birth_date or relation.row.started_on or dt.date.max


def _marked(relations: list[Relation]) -> list[Relation]:
    """Mark a second spouse, who can only have come through a folder hidden from whoever wrote."""
    spouses = [
        one
        for one in relations
        if one.kind == RelationKind.SPOUSE and one.is_open and not one.is_archived
    ]
    if len(spouses) < 2:  # noqa: PLR2004
        return relations
    doubled = {one.row.pk for one in spouses}
    return [
        Relation(one.row, one.kind, one.label, one.other, to_check=one.row.pk in doubled)
        for one in relations
    ]


def read_from(contact: Contact, row: Relationship) -> Relation:
    """Return the row as this end of it reads it."""
    near = row.contact_id == contact.pk
    kind = RelationKind(row.kind) if near else RelationKind(row.kind).inverse
    other = (row.other_contact or row.other_person) if near else row.contact
    if other is None:
        raise ValueError(row.pk)
    ended = row.ended_on is not None
    label = relation_label(kind, title_of(other), status=_couple(row), ended=ended)
    return Relation(row, kind, label, other)


def title_of(end: End) -> str:
    """Return the title that tells a man from a woman; an organisation has none."""
    if isinstance(end, RelatedPerson):
        return end.title
    return str(end.person.title) if end.is_person else ""


def death_date(end: End) -> dt.date | None:
    if isinstance(end, RelatedPerson):
        return end.death_date
    died: dt.date | None = end.person.death_date if end.is_person else None
    return died


def _couple(row: Relationship) -> str:
    """Return the situation that the two share; read the same from both ends."""
    for end in (row.contact, row.other_contact):
        if end is not None and end.is_person:
            status: str = end.person.marital_status
            if status in MaritalStatus.coupled():
                return status
    return ""


def relation_of(contact: Contact, user: User, pk: int) -> Relation | None:
    """Return one relation of the contact, if the user may see it."""
    rows = with_ends(Relationship.objects.visible_to(user).of(contact))
    row = rows.filter(pk=pk).first()
    return read_from(contact, row) if row else None


def spouses(end: End, user: User) -> list[Relationship]:
    """Return the open couples that the user sees this person in."""
    rows = Relationship.objects.visible_to(user).open().filter(kind=RelationKind.SPOUSE)
    mine = Q(other_person=end)
    if isinstance(end, Contact):
        mine = Q(contact=end) | Q(other_contact=end)
    found = rows.filter(mine).select_related(
        "contact__person", "other_contact__person", "other_person"
    )
    return [row for row in found if fits(row)]


def ancestors(contact: Contact, user: User) -> set[int]:
    """Return the keys of the contact and of those above it, as far as the user sees them.

    One query for each generation; a loop that hidden folders already close ends as well.
    """
    rows = Relationship.objects.visible_to(user).filter(kind=RelationKind.CHILD)
    found = new = {contact.pk}
    while new:
        above = rows.filter(other_contact__in=new).values_list("contact_id", flat=True)
        new = set(above) - found
        found = found | new
    return found


def other_parents(contact: Contact, user: User) -> list[End]:
    """Return whom a child's other parent may be: those the contact is or was a couple with."""
    rows = with_ends(Relationship.objects.visible_to(user).of(contact)).filter(kind__in=COUPLES)
    return [read_from(contact, row).other for row in rows if fits(row)]


def named_as_parent(person: RelatedPerson, user: User) -> list[Relationship]:
    """Return the children whose other parent this person is."""
    rows = with_ends(Relationship.objects.visible_to(user)).filter(other_parent=person)
    return list(rows)


def stays_elsewhere(row: Relationship, user: User) -> list[Contact]:
    """Return the other folders, among those the user sees, in which the row's person stays."""
    if row.other_person is None:
        return []
    return _folders(
        with_ends(Relationship.objects.visible_to(user))
        .filter(other_person=row.other_person)
        .exclude(contact=row.contact_id)
    )


def _folders(rows: Iterable[Relationship]) -> list[Contact]:
    return list({row.contact_id: row.contact for row in rows}.values())
