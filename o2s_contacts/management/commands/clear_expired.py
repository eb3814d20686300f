"""Takes away what is kept for a time only: sessions, the journal of logins, files."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from imports.actions.account_import.loading import clear_account_imports
from imports.actions.contact_import.loading import clear_contact_imports
from imports.actions.documents import clear_documents
from imports.actions.fact_find.reading import clear_received, clear_refused
from imports.actions.profile_samples import clear_samples
from searches.actions.exports import clear_exports
from searches.actions.searches import clear_not_kept


class Command(BaseCommand):
    help = "Delete ended sessions, logins older than LOGIN_JOURNAL_DAYS, searches not kept, files."

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("clearsessions")
        days = settings.LOGIN_JOURNAL_DAYS
        logins = AxesProxyHandler.reset_logs(age_days=days)
        failures = AxesProxyHandler.reset_failure_logs(age_days=days)
        self.stdout.write(
            f"Older than {days} days: {logins} logins and {failures} failed logins deleted."
        )
        self.stdout.write(f"Files exported: {clear_exports()} deleted.")
        self.stdout.write(f"Files of contacts not imported: {clear_contact_imports()} deleted.")
        self.stdout.write(f"Files of deleted documents: {clear_documents()} deleted.")
        self.stdout.write(f"Forms received and not decided: {clear_received()} deleted.")
        self.stdout.write(f"Files of accounts not imported: {clear_account_imports()} deleted.")
        self.stdout.write(f"Forms refused before that: {clear_refused(days)} deleted.")
        self.stdout.write(f"Samples of partners' files: {clear_samples()} deleted.")
        self.stdout.write(f"Searches asked and not kept: {clear_not_kept()} deleted.")
