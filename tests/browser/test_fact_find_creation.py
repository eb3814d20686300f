"""The FAQ's question on fillable PDFs, its first half: print, fill, create; clicks counted."""

import base64
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from imports.models import ReceivedForm
from tests.browser.clicks import Clicks
from tests.browser.conftest import NARROW
from tests.imports.fact_find.fillers import PAGE, PDFJS, served, with_pikepdf
from wealth.models import Property

# The tab Contacts, the menu, its entry, the drop, and Créer un contact.
FAQ_CLICKS = 5
ENTRY = "Créer un contact à partir du Recueil d’Informations Client"
VALUES = {
    "tit_civilite": "MME",
    "tit_nom": "Œuvrard-Łącki",
    "tit_prenoms": "Anne",
    "tit_naissance_date": "24/07/1968",
    "fam_situation": "MARIE",
    "cjt_nom": "Öztürk",
    "cjt_prenoms": "Paul",
    "immo1_type": "RP",
    "immo1_valeur": "450 000 €",
    "prof_risque": "3",
    "rgpd_information": "OUI",
}
DROP = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const dropped = new DataTransfer();
  dropped.items.add(new File([bytes], name, {type: "application/pdf"}));
  return dropped;
}"""


def drop(page, content, name="recueil.pdf"):
    """Drop a file on the frame, as from a folder of the desk."""
    encoded = base64.b64encode(content).decode()
    dropped = page.evaluate_handle(DROP, [encoded, name])
    zone = page.locator(".drop__zone")
    zone.dispatch_event("dragover", {"dataTransfer": dropped})
    zone.dispatch_event("drop", {"dataTransfer": dropped})


@pytest.fixture
def fill(browser, tmp_path):
    """Fill a form as Firefox does, by pdf.js; or by pikepdf where that is not here."""

    def fill(content, values):
        if not PDFJS.exists():
            return with_pikepdf(content, values, tmp_path)
        context = browser.new_context()
        page = context.new_page()
        page.route("http://pdf.test/**", served)
        page.goto("http://pdf.test/index.html")
        page.add_script_tag(url="http://pdf.test/pdf.js")
        saved = page.evaluate(PAGE, [base64.b64encode(content).decode(), values])
        context.close()
        return base64.b64decode(saved)

    return fill


def scanned():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out := BytesIO())
    return out.getvalue()


def open_entry(page, click):
    click(page.get_by_role("navigation").get_by_role("link", name="Contacts").first)
    click(page.locator(".pagehead details.menu summary"))
    click(page.get_by_role("link", name=ENTRY))


def test_a_blank_form_is_printed_filled_and_becomes_a_contact(
    page_of, adviser, fill, axe_complaints
):
    page, click = page_of(adviser), Clicks()
    page.goto("/contacts/")
    page.locator(".pagehead details.menu summary").click()
    with page.expect_download() as told:
        page.get_by_text("Imprimer un Recueil vierge (personne physique)").click()
    filled = fill(told.value.path().read_bytes(), VALUES)

    page.goto("/")
    open_entry(page, click)
    assert axe_complaints(page) == []
    click.number += 1
    drop(page, filled)
    expect(page.get_by_role("heading", name="Ce qui a été lu")).to_be_visible()
    expect(page.locator("[data-savebar-state]")).to_have_text("")
    assert axe_complaints(page) == []
    click(page.get_by_role("button", name="Créer un contact"))

    expect(page.get_by_text("Anne Œuvrard-Łącki est ajouté à partir du Recueil.")).to_be_visible()
    assert click.number <= FAQ_CLICKS
    contact = Contact.objects.get(name="Œuvrard-Łącki")
    assert Contact.objects.get(name="Öztürk").person.marital_status == "married"
    assert Property.objects.get().contact == contact


def test_a_scanned_form_is_refused_and_another_one_taken(
    page_of, adviser, fill, axe_complaints, complaints
):
    page = page_of(adviser, NARROW)
    page.goto("/imports/recueil/")
    drop(page, scanned(), "scan.pdf")

    refusal = page.get_by_role("alert").filter(visible=True)
    expect(refusal).to_contain_text("Ce PDF ne contient aucun champ")
    expect(refusal).to_be_focused()
    assert axe_complaints(page) == []
    assert not ReceivedForm.objects.exists()
    # The status of a refusal is a complaint to a browser.
    assert [text for text in complaints if "422" not in text] == []
    complaints.clear()


def test_a_file_that_is_too_large_is_not_even_sent(page_of, adviser):
    page = page_of(adviser)
    page.goto("/imports/recueil/")

    page.locator("input[type=file]").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b" " * (8 << 20)}
    )

    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("dépasse 8 Mo")
    assert page.url.endswith("/imports/recueil/")


def test_any_answer_opens_and_is_corrected_without_a_script(page_of, adviser, fill, tmp_path):
    page = page_of(adviser, NARROW, scripts=False)
    page.goto("/imports/recueil/")
    content = with_pikepdf(blank(page), {"tit_nom": "Moreau", "tit_prenoms": "Anne"}, tmp_path)
    file = {"name": "recueil.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Lire le Recueil").click()

    page.get_by_text("Modifier Nom d’usage").click()
    page.get_by_label("Nom d’usage").fill("Durand")
    page.get_by_role("button", name="Créer un contact").click()

    expect(page.get_by_text("Anne Durand est ajouté à partir du Recueil.")).to_be_visible()
    expect(page.locator("body")).to_have_js_property("scrollWidth", NARROW["width"])


def blank(page):
    return page.request.get("/contacts/recueil/person/").body()
