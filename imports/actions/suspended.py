"""What a person decides about a file that waits, once: the second of two is told."""

import logging
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imports.enums import State
from imports.errors import DecidedMeanwhile
from imports.models import ImportRun
from imports.pipeline import night
from persistence.locks import LockTaken, Work, only_one
from users.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def confirm(*, run_id: int, by: User) -> ImportRun:
    """Let the next run of the import take the file in; a run that dies on it goes on with it.

    Only said here, for two hundred thousand lines would keep a browser waiting for minutes.
    """
    return _decide(run_id, State.CONFIRMED, by)


@transaction.atomic
def refuse(*, run_id: int, inbox: Path, by: User) -> ImportRun:
    run = _decide(run_id, State.REJECTED, by)
    transaction.on_commit(lambda: _archive(run, inbox))
    return run


def _decide(run_id: int, state: State, by: User) -> ImportRun:
    waiting = ImportRun.objects.of_night().filter(pk=run_id, state=State.SUSPENDED)
    if not waiting.update(state=state, decided_by=by, decided_at=timezone.now()):
        raise DecidedMeanwhile(_told(run_id))
    return ImportRun.objects.select_related("decided_by").get(pk=run_id)


def _told(run_id: int) -> str:
    run = ImportRun.objects.of_night().select_related("decided_by").filter(pk=run_id).first()
    if run is None or run.decided_by is None or run.decided_at is None:
        return _("No suspended import has this number.")
    facts = {
        "file": run,
        "who": run.decided_by,
        "when": date_format(localtime(run.decided_at), "SHORT_DATETIME_FORMAT"),
    }
    if run.state == State.REJECTED:
        return _("%(who)s refused %(file)s on %(when)s. Nothing was done now.") % facts
    return _("%(who)s confirmed %(file)s on %(when)s. Nothing was done now.") % facts


def _archive(run: ImportRun, inbox: Path) -> None:
    """Move the file now if nothing hinders it, else leave it to the next run of the import."""
    try:
        with only_one(Work.IMPORT):
            night.archive(run, inbox)
    except (LockTaken, OSError):
        logger.warning("The refused import %s is put away by the next run", run.pk, exc_info=True)
