"""Prepares the demo firm in a folder of its own and serves it to this machine only.

One process does it all: each program more would load the project again before its first line.
The server's processes, and the one that does the background work, are copies of it.
"""

import hashlib
import io
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.core.management.base import CommandError
from gunicorn.app.base import BaseApplication

from o2s_contacts.management.commands import compile_catalogue
from scripts import demo_base

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "demo"
# import_feeds: some lines were set aside, which the demo's files are made for.
SET_ASIDE = 1
SERVER = {
    "workers": 2,
    "threads": 2,
    "loglevel": "warning",
    "control_socket_disable": True,
    # The project is loaded already: the server's processes are copies of this one.
    "preload_app": True,
}


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of a demo that lives in `folder`, whatever a firm's own are."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "inbox").mkdir(exist_ok=True)
    return {
        "DEMO": "1",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "",
        "SECRET_KEY": secret(folder / "secret"),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "INBOX": str(folder / "inbox"),
        "DJANGO_SETTINGS_MODULE": "o2s_contacts.settings",
    }


def secret(path: Path) -> str:
    """Return the key kept in a file, drawn at the first run so that sessions outlive restarts."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(60), "utf-8")
    return path.read_text("utf-8")


def prepare(folder: Path) -> str:
    """Build, migrate, fill an empty database and import the inbox; return the demo's logins."""
    logins = io.StringIO()
    step("Static files", collect_static)
    step("Database", lambda: call_command("migrate", interactive=False, verbosity=0))
    demo_base.remember(folder, ROOT)
    step("Demo firm", lambda: call_command("load_demo", if_empty=True, stdout=logins))
    step("Files of the inbox", import_inbox)
    return logins.getvalue()


def step(name: str, work: Callable[[], object]) -> None:
    """Say what is being done before it is."""
    print(f"{name}…", flush=True)
    work()


def collect_static() -> None:
    """Build and compress the static files, unless these same ones are there already."""
    note = ROOT / "var" / "collected"
    call_command("build_bootstrap", stdout=io.StringIO())
    if note.exists() and note.read_text("utf-8") == static_digest(ROOT):
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(static_digest(ROOT), "utf-8")


def static_digest(root: Path) -> str:
    """Return the digest of what static files are made of, and of the list of those made."""
    whole = hashlib.sha256()
    for path in static_sources(root):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def static_sources(root: Path) -> Iterator[Path]:
    """Give our own files; those of packages are known by the list of packages."""
    yield root / "requirements" / "run.txt"
    for folder in ("static", "var/static"):
        yield from sorted(path for path in (root / folder).rglob("*") if path.is_file())
    yield from (root / "staticfiles").glob("staticfiles.json")


def import_inbox() -> None:
    try:
        call_command("import_feeds", settle=0)
    except CommandError as error:
        if error.returncode != SET_ASIDE:
            raise
        print(error, file=sys.stderr)


class Server(BaseApplication):
    """The production server, on the loopback."""

    def __init__(self, port: int, greeting: str) -> None:
        self.port, self.greeting = port, greeting
        super().__init__()

    def load_config(self) -> None:
        own = {"bind": f"127.0.0.1:{self.port}", "when_ready": self.greet}
        for name, value in (SERVER | own).items():
            self.cfg.set(name, value)

    def greet(self, arbiter: Any) -> None:
        """Give the address once it answers."""
        # The terminal was closed: gunicorn would read its settings again and stay.
        arbiter.handle_hup = arbiter.handle_term
        print(self.greeting, flush=True)

    def load(self) -> Any:
        from o2s_contacts.wsgi import application  # noqa: PLC0415 - Django is set up by now

        # A connection is not to be shared by the copies of a process.
        django.db.connections.close_all()
        return application


def start_worker() -> None:
    """Let a copy of this process do the background work, for as long as this one lives."""
    # A connection is not to be shared by the copies of a process.
    django.db.connections.close_all()
    server = os.getpid()
    if os.fork():
        return
    threading.Thread(target=end_with, args=[server], daemon=True).start()
    try:
        call_command("run_jobs")
    finally:
        os._exit(0)


def end_with(server: int) -> None:
    """Leave when the server is gone, however it went: what was at work begins again next time."""
    while os.getppid() == server:
        time.sleep(1)
    os._exit(0)


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def main() -> None:
    port = int(os.environ.get("PORT", "8000"))
    if not is_free(port):
        sys.exit(f"The port {port} is taken. Choose another: make run PORT={port + 1}")
    folder = Path(os.environ.get("DEMO_FOLDER", FOLDER))
    if names := demo_base.rewritten(folder, ROOT):
        sys.exit(demo_base.refusal(folder, names))
    os.environ.update(environment(folder))
    # Django reads the texts while it is set up, and the server keeps them.
    step("French texts", lambda: compile_catalogue.Command().handle(check=False))
    step("Django", django.setup)
    try:
        logins = prepare(folder)
    except CommandError as error:
        sys.exit(str(error))
    address = f"The demo is at http://127.0.0.1:{port}/ (Ctrl+C stops it)"
    start_worker()
    Server(port, f"\n{logins}\n{address}").run()


if __name__ == "__main__":
    main()
