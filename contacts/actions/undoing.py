"""Keeping what somebody does so that it can be undone, and undoing it, whatever it was."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts import extensions
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo
from contacts.models import Change, ChangeSubject, Contact
from persistence.journal.recording import mark_undone, record, until
from persistence.journal.steps import Step
from users.models import User


def keep(
    kind: ChangeKind,
    *,
    steps: Sequence[Step] = (),
    about: Collection[int] = (),
    both: tuple[Contact, Contact] | None = None,
    by: User,
) -> Change:
    """Keep what was just written: its steps, and the rows that it is about or a merge's two."""
    source, target = both or (None, None)
    change = Change.objects.create(
        kind=kind, source=source, target=target, by=by, at=timezone.now()
    )
    record(change, steps)
    ChangeSubject.objects.bulk_create(ChangeSubject(change=change, key=key) for key in about)
    return change


def require_undoable(change: Change) -> None:
    if change.undone_at:
        raise CannotUndo(_("This change is undone already."))
    if timezone.now() > until(change):
        raise CannotUndo(
            _("A change can be undone for %(n)s days: this one is older.")
            % {"n": settings.UNDO_DAYS}
        )


@transaction.atomic
def undo(*, change: Change, by: User) -> str:
    """Put back what `by` may change of it and nobody changed since; return what is said of it."""
    locked = Change.objects.select_for_update().get(pk=change.pk)
    require_undoable(locked)
    undos = [each.undos[locked.kind] for each in extensions.every() if locked.kind in each.undos]
    told = undos[0](locked, by)
    mark_undone(locked, by=by)
    return told


def told_back(back: int, seen: int) -> str:
    """Say how many contacts are back, of those that one sees, and how many stay."""
    if not back:
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    told = ngettext("The contact is back.", "%(n)s contacts are back.", back) % {"n": back}
    if stay := seen - back:
        text = ngettext(
            "%(n)s changed since stays as it is.", "%(n)s changed since stay as they are.", stay
        )
        told = f"{told} {text % {'n': stay}}"
    return told
