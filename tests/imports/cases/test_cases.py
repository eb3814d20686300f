"""What each file of a night must end in: the firm is empty unless a case says what it knows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import Account, Custodian, Product, Valuation
from alerts.models import DetectedClient
from contacts.enums import Kind
from imports.feeds.notes import placed
from imports.models import ImportRun, Reject

EVERY_KIND = ("csv", "xlsx", "xls")


@dataclass(frozen=True)
class Case:
    """`files` come in this order, each in the folder of its partner: "partner/name".

    `kinds`: the formats in which it is played; "" is the file as it came.
    """

    files: tuple[str, ...]
    # (number, date, value) of every value in the base.
    values: tuple[tuple[str, str, str], ...] = ()
    # (code, line, column) of every line set aside; of several sheets "3 (Sheet)".
    rejects: tuple[tuple[str, str, str], ...] = ()
    # (state, code, business date) of each file.
    runs: tuple[tuple[str, str, str], ...] = (("done", "", "2026-10-31"),)
    options: tuple[str, ...] = ()
    # Numbers of the accounts that the firm has of the product.
    known: tuple[str, ...] = ()
    # What the report of the last file says, among more.
    says: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("",)
    # Called when all else is as it must be.
    also: Callable[[Any], None] | None = None


CASES: dict[str, Case] = {
    "date_future": Case(
        files=("assurvia/date_future.csv", "assurvia/date_future_suite.csv"),
        values=(
            ("P1", "2026-10-31", "1000.00"),
            ("P1", "2026-11-30", "1100.00"),
            ("P2", "2026-11-30", "1100.00"),
        ),
        rejects=(("R_DATE", "3", "Date de situation"),),
        runs=(("done", "", "2026-10-31"), ("done", "", "2026-11-30")),
        kinds=EVERY_KIND,
    ),
    "devise": Case(
        files=("assurvia/devise.csv",),
        rejects=(("R_CURRENCY", "2", "Devise de cotation (ISO)"),),
        runs=(("done", "", ""),),
        kinds=EVERY_KIND,
    ),
    "naissance_future": Case(
        files=("assurvia/naissance_future.csv",),
        rejects=(("R_DATE", "2", "Date de naissance"),),
        runs=(("done", "", ""),),
        kinds=EVERY_KIND,
    ),
    "nir": Case(
        files=("assurvia/nir.csv",),
        values=(("AF1", "2026-10-31", "1000.00"), ("AF3", "2026-10-31", "1000.00")),
        rejects=(("R_DATE", "3", "Date de situation"),),
        says=("R_FORBIDDEN_NIR, 3 lignes",),
        kinds=EVERY_KIND,
    ),
    "obligation": Case(
        files=("assurvia/obligation.csv",),
        values=(("B1", "2026-10-31", "9850.00"),),
        kinds=EVERY_KIND,
    ),
    "cellules_fusionnees": Case(
        files=("assurvia/cellules_fusionnees.csv",),
        rejects=(
            ("R_CONTRACT_INCOMPLETE", "2", ""),
            ("R_ID_MISSING", "3", "Numéro de compte / contrat"),
            ("R_ID_MISSING", "4", "Numéro de compte / contrat"),
        ),
        runs=(("done", "", ""),),
        kinds=EVERY_KIND,
    ),
    "comptes_titre": Case(
        files=("assurvia/comptes_titre.xlsx",),
        values=(("TS5", "2026-10-31", "1000.00"),),
        says=("Feuilles sans nos en-têtes, non lues\u202f: Comptes.",),
    ),
    "comptes_vide": Case(
        files=("assurvia/comptes_vide.xlsx",), values=(("TS4", "2026-10-31", "1000.00"),)
    ),
    "deux_feuilles": Case(
        files=("assurvia/deux_feuilles.xlsx",),
        values=tuple((number, "2026-10-31", "1000.00") for number in ("TS1", "TS2", "TS3")),
    ),
    "extranet_html": Case(
        files=("assurvia/extranet_html.xls",),
        runs=(("rejected", "F_HTML", ""),),
        says=("Ouvrez-le dans un tableur, enregistrez-le en classeur Excel (.xlsx)",),
    ),
    "formule_texte": Case(
        files=("assurvia/formule_texte.csv",),
        values=(("0001235", "2026-10-31", "1000.00"),),
        kinds=EVERY_KIND,
    ),
    "java_double": Case(
        files=("assurvia/java_double.csv",),
        rejects=(("R_ID_MANGLED", "2", "Numéro de compte / contrat"),),
        runs=(("done", "", ""),),
        kinds=EVERY_KIND,
    ),
    "milliers_anglais": Case(
        files=("assurvia/milliers_anglais.csv",),
        values=(("EN1", "2026-10-31", "1234.50"), ("EN2", "2026-10-31", "1234.00")),
        kinds=EVERY_KIND,
    ),
    "strict": Case(
        files=("assurvia/strict.csv",),
        options=("--strict",),
        rejects=(("R_DATE", "3", "Date de situation"),),
        runs=(("rejected", "R_DATE", ""),),
        says=(
            "rien n’en est enregistré.\n",
            "Corrigez ces lignes dans le fichier lui-même et redéposez le fichier entier",
        ),
        kinds=EVERY_KIND,
    ),
    "strict_not": Case(
        files=("assurvia/strict.csv",),
        values=(("S1", "2026-10-31", "1000.00"), ("S3", "2026-10-31", "1000.00")),
        rejects=(("R_DATE", "3", "Date de situation"),),
        kinds=EVERY_KIND,
    ),
    "contrat95": Case(
        files=("assurvia/contrat95.csv",),
        values=(("C95", "2026-10-31", "1000.00"),),
        kinds=EVERY_KIND,
    ),
    "genres": Case(
        files=("assurvia/genres.csv",),
        values=(("GE1", "2026-10-31", "1000.00"), ("GE2", "2026-10-31", "1000.00")),
        kinds=EVERY_KIND,
        also=lambda _inbox: are_of_their_kinds(),
    ),
    "nee": Case(
        files=("assurvia/nee.csv",),
        values=(("NE1", "2026-10-31", "1000.00"),),
        kinds=EVERY_KIND,
        also=lambda _inbox: is_named("FOULQUIER", "BOURDALOUE", Kind.PERSON),
    ),
    "ouverture_absente": Case(
        files=("assurvia/ouverture_absente.csv",),
        values=(("OU1", "2026-10-31", "1000.00"),),
        kinds=EVERY_KIND,
    ),
    "zeros_du_format": Case(
        files=("assurvia/zeros_du_format.xlsx",),
        values=(("123", "2026-10-31", "1000.00"), ("4567", "2026-10-31", "1000.00")),
        says=("R_ID_MANGLED, 2 lignes\u202f: Le numéro de ce nouveau compte",),
    ),
    "zeros_du_format_known": Case(
        files=("assurvia/zeros_du_format.xlsx",),
        known=("0000123",),
        values=(("4567", "2026-10-31", "1000.00"),),
        rejects=(("R_ID_MANGLED", "2", "Numéro de compte / contrat"),),
        also=lambda inbox: names_the_account(inbox, "0000123"),
    ),
}
PLAYED = [
    pytest.param(case, kind, id=f"{name}.{kind}" if kind else name)
    for name, case in CASES.items()
    for kind in case.kinds
]


@pytest.mark.parametrize(("case", "kind"), PLAYED)
def test_a_night(case, kind, night, drop, inbox, manager, sign_in, monkeypatch):
    know(case.known)
    for file in case.files:
        partner, name = file.split("/")
        drop(name, partner, kind)
        night(*case.options)
    assert values() == list(case.values)
    assert rejects() == list(case.rejects)
    runs = ImportRun.objects.order_by("pk")
    assert [(run.state, run.code, str(run.business_date or "")) for run in runs] == list(case.runs)
    monkeypatch.undo()  # who reads of it logs in today: sessions end by the machine's own clock
    report = sign_in(manager).get(f"/imports/{runs.last().pk}/rapport/").content.decode()
    assert [said for said in case.says if said not in report] == []
    if case.also:
        case.also(inbox)


def know(numbers):
    """Open these accounts of the product that the cases are about, owned by nobody."""
    if not numbers:
        return
    custodian = Custodian.objects.create(code="ZZ9", name="ASSUREUR ZZ")
    product = Product.objects.create(custodian=custodian, code="P1", name="Multisupport")
    for number in numbers:
        Account.everything.create(product=product, number=number, currency="EUR")


def values():
    rows = Valuation.objects.order_by("account__number", "date").select_related("account")
    return [(row.account.number, row.date.isoformat(), str(row.value)) for row in rows]


def rejects():
    rows = Reject.objects.order_by("run", "pk")
    return [(row.code, placed(row.sheet, row.line), row.column) for row in rows]


def is_named(*names_and_kind):
    rows = DetectedClient.objects.values_list("last_name", "birth_name", "kind")
    assert list(rows) == [names_and_kind]


def are_of_their_kinds():
    rows = DetectedClient.objects.order_by("last_name")
    assert [(row.last_name, row.kind, row.title, row.is_joint) for row in rows] == [
        ("MENUISERIE LEBRUN", Kind.ORGANISATION, "SARL", False),
        ("PAUL DUPONT", Kind.PERSON, "M. et Mme", True),
    ]


def names_the_account(inbox, number):
    (path,) = inbox.rglob("*.rejets.csv")
    assert f"Il existe un compte {number}." in path.read_text("utf-8-sig")
