"""Three accounts for each contact, each with two values, and the figures that follow."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from random import Random

from accounts.actions import figures
from accounts.models import Account, Ownership, Valuation
from contacts.models import ContactFigures, FollowUp
from o2s_contacts.demo.big.copying import AT_ONCE, write, write_with_history
from o2s_contacts.demo.big.written import Written
from o2s_contacts.demo.drafts import chance
from o2s_contacts.demo.wealth import HALF, LAST, LAST_OF_SCPI, products
from users.models import User

ACCOUNTS_OF_EACH = 3
# Of a hundred accounts, how many are held in halves with somebody else.
SHARED = 10
CHEAPEST, DEAREST = 100_000, 50_000_000


def write_all(random: Random, made: list[Written], by: User) -> None:
    sold = list(products().values())
    accounts = [
        Account(
            pk=key,
            product=random.choice(sold),
            number=f"BIG-{key:08}",
            opened_on=LAST_OF_SCPI,
            last_value=Decimal(random.randrange(CHEAPEST, DEAREST)) / 100,
            last_valued_on=LAST,
        )
        for key in range(1, len(made) * ACCOUNTS_OF_EACH + 1)
    ]
    write_with_history(accounts, by)
    write_with_history(_ownerships(random, made, accounts), by)
    write(_valuations(accounts))
    _write_figures([one.contact.pk for one in made])


def _ownerships(
    random: Random, made: list[Written], accounts: list[Account]
) -> Iterator[Ownership]:
    keys = count(1)
    for rank, account in enumerate(accounts):
        owners = {made[rank // ACCOUNTS_OF_EACH].contact.pk}
        if chance(random, SHARED):
            owners.add(random.choice(made).contact.pk)
        share = HALF if len(owners) > 1 else None
        for owner in sorted(owners):
            yield Ownership(pk=next(keys), account=account, contact_id=owner, share=share)


def _valuations(accounts: list[Account]) -> Iterator[Valuation]:
    keys = count(1)
    for account in accounts:
        newest = account.last_value or Decimal(0)
        for date, value in ((LAST_OF_SCPI, newest - 100), (LAST, newest)):
            yield Valuation(pk=next(keys), account=account, date=date, value=value)


def _write_figures(contacts: list[int]) -> None:
    # The newest date of each comes last, and stays.
    newest = dict(FollowUp.objects.order_by("date").values_list("contact_id", "date"))
    write(ContactFigures(contact_id=pk, last_contact=newest.get(pk)) for pk in contacts)
    for start in range(0, len(contacts), AT_ONCE):
        figures.refresh(contacts[start : start + AT_ONCE])
