"""Undoing a merge: what the journal says goes back, unless it was changed since."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contacts import fields, merge_policy
from contacts.actions.merging import derived
from contacts.actions.merging.plan import DETAILS
from contacts.actions.undoing import require_undoable
from contacts.changes import RowsBack
from contacts.enums import MERGE_UNDONE, Kind
from contacts.errors import CannotUndo, PlanChanged
from contacts.models import Change, Contact
from contacts.people import ROLES
from contacts.visibility import may_change, would_be_visible
from persistence.journal.narrowing import (
    Values,
    changed_rows,
    only_columns,
    standing_cells,
    standing_rows,
    stands,
    values_now,
)
from persistence.journal.recording import mark_undone, recorded
from persistence.journal.steps import Step, StepKind, change
from persistence.journal.writing import execute, reverse
from users.models import User

PLACES = {f"{role}_id" for role in ROLES}


@dataclass
class UndoPlan:
    """What goes back and what stays; `steps` is what will be written backwards, after `first`."""

    merge: Change
    source: Contact
    target: Contact
    steps: list[Step] = field(default_factory=list)
    first: list[Step] = field(default_factory=list)
    fields_back: list[str] = field(default_factory=list)
    fields_stay: list[str] = field(default_factory=list)
    rows: list[RowsBack] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Undoing takes nobody off a private folder: they would lose sight of it.
    keeps_people: bool = False

    @property
    def digest(self) -> str:
        rows = [asdict(row) for row in self.rows]
        said = [self.merge.pk, self.fields_back, self.fields_stay, rows, self.notes]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plan_undo(*, merge: Change, by: User) -> UndoPlan:
    """Say what undoing would do; the caller has asked that `by` knows both folders."""
    source, target = _both(merge)
    _require_known(source, target, by)
    require_undoable(merge)
    _require_order(merge, target, by)
    plan = UndoPlan(merge, source, target, keeps_people=target.is_private)
    stays = _changed_rows if target.is_private and not source.is_private else _none
    for step in recorded(merge):
        staying = {*stays(step, merge), *_lived_in(step, target)}
        _plan_step(plan, step, staying, by)
    _mind_the_number(plan)
    _mind_the_kind(plan)
    return plan


def undo(*, merge: Change, shown: str = "", by: User) -> UndoPlan:
    """Put back what can go back, all of it or nothing; `shown` is the digest of what was shown."""
    try:
        return _undo(merge, shown, by)
    except IntegrityError as error:
        raise CannotUndo(
            _("What was done since stands in the way: nothing is put back.")
        ) from error


@transaction.atomic
def _undo(merge: Change, shown: str, by: User) -> UndoPlan:
    both = Contact.everything.filter(pk__in=[merge.source_id, merge.target_id])
    # Their keys stay: a night that refers to them need not wait, nor be waited for.
    list(both.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    merge = Change.objects.select_for_update().get(pk=merge.pk)
    plan = plan_undo(merge=merge, by=by)
    if shown and shown != plan.digest:
        raise PlanChanged(_("The plan has changed since it was shown: look at it again."))
    reason = str(MERGE_UNDONE)
    execute(plan.first, by=by, reason=reason)
    reverse(plan.steps, by=by, reason=reason)
    derived.refresh([plan.source.pk, plan.target.pk])
    mark_undone(merge, by=by)
    return plan


def _both(merge: Change) -> tuple[Contact, Contact]:
    found = Contact.everything.in_bulk([merge.source_id, merge.target_id])
    return found[merge.source_id], found[merge.target_id]


def _require_known(source: Contact, target: Contact, by: User) -> None:
    known = Contact.everything.filter(would_be_visible(by), may_change(by))
    if known.filter(pk__in=[source.pk, target.pk]).count() < 2:  # noqa: PLR2004 - both
        raise PermissionDenied


def _require_order(merge: Change, target: Contact, by: User) -> None:
    """Refuse while a later merge stands on what this one made."""
    later = Change.objects.filter(pk__gt=merge.pk, undone_at__isnull=True)
    later = later.filter(target=target) | later.filter(source=target)
    last = later.select_related("source", "target").order_by("-pk").first()
    if last is not None:
        seen = Contact.everything.filter(
            would_be_visible(by), pk__in=[last.source_id, last.target_id]
        )
        if seen.count() < 2:  # noqa: PLR2004 - both
            raise CannotUndo(_("What was done since stands in the way: nothing is put back."))
        raise CannotUndo(
            _("Undo first the merge of %(source)s into %(target)s, which came later.")
            % {"source": last.source, "target": last.target}
        )
    if target.deleted_at:
        raise CannotUndo(_("%(target)s is deleted: reactivate it first.") % {"target": target})


def _none(step: Step, merge: Change) -> Collection[int]:
    return ()


def _changed_rows(step: Step, merge: Change) -> Collection[int]:
    """Return the rows written since in a private folder: a public one must not show them."""
    model = apps.get_model(step.model)
    if step.kind is not StepKind.MOVE or not hasattr(model, "history"):
        return ()
    return changed_rows(step, merge.at)


def _lived_in(step: Step, target: Contact) -> Sequence[int]:
    """Return the added row without which the target would not be what it is since."""
    is_own = step.model == fields.MODELS[target.kind]._meta.label
    return step.keys if step.kind is StepKind.ADD and is_own else ()


def _plan_step(plan: UndoPlan, step: Step, staying: set[int], by: User) -> None:
    now = values_now(step)
    of_one = step.kind is StepKind.CHANGE and len(step.keys) == 1
    if of_one and apps.get_model(step.model) in DETAILS.values():
        back = _back_columns(plan, step, now)
    elif step.kind is StepKind.FILL:
        back, changed = standing_cells(step, now)
        _tell_rows(plan, step, back.keys, changed, by)
    else:
        back = standing_rows(step, now, leave=staying)
        if step.kind is not StepKind.CHANGE:
            left = [key for key in step.keys if key not in set(back.keys)]
            _tell_rows(plan, step, back.keys, left, by)
    if back.keys and back.columns:
        plan.steps.append(back)


def _back_columns(plan: UndoPlan, step: Step, now: Values) -> Step:
    """Return the step for the values of one row that go back, and tell of those of the target."""
    back = []
    for place, column in enumerate(step.columns):
        standing = stands(step, now, place)
        if column == "is_private":
            if standing:
                plan.notes.append(
                    _("The target stays a private folder: undoing publishes nothing.")
                )
            continue
        goes_back = standing and not (column in PLACES and plan.keeps_people)
        if goes_back:
            back.append(place)
        if step.keys[0] != plan.source.pk:
            told = plan.fields_back if goes_back else plan.fields_stay
            told.append(str(fields.ENTRIES[column.removesuffix("_id")].label))
    return only_columns(step, back)


def _tell_rows(
    plan: UndoPlan, step: Step, back: Sequence[int], staying: Sequence[int], by: User
) -> None:
    label = merge_policy.words_for(step.model, filled=step.kind is StepKind.FILL)
    if not label:
        return
    told = RowsBack(
        label,
        merge_policy.seen_rows(step.model, back, by),
        merge_policy.seen_rows(step.model, staying, by),
    )
    for place, before in enumerate(plan.rows):
        if before.label == label:
            counts = before.back + told.back, before.stay + told.stay
            plan.rows[place] = RowsBack(label, *counts)
            return
    if told.back + told.stay:
        plan.rows.append(told)


def _mind_the_kind(plan: UndoPlan) -> None:
    """Say that a conversion made since stays, and where the fields that go back are then."""
    target = plan.target
    if target.kind == plan.source.kind:
        return
    said = {"target": target, "kind": Kind(target.kind).label}
    plan.notes.append(
        _(
            "%(target)s was converted since and keeps its kind (%(kind)s): fields of the former "
            "kind go back among the archived ones."
        )
        % said
    )


def _mind_the_number(plan: UndoPlan) -> None:
    """Let the source come back without a client number that somebody was given since."""
    source, target, number = plan.source, plan.target, plan.source.client_number
    if not number or source.is_private:
        return
    taken = Contact.objects.filter(client_number=number, is_private=False)
    given_back = any(
        step.keys[0] == target.pk and "client_number" in step.columns
        for step in plan.steps
        if step.model == Contact._meta.label
    )
    if taken.exclude(pk=target.pk if given_back else None).exists():
        plan.first.append(change(Contact._meta.label, source.pk, {"client_number": (number, "")}))
        plan.notes.append(
            _("The client number %(number)s was given since: the source comes back without it.")
            % {"number": number}
        )
