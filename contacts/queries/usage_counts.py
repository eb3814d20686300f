"""How many contacts hold a term or a category, for one user and up to a thousand."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from contacts.models import Category, Contact, ContactKeyword, Keyword, ListValue, PersonDetails
from users.models import User

COUNTED_UP_TO = 1_000
# How a contact leads to the rows that hold a value of a list.
_PATHS: dict[type[Model], str] = {Contact: "", PersonDetails: "person__"}


def count(held: Keyword | ListValue | Category, user: User) -> int:
    """Count the contacts that hold it and that the user sees; 1 001 says "more"."""
    seen = Contact.objects.visible_to(user).filter(_holding(held)).order_by()
    found: int = seen[: COUNTED_UP_TO + 1].count()
    return found


def _holding(held: Keyword | ListValue | Category) -> Q:
    if isinstance(held, Category):
        return Q(category=held)
    if isinstance(held, Keyword):
        return Q(Exists(ContactKeyword.objects.filter(contact=OuterRef("pk"), keyword=held)))
    # The field of a firm's list has the list's name.
    named = ((_PATHS.get(model), name) for model, name in uses(ListValue))
    paths = [f"{path}{name}" for path, name in named if path is not None and name == held.firm_list]
    return reduce(or_, (Q(**{path: held}) for path in paths), Q(pk__in=[]))


def uses(model: type[Model]) -> list[tuple[Any, str]]:
    """Return the tracked models and fields that hold a term, those without a way back too."""
    fields: Any = model._meta.get_fields(include_hidden=True)
    return [
        (field.related_model, field.field.name)
        for field in fields
        if field.one_to_many and hasattr(field.related_model, "history")
    ]
