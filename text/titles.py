"""Titles and legal forms as partners write them: of one person, of two, of an organisation."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from text.normalise import folded, split_birth_name, split_full_name

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
# M. DUPONT PAUL OU MME MARTIN ANNE: two names, the second behind its title.
_OTHER_NAME = re.compile(
    rf"\s(?P<word>et|ou|[&/+])\s*(?P<title>{_ANY})(?:\.\s*|\s+)(?=\w)", re.IGNORECASE
)
_TITLE_BEFORE = re.compile(rf"(?P<title>{_ANY})(?:\.\s*|\s+)(?=\w)", re.IGNORECASE)
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


@dataclass(frozen=True)
class Named:
    """One of two holders, as far as it can be read for sure; what is not is blank."""

    title: str
    last_name: str = ""
    birth_name: str = ""
    first_name: str = ""


def is_joint(title: str) -> bool:
    """Tell whether a title, as it is kept, is of two holders."""
    return title in JOINT


def proposes_couple(title: str) -> bool:
    """Tell whether two holders are a man and a woman, as partners write couples."""
    words = set(title.split())
    return "M." in words and not words.isdisjoint(("Mme", "Mlle"))


@lru_cache(1024)
def named_twice(title: str, name: str) -> tuple[str, str] | None:
    """Return the title of two and their names where each stands behind a title of its own.

    M. DUPONT PAUL OU MME MARTIN ANNE is `M. ou Mme` and DUPONT PAUL OU MME MARTIN ANNE.
    """
    other, before = _OTHER_NAME.search(name), _TITLE_BEFORE.match(name)
    if other is None or _JOINT_BEFORE.match(name):
        return None
    own = _SHORT.get(folded(before["title"] if before else title), "")
    if not own or len(_OTHER_NAME.findall(name)) > 1:
        return None
    word = "ou" if folded(other["word"]) == "ou" else "et"
    return f"{own} {word} {_SHORT[folded(other['title'])]}", name[before.end() if before else 0 :]


def holders(title: str, last_name: str, first_name: str) -> tuple[Named, Named]:
    """Return the two holders that a joint title and a name tell."""
    first, second = (_SHORT[folded(word)] for word in re.split(r" (?:et|ou) ", title))
    if other := _OTHER_NAME.search(last_name):
        rest = last_name[other.end() :]
        return _named(first, last_name[: other.start()], first_name), _named(second, rest, "")
    firsts = [name.strip() for name in _TWO_NAMES.split(first_name)]
    if len(firsts) == 2 and all(firsts):  # noqa: PLR2004
        return Named(first, last_name, "", firsts[0]), Named(second, last_name, "", firsts[1])
    named = _named(first, last_name, first_name)
    is_surname = named.first_name or len(named.last_name.split()) == 1
    return named, Named(second, named.last_name if is_surname else "")


def _named(title: str, name: str, first_name: str) -> Named:
    """Split a name where capitals tell the last name from the first; else keep it whole."""
    last_name, birth_name = split_birth_name(name)
    words = last_name.split()
    are_told_apart = any(word.isupper() for word in words) and not last_name.isupper()
    if not first_name and are_told_apart:
        last_name, first_name = split_full_name(last_name)
        last_name = last_name or " ".join(words)
    return Named(title, last_name, birth_name, first_name)
