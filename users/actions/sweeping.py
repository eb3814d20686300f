"""Forgetting what nobody can use any more; each login does it, by three short statements."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.utils import timezone

from users.actions import sealing, spending
from users.models import SealedForm, SpentForm

ENDED_SESSIONS_KEPT = dt.timedelta(days=1)


def sweep() -> None:
    now = timezone.now()
    SpentForm.objects.filter(spent_at__lt=now - spending.LIFE).delete()
    SealedForm.objects.filter(sealed_at__lt=now - sealing.LIFE).delete()
    Session.objects.filter(expire_date__lt=now - ENDED_SESSIONS_KEPT).delete()
