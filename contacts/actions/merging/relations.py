"""Relations and related persons in a merge: united without doubles, persons with who names them."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.changes import Part, RowMove, Step, move
from contacts.enums import RelationKind
from contacts.merge_policy import Merging, already
from contacts.models import RelatedPerson, Relationship
from contacts.normalise import name_key


class Row(NamedTuple):
    pk: int
    kind: str
    contact: int
    other_contact: int | None
    other_person: int | None
    other_parent: int | None
    started: object
    ended: object
    last_name: str | None
    first_name: str | None
    born: object

    def far(self, end: int) -> int | None:
        """Return the contact at the other end than this one."""
        return self.other_contact if self.contact == end else self.contact

    def is_between(self, ends: Collection[int]) -> bool:
        return self.contact in ends and self.other_contact in ends


COLUMNS = (
    *("pk", "kind", "contact_id", "other_contact_id", "other_person_id", "other_parent_id"),
    *("started_on", "ended_on", "other_person__last_name", "other_person__first_name"),
    "other_person__birth_date",
)


@dataclass(frozen=True)
class Rows:
    """The relations of both, and which of them exist for who asks."""

    source: list[Row]
    target: list[Row]
    between: list[Row]
    seen: set[int]


def plan_relations(merging: Merging) -> Part:
    rows = _read(merging)
    staying = _already_there(rows, merging)
    moving = [row for row in rows.source if row.pk not in staying]
    steps = _moves(moving, merging) + _persons(moving, merging)
    return Part(steps, _shown(rows, moving))


def _read(merging: Merging) -> Rows:
    ends = Q(contact_id__in=merging.both) | Q(other_contact_id__in=merging.both)
    found = Relationship.objects.filter(ends).order_by("pk")
    rows = [Row(*values) for values in found.values_list(*COLUMNS)]
    seen = found.visible_to(merging.by).values_list("pk", flat=True)
    between = [row for row in rows if row.is_between(merging.both)]
    apart = [row for row in rows if row not in between]
    return Rows(
        source=[row for row in apart if merging.source in {row.contact, row.other_contact}],
        target=[row for row in apart if merging.target in {row.contact, row.other_contact}],
        between=between,
        seen=set(seen),
    )


def _already_there(rows: Rows, merging: Merging) -> set[int]:
    """Return the source's rows that the target has, under one of the names that a row goes by."""
    known = {name for row in rows.target for name in _names(row, merging.target)}
    staying = {row.pk for row in rows.source if known & _names(row, merging.source)}
    # A couple that who asks cannot see is nobody's second: the row would tell of it by its fate.
    couples = [row for row in rows.target if _is_couple(row) and row.pk in rows.seen]
    if couples:
        staying |= {row.pk for row in rows.source if _is_couple(row) and row.pk in rows.seen}
    return staying


def _is_couple(row: Row) -> bool:
    return row.kind == RelationKind.SPOUSE and row.ended is None


def _names(row: Row, end: int) -> set[Hashable]:
    """Return what makes a relation of this end the same as another's.

    Between two folders an open relation stands once whichever end wrote it.
    """
    when = (row.started, row.ended) if row.ended else None
    if row.other_person is None:
        written = None if when is None else row.contact == end
        return {(row.kind, "folder", row.far(end), when, written)}
    who = (name_key(row.last_name or ""), name_key(row.first_name or ""), row.born)
    return {(row.kind, "person", row.other_person, when), (row.kind, "named", who, when)}


def _moves(moving: list[Row], merging: Merging) -> list[Step]:
    label = Relationship._meta.label
    near = [row.pk for row in moving if row.contact == merging.source]
    far = [row.pk for row in moving if row.other_contact == merging.source]
    steps = []
    if near:
        steps.append(move(label, "contact_id", near, *merging.both))
    if far:
        steps.append(move(label, "other_contact_id", far, *merging.both))
    return steps


def _persons(moving: list[Row], merging: Merging) -> list[Step]:
    """Move the persons whom a row that is read from now on names; the others stay unseen."""
    hung = RelatedPerson.objects.filter(contact_id=merging.source)
    named = Q(pk__in=[key for row in moving for key in (row.other_person, row.other_parent) if key])
    elsewhere = Relationship.objects.exclude(contact_id=merging.source)
    for role in ("other_person", "other_parent"):
        of_source = elsewhere.filter(**{f"{role}__contact_id": merging.source})
        named |= Q(pk__in=of_source.values(role))
    nobody = Q(relationships__isnull=True, named_as_parent__isnull=True)
    keys = sorted(set(hung.filter(named | nobody).values_list("pk", flat=True)))
    return [move(RelatedPerson._meta.label, "contact_id", keys, *merging.both)] if keys else []


def _shown(rows: Rows, moving: list[Row]) -> list[RowMove]:
    between = sum(1 for row in rows.between if row.pk in rows.seen)
    source = sum(1 for row in rows.source if row.pk in rows.seen)
    target = sum(1 for row in rows.target if row.pk in rows.seen)
    moved = sum(1 for row in moving if row.pk in rows.seen)
    if not source + target + between:
        return []
    notes = [_("The relation between the two disappears")] if between else []
    notes += [already(source - moved)] if source > moved else []
    counts = source + between, target + between, target + moved
    return [RowMove(_("Relations"), *counts, ", ".join(notes))]
