"""The one exception to the rule of private folders: what whoever lost sight of one is told.

Somebody followed a contact that a colleague made private: Accueil names it to them, and to nobody
else; everything else of the site is to them what it is to any outsider (test_matrix.py).
"""

import pytest
from django.db import transaction
from django.urls import reverse

from contacts.models import LostSight
from tests.architecture.private_world import MARKS, NAME, OUTSIDERS, build_secret
from tests.architecture.probe import answer, log_in

pytestmark = pytest.mark.django_db


@pytest.mark.security(3, 59)
def test_accueil_names_it_to_whoever_lost_sight_and_to_nobody_else(firm, hire):
    former = hire("former", "Conseiller")
    people = {"former": former} | {name: firm.cast[name] for name in OUTSIDERS}
    clients = {name: log_in(user) for name, user in people.items()}

    def accueil():
        asked = reverse("home")
        return {
            name: answer(client, "get", asked, None, htmx=False) for name, client in clients.items()
        }

    with transaction.atomic():
        build_secret(firm)
        LostSight.objects.create(person=former, contact_name=NAME, by=firm.cast["adviser"])
        told = accueil()
        transaction.set_rollback(True)
    untold = accueil()
    assert {name for name in people if told[name] != untold[name]} == {"former"}
    naming = {name for name in people for mark in MARKS if mark.encode() in told[name].body}
    assert naming == {"former"}
