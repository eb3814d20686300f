"""Cards of an address book in vCard 3.0 (RFC 2426), the version that telephones and Outlook read.

Pure text: names of properties and their parts in, lines that end as the standard asks out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

# A line longer than this many octets goes on behind a blank.
LINE_OCTETS = 75
_END = "\r\n"
_BREAK = re.compile(r"\r\n|\r|\n|\u2028|\u2029")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# A name with its parameters, and the parts of the value.
Property = tuple[str, Sequence[str]]


def card(properties: Iterable[Property]) -> str:
    """Return one card; a property whose parts are all empty is left out, but for the name."""
    told = [("BEGIN", ["VCARD"]), ("VERSION", ["3.0"])]
    told += [(name, list(parts)) for name, parts in properties if name == "N" or any(parts)]
    told.append(("END", ["VCARD"]))
    return "".join(_line(name, parts) for name, parts in told)


def _line(name: str, parts: Sequence[str]) -> str:
    return _END.join(_folded(f"{name}:{';'.join(map(escaped, parts))}")) + _END


def escaped(part: str) -> str:
    r"""Write what would end a part or a line as text: a;b -> a\;b."""
    plain = _UNSEEN.sub("", part).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return _BREAK.sub(r"\\n", plain)


def _folded(line: str) -> Iterator[str]:
    """Cut a line between two letters, never within the octets of one."""
    kept, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            yield kept
            kept, octets = " ", 1
        kept, octets = kept + letter, octets + size
    yield kept
