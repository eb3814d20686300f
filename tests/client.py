"""A client that posts a form as a browser does."""

from itertools import chain

from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.utils.http import urlencode

TYPED = "application/x-www-form-urlencoded"


class FormClient(Client):
    """Posts a form's fields in one line, and in parts only where a file is among them.

    Django's own posts all of them in parts, which takes ten times as long to read.
    """

    def post(self, path, data=None, content_type=MULTIPART_CONTENT, **options):
        if content_type == MULTIPART_CONTENT and not holds_a_file(data or {}):
            data, content_type = urlencode(data or {}, doseq=True), TYPED
        return super().post(path, data, content_type, **options)


def holds_a_file(data):
    """Tell whether a form of these fields sends a file."""
    lists = (value if isinstance(value, list | tuple) else [value] for value in data.values())
    return any(hasattr(value, "read") for value in chain.from_iterable(lists))
