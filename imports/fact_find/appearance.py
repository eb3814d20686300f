"""How a value looks in its box: the drawing that viewers show before anybody types.

Text within WinAnsi is drawn with Helvetica, which every viewer has; what is beyond it (Ł, ş, ș)
with the letters that the form carries, whose codes are those of Unicode. All is measured in
points, from the lower left corner of the box.
"""

import unicodedata
from collections.abc import Iterator

SIZE = 9
LEADING = 11
_SMALLEST = 6
_PADDING = 3
# The arrow at the end of a list, which the page shows.
ARROW = 11
_WIDER = 1.12
HELVETICA = "/Helv"
LETTERS = "/Rec"
# Their codes have two bytes.
LAST_LETTER = "\uffff"
# The light tokens --ink: 1c2430.
INK = "0.110 0.141 0.188"
# Widths of Helvetica from the space to the tilde, in thousandths, as Adobe publishes them.
# fmt: off
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)
# fmt: on
_OTHERS = {"—": 1000, "…": 1000, "Œ": 1000, "œ": 944, "Æ": 1000, "æ": 889, "’": 222, "‘": 222}


def is_plain(text: str) -> bool:
    """Tell whether Helvetica has all these letters."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def width(text: str, size: float = SIZE) -> float:
    """Return how long a text is; the letters that the form carries are a little wider."""
    wider = 1 if is_plain(text) else _WIDER
    return sum(map(_width, text)) * wider * size / 1000


def _width(letter: str) -> int:
    if letter in _OTHERS:
        return _OTHERS[letter]
    code = ord(unicodedata.normalize("NFD", letter)[0]) - 0x20
    return _WIDTHS[code] if 0 <= code < len(_WIDTHS) else 600


def line(
    text: str, box: tuple[float, float], *, right: bool = False, end: float = _PADDING
) -> bytes:
    """Return the drawing of one line; smaller where it is too long, and cut at the edge."""
    wide, high = box
    room = wide - _PADDING - end
    size = max(_SMALLEST, min(SIZE, SIZE * room / max(width(text), 1)))
    start = max(_PADDING, wide - _PADDING - width(text, size)) if right else _PADDING
    baseline = (high - size * 0.72) / 2
    return _drawn([text], box, size=size, at=(start, baseline))


def lines(text: str, box: tuple[float, float]) -> bytes:
    """Return the drawing of a text of several lines, broken where the box ends."""
    wide, high = box
    broken = [line for said in text.split("\n") for line in _broken(said, wide - 2 * _PADDING)]
    return _drawn(broken, box, size=SIZE, at=(_PADDING, high - LEADING))


def _broken(text: str, room: float) -> Iterator[str]:
    written = ""
    for word in text.split(" "):
        longer = f"{written} {word}" if written else word
        if written and width(longer) > room:
            yield written
            longer = word
        written = longer
    yield written


def _drawn(
    texts: list[str], box: tuple[float, float], *, size: float, at: tuple[float, float]
) -> bytes:
    wide, high = box
    shown = b" T* ".join(map(_shown, texts))
    frame = f"/Tx BMC q 1 1 {wide - 2:.2f} {high - 2:.2f} re W n BT {INK} rg"
    font = HELVETICA if all(map(is_plain, texts)) else LETTERS
    place = f"{font} {size:.2f} Tf {LEADING} TL {at[0]:.2f} {at[1]:.2f} Td"
    if font is LETTERS:
        shown = b" T* ".join(_in_letters(text) for text in texts)
    return f"{frame} {place} ".encode() + shown + b" ET Q EMC"


def _shown(text: str) -> bytes:
    written = text.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        written = written.replace(sign, b"\\" + sign)
    return b"(" + written.replace(b"\r", b" ") + b") Tj"


def _in_letters(text: str) -> bytes:
    plain = "".join(sign if sign <= LAST_LETTER else "?" for sign in text)
    return b"<" + plain.encode("utf-16-be").hex().encode() + b"> Tj"


def tick(side: float) -> bytes:
    """Return a tick, drawn as lines so that it needs no font."""
    x, y = side * 0.2, side * 0.5
    return (
        f"q {INK} RG 1.3 w 1 J 1 j {x:.2f} {y:.2f} m {side * 0.42:.2f} {side * 0.27:.2f} l "
        f"{side * 0.8:.2f} {side * 0.75:.2f} l S Q"
    ).encode()


def dot(side: float) -> bytes:
    """Return the disc of a chosen circle, of four arcs."""
    c, r = side / 2, side * 0.28
    k = r * 0.5523
    arcs = (
        (c + r, c + k, c + k, c + r, c, c + r),
        (c - k, c + r, c - r, c + k, c - r, c),
        (c - r, c - k, c - k, c - r, c, c - r),
        (c + k, c - r, c + r, c - k, c + r, c),
    )
    path = " ".join(" ".join(f"{at:.2f}" for at in arc) + " c" for arc in arcs)
    return f"q {INK} rg {c + r:.2f} {c:.2f} m {path} f Q".encode()
