"""What tells who a client is, beside names and birth: read by the rules of a contact's own form.

What cannot be read is left out, and the line goes in: a wrong telephone is no reason to wait.
"""

from collections.abc import Callable
from typing import Any

from stdnum.fr.siret import to_siren

from imports.feeds import values
from imports.feeds.fp1.tables import Record
from imports.feeds.told import shown
from imports.records import ClientFacts, Code, ValueRefused
from text import communes, company_numbers, emails, telephones
from text.normalise import email_key

# As long as the columns of a detected client, and of a contact.
_EMAIL, _TOWN, _NUMBER = 80, 50, 50


class _Left(Exception):
    """A value that is left out."""


def facts(record: Record) -> tuple[ClientFacts, list[Code]]:
    """Return what a line of `clients` says, and why any of it is left out."""
    read = {
        "email": (_email, Code.R_EMAIL),
        "mobile": (_mobile, Code.R_PHONE),
        "siren": (_siren, Code.R_SIREN),
        "siret": (_siret, Code.R_SIREN),
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
        key = email_key(emails.parse(said))
    except emails.NotAnEmailError as wrong:
        raise _Left from wrong
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
    """Return the SIREN, or else that of the SIRET."""
    if said := _checked(cells.get("siren", ""), company_numbers.is_siren):
        return said
    return to_siren(_checked(cells.get("siret", ""), company_numbers.is_siret))


def _siret(cells: dict[str, Any]) -> str:
    """Return the SIRET, which begins with the SIREN where both are there."""
    said = _checked(cells.get("siret", ""), company_numbers.is_siret)
    if said and not said.startswith(_checked(cells.get("siren", ""), company_numbers.is_siren)):
        raise _Left
    return said


def _lei(cells: dict[str, Any]) -> str:
    return _checked(cells.get("lei", ""), company_numbers.is_lei)


def _checked(cell: Any, is_one: Callable[[str], bool]) -> str:
    said = shown(cell)
    try:
        return company_numbers.parse(said, is_one) if said else ""
    except company_numbers.NotACompanyNumberError as wrong:
        raise _Left from wrong


def _birth_place(cells: dict[str, Any]) -> tuple[str, str]:
    """Return town and INSEE code; the town that a code alone names."""
    code = shown(cells.get("code_insee_naissance", "")).upper()
    code = code if communes.CODE.fullmatch(code) else ""
    try:
        town = values.text(cells.get("commune_naissance", ""))
    except ValueRefused:
        town = ""
    if not town and code and (known := communes.with_code(code)):
        town = communes.town_of(known)
    return (town if len(town) <= _TOWN else ""), code


def _former(cells: dict[str, Any], client: str) -> str:
    try:
        said = values.identifier(cells.get("ref_client_precedente", ""))
    except ValueRefused:
        return ""
    return said if said != client and len(said) <= _NUMBER else ""
