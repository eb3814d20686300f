"""Each night ends with the lines that wait matched again, whatever its files bring."""

import pytest

from alerts.queries.pending import pending_clients
from tests.imports.conftest import LINE, SECRET

pytestmark = pytest.mark.django_db


@pytest.mark.security(9)
@pytest.mark.parametrize("files", [0, 1])
def test_a_private_folder_made_since_hides_its_line(put, night, manager, request, files):
    put("a.csv", LINE | SECRET)
    assert night()[0] == 0
    request.getfixturevalue("secret")
    if files:
        put("b.csv", LINE | {"number": "AV-2"})
    assert night("--dry-run")[0] == 0
    assert pending_clients(manager).count() == 1
    assert night()[0] == 0
    assert pending_clients(manager).count() == files
