"""Texts made comparable: what is stored, sorted, searched and matched. No Django here."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import phonenumbers

_SPACES = re.compile(r"\s+")
_JOINER = "\u200d"
# A black flag followed by tag characters is one emoji (the flags of England, Scotland, Wales).
_INVISIBLE_IN_FLAG = re.compile(
    "(?<!\U0001f3f4)(?<![\U000e0020-\U000e007f])[\U000e0001-\U000e007f]+"
)
_HYPHENS = re.compile(r"\s*[-\u2010\u2011\u2012\u2013]\s*")
_BETWEEN_FIRST_NAMES = re.compile(r"[\s,;/]+")
# A telephone's digits, however they are set apart; shorter runs are words as any other.
FEWEST_DIGITS, TEN = 6, 10
_NUMBER = re.compile(r"(?<![^\W_])[(+]{0,3}[0-9][0-9\s./()+-]*[0-9]")
_FRENCH_TRUNK = re.compile("^(?:00)?330(?=[0-9]{9}$)")
_TELEPHONE = {"tel", "telephone", "tph", "portable", "port", "mobile", "mob", "gsm", "fixe", "fax"}
_JOINED_SAINT = re.compile(r"\b(sainte|saint)(?=[^\W\d_]{3})")
_DIGITS_ONLY = re.compile(r"\+?\d[\d\s.]*")

# Letters that Unicode does not decompose into a letter and an accent.
_PLAIN_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
_PLAIN_LETTERS |= {"&": " et "}
_AND = ord("&")
_APOSTROPHES = "`^\u02b9\u02bb\u02bc\u02bd"

# A title is a whole word before another word; with a letter before an apostrophe begins a name.
_BEFORE_A_NAME = r"(?:\.\s+|\s+|\.(?=\w{2}))"
_TITLE = "mr|mme|mlle|monsieur|madame|mademoiselle"
# Also an initial, a pronoun, an abbreviation: titles only where they come first.
_FIRST_TITLES = re.compile(
    rf"(?:(?:{_TITLE}|m|me|dr|pr){_BEFORE_A_NAME}(?:(?:et|ou|&)\s+)?)+(?=\w)", re.IGNORECASE
)
_OTHER_TITLES = re.compile(rf"(?<=\s)(?:{_TITLE}){_BEFORE_A_NAME}(?=\w)", re.IGNORECASE)
# S.C.I., J.P. Morgan: single letters, each with its dot.
_ACRONYM = re.compile(r"(?<![\w.])[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?")
SAINTS = frozenset(("saint", "sainte", "st", "ste"))
_PARTICLES = frozenset(
    ("d", "da", "de", "den", "der", "des", "di", "du", "l", "la", "le", "les", "van", "von")
)

_BORN = r"n[ée]e|né"
_MARRIED = r"[ée]pouse|[ée]pse|[ée]p\.?"
_NAME_MARK = re.compile(
    rf"(?:(?<=\s)|^)[(]?(?:({_BORN})|({_MARRIED}))(?=[\s:])[\s:]*", re.IGNORECASE
)

# What the columns of sort keys hold; a letter may become three (`&`).
_SORT_KEY = 360


class _Table(dict[int, str | None]):
    """A `str.translate` table filled as characters are met, so that long files stay fast."""


class _Stored(_Table):
    """Removes what cannot be seen; every blank becomes one plain space."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kept: str | None = char
        if char.isspace():
            kept = " "
        elif unicodedata.category(char) in {"Cc", "Cs"} or _is_zero_width(char):
            kept = None
        self[code] = kept
        return kept


class _Folded(_Table):
    """Removes accents; punctuation and signs separate words."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kept: str | None = _PLAIN_LETTERS.get(char, char)
        category = unicodedata.category(char)
        if unicodedata.combining(char) or category == "Cf" or "\ufe00" <= char <= "\ufe0f":
            kept = None
        elif code != _AND and (
            category[0] == "P" or category in {"Sm", "Sc"} or char in _APOSTROPHES
        ):
            kept = " "
        self[code] = kept
        return kept


def _is_zero_width(char: str) -> bool:
    is_emoji_part = char == _JOINER or "\U000e0001" <= char <= "\U000e007f"
    return unicodedata.category(char) == "Cf" and not is_emoji_part


_STORED = _Stored()
_FOLDED = _Folded()


def stored_text(text: str) -> str:
    """Return the text as it is kept and shown: NFC, nothing invisible, single spaces."""
    seen = _INVISIBLE_IN_FLAG.sub("", text.translate(_STORED))
    if _JOINER in seen:
        seen = _joiners_in_emoji(seen)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", seen)).strip()


def with_one_line_end(text: str) -> str:
    """Return the text with one character at each line's end, as every system shows it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def stored_lines(text: str) -> str:
    """Return a text of several lines with its blanks: NFC, nothing that no screen shows."""
    lines = with_one_line_end(unicodedata.normalize("NFC", text))
    shown = (char for char in lines if char in "\n\t" or unicodedata.category(char) != "Cc")
    kept = "".join(shown).strip("\n")
    return kept if kept.strip() else ""


