"""Taking decisions back: what they made is undone if nobody touched it since, or said to stay."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.accounts import give_back_accounts
from accounts.actions.renumbering import give_numbers_back
from accounts.models import Account, Ownership
from alerts.actions.accounts import numbers_of
from alerts.actions.outcomes import written_with
from alerts.enums import State
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.existing import linkable
from alerts.queries.groups import of_decision
from alerts.queries.pending import decided_accounts, decided_clients, links_seen_by
from contacts.actions.contacts import hold
from contacts.actions.deletion import delete
from contacts.actions.undoing import Undone
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo
from contacts.models import Change, Contact, Relationship
from persistence.journal import writing
from persistence.journal.narrowing import changed_rows, only_rows, standing_rows, values_now
from persistence.journal.steps import Step, step_that_wrote
from users.models import User

AGAIN: dict[str, Any] = {
    "state": State.PENDING,
    "decided_by": None,
    "decided_at": None,
    "version": F("version") + 1,
}


@transaction.atomic
def reopen_client(*, client_id: int, by: User) -> list[str]:
    """Put the lines of the decision back to treat, those that the person sees.

    Raises DoesNotExist when the line is not there for this user.
    """
    line = decided_clients(by).get(pk=client_id)
    told = _reopen_clients(of_decision(decided_clients(by), line), by)
    if not told:
        raise DetectedClient.DoesNotExist
    return told


def put_back_clients(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Put those lines of a change back to treat that stand as it decided them."""
    told = _reopen_clients(decided_clients(by).filter(pk__in=keys, decided_at=change.at), by)
    if not told:
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    return Undone(" ".join(told), reverse("alerts:clients"))


def _reopen_clients(decided: QuerySet[DetectedClient], by: User) -> list[str]:
    """Put these lines, which one change decided, back to treat; say so, and what stays."""
    lines = _with_contacts_held(decided)
    if not lines:
        return []
    steps, since = written_with(ChangeKind.CLIENT_DECISION, lines[0])
    _forget_links(lines)
    DetectedClient.objects.filter(pk__in=[line.pk for line in lines]).update(
        **AGAIN, contact=None, second_contact=None, edits={}
    )
    holders = {
        contact.pk: contact
        for line in lines
        for contact in (line.contact, line.second_contact)
        if contact
    }
    removed = _remove_relations(steps, holders, since, by)
    made = only_rows(step_that_wrote(steps, Contact._meta.label, "version"), holders)
    unused = _unused(_standing(made, since), by)
    delete(contact_ids=unused, by=by)
    stays = [holders[key] for key in made.keys if key not in unused]
    return _told(lines, removed, [holders[key] for key in unused], stays)


def _with_contacts_held(decided: QuerySet[DetectedClient]) -> list[DetectedClient]:
    """Return the lines, taken after their contacts: a merge takes them in that order.

    A merge that was waited for has given a line another contact.
    """
    held = set[int | None]({None})
    pairs = decided.order_by().values_list("contact", "second_contact")
    while missing := {key for pair in pairs.all() for key in pair} - held:
        hold(key for key in missing if key)
        held |= missing
    lines = decided.select_related("contact", "second_contact").order_by("pk")
    return list(lines.select_for_update(of=("self",)))


def _forget_links(lines: Sequence[DetectedClient]) -> None:
    """Forget whose clients these are, and give their accounts back to them.

    Those that later nights knew by the link go back with them; those of another pair stay theirs:
    the other holder may be a private folder.
    """
    of_link = {name: OuterRef(name) for name in ("partner", "owner_key", "contact")}
    decided = DetectedClient.objects.filter(pk__in=[line.pk for line in lines])
    PartnerLink.objects.filter(Exists(decided.filter(**of_link))).delete()
    pending = DetectedAccount.objects.filter(state=State.PENDING)
    pending.filter(client__in=lines, owner=F("client__contact")).update(
        owner=None, second_owner=None
    )
    line_of = _lines_by_holders(decided)
    custodian = "account__product__custodian"
    later = list(
        pending.filter(client=None, owner__in={pair[0] for pair in line_of})
        .annotate(custodian=F(custodian))
        .order_by("pk")
    )
    known = [row for row in later if (row.owner_id, row.second_owner_id, row.custodian) in line_of]
    for row in known:
        row.client_id = line_of[row.owner_id, row.second_owner_id, row.custodian]
        row.owner = row.second_owner = None
    DetectedAccount.objects.bulk_update(known, ["client", "owner", "second_owner"], batch_size=200)


def _lines_by_holders(decided: QuerySet[DetectedClient]) -> dict[Any, int]:
    """Return the lines by their holders and the custodian of their accounts.

    Another link of the partner may name the same holders: whose such accounts are is then known.
    """
    rows = decided.order_by("-pk").values_list(
        "pk", "partner", "contact", "second_contact", "accounts__account__product__custodian"
    )
    found = [
        (pk, partner, (contact, second if second != contact else None), custodian)
        for pk, partner, contact, second, custodian in rows.filter(contact__isnull=False).distinct()
    ]
    links = PartnerLink.objects.filter(contact__in={row[2][0] for row in found})
    known = {
        (partner, (contact, second))
        for partner, contact, second in links.values_list("partner", "contact", "second_contact")
    }
    return {
        (*holders, custodian): pk
        for pk, partner, holders, custodian in found
        if (partner, holders) not in known
    }


