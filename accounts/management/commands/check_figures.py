"""Prove the figures kept beside contacts, over the whole base."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions.totals import keep_last_values, refresh, wrong_figures
from accounts.queries.checks import contacts_by_lot, wrong_last_values


class Command(BaseCommand):
    help = "Say which last values and which contacts' figures are wrong; --repair writes them anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the wrong ones anew")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        accounts = list(wrong_last_values().values_list("pk", flat=True))
        if repair:
            keep_last_values(accounts)
        contacts = 0
        for lot in contacts_by_lot():
            wrong = wrong_figures(lot)
            contacts += len(wrong)
            if repair and wrong:
                refresh(wrong)
        said = _("Last values wrong: %(accounts)s. Figures wrong: %(contacts)s.") % {
            "accounts": len(accounts),
            "contacts": contacts,
        }
        if repair or not (accounts or contacts):
            self.stdout.write(said)
            return
        raise CommandError(said, returncode=1)
