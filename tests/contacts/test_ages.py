"""Ages, on the days that are easy to get wrong."""

import datetime as dt

import pytest

from contacts.queries.ages import age


@pytest.mark.security(52)
@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1975-11-24", "2026-11-23", 50),
        ("1975-11-24", "2026-11-24", 51),
        ("2004-02-29", "2026-02-28", 21),
        ("2004-02-29", "2026-03-01", 22),
        ("2004-02-29", "2028-02-29", 24),
        ("2026-11-24", "2026-11-24", 0),
    ],
)
def test_age_counts_whole_years(born, on, years):
    assert age(dt.date.fromisoformat(born), dt.date.fromisoformat(on)) == years
