"""A second format is a package and a line in the registry: the night reads it as it is."""

from decimal import Decimal

import pytest

from accounts.models import Valuation
from alerts.models import DetectedClient
from imports.feeds import formats
from imports.models import ImportRun
from tests.imports.conftest import LINE
from tests.imports.formats.tiny_statement import TinyStatement

pytestmark = pytest.mark.django_db
STATEMENT = "TINY1\nT-1|2026-10-30|12.50\nT-2|2026-10-30|much\n"


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(formats, "FORMATS", (TinyStatement(), *formats.FORMATS))


@pytest.fixture
def statement(inbox):
    path = inbox / "assurvia" / "statement.txt"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


def values():
    return set(Valuation.objects.values_list("account__number", "value"))


def test_an_unknown_format_is_refused(night, statement):
    assert night()[0] == 1
    assert (ImportRun.objects.get().code, values()) == ("F_HEADER", set())


def test_a_registered_format_is_read_beside_the_others(night, put, registered, statement):
    put("a.csv", LINE)
    assert night()[0] == 1
    assert values() == {("AV-1", Decimal("1400.82")), ("T-1", Decimal("12.50"))}
    assert DetectedClient.objects.filter(last_name="Client du contrat N°T-1").exists()
    run = ImportRun.objects.get(file_name="statement.txt")
    reject = run.rejects.get()
    assert (run.state, reject.line, reject.code, reject.number) == ("done", 3, "R_AMOUNT", "T-2")


def test_its_mended_rejects_go_in_as_an_account_workbook(night, registered, statement, inbox):
    night()
    (rejects,) = inbox.glob("assurvia/done/*/*/*.rejets.csv")
    mended = rejects.read_text(encoding="utf-8-sig").replace("much", "8,00")
    (inbox / "assurvia" / rejects.name).write_text(mended, encoding="utf-8-sig")
    assert night()[0] == 0
    assert values() == {("T-1", Decimal("12.50")), ("T-2", Decimal("8.00"))}
