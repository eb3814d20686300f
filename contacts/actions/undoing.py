"""Keeping what somebody does so that it can be undone, and undoing it, whatever it was."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts import extensions
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo
from contacts.models import Change, ChangeSubject, Contact
from contacts.queries.changes import goes_back_in_parts
from persistence import staging_tables
from persistence.journal.recording import mark_undone, record, until
from persistence.journal.steps import Step
from text.formats import number_fr
from users.models import User


class Undone(NamedTuple):
    """What is said of what went back, and the page that shows it where there is one."""

    told: str
    url: str = ""


# Puts back what can go back, of a change that may be undone, of the rows of these keys.
Undo = Callable[[Change, User, Collection[int]], Undone]


def keep(
    kind: ChangeKind,
    *,
    steps: Sequence[Step] = (),
    about: Collection[int] = (),
    both: tuple[Contact, Contact] | None = None,
    by: User,
    at: dt.datetime | None = None,
) -> Change:
    """Keep what was just written: its steps, and the rows that it is about or a merge's two."""
    source, target = both or (None, None)
    change = Change.objects.create(
        kind=kind, source=source, target=target, by=by, at=at or timezone.now()
    )
    record(change, steps)
    staging_tables.append(ChangeSubject, ("change_id", "key"), ((change.pk, key) for key in about))
    return change


def require_undoable(change: Change) -> None:
    if change.undone_at and not goes_back_in_parts(change.kind):
        raise CannotUndo(_("This change is undone already."))
    if timezone.now() > until(change):
        raise CannotUndo(
            _("A change can be undone for %(n)s days: this one is older.")
            % {"n": settings.UNDO_DAYS}
        )


@transaction.atomic
def undo(*, change: Change, only: int | None = None, by: User) -> Undone:
    """Put back what `by` may change of it and nobody changed since; return what is said of it.

    `only`: of the row of this key alone, so that the rest may go back another time.
    """
    locked = Change.objects.select_for_update().get(pk=change.pk)
    require_undoable(locked)
    undos = [each.undos[locked.kind] for each in extensions.every() if locked.kind in each.undos]
    about = set(locked.subjects.values_list("key", flat=True))
    undone = undos[0](locked, by, about if only is None else about & {only})
    mark_undone(locked, by=by)
    return undone


def told_back(back: int, seen: int) -> str:
    """Say how many contacts are back, of those that one sees, and how many stay."""
    if not back:
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    told = ngettext("The contact is back.", "%(n)s contacts are back.", back)
    told %= {"n": number_fr(back)}
    if stay := seen - back:
        text = ngettext(
            "%(n)s changed since stays as it is.", "%(n)s changed since stay as they are.", stay
        )
        told = f"{told} {text % {'n': number_fr(stay)}}"
    return told
