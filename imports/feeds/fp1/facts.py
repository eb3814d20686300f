"""What tells who a client is, beside names and birth: read by the rules of a contact's own form.

What cannot be read is left out, and the line goes in: a wrong telephone is no reason to wait.
"""

import re
from collections.abc import Callable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from stdnum import lei
from stdnum.fr import siren, siret

from imports.feeds import values
from imports.feeds.fp1.tables import Record
from imports.feeds.told import shown
from imports.records import ClientFacts, Code, ValueRefused
from text import communes, telephones
from text.normalise import email_key

_BETWEEN = re.compile(r"[\s.\-]")
_INSEE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
# As long as the columns of a detected client, and of a contact.
_EMAIL, _TOWN, _NUMBER = 80, 50, 50
_SIREN = 9


class _Left(Exception):
    """A value that is left out."""


def facts(record: Record) -> tuple[ClientFacts, list[Code]]:
    """Return what a line of `clients` says, and why any of it is left out."""
    read = {
        "email": (_email, Code.R_EMAIL),
        "mobile": (_mobile, Code.R_PHONE),
        "siren": (_siren, Code.R_SIREN),
        "lei": (_lei, Code.R_SIREN),
    }
    found: dict[str, str] = {}
    left = []
    for name, (reader, code) in read.items():
        try:
            found[name] = reader(record.cells)
        except _Left:
            left.append(code)
    town, commune = _birth_place(record.cells)
    client = values.identifier(record.cells.get("ref_client", ""))
    former = _former(record.cells, client)
    told = ClientFacts(
        client, **found, birth_town=town, birth_commune=commune, former_number=former
    )
    return told, list(dict.fromkeys(left))


def _email(cells: dict[str, Any]) -> str:
    said = shown(cells.get("email", ""))
    if not said:
        return ""
    try:
        validate_email(said, check_deliverability=False)
    except EmailNotValidError as wrong:
        raise _Left from wrong
    key = email_key(said)
    if len(key) > _EMAIL:
        raise _Left
    return key


def _mobile(cells: dict[str, Any]) -> str:
    said = shown(cells.get("tel_mobile", ""))
    try:
        return telephones.parse(said).number if said else ""
    except telephones.NotATelephoneError as wrong:
        raise _Left from wrong


def _siren(cells: dict[str, Any]) -> str:
    """Return the SIREN; of a SIRET alone its first nine digits."""
    if said := _checked(cells.get("siren", ""), siren.is_valid):
        return said
    return _checked(cells.get("siret", ""), siret.is_valid)[:_SIREN]


def _lei(cells: dict[str, Any]) -> str:
    return _checked(cells.get("lei", ""), lei.is_valid)


def _checked(cell: Any, is_valid: Callable[[str], bool]) -> str:
    bare = _BETWEEN.sub("", shown(cell)).upper()
    # One digit repeated agrees with itself, and is nobody's number.
    if bare and (not bare.isascii() or len(set(bare)) == 1 or not is_valid(bare)):
        raise _Left
    return bare


def _birth_place(cells: dict[str, Any]) -> tuple[str, str]:
    """Return town and INSEE code; the town that a code alone names."""
    code = shown(cells.get("code_insee_naissance", "")).upper()
    code = code if _INSEE.fullmatch(code) else ""
    try:
        town = values.text(cells.get("commune_naissance", ""))
    except ValueRefused:
        town = ""
    if not town and code and (known := communes.with_code(code)):
        town = known.name
    return (town if len(town) <= _TOWN else ""), code


def _former(cells: dict[str, Any], client: str) -> str:
    try:
        said = values.identifier(cells.get("ref_client_precedente", ""))
    except ValueRefused:
        return ""
    return said if said != client and len(said) <= _NUMBER else ""
