"""What is known of a client, in the forms that names are compared in. No Django here."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from contacts.normalise import first_names, name_key, sorted_words, without_particles

Numbers = frozenset[tuple[str, str]]
"""Numbers with the partner that gave them: (partner, number)."""
# Names come again and again: of a hundred thousand people a few thousand differ.
_REMEMBERED = 2**15


@dataclass(frozen=True)
class Description:
    """What is known of a client, from a partner's file or from a contact; all of it may lack.

    E-mails and mobiles are keys of `contacts.normalise`; names and places are as they were told.
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
    def usage(self) -> str:
        return surname(self.name)

    @cached_property
    def birth(self) -> str:
        return surname(self.birth_name)

    @cached_property
    def born_as(self) -> str:
        return self.birth or self.usage

    @cached_property
    def surnames(self) -> tuple[str, ...]:
        """Return each surname as it is read, and with its words sorted."""
        keys = (without_particles(name_key(name)) for name in (self.name, self.birth_name))
        read = [key for key in keys if key]
        return tuple(dict.fromkeys([*read, *map(sorted_words, read)]))

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
    def first_words(self) -> frozenset[str]:
        return frozenset(word for name in self.first for word in name.split())

    @cached_property
    def born_at(self) -> str:
        return _place(self.birth_place)


@lru_cache(maxsize=_REMEMBERED)
def surname(text: str) -> str:
    return sorted_words(without_particles(name_key(text)))


@lru_cache(maxsize=_REMEMBERED)
def _place(text: str) -> str:
    """Return the town alone: Paris for Paris 12e, Saint-Denis for ST DENIS (93)."""
    saints = {"st": "saint", "ste": "sainte"}
    words = (saints.get(word, word) for word in name_key(text).split())
    return " ".join(word for word in words if not word[0].isdigit())


@lru_cache(maxsize=_REMEMBERED)
def first_names_of(text: str) -> tuple[str, ...]:
    return first_names(text)


@lru_cache(maxsize=_REMEMBERED)
def usual_firsts(text: str) -> frozenset[str]:
    first = first_names_of(text)
    return frozenset({first[0], " ".join(first[:2])}) if first else frozenset()


@lru_cache(maxsize=_REMEMBERED)
def called_by(text: str) -> frozenset[str]:
    first = first_names_of(text)
    return usual_firsts(text) | frozenset({*first, " ".join(first)} - {""})
