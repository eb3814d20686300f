"""Finds the Chromium that browser tests and screenshots drive.

Playwright's own browsers are downloads; this machine's package is the one we use.
"""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet and alone: nothing may leave this machine while pages are tested.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
HOW_TO_GET_IT = "apt-get install chromium, or CHROMIUM=/path/to/it"


def find() -> str | None:
    """Return the path of a Chromium, the one named by CHROMIUM first."""
    asked = os.environ.get("CHROMIUM")
    candidates = (asked,) if asked else NAMES
    return next((path for name in candidates if (path := shutil.which(name))), None)
