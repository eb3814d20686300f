from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from o2s_contacts import bootstrap_part


class Command(BaseCommand):
    help = "Build the part of Bootstrap that pages use into the folder of built static files."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        target = Path(settings.BUILT_STATIC_DIR, "css", "bootstrap-part.css")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(bootstrap_part.build(), "utf-8")
        self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")
