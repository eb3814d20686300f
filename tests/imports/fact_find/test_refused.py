"""Each reason to refuse a file, on a copy that was filled in and then lost its way."""

import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest
from pikepdf import String

from imports.fact_find import manifest
from imports.fact_find.mark import Mark
from imports.fact_find.prefilling import prefill
from imports.fact_find.reading import LARGEST_FILE
from imports.fact_find.reasons import Reason, Remark
from scripts import chromium
from tests.imports.fact_find import alterations, hand_made
from tests.imports.fact_find.alterations import ALTERATIONS, edited, field, note, sign, typed
from tests.imports.fact_find.conftest import KEY, VALUES

pytestmark = pytest.mark.pure


def as_it_is(pdf):
    """Edit nothing: the file is only written anew."""


def test_the_copy_itself_is_read(filled, read_apart):
    reading = read_apart(filled)

    assert (reading.reason, reading.texts, reading.remarks) == (None, VALUES, frozenset())
    assert (reading.mark.identity, reading.mark.ref) == ("RIC-PP/1", "-")
    assert (reading.size, len(reading.sha256)) == (len(filled), 64)


@pytest.mark.parametrize("name", ALTERATIONS)
def test_a_form_that_was_recomposed_is_refused_by_page_and_field(name, filled, read_bytes):
    edit, page, named = ALTERATIONS[name]

    reading = read_bytes(edited(filled, edit))

    assert (reading.reason, reading.page, reading.field_name) == (Reason.ALTERED, page, named)
    assert reading.texts == {}


@pytest.mark.parametrize(
    "how",
    [
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"qdf": True},
        {"linearize": True},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
        {"normalize_content": True},
        {"encryption": pikepdf.Encryption(owner="owner", user="")},
    ],
    ids=str,
)
def test_a_form_that_was_only_written_anew_is_read(how, filled, read_bytes):
    reading = read_bytes(edited(filled, as_it_is, **how))

    assert (reading.reason, reading.texts) == (None, VALUES)


@pytest.mark.parametrize("place", range(5))
def test_a_page_written_in_other_words_is_the_same_page(place, filled, read_alone):
    """One page at a time: its text takes a while to read, and the process has five seconds."""

    def rewrite(pdf):
        page = pdf.pages[place]
        content = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
        page.Contents = pdf.make_stream(content + b"\nq Q")

    assert read_alone(edited(filled, rewrite)).texts == VALUES


@pytest.mark.parametrize("strength", [2, 3, 4, 6])
def test_a_form_that_any_reader_opens_without_a_password_is_read(strength, filled, read_alone):
    """The process that reads it begins without what takes locks away, unless there is one."""
    lock = pikepdf.Encryption(owner="owner", user="", R=strength, aes=strength > 3, metadata=False)
    reading = read_alone(edited(filled, as_it_is, encryption=lock))

    assert (reading.reason, reading.texts) == (None, VALUES)


def test_a_lock_that_hides_itself_is_a_password(filled, read_alone):
    lock = pikepdf.Encryption(owner="owner", user="")
    plain = pikepdf.ObjectStreamMode.disable
    locked = edited(filled, as_it_is, encryption=lock, object_stream_mode=plain)
    assert locked.count(b"/Encrypt ") == 1

    reading = read_alone(locked.replace(b"/Encrypt ", b"/Encryp#74 "))

    assert (reading.reason, reading.texts) == (Reason.PASSWORD, {})


@pytest.mark.parametrize("kind", ["Highlight", "FreeText", "Ink", "Text", "Stamp"])
def test_notes_on_the_pages_are_left_out_and_said(kind, filled, read_bytes):
    reading = read_bytes(edited(filled, lambda pdf: note(pdf, kind)))

    assert (reading.texts, reading.remarks) == (VALUES, {Remark.ANNOTATIONS})


def test_a_signature_of_the_client_is_no_alteration(filled, read_bytes):
    reading = read_bytes(edited(filled, sign))

    assert (reading.texts, reading.remarks) == (VALUES, {Remark.SIGNATURES})


