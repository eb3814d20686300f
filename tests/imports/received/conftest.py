"""Forms that are sent as a browser sends them, and what the site then holds of them."""

import tempfile
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.fact_find.prefilling import prefill
from imports.models import FormIssue
from imports.queries.fact_find.signing import signing_key

CREATE = reverse("imports:fact-find-create")


@pytest.fixture(autouse=True)
def received_forms(settings, tmp_path, monkeypatch):
    """Keep the files, and the slots of the readers, of each test apart."""
    settings.RECEIVED_FORMS = tmp_path / "received"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return settings.RECEIVED_FORMS


@pytest.fixture
def send(sign_in):
    """Send a file as a user: `send(adviser, content)`."""

    def send(user, content, name="recueil.pdf", kind="application/pdf", to=CREATE):
        return sign_in(user).post(to, {"file": SimpleUploadedFile(name, content, kind)})

    return send


def form_of(values, ref="-", template="RIC-PP"):
    """Return a form of the firm with these answers."""
    return _form_of(tuple(values.items()), ref, template)


@cache
def _form_of(values, ref, template):
    """Make each once: it takes as long as to send it."""
    return prefill(template, 1, dict(values), ref=ref, key=signing_key()).content


@pytest.fixture
def issued():
    """Print a form for a contact: `issued(contact, {"tit_nom": "Moreau"}, by=adviser)`."""

    def issued(contact, values, by):
        ref = f"{FormIssue.objects.count():032x}"
        issue = FormIssue.objects.create(
            ref=ref, form="RIC-PP", version=1, contact=contact, issued_by=by, values=values
        )
        return issue, form_of(values, ref)

    return issued
