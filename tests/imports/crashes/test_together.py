"""security.md line 45: the night beside another night, and beside people who treat alerts."""

from pathlib import Path

import pytest

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action, State
from alerts.models import DetectedClient
from tests.imports.crashes.firm import COULD_NOT, PUT_ASIDE
from tests.imports.crashes.forks import command
from tests.imports.crashes.tables import content, differences
from users.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
VALUES = """
    SELECT account.number, valuation.date, valuation.value, valuation.currency
    FROM accounts_valuation AS valuation JOIN accounts_account AS account
    ON account.id = valuation.account_id ORDER BY 1, 2
"""
ADDED = """
    SELECT COUNT(DISTINCT contact_id), COUNT(*) FROM alerts_detectedclient WHERE state = 'added'
"""


def treat():
    """Add everybody that the earlier night detected, one line after the other."""
    by = User.objects.get(username="adviser")
    by.is_superuser = True
    by.save()
    for line in DetectedClient.objects.filter(state=State.PENDING).order_by("pk"):
        decision = ClientDecision(line.pk, line.version, Action.ADD)
        (outcome,) = treat_clients(decisions=[decision], by=by)
        assert outcome.done, outcome
        print(line.pk, flush=True)  # noqa: T201 - the test reads it


def at(steps, what):
    return next(number for number, step in enumerate(steps, 1) if what in step)


def asked(firm, query):
    return [tuple(map(str, row)) for row in firm.asked(query)]


def test_a_second_night_says_so_and_changes_nothing(copy, clean, gate):
    firm = copy()
    first = firm.night(wait_at=at(clean.steps, "alerts_detectedaccount"), gate=gate)
    with Path(gate).open("wb"):
        assert firm.run_night() == (COULD_NOT, "Un autre import est en cours.\n")
    said, _ = first.communicate(timeout=300)
    assert first.returncode == PUT_ASIDE, said
    assert differences(content(firm), clean.content) == {}


@pytest.mark.security(45)
def test_people_treat_alerts_meanwhile(copy, clean, gate, seeded):
    firm, alone = copy(), copy()
    assert alone.run_night()[0] == PUT_ASIDE
    pending = asked(firm, "SELECT COUNT(*) FROM alerts_detectedclient WHERE state = 'pending'")
    night = firm.night(wait_at=at(clean.steps, "os.rename"), gate=gate)
    with Path(gate).open("wb"):
        person = firm.start(treat)
        first = person.stdout.readline()  # at work: the night goes on beside it
    treated = [first, *person.communicate(timeout=300)[0].splitlines()]
    said, _ = night.communicate(timeout=300)
    assert (person.returncode, night.returncode) == (0, PUT_ASIDE), (treated, said)
    assert pending == [(str(len(treated)),)]
    assert asked(firm, VALUES) == asked(alone, VALUES)
    assert asked(firm, ADDED) == [(str(len(treated)), str(len(treated)))]
    figures = firm.start(command, "check_figures")
    told, _ = figures.communicate(timeout=300)
    assert figures.returncode == 0, told
