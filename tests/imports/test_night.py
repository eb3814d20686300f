"""The night on real files: what goes in, what is set aside, what a crash leaves."""

import csv
import datetime as dt
import subprocess
import sys
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import correct_valuation, delete_valuation
from accounts.models import Account, Custodian, Holding, Product, Valuation
from alerts.models import DetectedAccount, DetectedClient
from contacts.models import ContactFigures
from imports.models import ImportRun
from imports.pipeline.inbox import claim, digest
from imports.pipeline.messages import REASONS
from imports.records import HEADERS, Code
from persistence import locks
from tests.factories import PersonFactory
from tests.imports.conftest import LINE

FUND = LINE | {
    "number": "AV-2",
    "value": "",
    "holding_code": "FR0010135103",
    "holding_name": "Patrimoine A",
    "units": "10,5",
    "price": "100",
}
EURO = FUND | {
    "holding_code": "EURO",
    "holding_name": "Fonds en euros",
    "is_euro_fund": "OUI",
    "value": "500",
    "units": "",
    "price": "",
}


def values():
    rows = Valuation.objects.order_by("account__number", "date")
    return [(row.account.number, row.date.isoformat(), str(row.value)) for row in rows]


def files(inbox):
    return sorted(str(path.relative_to(inbox)) for path in inbox.rglob("*") if path.is_file())


def month():
    return f"{dt.date.today():%Y/%m}"


def everything():
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed
    }


def test_every_code_says_what_it_means():
    assert set(REASONS) == set(Code)


def test_new_accounts_wait_with_their_values_and_their_client(night, put, inbox):
    put("a.xlsx", LINE, FUND, EURO)
    said = (
        "assurvia/a.xlsx\u202f: lignes lues 3, comptes 2 dont nouveaux 2, valeurs 2, "
        "clients détectés 1, lignes mises de côté 0. Nouveaux dépositaires\u202f: ASV Assurvia. "
        "Nouveaux produits\u202f: ASV HM Horizon Multisupport.\n1 fichier traité.\n"
    )
    assert night() == (0, said)
    assert values() == [("AV-1", "2026-10-30", "1400.82"), ("AV-2", "2026-10-30", "1550.00")]
    account = Account.everything.get(number="AV-2")
    assert (account.is_provisional, account.last_value) == (True, Decimal("1550.00"))
    assert account.history.get().history_type == "+"
    assert list(Holding.objects.order_by("value").values_list("name", "value")) == [
        ("Fonds en euros", Decimal("500.00")),
        ("Patrimoine A", Decimal("1050.00")),
    ]
    assert DetectedClient.objects.get().last_name == "MOREAU"
    assert DetectedAccount.objects.count() == 2
    assert Custodian.objects.get().code == "ASV"
    assert files(inbox) == [f"assurvia/done/{month()}/a.xlsx"]
    run = ImportRun.objects.get()
    assert (run.state, run.business_date) == ("done", dt.date(2026, 10, 30))


@pytest.mark.parametrize(
    ("title", "kept", "kind"),
    [
        ("M. et Mme", "M. et Mme", "person"),
        ("Monsieur ou Madame", "M. ou Mme", "person"),
        ("Dr", "Docteur", "person"),
        ("Me", "Maître", "person"),
        ("SARL", "SARL", "organisation"),
    ],
)
def test_lines_with_other_titles_go_in(night, put, title, kept, kind):
    put("a.csv", LINE | {"title": title})
    assert night()[0] == 0
    assert values() == [("AV-1", "2026-10-30", "1400.82")]
    assert [(one.title, one.kind) for one in DetectedClient.objects.all()] == [(kept, kind)]


def test_the_same_content_again_says_when(night, put, inbox):
    put("a.csv", LINE)
    night()
    put("b.csv", LINE)
    with CaptureQueriesContext(connection) as queries:
        status, said = night()
    assert status == 0
    assert not [query for query in queries if "night_line" in query["sql"]]  # not even read
    assert f"déjà importé le {dt.date.today():%d/%m/%Y}" in said
    assert files(inbox) == [f"assurvia/done/{month()}/{name}" for name in ("a.csv", "b.csv")]
    assert Account.everything.count() == DetectedClient.objects.count() == 1


