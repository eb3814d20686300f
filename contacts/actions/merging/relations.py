"""Relations and related persons in a merge: united without doubles, persons with who names them."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.actions.merging.completing import Completions, agree, blank_columns
from contacts.changes import FieldChange, FieldOutcome, Part, RowChange, RowMove
from contacts.enums import RelationKind
from contacts.merge_policy import Merging, already, completed
from contacts.models import RelatedPerson, Relationship
from contacts.queries.relations import Relation, fits, read_from, with_ends
from persistence.journal.steps import Step, StepKind, move
from text.normalise import name_key

# Names a relation that is refused because the target is in a couple already.
COUPLE = "couple"
OTHER_PARENT = "other_parent"
OF_RELATION = blank_columns(
    Relationship, but=("other_contact", "other_person", "ended_on", OTHER_PARENT)
)
OF_PERSON = blank_columns(RelatedPerson, but=("first_name",))


@dataclass(frozen=True)
class Rows:
    """The relations of both, and which of them exist for who asks."""

    source: list[Relationship]
    target: list[Relationship]
    between: list[Relationship]
    seen: set[int]

    def count_seen(self, rows: Iterable[Relationship]) -> int:
        return sum(1 for row in rows if row.pk in self.seen)


@dataclass(frozen=True)
class Double:
    """A row of the source's and the target's that says the same; what its person takes."""

    coming: Relationship
    standing: Relationship
    of_person: list[FieldChange]


def plan_relations(merging: Merging) -> Part:
    uniting = _Uniting(merging, _read(merging))
    for row in uniting.rows.source:
        uniting.decide(row)
    uniting.complete()
    return Part(uniting.steps(), uniting.shown(), uniting.changed)


def _read(merging: Merging) -> Rows:
    ends = Q(contact_id__in=merging.both) | Q(other_contact_id__in=merging.both)
    found = Relationship.objects.filter(ends).order_by("pk")
    rows = list(with_ends(found))
    between = [row for row in rows if {row.contact_id, row.other_contact_id} == set(merging.both)]
    apart = [row for row in rows if row not in between]
    return Rows(
        source=[row for row in apart if merging.source in _ends(row)],
        target=[row for row in apart if merging.target in _ends(row)],
        between=between,
        seen=set(found.visible_to(merging.by).values_list("pk", flat=True)),
    )


def _ends(row: Relationship) -> set[int | None]:
    return {row.contact_id, row.other_contact_id}


class _Uniting:
    """The rows of both, while it is decided which move, which complete, and which stay."""

    def __init__(self, merging: Merging, rows: Rows) -> None:
        self.merging, self.rows = merging, rows
        self.moving: list[Relationship] = []
        self.doubles: list[Double] = []
        self.refused: list[RowChange] = []
        self.completed: list[RowChange] = []
        self.of_relations, self.of_persons = Completions(), Completions()
        # The source's persons whom the target has, under their keys.
        self.same: dict[int, RelatedPerson] = {}

    def decide(self, row: Relationship) -> None:
        """Have the row move or stay; what is hidden from who asks is never told by its fate."""
        standing = self._standing(row)
        if standing is None:
            # A couple that who asks cannot see is nobody's second.
            couple = self._couple if _is_couple(row) and self._sees(row) else None
            if couple is None:
                self.moving.append(row)
            else:
                self._refuse(row, couple)
        elif self._sees(row):
            if self._kind(row) == self._kind(standing):
                self._pair(row, standing)
            else:
                self._refuse(row, standing)

    def _sees(self, row: Relationship) -> bool:
        return row.pk in self.rows.seen

    def _standing(self, row: Relationship) -> Relationship | None:
        """Return the target's row that is this one: in every word, or else the first that agrees.

        A row that who asks cannot see is no double of one that they see, whose fate would tell of
        it. Two of which neither is seen are one in every word only: nothing would complete them.
        """
        names = _names(row, self._far(row))
        peers = {one.pk: one for name in names for one in self._known.get(name, ())}
        peers = {key: one for key, one in peers.items() if self._sees(one) == self._sees(row)}
        for exactly in (True, False) if self._sees(row) else (True,):
            for key in sorted(peers):
                if self._is_double(row, peers[key], exactly=exactly):
                    return peers[key]
        return None

    @cached_property
    def _known(self) -> dict[Hashable, list[Relationship]]:
        """Return the target's rows under each of their names."""
        known: dict[Hashable, list[Relationship]] = {}
        for row in self.rows.target:
            for name in _names(row, self._far(row)):
                known.setdefault(name, []).append(row)
        return known

    def _is_double(self, row: Relationship, other: Relationship, *, exactly: bool) -> bool:
        if row.kind != other.kind or row.ended_on != other.ended_on:
            return False
        if row.ended_on and not _agree(row.started_on, other.started_on, exactly=exactly):
            return False
        if row.other_person and other.other_person:
            return is_same_person(row.other_person, other.other_person, exactly=exactly)
        if row.other_person or other.other_person or self._far(row) != self._far(other):
            return False
        # An open relation stands once between two folders, whichever end wrote it.
        return row.ended_on is None or self._kind(row) == self._kind(other)

    def _near(self, row: Relationship) -> int:
        return self.merging.source if self.merging.source in _ends(row) else self.merging.target

    def _far(self, row: Relationship) -> int | None:
        return row.other_contact_id if row.contact_id == self._near(row) else row.contact_id

    def _kind(self, row: Relationship) -> RelationKind:
        return self._told(row).kind

    def _told(self, row: Relationship) -> Relation:
        """Return the row as the contact that is merged reads it."""
        near = row.contact if row.contact_id == self._near(row) else row.other_contact
        return read_from(near or row.contact, row)

    @cached_property
    def _couple(self) -> Relationship | None:
        couples = (row for row in self.rows.target if _is_couple(row) and self._sees(row))
        return next(couples, None)

    def _refuse(self, row: Relationship, standing: Relationship) -> None:
        coming, own = self._told(row), self._told(standing)
        is_couple = _is_couple(row) and _is_couple(standing)
        words = _("Refused, the target is in a couple already") if is_couple else ""
        names = str(coming.other), str(own.other), str(own.other)
        if not is_couple:
            names = coming.label, own.label, own.label
        name = COUPLE if is_couple else "relation"
        change = FieldChange(name, _("Relation"), *names, FieldOutcome.REFUSED, words)
        self.refused.append(RowChange(f"{coming.label}, {coming.other}", [change]))

    def _pair(self, row: Relationship, standing: Relationship) -> None:
        """Take the two for the same, and complete the target's own person."""
        theirs, own = row.other_person, standing.other_person
        of_person: list[FieldChange] = []
        if theirs and own:
            self.same[theirs.pk] = own
            if own.contact_id == self.merging.target:
                of_person = self.of_persons.complete(own, theirs, OF_PERSON)
        self.doubles.append(Double(row, standing, of_person))

    def complete(self) -> None:
        """Complete the rows, once it is known which persons are the same."""
        for one in self.doubles:
            changes = self.of_relations.complete(one.standing, one.coming, OF_RELATION)
            if self._has_parent(one):
                changes += self.of_relations.complete(one.standing, one.coming, [OTHER_PARENT])
            changes += one.of_person
            if changes:
                told = self._told(one.standing)
                self.completed.append(RowChange(f"{told.label}, {told.other}", changes))

    def _has_parent(self, one: Double) -> bool:
        """Say whether there is an other parent to take, who hangs on one of the two folders."""
        theirs, own = one.coming.other_parent, one.standing.other_parent
        if theirs is None:
            return False
        theirs = one.coming.other_parent = self.same.get(theirs.pk, theirs)
        is_known = own is not None and is_same_person(theirs, own, exactly=False)
        return not is_known and theirs.contact_id in self.merging.both

    @property
    def changed(self) -> list[RowChange]:
        return self.refused + self.completed

    def steps(self) -> list[Step]:
        parents = self._parents()
        return [
            *_moves(self.moving, self.merging),
            *self._persons(),
            *self.of_persons.steps(),
            *self.of_relations.steps(),
            *parents,
        ]

    def _parents(self) -> list[Step]:
        """Have the rows that move name the target's own person as the other parent."""
        rows = [row for row in self.moving if row.other_parent_id in self.same]
        if not rows:
            return []
        old = [(row.other_parent_id,) for row in rows]
        for row in rows:
            row.other_parent = self.same[row.other_parent_id or 0]
        new = [(row.other_parent_id,) for row in rows]
        keys = [row.pk for row in rows]
        label = Relationship._meta.label
        return [Step(StepKind.CHANGE, label, ("other_parent_id",), keys, old, new)]

    def _persons(self) -> list[Step]:
        """Move the persons whom a row read from now on names; the others stay unseen."""
        hung = RelatedPerson.objects.filter(contact_id=self.merging.source)
        rows = self.moving + [one.standing for one in self.doubles]
        ends = [key for row in rows for key in (row.other_person_id, row.other_parent_id)]
        named = Q(pk__in=[key for key in ends if key])
        elsewhere = Relationship.objects.exclude(contact_id=self.merging.source)
        for role in ("other_person", OTHER_PARENT):
            of_source = elsewhere.filter(**{f"{role}__contact_id": self.merging.source})
            named |= Q(pk__in=of_source.values(role))
        nobody = Q(relationships__isnull=True, named_as_parent__isnull=True)
        keys = sorted(set(hung.filter(named | nobody).values_list("pk", flat=True)))
        label = RelatedPerson._meta.label
        return [move(label, "contact_id", keys, *self.merging.both)] if keys else []

    def shown(self) -> list[RowMove]:
        rows = self.rows
        between, source = rows.count_seen(rows.between), rows.count_seen(rows.source)
        target, moved = rows.count_seen(rows.target), rows.count_seen(self.moving)
        if not source + target + between:
            return []
        filled = sum(one.has(FieldOutcome.FILLED) for one in self.completed)
        notes = [
            _("The relation between the two disappears") if between else "",
            already(source - moved - filled - len(self.refused)),
            completed(filled),
            _refused(len(self.refused)),
        ]
        counts = source + between, target + between, target + moved
        return [RowMove(_("Relations"), *counts, ", ".join(filter(None, notes)))]


