"""Formulas are texts in whatever we write for spreadsheets (security.md line 36)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.spreadsheet_text import as_text, as_typed


@pytest.mark.security(36)
@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\xa0=1", "\u200b=1", "\ufeff=1", "＝1", "＋1+a",
     "\t=1", "\r=1", "\nx", "\tx", "=", "+", "-cmd|' /C calc'!A0", "'=1"],
)  # fmt: skip
def test_what_a_spreadsheet_would_compute_is_quoted(cell):
    assert as_text(cell) == f"'{cell}"


@pytest.mark.security(36)
@pytest.mark.parametrize(
    "cell",
    ["", "MOREAU", "O'Brien", "'t Hooft", "+33 6 12 34 56 78", "-063,00", "(63)", "- 12,5 %",
     "1=1", "a@b.fr", "+33(0)612345678", " 12", "\xa0Anne"],
)  # fmt: skip
def test_the_rest_stays_as_it_is(cell):
    assert as_text(cell) == cell


@given(st.text(alphabet="='+-@ \t1a\xa0", max_size=8))
def test_what_is_written_is_read_again(cell):
    assert as_typed(as_text(cell)) == cell
