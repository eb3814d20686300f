"""What is known of a client, in the forms that names are compared in. No Django here."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from text.normalise import (
    SAINTS,
    first_names,
    is_particle,
    legal_name_key,
    name_key,
    without_particles,
)

Numbers = frozenset[tuple[str, str]]
"""Numbers with the partner that gave them: (partner, number)."""
# Names come again and again: of a hundred thousand people a few thousand differ.
_REMEMBERED = 2**15
_SAINT = "st"
_DISTRICT = frozenset(("arrondissement", "arrdt", "arrt", "ardt", "arr"))
_JOINED_SAINT = re.compile("^(?:sainte|saint|ste)")


@dataclass(frozen=True)
class Description:
    """What is known of a client, from a partner's file or from a contact; all of it may lack.

    E-mails and mobiles are keys of `text.normalise`; names and places are as they were told.
    """

    name: str = ""
    birth_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    birth_date_sure: bool = True
    birth_place: str = ""
    post_code: str = ""
    emails: frozenset[str] = frozenset()
    mobiles: frozenset[str] = frozenset()
    is_organisation: bool | None = None
    siren: str = ""
    lei: str = ""
    client_numbers: Numbers = frozenset()
    former_numbers: Numbers = frozenset()
    contracts: Numbers = frozenset()
    # Owner keys without a birth date: a link decided on one of them is only a proposal.
    decided_keys: frozenset[str] = frozenset()
    # What names this description in a refusal, and the others it was refused with.
    key: str = ""
    refused: frozenset[str] = frozenset()

    @cached_property
    def usage(self) -> frozenset[str]:
        return legal_names(self.name) if self.is_organisation else surnames(self.name)

    @cached_property
    def birth(self) -> frozenset[str]:
        return surnames(self.birth_name)

    @cached_property
    def born_as(self) -> frozenset[str]:
        return self.birth or self.usage

    @cached_property
    def surnames(self) -> frozenset[str]:
        return self.usage | self.birth

    @cached_property
    def parts(self) -> frozenset[str]:
        """Return the two halves of each double surname: Quentel and Riou of Quentel-Riou."""
        return halves(self.name) | halves(self.birth_name)

    @cached_property
    def first(self) -> tuple[str, ...]:
        return first_names_of(self.first_name)

    @cached_property
    def usual_first(self) -> frozenset[str]:
        """Return the first name in use: Jean, or Jean-Pierre written without its hyphen."""
        return usual_firsts(self.first_name)

    @cached_property
    def any_first(self) -> frozenset[str]:
        return called_by(self.first_name)

    @cached_property
    def short_first(self) -> frozenset[str]:
        return short_firsts(self.first_name)

    @cached_property
    def first_words(self) -> frozenset[str]:
        return frozenset(word for name in self.first for word in name.split()) | self.any_first

    @cached_property
    def born_at(self) -> str:
        return _place(self.birth_place)


@lru_cache(maxsize=_REMEMBERED)
def surnames(text: str) -> frozenset[str]:
    """Return the forms of a person's surname: two are one when they have one in common.

    Blanks, hyphens and apostrophes do not count, nor do particles and the order of words: Le Goff
    is LEGOFF and Goff, de La Tour is Latour.
    """
    words = _words(name_key(text))
    read = ["".join(words)]
    for place, word in enumerate(words[:-1], start=1):
        if not is_particle(word):
            break
        read.append("".join(words[place:]))
    read.append("".join(sorted(without_particles(" ".join(words)).split())))
    return frozenset(map(_short_saint, filter(None, read)))


@lru_cache(maxsize=_REMEMBERED)
def legal_names(text: str) -> frozenset[str]:
    """Return the forms of an organisation's name, wherever its legal form stands."""
    words = without_particles(legal_name_key(text)).split()
    return frozenset({"".join(words), "".join(sorted(words))} - {""})


@lru_cache(maxsize=_REMEMBERED)
def halves(text: str) -> frozenset[str]:
    """Return the surnames that a double one is made of, with and without their particles."""
    found, before = [], ""
    for word in _words(name_key(text)):
        if is_particle(word):
            before += word
        else:
            found.append((before + word, word))
            before = ""
    return frozenset(form for half in found for form in half) if len(found) > 1 else frozenset()


def _words(key: str) -> list[str]:
    """Return the words that stand alone: St and a letter before an apostrophe begin the next."""
    found, before = [], ""
    for word in key.split():
        if word in SAINTS:
            before += _SAINT
        elif len(word) == 1 and not is_particle(word):
            before += word
        else:
            found.append(before + word)
            before = ""
    return [*found, before] if before else found


def _short_saint(name: str) -> str:
    """Write SAINTMARTIN as St Martin is, whose words are joined here."""
    return _JOINED_SAINT.sub(_SAINT, name)


@lru_cache(maxsize=_REMEMBERED)
def _place(text: str) -> str:
    """Return the town alone: Paris for Paris 12e arrondissement, Saint-Denis for ST DENIS (93)."""
    words = (word for word in _words(name_key(text)) if word not in _DISTRICT)
    return " ".join(word for word in words if not word[0].isdigit())


@lru_cache(maxsize=_REMEMBERED)
def first_names_of(text: str) -> tuple[str, ...]:
    return first_names(text)


@lru_cache(maxsize=_REMEMBERED)
def usual_firsts(text: str) -> frozenset[str]:
    first = first_names_of(text)
    return frozenset(map(_joined, {first[0], " ".join(first[:2])})) if first else frozenset()


@lru_cache(maxsize=_REMEMBERED)
def called_by(text: str) -> frozenset[str]:
    first = first_names_of(text)
    return usual_firsts(text) | frozenset(map(_joined, {*first, " ".join(first)} - {""}))


@lru_cache(maxsize=_REMEMBERED)
def short_firsts(text: str) -> frozenset[str]:
    """Return what the first name in use may be cut to: its initials, or one half of a double."""
    first = first_names_of(text)
    if not first:
        return frozenset()
    double = first[0].split()
    halves_of_it = double if len(double) > 1 else []
    initials = "".join(word[0] for word in " ".join(first[:2]).split())
    return frozenset({*halves_of_it, initials[:1], initials[: max(2, len(double))]})


def _joined(name: str) -> str:
    return name.replace(" ", "")
