"""Fifteen ways in which other people's forms came back wrong, each on a copy of ours."""

import re
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Name, String
from pypdf import PdfReader

from imports.fact_find import composition, manifest, walk
from imports.fact_find.prefilling import prefill
from imports.fact_find.reasons import Reason
from imports.fact_find.values import Doubt
from tests.imports.fact_find.alterations import edited, field, flatten, note, typed
from tests.imports.fact_find.conftest import KEY

pytestmark = pytest.mark.pure

BEYOND_LATIN = {"tit_nom": "Łukasz", "tit_prenoms": "Öztürk", "cjt_nom": "Ștefan"}


@pytest.fixture(scope="module")
def printed():
    """Return a form that went out with values in it."""
    return prefill("RIC-PP", 1, BEYOND_LATIN, ref="issue", key=KEY)


@pytest.fixture
def read_back(read_bytes, printed):
    def reading(content):
        return read_bytes(content, issued={"issue": printed.values}.get)

    return reading


def kids(pdf, name):
    return field(pdf, name).Kids


def test_1_a_circle_whose_group_has_no_value(blank, read_bytes):
    def fill(pdf):
        del field(pdf, "fam_contrat")["/V"]
        kids(pdf, "fam_contrat")[1].AS = Name.NON

    reading = read_bytes(edited(blank, fill))

    assert (reading.texts, reading.doubts) == ({"fam_contrat": "NON"}, {})


def test_2_a_box_ticked_by_its_state_alone(blank, read_bytes):
    def fill(pdf):
        del field(pdf, "fam_ddv")["/V"]
        field(pdf, "fam_ddv").AS = Name.OUI

    reading = read_bytes(edited(blank, fill))

    assert (reading.texts, reading.doubts) == ({"fam_ddv": "OUI"}, {})


def test_3_states_written_in_codes(blank, read_bytes):
    def fill(pdf):
        field(pdf, "fam_ddv").V = Name.OUI
        field(pdf, "fam_ddv").AS = Name.OUI

    written = edited(blank, fill, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    coded = re.sub(rb"/(V|AS) /OUI\b", rb"/\1 /O#55I", written)
    assert coded != written

    # The table of places is no longer right: the file is opened with tolerance.
    assert read_bytes(coded).texts == {"fam_ddv": "OUI"}


def test_3_no_state_of_ours_has_a_blank_or_an_accent():
    for template, version in manifest.published():
        entries = manifest.load(template, version)["fields"].values()
        states = {state for entry in entries for state in entry["shape"][2]}
        assert [state for state in states if not re.fullmatch("[A-Z0-9_]+", state)] == []


def test_4_boxes_that_do_not_say_their_page(blank, read_bytes):
    def strip(pdf):
        for page in pdf.pages:
            for shown in page.obj.Annots:
                if "/P" in shown:
                    del shown["/P"]
        field(pdf, "tit_nom").V = String("Durand")

    reading = read_bytes(edited(blank, strip))

    assert (reading.reason, reading.texts) == (None, {"tit_nom": "Durand"})


def test_5_letters_beyond_latin_1_in_a_form_that_was_prefilled(printed, read_back):
    changed = typed(printed.content, "adr_ville", "Łódź")

    assert read_back(changed).texts == BEYOND_LATIN | {"adr_ville": "Łódź"}


def test_6_a_hidden_box_that_lost_its_drawing_or_came_to_have_one(blank, read_bytes):
    def save_again(pdf):
        carried = field(pdf, "ric_meta")
        carried.AP = pikepdf.Dictionary(
            N=pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 0, 0]))
        )
        del field(pdf, "tit_email")["/AP"]
        field(pdf, "tit_nom").V = String("Durand")

    reading = read_bytes(edited(blank, save_again))

    assert (reading.reason, reading.texts) == (None, {"tit_nom": "Durand"})


def test_6_only_the_mark_is_hidden():
    for template, version in manifest.published():
        entries = manifest.load(template, version)["fields"].items()
        flat = [name for name, entry in entries for box in entry["widgets"] if box[1] == box[3]]
        assert flat == ["ric_meta"]


def test_7_no_box_is_a_comb():
    for template, version in manifest.published():
        entries = manifest.load(template, version)["fields"].items()
        assert [name for name, entry in entries if entry["shape"][1] & (1 << 24)] == []


@pytest.mark.parametrize("shown", ["OUI", "Off"])
def test_8_a_circle_that_one_viewer_shows_and_another_does_not(shown, blank, read_bytes):
    def fill(pdf):
        field(pdf, "fam_contrat").V = Name.NON
        kids(pdf, "fam_contrat")[0].AS = Name(f"/{shown}")

    reading = read_bytes(edited(blank, fill))

    assert reading.texts == {"fam_contrat": "NON"}
    assert reading.doubts == {"fam_contrat": Doubt.TWO_ANSWERS}


def test_8_two_circles_that_are_on(blank, read_bytes):
    def fill(pdf):
        del field(pdf, "fam_contrat")["/V"]
        for kid, state in zip(kids(pdf, "fam_contrat"), (Name.OUI, Name.NON), strict=True):
            kid.AS = state

    reading = read_bytes(edited(blank, fill))

    assert (reading.texts, reading.doubts) == ({}, {"fam_contrat": Doubt.TWO_ANSWERS})


def test_9_the_font_that_is_typed_with_has_all_letters_of_western_europe(blank):
    def look(pdf):
        fonts = pdf.Root.AcroForm.DR.Font
        assert fonts.Helv.Encoding == Name.WinAnsiEncoding
        assert fonts.Helv.BaseFont == Name.Helvetica
        assert fonts.ZaDb.BaseFont == Name.ZapfDingbats

    edited(blank, look)


