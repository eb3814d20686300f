"""Files that must not come in, sent as a browser sends them: refused in words, and forgotten."""

import hashlib
import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest
from lxml import html
from pikepdf import String

from contacts.models import Contact, RelatedPerson
from imports.fact_find import slots
from imports.fact_find.mark import Mark
from imports.fact_find.prefilling import prefill
from imports.fact_find.reading import LARGEST_FILE
from imports.fact_find.reasons import Reason
from imports.models import Document, ReceivedForm, RefusedForm
from imports.queries.fact_find.signing import signing_key
from o2s_contacts import uploads
from tests.imports.fact_find import alterations, hand_made
from tests.imports.fact_find.alterations import ALTERATIONS, edited, field, note
from tests.imports.fact_find.test_hostile import HEAVIEST, outcome
from tests.imports.received.conftest import CREATE, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite]

VALUES = {"tit_nom": "Lefèvre-Œuvrard", "fam_ddv": "OUI", "fam_contrat": "NON"}
SAVED = "Demandez le fichier enregistré (Fichier > Enregistrer)."
NO_FIELDS = (
    "Ce PDF ne contient aucun champ\u202f: il a été imprimé, numérisé ou converti. Il ne peut pas "
    f"être importé. {SAVED}"
)
FLATTENED = (
    "Ce Recueil a été aplati ou imprimé en PDF\u202f: ses champs ne sont plus lisibles. " + SAVED
)
NOT_OURS = (
    "Ce formulaire n’a pas été produit par votre cabinet. Imprimez un Recueil depuis le dossier "
    "du client."
)
SENTENCES = {
    Reason.TOO_BIG: (
        "Ce fichier dépasse 8 Mo. Enregistrez le Recueil rempli sans y joindre d’autres pages."
    ),
    Reason.NOT_PDF: (
        "Ce fichier n’est pas un PDF. Choisissez le Recueil enregistré par le client."
    ),
    Reason.DAMAGED: (
        "Ce fichier n’est pas un PDF lisible ou il est incomplet. Demandez au client de le "
        "renvoyer."
    ),
    Reason.PASSWORD: (
        "Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection."
    ),
    Reason.XFA: (
        "Ce formulaire (XFA) n’est pas un Recueil d’Information Client. Imprimez un Recueil depuis "
        "le dossier du client."
    ),
    Reason.NO_FIELDS: NO_FIELDS,
    Reason.NO_FIELDS_OURS: FLATTENED,
    Reason.UNKNOWN_FORM: NOT_OURS,
    Reason.BAD_SIGNATURE: NOT_OURS,
    Reason.OLD_VERSION: (
        "Ce Recueil (version 99) n’est plus accepté. Imprimez la version courante."
    ),
    Reason.ALTERED: ("La composition du Recueil a été modifiée. Repartez du document d’origine."),
    Reason.EMPTY: (
        "Aucune information n’a été saisie dans ce Recueil. Demandez le fichier enregistré après "
        "la saisie."
    ),
    Reason.NOTES_ONLY: (
        "Les réponses ont été écrites par-dessus ce Recueil et non dans ses champs\u202f: elles ne "
        "sont pas lisibles. Demandez au client de l’ouvrir dans un autre lecteur de PDF et de "
        "remplir les champs."
    ),
    Reason.TOO_COMPLEX: ("Ce PDF est trop complexe pour être lu. Repartez du document d’origine."),
    Reason.BUSY: "D’autres Recueils sont en cours de lecture. Réessayez dans un instant.",
}


def told(answer):
    """Return the sentence of a refusal, and the way forward under it."""
    lines = html.fromstring(answer.content).xpath("//form[@data-drop]//div[@role='alert']//p")
    return [" ".join(line.text_content().split(" ")).strip() for line in lines]


@pytest.fixture
def refused(adviser, send, received_forms):
    """Send a file and see that it is refused for this reason, and that nothing of it stays."""

    def refused(content, reason, sentence="", **sent):
        answer = send(adviser, content, **sent)
        assert answer.status_code == 422
        assert told(answer) == [
            sentence or SENTENCES[reason],
            "Rien n’est conservé de ce fichier. Choisissez-en un autre ci-dessous.",
        ]
        kept = RefusedForm.objects.order_by("pk").last()
        assert (kept.code, kept.size, kept.by) == (reason, len(content), adviser)
        digest = "" if reason is Reason.TOO_BIG else hashlib.sha256(content).hexdigest()
        assert kept.sha256 == digest
        assert 0 <= kept.seconds < 20
        for model in (ReceivedForm, Document, Contact, RelatedPerson):
            assert not model.objects.exists()
        assert not received_forms.exists() or list(received_forms.iterdir()) == []
        return answer

    return refused


