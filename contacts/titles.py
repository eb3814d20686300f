"""Titles and legal forms as partners write them: of one person, of two, of an organisation."""

import re
from functools import lru_cache
from itertools import product

from contacts.normalise import folded

_SHORT = {"m": "M.", "mr": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme"}
_SHORT |= {"mlle": "Mlle", "mademoiselle": "Mlle"}
_LEARNED = {"dr": "Docteur", "docteur": "Docteur", "pr": "Professeur", "professeur": "Professeur"}
_LEARNED |= {"me": "Maître", "maitre": "Maître"}
# As they are kept: M. et Mme.
_PAIRS = list(product(dict.fromkeys(_SHORT.values()), ("et", "ou"), ("M.", "Mme", "Mlle")))
JOINT = frozenset(" ".join(pair) for pair in _PAIRS)

_JOINED_WORDS = {"et", "ou"}
_ANY = "|".join(sorted(_SHORT, key=len, reverse=True))
_JOINT_BEFORE = re.compile(
    rf"((?:{_ANY})\.?\s*(?:\bet\b|\bou\b|[&/+-])\s*(?:{_ANY}))(?:\.\s*|\s+)(?=\w)", re.IGNORECASE
)
# ME in capitals begins names of companies.
_LEARNED_BEFORE = re.compile(
    r"((?:dr|docteur|pr|professeur|ma[iî]tre)|(?-i:Me))(?:\.\s*|\s+)(?=\w)", re.IGNORECASE
)
_SURE_FORMS = {
    *("sarl", "eurl", "sasu", "sci", "snc", "scp", "scm", "scea", "sccv", "selarl", "selas"),
    *("selafa", "earl", "gaec", "gie", "scop", "scpi"),
}
# Also surnames: forms where a title is asked for, or where nothing else tells of a person.
_FORMS = _SURE_FORMS | {"sas"}
_FORMS_AS_TITLES = _FORMS | {
    *("sa", "sc", "sca", "scs", "sel", "sem", "societe", "association", "fondation", "holding"),
    *("entreprise", "groupement", "mutuelle", "syndicat"),
}
_TWO_NAMES = re.compile(r"\b(?:et|ou)\b|[&/+]", re.IGNORECASE)


@lru_cache(1024)
def joint_title(text: str) -> str:
    """Return the title of two people as it is kept, or "" when it is none."""
    words = folded(text.replace("+", " et ")).split()
    titles = [_SHORT[word] for word in words if word in _SHORT]
    others = [word for word in words if word not in _SHORT]
    if len(titles) != 2 or len(others) > 1 or not _JOINED_WORDS.issuperset(others):  # noqa: PLR2004
        return ""
    return f"{titles[0]} {others[0] if others else 'et'} {titles[1]}"


@lru_cache(1024)
def known_title(text: str) -> str:
    """Return a title of two people, or of a learned one, or a legal form, as it is kept, or ""."""
    if title := joint_title(text):
        return title
    return text if is_legal_form(text) else _LEARNED.get(folded(text), "")


def parted(name: str) -> tuple[str, str]:
    """Return the title that stands before a name, and the name: M. et Mme, PAUL DUPONT."""
    if found := _JOINT_BEFORE.match(name):
        return joint_title(found[1]), name[found.end() :]
    if found := _LEARNED_BEFORE.match(name):
        return _LEARNED[folded(found[1])], name[found.end() :]
    return "", name


@lru_cache(1024)
def is_legal_form(title: str) -> bool:
    """Tell whether a title is an organisation's form: SARL, Société civile."""
    words = folded(title).split()
    return bool(words) and words[0] in _FORMS_AS_TITLES


def has_legal_form(name: str, *, sure: bool = False) -> bool:
    """Tell whether an organisation's form is a word of a name; `sure`: one that is no surname."""
    words = folded(name).split()
    return len(words) > 1 and not (_SURE_FORMS if sure else _FORMS).isdisjoint(words)


def names_two(first_name: str) -> bool:
    """Tell whether two people stand in a first name: Paul et Marie."""
    return bool(_TWO_NAMES.search(first_name))