def test_10_each_text_says_its_font_and_is_printed(blank):
    def look(pdf):
        texts = [each for each in pdf.Root.AcroForm.Fields if each.get("/FT") != Name.Btn]
        assert [each for each in texts if "/DA" not in each] == []
        shown = [each for each in texts if str(each.T) != "ric_meta"]
        assert {int(each.F) for each in shown} == {4}

    edited(blank, look)


def test_11_what_was_printed_is_drawn(printed):
    def look(pdf):
        drawn = {name: field(pdf, name).AP.N.read_bytes() for name in BEYOND_LATIN}
        assert [name for name, content in drawn.items() if b" Tj" not in content] == []
        assert not pdf.Root.AcroForm.NeedAppearances

    edited(printed.content, look)


def test_12_the_euro_is_drawn_by_its_place_in_winansi():
    copy = prefill("RIC-PP", 1, {"rev_salaires_titulaire": "12 €"}, key=KEY)

    def look(pdf):
        assert b"(12 \x80) Tj" in field(pdf, "rev_salaires_titulaire").AP.N.read_bytes()

    edited(copy.content, look)


@pytest.mark.parametrize(
    "written",
    [
        "Lefèvre-Œuvrard Łódź".encode(),
        b"\xef\xbb\xbf" + "Lefèvre-Œuvrard Łódź".encode(),
        b"\xfe\xff" + "Lefèvre-Œuvrard Łódź".encode("utf-16-be"),
        b"\xff\xfe" + "Lefèvre-Œuvrard Łódź".encode("utf-16-le"),
    ],
    ids=["bare", "utf-8", "utf-16-be", "utf-16-le"],
)
def test_13_bytes_with_a_mark_or_without(written, blank, read_bytes):
    filled = typed(blank, "tit_nom", written)

    assert read_bytes(filled).texts == {"tit_nom": "Lefèvre-Œuvrard Łódź"}


def test_13_the_bytes_of_pdf_itself_are_what_they_are(blank, read_bytes):
    filled = typed(blank, "tit_nom", b"Lef\xe8vre-\x96uvrard \xa0")

    assert read_bytes(filled).texts == {"tit_nom": "Lefèvre-Œuvrard €"}


@pytest.mark.parametrize(
    "written",
    [
        b"\xfe\xff\xd8\x00",
        b"\xfe\xff\x00\x1bfr\x00\x1b\x00D",
        "þÿDurand".encode("latin-1") + b"\x00",
        b"\xfe\xff" + "Łuk\ufffdsz".encode("utf-16-be"),
        b"Dur\x07and",
    ],
    ids=["half a letter", "a language", "a mark twice", "a letter lost", "a control"],
)
def test_14_one_value_that_a_program_broke_is_named_and_the_rest_is_read(
    written, printed, read_back
):
    def spoil(pdf):
        field(pdf, "tit_nom").V = String(written)
        field(pdf, "adr_ville").V = String("Lyon")

    reading = read_back(edited(printed.content, spoil))

    assert reading.doubts == {"tit_nom": Doubt.UNREADABLE}
    assert reading.texts == {"tit_prenoms": "Öztürk", "cjt_nom": "Ștefan", "adr_ville": "Lyon"}


@pytest.mark.parametrize("value", ["number", "array", "dictionary", "stream", "long"])
def test_14_a_value_of_another_kind_is_read_or_named(value, blank, read_bytes):
    def spoil(pdf):
        field(pdf, "tit_nom").V = {
            "number": 12,
            "array": Array([String("a"), String("b")]),
            "dictionary": pikepdf.Dictionary(A=1),
            "stream": pdf.make_stream("Œuvrard".encode()),
            "long": pdf.make_stream(b"x" * (1 << 17)),
        }[value]
        field(pdf, "adr_ville").V = String("Lyon")

    reading = read_bytes(edited(blank, spoil))

    name = {"tit_nom": "Œuvrard"} if value == "stream" else {}
    doubts = {} if value == "stream" else {"tit_nom": Doubt.UNREADABLE}
    assert (reading.texts, reading.doubts) == (name | {"adr_ville": "Lyon"}, doubts)


def test_14_a_value_that_points_nowhere_is_none(blank, read_bytes):
    spoilt = typed(typed(blank, "tit_nom", "NOWHERE"), "adr_ville", "Lyon")
    pointing = spoilt.replace(b"/V (NOWHERE)", b"/V 99999 0 R")
    assert pointing != spoilt

    assert read_bytes(pointing).texts == {"adr_ville": "Lyon"}


def test_15_notes_over_the_page_are_told_from_a_form_that_was_flattened(blank, read_bytes):
    over = edited(blank, lambda pdf: note(pdf, "FreeText"))

    assert read_bytes(over).reason is Reason.NOTES_ONLY
    assert read_bytes(edited(blank, flatten)).reason is Reason.NO_FIELDS_OURS


def test_an_old_copy_says_which_issue_it_is(printed, read_back):
    changed = typed(printed.content, "tit_nom", "X")

    assert read_back(changed).mark.ref == "issue"


def test_what_filling_changes_is_no_part_of_the_composition(printed):
    """Values, states that are on, drawings: the fingerprint and the places are blind to them."""
    found = walk.fields(PdfReader(BytesIO(printed.content), strict=True))

    assert composition.fingerprint(found) == manifest.load("RIC-PP", 1)["fingerprint"]
