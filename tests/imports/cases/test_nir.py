"""After a night no social security number stands anywhere: feeds.md 3, point 15."""

import logging
import zipfile

import pytest
import xlsxwriter
from django.apps import apps
from django.core.serializers import serialize
from django.db import connection

from alerts.models import DetectedClient
from imports.actions import suspended
from imports.models import ImportRun
from imports.records import HEADERS
from tests.imports.cases.conftest import FILES, as_workbook, cells_of
from tests.imports.conftest import LINE

NUMBER = "180027512345676"
SPACED = "1 80 02 75 123 456 76"


def stands_nowhere(inbox, *said, numbers=(NUMBER, SPACED)):
    """Ask all tables, all files, the log and what was printed."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    texts = [serialize("json", model._base_manager.all()) for model in models]
    texts += [" ".join(map(str, row)) for table in scratch_tables() for row in table]
    for path in inbox.rglob("*"):
        if path.is_file():
            texts.append(path.read_bytes().decode("utf-8", "ignore"))
            texts.append(path.read_bytes().decode("utf-16", "ignore"))
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    texts += [
                        archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()
                    ]
    return [number for number in numbers if any(number in text for text in [*texts, *said])] == []


def scratch_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM night_line")
        yield cursor.fetchall()


def folders(inbox):
    return sorted(
        f"{path.relative_to(inbox).parts[1]}/{path.name}"
        for path in inbox.rglob("*")
        if path.is_file()
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls"])
def test_the_digits_stand_nowhere(kind, night, drop, inbox, caplog):
    caplog.set_level(logging.DEBUG)
    path = drop("nir.csv", kind=kind)
    size = path.stat().st_size
    _, said = night()
    assert "Avertissements\u202f: 3." in said
    assert stands_nowhere(inbox, said, caplog.text)
    assert {client.last_name for client in DetectedClient.objects.all()} == {"DUPONT"}
    run = ImportRun.objects.get()
    assert run.size == size
    beside = [f"done/nir.{kind}.rapport.txt", f"done/nir.{kind}.rejets.csv"]
    report = next(inbox.rglob("*.rapport.txt")).read_text("utf-8-sig")
    if kind == "csv":
        assert folders(inbox) == ["done/nir.csv", *beside]
        before, after = cells_of(FILES / "nir.csv"), cells_of(next(inbox.rglob("nir.csv")))
        assert after[0] == before[0]
        assert [row[:-1] for row in after[1:3]] == [row[:-1] for row in before[1:3]]
        assert (after[3][2], {row[-1] for row in after[1:]}) == ("DUPONT [NIR]", {""})
    else:
        assert folders(inbox) == beside
        assert f"Son SHA-256\u202f: {run.sha256}" in report


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_in_an_identifier_column_the_line_is_set_aside_masked(kind, night, put, inbox, caplog):
    put(f"a.{kind}", LINE | {"number": NUMBER}, LINE | {"number": f"AV{SPACED}"}, LINE)
    status, said = night()
    assert status == 1
    rejects = list(ImportRun.objects.get().rejects.values_list("line", "code", "number"))
    assert rejects == [(2, "R_FORBIDDEN_NIR", "[NIR]"), (3, "R_FORBIDDEN_NIR", "AV[NIR]")]
    assert stands_nowhere(inbox, said, caplog.text)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_the_kept_copy_has_its_encoding_and_all_its_other_bytes(encoding, night, inbox):
    cells = LINE | {"last_name": f"Élie {SPACED}"}
    text = "\n".join(
        [";".join(HEADERS.values()), ";".join(cells.get(name, "") for name in HEADERS)]
    )
    (inbox / "assurvia/a.csv").write_bytes(text.encode(encoding))
    assert night()[0] == 0
    (path,) = inbox.rglob("a.csv")
    assert path.read_bytes() == text.replace(SPACED, "[NIR]").encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o600
    assert stands_nowhere(inbox)


def test_a_file_without_any_is_kept_as_it_came(night, drop, inbox):
    before = drop("nee.csv").read_bytes()
    night()
    assert next(inbox.rglob("nee.csv")).read_bytes() == before
    assert folders(inbox) == ["done/nee.csv"]


@pytest.mark.parametrize(
    "content",
    [
        f"bonjour;{NUMBER}\n",
        f"Nom\nRenÃ© {NUMBER}\n",
        f"NIR;Nom\n1800275123456;Dupont\n{NUMBER};Durand\n",
        f'Nom;N° Sécurité sociale\n"Dupont;{NUMBER}\n',
    ],
)
def test_a_refused_text_is_kept_without_it(content, night, inbox):
    (inbox / "assurvia/a.csv").write_text(content, "utf-8")
    assert night()[0] == 1
    assert stands_nowhere_in(next(inbox.rglob("a.csv")))
    assert ImportRun.objects.get().state == "rejected"


def stands_nowhere_in(path):
    text = path.read_text("utf-8")
    return NUMBER not in text and "1800275123456" not in text


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_refused_workbook_with_one_is_not_kept(kind, night, inbox):
    path = inbox / f"assurvia/a.{kind}"
    as_workbook(path, [["bonjour", "NIR"], ["Dupont", "1800275123456"]])
    assert night()[0] == 1
    assert folders(inbox) == [f"rejected/a.{kind}.rapport.txt"]


def test_a_sheet_that_is_not_read_counts(night, inbox):
    with xlsxwriter.Workbook(inbox / "assurvia/a.xlsx") as book:
        sheet = book.add_worksheet("comptes")
        sheet.write_row(0, 0, HEADERS.values())
        sheet.write_row(1, 0, [LINE.get(name, "") for name in HEADERS])
        book.add_worksheet("notes").write(0, 0, int(NUMBER))
    assert night()[0] == 0
    assert folders(inbox) == ["done/a.xlsx.rapport.txt"]


@pytest.mark.parametrize("decision", ["refuse", "confirm"])
def test_a_suspended_file_is_kept_without_it(night, put, inbox, manager, decision):
    put("a.csv", LINE)
    night()
    put("b.csv", LINE | {"situation_on": "30/09/2026", "town": NUMBER})
    night()
    run = ImportRun.objects.latest("pk")
    assert run.state == "suspended"
    if decision == "refuse":
        suspended.refuse(run_id=run.pk, inbox=inbox, by=manager)
        night()
    else:
        assert night(f"--confirm={run.pk}")[0] == 0
    assert stands_nowhere(inbox)
    folder = "rejected" if decision == "refuse" else "done"
    assert f"{folder}/b.csv" in folders(inbox)
