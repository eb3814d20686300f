"""Writes again what sorts and finds names: after an upgrade that says so."""

from typing import Any

from django.core.management.base import BaseCommand

from alerts.actions.sorting import sort_anew
from contacts.actions.search_texts import write_anew


class Command(BaseCommand):
    help = (
        "Write every sort key and search text anew. To run once after an upgrade whose notes say "
        "so, while people work or not; a second run changes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        write_anew()
        sort_anew()
