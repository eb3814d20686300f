"""A private PostgreSQL for one run of the tests: made, used and thrown away.

The server listens on a socket in a temporary folder and nowhere else. Its programs refuse to run
as root, so under root they run as another user.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

HOW_TO_GET_IT = "apt-get install postgresql, or DATABASE_URL=postgres://… of a server that you have"
# Nothing here outlives the run, so nothing needs to reach the disk.
SERVER_OPTIONS = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' "
    "-c max_connections=60 -c shared_buffers=256MB"
)

# A server's own settings: what is measured must reach the disk.
KEPT_SERVER_OPTIONS = (
    "-c listen_addresses='' -c max_connections=60 -c shared_buffers=1GB -c work_mem=64MB "
    "-c max_wal_size=4GB"
)


def reachable_url() -> str | None:
    """Return the address of the server that the environment names, if it names one."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return url
    # libpq reads the rest (PGUSER, PGPASSWORD, PGPORT) from the environment itself.
    return "postgres:///o2s" if os.environ.get("PGHOST") else None


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl: the newest of Debian's, else the one in PATH."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    in_path = shutil.which("initdb")
    found = installed[-1] if installed else Path(in_path).resolve() if in_path else None
    return found.parent if found else None


def server_user() -> str | None:
    """Return the user to run the server as, or None to run it as ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _as_user(user: str | None, command: list[str]) -> list[str]:
    if user is None:
        return command
    if shutil.which("runuser"):
        return ["runuser", "-u", user, "--", *command]
    return ["setpriv", f"--reuid={user}", "--clear-groups", "--", *command]


def _run(user: str | None, folder: Path, *command: str | Path) -> None:
    """Run one of the server's programs; its output is shown when it fails."""
    log = folder / "programs.log"
    with log.open("a") as output:
        done = subprocess.run(
            _as_user(user, [str(part) for part in command]),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{log.read_text()}")


@dataclass(frozen=True)
class Server:
    """A server with its socket in `folder`, that can be stopped and started again."""

    binaries: Path
    folder: Path
    data: Path
    options: str = SERVER_OPTIONS

    @property
    def url(self) -> str:
        return f"postgres://o2s@/postgres?host={quote(str(self.folder))}"

    def make(self, *options: str) -> None:
        self._run("initdb", "-U", "o2s", "-A", "trust", "-E", "UTF8", "--locale=C", *options)

    def start(self) -> None:
        options = f"{self.options} -k {self.folder}"
        log = self.folder / "server.log"
        self._run("pg_ctl", "-l", log, "-o", options, "-w", "-t", "60", "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-m", mode, "-w", "stop")

    @contextmanager
    def running(self, *, stop: str) -> Iterator[Self]:
        self.start()
        try:
            yield self
        finally:
            self.stop(stop)

    def _run(self, program: str, *arguments: str | Path) -> None:
        _run(server_user(), self.folder, self.binaries / program, "-D", self.data, *arguments)


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a temporary folder of the server's user, with a path short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="o2s-pg-"))
    try:
        _own(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> None:
    if user := server_user():
        shutil.chown(folder, user)


@contextmanager
def server(binaries: Path, options: str = SERVER_OPTIONS) -> Iterator[Server]:
    """Start a server in a temporary folder, and stop it whatever happens."""
    with _folder() as folder:
        made = Server(binaries, folder, folder / "data", options)
        made.make("--no-sync")
        with made.running(stop="immediate"):
            yield made


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """Give the address of a server of one's own."""
    with server(binaries) as made:
        yield made.url


@contextmanager
def kept_cluster(binaries: Path, data: Path) -> Iterator[str]:
    """Start a server whose data stays in `data` from one run to the next, and stop it after."""
    with _folder() as sockets:
        kept = Server(binaries, sockets, data, KEPT_SERVER_OPTIONS)
        if not (data / "PG_VERSION").exists():
            data.mkdir(parents=True, exist_ok=True)
            _own(data)
            kept.make()
        with kept.running(stop="fast"):
            yield kept.url
