"""The settings that come from the environment, read and checked.

A setting that is missing or makes no sense stops the program with a sentence that says what to do.
"""

import ipaddress
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
SHORTEST_SECRET = 50
FEWEST_IDLE_MINUTES, MOST_IDLE_MINUTES = 5, 720
# PostgreSQL would compile a page's statement, which takes longer than to answer it: the rule's
# sub-query makes it look far dearer than it is. A `?options=…` in DATABASE_URL comes first.
NO_JIT = "-c jit=off"


def flag(name: str) -> bool:
    """Read an on/off setting: 1, true, yes, on and their contraries."""
    value = env.str(name, "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    message = f"{name}={value!r} is neither on nor off. Set {name}=1 or {name}=0."
    raise ImproperlyConfigured(message)


def demo(*, debug: bool) -> bool:
    """Tell whether this is the demo, which is shown as a firm would see it: without DEBUG."""
    if flag("DEMO") and debug:
        message = "DEMO=1 goes with DEBUG=0: take DEBUG away, its error pages tell what is inside."
        raise ImproperlyConfigured(message)
    return flag("DEMO")


def idle_seconds() -> int:
    """Return after how long without a request a session ends, from SESSION_IDLE_MINUTES."""
    minutes = env.int("SESSION_IDLE_MINUTES", 60)
    if MOST_IDLE_MINUTES >= minutes >= FEWEST_IDLE_MINUTES:
        return minutes * 60
    message = (
        f"SESSION_IDLE_MINUTES={minutes} makes no sense: give from {FEWEST_IDLE_MINUTES} to "
        f"{MOST_IDLE_MINUTES} minutes."
    )
    raise ImproperlyConfigured(message)


def secret_key(*, required: bool) -> str:
    """Return SECRET_KEY; outside tests and DEBUG it must be there and be long."""
    key = env.str("SECRET_KEY", "")
    if len(key) >= SHORTEST_SECRET:
        return key
    if not required:
        return key or "only-for-development-and-tests-never-for-real-data-0000"
    message = (
        "SECRET_KEY is missing or shorter than 50 characters. Make one with "
        "`python -c 'import secrets; print(secrets.token_urlsafe(60))'` and put it in the "
        "environment; see docs/deployment.md."
    )
    raise ImproperlyConfigured(message)


def database(base: Path) -> dict[str, object]:
    """Return the settings of the database that DATABASE_URL names; SQLite in var/ by default."""
    url = env.str("DATABASE_URL", f"sqlite:///{base / 'var' / 'o2s.sqlite3'}")
    scheme = url.split(":", 1)[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        message = (
            f"DATABASE_URL begins with {scheme!r}. Use postgres://user:password@host/name, "
            "or sqlite:///path for a firm of one person."
        )
        raise ImproperlyConfigured(message)
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    config["CONN_MAX_AGE"] = 600
    config["CONN_HEALTH_CHECKS"] = True
    if scheme == "sqlite":
        return config | sqlite_options()
    config["OPTIONS"] = {"options": NO_JIT} | config.get("OPTIONS", {})
    return config


def sqlite_options() -> dict[str, object]:
    """What SQLite needs to serve several people at once.

    IMMEDIATE: a transaction that reads and then writes would fail at once instead of waiting.
    """
    return {
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-65536;"
                "PRAGMA foreign_keys=ON;"
            ),
        }
    }


def allowed_hosts(*, demo: bool, required: bool) -> list[str]:
    """Return the host names served; the demo serves the loopback only."""
    hosts: list[str] = env.list("ALLOWED_HOSTS", default=[])
    if demo:
        strangers = [host for host in hosts if not _is_loopback(host)]
        if strangers:
            message = (
                f"DEMO=1 serves this machine only, and ALLOWED_HOSTS names {strangers[0]!r}. "
                "Take DEMO away to serve others: the demo's logins are public."
            )
            raise ImproperlyConfigured(message)
        return ["127.0.0.1", "localhost", "[::1]"]
    if hosts or not required:
        return hosts
    message = "ALLOWED_HOSTS is missing: give the names under which people reach the site."
    raise ImproperlyConfigured(message)


def trusted_proxies(*, demo: bool) -> int:
    """Return how many proxies stand before the site, each of which says who asked it."""
    count = env.str("TRUSTED_PROXIES", "0").strip()
    if not (count.isascii() and count.isdigit()):
        message = (
            f"TRUSTED_PROXIES={count!r} is not a number. Give how many proxies stand before the "
            "site: 1 for the nginx of docs/deployment.md, 0 for none."
        )
        raise ImproperlyConfigured(message)
    if demo and int(count):
        raise ImproperlyConfigured(
            "DEMO=1 serves this machine only, without a proxy: take TRUSTED_PROXIES away."
        )
    return int(count)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
