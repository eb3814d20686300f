"""Closed lists of accounts. Stored values are stable; labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

# Sums are in euros: no rate of exchange is known, so that other currencies stand beside them.
COUNTED_CURRENCY = "EUR"


class Family(TextChoices):
    """What a product is; a split by product is a split by these."""

    LIFE_INSURANCE = "life_insurance", pgettext_lazy("product", "Life insurance")
    SECURITIES = "securities", pgettext_lazy("product", "Securities accounts")
    PEA = "pea", pgettext_lazy("product", "PEA")
    PER = "per", pgettext_lazy("product", "PER")
    SCPI = "scpi", pgettext_lazy("product", "SCPI")
    CAPITALISATION = "capitalisation", pgettext_lazy("product", "Capitalisation")
    OTHER = "other", pgettext_lazy("product", "Other products")


class Right(TextChoices):
    """What an owner has; the order is the one in which a folder lists them."""

    FULL = "full", pgettext_lazy("right", "Full ownership")
    USUFRUCT = "usufruct", pgettext_lazy("right", "Usufruct")
    BARE = "bare", pgettext_lazy("right", "Bare ownership")
