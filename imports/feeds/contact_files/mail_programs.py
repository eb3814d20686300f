"""Contacts that mail programs give as CSV: Google's, of two generations, and Outlook's."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from imports.feeds.contact_files.people import Address, Person
from imports.feeds.text import header_key

# A field of a Person; or a part of something that it has many of, as its kind, its number and part.
Place = str | tuple[str, str, str]

_GOOGLE = {
    **dict.fromkeys(("firstname", "givenname"), "given"),
    **dict.fromkeys(("lastname", "familyname"), "family"),
    **dict.fromkeys(("middlename", "additionalname"), "more"),
    "nameprefix": "prefix",
    **dict.fromkeys(("organizationname", "organization1name"), "company"),
    **dict.fromkeys(("organizationdepartment", "organization1department"), "office"),
    **dict.fromkeys(("organizationtitle", "organization1title"), "job"),
    "notes": "note",
    "birthday": "born",
}
_GOOGLE_MANY = re.compile(
    r"(email|phone|address)(\d{1,2})"
    r"(type|label|value|street|extendedaddress|pobox|city|region|postalcode|country|formatted)"
)
_BETWEEN = " ::: "
_OUTLOOK = {
    **dict.fromkeys(("title", "titre"), "prefix"),
    **dict.fromkeys(("firstname", "prenom"), "given"),
    **dict.fromkeys(("lastname", "nom"), "family"),
    **dict.fromkeys(("middlename", "deuxiemeprenom"), "more"),
    **dict.fromkeys(("company", "societe"), "company"),
    **dict.fromkeys(("department", "service"), "office"),
    **dict.fromkeys(("jobtitle", "fonction"), "job"),
    **dict.fromkeys(("notes", "remarques"), "note"),
    **dict.fromkeys(("birthday", "anniversaire"), "born"),
}
_OUTLOOK_TELEPHONES = {
    **dict.fromkeys(("businessphone", "telephonebureau"), ("", "work")),
    **dict.fromkeys(("businessphone2", "telephone2bureau"), ("", "work")),
    **dict.fromkeys(("companymainphone", "telephonesociete"), ("", "work")),
    **dict.fromkeys(("homephone", "telephonedomicile"), ("", "home")),
    **dict.fromkeys(("homephone2", "telephone2domicile"), ("", "home")),
    **dict.fromkeys(("mobilephone", "telmobile", "telephonemobile"), ("mobile", "")),
    **dict.fromkeys(("primaryphone", "telephoneprincipal"), ("", "")),
    **dict.fromkeys(("otherphone", "telephoneautre"), ("", "")),
    **dict.fromkeys(("carphone", "telephonevoiture"), ("mobile", "")),
    **dict.fromkeys(("businessfax", "telecopiebureau"), ("fax", "work")),
    **dict.fromkeys(("homefax", "telecopiedomicile"), ("fax", "home")),
    **dict.fromkeys(("otherfax", "telecopieautre"), ("fax", "")),
}
_OUTLOOK_EMAIL = re.compile(
    r"email(\d?)address|(?:adressedemessagerie|adressedecourrier)(\d?)|adresseemail(\d?)"
)
_PLACES = {
    "business": "work",
    "home": "home",
    "other": "other",
    "bureau": "work",
    "domicile": "home",
    "autre": "other",
}
_OUTLOOK_ADDRESS = re.compile(
    r"(?P<en>business|home|other)"
    r"(?P<part>street[23]?|city|postalcode|state|country(?:region)?|addresspobox)"
    r"|(?P<partie>rue|ville|codepostal|depregion|pays(?:region)?|boitepostale)"
    r"(?P<fr>bureau|domicile|autre)(?P<rank>[23]?)"
)
_PARTS = {
    "rue": "street",
    "ville": "city",
    "codepostal": "postalcode",
    "depregion": "region",
    "state": "region",
    "pays": "country",
    "paysregion": "country",
    "countryregion": "country",
    "addresspobox": "pobox",
    "boitepostale": "pobox",
    "extendedaddress": "street2",
}
# What only one program writes.
_OF_GOOGLE = {"email1value", "phone1value", "address1formatted", "groupmembership"}
_OF_OUTLOOK = {
    *("businessstreet", "homestreet", "emaildisplayname", "businessphone2"),
    *("ruebureau", "ruedomicile", "nomcompletdeladressedemessagerie", "telephone2bureau"),
}
_NAMES = {"firstname", "givenname", "lastname", "familyname", "prenom", "nom"}
# What says nothing of the person.
_SILENT = re.compile(
    r"name|fileas|photo|initial.*|language|langue|priority|priorite|sensitivity|confidentialite"
    r"|private|prive|directoryserver|serveurdannuaire|e?mail\d?(?:display.*|type)|typedemessagerie\d?"
    r"|nomcompletdeladresse.*|phonetic.*|.*yomi.*|shortname|labels|groupmembership|organization1type"
    r"|address\d+formatted"
)
_ENGLISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Book:
    """A file of one program: where its columns go, by their places."""

    kind: str
    heads: Sequence[str]
    places: dict[int, Place]
    # Columns that fit nowhere, by their heads.
    others: dict[int, str]
    is_english: bool

    def person(self, cells: Sequence[str], beyond: Counter[str]) -> Person:
        """Read a row of texts."""
        told = Person()
        many: dict[tuple[str, str], dict[str, str]] = {}
        for at, place in self.places.items():
            cell = cells[at]
            if not cell:
                continue
            if isinstance(place, str):
                setattr(told, place, getattr(told, place) or cell)
            else:
                kind, number, part = place
                many.setdefault((kind, number), {})[part] = cell
        for (kind, number), parts in many.items():
            _TAKE[kind](told, number, parts)
        if self.is_english:
            told.born = _english(told.born, beyond)
        for at, head in self.others.items():
            if cells[at]:
                beyond[f"« {head} »"] += 1
        return told


def book(heads: Sequence[str]) -> Book | None:
    """Tell by its heads which program wrote a file, if it was one of these."""
    keys = [header_key(head) for head in heads]
    known = set(keys)
    if not known & _NAMES:
        return None
    if known & _OF_GOOGLE:
        return _book("google", keys, heads, _google)
    if known & _OF_OUTLOOK:
        return _book("outlook", keys, heads, _outlook)
    return None


def _book(
    kind: str, keys: Sequence[str], heads: Sequence[str], where: Callable[[str], Place | None]
) -> Book:
    places: dict[int, Place] = {}
    others: dict[int, str] = {}
    for at, key in enumerate(keys):
        place = where(key)
        # Outlook in French has two columns Titre: how one is addressed, and what one does.
        if place == "prefix" and place in places.values():
            place = "job"
        if place:
            places[at] = place
        elif key and not _SILENT.fullmatch(key):
            others[at] = heads[at]
    return Book(kind, heads, places, others, kind == "outlook" and "firstname" in keys)


def _google(key: str) -> Place | None:
    if found := _GOOGLE_MANY.fullmatch(key):
        kind, number, part = found.groups()
        return None if part == "formatted" else (kind, number, _PARTS.get(part, part))
    return _GOOGLE.get(key)


def _outlook(key: str) -> Place | None:
    if key in _OUTLOOK_TELEPHONES:
        return "telephone", key, " ".join(_OUTLOOK_TELEPHONES[key])
    if found := _OUTLOOK_EMAIL.fullmatch(key):
        return "email", "".join(filter(None, found.groups())), "value"
    if found := _OUTLOOK_ADDRESS.fullmatch(key):
        place = _PLACES[found["en"] or found["fr"]]
        part = found["part"] or found["partie"]
        return "address", place, _PARTS.get(part, part) + (found["rank"] or "")
    return _OUTLOOK.get(key)


# -- what one has many of


def _take_emails(told: Person, _number: str, parts: dict[str, str]) -> None:
    _, place = _said(parts)
    for email in _values(parts):
        told.emails.append((place, email))


def _take_telephones(told: Person, _number: str, parts: dict[str, str]) -> None:
    line, place = _said(parts)
    for value in _values(parts):
        told.telephones.append((line, place, value))


def _take_outlook_telephone(told: Person, _number: str, parts: dict[str, str]) -> None:
    ((said, value),) = parts.items()
    line, _, place = said.partition(" ")
    told.telephones.append((line, place, value))


def _take_address(told: Person, number: str, parts: dict[str, str]) -> None:
    place = number if number in _PLACES.values() else _said(parts)[1]
    streets = "\n".join(filter(None, (parts.get(f"street{n}") for n in ("", "2", "3"))))
    beside = ", ".join(filter(None, (parts.get("pobox"), parts.get("region"))))
    code, town, country = (parts.get(part, "") for part in ("postalcode", "city", "country"))
    if streets or beside or code or town:
        told.addresses.append((place, Address(streets, beside, code, town, country)))


_TAKE: dict[str, Callable[[Person, str, dict[str, str]], None]] = {
    "email": _take_emails,
    "phone": _take_telephones,
    "telephone": _take_outlook_telephone,
    "address": _take_address,
}
_WORDS = (
    ("mobile", re.compile(r"mobile|cell|portable|iphone", re.IGNORECASE)),
    ("fax", re.compile(r"fax|t[ée]l[ée]copie", re.IGNORECASE)),
    ("work", re.compile(r"work|bureau|travail|pro\b|professionnel|main|principal", re.IGNORECASE)),
    ("home", re.compile(r"home|domicile|perso|maison", re.IGNORECASE)),
)


def _said(parts: dict[str, str]) -> tuple[str, str]:
    """Return the line (mobile, fax or "") and the place (home, work or "") that a label tells."""
    label = parts.get("label") or parts.get("type") or ""
    found = [word for word, pattern in _WORDS if pattern.search(label)]
    line = next((word for word in found if word in {"mobile", "fax"}), "")
    return line, next((word for word in found if word in {"work", "home"}), "")


def _values(parts: dict[str, str]) -> Iterator[str]:
    return filter(None, map(str.strip, parts.get("value", "").split(_BETWEEN)))


def _english(value: str, beyond: Counter[str]) -> str:
    """Write a day of an English file in French, if it has one reading; never guess which."""
    found = _ENGLISH_DAY.fullmatch(value)
    if not found:
        return value
    first, second = int(found[1]), int(found[2])
    if first != second and max(first, second) <= _MONTHS:
        beyond["dates de naissance à deux lectures (jour et mois)"] += 1
        return ""
    day, month = (first, second) if first > _MONTHS else (second, first)
    return f"{day:02}/{month:02}/{found[3]}"
