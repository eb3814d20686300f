"""How values are written for French readers: pure functions from values to text.

Spaces are U+202F (narrow, no break) everywhere but inside telephone numbers (U+00A0), and the
minus sign is U+2212: typographic French, as `look.md` ("Words") asks. `None` gives "".
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from text import telephones

NARROW = "\u202f"
WIDE = "\u00a0"
MINUS = "\u2212"

_KILO = 1024

Number = int | float | Decimal

_FRENCH_NUMBER = re.compile(r"\+33([1-9])(\d{2})(\d{2})(\d{2})(\d{2})")
# Words that name nothing by themselves: they give no initial.
_PARTICLES = frozenset(
    {
        *("d", "de", "des", "du", "l", "la", "le", "les", "et", "en", "au", "aux", "à"),
        *("von", "van", "der", "den", "di", "da", "del", "dos", "y"),
    }
)
_WORD = re.compile(r"[^\W_]+")


def number_fr(value: Number | None, decimals: int = 0) -> str:
    """1234567.891, 2 -> "1 234 567,89"; halves are rounded away from zero."""
    if value is None:
        return ""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return MINUS + text if rounded < 0 else text


def euros(value: Number | None, decimals: int = 2) -> str:
    """1234567.89 -> "1 234 567,89 €"."""
    if value is None:
        return ""
    return f"{number_fr(value, decimals)}{NARROW}€"


def percent_fr(value: Number | None, decimals: int = 0) -> str:
    """46.2 -> "46 %"; the value is in hundredths already."""
    if value is None:
        return ""
    return f"{number_fr(value, decimals)}{NARROW}%"


def size_fr(octets: int | None) -> str:
    """215 000 -> "210 ko": in the units that a French reader's system shows, of 1024 each."""
    if octets is None:
        return ""
    if octets < _KILO:
        return f"{number_fr(octets)}{NARROW}o"
    if octets < _KILO * _KILO:
        return f"{number_fr(octets / _KILO)}{NARROW}ko"
    mega = number_fr(octets / _KILO / _KILO, 1).removesuffix(",0")
    return f"{mega}{NARROW}Mo"


def share_fr(value: Decimal) -> str:
    """25 -> "25 %", 12.5 -> "12,50 %"."""
    return percent_fr(value, 0 if value == int(value) else 2)


def signed(text: str) -> str:
    """Say the sign of a change: "6,3 %" -> "+ 6,3 %", "−6,3 %" -> "− 6,3 %"."""
    if text.startswith(MINUS):
        return f"{MINUS}{NARROW}{text[1:]}"
    return f"+{NARROW}{text}"


def date_fr(value: dt.date | None) -> str:
    """24 November 2026 -> "24/11/2026"."""
    if value is None:
        return ""
    written = value.isoformat()
    return f"{written[8:10]}/{written[5:7]}/{written[:4]}"


def hour_fr(value: dt.time | dt.datetime | None) -> str:
    """9:40 -> "9 h 40"."""
    if value is None:
        return ""
    return f"{value.hour}{NARROW}h{NARROW}{value.minute:02}"


def moment_fr(value: dt.datetime | None) -> str:
    """24 November 2026 9:40 -> "24/11/2026, 9 h 40"."""
    if value is None:
        return ""
    return f"{date_fr(value)}, {hour_fr(value)}"


def duration_fr(value: dt.timedelta | None) -> str:
    """75 seconds -> "1 min 15 s"; under a minute the seconds alone, under one "< 1 s"."""
    if value is None:
        return ""
    seconds = round(value.total_seconds())
    if seconds < 1:
        return f"<{NARROW}1{NARROW}s"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}{NARROW}h{NARROW}{minutes:02}"
    return f"{minutes}{NARROW}min{NARROW}{rest}{NARROW}s" if minutes else f"{rest}{NARROW}s"


def phone_fr(value: str | None) -> str:
    """Write an E.164 number as it is dialled here: "+33612457809" -> "06 12 45 78 09".

    Numbers of other countries keep their code. What cannot be read is given back as it is.
    """
    if not value:
        return ""
    french = _FRENCH_NUMBER.fullmatch(value)
    if french:  # nearly every number of a list: ten times faster than the library
        return f"0{french[1]}{WIDE}" + WIDE.join(french.groups()[1:])
    written = telephones.national(value)
    return written if written == value else written.replace(" ", WIDE)


def initials(name: str | None, first_name: str | None = "") -> str:
    """Two letters for a mark: ("d’Aubrac", "Odile") -> "OA", ("Chais Moreau SAS",) -> "CM"."""
    words = _telling_words(name or "")
    if first_name:
        return (_telling_words(first_name)[:1] + words[:1]).upper()
    return words[:2].upper()


def _telling_words(text: str) -> str:
    """First letters of the words that tell something; of all words when none does."""
    words = _WORD.findall(text)
    telling = [word for word in words if word.lower() not in _PARTICLES]
    return "".join(word[0] for word in telling or words)


def quoted_fr(text: str) -> str:
    """Return a name between French quotation marks."""
    return f"«{NARROW}{text}{NARROW}»"
