"""Programs that fill forms in, each in its own way: those that are on this machine.

Each takes a form's bytes and values by name of field (exports of lists, circles and boxes), and
returns the bytes that it saves. A program that is not here skips its test and says so.
"""

import base64
import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader, PdfWriter

from imports.fact_find import manifest
from imports.fact_find.schema import Kind

BUTTONS = {Kind.CHECK, Kind.RADIO}
SECONDS = 60


def kind_of(name):
    return manifest.questions("RIC-PP", 1)[name].kind


def is_button(name):
    return kind_of(name) in BUTTONS


def program(name, package):
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not here (Debian: {package})")
    return path


def run(command, **more):
    return subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, **more)


def with_pypdf(content, values, folder):
    """Fill with pypdf's own setter, which writes the states of circles as text."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    said = {name: f"/{value}" if is_button(name) else value for name, value in values.items()}
    for page in writer.pages:
        writer.update_page_form_field_values(page, said, auto_regenerate=False)
    writer.write(out := BytesIO())
    return out.getvalue()


def with_pikepdf(content, values, folder):
    with pikepdf.open(BytesIO(content)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        for name, value in values.items():
            field = fields[name]
            field.V = pikepdf.Name(f"/{value}") if is_button(name) else pikepdf.String(value)
            for widget in field.get("/Kids", [field]):
                if is_button(name) and f"/{value}" in widget.AP.N:
                    widget.AS = pikepdf.Name(f"/{value}")
                elif not is_button(name):
                    del widget["/AP"]
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save(out := BytesIO())
    return out.getvalue()


def with_qpdf(content, values, folder):
    """Fill by qpdf's JSON, then have it draw what it can."""
    qpdf = program("qpdf", "qpdf")
    source, said, filled = (folder / name for name in ("in.pdf", "in.json", "out.pdf"))
    source.write_bytes(content)
    whole = json.loads(run([qpdf, "--json=2", source]).stdout)
    version, objects = whole["qpdf"]
    changed = {}
    for key, entry in objects.items():
        field = entry.get("value")
        if not isinstance(field, dict) or field.get("/T", "")[2:] not in values:
            continue
        name = field["/T"][2:]
        state = f"/{values[name]}"
        field["/V"] = state if is_button(name) else f"u:{values[name]}"
        changed[key] = entry
        for kid in field.get("/Kids", [key.removeprefix("obj:")]):
            widget = objects[f"obj:{kid}"]
            if is_button(name) and state in widget["value"]["/AP"]["/N"]:
                widget["value"]["/AS"] = state
                changed[f"obj:{kid}"] = widget
    said.write_text(json.dumps({"qpdf": [version, changed]}))
    run([qpdf, source, f"--update-from-json={said}", "--generate-appearances", filled])
    return filled.read_bytes()


def with_pdftk(content, values, folder):
    pdftk = program("pdftk", "pdftk-java")
    source, said, filled = (folder / name for name in ("in.pdf", "in.xfdf", "out.pdf"))
    source.write_bytes(content)
    said.write_text(xfdf(values), "utf-8")
    run([pdftk, source, "fill_form", said, "output", filled, "need_appearances"])
    return filled.read_bytes()