@pytest.fixture(scope="module")
def filled():
    return form_of(VALUES)


def as_it_is(pdf):
    """Edit nothing: the file is only written anew."""


def forge(pdf):
    carried = field(pdf, "ric_meta")
    carried.V = String(str(carried.V).replace("|-|", "|hers|"))


def hybrid(pdf):
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp/>")


def age(pdf):
    field(pdf, "ric_meta").V = String(Mark("RIC-PP", 99, "-").signed(signing_key()))


def blank_page():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out := BytesIO())
    return out.getvalue()


LOCKED = pikepdf.Encryption(owner="o", user="u")
FOREIGN = b"<< /FT /Tx /T (nom) /V (Durand) >>"
SPOILT = {
    "an empty file": (lambda _filled: b"", Reason.NOT_PDF),
    "a picture": (lambda _filled: b"\x89PNG\r\n\x1a\n" + b"x" * 2000, Reason.NOT_PDF),
    "the half of it": (lambda filled: filled[: len(filled) // 2], Reason.DAMAGED),
    "locked": (lambda filled: edited(filled, as_it_is, encryption=LOCKED), Reason.PASSWORD),
    "of XFA": (lambda filled: edited(filled, hybrid), Reason.XFA),
    "another's": (lambda _filled: hand_made.with_form(FOREIGN), Reason.UNKNOWN_FORM),
    "unmarked": (lambda filled: edited(filled, alterations.remove_mark), Reason.UNKNOWN_FORM),
    "of a forged mark": (lambda filled: edited(filled, forge), Reason.BAD_SIGNATURE),
    "of another firm": (
        lambda _filled: prefill("RIC-PP", 1, VALUES, key=b"another firm").content,
        Reason.BAD_SIGNATURE,
    ),
    "of an old version": (lambda filled: edited(filled, age), Reason.OLD_VERSION),
    "scanned": (lambda _filled: blank_page(), Reason.NO_FIELDS),
    "flattened": (lambda filled: edited(filled, alterations.flatten), Reason.NO_FIELDS_OURS),
    "empty": (lambda _filled: form_of({}), Reason.EMPTY),
    "with notes alone": (
        lambda _filled: edited(form_of({}), lambda pdf: note(pdf, "FreeText")),
        Reason.NOTES_ONLY,
    ),
    "a page more": (lambda filled: edited(filled, alterations.add_page), Reason.ALTERED),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_form_is_refused_in_words(name, filled, refused):
    spoil, reason = SPOILT[name]

    refused(spoil(filled), reason)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in ALTERATIONS if ALTERATIONS[name][1] is not None])
def test_a_recomposed_form_is_refused_by_its_page_and_field(name, filled, refused):
    edit, page, named = ALTERATIONS[name]
    labels = {
        "tit_email": "Adresse e-mail",
        "tit_statut_pro": "Statut professionnel",
        "tit_naissance_cp": "Code postal ou dép. de naiss.",
        "tit_nom": "Nom d’usage",
        "fam_contrat": "Contrat notarié",
        "tit_naissance_date": "Né(e) le (JJ/MM/AAAA)",
        "rev_salaires_titulaire": "Salaires et traitements nets",
        "immo1_type": "Nature",
        "": "",
    }
    where = f"page {page + 1}" + (f", «\u202f{labels[named]}\u202f»" if named else "")

    refused(
        edited(filled, edit),
        Reason.ALTERED,
        f"La composition du Recueil a été modifiée ({where}). Repartez du document d’origine.",
    )


@pytest.mark.slow
@pytest.mark.security(37)
@pytest.mark.parametrize("name", [name for name in hand_made.HOSTILE if name not in HEAVIEST])
def test_a_hostile_file_is_refused_in_words(name, refused):
    refused(hand_made.HOSTILE[name](), outcome(name))


@pytest.mark.slow
@pytest.mark.security(37)
def test_the_heaviest_files_are_refused_in_words(refused):
    for name in HEAVIEST:
        refused(hand_made.HOSTILE[name](), outcome(name))


GHOSTSCRIPT = ("-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dPreserveAnnots=false")


@pytest.mark.slow
@pytest.mark.parametrize("program", ["gs", "pdftocairo", "qpdf"])
def test_a_form_that_a_program_printed_or_flattened_is_refused(program, filled, refused, tmp_path):
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not here")
    source, printed = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(filled)
    command = {
        "gs": [path, "-q", *GHOSTSCRIPT, f"-sOutputFile={printed}", source],
        "pdftocairo": [path, "-pdf", source, printed],
        "qpdf": [path, "--flatten-annotations=all", "--generate-appearances", source, printed],
    }
    subprocess.run(command[program], check=True, capture_output=True, timeout=120)
    # Poppler keeps nothing of what the form says of itself; Ghostscript keeps its subject.
    reason = Reason.NO_FIELDS if program == "pdftocairo" else Reason.NO_FIELDS_OURS

    refused(printed.read_bytes(), reason)


def test_a_wrong_extension_and_kind_say_nothing_of_a_file(filled, adviser, send, refused):
    """What a file is, it says itself; a name is only shown."""
    refused(b"GIF89a", Reason.NOT_PDF, name="recueil.pdf", kind="application/pdf")

    assert send(adviser, filled, name="../../recueil.exe", kind="text/html").status_code == 302
    assert ReceivedForm.objects.get().name == "recueil.exe"


def test_a_page_of_the_web_before_a_form_is_never_served(filled, adviser, send):
    """A polyglot is read as the form that it is."""
    send(adviser, b"<!doctype html><script>alert(1)</script>\n" + filled)

    assert ReceivedForm.objects.get().answers["remarks"] == ["repaired"]


def test_a_form_locked_with_an_empty_password_is_read(filled, adviser, send):
    send(adviser, edited(filled, as_it_is, encryption=pikepdf.Encryption(owner="owner", user="")))

    assert ReceivedForm.objects.get().answers["texts"] == VALUES


def test_a_file_over_eight_megabytes_is_counted_and_not_kept(filled, refused):
    refused(filled + b" " * (LARGEST_FILE - len(filled) + 1), Reason.TOO_BIG)


def test_a_body_too_long_to_be_listened_to_is_refused(adviser, send, monkeypatch):
    """The declared length is believed, and nothing of the file is read."""
    monkeypatch.setattr(uploads, "LARGEST_BODY", LARGEST_FILE)

    answer = send(adviser, b"%PDF-" + b" " * LARGEST_FILE)

    assert (answer.status_code, told(answer)[0]) == (422, SENTENCES[Reason.TOO_BIG])
    refused = RefusedForm.objects.get()
    assert (refused.code, refused.sha256) == ("too_big", "")
    # With what stands around the file.
    assert LARGEST_FILE + 5 < refused.size < LARGEST_FILE + 1000


def test_two_files_at_once_are_no_form(adviser, filled, sign_in, received_forms):
    files = [BytesIO(filled), BytesIO(filled)]
    for number, file in enumerate(files):
        file.name = f"{number}.pdf"

    assert sign_in(adviser).post(CREATE, {"file": files}).status_code == 400
    assert not ReceivedForm.objects.exists()


def test_a_third_reader_waits_and_then_says_so(filled, refused, monkeypatch):
    monkeypatch.setattr("imports.fact_find.reading.PATIENCE", 0.0)
    with slots.slot(0), slots.slot(0):
        refused(filled, Reason.BUSY)


@pytest.mark.security(15)
@pytest.mark.parametrize("spoil", ["", "altered", "as it went", "old"])
def test_a_form_printed_for_a_hidden_folder_is_answered_as_a_foreign_one(
    spoil, adviser, colleague, person, send, issued, received_forms
):
    """The same status, words and facts kept, whatever else is wrong with it."""
    issue, copy = issued(person("Zorglubine", is_private=True), {"tit_nom": "Zorglubine"}, adviser)
    content = form_of(VALUES, issue.ref)
    if spoil == "altered":
        content = edited(content, alterations.drop_field)
    elif spoil == "as it went":
        content = copy
    elif spoil == "old":
        old = Mark("RIC-PP", 99, issue.ref).signed(signing_key())
        content = edited(content, lambda pdf: setattr(field(pdf, "ric_meta"), "V", String(old)))
    never = form_of(VALUES, "f" * 32)

    hidden, foreign = send(colleague, content), send(colleague, never)

    assert (hidden.status_code, told(hidden)) == (422, told(foreign))
    assert told(hidden)[0] == NOT_OURS
    assert [kept.code for kept in RefusedForm.objects.order_by("pk")] == ["unknown_form"] * 2
    assert not ReceivedForm.objects.exists()
    assert not received_forms.exists()
