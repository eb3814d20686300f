"""The one exception to the rule of private folders: what whoever lost sight of one is told.

Somebody followed a contact that a colleague made private: Accueil names it to them, and to nobody
else; everything else of the site is to them what it is to any outsider.
"""

from urllib.parse import unquote

import pytest
from django.db import transaction

from contacts.models import LostSight
from tests.architecture.private_world import NAME, build_firm, build_secret
from tests.architecture.probe import log_in
from tests.architecture.test_matrix import PEOPLE, difference, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(request):
    return build_firm({name: request.getfixturevalue(name) for name in PEOPLE})


@pytest.mark.on_sqlite
@pytest.mark.slow
@pytest.mark.security(3, 9, 19, 20, 59)
def test_whoever_lost_sight_is_told_on_accueil_and_nowhere_else(firm, hire):
    former = hire("former", "Conseiller")
    client = log_in(former)
    with transaction.atomic():
        secret = build_secret(firm)
        LostSight.objects.create(person=former, contact_name=NAME, by=firm.cast["adviser"])
        told = everything(firm, secret, client, thorough=False)
        transaction.set_rollback(True)
    untold = everything(firm, secret, client, thorough=False)
    differing = {asked[0] for asked, given in told.items() if difference(given, untold[asked])}
    assert differing == {"home"}
    # What was typed is given back.
    answers = {asked: given for asked, given in told.items() if NAME not in unquote(str(asked))}
    naming = {asked[0] for asked, given in answers.items() if NAME.encode() in given.body}
    assert naming == {"home"}
