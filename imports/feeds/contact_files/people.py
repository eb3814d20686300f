"""Somebody of an address book, under the heads of the O2S workbook.

A book says more than the workbook holds (a third e-mail, a birthday without its year): what does
not fit is counted, so that it can be told.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from imports.feeds.text import header_key

_PARTS = ("(ligne 1)", "(ligne 2)", "Code postal", "Commune", "Pays")
_ADDRESSES = {
    "home": "Adresse domicile",
    "work": "Adresse professionnelle",
    "other": "Adresse autre",
}
_EMAILS = {"home": "Email (personnel)", "work": "Email (professionnel)", "other": "Email (autre)"}
_TELEPHONES = {
    ("", "home"): "Téléphone (domicile)",
    ("", "work"): "Téléphone (bureau)",
    ("mobile", "home"): "Téléphone (mobile)",
    ("mobile", "work"): "Téléphone (mobile)",
    ("fax", "home"): "Télécopie (domicile)",
    ("fax", "work"): "Télécopie (bureau)",
}
HEADS = (
    *("Type de Personne (PM / PP / TC)", "Client Titre", "Client Autre titre"),
    *("Client Nom", "Client Prénom", "Client Date de naissance"),
    *("Profession (libellé)", "Societe", "Societe (bureau)", "Note"),
    *(f"{address} {part}" for address in _ADDRESSES.values() for part in _PARTS),
    *dict.fromkeys(_TELEPHONES.values()),
    *_EMAILS.values(),
)
_TITLES = {
    **dict.fromkeys(("m", "mr", "monsieur"), "Monsieur"),
    **dict.fromkeys(("mme", "mrs", "madame"), "Madame"),
    **dict.fromkeys(("mlle", "miss", "mademoiselle"), "Mademoiselle"),
}
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_DAY_OF_NO_YEAR = re.compile(r"--\d\d-?\d\d(?:[T ].*)?")
_NO_DAY = {"0/0/00", "0/0/0000", "00/00/00"}
_NO_YEAR = "1604"  # how an iPhone says it
_MOBILE = re.compile(r"(?:0|(?:\+|00)33(?:\(?0\)?)?)[67]\d{8}")


@dataclass(frozen=True, slots=True)
class Address:
    street: str
    more: str
    post_code: str
    town: str
    country: str

    def lines(self) -> list[str]:
        """Return the cells of an address: what the first line has no place for is on the second."""
        first, *others = [line.strip() for line in self.street.split("\n") if line.strip()] or [""]
        second = ", ".join(filter(None, [*others, self.more]))
        if not first:
            first, second = second, ""
        return [first, second, self.post_code, self.town, self.country]


@dataclass
class Person:
    """What a book says of one entry, as it is met. `place` is home, work, other or not said.

    `more` are other first names, which the workbook has no column for.
    """

    family: str = ""
    given: str = ""
    more: str = ""
    prefix: str = ""
    company: str = ""
    office: str = ""
    job: str = ""
    note: str = ""
    born: str = ""
    is_company: bool = False
    # (place, e-mail), (line: mobile, fax or "", place, number) and (place, address).
    emails: list[tuple[str, str]] = field(default_factory=list)
    telephones: list[tuple[str, str, str]] = field(default_factory=list)
    addresses: list[tuple[str, Address]] = field(default_factory=list)

    def cells(self, beyond: Counter[str]) -> list[str]:
        """Return the cells under HEADS; what does not fit is counted in `beyond`."""
        told: dict[str, str] = {"Note": self.note}
        self._name(told, beyond)
        is_person = told["Type de Personne (PM / PP / TC)"] != "PM"
        usual = "home" if is_person else "work"
        self._reach(told, beyond, usual)
        for place, address in sorted(self.addresses, key=lambda one: not one[0]):
            self._put_address(told, beyond, place or usual, address)
        return [told.get(head, "") for head in HEADS]

    def _name(self, told: dict[str, str], beyond: Counter[str]) -> None:
        if self.is_company or not (self.family or self.given):
            name = self.company or self.family
            told["Client Nom"] = name
            told["Type de Personne (PM / PP / TC)"] = "PM" if name else ""
            return
        if self.more:
            beyond["autres prénoms"] += 1
        title = _TITLES.get(header_key(self.prefix), "Autre" if self.prefix else "")
        told |= {
            "Type de Personne (PM / PP / TC)": "PP",
            "Client Titre": title,
            "Client Autre titre": self.prefix if title == "Autre" else "",
            "Client Nom": self.family,
            "Client Prénom": self.given,
            "Client Date de naissance": birthday(self.born, beyond),
            "Profession (libellé)": self.job,
            "Societe": self.company,
            "Societe (bureau)": self.office,
        }

    def _reach(self, told: dict[str, str], beyond: Counter[str], usual: str) -> None:
        """Put e-mails and telephones where they are said to be of, and then the others."""
        for place, email in sorted(self.emails, key=lambda one: not one[0]):
            heads = [_EMAILS[place or usual], _EMAILS["other"]]
            _put(told, heads, email, beyond, "adresses e-mail en plus")
        for line, place, number in sorted(self.telephones, key=lambda one: not (one[0] or one[1])):
            kind = line or ("mobile" if not place and is_mobile(number) else "")
            # A home is a natural person's.
            where = usual if usual == "work" or place not in {"home", "work"} else place
            _put(told, [_TELEPHONES[kind, where]], number, beyond, "numéros de téléphone en plus")

    def _put_address(
        self, told: dict[str, str], beyond: Counter[str], place: str, address: Address
    ) -> None:
        lines = address.lines()
        for name in dict.fromkeys((_ADDRESSES[place], _ADDRESSES["other"])):
            heads = [f"{name} {part}" for part in _PARTS]
            if not any(told.get(head) for head in heads):
                told.update(zip(heads, lines, strict=True))
                return
        beyond["adresses postales en plus"] += 1


def _put(
    told: dict[str, str], heads: list[str], value: str, beyond: Counter[str], words: str
) -> None:
    """Put a value under the first head that is free, once."""
    if value in (told.get(head) for head in heads):
        return
    free = next((head for head in heads if not told.get(head)), None)
    if free:
        told[free] = value
    else:
        beyond[words] += 1


def is_mobile(number: str) -> bool:
    """Tell a French mobile by its number."""
    return bool(_MOBILE.fullmatch(re.sub(r"[\s.\-]", "", number)))


def birthday(value: str, beyond: Counter[str]) -> str:
    """Write a day as French people do; one without a year is no date of birth."""
    found = _DAY.fullmatch(value)
    if _DAY_OF_NO_YEAR.fullmatch(value) or (found and found[1] == _NO_YEAR):
        beyond["anniversaires sans année"] += 1
        return ""
    if found:
        return f"{found[3]}/{found[2]}/{found[1]}"
    return "" if value in _NO_DAY else value


def told_beyond(beyond: Counter[str]) -> list[str]:
    """Say what did not fit: one sentence, or none."""
    if not beyond:
        return []
    return [f"Non lu : {', '.join(f'{words} ({count})' for words, count in beyond.items())}."]
