"""Services > Modules > Contacts > Contacts et comptes supprimés."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import rights as account_rights
from accounts.actions.deletion import reactivate_accounts
from accounts.errors import AccountError
from accounts.models import Account
from accounts.queries import deleted as deleted_queries
from contacts import rights
from contacts.actions.reactivation import clashes, reactivate
from contacts.errors import ContactError
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.queries.deleted import deleted_contacts
from contacts.views.selection import ticked
from users.http import SignedIn
from users.models import User

SHOWN = 100
CHOICE, TEXT = "choice-", "text-"
CLASHES = "accounts/deleted/clashes.html"
# By the key of a clash: what was chosen, and the text typed beside it.
Choices = Mapping[str, tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
def deleted(request: SignedIn) -> HttpResponse:
    """Show both lists; on POST bring the ticked ones back, or ask about what stands in the way."""
    user = request.user
    if not (user.has_perm(rights.REACTIVATE) or user.has_perm(account_rights.REACTIVATE)):
        raise PermissionDenied
    if request.method == "POST":
        return _reactivate(request)
    return _lists(request)


def _lists(request: SignedIn) -> HttpResponse:
    text = request.GET.get("q", "")[:200].replace("\0", "")
    contacts = _contacts(request.user, text)
    accounts = _accounts(request.user)
    if text:
        accounts = accounts.filter(number__startswith="".join(text.split()))
    context = {
        "text": text,
        "contacts": contacts[:SHOWN],
        "accounts": accounts[:SHOWN],
        "may_reactivate_contacts": request.user.has_perm(rights.REACTIVATE),
        "may_reactivate_accounts": request.user.has_perm(account_rights.REACTIVATE),
        "shown": SHOWN,
    }
    return render(request, "accounts/deleted/list.html", context)


def _contacts(user: User, text: str = "") -> QuerySet[Contact]:
    """Return the deleted contacts that this user may bring back."""
    found = deleted_contacts(user, text)
    return found if user.has_perm(rights.REACTIVATE) else found.none()


def _accounts(user: User) -> QuerySet[Account]:
    """Return the deleted accounts that this user may bring back."""
    found = deleted_queries.deleted_accounts(user)
    return found if user.has_perm(account_rights.REACTIVATE) else found.none()


def _reactivate(request: SignedIn) -> HttpResponse:
    contact_ids, account_ids = ticked(request.POST), ticked(request.POST, "account")
    contacts = list(_contacts(request.user).filter(pk__in=contact_ids))
    accounts = list(_accounts(request.user).filter(pk__in=account_ids))
    if len(contacts) < len(set(contact_ids)) or len(accounts) < len(set(account_ids)):
        raise Http404
    if not contacts and not accounts:
        messages.warning(request, _("Tick what should come back."))
        return redirect("accounts:deleted")
    choices = _choices(request.POST)
    found = clashes(contacts, request.user)
    taken = deleted_queries.clashes(accounts, user=request.user)
    context = {"contacts": contacts, "accounts": accounts}
    context |= {"questions": _questions(found, taken, choices)}
    if (found or taken) and not choices:
        return render(request, CLASHES, context)
    try:
        _say(request, _bring_back(contacts, accounts, choices, by=request.user))
    except (ContactError, AccountError) as refusal:
        return render(request, CLASHES, context | {"refusal": str(refusal)}, status=422)
    if len(contacts) == 1 and not accounts:
        return redirect("contacts:contact-general", pk=contacts[0].pk)
    return redirect("accounts:deleted")


@transaction.atomic
def _bring_back(
    contacts: Sequence[Contact], accounts: Sequence[Account], choices: Choices, *, by: User
) -> int:
    """Bring all of it back or nothing; return how many came, without what was left deleted."""
    back = reactivate(contact_ids=[one.pk for one in contacts], choices=choices, by=by)
    with_them = reactivate_accounts(accounts=accounts, choices=_account_choices(choices), by=by)
    return len(back) + len(with_them)


def _say(request: SignedIn, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing came back: all of it stays deleted."))
        return
    words = ngettext("%(n)s is back, as it was.", "%(n)s are back, as they were.", count)
    messages.success(request, words % {"n": count})


def _questions(found: Any, taken: Any, choices: Choices) -> list[dict[str, Any]]:
    """Return every clash in one shape, with what was answered already."""
    asked = [(clash.key, clash.contact, clash.text, clash.choices) for clash in found]
    words = _("Its number is that of another account since.")
    asked += [(f"account-{one.account.pk}", one.account, words, one.choices) for one in taken]
    return [
        {
            "key": key,
            "who": who,
            "text": text,
            "choices": options,
            "chosen": choices.get(key, ("", ""))[0],
            "typed": choices.get(key, ("", ""))[1],
        }
        for key, who, text, options in asked
    ]


def _choices(data: QueryDict) -> Choices:
    return {
        name.removeprefix(CHOICE): (
            str(data[name]),
            data.get(f"{TEXT}{name.removeprefix(CHOICE)}", "").replace("\0", ""),
        )
        for name in data
        if name.startswith(CHOICE)
    }


def _account_choices(choices: Choices) -> dict[int, deleted_queries.Choice]:
    chosen = {}
    for clash, (value, _text) in choices.items():
        name, _dash, text = clash.partition("-")
        pk = key(text)
        if name == "account" and pk and value in deleted_queries.Choice.values:
            chosen[pk] = deleted_queries.Choice(value)
    return chosen