def _joiners_in_emoji(text: str) -> str:
    """Keep a joiner only between two pictures, where it makes one of them (a family)."""
    last = len(text) - 1
    return "".join(
        char
        for at, char in enumerate(text)
        if char != _JOINER
        or (0 < at < last and _ends_emoji(text[at - 1]) and _is_picture(text[at + 1]))
    )


def _is_picture(char: str) -> bool:
    return unicodedata.category(char) == "So"


def _ends_emoji(char: str) -> bool:
    return _is_picture(char) or char == "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"


def folded(text: str) -> str:
    """Return the text without case or accents; a text of signs only stays as it is.

    The dots of an acronym go, `&` is `et`, and whatever else is no letter or digit separates words.
    """
    lowered = unicodedata.normalize("NFKC", stored_text(text)).casefold()
    whole = _ACRONYM.sub(_joined, lowered)
    apart = unicodedata.normalize("NFKD", whole).casefold()
    kept = unicodedata.normalize("NFC", apart.translate(_FOLDED))
    return " ".join(kept.split()) or " ".join(lowered.split())


def _joined(acronym: re.Match[str]) -> str:
    return acronym[0].replace(".", "") + " "


def untitled(text: str) -> str:
    """Return a person's name without its titles: M. et Mme Dupont, but not M'Barek or DUPONT M."""
    seen = unicodedata.normalize("NFKC", stored_text(text))
    named = _OTHER_TITLES.sub("", seen)
    first = _FIRST_TITLES.match(named)
    return named[first.end() :] if first else named


@lru_cache(maxsize=4_096)  # names come again and again in what is written in bulk
def name_key(text: str) -> str:
    """Return what two spellings of a person's name have in common: case, accents, titles aside."""
    return folded(untitled(text))


@lru_cache(maxsize=4_096)
def legal_name_key(text: str) -> str:
    """Return what two spellings of an organisation's name have in common: no title is one there."""
    key = folded(text)
    return " ".join(word for word in key.split() if word != "et") or key


@lru_cache(maxsize=4_096)
def sort_key(name: str, first_name: str = "") -> str:
    """Return a key whose byte order is the alphabetical order, the name before the first name.

    Two spaces between them sort before one: Martin Paul stands before Martin-Dupont Anne. Nothing
    that one reads is left out, or M'Barek and Mr Bricolage would not be found under M.
    """
    return "  ".join(key for key in (folded(name), folded(first_name)) if key)[:_SORT_KEY]


def sort_prefixes(query: str) -> tuple[str, ...]:
    """Return the beginnings of sort keys that a query may mean: where does the name end?"""
    read = (folded(query).split(), name_key(query).split())
    return tuple(dict.fromkeys(start for words in read for start in _divided(words)))


def _divided(words: Sequence[str]) -> Iterator[str]:
    if words:
        yield " ".join(words)
    for cut in range(1, len(words)):
        yield "  ".join((" ".join(words[:cut]), " ".join(words[cut:])))


def split_birth_name(text: str) -> tuple[str, str]:
    """Return the usage name and the birth name ("" when not told) of `Dupont née Martin`."""
    first, *rest = _NAME_MARK.split(stored_text(text))
    usage, birth = _bare(first), ""
    for born, _married, said in zip(rest[0::3], rest[1::3], rest[2::3], strict=True):
        name = _bare(said)
        if born:
            usage, birth = usage or name, name
        else:
            usage, birth = name or usage, birth or (usage if name else "")
    return usage, birth


def split_full_name(text: str) -> tuple[str, str]:
    """Return the last name and the first name of `Durand Marie-Claude`, as people here search.

    A name in capitals is the last one wherever it stands (`Anne LE GOFF`); else the first word is,
    with the particles before it. A text with a digit or a sign is no name: ("", "").
    """
    words = untitled(text).split()
    if not all(re.fullmatch(r"[^\W\d_]+(?:['’.-]+[^\W\d_]*)*", word) for word in words):
        return "", ""
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    if loud and len(loud) < len(words):
        return " ".join(loud), " ".join(word for word in words if word not in loud)
    ends = (end for end, word in enumerate(words, 1) if folded(word) not in _PARTICLES)
    end = next(ends, len(words))
    return " ".join(words[:end]), " ".join(words[end:])


