"""Giving the contacts of one person to another, in the places that they hold, and back."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts import rights
from contacts.actions import mass_plan
from contacts.actions.assignment import follow, may_assign
from contacts.actions.losing_sight import losing_words, require_reason, tell, tidy
from contacts.actions.mass_plan import Line, MassPlan, Row, Words
from contacts.actions.sorting import adviser_sort
from contacts.actions.to_dos import give
from contacts.actions.undoing import Undone, keep, told_back
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo, NobodyToTake
from contacts.models import Change, ChangeStep, Contact, FollowUp
from contacts.people import ROLES
from contacts.queries.changes import OwnChanges, contact_subjects
from contacts.queries.lost_sight import Loser, active
from contacts.visibility import may_change_seen
from persistence import bulk_history
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind
from persistence.many_keys import among
from text.formats import number_fr
from users.models import User

# The places in which somebody stands -> the keys of the contacts.
Places = Mapping[str, AbstractSet[int]]


@dataclass(frozen=True)
class PeoplePlan(MassPlan):
    """`losers`: what the leaver is told, of each private folder that goes out of their sight."""

    leaver: User
    losers: Sequence[Loser]

    @property
    def losing(self) -> str:
        """Say who is to be named before, if anybody: a reason is asked then."""
        names = active(self.losers)
        return losing_words(names, len(self.losers), may=True) if names else ""

    @property
    def places(self) -> Places:
        return {
            role: {row.pk for row in self.rows if getattr(row, f"{role}_id") == self.leaver.pk}
            for role in ROLES
        }


def plan_people(
    *, contact_ids: Collection[int], leaver: User, taker: User, by: User, lock: bool = False
) -> PeoplePlan:
    """Say what replacing the leaver by the taker would do, wherever the leaver stands.

    A private folder is among those that `by` sees only if `by` is one of its people: any other
    is not read, not counted and not told of.
    """
    _require_taker(leaver, taker)
    rows = mass_plan.contacts_of(contact_ids, by, lock=lock)
    changed, left_out = mass_plan.divide(rows, lambda row: _why_not(row, leaver, by))
    written = [(row.pk, row.is_private, _held(row, leaver)) for row in changed]
    return PeoplePlan(
        rows=changed,
        lines=[_line(row, leaver, taker) for row in mass_plan.first(changed)],
        left_out=left_out,
        token=mass_plan.token_of([leaver.pk, taker.pk, written]),
        leaver=leaver,
        losers=[
            Loser(leaver, mass_plan.name_of(row))
            for row in changed
            if row.is_private and leaver != by
        ],
    )


@transaction.atomic
def replace_people(
    *,
    contact_ids: Collection[int],
    leaver: User,
    taker: User,
    token: str | None,
    reason: str = "",
    by: User,
) -> Change | None:
    """Give these contacts the taker in each place that the leaver holds; return the change, if any.

    It takes a reason, which private folders keep, to take them out of the leaver's sight.
    """
    # Whoever deactivates an account takes it first too.
    taker = User.objects.select_for_update(no_key=True).get(pk=taker.pk)
    plan = plan_people(contact_ids=contact_ids, leaver=leaver, taker=taker, by=by, lock=True)
    plan.require(token)
    reason = tidy(reason) if plan.losers else ""
    require_reason(plan.losers, reason=reason, by=by, folders=len(plan.losers))
    if not plan.rows:
        return None
    private = {row.pk for row in plan.rows if row.is_private}
    _give(plan.places, taker, private=private, by=by, reason=reason)
    tell(plan.losers, by=by)
    steps = [_step(role, sorted(keys), leaver, taker) for role, keys in plan.places.items()]
    steps += _give_to_dos(plan.keys, leaver, taker, by=by)
    return keep(ChangeKind.PEOPLE, steps=steps, about=plan.keys, by=by)


def _require_taker(leaver: User, taker: User) -> None:
    if not taker.is_active:
        raise NobodyToTake(_("%(person)s is not active.") % {"person": taker})
    if leaver == taker:
        raise NobodyToTake(_("Choose somebody else than the person who is replaced."))


def _why_not(row: Row, leaver: User, by: User) -> Words | None:
    held = _held(row, leaver)
    if not held:
        return _not_assigned
    if not may_change_seen(by, row):
        return mass_plan.not_yours
    if not all(may_assign(row, role, by) for role in held):
        return _not_assigning
    loses_sight = row.is_private and leaver.is_active and leaver != by
    return _would_lose_sight if loses_sight and not by.has_perm(rights.ASSIGN) else None


def _not_assigned(count: int) -> str:
    return ngettext(
        "The person to replace has no place in this one, which stays:",
        "The person to replace has no place in these, which stay:",
        count,
    )


def _not_assigning(count: int) -> str:
    return ngettext(
        "Changing this place takes the right to assign contacts; this one stays:",
        "Changing these places takes the right to assign contacts; these stay:",
        count,
    )


def _would_lose_sight(count: int) -> str:
    return ngettext(
        "The person would lose sight of this private folder, which takes the right to assign "
        "contacts; it stays:",
        "The person would lose sight of these private folders, which takes the right to assign "
        "contacts; they stay:",
        count,
    )


def _held(row: Row, person: User) -> list[str]:
    return [role for role in ROLES if getattr(row, f"{role}_id") == person.pk]


def _line(row: Row, leaver: User, taker: User) -> Line:
    """Name the places, and who stands there before and after."""
    labels = [str(Contact._meta.get_field(role).verbose_name) for role in _held(row, leaver)]  # type: ignore[union-attr]
    places = ", ".join(labels)
    return mass_plan.line(row, _in_place(places, leaver), _in_place(places, taker))


def _in_place(places: str, person: User) -> str:
    return _("%(places)s: %(person)s") % {"places": places, "person": person}


def _give(
    places: Places, person: User, *, private: AbstractSet[int], by: User, reason: str = ""
) -> None:
    """Write who stands in these places, the history of each contact once, and the grants.

    The reason is the private folders' own: others read the history of a public contact.
    """
    for role in filter(places.get, places):
        values: dict[str, Any] = {role: person}
        if role == "lead_adviser":
            values["lead_adviser_sort"] = adviser_sort(person)
        mass_plan.touch(places[role], values)
    every = _every(places)
    for keys, why in ((every - private, ""), (every & private, reason)):
        bulk_history.record(Contact, sorted(keys), sign=bulk_history.CHANGED, by=by, reason=why)
    if folders := every & private:
        follow(Contact.everything.filter(pk__in=folders))


def _give_to_dos(contacts: Collection[int], leaver: User, taker: User, *, by: User) -> list[Step]:
    """Give what the leaver was to do in these folders to the taker."""
    mine = FollowUp.objects.to_do().filter(reminder_person=leaver, contact__in=among(contacts))
    notes = give(mine, to=taker, by=by)
    return [_step("reminder_person", notes, leaver, taker, model=FollowUp)] if notes else []


def _step(
    role: str,
    keys: Sequence[int],
    before: User,
    after: User,
    model: type[Contact | FollowUp] = Contact,
) -> Step:
    old, new = (((person.pk,),) * len(keys) for person in (before, after))
    return Step(StepKind.CHANGE, model._meta.label, (f"{role}_id",), keys, old, new)


@dataclass(frozen=True)
class _Return:
    """Who gives places back to whom; `rows`: the contacts that `by` may change, by key."""

    leaver: User
    taker: User
    by: User
    rows: Mapping[int, Row]

    @classmethod
    def of(cls, steps: Sequence[Step], keys: Collection[int], by: User) -> "_Return":
        leaver, taker = steps[0].old[0][0], steps[0].new[0][0]
        people = User.objects.in_bulk([leaver, taker])
        rows = mass_plan.contacts_of(keys, by, lock=True)
        mine = {row.pk: row for row in rows if may_change_seen(by, row)}
        return cls(people[leaver], people[taker], by, mine)

    def stands(self, key: int, role: str) -> bool:
        """Tell whether the taker is there still, and `by` may give the place."""
        row = self.rows.get(key)
        if row is None or getattr(row, f"{role}_id") != self.taker.pk:
            return False
        # Who gave their own place away may have it back.
        return self.leaver == self.by or may_assign(row, role, self.by)

    def is_kept(self, key: int, back: Places) -> bool:
        """Tell whether somebody would lose sight of this folder, or nobody active keep it."""
        row = self.rows[key]
        if not row.is_private:
            return False
        left = {role for role in _held(row, self.taker) if key not in back.get(role, ())}
        return not self.leaver.is_active or not (left or self.taker == self.by)


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Give the places that still stand as they were left back to who held them.

    An undo asks for no reason, so that it takes nobody off a private folder: such a folder stays
    until its own page changes it.
    """
    recorded_steps = recorded(change)
    steps = [step for step in recorded_steps if step.model == Contact._meta.label]
    way = _Return.of(steps, keys, by)
    back: Places = {
        role: {key for key in step.keys if way.stands(key, role)}
        for step in steps
        for role in (step.columns[0].removesuffix("_id"),)
    }
    kept = {key for key in _every(back) if way.is_kept(key, back)}
    places = {role: keys - kept for role, keys in back.items()}
    given = _every(places)
    told = _told(len(given), len(way.rows), len(kept), way.taker)
    private = {key for key in given if way.rows[key].is_private}
    _give(places, way.leaver, private=private, by=by)
    for step in recorded_steps:
        if step.model == FollowUp._meta.label:
            notes = FollowUp.objects.to_do().filter(pk__in=among(step.keys))
            still = notes.filter(reminder_person=way.taker, contact__in=among(given))
            give(still, to=way.leaver, by=by)
    return Undone(told)


def _every(places: Places) -> set[int]:
    return set(chain.from_iterable(places.values()))


def _told(back: int, seen: int, kept: int, taker: User) -> str:
    words = ngettext(
        "%(n)s private folder stays: %(person)s would lose sight of it.",
        "%(n)s private folders stay: %(person)s would lose sight of them.",
        kept,
    ) % {"n": number_fr(kept), "person": taker}
    if kept and not back:
        raise CannotUndo(words)
    told = told_back(back, seen - kept)
    return f"{told} {words}" if kept else told


def _what(changes: Sequence[Change]) -> dict[int, str]:
    """Say who was replaced by whom."""
    steps = ChangeStep.objects.filter(change__in=changes)
    firsts = steps.values_list("change", "old__0__0", "new__0__0")
    pairs = {change: (leaver, taker) for change, leaver, taker in firsts}
    people = User.objects.in_bulk(list(chain.from_iterable(pairs.values())))
    return {
        change: _("%(leaver)s replaced by %(taker)s")
        % {"leaver": people[leaver], "taker": people[taker]}
        for change, (leaver, taker) in pairs.items()
    }


CHANGES = OwnChanges(
    ChangeKind.PEOPLE, Contact.objects.changeable_by, subjects=contact_subjects, what=_what
)
