"""What the log holds of a request that failed (security.md line 65)."""

import logging
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from contacts.models import Category
from o2s_contacts import urls
from o2s_contacts.request_log import ALPHABET, PrivateFormatter

SECRETS = ("Zorglubine", "zorglubine@example.org", "0612777888", "AV-4410873")


def failing(request, pk):
    """Fail with values in every place where an error could carry them to the log."""
    try:
        int(" ".join(SECRETS))
    except ValueError as error:
        raise KeyError(request.GET["q"]) from error


def taken(request):
    Category.objects.create(name="Zorglubine")
    Category.objects.create(name="Zorglubine")


def warned(request):
    logging.getLogger("contacts").warning("Two rows for %s", SECRETS[0])
    return HttpResponse("")


urlpatterns = [
    *urls.urlpatterns,
    path("failing/<int:pk>/", failing),
    path("taken/", taken),
    path("warned/", warned),
]
handler500 = urls.handler500


@pytest.fixture
def log(settings, monkeypatch, adviser, client):
    """Give a function that asks for an address and returns the answer and what the log got."""
    settings.ROOT_URLCONF = __name__
    client.force_login(adviser, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    handler = logging.getLogger("django").handlers[0]
    lines = []
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))

    def ask(address):
        lines.clear()
        return client.get(address), "\n".join(lines)

    return ask


NUMBER = rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}"


@pytest.mark.security(65)
def test_a_failed_request_leaves_a_traceback_and_gives_its_number(log):
    answer, text = log(f"/failing/7/?q={SECRETS[0]}")
    assert answer.status_code == 500
    number = re.search(rf"<strong>({NUMBER})</strong>", answer.content.decode()).group(1)
    assert answer["X-Request-Number"] == number
    head, *trace = text.splitlines()
    assert head.split(" ", 2)[2] == (
        f"ERROR django.request request={number} method=GET route=failing/<int:pk>/ status=500"
        " %s: %s"
    )
    assert trace[0] == "Traceback (most recent call last):"
    assert trace[2] == '    int(" ".join(SECRETS))'
    assert trace[3:5] == ["builtins.ValueError", "which led to:"]
    assert trace[-1] == "builtins.KeyError"
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.security(65)
def test_an_error_of_the_database_says_its_constraint_and_no_value(log):
    answer, text = log("/taken/")
    assert answer.status_code == 500
    assert "Zorglubine" not in text.replace('name="Zorglubine"', "")
    last = text.splitlines()[-1]
    if connection.vendor == "postgresql":
        assert re.fullmatch(r"django\.db\.utils\.IntegrityError 23505 \w+", last)
    else:
        assert last == "django.db.utils.IntegrityError"


@pytest.mark.security(65)
def test_a_warning_is_logged_without_its_values(log, caplog):
    record = logging.LogRecord("contacts", 30, "", 1, "Two rows\nfor %s", (SECRETS[0],), None)
    text = PrivateFormatter().format(record)
    assert text.endswith(r"WARNING contacts Two rows\nfor %s")


@pytest.mark.security(65)
def test_a_refused_host_is_logged_without_what_it_said():
    record = logging.LogRecord(
        "django.security.DisallowedHost", 40, "", 1, "Invalid host: zorglubine", None, None
    )
    record.request = RequestFactory().get("/?q=Zorglubine")
    record.status_code = 400
    text = PrivateFormatter().format(record)
    assert text.split(" ", 2)[2] == (
        "ERROR django.security.DisallowedHost request=? method=GET route=? status=400"
    )


def test_two_requests_have_two_numbers(log):
    first, second = (log("/failing/1/?q=x")[0]["X-Request-Number"] for _ in range(2))
    assert first != second


def test_page_that_is_not_there_leaves_no_line(log):
    answer, text = log("/nowhere/Zorglubine/")
    assert (answer.status_code, text) == (404, "")
