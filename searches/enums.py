"""Small lists of the app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reach(TextChoices):
    """Who may open a kept search beside its owner: nobody, everybody, or people chosen."""

    PRIVATE = "private", pgettext_lazy("search", "Private")
    PUBLIC = "public", pgettext_lazy("search", "Public")
    CHOSEN = "chosen", pgettext_lazy("search", "For chosen people")


class Format(TextChoices):
    """What becomes of rows that somebody takes away."""

    XLSX = "xlsx", _("Excel workbook, with real dates and figures")
    CSV = "csv", _("CSV, for any spreadsheet")
    CARDS = "vcf", _("Address book cards (vCard), for a telephone or Outlook")
    O2S = "o2s", _("The contacts in the O2S import format")

    @property
    def suffix(self) -> str:
        return "xlsx" if self is Format.O2S else str(self.value)


class ExportState(TextChoices):
    PREPARING = "preparing", pgettext_lazy("export", "being prepared")
    READY = "ready", pgettext_lazy("export", "ready")
    GONE = "gone", pgettext_lazy("export", "deleted")
