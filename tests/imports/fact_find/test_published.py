"""The blank forms that are kept, and their manifests: one file each, whole and of our making."""

import os
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from pypdf import PdfReader

from imports.fact_find import composition, manifest, walk
from imports.fact_find.definition import FORMS
from imports.fact_find.schema import Kind

pytestmark = pytest.mark.pure

PUBLISHED = list(manifest.published())
EACH = pytest.mark.parametrize(("template", "version"), PUBLISHED)
HIDDEN, PRINTED = 194, 4
# To draw the long form takes four times as long, with the same parts: now and then (make soak).
DRAWN = FORMS if "SOAK" in os.environ else FORMS[-1:]


@cache
def blank(template, version):
    """Return the form, parsed once for all the tests that look at it."""
    return PdfReader(manifest.blank_path(template, version), strict=True)


def widgets(reader):
    return [shown.get_object() for page in reader.pages for shown in page["/Annots"]]


def test_each_form_is_published_in_its_version():
    assert {(form.template, form.version) for form in FORMS} <= set(PUBLISHED)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.template)
def test_what_is_asked_now_is_what_the_published_form_asks(form):
    """A change of the definition is a new version: forms are out that ask the old."""
    questions = manifest.questions(form.template, form.version)

    assert questions == {name: _without_place(field) for name, field in form.fields.items()}


def _without_place(field):
    return replace(field, span=0)


@EACH
def test_the_blank_form_is_what_its_manifest_says(template, version):
    known, reader = manifest.load(template, version), blank(template, version)
    found = walk.fields(reader)

    assert composition.fingerprint(found) == known["fingerprint"]
    assert list(composition.altered_fields(found, known["fields"])) == []
    assert composition.pages(reader) == known["pages"]


@EACH
def test_the_files_are_small(template, version):
    sizes = [
        path(template, version).stat().st_size
        for path in (manifest.blank_path, manifest.manifest_path)
    ]

    assert [size for size in sizes if size > 500_000] == []


@EACH
def test_the_blank_form_breaks_no_rule_of_the_format(template, version):
    with pikepdf.open(manifest.blank_path(template, version)) as pdf:
        assert pdf.check_pdf_syntax() == []


@EACH
def test_the_form_is_tagged_in_french_and_shows_its_title(template, version):
    root = blank(template, version).root_object

    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@EACH
def test_pages_are_a4_and_tabbed_in_the_order_of_reading(template, version):
    pages = blank(template, version).pages

    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {
        (595, 842)
    }
    assert {page["/Tabs"] for page in pages} == {"/S"}


@EACH
def test_boxes_are_shown_in_the_order_in_which_one_reads(template, version):
    """So that a tab goes on: down the page, and to the right within a line."""
    entries = manifest.load(template, version)["fields"]
    tops = [
        (entry["widgets"][0][0], -entry["widgets"][0][4])
        for name, entry in entries.items()
        if name not in {"ric_meta", "ric_cabinet"}
    ]

    assert [each for each in pairwise(tops) if _up(*each)] == []


def _up(one, other):
    """Tell whether the next box stands above this one; a box to tick is lower than a line's."""
    (page, top), (next_page, next_top) = one, other
    return next_page < page or (next_page == page and next_top < top - 8)


@EACH
def test_nothing_runs_and_nothing_is_hidden_but_the_mark(template, version):
    reader = blank(template, version)
    content = manifest.blank_path(template, version).read_bytes()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(plain := BytesIO(), qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)

    assert (
        re.search(
            rb"/(JS|JavaScript|AA|OpenAction|Launch|SubmitForm|URI|XFA|Sig)\b", plain.getvalue()
        )
        is None
    )
    assert {
        (widget["/T"], widget["/F"]) for widget in widgets(reader) if widget["/F"] != PRINTED
    } == {("ric_meta", HIDDEN)}


@EACH
def test_states_are_named_by_what_is_answered(template, version):
    entries = manifest.load(template, version)["fields"]
    questions = manifest.questions(template, version)
    states = {name: entry["shape"][2] for name, entry in entries.items() if entry["shape"][2]}

    assert states == {
        name: ["OUI"] if field.kind is Kind.CHECK else sorted(export for export, _ in field.choices)
        for name, field in questions.items()
        if field.kind in {Kind.CHECK, Kind.RADIO}
    }


@EACH
def test_each_box_has_its_drawing_and_its_own_words(template, version):
    """No viewer need draw it, and a screen reader tells any two apart."""
    reader = blank(template, version)
    shown = [widget for widget in widgets(reader) if widget["/F"] == PRINTED]
    said = [str(widget["/TU"]) for widget in shown]

    assert reader.root_object["/AcroForm"]["/NeedAppearances"].value is False
    assert [widget for widget in shown if "/AP" not in widget] == []
    assert len(said) == len(set(said))
    assert [widget for widget in shown if widget.get("/FT") == "/Btn" and "/Opt" in widget] == []


@EACH
def test_text_is_typed_with_a_font_that_viewers_have(template, version):
    reader = blank(template, version)
    texts = [widget for widget in widgets(reader) if widget.get("/FT") in {"/Tx", "/Ch"}]
    fonts = reader.root_object["/AcroForm"]["/DR"]["/Font"]

    assert {widget["/DA"].split(" Tf")[0] for widget in texts} == {"/Helv 9"}
    assert fonts["/Helv"]["/Encoding"] == "/WinAnsiEncoding"
    # No comb, no scroll that is switched off.
    assert [widget for widget in texts if widget.get("/Ff", 0) & (1 << 24)] == []


@pytest.mark.slow
@pytest.mark.parametrize("form", DRAWN, ids=lambda form: form.template)
def test_built_again_a_form_has_the_same_fields(form):
    building = pytest.importorskip(
        "imports.fact_find.drawing.building",
        reason="WeasyPrint's Pango is not here",
        exc_type=OSError,
    )
    known = manifest.load(form.template, form.version)

    built = building.build(form)

    assert built.manifest["fingerprint"] == known["fingerprint"]
    assert len(built.manifest["pages"]) == len(known["pages"])
    found = walk.fields(PdfReader(BytesIO(built.blank), strict=True))
    assert list(composition.altered_fields(found, known["fields"])) == []
