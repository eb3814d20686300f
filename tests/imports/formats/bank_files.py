"""Statements of made-up accounts as each format writes them: right ones, to be changed in tests."""

IBAN = "FR1420041010050500013M02606"


def cfonb_amount(cents):
    """Write cents with the sign in the last digit."""
    digits = f"{abs(cents):014}"
    return digits[:-1] + ("}JKLMNOPQR" if cents < 0 else "{ABCDEFGHI")[int(digits[-1])]


def cfonb_record(code, cents=0, day="301026", number="0500013M026", label="VIREMENT"):
    head = f"{code}20041    01005EUR2 {number:11}  {day}"
    head = head.ljust(48) + (label if code in {"04", "05"} else "")
    record = head.ljust(90) + ("" if code == "05" else cfonb_amount(cents))
    return record.ljust(120)


def cfonb(before=10_000, moves=(2_550, -1_025), after=11_525, **said):
    records = [cfonb_record("01", before, day="291026")]
    for cents in moves:
        records += [cfonb_record("04", cents), cfonb_record("05", label="LCC SUITE")]
    return "\n".join([*records, cfonb_record("07", after, **said), ""])


MT940 = f"""\
{{1:F01PSSTFRPPAXXX0000000000}}{{2:I940PSSTFRPPXXXXN}}{{4:
:20:RELEVE1
:25:{IBAN}
:28C:00001/001
:60F:C261029EUR100,00
:61:2610301030CR25,50NTRFNONREF//B1
:86:VIREMENT DE
 QUELQU'UN
:61:261030D10,25NCHK0001
:62F:C261030EUR115,25
:64:C261030EUR115,25
-}}
"""

CAMT = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>1</MsgId></GrpHdr>
  <Stmt>
   <Id>1</Id>
   <Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy><Nm>Compte joint</Nm>
    <Svcr><FinInstnId><BIC>PSSTFRPPXXX</BIC><Nm>Banque de l'Ouest</Nm></FinInstnId></Svcr></Acct>
   <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt>
    <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-29</Dt></Dt></Bal>
   <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">115.25</Amt>
    <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-30</Dt></Dt></Bal>
   <Ntry><Amt Ccy="EUR">25.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
    <NtryDtls><TxDtls><Amt Ccy="EUR">25.50</Amt></TxDtls></NtryDtls></Ntry>
   <Ntry><Amt Ccy="EUR">10.25</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry>
   <Ntry><Amt Ccy="EUR">999.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts></Ntry>
  </Stmt>
 </BkToCstmrStmt>
</Document>
"""

OFX = """\
OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252

<OFX>
<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261031
<FI><ORG>Banque de l'Ouest<FID>1234</FI></SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1
<STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>20041<BRANCHID>01005<ACCTID>0500013M026<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261001<STMTTRN><TRNTYPE>CREDIT<TRNAMT>25.50<NAME>QUELQU&amp;UN</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL><BALAMT>115.25<DTASOF>20261030235959[+1:CET]</LEDGERBAL>
<AVAILBAL><BALAMT>99.00<DTASOF>20261031</AVAILBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1>
</OFX>
"""

PORTFOLIO = """\
<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX>
 <SIGNONMSGSRSV1><SONRS><FI><ORG>Courtier</ORG><FID>77</FID></FI></SONRS></SIGNONMSGSRSV1>
 <INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS>
  <DTASOF>20261030</DTASOF><CURDEF>EUR</CURDEF>
  <INVACCTFROM><BROKERID>courtier.example</BROKERID><ACCTID>T-77</ACCTID></INVACCTFROM>
  <INVPOSLIST>
   <POSMF><INVPOS><SECID><UNIQUEID>FR0010135103</UNIQUEID><UNIQUEIDTYPE>ISIN</UNIQUEIDTYPE></SECID>
    <HELDINACCT>CASH</HELDINACCT><POSTYPE>LONG</POSTYPE><UNITS>10</UNITS>
    <UNITPRICE>12.5</UNITPRICE><MKTVAL>125.00</MKTVAL><DTPRICEASOF>20261029</DTPRICEASOF></INVPOS></POSMF>
  </INVPOSLIST>
  <INVBAL><AVAILCASH>40.10</AVAILCASH><MARGINBALANCE>0</MARGINBALANCE></INVBAL>
 </INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1>
 <SECLISTMSGSRSV1><SECLIST><MFINFO><SECINFO>
  <SECID><UNIQUEID>FR0010135103</UNIQUEID><UNIQUEIDTYPE>ISIN</UNIQUEIDTYPE></SECID>
  <SECNAME>Carmignac &amp; Cie</SECNAME></SECINFO></MFINFO></SECLIST></SECLISTMSGSRSV1>
</OFX>
"""

SAMPLES = {"CFONB 120": cfonb(), "camt.053": CAMT, "MT940": MT940, "OFX": OFX}
