"""Matching keys: whoever shares none need not be compared."""

import datetime as dt
import subprocess
import sys
from dataclasses import replace

from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from contacts import scoring
from contacts.scoring import Description, keys, score

NAMES = ("", "Moreau", "de la Tour", "La Tour", "Lefèvre", "Lefebvre", "LEFEVRE", "Le Goff")
FIRST_NAMES = ("", "Anne", "Marie Anne", "Jean-Pierre", "Jean Pierre", "Jean", "Pierre, Jean", "-")
DAYS = [None, *(dt.date(1980, *day) for day in ((3, 12), (12, 3), (3, 3), (1, 31)))]
some = st.frozensets(st.sampled_from(("a", "b")), max_size=2)
people = st.builds(
    Description,
    name=st.sampled_from(NAMES),
    birth_name=st.sampled_from(NAMES),
    first_name=st.sampled_from(FIRST_NAMES),
    birth_date=st.sampled_from(DAYS),
    birth_place=st.sampled_from(("", "Paris 12e", "Saint-Denis", "ST DENIS")),
    post_code=st.sampled_from(("", "33000", " 33000", "01000")),
    emails=some,
    mobiles=some,
    is_organisation=st.booleans(),
    siren=st.sampled_from(("", "1", "2")),
    lei=st.sampled_from(("", "L1", "L2")),
)
LATE = Description(name="Moreau", first_name="Anne", post_code="33000", is_organisation=False)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(one=people, other=people)
@example(one=LATE, other=replace(LATE, birth_date=dt.date(1980, 3, 12)))
def test_whoever_may_be_shown_together_shares_a_key(one, other):
    # A person has no SIREN: contacts.queries.duplicates.descriptions sees to it.
    one, other = (
        said if said.is_organisation else replace(said, siren="", lei="") for said in (one, other)
    )
    found = score(one, other)
    event(f"{found.points} points")
    if found.points >= scoring.POSSIBLE:
        assert keys(one) & keys(other)


def test_keys_are_the_same_in_every_process():
    code = "from contacts.scoring import *; print(*keys(Description(emails=frozenset('ab'))))"
    said = {subprocess.check_output([sys.executable, "-c", code]) for _ in range(2)}
    assert len(said) == 1
    assert {int(word) for word in said.pop().split()} == keys(Description(emails=frozenset("ab")))
