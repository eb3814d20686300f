import datetime as dt

import pytest
from django.db import transaction

from contacts.actions.relations import add
from contacts.enums import RelationKind
from contacts.models import ListValue
from imports.actions.fact_find.writing.plan import (
    Returned,
    carry_out,
    hold_near,
    plan_filling,
)
from imports.fact_find.definition.lists import EMPLOYMENT_STATUSES, LEGAL_CAPACITIES
from imports.fact_find.values import answer
from imports.queries.fact_find.facts import form_for

TODAY = dt.date(2026, 11, 29)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Return the place where the files of this test are kept."""
    settings.DOCUMENTS = tmp_path / "documents"
    return settings.DOCUMENTS


@pytest.fixture
def words(db):
    """Give the firm's lists the words that the form has."""
    for firm_list, choices in (
        ("legal_capacity", LEGAL_CAPACITIES),
        ("professional_status", EMPLOYMENT_STATUSES),
    ):
        for _export, label in choices:
            ListValue(firm_list=firm_list, label=label).save()


@pytest.fixture
def related(adviser):
    """Relate somebody: `related(anne, paul)`, or with a kind."""

    def related(contact, other, kind=RelationKind.SPOUSE):
        return add(contact=contact, kind=RelationKind(kind), other=other, by=adviser)

    return related


@pytest.fixture
def fill(adviser, words):
    """Write answers into a folder, as if their form had come back."""

    def fill(contact, texts, by=adviser):
        fields = form_for(contact).fields
        said = {name: answer(fields[name], text, today=TODAY) for name, text in texts.items()}
        assert {name: one.doubt for name, one in said.items() if one.doubt} == {}
        returned = Returned(
            questions=fields,
            values={name: one.value for name, one in said.items()},
            texts=texts,
            today={},
            source="Recueil",
            signed_on=TODAY,
            years={"n": 2025, "n1": 2024, "n2": 2023},
            rows={},
        )
        with transaction.atomic():
            hold_near(contact, by)
            return carry_out(plan_filling(contact=contact, returned=returned, by=by), by=by)

    return fill
