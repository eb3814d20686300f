"""A copy with a folder's values: what is stored, what is drawn, and the mark."""

from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader
from pypdf.generic import NameObject

from imports.fact_find import appearance, composition, manifest, mark, walk
from imports.fact_find.prefilling import prefill

pytestmark = pytest.mark.pure

KEY = b"a key of tests"
VALUES = {
    "tit_civilite": "MME",
    "tit_nom": "Lefèvre-Œuvrard",
    "tit_prenoms": "Łucja Ștefania Öztürk-Ağça",
    "rev_salaires_titulaire": "48 500,50 €",
    "fam_contrat": "NON",
    "fam_ddv": "OUI",
    "prof_risque": "3",
    "obj_commentaire": "Une « maison » (à Łódź) \\ deux\nDeuxième ligne, l’autre",
}


@cache
def _copy(values, more):
    return prefill("RIC-PP", 1, dict(values), key=KEY, **dict(more))


def copy_of(values, **more):
    """Return a copy, made once for all the tests that look at it."""
    return _copy(tuple(values.items()), tuple(more.items()))


def whole_copy():
    not_said = {"tit_nom_naissance": "", "cjt_civilite": "NR"}
    return copy_of(VALUES | not_said, firm="Cabinet Œuvrard", ref="a-random_key")


def cut_copy():
    """Return a copy with more than its boxes hold."""
    return copy_of({"tit_naissance_cp": "75116 Paris", "obj_commentaire": "mot " * 60 + "\nfin"})


def fields(prefilled):
    return _fields(prefilled.content)


@cache
def _fields(content):
    reader = PdfReader(BytesIO(content), strict=True)
    found = {
        f.get_object()["/T"]: f.get_object() for f in reader.root_object["/AcroForm"]["/Fields"]
    }
    return reader, found


def drawing(field):
    return field["/AP"]["/N"].get_data()


def test_values_stand_as_they_are_stored():
    _, found = fields(whole_copy())

    assert {name: found[name]["/V"] for name in VALUES} == {
        **VALUES,
        "fam_contrat": "/NON",
        "fam_ddv": "/OUI",
        "prof_risque": "/3",
    }


def test_what_was_printed_is_what_the_copy_says():
    assert whole_copy().values == VALUES


def test_what_is_too_long_for_its_box_is_cut_and_said_so():
    assert cut_copy().values["tit_naissance_cp"] == "75116"


def test_a_list_shows_its_label_and_a_text_its_letters():
    _, found = fields(whole_copy())

    assert b"(Madame) Tj" in drawing(found["tit_civilite"])
    assert "(Lefèvre-Œuvrard) Tj".encode("cp1252") in drawing(found["tit_nom"])
    assert b"(48 500,50 \x80) Tj" in drawing(found["rev_salaires_titulaire"])


def test_letters_that_helvetica_has_not_are_drawn_with_those_of_the_form():
    reader, found = fields(whole_copy())
    said = VALUES["tit_prenoms"].encode("utf-16-be").hex().encode()
    font = reader.root_object["/AcroForm"]["/DR"]["/Font"]["/Rec"]

    assert b"/Rec 9.00 Tf" in drawing(found["tit_prenoms"])
    assert b"<" + said + b"> Tj" in drawing(found["tit_prenoms"])
    assert (
        font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data()[:4] == b"\0\1\0\0"
    )


def test_the_letters_of_the_form_are_those_of_europe():
    reader, _ = fields(whole_copy())
    font = reader.root_object["/AcroForm"]["/DR"]["/Font"]["/Rec"]["/DescendantFonts"][0]
    glyphs = font["/CIDToGIDMap"].get_data()

    assert [
        sign for sign in "ŁłŚśŻżĞğŞşİıȘșȚțŒœ€ŘřŠšŽžÅåØøẞß’“” \u202f" if not glyph(glyphs, sign)
    ] == []


def glyph(glyphs, sign):
    return int.from_bytes(glyphs[2 * ord(sign) : 2 * ord(sign) + 2], "big")


