"""Which lines a window shows: its filters with their counts, and one page by keyset."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from accounts.models import Custodian
from alerts.models import DetectedAccount, DetectedClient, Suggestion
from alerts.queries.groups import first_of_groups
from alerts.queries.pending import accounts_seen_by, clients_seen_by, pending_clients
from contacts.models import Contact
from persistence import keyset
from users.models import User

L = TypeVar("L", DetectedClient, DetectedAccount)

# What one page holds.
SHOWN = 100
ALL, WITH, WITHOUT, MINORS = "all", "with", "without", "minors"
OF_AGE = 18


@dataclass(frozen=True)
class Asked:
    """What the address of a window asks for; `after` and `before`: the line at the page's edge."""

    only: str = ALL
    custodian: int | None = None
    after: int | None = None
    before: int | None = None


def client_filters(user: User, today: dt.date, suggested: Collection[str] = ()) -> dict[str, Q]:
    """Return what each filter keeps; a suggestion that the user does not see is none.

    `suggested`: the identity keys of clients whose suggestion no night has kept yet.
    """
    has_suggestion = Q(identity_key__in=_suggested(user)) | Q(identity_key__in=suggested)
    is_leap_day = (today.month, today.day) == (2, 29)
    last_day = today.replace(year=today.year - OF_AGE, day=28 if is_leap_day else today.day)
    return {
        ALL: Q(),
        WITH: has_suggestion,
        WITHOUT: ~has_suggestion,
        MINORS: Q(birth_date__gt=last_day),
    }


def _suggested(user: User) -> QuerySet[Any]:
    """Return the identity keys for which the night found somebody whom the user sees.

    Asked once for all lines. Who is refused for any line of the client is refused.
    """
    lines = pending_clients(user).order_by()
    # Each contact is looked up by its key, where a join would read every contact there is.
    contact = Contact.objects.visible_to(user).filter(pk=OuterRef("contact"))
    seen = Suggestion.objects.filter(IsNull(Subquery(contact.values("pk")[:1]), False))
    refused = seen.filter(
        refused_by__isnull=False,
        client__in=lines.values("pk"),
        client__identity_key=OuterRef("client__identity_key"),
        contact=OuterRef("contact"),
        holder=OuterRef("holder"),
    )
    found = seen.filter(~Exists(refused), refused_by__isnull=True, client=OuterRef("pk"))
    return lines.filter(Exists(found)).values("identity_key")


def account_filters() -> dict[str, Q]:
    known = Q(owner__isnull=False)
    return {ALL: Q(), WITH: known, WITHOUT: ~known}


def of_custodian(user: User, model: type[L], custodian: int | None) -> Q:
    """Keep the lines of this custodian's accounts, those that the user may know."""
    if custodian is None:
        return Q()
    if model is DetectedAccount:
        return Q(account__product__custodian=custodian)
    held = accounts_seen_by(user).filter(account__product__custodian=custodian)
    return Q(Exists(held.filter(client=OuterRef("pk"))))


def custodians(user: User, lines: QuerySet[L]) -> list[Custodian]:
    """Return those of whom the lines have accounts that the user may know."""
    accounts = accounts_seen_by(user)
    if lines.model is DetectedAccount:
        accounts = accounts.filter(pk__in=lines.order_by().values("pk"))
    else:
        accounts = accounts.filter(client__in=lines.order_by().values("pk"))
    return list(Custodian.objects.filter(pk__in=accounts.values("account__product__custodian")))


def counts(lines: QuerySet[L], filters: Mapping[str, Q], within: Q) -> tuple[int, dict[str, int]]:
    """Return how many there are, and how many each filter keeps of those within.

    A client of several partners counts once.
    """
    unit = "identity_key" if _are_clients(lines) else "pk"
    kept = {
        name: Count("pk", filter=within & rule) for name, rule in filters.items() if name != WITHOUT
    }
    units = lines.order_by().values(unit).annotate(**{_of(name): kept[name] for name in kept})
    asked = {name: Count(unit, filter=Q(**{f"{_of(name)}__gt": 0})) for name in kept}
    found = units.aggregate(in_all=Count(unit), **asked)
    # Whatever has not the one has the other, and the dear half is asked once.
    found[WITHOUT] = found[ALL] - found[WITH]
    return found["in_all"], {name: found[name] for name in filters}


def _of(name: str) -> str:
    return f"kept_{name}"


def page(user: User, lines: QuerySet[L], rule: Q, asked: Asked) -> tuple[list[L], Asked]:
    """Return one page, and the lines at its edges where there are more beyond.

    Of a client of several partners the first line that the rule keeps.
    """
    kept = _one_for_each(lines.filter(rule))
    backwards = bool(asked.before)
    anchor = asked.before or asked.after
    taken: list[L] = list(_beyond(user, kept, anchor, forward=not backwards)[: SHOWN + 1])
    shown = keyset.cut(
        taken, lambda line: line.pk, size=SHOWN, backwards=backwards, begins=not anchor
    )
    return shown.rows, replace(asked, after=shown.after, before=shown.before)


def _are_clients(lines: QuerySet[Any]) -> bool:
    return lines.model is DetectedClient


def _one_for_each(lines: QuerySet[Any]) -> QuerySet[Any]:
    return first_of_groups(lines) if _are_clients(lines) else lines


def _beyond(user: User, lines: QuerySet[L], pk: int | None, *, forward: bool) -> QuerySet[L]:
    """Return the lines that come after that one, or before it and backwards."""
    if not forward:
        lines = lines.reverse()
    if pk is None:
        return lines
    side = "gt" if forward else "lt"
    if lines.model is DetectedAccount:
        return lines.filter(**{f"pk__{side}": pk})
    # The name as it stands, even of a line that somebody treated meanwhile; a hidden line's key
    # is one that no line has.
    name = clients_seen_by(user).filter(pk=pk).values("sort_name")[:1]
    return lines.filter(
        Q(**{f"sort_name__{side}": name}) | Q(sort_name=name, **{f"pk__{side}": pk})
    )
