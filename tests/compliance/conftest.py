"""Profiles of these tests."""

import datetime as dt

import pytest

from compliance.models import InvestorProfile, ProductExperience
from persistence.models import save_as


@pytest.fixture
def profile(adviser):
    """Save a version: `profile(contact, "2025-03-01", risk_level="3", crypto="0")`."""

    def profile(contact, day="2026-01-01", *, by=None, experiences=(), **values):
        row = InvestorProfile(contact=contact, dated_on=dt.date.fromisoformat(day), **values)
        row.created_by = by or adviser
        save_as(row, row.created_by)
        for product, said in dict(experiences).items():
            save_as(ProductExperience(profile=row, product=product, **said), row.created_by)
        return row

    return profile
