"""The right on the alerts, and one line for one owner."""

import pytest
from django.db import IntegrityError

from alerts.models import DetectedClient


def test_profiles_may_treat_alerts(junior, assistant):
    assert junior.has_perm("alerts.treat_alerts")
    assert assistant.has_perm("alerts.treat_alerts")


@pytest.mark.django_db
def test_an_owner_has_one_line():
    DetectedClient.objects.create(
        partner="assurvia", owner_key="k", identity_key="k", last_name="Moreau"
    )
    with pytest.raises(IntegrityError):
        DetectedClient.objects.create(
            partner="assurvia", owner_key="k", identity_key="k", last_name="Autre"
        )
