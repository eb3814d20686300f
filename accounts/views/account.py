"""The page of one account, read from the folder of one of its owners."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts import rights
from accounts.forms.account import SituationForm
from accounts.models import Account
from accounts.queries import account as queries
from accounts.queries import curve
from accounts.queries.folder import to_check
from contacts.views.folder import FolderView
from users.http import SignedIn


class AccountView(FolderView):
    """A page of an account: exists for whoever sees the folder it is read from."""

    tab = "accounts:folder-accounts"
    right = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        owned = Account.objects.filter(ownerships__contact=self.contact).distinct()
        self.account = get_object_or_404(
            owned.select_related("product__custodian"), pk=kwargs["account"]
        )
        self.require_right()

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
            may=may,
            **self._values(request),
        )

    def _values(self, request: SignedIn) -> dict[str, Any]:
        before, after = (_date(request.GET.get(name, "")) for name in ("before", "after"))
        page = queries.values_page(self.account, before=before, after=after)
        kept = {"at": request.GET["at"]} if request.GET.get("at") else {}
        return {
            "values": page.rows,
            "newer_url": page.newer and _address(kept, after=page.newer),
            "older_url": page.older and _address(kept, before=page.older),
        }


def _address(kept: dict[str, str], **asked: dt.date) -> str:
    return "?" + urlencode({**kept, **asked}) + "#values"


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
