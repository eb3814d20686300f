"""The manifest of a form that was just made."""

from dataclasses import asdict, fields
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from imports.fact_find import composition, walk
from imports.fact_find.schema import Field, Form

_DEFAULTS = {each.name: each.default for each in fields(Field)}


def _said(field: Field) -> dict[str, Any]:
    """Return what is not as usual; where a box stands on its line is the drawing's business."""
    return {
        key: value
        for key, value in asdict(field).items()
        if key not in {"name", "span"} and (key not in _DEFAULTS or value != _DEFAULTS[key])
    }


def manifest_of(form: Form, blank: bytes) -> dict[str, Any]:
    """Return the manifest of a finished form."""
    reader = PdfReader(BytesIO(blank), strict=True)
    found = walk.fields(reader)
    entries = {
        name: {
            "question": _said(form.fields[name]) if name in form.fields else None,
            "shape": field.shape,
            "widgets": [
                [widget.page, *(round(at, 2) for at in widget.rect)] for widget in field.widgets
            ],
        }
        for name, field in found.items()
    }
    return {
        "template": form.template,
        "version": form.version,
        "title": f"{form.title} – {form.subtitle}",
        "fingerprint": composition.fingerprint(found),
        "pages": composition.pages(reader),
        "fields": entries,
    }
