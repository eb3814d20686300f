"""Contracts into accounts, values and alerts: a few statements, however many there are."""

from dataclasses import dataclass

from django.db import models
from django.db.models import OuterRef

from accounts.actions.figures import refresh
from accounts.enums import COUNTED_CURRENCY
from accounts.models import Account, Holding, Ownership, Valuation
from alerts.actions.detection import Owner, Seen, detect
from contacts.models import bulk_history
from imports.pipeline import catalogue
from imports.pipeline.staging import Contract, Part
from imports.records import AccountLine
from users.models import User


@dataclass(frozen=True)
class Loaded:
    """What a file brought."""

    custodians: int
    products: int
    new_accounts: int
    valuations: int
    clients: int


def load(contracts: list[Contract], *, partner: str, by: User) -> Loaded:
    custodians, products = catalogue.save([contract.product for contract in contracts])
    accounts, new = _accounts(contracts, by)
    valuations = _valuations(contracts, accounts)
    _keep_newest(accounts)
    seen = [Seen(pk, contract.number, _owner(contract.lines[0])) for pk, contract in new]
    detected = detect(partner=partner, seen=seen, by=by)
    return Loaded(custodians, products, len(new), valuations, detected.clients)


def _accounts(contracts: list[Contract], by: User) -> tuple[list[int], list[tuple[int, Contract]]]:
    """Return each contract's account, and those that were made for it."""
    product_ids = {contract.product.pk for contract in contracts}
    # Files speak of the first account of a number: namesakes hold nothing of theirs.
    rows = Account.everything.filter(product_id__in=product_ids, namesake=0)
    known = {
        (product, number): pk
        for pk, product, number in rows.values_list("pk", "product_id", "number")
    }
    unknown = [
        contract for contract in contracts if (contract.product.pk, contract.number) not in known
    ]
    made = bulk_history.create([_new(contract) for contract in unknown], by=by)
    known |= {(account.product_id, account.number): account.pk for account in made}
    new = [(account.pk, contract) for account, contract in zip(made, unknown, strict=True)]
    return [known[contract.product.pk, contract.number] for contract in contracts], new


def _new(contract: Contract) -> Account:
    first = contract.lines[0]
    newest = max(contract.situations.values(), key=lambda at: at.date, default=None)
    return Account(
        product=contract.product,
        number=contract.number,
        label=first.label,
        opened_on=first.opened_on,
        currency=newest.currency if newest else first.currency or COUNTED_CURRENCY,
        is_provisional=True,
    )


def _valuations(contracts: list[Contract], accounts: list[int]) -> int:
    """Put each situation in place of what was kept for its date, with its holdings."""
    rows: list[Valuation] = []
    parts: list[list[Part]] = []
    for contract, account in zip(contracts, accounts, strict=True):
        for at_date in contract.situations.values():
            row = Valuation(
                account_id=account,
                date=at_date.date,
                value=at_date.value,
                currency=at_date.currency,
                is_consolidated=not at_date.parts,
            )
            rows.append(row)
            parts.append(at_date.parts)
    if not rows:
        return 0
    kept = Valuation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["account", "date"],
        update_fields=["value", "currency", "is_consolidated"],
    )
    Holding.objects.filter(valuation_id__in=[row.pk for row in kept]).delete()
    Holding.objects.bulk_create(
        _holding(row.pk, part) for row, held in zip(kept, parts, strict=True) for part in held
    )
    return len(kept)


def _holding(valuation: int, part: Part) -> Holding:
    line = part.line
    return Holding(
        valuation_id=valuation,
        code=line.holding_code,
        name=line.holding_name or line.holding_code,
        is_euro_fund=bool(line.is_euro_fund),
        units=line.units,
        price=line.price,
        priced_on=line.price_on,
        currency=line.currency or COUNTED_CURRENCY,
        value=part.value,
    )


def _keep_newest(accounts: list[int]) -> None:
    """An older value never takes the newest one's place; owners' sums follow."""
    newest = Valuation.objects.filter(account=OuterRef("pk")).order_by("-date")
    # Both columns stand outside history, which is why the tracked queryset is passed by.
    models.QuerySet(Account).filter(pk__in=accounts, valuations__isnull=False).update(
        last_value=newest.values("value")[:1], last_valued_on=newest.values("date")[:1]
    )
    owners = Ownership.objects.filter(account_id__in=accounts)
    if contacts := set(owners.values_list("contact_id", flat=True)):
        refresh(contacts)


def _owner(line: AccountLine) -> Owner | None:
    if not line.last_name:
        return None
    return Owner(
        last_name=line.last_name,
        first_name=line.first_name,
        birth_date=line.birth_date,
        title=line.other_title or line.title,
        line_1=line.address_1,
        line_2=line.address_2,
        post_code=line.post_code,
        town=line.town,
        country=line.country,
    )
