"""One address that tries name after name (security.md line 39)."""

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from o2s_contacts.login_throttle import NAMES, WINDOW, blocked_until
from tests.conftest import PASSWORD

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def failures(number, apart=timedelta(seconds=1)):
    return [(f"name{index}", START + index * apart) for index in range(number)]


@pytest.mark.security(39)
def test_thirty_names_in_ten_minutes_block_for_ten_minutes():
    assert blocked_until(failures(NAMES - 1)) is None
    assert blocked_until(failures(NAMES)) == failures(NAMES)[-1][1] + WINDOW
    # One name however often is one: its pair is what is locked.
    assert blocked_until([("a", START)] * 100) is None
    assert blocked_until([(name, START) for name in ("a", "A") * 50]) is None
    # Slower than thirty in ten minutes.
    assert blocked_until(failures(60, apart=21 * timedelta(seconds=1))) is None


@pytest.mark.security(39)
def test_block_lasts_whatever_became_old_meanwhile():
    """The first names leave the ten minutes long before the block ends."""
    listed = failures(NAMES, apart=timedelta(seconds=20))
    assert listed[-1][1] - listed[0][1] < WINDOW
    later = [("late", listed[-1][1] + 9 * MINUTE)]
    assert blocked_until(listed + later) == listed[-1][1] + WINDOW


def log_in(identifiant, password=PASSWORD, address="192.0.2.1"):
    typed = {"username": identifiant, "password": password}
    return Client().post("/login/", typed, REMOTE_ADDR=address)


@pytest.mark.security(39)
def test_an_address_that_tries_many_names_is_no_longer_heard(adviser, colleague, settings):
    settings.AXES_ENABLED = True
    assert log_in("adviser").status_code == 302
    AccessLog.objects.create(
        username="colleague", ip_address="192.0.2.1", path_info="/", http_accept=""
    )
    AccessLog.objects.filter(username="colleague").update(
        attempt_time=timezone.now() - timedelta(days=31)
    )
    answers = [log_in(f"name{index}", "guessed") for index in range(NAMES)]
    assert {answer.status_code for answer in answers} == {200}
    known, old, nobody = (log_in(name) for name in ("Adviser", "colleague", "nobody"))
    # Whose name came in from here lately may try; names are compared whatever their case.
    assert known.status_code == 200
    assert log_in("adviser").status_code == 302
    assert (old.status_code, nobody.status_code) == (429, 429)
    assert "Trop d’essais" in old.content.decode()
    # Neither is written down as a guess: the block ends by itself.
    assert AccessFailureLog.objects.filter(username__in=["colleague", "nobody"]).count() == 0
    assert log_in("colleague", address="192.0.2.2").status_code == 302


@pytest.mark.security(39)
def test_block_ends_after_ten_minutes(colleague, settings):
    settings.AXES_ENABLED = True
    for index in range(NAMES):
        log_in(f"name{index}", "guessed")
    assert log_in("colleague").status_code == 429
    AccessFailureLog.objects.update(attempt_time=timezone.now() - WINDOW - MINUTE)
    assert log_in("colleague").status_code == 302


def test_journal_of_logins_is_kept_as_long_as_the_setting_says(db, settings, capsys):
    settings.LOGIN_JOURNAL_DAYS = 10
    now = timezone.now()
    for model in (AccessLog, AccessFailureLog):
        for days in (9, 11):
            row = model.objects.create(username=f"{days}", ip_address="192.0.2.1")
            model.objects.filter(pk=row.pk).update(attempt_time=now - timedelta(days=days))
    call_command("clear_expired")
    assert "Older than 10 days: 1 logins and 1 failed logins deleted." in capsys.readouterr().out
    for model in (AccessLog, AccessFailureLog):
        assert list(model.objects.values_list("username", flat=True)) == ["9"]
