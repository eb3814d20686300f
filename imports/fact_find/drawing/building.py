"""Makes the blank form and the manifest of a definition."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from imports.fact_find import manifest
from imports.fact_find.drawing import description, document, finishing, fonts
from imports.fact_find.schema import Form


@dataclass(frozen=True, slots=True)
class Built:
    blank: bytes
    manifest: dict[str, Any]


def build(form: Form) -> Built:
    with TemporaryDirectory() as folder:
        fonts.write_weights(Path(folder))
        copy(document.STYLE, folder)
        raw = _drawn(form, Path(folder) / document.STYLE.name)
    blank = _packed(finishing.finished(raw, form))
    return Built(blank, description.manifest_of(form, blank))


def _drawn(form: Form, style: Path) -> bytes:
    letters = FontConfiguration()
    sheet = CSS(filename=style, font_config=letters)
    drawn: bytes = HTML(string=document.html(form)).write_pdf(
        stylesheets=[sheet], font_config=letters, pdf_forms=True, pdf_variant="pdf/ua-1"
    )
    return drawn


def _packed(plain: bytes) -> bytes:
    """Put objects together in streams: half the size, and the same for the same form."""
    out = BytesIO()
    with pikepdf.open(BytesIO(plain)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def publish(form: Form) -> Built:
    """Write the files of this form's version, over those that are there."""
    built = build(form)
    path = manifest.blank_path(form.template, form.version)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(built.blank)
    text = manifest.dumped(built.manifest)
    manifest.manifest_path(form.template, form.version).write_text(text, "utf-8")
    return built
