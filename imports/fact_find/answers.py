"""What was filled in, as text, whichever program wrote it: only what the form asks is looked at."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from pypdf.generic import ByteStringObject, NameObject, StreamObject, TextStringObject

from imports.fact_find.schema import Kind
from imports.fact_find.walk import OFF, Found

LONGEST_STREAM = 1 << 16
# What a text becomes that its program wrote in no known way.
_UNREADABLE = ("\ufeff", "\ufffe", "\ufffd", "þÿ", "ÿþ", "\x1b")
_BOMS = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")


class UnreadableError(Exception):
    """The bytes of one value are no text."""


def collected(
    found: dict[str, Found], known: dict[str, dict[str, Any]]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return texts by name of field, and the doubts ("unreadable", "two_answers") by name."""
    texts: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for name, entry in known.items():
        if not (question := entry["question"]):
            continue
        try:
            text, agrees = _answer(found[name], question)
        except UnreadableError:
            doubts[name] = "unreadable"
            continue
        if not agrees:
            doubts[name] = "two_answers"
        if text:
            # As much as shows that it is too long.
            texts[name] = text[: 2 * (question.get("limit") or 100)]
    return texts, doubts


def _answer(field: Found, question: dict[str, Any]) -> tuple[str, bool]:
    if question["kind"] in {Kind.CHECK, Kind.RADIO}:
        return _state(field)
    return text_of(field.value), True


def _state(field: Found) -> tuple[str, bool]:
    """Return what is on, and whether the field and its boxes agree; the field decides."""
    allowed = set(field.states)
    shown = {widget.state for widget in field.widgets} & allowed
    said = _name(field.value)
    if said in allowed:
        return said, shown == {said}
    if len(shown) > 1:
        return "", False
    # Many programs leave /V to the boxes; an explicit Off against a box that is on is a doubt.
    return next(iter(shown), ""), not (shown and said == OFF)


def _name(value: Any) -> str:
    if isinstance(value, (NameObject, TextStringObject)):
        return str(value).removeprefix("/")
    return ""


def text_of(value: Any) -> str:
    """Return the text of a value; "" where there is none."""
    if isinstance(value, StreamObject):
        value = _of_stream(value)
    if isinstance(value, NameObject):
        return str(value).removeprefix("/")
    if isinstance(value, (TextStringObject, ByteStringObject)):
        return _checked(_decoded(value))
    if value is None:
        return ""
    raise UnreadableError


def _of_stream(stream: StreamObject) -> TextStringObject | ByteStringObject:
    content = stream.get_data()
    if len(content) > LONGEST_STREAM:
        raise UnreadableError
    return ByteStringObject(content)


def _decoded(value: TextStringObject | ByteStringObject) -> str:
    written = value.original_bytes
    if isinstance(value, ByteStringObject):
        return _of_bytes(bytes(value))
    if written.startswith(_BOMS) or written.isascii():
        return str(value)
    # Bare UTF-8, which some programs write without its mark.
    try:
        return written.decode()
    except UnicodeDecodeError:
        return str(value)


def _of_bytes(written: bytes) -> str:
    encodings = {b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le", b"\xef\xbb\xbf": "utf-8"}
    for mark, encoding in encodings.items():
        if written.startswith(mark):
            return written[len(mark) :].decode(encoding, "replace")
    return written.decode("utf-8", "replace")


def _checked(text: str) -> str:
    if any(sign in text for sign in _UNREADABLE) or any(map(_is_control, text)):
        raise UnreadableError
    return text


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\r\n\t"


def annotations(pages: Any) -> Iterator[str]:
    """Give the kinds of what was laid on the pages beside the boxes."""
    for page in pages:
        for shown in page.get("/Annots") or ():
            kind = str(shown.get_object().get("/Subtype", "")).removeprefix("/")
            if kind not in {"Widget", "Link", "Popup"}:
                yield kind
