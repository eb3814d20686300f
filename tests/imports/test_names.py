"""Names that fit nowhere are refused with a sentence, and the night goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import Account
from imports.models import ImportRun
from tests.imports.conftest import LINE

ROOT = Path(__file__).resolve().parent.parent.parent
SAID = (
    "refusé (F_NAME). Le nom du fichier ou de son dossier est trop long\u202f: donnez-lui un nom "
    "plus court.\n"
)


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_a_name_that_is_too_long_stops_nobody(night, put, inbox, arguments):
    (inbox / ("a" * 51)).mkdir()
    of_folder = put("a.csv", LINE, partner="a" * 51)
    of_file = put("é" * 99 + ".csv", LINE)
    put("good.csv", LINE)
    status, said = night(*arguments)
    assert status == 1
    assert f"{'a' * 51}/a.csv\u202f: {SAID}" in said
    assert f"assurvia/{'é' * 99}.csv\u202f: {SAID}" in said
    assert "lignes lues 1" in said
    assert of_folder.exists()
    assert of_file.exists()
    assert ImportRun.objects.count() == Account.everything.count() == (0 if arguments else 1)


def test_the_longest_names_go_in_with_what_stands_beside_them(night, put, inbox):
    (inbox / ("a" * 50)).mkdir()
    name = "é" * 98 + ".csv"
    put(name, LINE, LINE | {"number": "AV-2", "value": "x"}, partner="a" * 50)
    assert night()[0] == 1
    assert Account.everything.count() == 1
    assert [path.name for path in inbox.rglob("*.rejets.csv")] == [f"{name}.rejets.csv"]


def test_new_custodians_and_products_are_told_and_kept_with_the_run(night, put):
    put("a.csv", LINE, LINE | {"number": "AV-2", "product_code": "PE", "product_name": "PEA"})
    assert (
        night()[1]
        .splitlines()[0]
        .endswith(
            "Nouveaux dépositaires\u202f: ASV Assurvia. "
            "Nouveaux produits\u202f: ASV HM Horizon Multisupport, ASV PE PEA."
        )
    )
    assert ImportRun.objects.get().counts["made"] == {
        "custodians": ["ASV Assurvia"],
        "products": ["ASV HM Horizon Multisupport", "ASV PE PEA"],
    }
    put("b.csv", LINE | {"value": "1"})
    assert "Nouveaux" not in night()[1]
    assert "made" not in ImportRun.objects.latest("pk").counts


def test_the_command_ends_with_a_sentence_alone(tmp_path):
    environment = os.environ | {"DATABASE_URL": "sqlite://:memory:", "DEBUG": "1"}
    command = [sys.executable, "manage.py", "import_feeds", f"--inbox={tmp_path / 'none'}"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == f"Le dossier {tmp_path / 'none'} n’existe pas.\n"
