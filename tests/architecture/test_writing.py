"""What an outsider writes around the private folder, and then reads, is the same without it.

Each deed is done in the firm with the folder and in the same firm without it; then whatever may
be read is read and compared. In `make soak` each deed stands alone, and everybody reads all of it,
on both databases; in `make test` one person reads all of it on one, after those that can follow
each other.
"""

import datetime as dt
import re
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.urls import reverse

from contacts.history import entries
from tests.architecture import route_cases
from tests.architecture.deeds import DEEDS
from tests.architecture.private_world import MARKS, build_secret, restart_keys
from tests.architecture.probe import SOAK, TOKEN, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

READERS = ("colleague", "manager", "administrator") if SOAK else ("colleague",)
# The two firms are written some seconds apart.
CLOCK = re.compile(
    rb"\d\d?(?:\s|\xc2\xa0|\xe2\x80\xaf)?[h:](?:\s|\xc2\xa0|\xe2\x80\xaf)?\d\d|T\d\d:[\d:.+]+"
)
# Where keys begin once both firms stand: a table that the folder has rows in gives the same ones.
AFTER = 40_000
SIGNED = re.compile(rb"[\w-]{20,}:[\w-]{5,}:[\w-]{20,}")


# Deeds that leave room for each other.
TOGETHER = ["note", "spouse", "child", "e-mail", "noted", "moved", "account", "label", "value"]
TOGETHER += ["owner", "linked", "added", "merged"]
TOGETHER += ["found, ticked", "found, moved", "found, given", "asked", "copied", "taken away"]


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, SIGNED.sub(b"", CLOCK.sub(b"", TOKEN.sub(rb"\1", content)))


@pytest.fixture(autouse=True)
def _one_long_save(monkeypatch):
    """Historique tells together what was written within seconds: a slow machine must not tell."""
    monkeypatch.setattr(entries, "ONE_SAVE", dt.timedelta(days=1))


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.EXPORTS = tmp_path


def addresses(firm, secret_keys):
    """Give whatever may be read: each page of the matrix, with its first query."""
    words = secret_keys | {
        "category": firm.category.pk,
        "keyword": firm.keyword.pk,
        "adviser": firm.cast["adviser"].pk,
    }
    for name, listed in route_cases.ROUTES.items():
        for ask in listed:
            keys = {key: words.get(kind, kind) for key, kind in ask.keys.items()}
            yield reverse(name, kwargs=keys) + ask.queries[0].format(**words)


def read(firm, keys):
    """Return each page as somebody finds it who has opened none before."""
    pages = {}
    for name in READERS:
        client = log_in(firm.cast[name])
        for address in dict.fromkeys(addresses(firm, keys)):
            with transaction.atomic():
                pages[name, address] = body(client.get(address))
                transaction.set_rollback(True)
            client.cookies.pop("messages", None)
    return pages


def done(firm, names, capture, *, kept):
    """Do these deeds, and return what was answered; what is not kept is taken back at once."""
    answers, statuses = {}, {}
    for name in names:
        deed, _status = DEEDS[name]
        client = log_in(firm.cast["colleague"])
        with transaction.atomic():
            with capture(execute=True):
                response = deed(client, firm)
            answers[name] = response.headers.get("Location"), *body(response)
            transaction.set_rollback(not kept)
        statuses[name] = response.status_code
    assert statuses == {name: DEEDS[name][1] for name in names}
    return answers


def in_both_firms(firm, names, capture, *, kept):
    """Return what each deed answers with the folder and without it, and what is read after all."""
    found, keys = [], {}
    for with_folder in (True, False):
        with transaction.atomic():
            keys = build_secret(firm).keys if with_folder else keys
            restart_keys(AFTER)
            answers = done(firm, names, capture, kept=kept)
            found.append((answers, read(firm, keys) if kept else {}))
            transaction.set_rollback(True)
    return found


def assert_same(with_folder, without):
    for given, other in zip(with_folder, without, strict=True):
        assert {asked for asked in given if given[asked] != other[asked]} == set()
        told = {
            (asked, mark)
            for asked, answered in given.items()
            for mark in MARKS
            if mark.encode() in answered[-1] and mark not in unquote(str(asked))
        }
        assert told == set()


@pytest.mark.security(4, 5, 7, 12, 19)
def test_what_is_answered_to_each_deed_is_the_same(firm, django_capture_on_commit_callbacks):
    """Each is done in the firm as it stood, and taken back."""
    capture = django_capture_on_commit_callbacks
    assert_same(*in_both_firms(firm, list(DEEDS), capture, kept=False))


@pytest.mark.on_postgresql
@pytest.mark.security(1, 2, 4, 5, 7, 9, 12, 19)
@pytest.mark.parametrize("names", [[name] for name in DEEDS] if SOAK else [TOGETHER])
def test_what_is_read_after_deeds_is_the_same(firm, django_capture_on_commit_callbacks, names):
    """One deed alone in `make soak`; in `make test`, those that can follow each other."""
    assert_same(*in_both_firms(firm, names, django_capture_on_commit_callbacks, kept=True))
