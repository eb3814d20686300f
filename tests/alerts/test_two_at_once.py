"""Two people who save the same line at the same moment, each in a thread of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action
from alerts.models import DetectedClient
from contacts.models import Contact
from tests.alerts.conftest import JEAN


@pytest.mark.security(43)
@pytest.mark.django_db(transaction=True)
def test_one_of_two_gets_the_line_and_the_other_is_told(night, adviser, colleague):
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    ready = Barrier(2, timeout=10)

    def save(user):
        try:
            ready.wait()
            decision = ClientDecision(line.pk, line.version, Action.ADD)
            (outcome,) = treat_clients(decisions=[decision], by=user)
            return outcome.done
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(save, [adviser, colleague]))
    assert sorted(done) == [False, True]
    assert Contact.objects.count() == 1
    line.refresh_from_db()
    assert line.decided_by == [adviser, colleague][done.index(True)]
