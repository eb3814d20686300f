"""A form that was printed before the spouse's folder went private (docs/adr/0018)."""

import re

import pytest
from django.urls import reverse

from contacts.enums import RelationKind
from contacts.models import Contact, Relationship
from imports.actions.documents import keep_document
from imports.enums import DocumentKind
from imports.models import Document
from persistence.models import save_as
from tests.factories import PersonFactory
from tests.imports.received.conftest import form_of

pytestmark = [pytest.mark.security(14), pytest.mark.django_db]

PRINTED = {"tit_nom": "Moreau", "tit_prenoms": "Anne", "cjt_nom": "Zorglub", "cjt_prenoms": "Paul"}


@pytest.fixture
def spouse(adviser):
    return PersonFactory(by=adviser, last_name="Zorglub", first_name="Paul")


@pytest.fixture
def page(adviser, spouse, issued, send):
    """Send a form that was printed with the spouse, and return the address of what was read."""
    anne = PersonFactory(by=adviser, last_name="Moreau", first_name="Anne")
    Relationship.objects.create(contact=anne, kind=RelationKind.SPOUSE, other_contact=spouse)
    issue, _copy = issued(anne, PRINTED, by=adviser)
    document = Document(contact=anne, kind=DocumentKind.PRINTED, name="x.pdf", issue=issue)
    keep_document(document=document, content=b"x", tells_of=[spouse], by=adviser)
    content = form_of(PRINTED | {"cjt_employeur": "Dupont"}, issue.ref)
    return send(adviser, content)["Location"]


def hide(spouse, **facts):
    """Make the folder somebody else's alone, with facts that came since."""
    for name, value in facts.items():
        setattr(spouse.person, name, value)
    save_as(spouse.person, spouse.lead_adviser)
    spouse.refresh_from_db()
    spouse.lead_adviser, spouse.is_private = type(spouse.lead_adviser).objects.night(), True
    spouse.save()


def text_of(answer):
    """Return a page without what is drawn anew each time."""
    text = re.sub(r'(csrfmiddlewaretoken|form_token)" value="[^"]+"', "", answer.text)
    return re.sub(r"\d\d/\d\d/\d{4}( à|,)? \d\d[:h ]+\d\d", "", text)


def test_creating_shows_the_file_and_nothing_of_the_folder_as_it_is_now(
    adviser, spouse, page, sign_in
):
    client = sign_in(adviser)
    hide(spouse, employer="Secret SA", birth_name="Spirou")
    shown = client.get(page)

    # The sender holds the file: its own answers are all there.
    assert "Zorglub" in shown.text
    assert "Dupont" in shown.text
    of_folder = ("Secret SA", "Spirou", f"companion-{spouse.pk}")
    assert [word for word in of_folder if word in shown.text] == []
    # The page is the same whatever the folder is, and whether there is one.
    before = text_of(shown)
    spouse.person.last_name = spouse.name = spouse.sort_name = "Nobody"
    save_as(spouse.person, spouse.lead_adviser)
    spouse.save()
    assert text_of(client.get(page)) == before


def test_what_is_made_of_it_leads_to_nobody_who_is_hidden(adviser, spouse, page, sign_in):
    client = sign_in(adviser)
    hide(spouse)
    fields = {**PRINTED, "cjt_employeur": "Dupont"}

    assert client.post(page, fields).status_code == 302

    made = Contact.objects.filter(name="Zorglub").exclude(pk=spouse.pk).get()
    (document,) = Document.objects.filter(kind=DocumentKind.RECEIVED)
    assert {row.contact for row in document.subjects.all()} == {spouse, made}
    listed = reverse("documents:document-list", args=[document.contact_id])
    assert document.name not in client.get(listed).text
