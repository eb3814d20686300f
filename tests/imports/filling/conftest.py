"""A folder that is filled in from a form, as its readers have taken the answers."""

import datetime as dt

import pytest
from django.db import transaction

from imports.actions.fact_find.writing.plan import (
    Returned,
    carry_out,
    hold_near,
    plan_filling,
)
from imports.fact_find.definition import ORGANISATION, PERSON
from imports.fact_find.values import answer

TODAY = dt.date(2026, 11, 29)
SOURCE = "Recueil RIC-PP/1 du 29/11/2026"


def returned(texts, *, form=PERSON, today=None, **more):
    """Return the form with these answers taken; `today` is what the folder would print."""
    answers = {name: answer(form.fields[name], text, today=TODAY) for name, text in texts.items()}
    assert [name for name, said in answers.items() if said.doubt] == []
    return Returned(
        questions=form.fields,
        values={name: said.value for name, said in answers.items()},
        texts={name: said.text for name, said in answers.items()},
        today=today or {},
        source=SOURCE,
        signed_on=TODAY,
        years={"n": 2025, "n1": 2024, "n2": 2023},
        **{"rows": {}} | more,
    )


def fill_in(contact, form, by):
    """Write the answers that were taken, under lock, as the page does."""
    with transaction.atomic():
        hold_near(contact, by)
        plan = plan_filling(contact=contact, returned=form, by=by)
        return carry_out(plan, by=by)


@pytest.fixture
def filled(adviser):
    """Fill in a folder with these answers, and return the change."""

    def fill(contact, texts, by=adviser, **more):
        form = PERSON if contact.is_person else ORGANISATION
        return fill_in(contact, returned(texts, form=form, **more), by)

    return fill


@pytest.fixture
def refused(adviser):
    """Return why answers cannot be taken."""

    def ask(contact, texts, by=adviser, **more):
        form = PERSON if contact.is_person else ORGANISATION
        plan = plan_filling(contact=contact, returned=returned(texts, form=form, **more), by=by)
        return dict(plan.refused)

    return ask
