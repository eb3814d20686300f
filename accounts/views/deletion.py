"""Deleting an account, once what follows has been said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import rights
from accounts.actions.deletion import delete_account
from accounts.queries import account as queries
from accounts.views.account import AccountView
from users.http import SignedIn


class AccountDelete(AccountView):
    template_name = "accounts/account/delete.html"
    right = rights.DELETE

    def get(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        return self.show(owners=queries.owners(self.account, request.user))

    def post(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        delete_account(account=self.account, by=request.user)
        said = _("The account %(account)s is deleted.") % {"account": self.account}
        messages.success(request, said)
        return redirect("accounts:folder-accounts", pk=pk)
