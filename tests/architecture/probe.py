"""One request and the whole of its answer, so that two firms can be compared."""

import datetime as dt
import os
import re
from dataclasses import dataclass

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.architecture.private_world import OUTSIDERS
from tests.client import FormClient

SOAK = "SOAK" in os.environ
# Each walks the site on one of the databases; in `make soak` all on both.
WALKS_ON = {
    "colleague": pytest.mark.on_postgresql,
    "administrator": pytest.mark.on_sqlite,
    "manager": pytest.mark.on_sqlite,
    "junior": pytest.mark.on_sqlite,
}
# Tables that a refused request may write: who is logged in, and who tried to be.
ALLOWED_WRITES = ("django_session", "axes_")
# Headers that say when, not what.
OF_THE_MOMENT = {"Expires", "Content-Length"}
# Where the work goes on that a request began: PostgreSQL numbers it on, also when it is taken back.
NEW_JOB = re.compile(r"(?<=^/traitements/)\d+(?=/$)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+")
TOKEN = re.compile(rb'((?:csrfmiddlewaretoken|form_token)" value=")[^"]+')
# The key and the digest under which a form's token is spent; a task in the queue.
DIGEST = re.compile(r"'([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})'")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statements: int
    writes: tuple[str, ...]


def answer(client, verb, address, data, *, htmx):
    """Ask, and take back whatever the request wrote."""
    headers = {"HX-Request": "true"} if htmx else {}
    # What an earlier request said is not this one's answer.
    client.cookies.pop("messages", None)
    # The log holds nine thousand statements, and one walk of the site asks more.
    connection.queries_log.clear()
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            response = getattr(client, verb)(address, data, headers=headers)
        statements = [query["sql"] for query in captured.captured_queries]
        # Once a table was made, SQLite reads its whole schema again after each rollback.
        transaction.set_rollback(not all(sql.startswith("SELECT") for sql in statements))
    writes = tuple(
        re.sub(r"\d+", "0", DIGEST.sub("", MOMENT.sub("", sql)))
        for sql in statements
        if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}
        and not any(table in sql.split("WHERE")[0] for table in ALLOWED_WRITES)
    )
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(
        response.status_code,
        tuple(
            (name, NEW_JOB.sub("0", value) if name == "Location" else value)
            for name, value in sorted(response.items())
            if name not in OF_THE_MOMENT
        ),
        TOKEN.sub(rb"\1", body),
        # What the admin asks of content types, the process remembers: its pages are not counted.
        0 if address.startswith("/administration/") else len(statements),
        writes,
    )


def each_outsider(names=OUTSIDERS, played=None):
    """Return these outsiders for a test, each where they walk, and with what their walk plays."""
    plays = {name: [pytest.mark.plays(*keys)] for name, keys in (played or {}).items()}
    where = {name: [mark] for name, mark in WALKS_ON.items()}
    return [
        pytest.param(name, marks=[*where.get(name, []), *plays.get(name, [])]) for name in names
    ]


def log_in(user):
    client = FormClient(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    # Far from its end, so that no answer of a long walk writes when it ends.
    Session.objects.update(expire_date=timezone.now() + dt.timedelta(days=1))
    return client
