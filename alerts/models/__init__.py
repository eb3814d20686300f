"""What the night detected and people decide."""

from alerts.models.account import DetectedAccount
from alerts.models.client import (
    DetectedClient,
    LastMatching,
    PartnerLink,
    SetApart,
    Suggestion,
)
