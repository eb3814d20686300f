"""The demo's holdings add up, under ISINs that a check digit agrees with."""

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from stdnum import isin

from accounts.models import Valuation
from demo import funds


def test_isins_check_and_are_given_once():
    codes = [fund.isin for fund in funds.FUNDS]
    assert [code for code in codes if not isin.is_valid(code)] == []
    assert len(set(codes)) == len(codes)


@given(
    st.integers(),
    st.sampled_from(sorted(funds.DETAILED)),
    st.decimals("0.01", 10**8, places=2),
)
def test_holdings_make_the_value_to_the_cent(seed, family, value):
    valuation = Valuation(date=date(2026, 11, 23), value=value)
    random = Random(seed)  # noqa: S311 - any split will do
    found = list(funds.holdings(random, family, valuation))
    assert sum(holding.value for holding in found) == value
    assert all(holding.value > 0 for holding in found)
    assert [holding.is_euro_fund for holding in found[:-1]] == [False] * (len(found) - 1)
    for holding in found[:-1]:
        assert round(holding.units * holding.price, 2) == holding.value
        assert holding.units == holding.units.quantize(Decimal("0.0001"))
