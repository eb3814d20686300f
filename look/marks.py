"""What stands beside a name: the mark of who it is, and that the folder is private."""

from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from look.markup import filled
from text import formats


def mark(
    name: str, first_name: str = "", *, organisation: bool = False, size: str = ""
) -> SafeString:
    """Draw the disc of a person or the square of an organisation; "large" in a folder's head."""
    css_class = "mark" + (" mark--org" if organisation else "") + (" mark--l" if size else "")
    letters = formats.initials(name, first_name)
    return filled('<span class="{}" aria-hidden="true">{}</span>', css_class, letters)


def private_badge() -> SafeString:
    return _private_badge(get_language())


@cache
def _private_badge(_language: str) -> SafeString:
    return render_to_string("components/badge_private.html")
