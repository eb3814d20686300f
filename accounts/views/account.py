"""The page of one account, read from the folder of one of its owners."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import fields, rights
from accounts.actions.deletion import reactivate_accounts
from accounts.errors import AccountError
from accounts.forms.account import SituationForm
from accounts.models import Account
from accounts.queries import account as queries
from accounts.queries import curve
from accounts.queries.deleted import deleted_accounts, own_deletions
from accounts.queries.folder import to_check
from contacts.enums import ChangeKind
from contacts.fields import Field, text_of
from contacts.queries.changes import undo_url
from contacts.views import deleted_conflict
from contacts.views.folder import FolderView
from users.http import SignedIn


class AccountView(FolderView):
    """A page of an account: exists for whoever sees the folder it is read from."""

    tab = "accounts:folder-accounts"
    right = ""

    def prepare(self) -> HttpResponseBase | None:
        owned = Account.objects.filter(ownerships__contact=self.contact).distinct()
        found = owned.select_related("product__custodian").filter(pk=self.kwargs["account"]).first()
        if found is None:
            return self._answer_for_deleted()
        self.account = found
        self.require_right()
        return super().prepare()

    def _answer_for_deleted(self) -> HttpResponseBase:
        """Say who deleted an account of this folder, to who deleted it or was saving a form of it.

        What was typed is given back; to anybody else the account is not there.
        """
        request, needs_choice = self.request, False
        is_form = request.method == "POST"
        account = self._deleted(own_deletions(request.user))
        is_own = account is not None
        if is_form and account is None:
            account = self._deleted(deleted_accounts(request.user))
        if account is None or not (is_form or self.may_change):
            raise Http404
        may_settle = request.user.has_perm(rights.REACTIVATE)
        may_bring_back = self.may_change and (is_own or may_settle)
        if may_bring_back and deleted_conflict.BRING_BACK in request.POST:
            try:
                reactivate_accounts(accounts=[account], by=request.user)
            except AccountError:
                needs_choice = True
            else:
                said = _("The account %(account)s is reactivated.") % {"account": account}
                messages.success(request, said)
                return self.dispatch(request, *self.args, **self.kwargs)
        what = deleted_conflict.Gone(
            account,
            called=_("the account %(account)s") % {"account": account},
            folder=self.contact,
            may_bring_back=may_bring_back,
            needs_choice=needs_choice,
            may_settle=may_settle,
            undelete_url=undo_url(ChangeKind.ACCOUNT_DELETION, account),
        )
        return deleted_conflict.page(request, what, self.typed() if is_form else ())

    def _deleted(self, accounts: QuerySet[Account]) -> Account | None:
        owned = accounts.filter(ownerships__contact=self.contact).distinct()
        return owned.filter(pk=self.kwargs["account"]).first()

    def require_right(self) -> None:
        if self.right:
            self.require_change()
            require(self.request, self.right)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        return super().show(status, account=self.account, **context)


def require(request: SignedIn, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def asked_date(request: SignedIn) -> tuple[SituationForm, dt.date | None]:
    """Return the form of `Situation au`, and the date it asks for when there is a good one."""
    form = SituationForm(request.GET if "at" in request.GET else None)
    asked = form.cleaned_data.get("at") if form.is_bound and form.is_valid() else None
    return form, asked


class AccountShow(AccountView):
    template_name = "accounts/account/show.html"

    def get(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        today = timezone.localdate()
        form, asked = asked_date(request)
        situation = queries.situation_at(self.account, asked or today)
        points = curve.of_account(self.account, today=today)
        may = {
            name: self.may_change and request.user.has_perm(right)
            for name, right in (("change", rights.CHANGE), ("delete", rights.DELETE))
        }
        return self.show(
            form=form,
            situation=situation,
            points=points,
            change=curve.change(points),
            is_to_check=bool(to_check({self.account.pk}, request.user)),
            owners=queries.owners(self.account, request.user),
            facts=_facts(self.account),
            may=may,
            **self._values(request),
        )

    def _values(self, request: SignedIn) -> dict[str, Any]:
        before, after = (_date(request.GET.get(name, "")) for name in ("before", "after"))
        page = queries.values_page(self.account, before=before, after=after)
        kept = {"at": request.GET["at"]} if request.GET.get("at") else {}
        return {
            "values": page.rows,
            "newer_url": page.before and _address(kept, after=page.before[0]),
            "older_url": page.after and _address(kept, before=page.after[0]),
        }


def _facts(account: Account) -> list[tuple[str, str]]:
    """Return what is said of the account, in the words of the screen: not what is so unsaid."""
    shown = (field for field in fields.CHANGING if _is_said(account, field))
    return [(str(field.label), text_of(account, field)) for field in shown]


def _is_said(account: Account, field: Field) -> bool:
    column = field.model_field
    return getattr(account, column.attname) not in (None, "", column.get_default())


def _address(kept: dict[str, str], **asked: dt.date) -> str:
    return "?" + urlencode({**kept, **asked}) + "#values"


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
