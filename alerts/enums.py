"""What becomes of what the night detected: stored values are stable, labels are read."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    PENDING = "pending", pgettext_lazy("alert", "to treat")
    LINKED = "linked", pgettext_lazy("alert", "linked")
    ADDED = "added", pgettext_lazy("alert", "added")
    IGNORED = "ignored", pgettext_lazy("alert", "ignored for good")


class Action(TextChoices):
    """What a person chooses for a line; the first is the default."""

    POSTPONE = "postpone", _("Postpone")
    LINK = "link", _("Link")
    ADD = "add", pgettext_lazy("alert", "Add")
    IGNORE = "ignore", _("Ignore for good")


# What a decided line is.
DECIDED = {Action.LINK: State.LINKED, Action.ADD: State.ADDED, Action.IGNORE: State.IGNORED}


class Holder(IntegerChoices):
    """Which of the two holders of a joint account; the only one of any other is the first."""

    FIRST = 1
    SECOND = 2
