"""Forms that are sent as a browser sends them, and what the site then holds of them."""

import tempfile
from datetime import date
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from contacts.enums import RelationKind
from contacts.models import Relationship
from imports.fact_find.prefilling import prefill
from imports.models import FormIssue, ReceivedForm
from imports.queries.fact_find.facts import facts_of
from imports.queries.fact_find.signing import signing_key
from tests.factories import PersonFactory

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


@pytest.fixture
def contact(adviser):
    return PersonFactory(
        by=adviser, last_name="Moreau", first_name="Anne", employer="Dupont", business_sector="Bois"
    )


@pytest.fixture
def husband(adviser, contact):
    other = PersonFactory(
        by=adviser, last_name="Moreau", first_name="Paul", birth_date=date(1970, 2, 1)
    )
    Relationship.objects.create(contact=contact, kind=RelationKind.SPOUSE, other_contact=other)
    return other


@pytest.fixture
def printed(adviser):
    """Print a form for a contact as the folder stands: `printed(contact)`."""

    def printed(contact, by=adviser):
        facts = facts_of(contact, by)
        return FormIssue.objects.create(
            ref=f"{FormIssue.objects.count() + 1:032x}",
            form="RIC-PP" if contact.is_person else "RIC-PM",
            version=1,
            contact=contact,
            issued_by=by,
            values=facts.values,
            rows=facts.rows,
            years=facts.years,
        )

    return printed


@pytest.fixture
def came(adviser, received_forms):
    """Let a form come back with these answers: `came({"tit_nom": "Martin"}, issue)`."""

    def came(texts, issue=None, *, form="RIC-PP", by=adviser, doubts=None):
        received_forms.mkdir(exist_ok=True)
        count = ReceivedForm.objects.count()
        name = f"{count:032x}"
        (received_forms / name).write_bytes(b"%PDF-recueil")
        said = (issue.values if issue else {}) | texts
        answers = {"texts": {name: text for name, text in said.items() if text}}
        return ReceivedForm.objects.create(
            uploader=by,
            file=name,
            name="recueil.pdf",
            size=12,
            sha256=f"{count:064x}",
            form=form,
            version=1,
            issue=issue,
            answers=answers | {"doubts": doubts or {}, "remarks": []},
        )

    return came


def page_of(contact, form):
    return reverse("imports:fact-find-compare", args=[contact.pk, form.pk])


def token(answer):
    return html.fromstring(answer.content).xpath("//input[@name='shown']")[0].get("value")


@pytest.fixture
def take(sign_in, adviser):
    """Take answers as the page offers them: `take(contact, form, "tit_nom", note="on")`."""

    def take(contact, form, *names, by=adviser, shown=None, **more):
        client = sign_in(by)
        page = page_of(contact, form)
        shown = shown or token(client.get(page))
        return client.post(page, {"take": list(names), "shown": shown} | more, follow=True)

    return take


@pytest.fixture
def dropped(send):
    """Send a form, and return the address of what was read: `dropped(adviser, values)`."""

    def dropped(user, values, **how):
        answer = send(user, form_of(values, **how))
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    return dropped


def form_on(page):
    (form,) = html.fromstring(page.content).xpath("//form[@id='create']")
    return form


def fields_of(page):
    """Return what the page's form sends."""
    return dict(form_on(page).form_values())


@pytest.fixture
def create(sign_in):
    """Press `Créer un contact` as the page stands, with what was corrected on it."""

    def create(user, page, **corrected):
        client = sign_in(user)
        return client.post(page, fields_of(client.get(page)) | corrected)

    return create
