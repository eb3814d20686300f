"""Test databases as copies of one that was migrated once.

Replaying the chain of migrations takes many seconds, for each worker and each run. What it makes
is kept in var/test-bases under the digest of all that decides it, and copied from there.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections

from scripts import postgresql

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test-bases"
# Whatever makes tables, permissions, profiles or first rows.
DECIDING = (
    *("*/migrations/*.py", "*/models.py", "*/models/*.py", "*/rights.py", "*/apps.py"),
    *("*/visibility.py", "o2s_contacts/profiles.py", "o2s_contacts/settings.py"),
    *("requirements/run.txt", "tests/bases.py"),
)


def digest() -> str:
    found = sorted({path for pattern in DECIDING for path in ROOT.glob(pattern)})
    whole = hashlib.sha256()
    for path in found:
        whole.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one worker make what all of them copy."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DEBUG": "1", "SECRET_KEY": "of-tests-only"}
    command = [sys.executable, ROOT / "manage.py", "migrate", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def migrated(vendor: str) -> str:
    """Return the address of what the tests' databases are copied from."""
    return f"sqlite:///{_kept_file()}" if vendor == "sqlite" else _url(_template())


def _kept_file() -> Path:
    return KEPT / f"{digest()}.sqlite3"


def _template() -> str:
    return f"test_o2s_{digest()}"


def migrated_file() -> Path:
    """Return the migrated file, made first where no run made it yet."""
    kept = _kept_file()
    with one_at_a_time():
        if not kept.exists():
            made = kept.with_suffix(".making")
            made.unlink(missing_ok=True)
            migrate(f"sqlite:///{made}")
            made.rename(kept)
    return kept


def use_sqlite(folder: Path) -> None:
    """Point Django at a copy of the migrated file."""
    copy = folder / "test.sqlite3"
    shutil.copy(migrated_file(), copy)
    _use(str(copy))


@contextmanager
def use_postgresql(worker: str) -> Iterator[None]:
    """Point Django at a database copied from the migrated one, and drop it afterwards."""
    settings = connections["default"].settings_dict
    server = settings["NAME"]
    template, name = _template(), f"test_o2s_{worker}_{os.getpid()}"
    with one_at_a_time():
        if not _ask("SELECT 1 FROM pg_database WHERE datname = %s", template):
            _make_template(template)
    _tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _use(name)
    try:
        yield
    finally:
        connections.close_all()
        _use(server)
        _tell(f'DROP DATABASE "{name}" WITH (FORCE)')


def _make_template(template: str) -> None:
    """Fill the template from the dump that an earlier run kept, or by migrating."""
    making, dump = f"{template}_making", KEPT / f"{template}.sql"
    _tell(f'DROP DATABASE IF EXISTS "{making}"')
    _tell(f'CREATE DATABASE "{making}"')
    if dump.exists():
        _program("psql", making, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(dump))
    else:
        migrate(_url(making))
        with psycopg.connect(_url(making)) as made:
            made.execute(KEEP_ROWS)
        partial = dump.with_suffix(".making")
        if _program("pg_dump", making, "--no-owner", "--file", str(partial)):
            partial.rename(dump)
    _tell(f'ALTER DATABASE "{making}" RENAME TO "{template}"')


# The rows that migrations make, kept beside their tables, and what puts them back once nobody is
# at work any more: a request that its browser left goes on for a moment.
KEEP_ROWS = """
CREATE SCHEMA kept;
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; filled boolean; began timestamptz := clock_timestamp();
BEGIN
    WHILE EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend' AND xact_start IS NOT NULL
    ) LOOP
        IF clock_timestamp() > began + interval '1 minute' THEN
            RAISE EXCEPTION 'a test has left a transaction open';
        END IF;
        PERFORM pg_sleep(0.01);
        PERFORM pg_stat_clear_snapshot();
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM public.%I', name);
        END IF;
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', name, name);
    END LOOP;
END $$;
"""


def restore_rows() -> None:
    """Give PostgreSQL's base the rows that migrations made, and no others.

    `flush` makes the files of every table anew and then those rows: four times the work.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT kept.restore()")


def _program(name: str, database: str, *arguments: str) -> bool:
    """Run one of PostgreSQL's own programs, where there are any."""
    folder = postgresql.programs()
    path = folder / name if folder else None
    if path is None or not path.exists():
        return False
    command = [str(path), *arguments, _url(database)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return True


def _url(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _use(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name


def _ask(sql: str, *values: str) -> object:
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def _tell(sql: str) -> None:
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(sql)
