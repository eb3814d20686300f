"""What people and programs do to a form beside filling it in, each on the bytes of a copy."""

import re
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def edited(content, edit, **how):
    """Return the file after an edit by pikepdf."""
    with pikepdf.open(BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(out := BytesIO(), **how)
    return out.getvalue()


def field(pdf, name):
    (found,) = [each for each in pdf.Root.AcroForm.Fields if str(each.T) == name]
    return found


def typed(content, name, text):
    """Return the file with this in one box, each object in the open."""

    def fill(pdf):
        field(pdf, name).V = String(text)

    return edited(content, fill, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def page_of(pdf, number):
    return pdf.pages[number].obj


def add_field(pdf):
    added = pdf.make_indirect(
        Dictionary(
            FT=Name.Tx,
            T=String("iban"),
            V=String("FR76"),
            Rect=Array([50, 50, 200, 70]),
            Type=Name.Annot,
            Subtype=Name.Widget,
            F=4,
        )
    )
    pdf.Root.AcroForm.Fields.append(added)
    page_of(pdf, 1).Annots.append(added)


def drop(pdf, name):
    """Drop a field, and its box from its page."""
    gone = field(pdf, name)
    kept = [each for each in pdf.Root.AcroForm.Fields if str(each.T) != name]
    pdf.Root.AcroForm.Fields = Array(kept)
    for page in pdf.pages:
        shown = [each for each in page.obj.Annots if each.objgen != gone.objgen]
        page.obj.Annots = Array(shown)


def drop_field(pdf):
    drop(pdf, "tit_email")


def rename_field(pdf):
    field(pdf, "tit_email").T = String("tit_courriel")


def retype_field(pdf):
    field(pdf, "tit_email").FT = Name.Ch


def change_options(pdf):
    options = field(pdf, "tit_statut_pro").Opt
    options[1][1] = String("Salariée")


def lengthen(pdf):
    field(pdf, "tit_naissance_cp").MaxLen = 500


def change_flags(pdf):
    field(pdf, "tit_nom").Ff = 1


def rename_state(pdf):
    kid = field(pdf, "fam_contrat").Kids[1]
    kid.AP.N["/PEUT"] = kid.AP.N["/NON"]
    del kid.AP.N["/NON"]


def move_field(pdf):
    box = field(pdf, "tit_naissance_date")
    box.Rect = Array([float(at) + 20 for at in box.Rect])


def swap_fields(pdf):
    """Swap two boxes of one size: an amount would be read as another."""
    one, other = field(pdf, "rev_salaires_titulaire"), field(pdf, "rev_salaires_conjoint")
    one.Rect, other.Rect = other.Rect, one.Rect


def double_field(pdf):
    twin = pdf.make_indirect(Dictionary(field(pdf, "tit_nom")))
    pdf.Root.AcroForm.Fields.append(twin)
    page_of(pdf, 0).Annots.append(twin)


def double_name(pdf):
    """Add a field of a name that is there, with no box to be seen."""
    twin = Dictionary(FT=Name.Tx, T=String("tit_nom"), V=String("Dupont"), Kids=Array())
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(twin))


def edit_text(pdf):
    """Take the first letter of the page away."""
    page = pdf.pages[1]
    page.contents_coalesce()
    content = page.Contents.read_bytes()
    edited_content, times = re.subn(rb"<[0-9a-fA-F]{4}", b"<", content, count=1)
    assert times == 1
    page.Contents.write(edited_content)


def break_page(pdf):
    page = pdf.pages[1]
    page.contents_coalesce()
    page.Contents.write(b"q << BT ( ET")


def cover_text(pdf):
    pdf.pages[3].contents_add(b"q 1 1 1 rg 100 500 300 40 re f Q")


def add_page(pdf):
    pdf.add_blank_page(page_size=(595, 842))


def drop_page(pdf):
    del pdf.pages[4]


def swap_pages(pdf):
    one, other = pdf.pages[2], pdf.pages[3]
    pdf.pages[2], pdf.pages[3] = other, one


def remove_mark(pdf):
    drop(pdf, "ric_meta")


# Each with the page and the field that the refusal names, counted from 0.
ALTERATIONS = {
    "a field added": (add_field, 1, ""),
    "a field dropped": (drop_field, 0, "tit_email"),
    "a field renamed": (rename_field, 0, "tit_email"),
    "a field of another kind": (retype_field, 0, "tit_email"),
    "other answers": (change_options, 1, "tit_statut_pro"),
    "a longer limit": (lengthen, 0, "tit_naissance_cp"),
    "another flag": (change_flags, 0, "tit_nom"),
    "a state renamed": (rename_state, 0, "fam_contrat"),
    "a field moved": (move_field, 0, "tit_naissance_date"),
    "two fields swapped": (swap_fields, 1, "rev_salaires_titulaire"),
    "a field twice": (double_field, 0, "tit_nom"),
    "a name twice": (double_name, 0, "tit_nom"),
    "a text edited": (edit_text, 1, ""),
    "a page that nobody can read": (break_page, 1, ""),
    "a text covered": (cover_text, 3, ""),
    "a page added": (add_page, None, ""),
    "a page dropped": (drop_page, None, ""),
    "two pages swapped": (swap_pages, 2, "immo1_type"),
}


def note(pdf, kind, number=0, **entries):
    page = page_of(pdf, number)
    page.Annots.append(
        pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name(f"/{kind}"),
                Rect=Array([60, 600, 200, 620]),
                Contents=String("Durand"),
                **entries,
            )
        )
    )


def sign(pdf):
    """Add what a program adds that signs: a field of its own, hidden, on the first page."""
    added = pdf.make_indirect(
        Dictionary(
            FT=Name.Sig,
            T=String("Signature1"),
            Type=Name.Annot,
            Subtype=Name.Widget,
            Rect=Array([0, 0, 0, 0]),
            F=132,
            V=pdf.make_indirect(Dictionary(Type=Name.Sig)),
        )
    )
    pdf.Root.AcroForm.Fields.append(added)
    page_of(pdf, 0).Annots.append(added)
    pdf.Root.AcroForm.SigFlags = 3


def flatten(pdf):
    pdf.flatten_annotations("all")
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]
    for page in pdf.pages:
        page.obj.Annots = Array()
