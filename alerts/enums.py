"""What becomes of what the night detected: stored values are stable, labels are read."""

from django.db.models import TextChoices
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


# Why a contact is proposed, in the words of the window; what scores less is never shown.
REASONS = {
    "already_linked": _("Already linked"),
    "former_number": _("Former client number, already linked"),
    "legal_number": _("Same SIREN or LEI"),
    "civil_status": _("Birth name, first name, date and place of birth"),
    "contract": _("Same contract number"),
    "name_and_birth": _("Name, first name and date of birth"),
    "decided_before": _("Linked before by somebody"),
    "birth_name_used": _("Usage name of one is the birth name of the other, first name and birth"),
    "close_name_and_birth": _("Nearly the same name, first name and date of birth"),
    "email_and_name": _("Same e-mail, nearly the same name"),
    "mobile_and_name": _("Same mobile, nearly the same name"),
    "swapped_birth": _("Name and first name, day and month of birth swapped"),
    "name_and_post_code": _("Name, first name and post code"),
}
