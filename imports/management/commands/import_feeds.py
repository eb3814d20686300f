"""The night: reads what partners dropped. Exit status 0 all good, 1 set aside, 2 could not run."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from rich.progress import Progress

from imports.actions import suspended
from imports.enums import Doubt, State
from imports.errors import DecidedMeanwhile
from imports.models import ImportRun
from imports.pipeline import night
from imports.pipeline.messages import passed_over, refusal
from imports.pipeline.night import Options, Outcome
from persistence.locks import LockTaken, Work, only_one
from users.models import User


class Command(BaseCommand):
    help = "Import the files that partners dropped into the inbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--inbox", type=Path, default=settings.INBOX)
        parser.add_argument("--partner", default="", help="only this partner's folder")
        parser.add_argument("--strict", action="store_true", help="refuse a file for one bad line")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing, move nothing")
        parser.add_argument(
            "--settle", type=float, default=60, help="seconds that a file must have stood still"
        )
        parser.add_argument("--confirm", type=int, metavar="RUN", help="import a suspended file")

    is_typed = False

    def run_from_argv(self, argv: list[str]) -> None:
        self.is_typed = True
        super().run_from_argv(argv)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Tell people what there is to tell, without the name of a class before it."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not self.is_typed or options["traceback"]:
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)

    def handle(self, *_args: Any, **chosen: Any) -> None:
        names = ("inbox", "partner", "settle", "strict", "dry_run")
        options = Options(**{name: chosen[name] for name in names})
        if not (options.inbox / options.partner).is_dir():
            folder = options.inbox / options.partner
            raise CommandError(_("There is no folder %s.") % folder, returncode=2)
        try:
            with only_one(Work.IMPORT):
                good = self.report(self.outcomes(options, chosen["confirm"]))
        except LockTaken as error:
            raise CommandError(_("Another import is at work."), returncode=2) from error
        except (InterfaceError, OperationalError) as error:
            raise CommandError(_told(_DATABASE, error), returncode=2) from error
        except OSError as error:
            raise CommandError(_told(_INBOX, error), returncode=2) from error
        if not good:
            raise CommandError(_("Something was set aside."), returncode=1)

    def outcomes(self, options: Options, confirmed: int | None) -> Iterable[Outcome]:
        if confirmed is None:
            return night.import_all(options)
        if options.dry_run:
            raise CommandError(_("--dry-run and --confirm do not go together."), returncode=2)
        try:
            run = suspended.confirm(run_id=confirmed, by=User.objects.night())
        except DecidedMeanwhile as error:
            raise CommandError(str(error), returncode=2) from error
        return night.import_confirmed(run, options)

    def report(self, outcomes: Iterable[Outcome]) -> bool:
        good, files = True, 0
        with Progress(disable=not self.stdout.isatty(), transient=True) as progress:
            task = progress.add_task("", total=None)
            for outcome in outcomes:
                self.stdout.write(f"{outcome.run}\u202f: {_said(outcome)}")
                progress.update(task, advance=1, description=str(outcome.run))
                good, files = good and outcome.is_good, files + 1
        self.stdout.write(ngettext("%d file treated.", "%d files treated.", files) % files)
        return good


_DATABASE = gettext_noop(
    "The database no longer answers, or its disk is full (%(error)s). Nothing is half done: "
    "put it right and run the import again."
)
_INBOX = gettext_noop(
    "The inbox cannot be read or written, or its disk is full (%(error)s). Nothing is half done: "
    "put it right and run the import again."
)


def _told(sentence: str, error: Exception) -> str:
    return translation.gettext(sentence) % {"error": " ".join(str(error).split())}


def _said(outcome: Outcome) -> str:
    run = outcome.run
    if outcome.crashed:
        return _("broken off; the next import takes it up again.")
    if outcome.before:
        when = date_format(localtime(outcome.before), "SHORT_DATETIME_FORMAT")
        return _("already imported on %s.") % when
    if run.state == State.REJECTED:
        return _("refused (%(code)s). %(reason)s") % {
            "code": run.code,
            "reason": refusal(run),
        }
    if run.state == State.SUSPENDED:
        return _(
            "suspended (%(doubt)s), number %(run)s: %(lines)s lines, %(accounts)s accounts, "
            "%(rejects)s lines set aside."
        ) % {"run": run.pk, "doubt": Doubt(run.code).label, **run.counts}
    counted = (
        _(
            "%(lines)s lines, %(accounts)s accounts of which %(new_accounts)s new, "
            "%(valuations)s values, %(clients)s clients detected, %(rejects)s lines set aside."
        )
        % run.counts
    )
    made = _made(run.counts.get("made", {}))
    return " ".join([counted, *made, *passed_over(run), *_warned(run)])


def _warned(run: ImportRun) -> Iterator[str]:
    if warned := run.counts.get("warned"):
        yield _("Warnings: %s.") % sum(warned.values())


def _made(made: dict[str, list[str]]) -> Iterator[str]:
    """Name what the firm did not know, for the administrator to look at."""
    if custodians := made.get("custodians"):
        yield _("New custodians: %s.") % ", ".join(custodians)
    if products := made.get("products"):
        yield _("New products: %s.") % ", ".join(products)
