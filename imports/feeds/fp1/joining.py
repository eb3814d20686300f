"""Clients, accounts and who holds them, put together as the lines that the night reads.

Of an account's owners the first goes with it: holder, joint holder, usufructuary, bare owner, then
their `rang`. Its label says what each is, since a person must decide about the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from imports.feeds import values
from imports.feeds.fp1.facts import facts
from imports.feeds.fp1.records import Found, as_told
from imports.feeds.fp1.tables import OWNERS, ROLES, Record, Role, Table
from imports.feeds.notes import Notes
from imports.feeds.told import Layout, Told, problem_of_owner, set_aside, shown
from imports.records import ClientFacts, Code, Rejected, ValueRefused
from text.titles import is_legal_form

_LABEL = 150
_LAST = 10**6
_WHOLE = 100
_MEN = {"m", "mr", "monsieur"}
_CLOSED = {"cloture", "clos", "ferme", "resilie", "rachete"}


class Holder(NamedTuple):
    """What a client is to an account; those to whom it belongs sort first."""

    rank: int
    place: int
    line: int
    role: Role
    client: str
    share: str


@dataclass
class Holders:
    """Who holds what, once the whole file has been gone through."""

    layout: Layout
    clients: dict[str, Told] = field(default_factory=dict)
    # What else tells who a client is, and the lines where some of it is left out, by the code.
    facts: dict[str, ClientFacts] = field(default_factory=dict)
    left: dict[Code, dict[str, int]] = field(default_factory=dict)
    # Clients of whom nothing can be taken, by the line that says why.
    refused: dict[str, int] = field(default_factory=dict)
    of_account: dict[str, list[Holder]] = field(default_factory=dict)
    accounts: set[str] = field(default_factory=set)
    # Lines of `titulaires`, which may stand above the account and the client that they name.
    _named: list[tuple[Holder, Told]] = field(default_factory=list)

    def gathered(self, found: Iterable[Found]) -> Iterator[Rejected]:
        """Go through the file, and give what is set aside of it but for its accounts."""
        add = {
            Table.CLIENTS: self._add_client,
            Table.ACCOUNTS: self._add_account,
            Table.HOLDERS: self._add_holder,
        }
        for record in found:
            problem = record if isinstance(record, Rejected) else add[record.table](record)
            if problem:
                yield problem
        for holder, told in self._named:
            if problem := self._place(holder, told):
                yield problem

    def without_account(self) -> int:
        held = {holder.client for holders in self.of_account.values() for holder in holders}
        return len(self.clients.keys() - held)

    def told(self) -> list[ClientFacts]:
        """Return what the file says of its clients beside their accounts' lines."""
        return [
            said for client, said in self.facts.items() if client in self.clients and any(said[1:])
        ]

    def lines_left(self) -> dict[str, list[int]]:
        """Return the lines of which something is left out, by the code that says why."""
        return {
            code.value: sorted(line for client, line in lines.items() if client in self.clients)
            for code, lines in self.left.items()
        }

    def _add_client(self, record: Record) -> Rejected | None:
        try:
            told = _owner(record)
            client = values.identifier(record.cells.get("ref_client", ""))
        except ValueRefused as refused:
            return set_aside(_as_it_came(record), refused.code, "client_number", refused.params)
        said, left = facts(record)
        problem = self._problem_of(client, told, said, record)
        if problem and client:
            self.refused[client] = record.line
        elif not problem:
            self.clients[client] = told
            self.facts[client] = said
            for code in left:
                self.left.setdefault(code, {})[client] = record.line
        return problem

    def _problem_of(
        self, client: str, told: Told, said: ClientFacts, record: Record
    ) -> Rejected | None:
        kind = shown(record.cells.get("type_personne", "")).upper()
        if not client:
            return set_aside(told, Code.R_ID_MISSING, "client_number")
        if kind not in {"", "PP", "PM"}:
            return set_aside(told, Code.R_TYPE, "type_personne", {"value": kind[:100]})
        if not told.cells.get("last_name"):
            return set_aside(told, Code.R_NAME_MISSING, "last_name")
        known = self.clients.get(client)
        is_other = known and (known.cells != told.cells or self.facts[client] != said)
        if client in self.refused or is_other:
            self.clients.pop(client, None)
            return set_aside(told, Code.R_DUP_KEY_DIFFERENT, "client_number")
        return problem_of_owner(told, self.layout)

    def _add_account(self, record: Record) -> None:
        """Note that there is such an account: what is wrong with it is told later."""
        if (reference := _reference(record)) is not None:
            self.accounts.add(reference)

    def _add_holder(self, record: Record) -> Rejected | None:
        told, cells = _as_it_came(record), record.cells
        try:
            account = values.identifier(cells.get("ref_compte", ""))
            client = values.identifier(cells.get("ref_client", ""))
        except ValueRefused as refused:
            return set_aside(told, refused.code, "number", refused.params)
        told = Told(told.line, {**told.cells, "number": account, "client_number": client})
        try:
            role, share, place = _role(cells), _share(cells), _place(cells)
        except _Odd as odd:
            return set_aside(told, odd.code, odd.column, {"value": odd.value})
        rank = [*Role].index(role)
        self._named.append((Holder(rank, place, record.line, role, client, share), told))
        return None

    def _place(self, holder: Holder, told: Told) -> Rejected | None:
        account = told.cells["number"]
        if account not in self.accounts:
            return self._unknown(holder, told, "number")
        if holder.client in self.refused:
            line = {"with": str(self.refused[holder.client])}
            return set_aside(self._named_owner(holder, told), Code.R_CONTRACT_INCOMPLETE, "", line)
        if holder.client not in self.clients:
            return self._unknown(holder, told, "client_number")
        self.of_account.setdefault(account, []).append(holder)
        return None

    def _unknown(self, holder: Holder, told: Told, field_: str) -> Rejected:
        value = {"value": str(told.cells[field_])}
        return set_aside(self._named_owner(holder, told), Code.R_REFERENCE, field_, value)

    def _named_owner(self, holder: Holder, told: Told) -> Told:
        """Name the client, if it is known: who may not know of it may not know of the line."""
        known = self.clients.get(holder.client)
        return Told(told.line, {**(known.cells if known else {}), **told.cells})


