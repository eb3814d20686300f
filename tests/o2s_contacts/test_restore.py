"""security.md line 51: a firm is dumped, dropped, restored, and somebody logs in.

With the programs and the options of docs/deployment.md, and by HTTP, through every middleware.
"""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import threading
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.urls import reverse

from scripts import postgresql
from tests import bases
from tests.architecture.private_world import NAME, build_firm, build_secret, person
from tests.conftest import CAST, PASSWORD
from users.models import User

DEPLOYMENT = (bases.ROOT / "docs" / "deployment.md").read_text("utf-8")


class Server:
    """PostgreSQL, with one database of this test's own."""

    dumping, restoring = ("pg_dump", "--format=custom"), ("pg_restore", "--no-owner")

    def __init__(self, folder):
        self.name, self.dump = f"test_o2s_restored_{os.getpid()}", folder / "o2s.dump"

    def make(self):
        bases._tell(f'CREATE DATABASE "{self.name}" TEMPLATE "{bases._template()}"')

    def drop(self):
        bases._tell(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def save(self):
        self._run(*self.dumping, f"--file={self.dump}", bases._url(self.name))

    def restore(self):
        bases._tell(f'CREATE DATABASE "{self.name}"')
        self._run(*self.restoring, f"--dbname={bases._url(self.name)}", self.dump)

    def _run(self, program, *arguments):
        subprocess.run([postgresql.programs() / program, *arguments], check=True)


class File:
    """SQLite: one file, which a connection holds open while it is copied."""

    def __init__(self, folder):
        self.name, self.dump = str(folder / "o2s.sqlite3"), folder / "backup.sqlite3"

    def make(self):
        shutil.copy(bases._kept_file(), self.name)

    def drop(self):
        for part in ("", "-wal", "-shm"):
            Path(self.name + part).unlink(missing_ok=True)

    def save(self):
        if shutil.which("sqlite3"):
            subprocess.run(["sqlite3", self.name, f".backup {self.dump}"], check=True)
            return
        # What the program calls.
        opened = contextlib.closing
        with opened(sqlite3.connect(self.name)) as held, opened(sqlite3.connect(self.dump)) as copy:
            held.backup(copy)

    def restore(self):
        shutil.copy(self.dump, self.name)


@pytest.fixture
def base(django_db_setup, django_db_blocker, tmp_path):
    """Point Django at a database of this test's own, that can be dropped."""
    if connection.vendor == "postgresql" and postgresql.programs() is None:
        pytest.skip(postgresql.HOW_TO_GET_IT)
    standing = connection.settings_dict["NAME"]
    own = Server(tmp_path) if connection.vendor == "postgresql" else File(tmp_path)
    with django_db_blocker.unblock():
        own.make()
        bases._use(own.name)
        yield own
        connections.close_all()
        bases._use(standing)
        own.drop()


def hire(name):
    user = User.objects.create_user(username=name, password=PASSWORD)
    user.groups.add(Group.objects.get(name=CAST[name]))
    return user


def content():
    """Return every row of every table, by the tables' own names."""
    return {
        model._meta.db_table: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


@contextlib.contextmanager
def served():
    """Serve the product on a port of this machine, and give its address."""
    application = get_wsgi_application()

    def answer(environ, start):
        try:
            yield from application(environ, start)
        finally:
            connections.close_all()

    with make_server("127.0.0.1", 0, answer, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def logged_in(site, name):
    """Log in as a browser does; return what opens a page with the session."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(site + reverse("login")).read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
    typed = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = browser.open(site + reverse("login"), urlencode(typed).encode())
    assert answer.url == site + reverse("home")

    def read(route, *keys):
        try:
            with browser.open(site + reverse(route, args=keys)) as page:
                return page.status, page.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()

    return read


def test_programs_are_those_of_the_guide():
    for program, option in (Server.dumping, Server.restoring):
        assert re.search(rf"{program}\b.*{option}\b", DEPLOYMENT)
    assert '".backup ' in DEPLOYMENT


@pytest.mark.slow
@pytest.mark.security(51)
def test_firm_is_dumped_dropped_restored_and_entered(base, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    cast = {name: hire(name) for name in CAST}
    secret = build_secret(build_firm(cast)).keys["contact"]
    before = content()
    assert before["contacts_contact"]
    base.save()
    connections.close_all()
    base.drop()
    with pytest.raises(Exception, match=r"does not exist|no such table"):
        User.objects.count()
    connections.close_all()
    base.drop()
    base.restore()
    assert content() == before
    # Its people see the private folder, the others do not: grants came back with the rows.
    with served() as site:
        status, page = logged_in(site, "adviser")("contacts:contact-general", secret)
        assert (status, NAME in page) == (200, True)
        assert logged_in(site, "administrator")("contacts:contact-general", secret)[0] == 404
    # Keys go on after those that stand.
    assert person("Abadie", "Anne", by=cast["adviser"]).pk not in {
        int(row[1:].split(",")[0]) for row in before["contacts_contact"]
    }
