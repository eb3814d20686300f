"""Taking a decision back: what it made is undone if nobody touched it since, or said to stay."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.renumbering import Taken, give_numbers_back, is_untouched
from accounts.actions.totals import refresh
from accounts.models import Account, Ownership
from alerts.actions.accounts import OWNERS, owners_of
from alerts.actions.identity import SECOND
from alerts.enums import State
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.existing import linkable
from alerts.queries.groups import of_decision
from alerts.queries.pending import decided_accounts, decided_clients, links_seen_by
from contacts.actions.contacts import hold
from contacts.actions.undoing import keep
from contacts.enums import ChangeKind
from contacts.models import Contact, Relationship
from contacts.visibility import is_not_secret_for
from persistence.models import delete_as, save_as
from users.models import User

AGAIN = {"state": State.PENDING, "decided_by": None, "decided_at": None}


@transaction.atomic
def reopen_client(*, client_id: int, by: User) -> list[str]:
    """Put the lines of the decision back to treat, those that the person sees.

    Raises DoesNotExist when the line is not there for this user.
    """
    line = _with_contacts_held(client_id, by)
    lines = list(
        of_decision(decided_clients(by), line).order_by("pk").select_for_update(of=("self",))
    )
    rows = DetectedClient.objects.filter(pk__in=[one.pk for one in lines])
    again: dict[str, Any] = {"contact": None, "second_contact": None, "made": {}, "edits": {}}
    again["version"] = F("version") + 1
    if line.pk not in {one.pk for one in lines} or not rows.update(**AGAIN, **again):
        raise DetectedClient.DoesNotExist
    told = [_("%(client)s is to treat again.") % {"client": line}]
    if line.contact is None:
        return told
    for one in lines:
        PartnerLink.objects.filter(
            partner=one.partner, owner_key=one.owner_key, contact=line.contact
        ).delete()
        _forget_owner(one, line.contact)
    told += _take_back_relation(line, by)
    made = [line.contact] if line.state == State.ADDED else []
    made += [line.second_contact] if line.second_contact and line.made.get(SECOND) else []
    told += [_take_back(contact, by) for contact in made]
    return told


def _with_contacts_held(client_id: int, by: User) -> DetectedClient:
    """Return the line, its contacts taken before it is: a merge takes them in that order.

    A merge that was waited for has given the line another contact.
    """
    lines = decided_clients(by).select_related("contact", "second_contact")
    line, held = lines.get(pk=client_id), set[int | None]({None})
    while missing := {line.contact_id, line.second_contact_id} - held:
        hold(pk for pk in missing if pk)
        held |= missing
        line = lines.get(pk=client_id)
    return line


def _take_back_relation(line: DetectedClient, by: User) -> list[str]:
    """Remove the relation of two holders, unless somebody changed it since."""
    # Both holders are seen by whoever sees the line, and so is what ties them.
    rows = Relationship.objects.filter(pk=line.made.get("relation"))
    row = rows.select_for_update(of=("self",)).first()
    if row is not None and row.version == 0 and row.history.count() == 1:
        delete_as(row, by)
        return [_("The relation between the two is removed.")]
    return []


def _forget_owner(line: DetectedClient, contact: Contact) -> None:
    """Give the line's accounts back to it, with those that later nights knew by its link.

    Those of another pair stay theirs: the other holder may be a private folder.
    """
    second = line.second_contact_id if line.second_contact_id != contact.pk else None
    pending = DetectedAccount.objects.filter(state=State.PENDING, owner=contact)
    pending.filter(client=line).update(owner=None, second_owner=None)
    # Another link of this partner may have named the same holders: whose they are is then known.
    holders = {"contact": contact, "second_contact": second}
    if PartnerLink.objects.filter(partner=line.partner, **holders).exists():
        return
    custodians = DetectedAccount.objects.filter(client=line).values("account__product__custodian")
    later = pending.filter(
        client__isnull=True, second_owner=second, account__product__custodian__in=custodians
    )
    later.update(owner=None, second_owner=None, client=line)


def _take_back(made: Contact, by: User) -> str:
    locked = Contact.objects.changeable_by(by).select_for_update(of=("self",))
    contact = locked.filter(pk=made.pk).first()
    if contact is None or not _is_untouched(contact, by):
        return _("The contact %(contact)s stays: it has changed since, or is used.") % {
            "contact": made
        }
    contact.deleted_at, contact.deleted_by = timezone.now(), by
    contact.version += 1
    save_as(contact, by)
    keep(ChangeKind.DELETION, about=[contact.pk], by=by, at=contact.deleted_at)
    return _("The contact %(contact)s is deleted.") % {"contact": contact}


def _is_untouched(contact: Contact, by: User) -> bool:
    """Say whether the contact is as the decision left it, and nothing that one sees stands on it.

    Its accounts are seen by whoever sees it; a link may be with a private folder.
    """
    links = links_seen_by(by).filter(Q(contact=contact) | Q(second_contact=contact))
    return (
        contact.version == 0
        and contact.history.count() == 1
        and not Ownership.objects.filter(contact=contact).exists()
        and not links.exists()
    )


@transaction.atomic
def reopen_account(*, account_id: int, by: User) -> list[str]:
    """Put the line back to treat, unless the account changed since; `account_id`: the line's."""
    line = decided_accounts(by).select_related("account", *OWNERS).get(pk=account_id)
    number = {"number": line.account.number}
    hold(Ownership.objects.filter(account=line.account_id).values_list("contact", flat=True))
    # Locked before it is looked at, so that no change comes in between.
    account = Account.everything.select_for_update(of=("self",)).get(pk=line.account_id)
    owned = list(Ownership.objects.filter(account=account))
    if not _is_as_decided(line, account, owned, by):
        return [_("The account %(number)s has changed since: it stays.") % number]
    rows = DetectedAccount.objects.filter(pk=line.pk, version=line.version)
    again: dict[str, Any] = {"linked": None, "taken": {}, "version": F("version") + 1}
    if not rows.exclude(state=State.PENDING).update(**AGAIN, **again):
        raise DetectedAccount.DoesNotExist
    if line.state == State.ADDED:
        _put_aside(account, owned, by)
    if line.linked_id:
        pair = {line.account_id: line.linked_id}
        give_numbers_back(taken={line.account_id: Taken(**line.taken)}, numbers=pair, by=by)
    return [_("The account %(number)s is to treat again.") % number]