def _as_it_came(record: Record) -> Told:
    return Told(record.line, as_told(record.cells))


def _reference(record: Record) -> str | None:
    try:
        return values.identifier(record.cells.get("ref_compte", ""))
    except ValueRefused:
        return None


class _Odd(Exception):
    def __init__(self, code: Code, column: str, value: object) -> None:
        super().__init__(code, column)
        self.code, self.column, self.value = code, column, str(value)[:100]


def _role(cells: dict[str, Any]) -> Role:
    said = shown(cells.get("role", "")).upper().replace("-", "_").replace(" ", "_")
    try:
        return Role(said.replace("É", "E"))
    except ValueError as error:
        raise _Odd(Code.R_TYPE, "role", said) from error


def _share(cells: dict[str, Any]) -> str:
    """Return a share in per cent as a label has it, or ""."""
    said = shown(cells.get("quote_part", ""))
    if not said:
        return ""
    try:
        share = Decimal(said if isinstance(cells["quote_part"], str) else said.replace(",", "."))
    except InvalidOperation as error:
        raise _Odd(Code.R_AMOUNT, "quote_part", said) from error
    if not (share.is_finite() and 0 < share <= _WHOLE):
        raise _Odd(Code.R_AMOUNT, "quote_part", said)
    return f"{share.normalize():f}".replace(".", ",") + " %"


def _place(cells: dict[str, Any]) -> int:
    said = shown(cells.get("rang", ""))
    if said and not (said.isascii() and said.isdigit() and len(said) < len(str(_LAST))):
        raise _Odd(Code.R_TYPE, "rang", said)
    return int(said) if said else _LAST


