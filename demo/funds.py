"""What the demo's accounts are invested in: funds that do not exist, under ISINs that check."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import NamedTuple

from accounts.enums import Family
from accounts.models import Holding, Valuation


class Fund(NamedTuple):
    """A fund, and what one unit of it is worth."""

    isin: str
    name: str
    price: Decimal


FUNDS = (
    Fund("FR001400Q1A3", "Hautefeuille Patrimoine Équilibre", Decimal("142.37")),
    Fund("FR001400Q2B9", "Aubrac Actions Europe", Decimal("318.05")),
    Fund("FR001400Q3C5", "Vézère Obligations Euro", Decimal("97.62")),
    Fund("FR001400Q4D1", "Lubéron Petites Valeurs", Decimal("205.90")),
    Fund("FR001400Q5E6", "Estérel Monde Durable", Decimal("176.48")),
    Fund("FR001400Q6F1", "Cévennes Monétaire", Decimal("1042.11")),
    Fund("LU2598713407", "Mercantour Santé", Decimal("88.14")),
    Fund("LU2598713415", "Queyras Technologies", Decimal("431.77")),
    Fund("IE00BQ7ZK109", "Ventoux Indice Monde", Decimal("61.29")),
)
EURO_FUND = "Fonds en euros Assurvia Sécurité"
CASH = "Liquidités"
INSURANCE = {Family.LIFE_INSURANCE, Family.CAPITALISATION}
DETAILED = {*INSURANCE, Family.SECURITIES, Family.PEA, Family.PER}
FEWEST, MOST = 2, 5
UNITS = Decimal("0.0001")


def holdings(random: Random, family: Family, valuation: Valuation) -> Iterator[Holding]:
    """Share a value out between a few funds; what they leave is the euro fund's, or cash."""
    left = valuation.value
    for fund in random.sample(FUNDS, random.randint(FEWEST, MOST)):
        units = (left * random.randint(12, 45) / 100 / fund.price).quantize(UNITS)
        value = round(units * fund.price, 2)
        if not 0 < value < left:
            continue
        left -= value
        yield Holding(
            valuation=valuation,
            code=fund.isin,
            name=fund.name,
            units=units,
            price=fund.price,
            priced_on=valuation.date,
            value=value,
        )
    insured = family in INSURANCE
    name = EURO_FUND if insured else CASH
    yield Holding(valuation=valuation, name=name, is_euro_fund=insured, value=left)
