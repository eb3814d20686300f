"""Adding an account to a folder, and changing one."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import rights
from accounts.actions.accounts import Owner, open_account
from accounts.actions.owners import change_account, require_changeable
from accounts.actions.valuations import add_valuation
from accounts.enums import Right
from accounts.errors import AccountError, AccountExists, NoOwner
from accounts.forms.account import AccountForm, ChangingForm, OpeningForm
from accounts.forms.owners import Owners
from accounts.models import Account
from accounts.queries import account as queries
from accounts.views.account import AccountView, require
from contacts.errors import EditConflict
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.views import deleted_conflict
from contacts.views.edit_conflict import label
from contacts.views.folder import FolderView
from users.http import SignedIn
from users.models import User


class AccountAdd(FolderView):
    """A new account of this folder's contact."""

    shows_drafts = True
    tab = "accounts:folder-accounts"
    template_name = "accounts/account/add.html"

    def prepare(self) -> HttpResponseBase | None:
        self.require_change()
        require(self.request, rights.ADD)
        return super().prepare()

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return _typed(OpeningForm(self.request.POST), self.contact, self.request)

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        standing = [{"contact": self.contact.pk, "right": Right.FULL}]
        return self.show(form=OpeningForm(), owners=Owners(request.user, standing=standing))

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        owners = Owners(request.user, data=request.POST)
        if not owners.is_saving:
            return self.show(form=OpeningForm(initial=_first(request.POST)), owners=owners)
        form = OpeningForm(request.POST)
        if not (form.is_valid() & owners.is_valid()):
            return self.show(422, form=form, owners=owners)
        try:
            account = _open(form, owners.chosen(), by=request.user)
        except AccountExists as taken:
            form.add_error("number", str(taken))
            return self.show(422, form=form, owners=owners)
        except AccountError as refusal:
            return self.show(422, form=form, owners=owners, refusal=str(refusal))
        messages.success(request, _("The account %(account)s is added.") % {"account": account})
        return redirect(self._next(account))

    def _next(self, account: Account) -> Any:
        """Return the account's page, from this folder when its contact owns a part."""
        if account.ownerships.filter(contact=self.contact).exists():
            return reverse("accounts:account-show", args=[self.contact.pk, account.pk])
        return reverse("accounts:folder-accounts", args=[self.contact.pk])


@transaction.atomic
def _open(form: OpeningForm, owners: list[Owner], *, by: User) -> Account:
    if not owners:
        raise NoOwner
    require_changeable({owner.contact.pk for owner in owners}, by)
    account = open_account(account=form.save(commit=False), owners=owners, by=by)
    value, date = form.cleaned_data["value"], form.cleaned_data["valued_on"]
    if value is not None:
        add_valuation(account=account, date=date, value=value, by=by)
    return account


class AccountChange(AccountView):
    """Dates, label and, for those who may, owners."""

    shows_drafts = True
    template_name = "accounts/account/change.html"
    right = rights.CHANGE

    def get(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        version = queries.version_seen_by(self.account, request.user)
        return self._page(self._form(initial={"version": version}), self._owners())

    def post(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        owners = self._owners(request.POST)
        if owners and not owners.is_saving:
            return self._page(self._form(initial=_first(request.POST)), owners)
        form = self._form(request.POST)
        if not (form.is_valid() & (owners is None or owners.is_valid())):
            return self._page(form, owners, status=422)
        try:
            change_account(
                account=form.save(commit=False),
                owners=owners.chosen() if owners else None,
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except (AccountError, EditConflict) as refusal:
            return self._page(form, owners, status=422, refusal=str(refusal))
        said = _("The account %(account)s is saved.") % {"account": self.account}
        messages.success(request, said)
        return redirect("accounts:folder-accounts", pk=pk)

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return _typed(ChangingForm(self.request.POST), self.contact, self.request)

    def _form(self, *args: Any, **kwargs: Any) -> ChangingForm:
        # A copy: the page names the account as it stands, whatever is typed.
        return ChangingForm(*args, instance=copy(self.account), **kwargs)

    def _owners(self, data: QueryDict | None = None) -> Owners | None:
        user = self.request.user
        if not user.has_perm(rights.CHANGE_OWNERS):
            return None
        seen = queries.owners(self.account, user)
        standing = [
            {"contact": one.contact.pk, "right": one.right, "share": one.share} for one in seen
        ]
        return Owners(user, data=data, standing=standing)

    def _page(
        self, form: ChangingForm, owners: Owners | None, status: int = 200, refusal: str = ""
    ) -> HttpResponse:
        return self.show(status, form=form, owners=owners, refusal=refusal)


def _typed(form: AccountForm, folder: Contact, request: SignedIn) -> list[deleted_conflict.Typed]:
    """Return what was typed of the account, then each owner by name."""
    owners = Owners(request.user, data=request.POST)
    # The folder itself, which may be the deleted one, is an owner as a rule.
    known = owners.contacts | {folder.pk: folder}
    rows = [(row, known.get(key(str(row["contact"].value())) or 0)) for row in owners.formset]
    named = [
        deleted_conflict.Typed(_("Owner"), _owner(row, contact)) for row, contact in rows if contact
    ]
    return deleted_conflict.read([form], new=True) + named


def _owner(row: Any, contact: Contact) -> str:
    share = row["share"].value()
    right = label(row["right"], str(row["right"].value()))
    return ", ".join([str(contact), right, *([f"{share} %"] if share else [])])


def _first(data: QueryDict) -> dict[str, str]:
    """Return what was typed, to be shown again without judging it yet."""
    return {key: str(value) for key, value in data.items()}
