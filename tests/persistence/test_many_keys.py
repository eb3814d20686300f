"""Keys by the thousand as one parameter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Category
from persistence.many_keys import among

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("others", [0, 5_000])
def test_the_rows_are_those_of_the_keys(others):
    keys = list(Category.objects.values_list("pk", flat=True))
    asked = {*keys[:2], *range(10_000_000, 10_000_000 + others)}
    with CaptureQueriesContext(connection) as queries:
        found = set(Category.objects.filter(pk__in=among(asked)).values_list("pk", flat=True))
    assert found == set(keys[:2])
    assert len(queries) == 1
