"""Fills an empty database with the demo firm, its inbox with files, and says its logins."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from o2s_contacts.demo import firm, inbox, people

CONTACTS = 400


class Command(BaseCommand):
    help = "Load the demo firm into an empty database (DEMO=1 only) and print its logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="leave a database that is not empty as it is"
        )
        parser.add_argument("--contacts", type=int, default=CONTACTS, help="how many to make")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo firm has public logins and is loaded under DEMO=1 only. Set DEMO=1 on "
                "a database of its own, or run `make run`."
            )
        if firm.is_empty():
            firm.load(options["contacts"])
            inbox.write_inbox(settings.INBOX)
        elif not options["if_empty"]:
            raise CommandError(
                "This database is not empty: the demo firm is loaded into an empty one only."
            )
        self.say_logins()

    def say_logins(self) -> None:
        self.stdout.write("Identifiant      Mot de passe  Profil")
        for login in people.logins():
            self.stdout.write(f"{login['username']:<16} {login['password']:<13} {login['profile']}")
