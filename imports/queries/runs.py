"""The imports on their page: one page by keyset, and what one person may know of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from alerts import rights as alert_rights
from alerts.queries.pending import accounts_hidden_from, clients_hidden_from, clients_known_to
from contacts.models import Contact
from contacts.visibility import is_not_secret_for
from imports.enums import State
from imports.feeds.notes import placed
from imports.models import ImportRun, Reject
from imports.models.reject import RejectQuerySet
from imports.records import Code
from persistence import keyset
from users.models import User

PAGE = 50
_UNKNOWN = 0
# Of a contract set aside: the line without a number that may be of it.
BESIDE = "beside"
# What the file alone says of its lines; other warnings tell what the base knows of them.
_OF_THE_FILE = {
    *(Code.R_EMAIL, Code.R_PHONE, Code.R_SIREN),
    *(Code.R_OWNERS, Code.R_CLOSED, Code.R_FORBIDDEN_NIR),
}


Page = keyset.Page[ImportRun, tuple[Any, ...]]


@dataclass
class Seen:
    """What a person may know of a run: of everything else the lines were received, no more."""

    lines: int = 0
    new_accounts: int = 0
    clients: int = 0
    rejects: int = 0
    # Of a file that somebody sent: its accounts that are there already.
    known: int = 0


def partners(user: User) -> list[str]:
    runs = ImportRun.objects.visible_to(user).order_by("partner")
    return list(runs.values_list("partner", flat=True).distinct())


def page(
    user: User,
    partner: str = "",
    state: str = "",
    *,
    after: int | None = None,
    before: int | None = None,
) -> Page:
    """Return the runs after (or before) one, newest first."""
    found = ImportRun.objects.visible_to(user).defer("expected").select_related("sent_by")
    if partner:
        found = found.filter(partner=partner)
    if state:
        found = found.filter(state=state)
    return keyset.page(
        found,
        ("pk",),
        size=PAGE,
        after=None if after is None else (after,),
        before=None if before is None else (before,),
    )


def sent_by(user: User) -> QuerySet[ImportRun]:
    """Return the files that the user sent and did not decide, newest first."""
    return ImportRun.objects.visible_to(user).waiting_of(user).order_by("-pk")


def rejects_of(run: ImportRun, user: User) -> QuerySet[Reject]:
    """Return the lines set aside that the user may read: they are personal data, as alerts."""
    of = _sent if run.sent_by_id == user.pk else _readable
    return of(Reject.objects.filter(run=run), user).order_by("pk")


def as_read(run: ImportRun, rows: Sequence[Reject], user: User) -> Sequence[Reject]:
    """Return these lines without the name of another that the user may not read.

    A contract is set aside with a line that lacks its number, which may be of a hidden folder's.
    """
    named = {row.params[BESIDE] for row in rows if BESIDE in row.params}
    if not named:
        return rows
    at = [int(told.split(" ")[0]) for told in named]
    seen = rejects_of(run, user).filter(line__in=at).values_list("sheet", "line")
    readable = {placed(sheet, line) for sheet, line in seen}
    for row in rows:
        if row.params.get(BESIDE) not in readable:
            row.params.pop(BESIDE, None)
    return rows


def _readable(lines: RejectQuerySet, user: User) -> QuerySet[Reject]:
    return lines.seen_by(user) if user.has_perm(alert_rights.TREAT) else lines.none()


def _sent(lines: RejectQuerySet, user: User) -> QuerySet[Reject]:
    """Return those of the user's own files: who sent a line wrote it, and reads it.

    But for one that names an account that they do not see.
    """
    own = lines.filter(run__sent_by=user)
    is_known = Q(params__known__isnull=False)
    return own.filter(~is_known | Q(pk__in=_readable(own.filter(is_known), user).values("pk")))


def seen(runs: Sequence[ImportRun], user: User) -> dict[int, Seen]:
    """Return what the user may know of these runs, in the same few queries for any number."""
    shown = {
        run.pk: Seen(
            lines=run.counts.get("lines", 0),
            new_accounts=run.counts.get("new_accounts", 0) if run.detected else _UNKNOWN,
            clients=run.counts.get("clients", 0) if run.detected else _UNKNOWN,
        )
        for run in runs
    }
    counted = _readable(Reject.objects.filter(run__in=shown), user).order_by()
    for pk, count in counted.values_list("run").annotate(Count("pk")):
        shown[pk].rejects = count
    for run in _owning(runs, "clients", clients_hidden_from(user)):
        shown[run.pk].clients -= 1
    for run in _owning(runs, "accounts", accounts_hidden_from(user)):
        shown[run.pk].new_accounts -= 1
    own = [run for run in runs if run.sent_by_id == user.pk and run.told]
    counted = _sent(Reject.objects.filter(run__in=own), user).order_by()
    rejects = dict(counted.values_list("run").annotate(Count("pk"))) if own else {}
    return shown | {run.pk: as_told(run, run.told, rejects.get(run.pk, 0)) for run in own}


def warned(run: ImportRun, user: User) -> dict[str, int]:
    """Return how many lines are to be looked at for what, as the user may know it.

    That a client is told otherwise than before says that the base knows it.
    """
    counted: dict[str, int] = dict(run.counts.get("warned", {}))
    if run.sent_by_id != user.pk:
        changed = run.counts.get("changed_clients", [])
        known = set(clients_known_to(user).filter(pk__in=changed).values_list("pk", flat=True))
        counted[Code.R_IDENTITY] = sum(client in known for client in changed)
    return {code: count for code, count in counted.items() if count}


def lines_warned(run: ImportRun, user: User) -> dict[str, list[str]]:
    """Return the first lines that are to be looked at for what, as the user may know it."""
    named: dict[str, list[str]] = run.counts.get("warned_lines", {})
    if run.sent_by_id == user.pk:
        return named
    return {code: lines for code, lines in named.items() if code in _OF_THE_FILE}


def completed(run: ImportRun, user: User) -> int:
    """Count the clients that waited and that the file completed, as far as the user may know."""
    keys = run.counts.get("completed_clients") if run.state == State.DONE else None
    return clients_known_to(user).filter(pk__in=keys).count() if keys else 0


def as_told(run: ImportRun, told: dict[str, int], rejects: int) -> Seen:
    """Return what its sender was told of a file, before it went in as after."""
    lines = run.counts.get("lines", 0)
    return Seen(lines, told["new_accounts"], told["clients"], rejects, told["known"])


def _owning(runs: Iterable[ImportRun], name: str, hidden: QuerySet) -> Iterable[ImportRun]:
    """Give, for each hidden row that one of the runs made, that run."""
    ranges = [(run, *run.detected[name]) for run in runs if run.detected]
    if not ranges:
        return
    first, last = min(one[1] for one in ranges), max(one[2] for one in ranges)
    for key in hidden.filter(pk__gt=first, pk__lte=last).values_list("pk", flat=True):
        yield from (run for run, after, upto in ranges if after < key <= upto)


def expected(run: ImportRun, user: User) -> Seen:
    """Return what a suspended file would bring, but for what the user may not know of."""
    clients = run.expected.get("clients", [])
    accounts = run.expected.get("accounts", [])
    # Nobody's key is asked for too: whether there is a question to ask would tell something.
    told = {key or 0 for *keys, _count in (*clients, *accounts, (0, 0)) for key in keys}
    private = Contact.everything.filter(pk__in=told, is_private=True)
    secret = set(private.exclude(is_not_secret_for(user)).values_list("pk", flat=True))

    def count(rows: Iterable[Sequence[int | None]]) -> int:
        return sum(row[-1] or 0 for row in rows if secret.isdisjoint(row[:-1]))

    return Seen(
        lines=run.counts.get("lines", 0),
        new_accounts=count(accounts),
        clients=count(clients),
        rejects=rejects_of(run, user).count(),
    )
