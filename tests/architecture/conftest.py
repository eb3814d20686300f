"""The firm of the private world, as most of these tests ask for it."""

import pytest

from tests.architecture.private_world import PEOPLE, build_firm


@pytest.fixture
def firm(request):
    return build_firm({name: request.getfixturevalue(name) for name in PEOPLE})
