"""What the tests need of the system: says what is missing, and installs it where it may."""

import os
import shutil
import subprocess

from scripts import chromium, postgresql

APT = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0")
HOW_TO_GET_ALL = "`make test INSTALL=1` installs what is missing (Debian, as root or with sudo)."


def missing() -> dict[str, str]:
    """Return the packages that are missing for all the tests to run, each with what to say."""
    packages = {}
    if not postgresql.reachable_url() and not postgresql.programs():
        packages["postgresql"] = (
            f"PostgreSQL is not here, its tests do not run: {postgresql.HOW_TO_GET_IT}."
        )
    if not chromium.find():
        packages["chromium"] = (
            f"Chromium is not here, browser tests do not run: {chromium.HOW_TO_GET_IT}."
        )
    return packages


def may_install() -> bool:
    """Tell whether whoever started this said that packages may be installed."""
    return flag("INSTALL") or flag("CI")


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def install(packages: list[str]) -> None:
    """Install these packages; whether they are there is asked again afterwards."""
    # A Chromium that was named and is not there is not replaced by another.
    wanted = [name for name in packages if name != "chromium" or "CHROMIUM" not in os.environ]
    if not wanted or shutil.which("apt-get") is None:
        return
    print(f"Installing {' and '.join(wanted)}…", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    sudo = [] if os.geteuid() == 0 else ["sudo", "--preserve-env"]
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *wanted]):
        done = subprocess.run([*sudo, *APT, *command], env=environment, check=False)
        if done.returncode:
            print(f"apt-get {command[0]} failed, see above.", flush=True)
