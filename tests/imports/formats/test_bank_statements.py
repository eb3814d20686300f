"""CFONB 120, camt.053, MT940 and OFX, read: the balance at the end, or why there is none."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from imports.feeds import formats
from imports.feeds.notes import Notes
from imports.feeds.parts import Block, Forbidden
from imports.records import Code, FileRefused, Limits
from tests.imports.formats.bank_files import (
    CAMT,
    IBAN,
    MT940,
    OFX,
    PORTFOLIO,
    SAMPLES,
    cfonb,
    cfonb_record,
)

TODAY = dt.date(2026, 11, 1)
NIR = "1 85 05 78 006 084 91"


def read(path, limits=None):
    format_ = formats.of(path)
    said = {"partner": "banque", "today": TODAY, "notes": Notes()}
    lines, rejected, forbidden = [], [], []
    for part in format_.read(path, limits or Limits(), **said):
        if isinstance(part, Block):
            lines += part.lines()
        elif isinstance(part, Forbidden):
            forbidden += part.lines
        else:
            rejected += part
    return format_.name, lines, rejected, forbidden


@pytest.fixture
def told(tmp_path):
    def told(said, limits=None, encoding="utf-8"):
        path = tmp_path / "file.dat"
        path.write_bytes(said if isinstance(said, bytes) else said.encode(encoding))
        return read(path, limits)

    return told


@pytest.mark.parametrize("name", SAMPLES)
def test_the_four_say_the_same_of_an_account(told, name):
    found, (line,), rejected, forbidden = told(SAMPLES[name])
    assert (found, rejected, forbidden) == (name, [], [])
    assert (line.number, line.value, line.currency) == (IBAN, Decimal("115.25"), "EUR")
    assert line.situation_on == dt.date(2026, 10, 30)
    assert (line.custodian_code, line.product_code) == ("20041", "COURANT")
    assert line.product_name == "Compte courant"
    assert (line.last_name, line.client_number) == ("", "")
    named = {"camt.053": "Banque de l'Ouest", "OFX": "Banque de l'Ouest"}
    assert line.custodian_name == named.get(name, "Banque 20041")
    assert line.label == ("Compte joint" if name == "camt.053" else "")


@pytest.mark.parametrize(
    "said",
    [
        cfonb().replace("\n", "\r\n"),
        cfonb().replace("\n", ""),  # records without line feeds
        "\n".join(line.rstrip() for line in cfonb().splitlines()),
        cfonb().replace("VIREMENT", "VIREM\u00e9NT"),
        MT940.replace("\n", "\r\n"),
        MT940[MT940.index(":20:") :],
        MT940.replace(IBAN, "20041/01005/0500013M026"),
        MT940.replace(IBAN, "20041 01005 0500013M026 06"),
        MT940.replace(":25:", ":25:PSSTFRPPXXX/"),
        CAMT.replace("\n", ""),
        CAMT.replace("<Dt>2026-10-30</Dt>", "<DtTm>2026-10-30T23:59:59+01:00</DtTm>"),
        CAMT.replace("camt.053.001.02", "camt.053.001.08").replace("BIC>", "BICFI>"),
        CAMT.replace("<", "<n:")
        .replace("<n:/", "</n:")
        .replace("<n:?", "<?")
        .replace("xmlns=", "xmlns:n="),
        OFX.replace("<BALAMT>115.25<", "<BALAMT>+115,25</BALAMT><"),
        OFX.replace("</BANKACCTFROM>", "<ACCTKEY>06</BANKACCTFROM>"),
    ],
    ids=range(15),
)
def test_ways_of_writing_the_same(told, said):
    _, (line,), rejected, _ = told(said)
    assert (rejected, line.number, line.value) == ([], IBAN, Decimal("115.25"))


@pytest.mark.parametrize(
    "said",
    [cfonb().encode("cp1252"), CAMT.replace("UTF-8", "UTF-16").encode("utf-16")],
    ids=["cp1252", "utf-16"],
)
def test_encodings(told, said):
    assert told(said)[1][0].number == IBAN


def test_debts_are_below_nothing(told):
    assert told(cfonb(-500, (-25,), -525))[1][0].value == Decimal("-5.25")
    mine = MT940.replace("60F:C", "60F:D").replace(":62F:C261030EUR115,25", ":62F:D261030EUR84,75")
    assert told(mine)[1][0].value == Decimal("-84.75")


def test_currencies_have_their_own_decimals(told):
    _, (line,), *_ = told(cfonb().replace("EUR2", "JPY0"))
    assert (line.value, line.currency) == (Decimal(11525), "JPY")


def test_a_long_statement_in_parts_is_one_balance(told):
    first = ":20:A\n:25:{0}\n:60F:C261029EUR1,\n:61:261030C2,NMSC\n:62M:C261030EUR3,\n-\n"
    second = ":20:B\n:25:{0}\n:60M:C261030EUR3,\n:61:261030RC1,5NMSC\n:62F:C261030EUR1,5\n-\n"
    _, (line,), rejected, _ = told((first + second).format(IBAN))
    assert (line.value, rejected) == (Decimal("1.5"), [])


def test_accounts_elsewhere_keep_their_number_and_their_bank(told):
    foreign = CAMT.replace(IBAN, "DE89370400440532013000")
    _, (line,), *_ = told(foreign)
    assert (line.number, line.custodian_code) == ("DE89370400440532013000", "PSSTFRPP")
    other = CAMT.replace(f"<IBAN>{IBAN}</IBAN>", "<Othr><Id>K-1</Id></Othr>")
    assert told(other)[1][0].number == "K-1"
    _, (line,), *_ = told(MT940.replace(IBAN, "GENODEFF/K-1"))
    assert (line.number, line.custodian_code) == ("K-1", "GENODEFF")
    _, (line,), *_ = told(MT940.replace(IBAN, "K-1"))
    assert (line.number, line.custodian_code, line.custodian_name) == ("K-1", "banque", "banque")


def test_a_portfolio_is_what_it_holds(told):
    name, lines, rejected, _ = told(PORTFOLIO)
    cash, fund = sorted(lines, key=lambda line: line.holding_code)
    assert (name, rejected) == ("OFX", [])
    assert (fund.number, fund.custodian_code, fund.custodian_name) == (
        *("T-77", "courtier.example", "Courtier"),
    )
    assert (fund.product_name, fund.holding_code) == ("Compte-titres", "FR0010135103")
    assert fund.holding_name == "Carmignac & Cie"
    assert (fund.units, fund.price, fund.value) == (10, Decimal("12.5"), 125)
    assert fund.price_on == dt.date(2026, 10, 29)
    assert (cash.holding_name, cash.value, cash.number) == ("Espèces", Decimal("40.10"), "T-77")


def test_a_holding_that_begins_outside_a_portfolio_is_none(told):
    said = PORTFOLIO.replace("<INVSTMTRS>", "<POSMF><INVSTMTRS><UNITS>3</UNITS>", 1)
    assert sorted(line.holding_name for line in told(said)[1]) == ["Carmignac & Cie", "Espèces"]


def test_a_card_is_no_account(told):
    assert told(OFX.replace("STMTRS>", "CCSTMTRS>"))[1:] == ([], [], [])


BAD_IBAN = "FR1520041010050500013M02606"
ASIDE = {
    "a balance that the movements do not make": [
        (cfonb(after=11_526), 6, Code.R_AMOUNT),
        (MT940.replace("115,25", "115,26", 1), 10, Code.R_AMOUNT),
        (CAMT.replace("115.25", "115.26"), 11, Code.R_AMOUNT),
    ],
    "an amount that is none": [
        (cfonb().replace("255{", "255X"), 2, Code.R_AMOUNT),
        (cfonb().replace("1152E", "11525"), 6, Code.R_AMOUNT),
        (MT940.replace("R25,50N", "R25.50N"), 6, Code.R_AMOUNT),
        (CAMT.replace(">25.50</Amt><C", ">1E9</Amt><C"), 13, Code.R_AMOUNT),
        (CAMT.replace("CRDT", "XXXX", 1), 9, Code.R_AMOUNT),
        (OFX.replace("115.25", "ten"), 12, Code.R_AMOUNT),
        (OFX.replace("<BALAMT>115.25", ""), 12, Code.R_AMOUNT),
    ],
    "no balance at the end": [
        ("\n".join(cfonb().splitlines()[:-1]), 1, Code.R_AMOUNT),
        (MT940[: MT940.index(":62F:")], 3, Code.R_AMOUNT),
        (CAMT.replace("CLBD", "CLAV"), 5, Code.R_AMOUNT),
    ],
    "a day that is none": [
        (cfonb(day="311126"), 6, Code.R_DATE),
        (cfonb(day="011226"), 6, Code.R_DATE),  # to come
        (MT940.replace("62F:C261030", "62F:C261330"), 10, Code.R_DATE),
        (CAMT.replace("2026-10-30", "30/10/2026"), 11, Code.R_DATE),
        (OFX.replace("20261030235959", "2026"), 12, Code.R_DATE),
    ],
    "a number that is none": [
        (MT940.replace(IBAN, BAD_IBAN), 3, Code.R_IBAN),
        (CAMT.replace(IBAN, BAD_IBAN), 5, Code.R_IBAN),
        (CAMT.replace(f"<IBAN>{IBAN}</IBAN>", ""), 5, Code.R_ID_MISSING),
        (OFX.replace("</BANKACCTFROM>", "<ACCTKEY>07</BANKACCTFROM>"), 12, Code.R_IBAN),
        (OFX.replace("<ACCTID>0500013M026", ""), 12, Code.R_ID_MISSING),
        (MT940.replace(IBAN, ""), 3, Code.R_ID_MISSING),
    ],
    "a currency that is none": [
        (cfonb().replace("EUR2", "EUE2"), 6, Code.R_CURRENCY),
        (CAMT.replace('"EUR"', '"EUE"'), 11, Code.R_CURRENCY),
        (OFX.replace("<CURDEF>EUR", "<CURDEF>EUE"), 12, Code.R_CURRENCY),
    ],
    "a line of another length": [
        (cfonb() + "07short\n", 7, Code.R_COLUMN_COUNT),
        (cfonb() + cfonb_record("31") + "\n", 7, Code.R_TYPE),
    ],
    "another account's movement": [
        (cfonb().replace("0500013M026", "0500013M027", 1), 2, Code.R_ID_MISSING),
    ],
}
CASES = [(why, *case) for why, cases in ASIDE.items() for case in cases]


@pytest.mark.parametrize("at", range(len(CASES)))
def test_what_is_wrong_is_set_aside(told, at):
    why, said, line, code = CASES[at]
    _, _, rejected, _ = told(said)
    assert [(one.line, one.code) for one in rejected[:1]] == [(line, code)], why


def test_one_bad_statement_does_not_stop_the_others(told):
    for bad, good in (
        (cfonb(after=1), cfonb()),
        (MT940.replace(":61:261030D", ":61:261030?"), MT940),
        (CAMT[: CAMT.index(" </Bk")].replace("115.25", "1"), CAMT[CAMT.index("  <Stmt>") :]),
    ):
        _, lines, rejected, _ = told(bad + good)
        assert ([line.value for line in lines], len(rejected)) == ([Decimal("115.25")], 1)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
REFUSED = {
    "entities": (CAMT.replace("<Document", f"{BOMB}<Document"), "F_BOMB"),
    "a file of the machine": (
        CAMT.replace("<Document", f"{FILE}<Document").replace("joint", "&a;"),
        "F_BOMB",
    ),
    "a type that stands elsewhere": (
        CAMT.replace("<Document", '<!DOCTYPE x SYSTEM "x.dtd"><Document'),
        "F_BOMB",
    ),
    "entities of OFX": (PORTFOLIO.replace("<OFX>", f"{BOMB}<OFX>"), "F_BOMB"),
    "cut XML": (CAMT[: CAMT.index("<Ntry>")], "F_UNREADABLE"),
    "unclosed XML": (CAMT.replace("</Acct>", ""), "F_UNREADABLE"),
    "deep XML": (CAMT.replace("<GrpHdr>", "<a>" * 99), "F_SIZE"),
    "OFX in OFX": (PORTFOLIO.replace("<UNITS>", "<STMTRS><UNITS>"), "F_UNREADABLE"),
    "cut OFX": (OFX[: OFX.index("</STMTTRNRS>")], "F_UNREADABLE"),
    "lost letters": (cfonb().replace("VIREMENT", "VIREM\x81NT"), "F_ENCODING"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_hostile_or_a_cut_file_is_refused(told, why):
    said, code = REFUSED[why]
    with pytest.raises(FileRefused) as refused:
        told(said)
    assert refused.value.code == code


@pytest.mark.parametrize("name", SAMPLES)
def test_limits(told, name):
    many = {
        "CFONB 120": cfonb(moves=(1,) * 30),
        "camt.053": CAMT.replace("<Ntry>", "<Ntry></Ntry>" * 30 + "<Ntry>", 1),
        "MT940": MT940.replace(":86:", ":86:\n" * 30),
        "OFX": OFX.replace("<DTSTART>", "<X>1" * 600 + "<DTSTART>"),
    }
    with pytest.raises(FileRefused) as refused:
        told(many[name], replace(Limits(), lines=25))
    assert refused.value.code == Code.F_SIZE
    with pytest.raises(FileRefused) as refused:
        told(SAMPLES[name], replace(Limits(), bytes=100))
    assert refused.value.code == Code.F_SIZE


def test_a_social_security_number_is_dropped(told):
    _, (line,), _, forbidden = told(CAMT.replace("Compte joint", f"Compte {NIR}"))
    assert (line.label, len(forbidden)) == ("Compte", 1)
    _, _, (reject,), _ = told(CAMT.replace(f"<IBAN>{IBAN}</IBAN>", f"<Othr><Id>{NIR}</Id></Othr>"))
    assert (reject.code, NIR in str(reject)) == (Code.R_FORBIDDEN_NIR, False)


def test_movements_are_not_read(told):
    _, (line,), *_ = told(MT940.replace("QUELQU'UN", NIR))
    assert NIR not in str(line)