def test_signs_that_the_format_uses_are_escaped():
    assert rb"(a \(b\) \\ c) Tj" in appearance.line("a (b) \\ c", (100, 16))


def test_a_circle_and_a_box_are_on():
    _, found = fields(whole_copy())

    assert [kid.get_object()["/AS"] for kid in found["fam_contrat"]["/Kids"]] == ["/Off", "/NON"]
    # As text, as some libraries write it, no circle would be on.
    assert {type(found[name]["/V"]) for name in ("fam_contrat", "fam_ddv")} == {NameObject}
    assert found["fam_ddv"]["/AS"] == "/OUI"
    assert found["fam_testament"]["/AS"] == "/Off"


def test_a_text_of_several_lines_is_broken_where_its_box_ends():
    _, found = fields(cut_copy())

    drawn = drawing(found["obj_commentaire"])
    assert drawn.count(b" T* ") == 3
    assert drawn.endswith(b" T* (fin) Tj ET Q EMC")


def test_a_long_line_is_made_smaller_and_figures_stand_at_the_right():
    short, long = (appearance.line(text, (100, 16)) for text in ("Durand", "Durand " * 6))

    assert b"/Helv 9.00 Tf 11 TL 3.00" in short
    assert b"/Helv 6.00 Tf 11 TL 3.00" in long
    # A list keeps clear of its arrow; letters of the form are wider.
    assert b"/Helv 7.15 Tf" in appearance.line(
        "Durand-Lefèvre Paul", (80, 16), end=appearance.ARROW
    )
    assert b"/Rec 7.61 Tf" in appearance.line("Durand-Łefèvre Paul", (85, 16))
    assert b" TL 69.48 " in appearance.line("12 345", (100, 16), right=True)


def test_the_copy_is_composed_as_the_blank_form():
    reader, _ = fields(whole_copy())
    known = manifest.load("RIC-PP", 1)
    found = walk.fields(reader)

    assert list(composition.altered_fields(found, known["fields"])) == []
    drawn = [page["drawn"] for page in known["pages"]]
    assert [composition.drawn(page) for page in reader.pages] == drawn
    assert reader.pdf_header == "%PDF-1.7"


def test_the_copy_breaks_no_rule_of_the_format():
    with pikepdf.open(BytesIO(whole_copy().content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.trailer.ID) == 2


def test_the_firm_s_name_is_shown_and_not_asked():
    _, found = fields(whole_copy())

    assert found["ric_cabinet"]["/V"] == "Cabinet Œuvrard"
    assert found["ric_cabinet"]["/Ff"] == 1


def test_the_mark_says_which_form_and_which_issue_it_is():
    _, found = fields(whole_copy())

    said = mark.parse(found["ric_meta"]["/V"])
    assert (said.identity, said.ref) == ("RIC-PP/1", "a-random_key")
    assert said.is_ours([b"a newer key", KEY])
    assert not said.is_ours([b"a newer key"])


def test_a_mark_with_another_issue_is_not_ours():
    signed = mark.Mark("RIC-PP", 1, "mine").signed(KEY)

    assert mark.parse(signed).is_ours([KEY])
    assert not mark.parse(signed.replace("mine", "hers")).is_ours([KEY])
    assert not mark.parse(signed.replace("RIC-PP/1", "RIC-PM/1")).is_ours([KEY])


@pytest.mark.parametrize(
    "text", ["", "RIC1|RIC-PP/1|-|", "RIC2|RIC-PP/1|-|" + "a" * 24, "RIC1|RIC-PP/1|é|" + "a" * 24]
)
def test_what_is_no_mark_is_none(text):
    assert mark.parse(text) is None


@pytest.mark.parametrize(
    "values",
    [{"nobody": "x"}, {"fam_ddv": "NON"}, {"fam_contrat": "PEUT-ETRE"}, {"tit_civilite": "X"}],
)
def test_a_value_that_no_field_takes_is_a_mistake_of_the_caller(values):
    with pytest.raises(ValueError, match=r"does not ask|no answer|ticked or not"):
        copy_of(values)
