"""Undoing what somebody did, whatever it was."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.errors import CannotUndo
from contacts.models import Change
from persistence.journal.recording import until


def require_undoable(change: Change) -> None:
    if change.undone_at:
        raise CannotUndo(_("This change is undone already."))
    if timezone.now() > until(change):
        raise CannotUndo(
            _("A change can be undone for %(n)s days: this one is older.")
            % {"n": settings.UNDO_DAYS}
        )
