"""Compiles the French catalogue without gettext's programs, which a fresh machine lacks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


def unfinished(catalogue: polib.POFile) -> list[str]:
    """Return the messages that would be shown in English."""
    entries = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
    return sorted({entry.msgid for entry in entries if not entry.obsolete})


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po into .mo files."
    # Runs before there is a database, and before the settings of a firm.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say whether every message is translated"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for path in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
                self.treat(path, check=options["check"])

    def treat(self, path: Path, *, check: bool) -> None:
        catalogue = polib.pofile(str(path), check_for_duplicates=True)
        if check and (missing := unfinished(catalogue)):
            raise CommandError(f"{path} lacks the translation of: {'; '.join(missing)}")
        if not check:
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