def _bare(text: str) -> str:
    return text.strip(" (),;:-")


def first_names(text: str) -> tuple[str, ...]:
    """Return the keys of the first names; a compound with its hyphen is one of them."""
    pieces = _BETWEEN_FIRST_NAMES.split(_HYPHENS.sub("-", untitled(text)))
    return tuple(folded(piece) for piece in pieces if piece)


def is_particle(word: str) -> bool:
    return word in _PARTICLES


def without_particles(key: str) -> str:
    """Return the key without de, du, la, von…, unless it is made of nothing else."""
    words = [word for word in key.split() if word not in _PARTICLES]
    return " ".join(words) or key


def search_text(*parts: str) -> str:
    """Return one text to search in: every part folded, numbers in one piece too."""
    return " ".join(found for found in map(_searched, parts) if found)


def _searched(text: str) -> str:
    seen = unicodedata.normalize("NFKC", stored_text(text))
    if _DIGITS_ONLY.fullmatch(seen):
        return _dialled(seen)
    numbers = {run: _dialled(run) for run in _NUMBER.findall(seen)}
    # A short one is typed as a number where there is nothing else (`search_words`).
    whole = [
        number for run, number in numbers.items() if len(number) >= FEWEST_DIGITS or run == seen
    ]
    return " ".join([folded(seen), *map(_with_its_country, whole)])


def _with_its_country(number: str) -> str:
    """Return ten digits that one dials in France also as they are dialled from abroad."""
    return f"33{number[1:]} {number}" if number[0] == "0" and len(number) == TEN else number


def search_names(*names: str) -> str:
    """Return names and codes to search in, each also without its blanks, hyphens, apostrophes."""
    return " ".join(found for found in map(_named, names) if found)


@lru_cache(maxsize=2**14)  # first names and usual surnames come again and again
def _named(name: str) -> str:
    """Return the name as it is read and in one piece; a saint in each of its writings."""
    read = folded(name)
    words = [*_JOINED_SAINT.sub(r"\1 ", read).split()] if "saint" in read else read.split()
    saints = sorted(SAINTS) if SAINTS.intersection(words) else [""]
    joined = ("".join(saint if word in SAINTS else word for word in words) for saint in saints)
    return " ".join(dict.fromkeys([read, *joined]))


def search_telephone(number: str) -> str:
    """Return a stored number to search in: its digits up to a dot, which no other text has, and
    those that one dials in its own country."""
    digits = _digits(number)
    if number.startswith("+33"):
        return f"{digits}. 0{digits[2:]}"
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return f"{digits}."
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    return f"{digits}. {_digits(phonenumbers.format_number(parsed, form))}"


def search_words(query: str) -> list[str]:
    """Return the words of a query, all of which a text to search in must contain.

    A telephone in any writing is one of them, without what its stored form has in another way.
    """
    seen = unicodedata.normalize("NFKC", untitled(query))
    numbers: list[str] = []

    def taken(run: re.Match[str]) -> str:
        if len(_digits(run[0])) < FEWEST_DIGITS and run[0] != seen:
            return run[0]
        numbers.append(_end_of_telephone(run[0]))
        return " "

    words = folded(_NUMBER.sub(taken, seen)).split()
    if numbers:
        words = [word for word in words if word not in _TELEPHONE and word.isalnum()]
    return [*words, *numbers]


def _end_of_telephone(typed: str) -> str:
    """Return the digits in which stored numbers end, or what was typed of fewer."""
    digits = _dialled(typed)
    end = re.sub("^00?", "", digits)
    return end if len(end) >= FEWEST_DIGITS else digits


def _dialled(text: str) -> str:
    """Return the digits without the zero that nobody dials after a country's code."""
    return _FRENCH_TRUNK.sub("33", _digits(text.replace("(0)", "")))


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def transposed(word: str) -> list[str]:
    """Return the words that this one is with two neighbouring letters swapped."""
    pairs = enumerate(pairwise(word))
    return [word[:at] + b + a + word[at + 2 :] for at, (a, b) in pairs if a != b]


def email_key(text: str) -> str:
    """Return the address without case; accents stay, they are part of it."""
    return unicodedata.normalize("NFKC", stored_text(text)).lower().replace(" ", "")
