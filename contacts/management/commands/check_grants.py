from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from contacts.actions import assignment


class Command(BaseCommand):
    help = "Compare who may open each private folder with who is assigned to it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put wrong grants right")

    def handle(self, *_args: Any, repair: bool, **_options: Any) -> None:
        """Say what was found; exit status 1 when something is wrong and was left so."""
        with override("fr"):
            found = assignment.repair() if repair else assignment.differences()
            self.stdout.write(self._sentence(found))
            if found and repair:
                self.stdout.write(_("They are right now."))
            elif found:
                raise CommandError(_("Nothing was changed. To put them right: --repair"))

    def _sentence(self, found: assignment.Differences) -> str:
        if not found:
            return _("Every private folder is open to the people assigned to it, and only to them.")
        return _(
            "Grants that lack: %(missing)s. Grants of people who are not assigned: %(unfounded)s."
        ) % {"missing": found.missing, "unfounded": found.unfounded}
