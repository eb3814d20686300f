"""Deleting an account, once what follows has been said, and taking one's own deletion back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import rights
from accounts.actions.deletion import delete_account, reactivate_accounts
from accounts.errors import ClashesLeft
from accounts.queries import account as queries
from accounts.queries.deleted import own_deletions
from accounts.views.account import AccountView
from contacts.models import Contact
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
        delete_account(account=self.account, by=request.user)
        said = _("The account %(account)s is deleted.") % {"account": self.account}
        undo = reverse("accounts:account-undelete", args=[pk, account])
        messages.success(request, said, extra_tags=f"undo={undo}")
        return redirect("accounts:folder-accounts", pk=pk)


@require_POST
def account_undelete(request: SignedIn, pk: int, account: int) -> HttpResponse:
    """Take back what this user deleted lately, whatever their profile."""
    folder = get_object_or_404(Contact.objects.changeable_by(request.user), pk=pk)
    mine = own_deletions(request.user).filter(ownerships__contact=folder).distinct()
    deleted = get_object_or_404(mine, pk=account)
    try:
        reactivate_accounts(accounts=[deleted], by=request.user)
    except ClashesLeft:
        said = _(
            "The account %(account)s stays deleted: its number is that of another account since. "
            "Whoever may reactivate accounts can choose between the two."
        )
        messages.error(request, said % {"account": deleted})
        return redirect("accounts:folder-accounts", pk=pk)
    said = _("The account %(account)s is reactivated.") % {"account": deleted}
    messages.success(request, said)
    return redirect("accounts:account-show", pk, account)