def _is_as_decided(
    line: DetectedAccount, account: Account, owned: list[Ownership], by: User
) -> bool:
    if line.linked_id:
        locked = linkable(by).select_for_update(of=("self",)).filter(pk=line.linked_id).first()
        taken = Taken(**line.taken)
        return locked is not None and is_untouched(taken, account=locked, since=line.decided_at)
    return line.state != State.ADDED or _is_as_accepted(line, account, owned, by)


def _is_as_accepted(
    line: DetectedAccount, account: Account, owned: list[Ownership], by: User
) -> bool:
    since = {"history_date__gte": line.decided_at}
    owners = sorted(owner.pk for owner in owners_of(line))
    # A private folder that owned the account meanwhile is not to be told of.
    given = Ownership.history.filter(
        is_not_secret_for(by, "contact"), account_id=account.pk, **since
    )
    return (
        account.history.filter(**since).count() == 1
        and sorted(one.contact_id for one in owned) == owners
        and given.count() == len(owners)
        and Contact.objects.changeable_by(by).filter(pk__in=owners).count() == len(owners)
    )


def _put_aside(account: Account, owned: list[Ownership], by: User) -> None:
    account.is_provisional = True
    # This column alone: the night may be writing the account's last value.
    save_as(account, by, update_fields=["is_provisional"])
    for ownership in owned:
        delete_as(ownership, by)
    refresh({ownership.contact_id for ownership in owned})
