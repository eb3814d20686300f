"""Goes over the whole base for the page Doublons. Exit status 2 when it could not run."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from rich.console import Console
from rich.progress import Progress

from contacts.actions import duplicates
from persistence.locks import LockTaken, Work, only_one
from text import formats


class Command(BaseCommand):
    help = "Compare all contacts for the page Doublons; as often as one likes, each night say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew",
            action="store_true",
            help="Read every contact again, also those that did not change since the last time.",
        )

    def handle(self, *_args: Any, anew: bool, **_options: Any) -> None:
        with override("fr"):
            try:
                with only_one(Work.DUPLICATES):
                    self.stdout.write(self._sentence(*self._found(anew=anew)))
            except LockTaken as error:
                raise CommandError(
                    _("Another search for duplicates is at work."), returncode=2
                ) from error

    def _found(self, *, anew: bool) -> tuple[duplicates.Found, float]:
        begun = time.monotonic()
        # A terminal alone shows it: a log of the night stays short.
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(_("Comparing contacts"), total=1)
            found = duplicates.find_all(lambda part: progress.advance(task, part), anew=anew)
        return found, time.monotonic() - begun

    def _sentence(self, found: duplicates.Found, seconds: float) -> str:
        said = ngettext(
            "%(n)s likely pair, %(new)s of them new, in %(seconds)s s.",
            "%(n)s likely pairs, %(new)s of them new, in %(seconds)s s.",
            found.pairs,
        )
        shown = {
            "n": formats.number_fr(found.pairs),
            "new": formats.number_fr(found.new),
            "seconds": formats.number_fr(seconds, 1),
        }
        return said % shown
