"""Texts of several lines are kept as they are typed (contacts/forms/lines.py)."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.forms.lines import LinesField
from contacts.models import Contact
from tests.contacts.pages import posted

THREE = "Appeler le matin\n\n  pas le lundi"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_kept_as_one_character(end):
    assert LinesField().clean(THREE.replace("\n", end)) == THREE


def test_length_is_counted_as_the_browser_does():
    text = "a\r\n" * 127 + "b"
    assert len(LinesField(max_length=255).clean(text)) == 255
    with pytest.raises(ValidationError):
        LinesField(max_length=255).clean(text + "c")


def test_blanks_alone_are_nothing():
    assert LinesField(required=False).clean(" \r\n ") == ""
    with pytest.raises(ValidationError):
        LinesField().clean(" \r\n ")


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_what_is_seen_is_kept(text):
    kept = LinesField(required=False).clean(text)
    assert unicodedata.is_normalized("NFC", kept)
    assert "\r" not in kept
    assert LinesField(required=False).clean(kept) == kept


def test_note_of_three_lines_comes_back_as_typed(person, sign_in, adviser):
    contact, client = person(), sign_in(adviser)
    address = reverse("contacts:contact-general", args=[contact.pk])
    typed = THREE.replace("\n", "\r\n")
    assert client.post(address, posted(client.get(address)) | {"note": typed}).status_code == 302
    assert Contact.objects.get(pk=contact.pk).note == THREE
    assert posted(client.get(address))["note"] == [THREE]