def _remove_relations(
    steps: Sequence[Step], holders: Collection[int], since: dt.datetime, by: User
) -> int:
    """Remove the relations of two holders, unless somebody changed them since; say how many."""
    # Both holders are seen by whoever sees the line, and so is what ties them.
    tied = Relationship.objects.filter(contact__in=holders, other_contact__in=holders)
    made = step_that_wrote(steps, Relationship._meta.label, "version")
    keys = tied.filter(pk__in=made.keys).values_list("pk", flat=True)
    standing = _standing(only_rows(made, set(keys)), since)
    writing.reverse([standing], by=by, reason="")
    return len(standing.keys)


def _standing(made: Step, since: dt.datetime) -> Step:
    return standing_rows(made, values_now(made), leave=changed_rows(made, since, own=1))


def _unused(made: Step, by: User) -> list[int]:
    """Return the contacts that one may change, and on which nothing stands that one sees.

    Their accounts are seen by whoever sees them; a link may be with a private folder.
    """
    of_link = Q(contact=OuterRef("pk")) | Q(second_contact=OuterRef("pk"))
    owned = Exists(Ownership.objects.filter(contact=OuterRef("pk")))
    linked = Exists(links_seen_by(by).filter(of_link))
    rows = Contact.objects.changeable_by(by).filter(~owned, ~linked, pk__in=made.keys)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _told(
    lines: Sequence[DetectedClient],
    relations: int,
    deleted: Sequence[Contact],
    stays: Sequence[Contact],
) -> list[str]:
    """Say what became of one client by name, and of several by their number."""
    clients = {line.identity_key for line in lines}
    if len(clients) > 1:
        told_of_several = _(
            "%(n)s clients are to treat again. Contacts deleted: %(deleted)s; relations removed: "
            "%(relations)s; contacts that stay, changed since or used: %(stays)s."
        )
        counts = {"deleted": len(deleted), "relations": relations, "stays": len(stays)}
        return [told_of_several % {"n": len(clients), **counts}]
    told = [_("%(client)s is to treat again.") % {"client": lines[0]}]
    if relations:
        told.append(_("The relation between the two is removed."))
    told += [_("The contact %(contact)s is deleted.") % {"contact": one} for one in deleted]
    stay = _("The contact %(contact)s stays: it has changed since, or is used.")
    return told + [stay % {"contact": contact} for contact in stays]


@transaction.atomic
def reopen_account(*, account_id: int, by: User) -> list[str]:
    """Put the line back to treat, unless the account changed since; `account_id`: the line's."""
    back, stays = _reopen_accounts(decided_accounts(by).filter(pk=account_id), by)
    if not back and not stays:
        raise DetectedAccount.DoesNotExist
    return _told_of_accounts(back, stays)


def put_back_accounts(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Put those lines of a change back to treat whose accounts stand as it left them."""
    decided = decided_accounts(by).filter(pk__in=keys, decided_at=change.at)
    back, stays = _reopen_accounts(decided, by)
    if not back:
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    told = " ".join(_told_of_accounts(back, stays))
    return Undone(told, reverse("alerts:accounts"))


def _reopen_accounts(
    decided: QuerySet[DetectedAccount], by: User
) -> tuple[list[DetectedAccount], list[DetectedAccount]]:
    """Put these lines, which one change decided, back to treat; return which, and which stay."""
    pairs = dict(decided.order_by().values_list("account", "linked"))
    owners = Ownership.objects.filter(account__in=pairs)
    hold(owners.values_list("contact", flat=True))
    # Locked before they are looked at, so that no change comes in between.
    accounts = Account.everything.filter(pk__in={*pairs, *pairs.values()} - {None})
    list(accounts.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    lines = list(decided.select_related("account").order_by("pk").select_for_update(of=("self",)))
    if not lines:
        return [], []
    given_back = _give_back(lines, by)
    back = [line for line in lines if line.account_id in given_back]
    reopened = DetectedAccount.objects.filter(pk__in=[line.pk for line in back])
    reopened.update(**AGAIN, linked=None)
    return back, [line for line in lines if line.account_id not in given_back]


def _give_back(lines: Sequence[DetectedAccount], by: User) -> set[int]:
    """Undo what was done of these accounts where they stand as it left them; return which."""
    steps, since = written_with(ChangeKind.ACCOUNT_DECISION, lines[0])
    added = {line.account_id for line in lines if line.state == State.ADDED}
    linked = linkable(by).filter(pk__in=[line.linked_id for line in lines if line.linked_id])
    mine = set(linked.values_list("pk", flat=True))
    numbers = numbers_of(line for line in lines if line.linked_id in mine)
    back = {line.account_id for line in lines if line.state == State.IGNORED}
    back |= give_back_accounts(steps=steps, among=added, since=since, by=by)
    return back | give_numbers_back(steps=steps, numbers=numbers, since=since, by=by)


def _told_of_accounts(
    back: Sequence[DetectedAccount], stays: Sequence[DetectedAccount]
) -> list[str]:
    """Say what became of one account by its number, and of several by how many they are."""
    if len(back) + len(stays) > 1:
        told = _("%(n)s accounts are to treat again; changed since, and staying: %(stays)s.")
        return [told % {"n": len(back), "stays": len(stays)}]
    told = _("The account %(number)s is to treat again.")
    if stays:
        told = _("The account %(number)s has changed since: it stays.")
    return [told % {"number": line.account.number} for line in (*back, *stays)]
