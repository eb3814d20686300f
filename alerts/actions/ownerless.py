"""Giving an owner to an account that was accepted without one."""

from django.db import transaction

from accounts.actions.accounts import Owner
from accounts.actions.owners import change_owners
from accounts.models import Account
from accounts.queries.account import version_seen_by
from alerts.queries.ownerless import ownerless_accounts
from contacts.actions.contacts import hold
from contacts.models import Contact
from users.models import User


@transaction.atomic
def give_owner(*, account_id: int, contact_id: int, by: User) -> Account:
    """Let the contact own the whole account; raises DoesNotExist where either is not for `by`.

    Who treats alerts gives accounts their owners, there as here, whatever else they may do.
    """
    hold([contact_id])
    # Locked before it is looked at: of two people the second finds that it has an owner.
    locked = Account.objects.select_for_update(of=("self",)).get(pk=account_id)
    account = ownerless_accounts(by).get(account=locked).account
    contact = Contact.objects.changeable_by(by).get(pk=contact_id)
    version = version_seen_by(account, by)
    return change_owners(account=account, owners=[Owner(contact)], version=version, by=by)
