"""Whom the chart of a contact shows: its relations, and the close family of those."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.enums import RelationKind
from contacts.kinship.chart import Somebody, Tie
from contacts.models import Contact, Relationship
from contacts.queries.relations import COUPLES, End, Relation, fits, with_ends
from users.models import User

K = RelationKind
# More would be a poster; the lists under the chart have them all.
MOST = 40
CLOSE = (*COUPLES, K.CHILD, K.PARENT)


class Family:
    """Who is on the chart so far, by key, and the ties between them."""

    def __init__(self, contact: Contact) -> None:
        self.ends: dict[str, End] = {}
        self.people: dict[str, Somebody] = {}
        self.ties: list[Tie] = []
        self._stand(contact, 0, "")

    def _stand(self, end: End, generation: int, role: str, *, aside: bool = False) -> None:
        key = key_of(end)
        self.ends[key] = end
        if isinstance(end, Contact) and end.is_private:
            role = " · ".join(filter(None, [role, _("Private")]))
        self.people[key] = Somebody(key, str(end), role, generation, aside)

    def add_relation(self, relation: Relation, contact: Contact) -> None:
        """Add a relation of the contact itself, with what the other end is to it."""
        key, kind = key_of(relation.other), relation.kind
        aside = not kind.is_family
        if key in self.people:
            self._also(key, relation, aside=aside)
        elif len(self.people) < MOST:
            role = relation.label
            self._stand(relation.other, kind.row.generation, role, aside=aside)
        if key in self.people and not aside:
            self._tie(contact, kind, relation.other, past=_is_past(relation.row))
            if relation.row.other_parent:
                self._tie(relation.row.other_parent, K.CHILD, relation.other)

    def _also(self, key: str, relation: Relation, *, aside: bool) -> None:
        """Who is two things to the contact has both words."""
        standing = self.people[key]
        if aside and standing.aside and relation.label not in standing.role:
            role = f"{standing.role}, {relation.label}"
            self.people[key] = Somebody(key, standing.name, role, 0, aside=True)

    def add_row(self, row: Relationship) -> None:
        """Add what a row tells of people who are there: a tie, or who stands beside them."""
        other = row.other_contact or row.other_person
        if other is None:
            return
        near, far = key_of(row.contact), key_of(other)
        step = K(row.kind).row.generation
        if near not in self.people and far not in self.people:
            return
        if len(self.people) < MOST:
            if far not in self.people and not self.people[near].aside:
                self._stand(other, self.people[near].generation + step, "")
            elif near not in self.people and not self.people[far].aside:
                self._stand(row.contact, self.people[far].generation - step, "")
        self._tie(row.contact, K(row.kind), other, past=_is_past(row))

    def _tie(self, near: End, kind: RelationKind, far: End, *, past: bool = False) -> None:
        """Tie two who are both there, if their rows agree with what they are."""
        first, second = self.people.get(key_of(near)), self.people.get(key_of(far))
        if first is None or second is None or first.aside or second.aside:
            return
        if kind == K.PARENT:
            first, second, kind = second, first, K.CHILD
        shape = "kin"
        if kind in COUPLES and first.generation == second.generation:
            shape = "couple"
        elif kind == K.CHILD and first.generation < second.generation:
            shape = "descent"
        self.ties.append(Tie(shape, first.key, second.key, past))

    def told(self) -> tuple[list[Somebody], list[Tie]]:
        """Return everybody, and each tie once; brothers with known parents need no other line."""
        ties: dict[tuple[str, frozenset[str]], Tie] = {}
        for tie in self.ties:
            ties.setdefault((tie.kind, frozenset((tie.first, tie.second))), tie)
        parents: dict[str, set[str]] = {}
        for tie in ties.values():
            if tie.kind == "descent":
                parents.setdefault(tie.second, set()).add(tie.first)
        tied = {pair for kind, pair in ties if kind != "kin"}
        kept = [
            tie
            for (kind, pair), tie in ties.items()
            if kind != "kin"
            or not (pair in tied or parents.get(tie.first, set()) & parents.get(tie.second, set()))
        ]
        return list(self.people.values()), kept


def _is_past(row: Relationship) -> bool:
    return row.kind == K.EX_SPOUSE or row.ended_on is not None


def key_of(end: End) -> str:
    return f"{'c' if isinstance(end, Contact) else 'p'}{end.pk}"


def family_of(contact: Contact, relations: Iterable[Relation], user: User) -> Family:
    """Return whom to draw, from relations that the user sees and one query more."""
    family = Family(contact)
    shown = [one for one in relations if one.is_open or one.kind in COUPLES]
    folders = set()
    for relation in sorted(shown, key=lambda one: not one.kind.is_family):
        family.add_relation(relation, contact)
        if relation.folder and relation.kind.is_family:
            folders.add(relation.folder.pk)
    for row in _close_to(folders, user):
        family.add_row(row)
    return family


def _close_to(folders: set[int], user: User) -> list[Relationship]:
    if not folders:
        return []
    rows = Relationship.objects.visible_to(user).filter(kind__in=CLOSE)
    near = Q(contact__in=folders) | Q(other_contact__in=folders)
    close = with_ends(rows).filter(near).order_by("pk")[: 4 * MOST]
    return [row for row in close if fits(row)]
