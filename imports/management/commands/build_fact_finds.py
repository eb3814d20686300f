"""Makes the blank fact-find forms and their manifests anew, from what they ask."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.fact_find.definition import FORMS


class Command(BaseCommand):
    help = (
        "Draws the blank fact-find forms (development only: WeasyPrint). A form that was given "
        "out is never drawn again: count its version up first."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from imports.fact_find.drawing.building import publish  # noqa: PLC0415
        except (ImportError, OSError) as missing:
            raise CommandError(f"WeasyPrint is not here, or its Pango: {missing}") from missing
        for form in FORMS:
            built = publish(form)
            fields, size = len(built.manifest["fields"]), len(built.blank) // 1024
            pages = len(built.manifest["pages"])
            self.stdout.write(f"{form.identity}: {pages} pages, {fields} fields, {size} KiB")
