"""A folder for the files of these tests, and what one asks of the pages."""

import csv
import io

import pytest
from django.urls import reverse

from searches.actions.searches import ask
from searches.models import Export


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORTS = tmp_path / "exports"
    return settings.EXPORTS


@pytest.fixture
def search(adviser):
    """Ask a search of contacts: `search({"f": "name", …}, by=colleague)`; without, all."""

    def search(*conditions, on="contacts", by=adviser):
        return ask(stored={"v": 1, "on": on, "where": {"all": list(conditions)}}, by=by)

    return search


@pytest.fixture
def export(sign_in):
    """Take a search away as its page does; return the export."""

    def export(user, search, form="csv", **posted):
        client = sign_in(user)
        address = reverse("searches:search-export", args=[search.pk])
        answer = client.post(address, {"format": form, **posted})
        assert answer.status_code == 302, answer.context["form"].errors
        return Export.objects.order_by("-pk").first()

    return export


@pytest.fixture
def fetch(sign_in):
    def fetch(user, export):
        return sign_in(user).get(reverse("searches:export-fetch", args=[export.pk]))

    return fetch


def body(answer):
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content)


def lines(answer):
    text = body(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def said(answer):
    """Return what an answer adds to what the next page says."""
    return [text for _level, text, _tags in answer.wsgi_request._messages.added]
