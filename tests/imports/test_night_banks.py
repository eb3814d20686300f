"""A night of statements: accounts without an owner, and their balance."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Account, Custodian, Product
from alerts.models import DetectedAccount
from imports.models import ImportRun
from tests.imports.formats.bank_files import CAMT, IBAN, MT940, PORTFOLIO, SAMPLES, cfonb

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(inbox):
    (inbox / "banque").mkdir()

    def drop(said, name="releve.txt"):
        path = inbox / "banque" / name
        path.write_text(said, encoding="utf-8")
        return path

    return drop


def accounts():
    columns = ("number", "product__name", "last_value", "last_valued_on", "last_currency")
    return list(Account.everything.order_by("pk").values_list(*columns))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_night(night, drop, name):
    drop(SAMPLES[name])
    status, printed = night()
    assert (status, ImportRun.objects.get().state) == (0, "done")
    assert "lignes lues 1, comptes 1 dont nouveaux 1, valeurs 1, clients détectés 1" in printed
    day = dt.date(2026, 10, 30)
    assert accounts() == [(IBAN, "Compte courant", Decimal("115.25"), day, "EUR")]
    detected = DetectedAccount.objects.get()
    assert (detected.owner, detected.client.owner_key) == (None, f"contract|{IBAN}")
    assert str(detected.client) == f"Client du contrat N°{IBAN}"
    named = "Banque de l'Ouest" if name in {"camt.053", "OFX"} else "Banque 20041"
    assert Custodian.objects.get().name == named


def test_all_ways_tell_of_one_account(night, drop, inbox):
    for at, said in enumerate(SAMPLES.values()):
        drop(said, f"{at}.txt")
    assert night()[0] == 0
    assert (len(accounts()), DetectedAccount.objects.count()) == (1, 1)
    assert Custodian.objects.count() == Product.objects.count() == 1


def test_a_bank_that_the_firm_has_keeps_its_name(night, drop):
    bank = Custodian.objects.create(code="20041", name="La Banque Postale")
    Product.objects.create(custodian=bank, code="COURANT", name="Compte à vue")
    drop(cfonb())
    assert night()[0] == 0
    assert Account.everything.get().product.name == "Compte à vue"
    assert Custodian.objects.get() == bank


def test_a_portfolio_holds_what_it_says(night, drop):
    drop(PORTFOLIO)
    assert night()[0] == 0
    account = Account.everything.get()
    assert (account.number, account.last_value) == ("T-77", Decimal("165.10"))
    held = account.valuations.get().holdings.order_by("value")
    assert list(held.values_list("code", "name", "value")) == [
        ("", "Espèces", Decimal("40.10")),
        ("FR0010135103", "Carmignac & Cie", Decimal("125.00")),
    ]


def test_wrong_statements_wait_and_say_why(night, drop, inbox):
    drop(cfonb(after=1), "a.txt")
    drop(MT940.replace("115,25", "115,26", 1), "b.sta")
    drop(CAMT.replace("115.25", "115.26"), "c.xml")
    assert (night()[0], accounts()) == (1, [])
    assert ImportRun.objects.filter(state="done", counts__rejects=1).count() == 3
    for path in inbox.rglob("*.rejets.csv"):
        reject = path.read_text(encoding="utf-8-sig").splitlines()[1]
        assert IBAN in reject
        assert "R_AMOUNT" in reject


def test_what_is_sent_in_nobody_s_format_is_refused_as_before(night, drop):
    drop("<html><body>Espace client</body></html>", "releve.xls")
    drop(CAMT[: CAMT.index("<Ntry>")], "cut.xml")
    assert night()[0] == 1
    assert set(ImportRun.objects.values_list("file_name", "code")) == {
        *(("releve.xls", "F_HTML"), ("cut.xml", "F_UNREADABLE")),
    }
