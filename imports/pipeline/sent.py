"""A file that somebody sent: what it would bring as they may know it, and that it does just that.

The night counts with the firm's eyes. Its sender chose every line, and would learn from such counts
whose private folder there is: for them what only such a folder knows is new.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import Account, Ownership
from alerts.actions.owners import owner_key
from alerts.models import DetectedClient, PartnerLink
from alerts.queries.pending import (
    OF_CLIENT,
    accounts_hidden_from,
    clients_hidden_from,
    clients_seen_by,
    links_seen_by,
)
from contacts.models import Contact
from contacts.visibility import is_not_secret_for, refers_to_no_secret
from imports.enums import Doubt, State
from imports.models import ImportRun
from imports.pipeline.loading import fullest_lines, seen_in
from imports.pipeline.suspension import Suspended, doubt
from persistence import staging_tables
from users.models import User


def require_what_was_told(run: ImportRun, *, by: User) -> None:
    """Suspend a file that nobody looked at, and one that no longer brings what they were told."""
    was, run.told = run.told, _told(run, by)
    if run.state != State.CONFIRMED:
        odd = doubt(run)
        raise Suspended(Doubt.ASKED, **({"also": odd.doubt, **odd.figures} if odd else {}))
    if run.told != was:
        raise Suspended(Doubt.CHANGED, was=was)


def new_lines(by: User) -> str:
    """Return the query of the lines of accounts that are new for them."""
    _put_down(_known_in_secret(by))
    columns = "line, number, post_code, town, country"
    query = f"SELECT {columns} FROM night_told UNION ALL SELECT {columns} FROM night_told_hidden"  # noqa: S608 - columns of ours
    return f"({query})"


def clients_in_secret(partner: str, by: User) -> set[int]:
    """Return the partner's clients who were told of and do not exist for them."""
    clients = DetectedClient.objects.filter(partner=partner)
    links = PartnerLink.objects.filter(partner=partner)
    seen = clients.filter(refers_to_no_secret(by, *OF_CLIENT, "contact", "second_contact"))
    linked = links.exclude(pk__in=links_seen_by(by).values("pk")).values("owner_key")
    secret = clients.exclude(pk__in=seen.values("pk")) | clients.filter(owner_key__in=linked)
    return set(secret.values_list("pk", flat=True))


def _told(run: ImportRun, by: User) -> dict[str, int]:
    accounts, new = staging_tables.one(_ACCOUNTS)
    hidden = _known_in_secret(by)
    new += len(hidden)
    return {
        "known": accounts - new,
        "new_accounts": new,
        "valuations": run.counts["valuations"],
        "clients": run.counts["clients"] + len(set(_owners_in_secret(run.partner, hidden, by))),
        "custodians": run.counts["custodians"],
        "products": run.counts["products"],
    }


_ACCOUNTS = (
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN is_new THEN 1 ELSE 0 END), 0) FROM night_account"
)


def _known_in_secret(by: User) -> list[int]:
    """Return the accounts of the file that are known, and to private folders alone."""
    known = staging_tables.keys("SELECT account FROM night_account WHERE NOT is_new")
    owners = Ownership.objects.filter(account__in=known)
    seen = owners.filter(is_not_secret_for(by, "contact"))
    secret = owners.exclude(is_not_secret_for(by, "contact")).values("account")
    alerts = accounts_hidden_from(by).filter(account__in=known).values("account")
    found = Account.everything.filter(pk__in=secret.union(alerts))
    return list(found.exclude(pk__in=seen.values("account")).values_list("pk", flat=True))


def _owners_in_secret(partner: str, accounts: list[int], by: User) -> Iterator[str]:
    """Give the keys of owners whom the file would bring, were there no private folder."""
    keys = {*_linked(by), *_detected(by), *_holding(accounts)}
    of_key: dict[str, Any] = {"partner": partner, "owner_key__in": keys}
    no_secret = refers_to_no_secret(by, "contact", "second_contact")
    told = clients_seen_by(by).filter(no_secret, **of_key).values_list("owner_key", flat=True)
    links = links_seen_by(by).filter(**of_key).values_list("owner_key", flat=True)
    counted = staging_tables.rows("SELECT owner_key FROM seen_client WHERE is_new")
    yield from keys - {*told, *links} - {key for (key,) in counted}


def _linked(by: User) -> Iterator[str]:
    """Give those of new accounts that somebody linked to a private folder."""
    linked = staging_tables.keys(
        "SELECT linked FROM seen_fresh WHERE is_sure"
        " UNION SELECT linked_second FROM seen_fresh WHERE is_sure AND linked_second IS NOT NULL"
    )
    private = Contact.everything.filter(pk__in=linked, is_private=True)
    secret = set(private.exclude(is_not_secret_for(by)).values_list("pk", flat=True))
    for key, *holders in staging_tables.rows(
        "SELECT DISTINCT owner_key, linked, linked_second FROM seen_fresh WHERE is_sure"
    ):
        if not secret.isdisjoint(holders):
            yield key


def _detected(by: User) -> Iterable[str]:
    """Return those of new accounts that wait for somebody who sees a private folder."""
    old = staging_tables.keys("SELECT client FROM seen_client WHERE NOT is_new")
    return clients_hidden_from(by).filter(pk__in=old).values_list("owner_key", flat=True)


def _put_down(accounts: list[int]) -> None:
    staging_tables.create("night_hidden", {"account": "bigint"})
    staging_tables.fill("night_hidden", ["account"], ((account,) for account in accounts))
    of_hidden = "a.account IN (SELECT account FROM night_hidden)"
    staging_tables.keep("night_told_hidden", fullest_lines(of_hidden))


def _holding(accounts: list[int]) -> Iterator[str]:
    """Give those of these accounts, as the file names them."""
    _put_down(accounts)
    return (owner_key(seen.owner, seen.number) for seen in seen_in("night_told_hidden"))
