"""Deleting an account, once what follows has been said, and taking one's own deletion back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import rights
from accounts.actions.deletion import delete_account
from accounts.queries import account as queries
from accounts.views.account import AccountView
from contacts.enums import ChangeKind
from contacts.queries.changes import undo_url
from users.http import SignedIn


class AccountDelete(AccountView):
    template_name = "accounts/account/delete.html"
    right = rights.DELETE

    def get(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        return self.show(
            owners=queries.owners(self.account, request.user),
            may_reactivate=request.user.has_perm(rights.REACTIVATE),
        )

    def post(self, request: SignedIn, pk: int, account: int) -> HttpResponse:
        deleted = delete_account(account=self.account, by=request.user)
        said = _("The account %(account)s is deleted.") % {"account": self.account}
        undo = undo_url(ChangeKind.ACCOUNT_DELETION, deleted)
        messages.success(request, said, extra_tags=f"undo={undo}")
        return redirect("accounts:folder-accounts", pk=pk)
