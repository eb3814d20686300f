"""What a file is and what was filled in; runs in a process of its own, within limits.

Nothing is returned but what the form asks: no unknown name, no unknown value.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdf
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdf.generic import DictionaryObject, StreamObject

from imports.fact_find import answers, composition, manifest, mark, walk
from imports.fact_find.reasons import Reason, Remark

# Mail gateways append bytes and change line ends: such a file is opened again with tolerance,
# unless it is so large that looking for its parts would take all the time there is.
LARGEST_REPAIR = 2 << 20
_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": 16 << 20,
    "array_based_stream_maximum_output_length": 16 << 20,
    "array_maximum_element_count": 20_000,
    "dictionary_maximum_element_count": 5_000,
    "zlib_maximum_output_length": 16 << 20,
    "lzw_maximum_output_length": 4 << 20,
    "run_length_maximum_output_length": 4 << 20,
    "jbig2_maximum_output_length": 1 << 20,
    "brotli_maximum_output_length": 4 << 20,
    "zlib_maximum_recovery_input_length": 1 << 20,
    "stream_decoding_work_maximum_length": 64 << 20,
    "stream_parsing_work_maximum_count": 500_000,
    "stream_filters_maximum_length": 3,
    "xmp_maximum_input_length": 256 << 10,
    "page_tree_maximum_entries": 500,
    "page_tree_maximum_depth": 10,
    "page_tree_maximum_page_entries": 20_000,
    "form_fields_maximum_entries": walk.MOST_NODES,
    "form_fields_maximum_depth": walk.MOST_DEPTH,
    "jbig2dec_binary": None,
    "disable_legacy_handling": True,
}
_TOO_COMPLEX = (LimitReachedError, walk.TooComplexError, MemoryError, RecursionError)
_LOCKED = (FileNotDecryptedError, NotImplementedError, DependencyError)


class RefusedError(Exception):
    def __init__(self, reason: Reason, *, page: int | None = None, field: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.page, self.field = reason, page, field


def examine(content: bytes) -> dict[str, Any]:
    """Return what the reader reports, as JSON can say it; never raises for a file's sake."""
    with pypdf.apply_configuration(**_LIMITS):
        report = _guarded(lambda report: _examined(content, report, strict=True))
        if report["reason"] == Reason.DAMAGED and len(content) < LARGEST_REPAIR:
            report = _guarded(lambda report: _examined(content, report, strict=False))
            report["remarks"].append(Remark.REPAIRED)
        return report


def _guarded(work: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    report: dict[str, Any] = {
        "reason": "",
        "page": None,
        "field": "",
        "mark": "",
        "texts": {},
        "doubts": {},
        "remarks": [],
    }
    try:
        work(report)
    except RefusedError as refused:
        report |= {"reason": refused.reason, "page": refused.page, "field": refused.field}
    except _TOO_COMPLEX:
        report["reason"] = Reason.TOO_COMPLEX
    except _LOCKED:
        report["reason"] = Reason.PASSWORD
    except Exception:  # noqa: BLE001 - the library raises any kind for a damaged file
        report["reason"] = Reason.DAMAGED
    return report


def _examined(content: bytes, report: dict[str, Any], *, strict: bool) -> None:
    reader = PdfReader(BytesIO(content), strict=strict)
    if reader.is_encrypted and not reader.decrypt(""):
        raise RefusedError(Reason.PASSWORD)
    form = walk.value_at(reader.root_object, "/AcroForm")
    if isinstance(form, DictionaryObject) and walk.value_at(form, "/XFA") is not None:
        raise RefusedError(Reason.XFA)
    found = walk.fields(reader)
    if not found:
        ours = _says_ours(reader)
        raise RefusedError(Reason.NO_FIELDS_OURS if ours else Reason.NO_FIELDS)
    known = _known(found, report)
    _refuse_altered(reader, found, known)
    report["texts"], report["doubts"] = answers.collected(found, known["fields"])
    report["remarks"] += _remarks(reader, found)


def _known(found: dict[str, walk.Found], report: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of the form that this file's mark names."""
    carried = found.get(mark.NAME)
    said = _text(carried.value) if carried else ""
    parsed = mark.parse(said)
    if parsed is None:
        raise RefusedError(Reason.UNKNOWN_FORM)
    report["mark"] = said
    try:
        return manifest.load(parsed.template, parsed.version)
    except manifest.UnknownFormError as unknown:
        raise RefusedError(Reason.OLD_VERSION) from unknown


def _text(value: Any) -> str:
    try:
        return answers.text_of(value)
    except answers.UnreadableError:
        return ""


def _refuse_altered(reader: PdfReader, found: dict[str, walk.Found], known: dict[str, Any]) -> None:
    pages = list(reader.pages)
    if len(pages) != len(known["pages"]):
        raise RefusedError(Reason.ALTERED)
    for name, index in composition.altered_fields(found, known["fields"]):
        raise RefusedError(Reason.ALTERED, page=index if index >= 0 else None, field=name)
    for index, (page, was) in enumerate(zip(pages, known["pages"], strict=True)):
        if not _is_same(page, was):
            raise RefusedError(Reason.ALTERED, page=index)


def _is_same(page: PageObject, was: dict[str, Any]) -> bool:
    try:
        return composition.is_same_page(page, was)
    except _TOO_COMPLEX:
        raise
    except Exception:  # noqa: BLE001 - what it draws is no longer ours, nor readable
        return False


def _remarks(reader: PdfReader, found: dict[str, walk.Found]) -> list[Remark]:
    remarks = []
    if any(answers.annotations(reader.pages)):
        remarks.append(Remark.ANNOTATIONS)
    if any(field.type == "Sig" for field in found.values()):
        remarks.append(Remark.SIGNATURES)
    return remarks


def _says_ours(reader: PdfReader) -> bool:
    """Tell whether a file without fields was one of our forms; nothing is believed of it.

    Programs that print a PDF anew keep its subject, and not what they do not know.
    """
    told = reader.metadata
    if told and (told.get("/FactFind") or mark.is_identity(told.subject or "")):
        return True
    metadata = walk.value_at(reader.root_object, "/Metadata")
    return isinstance(metadata, StreamObject) and b"urn:fact-find" in metadata.get_data()
