"""A firm of its own for each crash: a database, an inbox, and the real command on both."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.imports.crashes.dying import Fate
from tests.imports.crashes.forks import Started, command

MOVED, PUT_ASIDE, COULD_NOT = 0, 1, 2


@dataclass
class Firm:
    """`database`: a SQLite file, or the name of a database on the server at `server`."""

    folder: Path
    database: str
    server: str = ""

    @property
    def inbox(self):
        return self.folder / "inbox"

    @property
    def url(self):
        if not self.server:
            return f"sqlite:///{self.database}"
        name, _, options = self.server.partition("?")
        return f"{name.rsplit('/', 1)[0]}/{self.database}" + (f"?{options}" if options else "")

    def start(self, act, *arguments, limit=None, **fate):
        """Start a process of the firm; its words are read once it has ended."""
        own = {"url": self.url, "inbox": self.inbox, "fate": Fate(**fate), "limit": limit}
        return Started(act, *arguments, **own)

    def night(self, *arguments, **fate):
        """Start the import, without what Django checks of the code at each start."""
        words = ("import_feeds", "--settle=0", "--skip-checks", *arguments)
        return self.start(command, *words, **fate)

    def run_night(self, *arguments, **fate):
        """Return the exit status of a whole import, and what it said."""
        night = self.night(*arguments, **fate)
        said, _ = night.communicate(timeout=300)
        return night.returncode, said

    def rows(self, table, columns):
        listed = ", ".join(f'"{column}"' for column in columns)
        return self.asked(f'SELECT {listed} FROM "{table}"')

    def asked(self, query):
        with closing(self.connect()) as connection:
            return [tuple(row) for row in connection.execute(query).fetchall()]

    def connect(self):
        if self.server:
            return psycopg.connect(self.url)
        return sqlite3.connect(self.database)

    def copy(self, folder):
        """Return a firm with the same database and files."""
        shutil.copytree(self.inbox, folder / "inbox", symlinks=True)
        name = str(folder / "firm.sqlite3")
        if self.server:
            name = f"crash_{re.sub(r'[^a-z0-9]', '_', str(folder).lower())[-50:]}"
        clone(self.database, name, self.server)
        return Firm(folder, name, self.server)

    def drop(self):
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def files(self):
        """Return the inbox's files; the number of a run in a path says nothing."""
        found = (path for path in self.inbox.rglob("*") if path.is_file())
        return sorted(
            re.sub(r"\.work/\d+", ".work/N", str(path.relative_to(self.inbox))) for path in found
        )


def clone(template, name, server):
    if not server:
        shutil.copy(template, name)
        return
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        # A thread of an earlier test may still hold its connection: nobody may be in a template.
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [template],
        )
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def server_of(settings):
    """Return the address of the server that Django is connected to; "" for SQLite."""
    if "sqlite" in settings["ENGINE"]:
        return ""
    who = quote(settings["USER"] or "")
    if settings["PASSWORD"]:
        who += ":" + quote(settings["PASSWORD"])
    host = settings["HOST"] or settings["OPTIONS"].get("host", "")
    port = f"&port={settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{who}@/postgres?host={quote(host, safe='')}{port}"
