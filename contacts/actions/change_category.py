"""Moving contacts from a category to another, and back."""

from collections.abc import Collection, Iterable, Sequence

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contacts.actions.undoing import Undone, keep, told_back
from contacts.enums import ChangeKind
from contacts.models import Category, Change, ChangeStep, Contact
from contacts.queries.changes import OwnChanges, contact_subjects
from persistence.journal.narrowing import standing_rows, values_now
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind
from persistence.journal.writing import execute, reverse
from users.models import User


@transaction.atomic
def regroup(*, contact_ids: Iterable[int], category: Category, by: User) -> Change | None:
    """Put these contacts in the category; return the change, if any of them was elsewhere.

    Those that the user may not change stay where they are.
    """
    rows = Contact.objects.changeable_by(by).filter(pk__in=contact_ids).exclude(category=category)
    locked = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    before = dict(locked.values_list("pk", "category_id"))
    if not before:
        return None
    keys, old = list(before), [(former,) for former in before.values()]
    new = [(category.pk,)] * len(keys)
    step = Step(StepKind.CHANGE, Contact._meta.label, ("category_id",), keys, old, new)
    execute([step], by=by, reason="")
    _move_versions(keys)
    return keep(ChangeKind.CATEGORY, steps=[step], about=keys, by=by)


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
    _move_versions(back.keys)
    return Undone(told)


def _move_versions(keys: Collection[int]) -> None:
    """Tell whoever has the folder of one open, at the next Enregistrer."""
    rows: models.QuerySet[Contact] = models.QuerySet(Contact).filter(pk__in=keys)
    rows.update(version=F("version") + 1)


def _what(changes: Sequence[Change]) -> dict[int, str]:
    steps = dict(ChangeStep.objects.filter(change__in=changes).values_list("change", "new"))
    names = dict(Category.objects.values_list("pk", "name"))
    categories = {pk: names.get(new[0][0], "") for pk, new in steps.items()}
    return {pk: _("Category: %(name)s") % {"name": name} for pk, name in categories.items()}


CHANGES = OwnChanges(
    ChangeKind.CATEGORY, Contact.objects.changeable_by, subjects=contact_subjects, what=_what
)