def test_a_correction_under_the_same_name_takes_the_place(night, put, inbox):
    put("a.csv", LINE, FUND, EURO)
    night()
    put("a.csv", LINE | {"value": "1500"}, FUND | {"units": "2"})
    assert night()[0] == 0
    assert values() == [("AV-1", "2026-10-30", "1500.00"), ("AV-2", "2026-10-30", "200.00")]
    assert [holding.name for holding in Holding.objects.all()] == ["Patrimoine A"]
    assert Account.everything.get(number="AV-1").last_value == Decimal("1500.00")
    second = ImportRun.objects.latest("pk").pk
    folder = f"assurvia/done/{month()}"
    assert files(inbox) == [f"{folder}/{second}-a.csv", f"{folder}/a.csv"]


def corrected(adviser):
    row = Valuation.objects.get(account__number="AV-1")
    correct_valuation(valuation=row, date=row.date, value=Decimal(7), by=adviser)


def deleted(adviser):
    delete_valuation(valuation=Valuation.objects.get(account__number="AV-1"), by=adviser)


@pytest.mark.parametrize("act", [corrected, deleted])
def test_what_a_person_changed_is_told_again_by_the_next_file(night, put, adviser, act):
    put("a.csv", LINE)
    night()
    act(adviser)
    put("b.csv", LINE, LINE | {"number": "AV-2"})
    assert night()[0] == 0
    assert Valuation.objects.get(account__number="AV-1").value == Decimal("1400.82")


def test_a_last_value_that_is_behind_is_put_right(night, put):
    put("a.csv", LINE)
    night()
    account = Account.everything.filter(number="AV-1")
    october = dt.date(2026, 10, 30)
    for value, date in ((Decimal(7), october), (Decimal(10), dt.date(2026, 3, 31)), (None, None)):
        account.keep_last_value(value=value, date=date)
        put(f"{value}.csv", LINE, LINE | {"number": "AV-2", "value": str(value or 0)})
        assert night()[0] == 0
        assert account.values_list("last_value", "last_valued_on").get() == (
            Decimal("1400.82"),
            october,
        )


def test_an_older_file_waits_for_a_person(night, put, inbox):
    put("new.csv", LINE)
    night()
    put("old.csv", LINE | {"situation_on": "30/09/2026", "value": "1"})
    status, said = night()
    run = ImportRun.objects.latest("pk")
    assert (status, run.state) == (1, "suspended")
    assert f"suspendu (il est plus ancien que le dernier fichier), numéro {run.pk}" in said
    assert values() == [("AV-1", "2026-10-30", "1400.82")]
    assert f".work/{run.pk}/old.csv" in files(inbox)
    assert night()[0] == 0  # it stays where it is
    assert night(f"--confirm={run.pk}")[0] == 0
    assert values() == [("AV-1", "2026-09-30", "1.00"), ("AV-1", "2026-10-30", "1400.82")]
    assert Account.everything.get().last_value == Decimal("1400.82")
    assert files(inbox) == [f"assurvia/done/{month()}/{name}" for name in ("new.csv", "old.csv")]


def test_too_many_bad_lines_or_too_few_accounts_are_suspended(night, put):
    good = [LINE | {"number": f"AV-{number}"} for number in range(30)]
    put("a.csv", *good, *(line | {"birth_date": "x"} for line in good[:21]))
    assert night()[0] == 1
    assert ImportRun.objects.get().code == "S_REJECTS"
    put("b.csv", *good)
    assert night()[0] == 0
    put("c.csv", *(line | {"value": "5"} for line in good[:9]))
    assert night()[0] == 1
    assert ImportRun.objects.latest("pk").code == "S_FEWER"
    put("d.csv", *(line | {"value": "5"} for line in good[:10]))
    assert night()[0] == 0


