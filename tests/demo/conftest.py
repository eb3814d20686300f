"""One small demo firm for all the tests of a module: it takes seconds to make."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.db import transaction

from demo.management.commands import load_demo
from tests.conftest import FAST_HASHERS


class Demo(NamedTuple):
    said: str
    inbox: Path


def load(*options: str) -> str:
    """Run the command as DEMO installs it, and return what it says."""
    said = StringIO()
    call_command(load_demo.Command(), *options, stdout=said)
    return said.getvalue()


@pytest.fixture(name="load_firm")
def load_firm_fixture():
    return load


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Demo]:
    """Load a smaller firm than the one that is shown, by the same generator."""
    inbox = tmp_path_factory.mktemp("demo") / "inbox"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.DEMO", True)
        patch.setattr("django.conf.settings.INBOX", inbox)
        patch.setattr("django.conf.settings.PASSWORD_HASHERS", FAST_HASHERS)
        patch.setattr(load_demo, "CONTACTS", 40)
        yield Demo(load(), inbox)
        transaction.set_rollback(True)
