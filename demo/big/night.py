"""What the night left to treat in a big firm: detected clients, some like a contact."""

from collections.abc import Iterator
from itertools import count
from random import Random

from accounts.models import Account, Product
from alerts.models import DetectedAccount, DetectedClient, Suggestion
from contacts.enums import Kind
from contacts.scoring import Reason
from demo.big.copying import write
from demo.big.written import Written
from demo.drafts import chance

PARTNER = "ASSURVIA"
# One for so many contacts, on a night as any other.
ONE_IN, SUGGESTED, SCORE = 50, 40, 80


def write_all(random: Random, made: list[Written]) -> None:
    people = [one for one in made if one.contact.kind == Kind.PERSON]
    like = random.sample(people, len(people) // ONE_IN)
    clients = list(_clients(random, like))
    accounts = list(_accounts(len(clients)))
    write(clients)
    write(_suggestions(clients))
    write(accounts)
    write(
        DetectedAccount(pk=key, account=account, client=client)
        for key, (account, client) in enumerate(zip(accounts, clients, strict=True), start=1)
    )


def _clients(random: Random, like: list[Written]) -> Iterator[DetectedClient]:
    for key, one in enumerate(like, start=1):
        is_known = chance(random, SUGGESTED)
        yield DetectedClient(
            pk=key,
            partner=PARTNER,
            owner_key=f"client|{key}",
            identity_key=f"client|{key}",
            last_name=one.contact.name,
            first_name=one.contact.first_name,
            sort_name=one.contact.sort_name,
            birth_date=one.contact.birth_date,
            line_1=one.draft.home.street,
            post_code=one.draft.home.town.post_code,
            town=one.draft.home.town.name,
            best_contact=one.contact if is_known else None,
            best_score=SCORE if is_known else 0,
        )


def _suggestions(clients: list[DetectedClient]) -> Iterator[Suggestion]:
    keys = count(1)
    for client in clients:
        if client.best_contact_id:
            yield Suggestion(
                pk=next(keys),
                client=client,
                contact_id=client.best_contact_id,
                score=SCORE,
                reasons=[Reason.NAME_AND_BIRTH.value],
            )


def _accounts(number: int) -> Iterator[Account]:
    product = Product.objects.order_by("pk")[0]
    first = Account.everything.order_by("-pk").values_list("pk", flat=True)[0] + 1
    for key in range(first, first + number):
        yield Account(pk=key, product=product, number=f"NUIT-{key:08}", is_provisional=True)
