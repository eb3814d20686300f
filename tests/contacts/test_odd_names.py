"""Odd names through the pages: kept in one form, shown exactly, found as one types them."""

import unicodedata
from html import escape

import pytest
from django.urls import reverse
from lxml import html

from contacts.models import Category, Contact

NAMES = {
    "one letter": ("É", "e"),
    "150 letters": ("Ma" * 75, "mama"),
    "emoji": ("Zoé 🙂 Brun", "zoe brun"),
    "right to left": ("محمد", "محمد"),
    "combining accents": ("He\u0301le\u0300ne", "helene"),
    "zero width": ("Du\u200bpont", "dupont"),
    "apostrophe": ("O'Brien", "o brien"),
    "null": ("NULL", "null"),
    "markup": ("<b>Gras</b>", "gras"),
}


@pytest.mark.security(33, 53)
@pytest.mark.parametrize(("typed", "searched"), NAMES.values(), ids=NAMES)
def test_odd_name_is_shown_exactly_and_found_without_accents(adviser, sign_in, typed, searched):
    client = sign_in(adviser)
    create = reverse("contacts:contact-create", args=["person"])
    category = Category.objects.get(name="Clients").pk
    assert client.post(create, {"last_name": typed, "category": category}).status_code == 302
    contact = Contact.objects.get()
    stored = contact.name
    assert unicodedata.is_normalized("NFC", stored)
    assert stored.replace("\u200b", "") == unicodedata.normalize("NFC", typed).replace("\u200b", "")
    folder = client.get(reverse("contacts:contact-general", args=[contact.pk]))
    page = html.fromstring(folder.content.decode())
    assert page.xpath("string(//h1)").split() == stored.split()
    assert page.xpath("//input[@name='last_name']/@value") == [stored]
    assert "<b>Gras" not in folder.content.decode()
    listed = client.get(reverse("contacts:contact-list"), {"q": searched})
    assert [row["pk"] for row in listed.context["page"].rows] == [contact.pk]
    assert escape(stored) in listed.content.decode()
