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
NAMES += ("LEGOFF", "Goff-Lefèvre", "St Martin", "SAINTMARTIN", "M'Barek", "S.C.I. Le Goff & Fils")
FIRST_NAMES = ("", "Anne", "Marie Anne", "Jean-Pierre", "Jean Pierre", "Jean", "Pierre, Jean", "-")
FIRST_NAMES += ("Jeanpierre", "J.-P.", "JP", "J", "Pierre")
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
FIELDS = ("name", "birth_name", "first_name", "birth_date", "post_code", "emails", "mobiles")


@st.composite
def two(draw):
    """Draw somebody, and somebody who is the same but for some of what is known."""
    one, other = draw(people), draw(people)
    changed = draw(st.sets(st.sampled_from((*FIELDS, "birth_place", "siren", "lei"))))
    return one, replace(one, **{name: getattr(other, name) for name in changed})


ANNE = Description(name="Moreau", first_name="Anne", is_organisation=False)
BORN, HOME = replace(ANNE, birth_date=DAYS[1]), replace(ANNE, post_code="33000")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(pair=two())
@example(pair=[replace(ANNE, birth_date=day) for day in DAYS[1:3]])
@example(pair=[replace(ANNE, post_code="33000", birth_date=day) for day in DAYS[:2]])
@example(pair=[replace(ANNE, emails=frozenset("a")), replace(ANNE, emails=frozenset("ab"))])
@example(pair=[replace(BORN, first_name=first) for first in ("Anne", "Marie Anne")])
@example(pair=[replace(HOME, first_name=first) for first in ("Anne", "Marie Anne")])
@example(pair=[replace(BORN, first_name=first) for first in ("Jean-Pierre", "J.-P.")])
@example(pair=[Description(name="Chais", is_organisation=True, lei=lei) for lei in ("L", "L")])
def test_whoever_may_be_shown_together_shares_a_key(pair):
    # A person has no SIREN: contacts.queries.duplicates.descriptions sees to it.
    one, other = (
        said if said.is_organisation else replace(said, siren="", lei="") for said in pair
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
