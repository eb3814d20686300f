"""Undoing a merge: what the journal says goes back, unless it was changed since."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts import fields, merge_policy
from contacts.actions.merging import derived, journal
from contacts.changes import RowsBack, Step, StepKind, change
from contacts.enums import MERGE_UNDONE, Kind
from contacts.errors import CannotUndo, PlanChanged
from contacts.models import Contact, Merge
from contacts.people import ROLES
from contacts.visibility import may_change, would_be_visible
from users.models import User

PLACES = {f"{role}_id" for role in ROLES}


@dataclass
class UndoPlan:
    """What goes back and what stays; `steps` is what will be written backwards, after `first`."""

    merge: Merge
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
        rows = [asdict(one) for one in self.rows]
        said = [self.merge.pk, self.fields_back, self.fields_stay, rows, self.notes]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def until(merge: Merge) -> dt.datetime:
    """Return the moment until which a merge can be undone."""
    return merge.at + dt.timedelta(days=settings.MERGE_UNDO_DAYS)


def plan_undo(*, merge: Merge, by: User) -> UndoPlan:
    """Say what undoing would do; the caller has asked that `by` knows both folders."""
    source, target = _both(merge)
    require_undoable(merge, source, target, by)
    plan = UndoPlan(merge, keeps_people=target.is_private)
    stays = _changed_rows if target.is_private and not source.is_private else _none
    for step in journal.noted(merge):
        staying = {*stays(step, merge), *_lived_in(step, target)}
        _plan_step(plan, step, source, staying, by)
    _mind_the_number(plan, source, target)
    _mind_the_kind(plan, source, target)
    return plan


def undo(*, merge: Merge, shown: str = "", by: User) -> UndoPlan:
    """Put back what can go back, all of it or nothing; `shown` is the digest of what was shown."""
    try:
        return _undo(merge, shown, by)
    except IntegrityError as error:
        raise CannotUndo(
            _("What was done since stands in the way: nothing is put back.")
        ) from error


@transaction.atomic
def _undo(merge: Merge, shown: str, by: User) -> UndoPlan:
    both = Contact.everything.filter(pk__in=[merge.source_id, merge.target_id])
    list(both.order_by("pk").select_for_update().values_list("pk", flat=True))
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    plan = plan_undo(merge=merge, by=by)
    if shown and shown != plan.digest:
        raise PlanChanged(_("The plan has changed since it was shown: look at it again."))
    reason = str(MERGE_UNDONE)
    journal.execute(plan.first, by=by, reason=reason)
    journal.reverse(plan.steps, by=by, reason=reason)
    derived.refresh([merge.source_id, merge.target_id])
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    return plan


def _both(merge: Merge) -> tuple[Contact, Contact]:
    found = Contact.everything.in_bulk([merge.source_id, merge.target_id])
    return found[merge.source_id], found[merge.target_id]


def require_undoable(merge: Merge, source: Contact, target: Contact, by: User) -> None:
    known = Contact.everything.filter(would_be_visible(by), may_change(by))
    if known.filter(pk__in=[source.pk, target.pk]).count() < 2:  # noqa: PLR2004 - both
        raise PermissionDenied
    if merge.undone_at:
        raise CannotUndo(_("This merge is undone already."))
    if timezone.now() > until(merge):
        raise CannotUndo(
            _("A merge can be undone for %(n)s days: this one is older.")
            % {"n": settings.MERGE_UNDO_DAYS}
        )
    _require_order(merge, target, by)


def _require_order(merge: Merge, target: Contact, by: User) -> None:
    """Refuse while a later merge stands on what this one made."""
    later = Merge.objects.filter(pk__gt=merge.pk, undone_at__isnull=True)
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


def _none(step: Step, merge: Merge) -> Sequence[int]:
    return ()


def _changed_rows(step: Step, merge: Merge) -> Sequence[int]:
    """Return the rows written since in a private folder: a public one must not show them."""
    model = apps.get_model(step.model)
    if step.kind is not StepKind.MOVE or not hasattr(model, "history"):
        return ()
    since = model.history.filter(history_date__gt=merge.at, id__in=step.keys)
    return list(since.values_list("id", flat=True))


def _lived_in(step: Step, target: Contact) -> Sequence[int]:
    """Return the added row without which the target would not be what it is since."""
    is_own = step.model == fields.MODELS[target.kind]._meta.label
    return step.keys if step.kind is StepKind.ADD and is_own else ()


def _plan_step(plan: UndoPlan, step: Step, source: Contact, staying: set[int], by: User) -> None:
    model = apps.get_model(step.model)
    rows: models.QuerySet[models.Model] = models.QuerySet(model).filter(pk__in=step.keys)
    found = {key: tuple(values) for key, *values in rows.values_list("pk", *step.columns)}
    of_one = step.kind is StepKind.CHANGE and len(step.keys) == 1
    if of_one and model in {Contact, *_details()}:
        back = _narrow_columns(plan, step, found.get(step.keys[0]), source)
    elif step.kind is StepKind.FILL:
        back, changed = _narrow_cells(step, found)
        _tell_rows(plan, step, back.keys, changed, by)
    else:
        back = _narrow_rows(step, found, staying)
        if step.kind is not StepKind.CHANGE:
            left = [key for key in step.keys if key not in set(back.keys)]
            _tell_rows(plan, step, back.keys, left, by)
    if back.keys and back.columns:
        plan.steps.append(back)


def _details() -> set[type[models.Model]]:
    return {fields.MODELS["person"], fields.MODELS["organisation"]}


def _narrow_rows(step: Step, found: dict[int, tuple[object, ...]], staying: set[int]) -> Step:
    """Return the step for the rows that stand as the merge left them."""
    places = [
        place
        for place, key in enumerate(step.keys)
        if found.get(key) == tuple(step.new[place]) and key not in staying
    ]
    return replace(
        step,
        keys=[step.keys[place] for place in places],
        old=[step.old[place] for place in places],
        new=[step.new[place] for place in places],
        gone=[step.gone[place] for place in places] if step.gone else (),
    )


def _narrow_cells(step: Step, found: dict[int, tuple[object, ...]]) -> tuple[Step, list[int]]:
    """Return the step for the columns that stand as the merge filled them, each for itself.

    What changed since is written as it is found. Beside it: the rows that have such a column.
    """
    back: dict[int, list[object]] = {}
    stays = []
    for key, old, new in zip(step.keys, step.old, step.new, strict=True):
        own = found.get(key)
        filled = [place for place, value in enumerate(new) if value != old[place]]
        standing = [place for place in filled if own and own[place] == new[place]]
        if own and standing:
            back[key] = [old[at] if at in standing else held for at, held in enumerate(own)]
        if len(standing) < len(filled):
            stays.append(key)
    new = [found[key] for key in back]
    return replace(step, keys=list(back), old=list(back.values()), new=new), stays


def _narrow_columns(
    plan: UndoPlan, step: Step, found: tuple[object, ...] | None, source: Contact
) -> Step:
    """Return the step for the values of one row that stand as the merge left them."""
    places = []
    for place, column in enumerate(step.columns):
        stands = found is not None and found[place] == step.new[0][place]
        if column == "is_private" and stands:
            plan.notes.append(_("The target stays a private folder: undoing publishes nothing."))
        if column == "is_private":
            continue
        if column in PLACES and plan.keeps_people:
            if stands:
                plan.fields_stay.append(str(fields.ENTRIES[column.removesuffix("_id")].label))
            continue
        if step.keys[0] != source.pk:
            told = plan.fields_back if stands else plan.fields_stay
            told.append(str(fields.ENTRIES[column.removesuffix("_id")].label))
        if stands:
            places.append(place)
    return replace(
        step,
        columns=[step.columns[place] for place in places],
        old=[[step.old[0][place] for place in places]],
        new=[[step.new[0][place] for place in places]],
    )


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


def _mind_the_kind(plan: UndoPlan, source: Contact, target: Contact) -> None:
    """Say that a conversion made since stays, and where the fields that go back are then."""
    if target.kind == source.kind:
        return
    said = {"target": target, "kind": Kind(target.kind).label}
    plan.notes.append(
        _(
            "%(target)s was converted since and keeps its kind (%(kind)s): fields of the former "
            "kind go back among the archived ones."
        )
        % said
    )


def _mind_the_number(plan: UndoPlan, source: Contact, target: Contact) -> None:
    """Let the source come back without a client number that somebody was given since."""
    number = source.client_number
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
