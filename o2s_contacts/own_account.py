"""Mon compte: who one is here, one's own password, and the passwords that one confirms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from contacts.actions.passwords import confirm
from contacts.queries.confirmations import may_confirm
from look.layout import FULL, Field, Helper, Section
from users.actions.accounts import change_own_password
from users.http import SignedIn
from users.models import AccountEvent


class OwnPasswordForm(PasswordChangeForm):
    """The password of today, and another one: whoever set the first one knows it."""

    helper = Helper(
        Section(
            gettext_lazy("Change the password"),
            Field("old_password", "new_password1", "new_password2", width=FULL),
            css_id="password",
            hint=gettext_lazy("Your other sessions end; this one stays open."),
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = _("This is not your password of today.")
        self.error_messages = self.error_messages | {"password_incorrect": wrong}
        for name in ("new_password1", "new_password2"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if password == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(_("Choose another password than the one of today."))
        return password


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: SignedIn) -> HttpResponse:
    """Show the account and change its password: this session stays, the others end."""
    is_asked, posted = request.user.must_change_password, request.method == "POST"
    form = OwnPasswordForm(request.user, request.POST if posted else None)
    if form.is_valid():
        password = form.cleaned_data["new_password1"]
        request.user = change_own_password(password=password, by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. Your other sessions are ended."))
        return redirect("home" if is_asked else "own-account")
    profiles = request.user.groups.order_by("name").values_list("name", flat=True)
    context = {"form": form, "is_asked": is_asked, "profiles": list(profiles)}
    return render(request, "users/user/own.html", context, status=422 if posted else 200)


@require_POST
def confirm_password(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm that a colleague whose password was set is themself; 404 for whoever may not."""
    event = get_object_or_404(AccountEvent.objects.select_related("account", "by"), pk=pk)
    if not may_confirm(event, request.user):
        raise Http404
    account = confirm(event=event, by=request.user)
    messages.success(request, _("%(account)s is confirmed.") % {"account": account})
    return redirect("home")