def test_answers_written_over_the_page_are_told_from_none(blank, read_bytes):
    notes = read_bytes(edited(blank, lambda pdf: note(pdf, "FreeText")))

    assert read_bytes(blank).reason is Reason.EMPTY
    assert notes.reason is Reason.NOTES_ONLY


def test_a_form_that_came_back_as_it_went_says_nothing(read_bytes):
    copy = prefill("RIC-PP", 1, VALUES, ref="issue", key=KEY)
    issued = {"issue": copy.values}

    assert read_bytes(copy.content, issued=issued.get).reason is Reason.EMPTY
    changed = typed(copy.content, "tit_nom", "")
    reading = read_bytes(changed, issued=issued.get)
    assert reading.texts == {"fam_ddv": "OUI", "fam_contrat": "NON"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.NOT_PDF),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 2000, Reason.NOT_PDF),
        (b"x" * 1020 + b"%PDF-1.7", Reason.NOT_PDF),
        (b"%PDF-1.7", Reason.DAMAGED),
        (b"%PDF-1.7\n" + b"\0" * 5000, Reason.DAMAGED),
    ],
    ids=["empty", "a picture", "begins too late", "cut at once", "nothing"],
)
def test_what_is_no_pdf_is_refused(content, reason, read_apart):
    assert read_apart(content).reason is reason


@pytest.mark.parametrize("part", [0.05, 0.5, 0.9])
def test_a_form_that_was_cut_is_damaged(part, filled, read_bytes):
    assert read_bytes(filled[: int(len(filled) * part)]).reason is Reason.DAMAGED


def test_a_file_over_eight_megabytes_is_not_even_opened(filled, read_apart):
    reading = read_apart(filled + b" " * (LARGEST_FILE - len(filled) + 1))

    assert (reading.reason, reading.sha256) == (Reason.TOO_BIG, "")


def test_bytes_that_a_mail_gateway_added_are_past_over(filled, read_bytes):
    reading = read_bytes(filled + b"\r\n-- \r\nScanned by a gateway\r\n" * 100)

    assert (reading.reason, reading.texts) == (None, VALUES)


def test_a_form_behind_another_file_is_read_as_what_it_is(filled, read_apart):
    """A file that is a page of the web, too, up to its first kilobyte."""
    reading = read_apart(b"<!doctype html><script>alert(1)</script>\n" + filled)

    assert (reading.reason, reading.texts) == (None, VALUES)
    assert reading.remarks == {Remark.REPAIRED}


def test_a_file_that_waits_for_its_password_is_refused(filled, read_apart):
    locked = edited(filled, as_it_is, encryption=pikepdf.Encryption(owner="o", user="u"))

    assert read_apart(locked).reason is Reason.PASSWORD


def test_a_lock_that_nobody_knows_is_a_password(read_bytes):
    unknown = hand_made.with_form(b"").replace(
        b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Vendor /V 9 >>"
    )

    assert read_bytes(unknown).reason is Reason.PASSWORD


def test_a_form_of_xfa_is_refused(filled, read_bytes):
    def hybrid(pdf):
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp/>")

    assert read_bytes(edited(filled, hybrid)).reason is Reason.XFA


def test_another_s_form_is_unknown(read_bytes):
    foreign = hand_made.with_form(b"<< /FT /Tx /T (nom) /V (Durand) >>")

    assert read_bytes(foreign).reason is Reason.UNKNOWN_FORM


def test_a_form_without_its_mark_is_unknown(filled, read_bytes):
    assert read_bytes(edited(filled, alterations.remove_mark)).reason is Reason.UNKNOWN_FORM


def test_a_form_of_another_firm_is_not_ours(filled, read_bytes):
    reading = read_bytes(filled, keys=[b"another key"])

    assert (reading.reason, reading.mark, reading.texts) == (Reason.BAD_SIGNATURE, None, {})


def test_a_form_of_the_key_before_is_ours(filled, read_bytes):
    assert read_bytes(filled, keys=[b"a new key", KEY]).texts == VALUES


