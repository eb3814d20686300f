"""What each process of a firm has loaded before it begins (forks.py)."""

import django

django.setup()

import django.db.backends.postgresql.base  # noqa: E402 - once the apps are there
import django.db.backends.sqlite3.base  # noqa: E402 - same

import tests.imports.crashes.seed  # noqa: E402, F401 - same
