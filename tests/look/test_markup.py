"""What is drawn without templates is escaped as Django escapes it."""

import pytest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from look.markup import escaped, filled

TEXTS = ["", "<b>&'\"</b>", SafeString("<b>&'\"</b>"), gettext_lazy("<&>"), None, 1, 2.5]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_escaped_as_django_does(text):
    assert escaped(text) == conditional_escape(text)
    filled_in = filled("<i {}>{name}</i>", text, name=text)
    assert filled_in == format_html("<i {}>{name}</i>", text, name=text)
    assert isinstance(filled_in, SafeString)
