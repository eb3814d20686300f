"""The three tables of FP1, and which of them a line of headers or a `type` is about."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from imports.feeds import nir
from imports.feeds.text import header_key
from imports.records import Code, FileRefused


class Table(StrEnum):
    """The values are those of `type` in JSON lines; sheets are called by them, with an s."""

    CLIENTS = "client"
    ACCOUNTS = "compte"
    HOLDERS = "titulaire"


class Role(StrEnum):
    """What a client is to an account; those who own something of it come first, in this order."""

    HOLDER = "TITULAIRE"
    JOINT_HOLDER = "CO_TITULAIRE"
    USUFRUCTUARY = "USUFRUITIER"
    BARE_OWNER = "NU_PROPRIETAIRE"
    INSURED = "ASSURE"
    GUARDIAN = "REPRESENTANT_LEGAL"
    ATTORNEY = "MANDATAIRE"


# As an account's label has them.
ROLES = {
    Role.HOLDER: "Titulaire",
    Role.JOINT_HOLDER: "Co-titulaire",
    Role.USUFRUCTUARY: "Usufruitier",
    Role.BARE_OWNER: "Nu-propriétaire",
    Role.INSURED: "Assuré",
    Role.GUARDIAN: "Représentant légal",
    Role.ATTORNEY: "Mandataire",
}
OWNERS = (Role.HOLDER, Role.JOINT_HOLDER, Role.USUFRUCTUARY, Role.BARE_OWNER)

COLUMNS: Mapping[Table, tuple[str, ...]] = {
    Table.CLIENTS: (
        *("ref_client", "type_personne", "civilite", "nom_naissance", "nom_usage", "prenoms"),
        *("date_naissance", "commune_naissance", "code_insee_naissance", "pays_naissance"),
        *("date_deces", "raison_sociale", "forme_juridique", "siren", "siret", "lei", "email"),
        *("tel_mobile", "tel_fixe", "adresse_1", "adresse_2", "adresse_3", "code_postal", "ville"),
        *("pays", "nationalite", "pays_fiscal", "code_conseiller", "statut"),
        *("ref_client_precedente", "maj_le"),
    ),
    Table.ACCOUNTS: (
        *("ref_compte", "type_compte", "produit", "date_effet", "date_cloture", "motif_cloture"),
        *("statut", "devise", "encours", "date_encours", "iban", "code_conseiller"),
        *("ref_compte_precedente", "ref_compte_parent", "maj_le"),
    ),
    Table.HOLDERS: ("ref_compte", "ref_client", "role", "quote_part", "rang"),
}
# Of each table what must be there: more tells it from the others than less.
KEYS: Mapping[Table, tuple[str, ...]] = {
    Table.HOLDERS: ("ref_compte", "ref_client", "role"),
    Table.ACCOUNTS: ("ref_compte",),
    Table.CLIENTS: ("ref_client",),
}
IDENTIFIERS = ("ref_compte", "ref_client")
NAMES = {header_key(name): name for columns in COLUMNS.values() for name in columns}


class Record(NamedTuple):
    """A line of one of the tables; `cells` holds its known columns that are not blank."""

    table: Table
    line: int
    cells: dict[str, Any]


def is_header(cells: Collection[object]) -> bool:
    """Tell a line of headers: it names a key, and most of it is known."""
    said = [cell.strip().lower() for cell in cells if isinstance(cell, str)]
    if IDENTIFIERS[0] not in said and IDENTIFIERS[1] not in said:
        return False
    known = [cell for cell in said if header_key(cell) in NAMES]
    return 2 * len(known) > len([cell for cell in said if cell])


def table_of(names: Collection[str | None]) -> Table:
    """Tell which table these columns are of."""
    table = next((table for table, keys in KEYS.items() if {*keys} <= {*names}), None)
    if table is None or (table is not Table.HOLDERS and {*IDENTIFIERS} <= {*names}):
        raise FileRefused(Code.F_HEADER, column=_lacking(names))
    for name in names:
        if name and list(names).count(name) > 1:
            raise FileRefused(Code.F_HEADER, column=name)
    return table


def _lacking(names: Collection[str | None]) -> str:
    return "role" if {*IDENTIFIERS} <= {*names} else IDENTIFIERS[0]


def names_of(header: Collection[object]) -> list[str | None]:
    """Return the known column of each header; none for one that is unknown, or forbidden."""
    return [None if nir.is_header(cell) else NAMES.get(header_key(cell)) for cell in header]
