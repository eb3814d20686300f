"""A file that is imported while a person treats the alerts of the one before (security.md 45)."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Account, Ownership, Valuation
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient
from contacts.models import Contact
from imports.actions import suspended
from imports.models import ImportRun
from tests.imports.conftest import LINE

pytestmark = pytest.mark.django_db(transaction=True)


def at(number, date, value):
    return LINE | {"number": number, "situation_on": date, "value": value}


def together(*works):
    ready = Barrier(len(works), timeout=30)

    def run(work):
        try:
            ready.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def add_all(adviser):
    line = DetectedClient.objects.get()
    treat_clients(decisions=[ClientDecision(line.pk, line.version, Action.ADD)], by=adviser)
    one = DetectedAccount.objects.get(account__number="AV-1")
    return treat_accounts(decisions=[AccountDecision(one.pk, one.version, Action.ADD)], by=adviser)


@pytest.mark.security(45)
def test_nothing_is_lost_and_nothing_is_there_twice(night, put, adviser):
    put("a.csv", at("AV-1", "30/09/2026", "100"))
    night()
    put("b.csv", at("AV-1", "30/10/2026", "200"), at("AV-2", "30/10/2026", "50"))
    (status, _printed), (outcome,) = together(night, lambda: add_all(adviser))
    assert (status, outcome.done) == (0, True)
    account = Account.objects.get()
    assert list(account.valuations.order_by("date").values_list("value", flat=True)) == [100, 200]
    assert (account.last_value, Ownership.objects.count()) == (Decimal(200), 1)
    contact = Contact.objects.get()
    assert (contact.figures.total_value, contact.figures.account_count) == (Decimal(200), 1)
    second = DetectedAccount.objects.get(account__number="AV-2")
    assert second.state == "pending"
    assert DetectedClient.objects.count() == 1
    # Whichever came first, the owner of the second is known or waits on the same client's line.
    assert second.owner == contact or second.client == DetectedClient.objects.get()


def test_a_renumbering_waits_for_the_file_or_comes_before_it(night, put, adviser):
    put("a.csv", at("AV-1", "30/09/2026", "100"))
    night()
    add_all(adviser)
    put("b.csv", at("AV-2", "30/10/2026", "200"))
    night()
    line = DetectedAccount.objects.get(state="pending")
    account = Account.objects.get()
    decision = AccountDecision(line.pk, line.version, Action.LINK, account_id=account.pk)
    put("c.csv", at("AV-2", "20/11/2026", "300"))
    together(night, lambda: treat_accounts(decisions=[decision], by=adviser))
    standing = Account.objects.get()
    assert (standing.pk, standing.number) == (account.pk, "AV-2")
    assert list(standing.valuations.order_by("date").values_list("value", flat=True)) == [
        100,
        200,
        300,
    ]
    assert Contact.objects.get().figures.total_value == Decimal(300)


@pytest.mark.security(45)
@pytest.mark.parametrize(
    ("decide", "state", "values"),
    [("confirm", "done", [1, 100]), ("refuse", "rejected", [100])],
)
def test_a_file_that_waits_is_decided_while_a_night_runs(
    night, put, inbox, manager, decide, state, values
):
    """Whether that night or the next one goes on with it, it is taken once or not at all."""
    put("a.csv", at("AV-1", "30/10/2026", "100"))
    night()
    put("b.csv", at("AV-1", "30/09/2026", "1"))
    assert night()[0] == 1
    run = ImportRun.objects.get(state="suspended")
    put("c.csv", at("AV-2", "20/11/2026", "300"))
    where = {"inbox": inbox} if decide == "refuse" else {}
    act = getattr(suspended, decide)
    together(night, lambda: act(run_id=run.pk, by=manager, **where))
    night()
    run.refresh_from_db()
    assert (run.state, run.decided_by) == (state, manager)
    told = Valuation.objects.order_by("date").values_list("value", flat=True)
    assert list(told.filter(account__number="AV-1")) == values
    assert list(told.filter(account__number="AV-2")) == [300]
    assert not (inbox / f".work/{run.pk}").exists()
    assert [*ImportRun.objects.order_by("pk").values_list("state", flat=True)].count("done") == (
        3 if state == "done" else 2
    )