def _names(row: Relationship, far: int | None) -> list[Hashable]:
    """Return what a relation may be known by: nothing else is compared with it."""
    person = row.other_person
    if person is None:
        return [(row.kind, far)]
    return [(row.kind, "person", person.pk), (row.kind, *_name_of(person))]


def _name_of(person: RelatedPerson) -> tuple[str, str]:
    return name_key(person.last_name), name_key(person.first_name)


def _agree(one: object, other: object, *, exactly: bool) -> bool:
    return one == other if exactly else agree(one, other)


def is_same_person(one: RelatedPerson, other: RelatedPerson, *, exactly: bool) -> bool:
    """Say whether two rows tell of one person: by their names, and by their births if told."""
    if one.pk == other.pk:
        return True
    is_named_alike = _name_of(one) == _name_of(other)
    return is_named_alike and _agree(one.birth_date, other.birth_date, exactly=exactly)


def _is_couple(row: Relationship) -> bool:
    return row.kind == RelationKind.SPOUSE and row.ended_on is None and fits(row)


def _moves(moving: list[Relationship], merging: Merging) -> list[Step]:
    label = Relationship._meta.label
    near = [row.pk for row in moving if row.contact_id == merging.source]
    far = [row.pk for row in moving if row.other_contact_id == merging.source]
    steps = []
    if near:
        steps.append(move(label, "contact_id", near, *merging.both))
    if far:
        steps.append(move(label, "other_contact_id", far, *merging.both))
    return steps


def _refused(count: int) -> str:
    """Say how many rows the target cannot take."""
    if not count:
        return ""
    return ngettext("%(n)s is refused", "%(n)s are refused", count) % {"n": count}
