"""Processes of a firm, forked from one that has started the project already.

Each test needs several, and Django takes longer to start than a night to run.
"""

import multiprocessing
import os
import resource
from contextlib import contextmanager
from multiprocessing import forkserver

FORKS = multiprocessing.get_context("forkserver")
# Of the process that all others are forked from; they take their own database and inbox.
AT_START = {
    "DJANGO_SETTINGS_MODULE": "o2s_contacts.settings",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "ALLOWED_HOSTS": "localhost",
    "DEBUG": "0",
    "DEMO": "0",
}


@contextmanager
def environment(values):
    """Let the environment hold these, and then what it held."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Started:
    """A process at work, asked as `subprocess.Popen` is."""

    def __init__(self, act, *arguments, url, inbox, fate, limit=None):
        FORKS.set_forkserver_preload(["tests.imports.crashes.project"])
        with environment(AT_START):
            forkserver.ensure_running()
        reader, writer = FORKS.Pipe(duplex=False)
        own = (url, inbox, fate, limit, writer)
        self.process = FORKS.Process(target=_run, args=(act, arguments, own))
        self.process.start()
        writer.close()
        self.stdout = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()

    @property
    def returncode(self):
        return self.process.exitcode

    def communicate(self, timeout):
        """Wait for its end, and return what it said until then (less than a pipe holds)."""
        self.process.join(timeout)
        if self.returncode is None:
            self.process.kill()
        with self.stdout:
            return self.stdout.read(), None


def command(*arguments):
    """Run one of the project's commands as `manage.py` does."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *arguments])


def _run(act, arguments, own):
    from django.conf import settings
    from django.db import connections

    from o2s_contacts.environment import database
    from tests.imports.crashes.dying import begin

    url, inbox, fate, limit, writer = own
    for output in (1, 2):
        os.dup2(writer.fileno(), output)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    os.environ["DATABASE_URL"] = url
    databases = connections.configure_settings({"default": database(settings.BASE_DIR)})
    connections.settings.update(databases)
    connections["default"] = connections.create_connection("default")
    settings.INBOX = inbox
    begin(fate, inbox)
    try:
        act(*arguments)
    finally:
        connections.close_all()
