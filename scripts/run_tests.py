"""Runs every test: on SQLite, and beside it on PostgreSQL with a real browser.

What reaches no database, or is marked `on_sqlite`, runs once, with SQLite; what needs a browser,
or is marked `on_postgresql`, once, with PostgreSQL. SOAK=1 runs all that reaches one on both.

What is missing on this machine is installed under INSTALL=1 or CI=true, where it must be there;
else it is said, with how to get it, and the rest runs.
Arguments are handed to pytest: `python -m scripts.run_tests -k merge`.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from scripts import chromium, packages, postgresql

WORKERS = int(os.environ.get("WORKERS", "2"))
NO_TESTS_COLLECTED = 5


def postgresql_server() -> AbstractContextManager[str | None]:
    """Give the address of a server, ours for this run if need be, or None where there is none."""
    url = postgresql.reachable_url()
    binaries = postgresql.programs()
    if url or not binaries:
        return nullcontext(url)
    return postgresql.cluster(binaries)


@dataclass(frozen=True)
class Leg:
    """The tests that run on one database."""

    title: str
    database_url: str
    chosen: str
    arguments: list[str]

    @property
    def command(self) -> list[str]:
        # Who has nothing left takes over what waits behind another's long tests.
        shared = [f"-n{WORKERS}", "--dist=worksteal"]
        command = [sys.executable, "-m", "pytest", "-q", *shared, "-m", self.chosen]
        return [*command, *self.arguments]

    @property
    def environment(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.database_url, "DEBUG": "0", "DEMO": "0"}
        environment = os.environ | own
        # Tests start the project many times over: each process would compile all of it again.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return environment

    def announce(self) -> None:
        chosen = f": {self.chosen}" if self.chosen else ""
        print(f"\n=== Tests on {self.title}{chosen}", flush=True)

    def run(self) -> int:
        self.announce()
        done = subprocess.run(self.command, env=self.environment, check=False)
        return self.status(done.returncode)

    def status(self, status: int) -> int:
        """A choice of tests (-k) may leave one database without any."""
        return 0 if self.arguments and status == NO_TESTS_COLLECTED else status


@contextmanager
def running_beside(leg: Leg, output: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a leg with what the other leaves of the machine: browser tests wait for pages."""
    process = subprocess.Popen(
        ["nice", *leg.command], env=leg.environment, stdout=output, stderr=subprocess.STDOUT
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def run_both(first: Leg, second: Leg) -> int:
    """Run both legs at once; the first one's words are shown when it has ended."""
    with tempfile.TemporaryFile() as words, running_beside(first, words.fileno()) as beside:
        status = second.run()
        status_beside = first.status(beside.wait())
        first.announce()
        words.seek(0)
        sys.stdout.write(words.read().decode(errors="replace"))
        sys.stdout.flush()
    for leg, failed in ((first, status_beside), (second, status)):
        if failed:
            print(f"The tests on {leg.title} failed, see above.", file=sys.stderr)
    return status_beside or status


def run_everything(arguments: list[str]) -> int:
    """Run the legs that this machine can run."""
    sqlite = "sqlite://:memory:"
    browser = chromium.find() is not None
    soak = "SOAK" in os.environ
    with postgresql_server() as url:
        if url is None:
            return Leg("SQLite", sqlite, "" if browser else "not browser", arguments).run()
        first = "not browser" if soak else "not browser and not on_postgresql"
        rest = "(browser or not pure)" if browser else "not browser and not pure"
        second = rest if soak else f"{rest} and not on_sqlite"
        return run_both(
            Leg("SQLite", sqlite, first, arguments), Leg("PostgreSQL", url, second, arguments)
        )


def stop(*_: object) -> None:
    """Leave through the `finally` clauses, so that the server is stopped."""
    raise SystemExit(130)


def everything_is_here() -> bool:
    """Say what is missing, after installing it where that was asked; in CI all must be here."""
    if packages.missing() and packages.may_install():
        packages.install(list(packages.missing()))
    missing = packages.missing()
    for sentence in missing.values():
        print(sentence, file=sys.stderr)
    if missing and not packages.may_install():
        print(packages.HOW_TO_GET_ALL, file=sys.stderr)
    return not (missing and packages.may_install())


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    if not everything_is_here():
        return 1
    return run_everything(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
