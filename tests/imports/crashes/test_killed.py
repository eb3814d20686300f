"""security.md line 49: `kill -9` before any step of the night, then again: as one clean night."""

import os
import signal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.imports.crashes.firm import PUT_ASIDE
from tests.imports.crashes.tables import content, differences

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SOAK = "SOAK" in os.environ
# What moves a file from one state to the next.
OF_STATE = ("os.rename", 'UPDATE "imports_importrun"', 'INSERT INTO "imports_importrun"')


def survive(firm, clean, deaths):
    """Kill the night before these steps, one after the other, then let it end."""
    for step in deaths:
        night = firm.night(die_at=step)
        said, _ = night.communicate(timeout=300)
        assert night.returncode in {-signal.SIGKILL, 0, PUT_ASIDE}, said
    status, said = firm.run_night()
    assert status in {0, PUT_ASIDE}, said
    assert differences(content(firm), clean.content) == {}
    assert firm.files() == clean.files


def of_state(steps):
    return [number for number, what in enumerate(steps, start=1) if what.startswith(OF_STATE)]


@pytest.mark.security(49)
def test_killed_at_each_state(copy, clean):
    """In `make test` the first file's states, in `make soak` every file's."""
    states = of_state(clean.steps)
    assert len(states) > 10
    for step in states if SOAK else states[:4]:
        survive(copy(), clean, [step])


@pytest.mark.security(49)
@settings(
    max_examples=150 if SOAK else 2,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_killed_at_the_nth_step(copy, clean, data):
    step = st.integers(1, len(clean.steps))
    survive(copy(), clean, data.draw(st.lists(step, min_size=1, max_size=2)))


def test_a_night_after_the_night_changes_nothing(copy, clean):
    firm = copy()
    firm.run_night()
    assert firm.run_night() == (0, "0 fichier traité.\n")
    assert differences(content(firm), clean.content) == {}
