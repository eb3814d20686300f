"""Takes away what is kept for a time only: ended sessions, and the journal of logins."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Delete ended sessions, and logins older than LOGIN_JOURNAL_DAYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("clearsessions")
        days = settings.LOGIN_JOURNAL_DAYS
        logins = AxesProxyHandler.reset_logs(age_days=days)
        failures = AxesProxyHandler.reset_failure_logs(age_days=days)
        self.stdout.write(
            f"Older than {days} days: {logins} logins and {failures} failed logins deleted."
        )
