"""Small lists of the app."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Reach(TextChoices):
    """Who may open a kept search beside its owner: nobody, everybody, or people chosen."""

    PRIVATE = "private", pgettext_lazy("search", "Private")
    PUBLIC = "public", pgettext_lazy("search", "Public")
    CHOSEN = "chosen", pgettext_lazy("search", "For chosen people")
