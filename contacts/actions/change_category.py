"""Moving contacts from a category to another, and back."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from contacts.models import Category, Contact
from persistence import bulk_history
from users.models import User


@transaction.atomic
def regroup(*, contact_ids: Iterable[int], category: Category, by: User) -> dict[int, int]:
    """Put these contacts in the category; return where those that moved were.

    Those that the user may not change stay where they are.
    """
    rows = Contact.objects.changeable_by(by).filter(pk__in=contact_ids).exclude(category=category)
    # Each of them moves its version: who has the folder open is told at the next Enregistrer.
    locked = rows.order_by("pk").select_for_update(of=("self",))
    before = dict(locked.values_list("pk", "category_id"))
    _put(list(before), category.pk, by)
    return before


@transaction.atomic
def put_back(*, moved: Mapping[int, int], category: Category, by: User) -> int:
    """Put those that are still in the category back where they were; return how many."""
    there = Contact.objects.changeable_by(by).filter(pk__in=moved, category=category)
    keys = set(there.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    standing = set(Category.objects.values_list("pk", flat=True))
    back = 0
    for former in sorted(set(moved.values()) & standing):
        chosen = [key for key in keys if moved[key] == former]
        _put(chosen, former, by)
        back += len(chosen)
    return back


def _put(keys: list[int], category: int, by: User) -> None:
    if keys:
        rows = Contact.everything.filter(pk__in=keys)
        bulk_history.update(rows, by=by, category=category, version=F("version") + 1)
