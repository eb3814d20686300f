"""What the night leaves for people to decide: unknown accounts and unknown owners."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from alerts.matching import candidates
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from contacts.enums import Kind
from contacts.normalise import name_key
from users.models import User


@dataclass(frozen=True)
class Owner:
    """An account's owner as the partner's file says it."""

    last_name: str
    first_name: str = ""
    birth_date: dt.date | None = None
    title: str = ""
    line_1: str = ""
    line_2: str = ""
    post_code: str = ""
    town: str = ""
    country: str = ""


@dataclass(frozen=True)
class Seen:
    """A provisional account that a file has brought."""

    account_id: int
    number: str
    owner: Owner | None


@dataclass(frozen=True)
class Detected:
    clients: int
    accounts: int


def owner_key(owner: Owner | None, number: str) -> str:
    """Return what names an owner at a partner whose file has no client numbers."""
    if owner is None:
        return f"contract|{number}"
    names = f"{name_key(owner.last_name)}|{name_key(owner.first_name)}"
    if owner.birth_date is None:
        return f"unsure|{names}|{owner.post_code.strip()}"
    return f"born|{names}|{owner.birth_date.isoformat()}"


def _is_sure(key: str) -> bool:
    """Tell whether a link decided on this key acts alone."""
    return not key.startswith("unsure|")


@transaction.atomic
def detect(*, partner: str, seen: Sequence[Seen], by: User) -> Detected:
    """Make the alerts of these accounts; what was detected before makes nothing new."""
    known = set(
        DetectedAccount.objects.filter(account_id__in=[one.account_id for one in seen]).values_list(
            "account_id", flat=True
        )
    )
    # One for each account, and in one order whatever the file's, so that keys come out the same.
    fresh = {one.account_id: one for one in seen if one.account_id not in known}
    keys = {one.account_id: owner_key(one.owner, one.number) for one in fresh.values()}
    links = _links(partner, set(keys.values()))
    sure = {key: contact for key, contact in links.items() if _is_sure(key)}
    unknown = {
        keys[one.account_id]: one for one in fresh.values() if keys[one.account_id] not in sure
    }
    clients, made = _clients(partner, unknown)
    _suggest(made, links)
    DetectedAccount.objects.bulk_create(
        DetectedAccount(account_id=pk, owner_id=sure.get(key), client=clients.get(key))
        for pk, key in sorted(keys.items())
    )
    return Detected(clients=len(made), accounts=len(keys))


def _links(partner: str, keys: Iterable[str]) -> dict[str, int]:
    """Return the contacts that owners were linked to; a deleted one is nobody's owner."""
    found = PartnerLink.objects.filter(
        partner=partner, owner_key__in=keys, contact__deleted_at__isnull=True
    )
    return dict(found.values_list("owner_key", "contact_id"))


def _clients(
    partner: str, owners: dict[str, Seen]
) -> tuple[dict[str, DetectedClient], list[DetectedClient]]:
    """Return the clients of these keys, and those of them that had to be made."""
    standing = DetectedClient.objects.filter(partner=partner, owner_key__in=owners)
    standing.update(last_seen=timezone.now())
    clients = {client.owner_key: client for client in standing}
    made = DetectedClient.objects.bulk_create(
        _client(partner, key, one) for key, one in sorted(owners.items()) if key not in clients
    )
    return clients | {client.owner_key: client for client in made}, made


def _client(partner: str, key: str, seen: Seen) -> DetectedClient:
    owner = seen.owner
    if owner is None:
        # The name is the firm's data from now on, in the firm's language.
        name = f"Client du contrat N°{seen.number}"
        return DetectedClient(partner=partner, owner_key=key, last_name=name)
    is_person = bool(owner.first_name or owner.birth_date or owner.title)
    return DetectedClient(
        partner=partner,
        owner_key=key,
        kind=Kind.PERSON if is_person else Kind.ORGANISATION,
        title=owner.title,
        last_name=owner.last_name,
        first_name=owner.first_name,
        birth_date=owner.birth_date,
        line_1=owner.line_1,
        line_2=owner.line_2,
        post_code=owner.post_code,
        town=owner.town,
        country=owner.country,
    )


def _suggest(clients: list[DetectedClient], links: dict[str, int]) -> None:
    """Keep the contacts that these clients may be, and the best of each on its line."""
    if not clients:
        return
    found = candidates(clients, links)
    suggestions = [
        Suggestion(
            client=client,
            contact=one.contact,
            score=one.score.points,
            reasons=[str(reason) for reason in one.score.reasons],
        )
        for client in clients
        for one in found[client.owner_key]
    ]
    Suggestion.objects.bulk_create(suggestions)
    told = [client for client in clients if found[client.owner_key]]
    for client in told:
        best = found[client.owner_key][0]
        client.best_contact, client.best_score = best.contact, best.score.points
    DetectedClient.objects.bulk_update(told, ["best_contact", "best_score"], batch_size=500)
