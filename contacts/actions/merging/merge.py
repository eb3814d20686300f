"""Merging: the plan that was shown, executed in one transaction and noted in the journal."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions.losing_sight import require_reason, tell, tidy
from contacts.actions.merging import derived
from contacts.actions.merging.plan import (
    MergePlan,
    in_full,
    make_plan,
    require_both,
    require_mergeable,
)
from contacts.actions.undoing import keep
from contacts.actions.visits import record_visit
from contacts.enums import MERGE, ChangeKind, VisitKind
from contacts.errors import PlanChanged
from contacts.models import Change, Contact
from persistence import bulk_history
from persistence.journal.steps import Step, change
from persistence.journal.writing import execute
from users.models import User


@transaction.atomic
def merge(*, source: Contact, target: Contact, shown: str, why: str = "", by: User) -> Change:
    """Merge the source into the target, if `shown` is still the plan's digest.

    It takes a reason to take one of them out of somebody's sight.
    """
    plan = _plan_under_lock(source, target, by)
    if plan.digest != shown:
        raise PlanChanged(_("The plan has changed since it was shown: look at it again."))
    why = tidy(why) if plan.losers else ""
    require_reason(plan.losers, reason=why, by=by)
    steps = [_leave(plan, by), *plan.steps]
    # Neither name: each history is read by people who may not see the other folder.
    reason = str(MERGE)
    execute(steps, by=by, reason=reason)
    if why:
        # In the private folder alone: a source that an undo brings back is public again.
        keys = [plan.target.pk]
        bulk_history.record(Contact, keys, sign=bulk_history.CHANGED, by=by, reason=why)
    tell(plan.losers, by=by)
    derived.refresh([plan.source.pk, plan.target.pk])
    record_visit(contact=plan.target, deed=VisitKind.CHANGED, by=by)
    return keep(ChangeKind.MERGE, steps=steps, both=(plan.source, plan.target), by=by)


def _plan_under_lock(source: Contact, target: Contact, by: User) -> MergePlan:
    """Take both rows, always in the same order, and plan on what they are now."""
    rows = Contact.objects.changeable_by(by).filter(pk__in={source.pk, target.pk})
    # Its key stays: rows that only refer to a contact need not wait, nor be waited for.
    rows = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    locked = rows.values_list("pk", flat=True)
    found = in_full(Contact.objects.all(), list(locked))
    require_both(found, source, target)
    require_mergeable(found[source.pk], found[target.pk])
    return make_plan(found[source.pk], found[target.pk], by)


def _leave(plan: MergePlan, by: User) -> Step:
    """Take the source out first: its client number is free then."""
    leaving = {
        "deleted_at": (None, timezone.now()),
        "deleted_by_id": (None, by.pk),
        "merged_into_id": (None, plan.target.pk),
    }
    return change(Contact._meta.label, plan.source.pk, leaving)
