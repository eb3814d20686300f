"""Runs every test: on SQLite, then on PostgreSQL with a real browser.

What reaches no database runs once, with SQLite; what needs a browser once, with PostgreSQL.

What is missing on this machine is said, with how to get it; in CI (CI=true) it is a failure.
Arguments are handed to pytest: `python -m scripts.run_tests -k merge`.
"""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext

from scripts import chromium, postgresql

WORKERS = int(os.environ.get("WORKERS", "2"))
NO_TESTS_COLLECTED = 5


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def missing() -> list[str]:
    """Say what this machine lacks for all the tests to run."""
    lacks = []
    if not postgresql.reachable_url() and not postgresql.programs():
        lacks.append(f"PostgreSQL is not here, its tests do not run: {postgresql.HOW_TO_GET_IT}.")
    if not chromium.find():
        lacks.append(f"Chromium is not here, browser tests do not run: {chromium.HOW_TO_GET_IT}.")
    return lacks


def postgresql_server() -> AbstractContextManager[str | None]:
    """Give the address of a server, ours for this run if need be, or None where there is none."""
    url = postgresql.reachable_url()
    binaries = postgresql.programs()
    if url or not binaries:
        return nullcontext(url)
    return postgresql.cluster(binaries)


def run_pytest(
    title: str, database_url: str, chosen: str, arguments: list[str], *, workers: int = WORKERS
) -> int:
    """Run these tests on one database and return pytest's exit status."""
    print(f"\n=== Tests on {title}{f': {chosen}' if chosen else ''}", flush=True)
    environment = os.environ | {"DATABASE_URL": database_url, "DEBUG": "0", "DEMO": "0"}
    # Tests start the project many times over: each process would compile all of it again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # Who has nothing left takes over what waits behind another's long tests.
    command = [sys.executable, "-m", "pytest", "-q", f"-n{workers}", "--dist=worksteal"]
    command += ["-m", chosen]
    status = subprocess.run([*command, *arguments], env=environment, check=False).returncode
    # A choice of tests (-k) may leave one database without any.
    return 0 if arguments and status == NO_TESTS_COLLECTED else status


def run_everything(arguments: list[str]) -> int:
    """Run the legs that this machine can run; the last one says pytest's last word."""
    sqlite = "sqlite://:memory:"
    browser = chromium.find() is not None
    with postgresql_server() as url:
        if url is None:
            return run_pytest("SQLite", sqlite, "" if browser else "not browser", arguments)
        first = run_pytest("SQLite", sqlite, "not browser", arguments)
        rest = "browser or not pure" if browser else "not browser and not pure"
        # A worker waits here for the server and for pages: one more is at work meanwhile.
        workers = WORKERS + 1 if WORKERS else 0
        second = run_pytest("PostgreSQL", url, rest, arguments, workers=workers)
    if first:
        print("The tests on SQLite failed, see above.", file=sys.stderr)
    return first or second


def stop(*_: object) -> None:
    """Leave through the `finally` clauses, so that the server is stopped."""
    raise SystemExit(130)


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    for sentence in missing():
        print(sentence, file=sys.stderr)
    if missing() and in_ci():
        return 1
    return run_everything(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
