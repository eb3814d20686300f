"""The bases that measures need: made once by `load_demo --contacts N`, kept in var/bench."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg

from scripts import demo_base, postgresql

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("BENCH_FOLDER", ROOT / "var" / "bench"))
# An empty base that has its tables already: each base begins as a copy of it.
MIGRATED = os.environ.get("BENCH_MIGRATED", "")
OF_A_DEMO = {
    "DJANGO_SETTINGS_MODULE": "o2s_contacts.settings",
    "DEMO": "1",
    "DEBUG": "0",
    "ALLOWED_HOSTS": "",
    "SECRET_KEY": "of-benchmarks-only-" + "0123456789abcdefghij" * 3,
    "INBOX": str(FOLDER / "inbox"),
}


def settings_of(url: str) -> dict[str, str]:
    """Return the environment in which Django sees this base, as a demo on the loopback."""
    return os.environ | OF_A_DEMO | {"DATABASE_URL": url}


def ready_django() -> None:
    """Let this process import the parts; it never opens a base."""
    os.environ.update(OF_A_DEMO)
    django.setup()


@contextmanager
def server(kind: str) -> Iterator[str]:
    """Give the address of a server whose bases are kept: "" for SQLite's files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield ""
        return
    url = postgresql.reachable_url()
    if url:
        yield url
        return
    binaries = postgresql.programs()
    if binaries is None:
        sys.exit(f"PostgreSQL is not here: {postgresql.HOW_TO_GET_IT}, or DATABASE=sqlite.")
    with postgresql.kept_cluster(binaries, FOLDER / "postgresql") as url:
        yield url


def version(server_url: str) -> str:
    """Name the database and its version."""
    if not server_url:
        return f"SQLite {sqlite3.sqlite_version}"
    with psycopg.connect(server_url) as server:
        return f"PostgreSQL {server.info.parameter_status('server_version')}"


def base(server_url: str, contacts: int) -> str:
    """Return the address of the base of this many contacts, made when it is not there."""
    name = f"o2s_bench_{contacts}"
    url = _address(server_url, name)
    note = FOLDER / f"{name}-{'postgresql' if server_url else 'sqlite'}.json"
    made_with = _made_with()
    if note.exists() and json.loads(note.read_text("utf-8")) == made_with:
        return url
    note.unlink(missing_ok=True)
    print(f"Making the base of {contacts} contacts…", file=sys.stderr)
    _empty(server_url, name, like=MIGRATED)
    manage(url, "migrate", "--noinput", "--verbosity", "0")
    manage(url, "load_demo", "--contacts", str(contacts))
    _execute(url, "VACUUM ANALYZE" if server_url else "ANALYZE")
    note.write_text(json.dumps(made_with), "utf-8")
    return url


def _made_with() -> dict[str, str]:
    """Return what a base depends on: the migrations, and what wrote it."""
    writers = sorted((ROOT / "demo").glob("**/*.py"))
    return demo_base.fingerprints(ROOT) | {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in writers
    }


@contextmanager
def copied(server_url: str, contacts: int, part: str) -> Iterator[str]:
    """Give the address of a copy of a base, for a part that writes; it goes away after."""
    source = base(server_url, contacts)
    name = f"o2s_bench_{contacts}_{part}"
    _empty(server_url, name, like=source)
    try:
        yield _address(server_url, name)
    finally:
        _drop(server_url, name)


def manage(url: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT,
        env=settings_of(url),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        sys.exit(f"manage.py {arguments[0]} failed, see above.")


def _address(server_url: str, name: str) -> str:
    if not server_url:
        return f"sqlite:///{FOLDER / name}.sqlite3"
    scheme, place, _, query, fragment = urlsplit(server_url)
    return urlunsplit((scheme, place, f"/{name}", query, fragment))


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _empty(server_url: str, name: str, like: str = "") -> None:
    """Make the base anew: empty, or like another one that nobody is using."""
    _drop(server_url, name)
    if server_url:
        template = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
        _execute(server_url, f'CREATE DATABASE "{name}"{template}')
    elif like:
        _execute(like, "PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(_file(like), _file(_address("", name)))


def _drop(server_url: str, name: str) -> None:
    if server_url:
        _execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return
    for suffix in ("", "-wal", "-shm"):
        Path(f"{_file(_address('', name))}{suffix}").unlink(missing_ok=True)


def _execute(url: str, statement: str) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_file(url), isolation_level=None)) as connection:
            connection.execute(statement)
        return
    with psycopg.connect(url, autocommit=True) as server:
        # Only names of our own stand in the text.
        server.execute(statement.encode())
