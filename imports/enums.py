"""Closed lists of imports. Stored values are stable; labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a file of the night stands."""

    RECEIVED = "received", pgettext_lazy("import", "received")
    # A person took a suspended file: the next run of the import loads it.
    CONFIRMED = "confirmed", pgettext_lazy("import", "confirmed")
    DONE = "done", pgettext_lazy("import", "done")
    SUSPENDED = "suspended", pgettext_lazy("import", "suspended")
    REJECTED = "rejected", pgettext_lazy("import", "rejected")


class Doubt(TextChoices):
    """Why a file waits for a person."""

    REJECTS = "S_REJECTS", pgettext_lazy("import", "many lines are set aside")
    FEWER = "S_FEWER", pgettext_lazy("import", "many accounts of the last file are missing")
    OLD = "S_OLD", pgettext_lazy("import", "it is older than the last file")


# The code of a file that a partner sent again, to the byte.
ALREADY = "F_DUPLICATE"


class DocumentKind(TextChoices):
    """How a file came into a folder."""

    PRINTED = "printed", pgettext_lazy("document", "printed")
    RECEIVED = "received", pgettext_lazy("document", "received")
