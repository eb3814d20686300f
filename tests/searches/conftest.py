"""Searches that somebody keeps."""

import pytest

from searches.actions import keeping
from searches.actions.searches import ask
from tests.searches.pages import stored


@pytest.fixture
def keep(adviser):
    def keep(name, *conditions, by=adviser, reach="private", readers=(), on="contacts"):
        asked = ask(stored=stored(*conditions, on=on), by=by)
        return keeping.keep(search=asked, name=name, reach=reach, readers=readers, by=by)

    return keep
