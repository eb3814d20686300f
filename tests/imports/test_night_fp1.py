"""A night of FP1: clients by their number, each account with its first owner, and no NIR kept."""

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.models import Account, Custodian, Product, Valuation
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from imports.models import ImportRun, Reject
from tests.imports.formats.fp1_files import TABLES, WRITERS, changed, write_csv, write_json

pytestmark = pytest.mark.django_db
NIR = "185057800608491"


@pytest.fixture
def drop(inbox):
    def drop(tables, name="fp1.csv"):
        path = inbox / "assurvia" / name
        WRITERS.get(name, write_csv)(path, tables)
        return path

    return drop


def pending():
    rows = DetectedAccount.objects.order_by("account__number")
    return list(rows.values_list("account__number", "client__owner_key", "owner"))


@pytest.mark.parametrize("name", WRITERS)
def test_a_night(night, drop, name):
    drop(TABLES, name)
    status, printed = night()
    assert (status, ImportRun.objects.get().state) == (0, "done")
    assert "lignes lues 3, comptes 3 dont nouveaux 3, valeurs 2, clients détectés 2" in printed
    assert pending() == [
        ("000123", "client|C-1", None),
        ("B-2", "client|C-1", None),
        ("B-3", "contract|B-3", None),
    ]
    client = DetectedClient.objects.get(owner_key="client|C-1")
    assert (client.last_name, client.birth_name, client.first_name) == ("MOREAU", "MARTIN", "Anne")
    assert client.identity_key == "born|moreau née martin|anne|1970-04-12".replace("é", "e")
    values = Valuation.objects.order_by("value").values_list("value", "currency", "is_consolidated")
    assert list(values) == [
        (Decimal("-12.50"), "USD", True),
        (Decimal("1400.82"), "EUR", True),
    ]
    assert Custodian.objects.filter(code="assurvia", name="assurvia").exists()
    assert set(
        Product.objects.filter(custodian__code="assurvia").values_list("name", flat=True)
    ) == {
        *("Horizon", "CTO"),
    }
    (report,) = drop(TABLES).parent.glob("done/*/*/*.rapport.txt")
    said = report.read_text(encoding="utf-8-sig")
    assert "R_OWNERS, 1 ligne" in said
    assert "R_CLOSED, 1 ligne" in said
    assert "1 client sans compte" in said


def test_a_client_s_number_is_sure_whatever_else_changes(night, drop, adviser, person):
    anne = person("Moreau", "Anne", dt.date(1970, 4, 12))
    PartnerLink.objects.create(
        partner="assurvia", owner_key="client|C-1", contact=anne, decided_by=adviser
    )
    drop(changed("client", 0, nom_usage="PETIT", date_naissance="1970-04-13"))
    assert night()[0] == 0
    assert pending() == [
        ("000123", None, anne.pk),
        ("B-2", None, anne.pk),
        ("B-3", "contract|B-3", None),
    ]
    anne.refresh_from_db()
    assert anne.name == "Moreau"


def test_another_name_under_the_same_number_is_told(night, drop):
    drop(TABLES)
    night()
    other = {"nom_usage": "PETIT", "date_naissance": "1970-04-13"}
    for at, said in enumerate(({"civilite": "Mlle", "nom_usage": "Moreau"}, other)):
        drop(changed("client", 0, **said), f"{at}.csv")
    assert night()[0] == 0
    counts = ImportRun.objects.order_by("pk").values_list("counts", flat=True)
    assert [one["warned"].get("R_IDENTITY") for one in counts] == [None, None, 1]
    client = DetectedClient.objects.get(owner_key="client|C-1")
    assert (client.last_name, client.birth_date) == ("MOREAU", dt.date(1970, 4, 12))


def test_one_identity_at_two_partners_is_one_line(night, drop, put):
    drop(changed("client", 0, nom_usage=None))
    put("a.csv", _LINE | {"number": "X-1"}, partner="autre")
    night()
    keys = DetectedClient.objects.filter(first_name="Anne").values_list("owner_key", "identity_key")
    born = "born|martin|anne|1970-04-12"
    assert set(keys) == {("client|C-1", born), (born, born)}