def test_a_bad_line_is_set_aside_and_mended(night, put, inbox):
    put("a.csv", LINE, FUND | {"birth_date": "31/02/1970"}, EURO)
    assert night()[0] == 1
    assert [number for number, *_ in values()] == ["AV-1"]
    path = inbox / f"assurvia/done/{month()}/a.csv.rejets.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8-sig", newline="") as file:
        bad, with_it = csv.DictReader(file, delimiter=";")
    assert list(bad) == [*list(HEADERS.values())[:-1], "ligne", "code", "motif"]
    assert (bad["ligne"], bad["code"], bad["motif"]) == (
        "3",
        "R_DATE",
        (
            "Date de naissance (31/02/1970)\u202f: "
            "Cette date est absente, n’existe pas ou est incomplète."
        ),
    )
    assert with_it["motif"] == "Mise de côté avec la ligne 3 du même compte."
    mended = path.read_text("utf-8").replace("31/02/1970", "12/04/1970")
    (inbox / "assurvia/a.csv.rejets.csv").write_text(mended, "utf-8")
    assert night()[0] == 0
    assert values()[1] == ("AV-2", "2026-10-30", "1550.00")
    assert DetectedClient.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"custodian_name": "Autre"}, "R_CUSTODIAN", "Identifiant du dépositaire"),
        ({"custodian_code": "X", "custodian_name": ""}, "R_CUSTODIAN", "Nom du dépositaire"),
        ({"product_name": "Autre"}, "R_PRODUCT", "Identifiant du produit"),
        ({"product_code": "X", "product_name": ""}, "R_PRODUCT", "Nom du produit"),
        ({"last_name": "DURAND"}, "R_DUP_KEY_DIFFERENT", "Nom"),
        ({"holding_code": "F", "value": "", "units": "3"}, "R_AMOUNT", "Cours"),
    ],
)
def test_what_disagrees_is_set_aside(night, put, inbox, change, code, column):
    put("a.csv", LINE | {"number": "AV-0"}, LINE, LINE | change)
    assert night()[0] == 1
    path = inbox / f"assurvia/done/{month()}/a.csv.rejets.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rejects = {row["ligne"]: row for row in csv.DictReader(file, delimiter=";")}
    assert rejects["4"]["code"] == code
    assert rejects["4"]["motif"].startswith(f"{column}\u202f: ")
    assert [number for number, *_ in values()] == ["AV-0"]
    assert (Custodian.objects.count(), Product.objects.count()) == (1, 1)


def test_holdings_of_one_account_are_of_one_owner_however_it_is_written(night, put):
    put("a.csv", LINE, FUND, EURO | {"last_name": "DURAND"})
    assert night()[0] == 1
    assert values() == [("AV-1", "2026-10-30", "1400.82")]
    put("b.csv", LINE, FUND, EURO | {"last_name": "Moreau", "first_name": "ANNE"})
    assert night()[0] == 0
    assert values()[1] == ("AV-2", "2026-10-30", "1550.00")


def test_strict_refuses_the_file_for_one_bad_line(night, put, inbox):
    put("a.csv", LINE, FUND | {"birth_date": "31/02/1970"})
    status, said = night("--strict")
    assert (status, ImportRun.objects.get().code) == (1, "R_DATE")
    assert "refusé (R_DATE)" in said
    assert Account.everything.count() == 0
    names = ["a.csv", "a.csv.rapport.txt", "a.csv.rejets.csv"]
    assert files(inbox) == [f"assurvia/rejected/{name}" for name in names]


def test_a_refused_file_has_its_report_and_the_next_goes_in(night, put, inbox):
    bad = put("bad.csv", LINE)
    bad.write_text("bonjour;à;tous\n", "utf-8")
    put("good.csv", LINE)
    assert night()[0] == 1
    report = inbox / "assurvia/rejected/bad.csv.rapport.txt"
    assert report.read_text("utf-8-sig").splitlines()[3:] == [
        (
            "Refusé (F_HEADER). Une colonne nécessaire manque parmi les en-têtes, ou s’y trouve "
            "deux fois. Colonne\u202f: Numéro de compte / contrat."
        ),
        "",
        (
            "Que faire\u202f: Les noms des colonnes doivent tenir sur une des vingt premières "
            "lignes, chacun une fois, avec le numéro de compte, le dépositaire et le produit. "
            "Corrigez cette ligne et redéposez le fichier, ou demandez au partenaire son "
            "fichier habituel."
        ),
    ]
    assert (inbox / "assurvia/rejected/bad.csv").is_file()
    assert Account.everything.count() == 1


