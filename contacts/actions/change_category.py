"""Moving contacts from a category to another, and back."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.actions import mass_plan
from contacts.actions.mass_plan import MassPlan, Row, Words
from contacts.actions.undoing import Undone, keep, told_back
from contacts.enums import ChangeKind
from contacts.models import Category, Change, ChangeStep, Contact
from contacts.queries.changes import OwnChanges, contact_subjects
from contacts.visibility import may_change_seen
from persistence import bulk_history
from persistence.journal.narrowing import standing_rows, values_now
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind
from persistence.journal.writing import reverse
from users.models import User


def plan_category(
    *, contact_ids: Collection[int], category: Category, by: User, lock: bool = False
) -> MassPlan:
    """Say which of these contacts would move to the category, and from where."""
    rows = mass_plan.contacts_of(contact_ids, by, lock=lock)

    def why_not(row: Row) -> Words | None:
        if row.category_id == category.pk:
            return _already
        return None if may_change_seen(by, row) else mass_plan.not_yours

    moved, left_out = mass_plan.divide(rows, why_not)
    names = dict(Category.objects.values_list("pk", "name"))
    return MassPlan(
        rows=moved,
        lines=[
            mass_plan.line(row, names.get(row.category_id, ""), category.name)
            for row in mass_plan.first(moved)
        ],
        left_out=left_out,
        token=mass_plan.token_of([category.pk, [(row.pk, row.category_id) for row in moved]]),
    )


def _already(count: int) -> str:
    return ngettext("This one is there already:", "These are there already:", count)


@transaction.atomic
def regroup(
    *, contact_ids: Collection[int], category: Category, token: str | None = None, by: User
) -> Change | None:
    """Put these contacts in the category; return the change, if any of them was elsewhere.

    Those that the user may not change stay where they are.
    """
    plan = plan_category(contact_ids=contact_ids, category=category, by=by, lock=True)
    plan.require(token)
    if not plan.rows:
        return None
    old = [(row.category_id,) for row in plan.rows]
    new = [(category.pk,)] * len(old)
    step = Step(StepKind.CHANGE, Contact._meta.label, ("category_id",), plan.keys, old, new)
    mass_plan.touch(plan.keys, {"category": category})
    bulk_history.record(Contact, plan.keys, sign=bulk_history.CHANGED, by=by)
    return keep(ChangeKind.CATEGORY, steps=[step], about=plan.keys, by=by)


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Put those that are still in the category back where they were, if that is still there."""
    (step,) = recorded(change)
    mine = Contact.objects.changeable_by(by).filter(pk__in=keys).order_by("pk")
    seen = set(mine.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    categories = set(Category.objects.values_list("pk", flat=True))
    leave = [
        key
        for key, (former,) in zip(step.keys, step.old, strict=True)
        if key not in seen or former not in categories
    ]
    back = standing_rows(step, values_now(step), leave=leave)
    told = told_back(len(back.keys), len(seen))
    reverse([back], by=by, reason="")
    mass_plan.touch(back.keys)
    return Undone(told)


def _what(changes: Sequence[Change]) -> dict[int, str]:
    steps = ChangeStep.objects.filter(change__in=changes)
    names = dict(Category.objects.values_list("pk", "name"))
    categories = {pk: names.get(new, "") for pk, new in steps.values_list("change", "new__0__0")}
    return {pk: _("Category: %(name)s") % {"name": name} for pk, name in categories.items()}


CHANGES = OwnChanges(
    ChangeKind.CATEGORY, Contact.objects.changeable_by, subjects=contact_subjects, what=_what
)
