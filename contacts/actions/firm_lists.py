"""Keywords and the values of the firm's lists: made, named, ordered, archived, replaced."""

from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from contacts import extensions
from contacts.errors import StillUsed
from contacts.models import ContactKeyword, Keyword, ListValue
from contacts.queries.usage_counts import uses
from persistence import bulk_history, positions
from persistence.models import delete_as, save_as
from users.models import User

T = TypeVar("T", Keyword, ListValue)


def siblings(term: T) -> models.QuerySet[T]:
    """Return the terms of the same list, in their order."""
    rows: Any = type(term)._default_manager.all()
    firm_list = getattr(term, "firm_list", "")
    found: models.QuerySet[T] = rows.filter(firm_list=firm_list) if firm_list else rows
    return found


@transaction.atomic
def create(*, term: T, by: User) -> T:
    """Add a term at the end of its list."""
    last = siblings(term).aggregate(last=models.Max("position"))["last"]
    term.position = 0 if last is None else last + 1
    save_as(term, by)
    return term


@transaction.atomic
def rename(*, term: T, label: str, by: User) -> T:
    """Give a term other words, wherever it stands."""
    term.label = label
    save_as(term, by)
    return term


@transaction.atomic
def archive(*, term: T, archived: bool, by: User) -> T:
    """Offer a term no more, or again; where it stands it stays."""
    term.is_archived = archived
    save_as(term, by)
    return term


@transaction.atomic
def move(*, term: T, step: int, by: User) -> None:
    """Move a term by some places in its list; at the ends it stays."""
    positions.move(siblings(term), term, step=step, by=by)


@transaction.atomic
def replace(*, term: T, replacement: T, by: User) -> None:
    """Delete a term; whatever had it has the replacement, folders that `by` cannot see too."""
    if isinstance(term, Keyword):
        _untick_doubles(term, replacement, by)
    for model, name in uses(type(term)):
        rows = model._base_manager.filter(**{name: term})
        bulk_history.update(rows, by=by, reason=_("Replaced term"), **{name: replacement})
    extensions.replace_word(term, replacement, by)
    try:
        delete_as(term, by)
    except ProtectedError as error:
        raise StillUsed(_("Somebody used it just now: delete it again.")) from error


def _untick_doubles(term: Keyword, replacement: Any, by: User) -> None:
    """Take the keyword from contacts that have the replacement already."""
    having = ContactKeyword.objects.filter(keyword=replacement).values("contact")
    doubles = ContactKeyword.objects.filter(keyword=term, contact__in=having)
    bulk_history.delete(ContactKeyword, list(doubles.values_list("pk", flat=True)), by=by)