_LINE = {
    "title": "Madame",
    "last_name": "MARTIN",
    "first_name": "Anne",
    "birth_date": "12/04/1970",
    "custodian_code": "AUT",
    "custodian_name": "Autre",
    "product_code": "P",
    "product_name": "Produit",
}


def test_what_the_firm_renamed_keeps_its_name(night, drop):
    custodian = Custodian.objects.create(code="assurvia", name="Assurvia Vie")
    Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    drop(TABLES)
    assert night()[0] == 0
    assert Account.everything.get(number="000123").product.code == "HM"
    assert Custodian.objects.get() == custodian


def test_the_next_night_brings_values_alone(night, drop):
    drop(TABLES)
    night()
    accounts = changed("compte", 0, encours="1500", date_encours="2026-10-31")["compte"]
    drop({"compte": accounts}, "comptes.csv")
    assert night()[0] == 0
    account = Account.everything.get(number="000123")
    assert (account.last_value, account.last_valued_on) == (Decimal(1500), dt.date(2026, 10, 31))
    assert DetectedClient.objects.count() == 2


def test_a_contract_whose_client_is_unknown_waits_whole(night, drop, inbox):
    drop(changed("titulaire", 1, ref_client="C-9"))
    assert night()[0] == 1
    rows = Reject.objects.order_by("line").values_list("line", "code", "number")
    assert list(rows) == [(6, "R_CONTRACT_INCOMPLETE", "000123"), (11, "R_REFERENCE", "000123")]
    (rejects,) = inbox.rglob("*.rejets.csv")
    mended = rejects.read_text(encoding="utf-8-sig").splitlines()
    path = inbox / "assurvia" / rejects.name
    path.write_text("\n".join([mended[0], mended[1], ""]), encoding="utf-8")
    assert night()[0] == 0
    assert ("000123", "contract|000123", None) in pending()


def test_a_line_about_a_private_client_s_number_is_seen_by_nobody_else(
    night, drop, secret, adviser, manager, sign_in
):
    PartnerLink.objects.create(
        partner="assurvia", owner_key="client|C-9", contact=secret, decided_by=adviser
    )
    drop(changed("titulaire", 1, ref_client="C-9"))
    night()
    run = ImportRun.objects.get()
    page = sign_in(manager).get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "R_REFERENCE" not in page
    assert "R_CONTRACT_INCOMPLETE" not in page


@pytest.mark.parametrize("name", WRITERS)
def test_no_social_security_number_is_kept(night, drop, inbox, name):
    tables = changed("client", 0, numero_secu=NIR, prenoms=f"Anne {NIR}")
    drop(tables, name)
    night()
    assert ImportRun.objects.get().counts["warned"]["R_FORBIDDEN_NIR"] == 1
    assert DetectedClient.objects.get(owner_key="client|C-1").first_name == "Anne"
    kept = [path for path in inbox.rglob("*") if path.is_file()]
    assert kept
    assert not any(NIR.encode() in path.read_bytes() for path in kept)


def test_a_part_of_a_number_goes_too_from_objects(night, inbox):
    path = inbox / "assurvia" / "fp1.jsonl"
    write_json(path, changed("client", 0, numero_secu="1850578006084"))
    night()
    (kept,) = inbox.rglob("fp1.jsonl")
    assert "1850578006084" not in kept.read_text(encoding="utf-8")
    assert '"ref_client": "C-1"' in kept.read_text(encoding="utf-8")


def test_a_partner_s_model_is_one_click_away(db, manager, junior, sign_in):
    page = sign_in(manager).get(reverse("imports:runs") + "?" + urlencode({"partner": ""}))
    assert reverse("imports:feed-model") in page.content.decode()
    answer = sign_in(manager).get(reverse("imports:feed-model"))
    assert answer["Content-Disposition"] == 'attachment; filename="modele_fp1.xlsx"'
    assert answer.content[:4] == b"PK\x03\x04"
    assert sign_in(junior).get(reverse("imports:feed-model")).status_code == 403