def test_dry_run_goes_through_and_keeps_nothing(night, put, inbox):
    put("a.csv", LINE, FUND, EURO)
    before = everything(), files(inbox)
    status, said = night("--dry-run")
    assert status == 0
    assert "dont nouveaux 2, valeurs 2" in said
    assert (everything(), files(inbox)) == before


def test_a_file_still_being_written_waits(night, put, inbox):
    put("a.csv", LINE)
    put("b.csv.part", LINE)
    (inbox / "assurvia/c.csv").symlink_to(inbox / "assurvia/a.csv")
    status, said = night("--settle=3600")
    assert (status, said) == (0, "0 fichier traité.\n")
    assert night()[1].endswith("1 fichier traité.\n")
    assert files(inbox)[:2] == ["assurvia/b.csv.part", f"assurvia/done/{month()}/a.csv"]


def test_accounts_of_a_contact_bring_their_value_to_the_figures(night, put, adviser):
    anne = PersonFactory(by=adviser, last_name="Moreau")
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon Multisupport")
    open_account(account=Account(product=product, number="AV-1"), owners=[Owner(anne)], by=adviser)
    put("a.csv", LINE)
    assert night()[0] == 0
    assert ContactFigures.objects.get(contact=anne).total_value == Decimal("1400.82")
    assert DetectedAccount.objects.count() == 0


HOLD_FILE = """
import fcntl, sys
with open(sys.argv[1], "a") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    sys.stdin.read()
"""
HOLD_ADVISORY = """
import psycopg, sys
with psycopg.connect(sys.argv[1]) as session:
    session.execute("SELECT pg_advisory_lock(%s)", [int(sys.argv[2])])
    print("held", flush=True)
    sys.stdin.read()
"""


def holder():
    """Give the command of a process that holds the lock of the import until its input ends."""
    if connection.vendor == "sqlite":
        return [sys.executable, "-c", HOLD_FILE, str(locks.path(locks.Work.IMPORT))]
    info = connection.connection.info
    address = f"{info.dsn} password={info.password}" if info.password else info.dsn
    return [sys.executable, "-c", HOLD_ADVISORY, address, str(locks.Work.IMPORT.value)]


def test_a_second_import_says_so(night, put):
    put("a.csv", LINE)
    connection.ensure_connection()
    with subprocess.Popen(
        holder(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        assert night() == (2, "Un autre import est en cours.")
        other.stdin.close()
        other.wait(10)
    assert night()[0] == 0


def test_an_inbox_that_is_not_there_could_not_run(night):
    status, said = night("--partner=nobody")
    assert status == 2
    assert said.endswith("inbox/nobody n’existe pas.")


def run_of(path, **fields):
    return ImportRun.objects.create(
        partner="assurvia",
        file_name=path.name,
        sha256=digest(path),
        size=path.stat().st_size,
        **fields,
    )


def test_a_run_that_died_after_its_claim_is_taken_up(night, put, inbox):
    path = put("a.csv", LINE)
    run = run_of(path)
    claim(inbox, run, path)
    assert night()[0] == 0
    run.refresh_from_db()
    assert (run.state, run.counts["new_accounts"]) == ("done", 1)
    assert files(inbox) == [f"assurvia/done/{month()}/a.csv"]


def test_a_run_that_died_before_its_claim_is_taken_again(night, put):
    run = run_of(put("a.csv", LINE))
    assert night()[0] == 0
    assert ImportRun.objects.get() == run


def test_a_run_that_died_before_its_file_was_put_away_is_not_done_twice(night, put, inbox):
    path = put("a.csv", LINE)
    names = ("lines", "accounts", "new_accounts", "valuations", "clients", "rejects")
    run = run_of(path, state="done", counts=dict.fromkeys(names, 0))
    claimed = claim(inbox, run, path)
    claimed.with_name("a.csv.rejets.csv").write_text("x", "utf-8")
    assert night()[0] == 0
    names = ("a.csv", "a.csv.rejets.csv")
    assert files(inbox) == [f"assurvia/done/{month()}/{name}" for name in names]
    assert Account.everything.count() == 0
