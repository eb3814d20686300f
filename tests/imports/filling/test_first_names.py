"""First names without commas, of a folder that knows the one in use."""

from hypothesis import given
from hypothesis import strategies as st

from imports.queries.fact_find.meanings import usual_and_others
from text.normalise import folded

NAMES = st.sampled_from(("Anne", "Zoé", "Jean", "Marie", "Éloïse", "D’Arc", "Œ", "jean"))
BETWEEN = st.sampled_from((" ", "-"))


@given(st.lists(NAMES, min_size=1, max_size=3), st.lists(NAMES, max_size=3), BETWEEN, BETWEEN)
def test_the_one_in_use_is_never_cut(names, others, between, written):
    usual, rest = between.join(names), " ".join(others)

    first, told = usual_and_others(f"{written.join(names)} {rest}", usual)

    assert (folded(first), told) == (folded(usual), rest)
    if rest and written == " ":
        assert first == usual