def xfdf(values):
    from xml.sax.saxutils import escape

    fields = "".join(
        f'<field name="{name}"><value>{escape(value)}</value></field>'
        for name, value in values.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/">'
    return f"{head}<fields>{fields}</fields></xfdf>"


def with_mupdf(content, values, folder):
    fitz = pytest.importorskip("pymupdf", reason="PyMuPDF is not here (PyPI: pymupdf)")
    with fitz.open(stream=content, filetype="pdf") as pdf:
        for page in pdf:
            for widget in page.widgets():
                if widget.field_name not in values:
                    continue
                value = values[widget.field_name]
                if not is_button(widget.field_name):
                    widget.field_value = value
                elif widget.on_state() == value:
                    widget.field_value = True
                else:
                    continue
                widget.update()
        return pdf.tobytes()


POPPLER = """
import json, sys
import gi
gi.require_version("Poppler", "0.18")
from gi.repository import Gio, GLib, Poppler
source, said, filled = sys.argv[1:]
values = json.load(open(said))
pdf = Poppler.Document.new_from_file("file://" + source, None)
kinds = Poppler.FormFieldType
for index in range(pdf.get_n_pages()):
    page = pdf.get_page(index)
    for mapping in page.get_form_field_mapping():
        field = mapping.field
        name = field.get_name()
        if name not in values:
            continue
        value, kind = values[name], field.get_field_type()
        if kind == kinds.TEXT:
            field.text_set_text(value)
        elif kind == kinds.CHOICE:
            field.choice_select_item(value)
        else:
            if value:
                field.button_set_state(True)
pdf.save("file://" + filled)
"""


def with_poppler(content, values, folder):
    """Fill as Evince does: by the place of an answer in its list, and of a circle in its group."""
    python = "/usr/bin/python3"
    asked = subprocess.run(
        [python, "-c", "import gi; gi.require_version('Poppler', '0.18')"],
        check=False,
        capture_output=True,
    )
    if asked.returncode:
        pytest.skip("poppler's bindings are not here (Debian: gir1.2-poppler-0.18, python3-gi)")
    source, said, filled = (folder / name for name in ("in.pdf", "in.json", "out.pdf"))
    source.write_bytes(content)
    questions = manifest.questions("RIC-PP", 1)
    places = {
        name: [export for export, _ in questions[name].choices].index(value)
        if kind_of(name) is Kind.CHOICE
        else value
        for name, value in values.items()
        if kind_of(name) is not Kind.RADIO
    }
    said.write_text(json.dumps(places))
    run([python, "-c", POPPLER, source, said, filled])
    return filled.read_bytes()


PDFJS = Path("/usr/share/javascript/pdf/build")
PAGE = """
async ([content, values]) => {
  const lib = window.pdfjsLib || window["pdfjs-dist/build/pdf"];
  lib.GlobalWorkerOptions.workerSrc = "http://pdf.test/pdf.worker.js";
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const pdf = await lib.getDocument({data: bytes}).promise;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    for (const shown of await page.getAnnotations()) {
      const value = values[shown.fieldName];
      if (value === undefined) continue;
      const button = shown.radioButton || shown.checkBox;
      const isOn = shown.checkBox || shown.buttonValue === value;
      pdf.annotationStorage.setValue(shown.id, {value: button ? isOn : value});
    }
  }
  const saved = await pdf.saveDocument();
  let text = "";
  for (const byte of saved) text += String.fromCharCode(byte);
  return btoa(text);
}
"""


def with_pdfjs(content, values, folder):
    """Fill with pdf.js in Chromium, as Firefox does."""
    from scripts import chromium

    if not PDFJS.exists():
        pytest.skip("pdf.js is not here (Debian: libjs-pdf)")
    if not (found := chromium.find()):
        pytest.skip("Chromium is not here")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            page = browser.new_page()
            page.route("http://pdf.test/**", served)
            page.goto("http://pdf.test/index.html")
            page.add_script_tag(url="http://pdf.test/pdf.js")
            saved = page.evaluate(PAGE, [base64.b64encode(content).decode(), values])
        finally:
            browser.close()
    return base64.b64decode(saved)


def served(route):
    name = route.request.url.rsplit("/", 1)[-1]
    if name == "index.html":
        route.fulfill(body="<!doctype html><title>pdf.js</title>", content_type="text/html")
    else:
        route.fulfill(path=PDFJS / name, content_type="text/javascript")


FILLERS = {
    "pypdf": with_pypdf,
    "pikepdf": with_pikepdf,
    "qpdf": with_qpdf,
    "pdftk": with_pdftk,
    "mupdf": with_mupdf,
    "poppler": with_poppler,
    "pdfjs": with_pdfjs,
}
# What a program cannot do by these means: poppler's bindings name no circle of a group.
CANNOT = {"poppler": {"fam_contrat", "prof_perte_max"}}
