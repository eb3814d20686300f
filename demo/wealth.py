"""What the demo's clients hold at three custodians that do not exist, and two years of values."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from accounts.actions.accounts import Owner, open_account
from accounts.actions.totals import refresh
from accounts.enums import Family, Right
from accounts.models import Account, Custodian, Holding, Product, Valuation
from contacts.enums import Kind
from contacts.models import Contact
from demo import drafts, funds
from demo.drafts import COUPLE, SEED, TODAY, Draft, chance
from users.models import User


class Sold(NamedTuple):
    """A product, and how its custodian numbers accounts."""

    custodian: str
    code: str
    name: str
    family: Family
    numbers: str


ASSURVIA, TOLBIAC, ORSEL = "ASSURVIA", "TOLBIAC", "ORSEL"
CUSTODIANS = {ASSURVIA: "Assurvia", TOLBIAC: "Banque Tolbiac", ORSEL: "Financière Orsel"}
HORIZON = Sold(ASSURVIA, "HORIZON", "Horizon Multisupport", Family.LIFE_INSURANCE, "AV-441{:04}")
CAPI = Sold(ASSURVIA, "CAPI", "Capi Patrimoine", Family.CAPITALISATION, "CP-20{:04}")
SECURITIES = Sold(TOLBIAC, "CTO", "Compte-titres ordinaire", Family.SECURITIES, "0078812{:04}")
PEA = Sold(TOLBIAC, "PEA", "PEA Tolbiac", Family.PEA, "0078913{:04}")
SCPI = Sold(ORSEL, "SCPI", "SCPI Pierre Sereine", Family.SCPI, "PS-5{:04}")
PER = Sold(ORSEL, "PER", "Orsel Retraite", Family.PER, "PER-7{:04}")
# How often each is held, out of a hundred.
BY_PERSONS = {HORIZON: 34, CAPI: 8, SECURITIES: 20, PEA: 14, SCPI: 12, PER: 12}
BY_COMPANIES = {CAPI: 60, SECURITIES: 40}
FOR_TWO = (CAPI, SECURITIES, HORIZON)
DIVIDED = (SECURITIES, SCPI)
HOLDERS = {drafts.CLIENTS, drafts.COMPANIES}
HALF = Decimal(50)
LAST = date(2026, 11, 23)
# SCPI tell their value late.
LAST_OF_SCPI = date(2026, 9, 30)
MONTHS = 24

Held = Sequence[tuple[Draft, Contact]]


def open_all(written: Held, users: dict[str, User], number: int) -> None:
    """Open `number` accounts for the clients and companies among these, and value them."""
    random = Random(SEED + 1)  # noqa: S311 - the same accounts every time is the point
    of_funds = Random(SEED + 3)  # noqa: S311 - same; its own, so that values stay as they are
    detailed: list[tuple[Sold, Valuation]] = []
    holders = [pair for pair in written if pair[0].category in HOLDERS and not pair[0].deleted]
    families = _families(holders)
    sold_as = products()
    values: list[Valuation] = []
    for rank in range(number):
        draft, contact = holders[rank] if rank < len(holders) else random.choice(holders)
        sold = _drawn(random, BY_PERSONS if draft.kind == Kind.PERSON else BY_COMPANIES)
        account = open_account(
            account=Account(
                product=sold_as[sold],
                number=sold.numbers.format(rank + 1),
                opened_on=_opened_on(random),
            ),
            owners=_owners(random, sold, contact, families[id(draft.home)]),
            by=users[draft.home.team["lead_adviser"] or ""],
        )
        made = _value(random, sold, account)
        if sold.family in funds.DETAILED:
            made[-1].is_consolidated = False
            detailed.append((sold, made[-1]))
        values += made
    Valuation.objects.bulk_create(values, batch_size=2000)
    held = [one for sold, at in detailed for one in funds.holdings(of_funds, sold.family, at)]
    Holding.objects.bulk_create(held, batch_size=2000)
    refresh(contact.pk for _, contact in holders)


def _families(holders: Held) -> dict[int, list[Contact]]:
    families: dict[int, list[Contact]] = defaultdict(list)
    for draft, contact in holders:
        families[id(draft.home)].append(contact)
    return families


def products() -> dict[Sold, Product]:
    custodians = {
        code: Custodian.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name in CUSTODIANS.items()
    }
    return {
        sold: Product.objects.get_or_create(
            custodian=custodians[sold.custodian],
            code=sold.code,
            defaults={"name": sold.name, "family": sold.family},
        )[0]
        for sold in BY_PERSONS
    }


def _drawn(random: Random, often: dict[Sold, int]) -> Sold:
    return random.choices(list(often), list(often.values()))[0]


def _opened_on(random: Random) -> date:
    """Most were open before the two years of values; some are recent."""
    days = random.randint(90, 690) if chance(random, 12) else random.randint(760, 6000)
    return TODAY - timedelta(days=days)


def _owners(random: Random, sold: Sold, contact: Contact, family: list[Contact]) -> list[Owner]:
    """Return one owner, a couple in halves, or a parent and a child who divide the ownership."""
    if len(family) > COUPLE and sold in DIVIDED and chance(random, 50):
        return [Owner(family[0], Right.USUFRUCT), Owner(random.choice(family[2:]), Right.BARE)]
    if len(family) >= COUPLE and sold in FOR_TWO and chance(random, 25):
        return [Owner(parent, Right.FULL, HALF) for parent in family[:2]]
    return [Owner(contact)]


def _value(random: Random, sold: Sold, account: Account) -> list[Valuation]:
    """Make the values of an account, close a few, and keep the last value beside it."""
    end = LAST_OF_SCPI if sold is SCPI else LAST
    days = [day for day in dates() if (account.opened_on or day) <= day <= end]
    if len(days) == MONTHS and chance(random, 6):
        days = days[: random.randint(6, 20)]
        account.closed_on = days[-1] + timedelta(days=3)
        account.save()
    made = [
        Valuation(account=account, date=day, value=value)
        for day, value in zip(days, _walk(random), strict=False)
    ]
    newest = made[-1]
    Account.everything.filter(pk=account.pk).keep_last_value(value=newest.value, date=newest.date)
    return made


def dates() -> list[date]:
    """Return the last day of each of 23 months, then the day before the demo's."""
    this_month = LAST.year * 12 + LAST.month - 1
    after = (this_month + 1 - back for back in range(MONTHS - 1, 0, -1))
    firsts = (date(month // 12, month % 12 + 1, 1) for month in after)
    return [*(first - timedelta(days=1) for first in firsts), LAST]


def _walk(random: Random) -> Iterator[Decimal]:
    """Give month after month the value of something that rises and falls a little."""
    value = math.exp(random.gauss(10.9, 1.1))
    while True:
        yield Decimal(round(value * 100)) / 100
        value *= 1 + random.gauss(0.004, 0.014)
