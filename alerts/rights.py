"""What a profile may hold about alerts."""

from django.utils.translation import gettext_lazy as _

from users.rights import Rank, Right

TREAT = Right(
    "alerts.DetectedClient", "treat_alerts", _("Treat the alerts of the night"), Rank.JUNIOR
)