def _owner(record: Record) -> Told:
    """Return the client as the owner of an account's line."""
    cells = record.cells
    is_organisation = shown(cells.get("type_personne", "")).upper() == "PM" or (
        "raison_sociale" in cells and not {"nom_usage", "nom_naissance"} & cells.keys()
    )
    said = _organisation(cells) if is_organisation else _person(cells)
    other = ", ".join(shown(cells[name]) for name in ("adresse_2", "adresse_3") if name in cells)
    said |= {
        "address_1": cells.get("adresse_1", ""),
        "address_2": other,
        "post_code": cells.get("code_postal", ""),
        "town": cells.get("ville", ""),
        "country": cells.get("pays", ""),
        "client_number": cells.get("ref_client", ""),
    }
    return Told(record.line, {name: cell for name, cell in said.items() if cell != ""})


def _organisation(cells: dict[str, Any]) -> dict[str, Any]:
    form = shown(cells.get("forme_juridique", ""))
    return {
        "title": form if is_legal_form(form) else "",
        "last_name": cells.get("raison_sociale", ""),
    }


def _person(cells: dict[str, Any]) -> dict[str, Any]:
    usual, born = cells.get("nom_usage", ""), cells.get("nom_naissance", "")
    name = usual or born
    if usual and born and shown(usual).casefold() != shown(born).casefold():
        is_man = shown(cells.get("civilite", "")).casefold().rstrip(".") in _MEN
        name = f"{shown(usual)} {'né' if is_man else 'née'} {shown(born)}"
    return {
        "title": cells.get("civilite", ""),
        "last_name": name,
        "first_name": cells.get("prenoms", ""),
        "birth_date": cells.get("date_naissance", ""),
    }


def accounts(
    found: Iterable[Found], holders: Holders, partner: str, notes: Notes
) -> Iterator[Told | Rejected]:
    """Give each account's line with its first owner; what is to be looked at is noted."""
    for record in found:
        if isinstance(record, Rejected) or record.table is not Table.ACCOUNTS:
            continue
        if _is_closed(record.cells):
            notes.warned.setdefault(Code.R_CLOSED.value, []).append(record.line)
        yield _account(record, holders, partner, notes)


def _account(record: Record, holders: Holders, partner: str, notes: Notes) -> Told | Rejected:
    cells = record.cells
    held = sorted(holders.of_account.get(_reference(record) or "", ()))
    owners = list(dict.fromkeys(one.client for one in held if one.role in OWNERS))
    if len(owners) > 1:
        notes.warned.setdefault(Code.R_OWNERS.value, []).append(record.line)
    product = cells.get("produit") or cells.get("type_compte", "")
    told = {
        "custodian_code": partner,
        "custodian_name": partner,
        "product_code": product,
        "product_name": product,
        "number": cells.get("ref_compte", ""),
        "label": _label(cells, held, holders.facts[owners[0]].former_number if owners else ""),
        "opened_on": cells.get("date_effet", ""),
        "situation_on": cells.get("date_encours", ""),
        "value": cells.get("encours", ""),
        "currency": cells.get("devise", ""),
    }
    owner = holders.clients[owners[0]].cells if owners else {}
    line = Told(record.line, {**owner, **told})
    if isinstance(told["value"], str) and "," in told["value"]:
        return set_aside(line, Code.R_AMOUNT, "value", {"value": told["value"][:100]})
    return line


def _is_closed(cells: dict[str, Any]) -> bool:
    state = shown(cells.get("statut", "")).casefold().replace("ô", "o").replace("é", "e")
    return "date_cloture" in cells or state in _CLOSED


def _label(cells: dict[str, Any], held: list[Holder], former_client: str) -> str:
    """Tell what no field of an account says before a person has decided about it."""
    said = []
    if any(one.role is not Role.HOLDER for one in held) or len(held) > 1:
        said.append(", ".join(f"{ROLES[one.role]} {one.share}".strip() for one in held))
    if former := shown(cells.get("ref_compte_precedente", "")):
        said.append(f"Ancien n° {former}")
    if former_client:
        said.append(f"Ancien n° de client {former_client}")
    if parent := shown(cells.get("ref_compte_parent", "")):
        said.append(f"Rattaché au n° {parent}")
    if _is_closed(cells):
        said.append(f"Clôturé {_day(cells.get('date_cloture', ''))}".strip())
    label = " · ".join(said)
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"


def _day(cell: Any) -> str:
    try:
        day = values.day(cell)
    except ValueRefused:
        return ""
    return f"le {day:%d/%m/%Y}" if day else ""
