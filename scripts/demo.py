"""Prepares the demo firm in a folder of its own and serves it to this machine only."""

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from scripts import demo_base

ROOT = Path(__file__).resolve().parent.parent
# import_feeds: some lines were set aside, which the demo's files are made for.
SET_ASIDE = 1


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of a demo that lives in `folder`, whatever a firm's own are."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "inbox").mkdir(exist_ok=True)
    return os.environ | {
        "DEMO": "1",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "",
        "SECRET_KEY": secret(folder / "secret"),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "INBOX": str(folder / "inbox"),
    }


def secret(path: Path) -> str:
    """Return the key kept in a file, drawn at the first run so that sessions outlive restarts."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(60), "utf-8")
    return path.read_text("utf-8")


def prepare(settings: dict[str, str], folder: Path) -> str:
    """Build, migrate, fill an empty database and import the inbox; return the demo's logins."""
    manage(settings, "build_bootstrap")
    manage(settings, "compile_catalogue")
    manage(settings, "collectstatic", "--noinput", "--verbosity", "0")
    manage(settings, "migrate", "--noinput", "--verbosity", "0")
    demo_base.remember(folder, ROOT)
    logins = manage(settings, "load_demo", "--if-empty", shown=False)
    if has_command("import_feeds"):
        manage(settings, "import_feeds", "--settle", "0", accepted={0, SET_ASIDE})
    return logins


def has_command(name: str) -> bool:
    return any(ROOT.glob(f"*/management/commands/{name}.py"))


def manage(
    settings: dict[str, str],
    *arguments: str,
    accepted: frozenset[int] | set[int] = frozenset({0}),
    shown: bool = True,
) -> str:
    """Run one of Django's commands; stop the program where it fails, after what it said."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT,
        env=settings,
        stdout=None if shown else subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode not in accepted:
        sys.exit(f"manage.py {arguments[0]} failed, see above.")
    return done.stdout or ""


def server(port: int) -> list[str]:
    """Return the command of the production server, on the loopback."""
    address = f"127.0.0.1:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "o2s_contacts.wsgi", "--bind", address),
        *("--workers", "2", "--threads", "2", "--log-level", "warning", "--no-control-socket"),
    ]


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
    folder = ROOT / "var" / "demo"
    if names := demo_base.rewritten(folder, ROOT):
        sys.exit(demo_base.refusal(folder.relative_to(ROOT), names))
    settings = environment(folder)
    logins = prepare(settings, folder)
    print(f"\n{logins}\nThe demo is at http://127.0.0.1:{port}/ (Ctrl+C stops it)", flush=True)
    os.chdir(ROOT)
    command = server(port)
    os.execve(command[0], command, settings)  # noqa: S606 - gunicorn takes this process over


if __name__ == "__main__":
    main()