def test_a_mark_of_another_issue_is_not_ours(filled, read_bytes):
    def forge(pdf):
        carried = field(pdf, "ric_meta")
        carried.V = String(str(carried.V).replace("|-|", "|hers|"))

    assert read_bytes(edited(filled, forge)).reason is Reason.BAD_SIGNATURE


def test_an_altered_form_of_another_firm_is_told_only_that_it_is_not_ours(filled, read_bytes):
    altered = edited(filled, alterations.drop_field)

    assert read_bytes(altered, keys=[b"another key"]).reason is Reason.BAD_SIGNATURE


def test_a_version_that_is_no_longer_here_is_old(filled, read_bytes):
    def age(pdf):
        field(pdf, "ric_meta").V = String(Mark("RIC-PP", 99, "-").signed(KEY))

    reading = read_bytes(edited(filled, age))

    assert (reading.reason, reading.mark.version) == (Reason.OLD_VERSION, 99)


def test_a_flattened_form_is_told_from_one_that_never_was_ours(filled, read_bytes):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(never := BytesIO())

    assert read_bytes(edited(filled, alterations.flatten)).reason is Reason.NO_FIELDS_OURS
    assert read_bytes(never.getvalue()).reason is Reason.NO_FIELDS


@pytest.mark.parametrize(
    ("subject", "reason"),
    [("RIC-PP/1", Reason.NO_FIELDS_OURS), ("Compte rendu RIC-PP/1", Reason.NO_FIELDS)],
)
def test_a_form_is_known_by_the_subject_that_a_printer_keeps(subject, reason, read_bytes):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = subject
        pdf.save(printed := BytesIO())

    assert read_bytes(printed.getvalue()).reason is reason


@pytest.mark.parametrize("program", ["qpdf", "pdftk"])
def test_a_form_that_a_program_flattened_is_told(program, filled, read_bytes, tmp_path):
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not here")
    source, flat = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(filled)
    command = {
        "qpdf": [path, "--flatten-annotations=all", "--generate-appearances", source, flat],
        "pdftk": [path, source, "output", flat, "flatten"],
    }
    subprocess.run(command[program], check=True, capture_output=True, timeout=60)

    assert read_bytes(flat.read_bytes()).reason is Reason.NO_FIELDS_OURS


GHOSTSCRIPT = ("-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dPreserveAnnots=false")


@pytest.mark.slow
@pytest.mark.parametrize("program", ["gs", "pdftocairo", "mutool"])
def test_a_form_that_was_printed_or_scanned_has_no_fields(program, filled, read_bytes, tmp_path):
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not here")
    source, printed = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(filled)
    command = {
        "gs": [path, "-q", *GHOSTSCRIPT, f"-sOutputFile={printed}", source],
        "pdftocairo": [path, "-pdf", source, printed],
        "mutool": [path, "convert", "-F", "pdf", "-O", "decompress", "-o", printed, source],
    }
    subprocess.run(command[program], check=True, capture_output=True, timeout=120)

    assert read_bytes(printed.read_bytes()).reason in {Reason.NO_FIELDS, Reason.NO_FIELDS_OURS}


@pytest.mark.slow
def test_a_form_that_chromium_printed_has_no_fields(read_bytes):
    if not (found := chromium.find()):
        pytest.skip("Chromium is not here")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<!doctype html><title>Recueil</title><p>Nom : Durand")
        printed = page.pdf()
        browser.close()

    assert read_bytes(printed).reason is Reason.NO_FIELDS


def test_every_version_that_was_ever_published_is_read(read_bytes):
    read = {}
    for template, version in manifest.published():
        name = next(
            name
            for name, question in manifest.questions(template, version).items()
            if question.required
        )
        copy = prefill(template, version, {name: "Łódź"}, key=KEY)
        read[template, version] = read_bytes(copy.content).texts == {name: "Łódź"}

    assert read == dict.fromkeys(manifest.published(), True)
