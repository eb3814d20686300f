"""Fills an empty database with the demo firm, its inbox with files, and says its logins."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from contacts.actions import duplicates
from demo import firm, inbox, partners, people
from demo.big import firm as big_firm
from users.models import User

CONTACTS = 400


class Command(BaseCommand):
    help = "Load the demo firm into an empty database (DEMO=1 only) and print its logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="leave a database that is not empty as it is"
        )
        parser.add_argument(
            "--contacts",
            type=int,
            help="make a firm of this many contacts for measures, three times as many accounts",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if firm.is_empty():
            self.load(options["contacts"])
        elif not options["if_empty"]:
            raise CommandError(
                "This database is not empty: the demo firm is loaded into an empty one only."
            )
        else:
            # Made by an older version, maybe, whose names were found in fewer writings.
            call_command("refresh_names")
        self.say_logins()

    def load(self, contacts: int | None) -> None:
        """Make the firm that is shown, or one of any size without files for the night."""
        if contacts is None:
            firm.load(CONTACTS)
            inbox.write_inbox(settings.INBOX)
            partners.describe(User.objects.get(username=people.ADMINISTRATOR.username))
            partners.write(settings.INBOX)
        else:
            big_firm.load(contacts)
            duplicates.find_all()

    def say_logins(self) -> None:
        self.stdout.write("Identifiant      Mot de passe  Profil")
        for login in people.logins():
            self.stdout.write(f"{login['username']:<16} {login['password']:<13} {login['profile']}")
