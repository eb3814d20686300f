"""The pages over several apps: Accueil, the header's search, the login."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from accounts.queries.search import owners_by_number
from alerts import rights as alert_rights
from alerts.queries.groups import clients_of
from alerts.queries.ownerless import ownerless_accounts, ownerless_by_number
from alerts.queries.pending import pending_accounts, pending_clients
from alerts.views.contact_choices import hidden
from contacts import rights as contact_rights
from contacts.actions.losing_sight import dismiss
from contacts.models import Contact
from contacts.queries.confirmations import waiting_for
from contacts.queries.counts import COUNTED_UP_TO
from contacts.queries.lost_sight import told_to
from contacts.queries.orphans import given_by_others, orphans
from contacts.queries.search_results import GROUPS, Found, grouped
from contacts.views import list_state, to_dos
from imports import rights as import_rights
from imports.queries.home import night_report
from look.layout import Helper
from o2s_contacts import services as menu
from o2s_contacts import session_end
from searches.queries.keeping import pinned_by
from text.formats import number_fr
from text.normalise import stored_text
from users.http import SignedIn
from users.models import AccountEvent, User
from users.queries.administrators import events_by_others, is_administrator

RECENT = 8


class Forgetful(View):
    """Coming or going, what the last person was about to be told is taken from the browser."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(request, *args, **kwargs)
        answer.delete_cookie("messages", domain=settings.SESSION_COOKIE_DOMAIN)
        answer.delete_cookie(list_state.COOKIE)
        return answer


class Logout(Forgetful, auth.LogoutView):
    """Leave, with nothing left of what was said of contacts."""


class LoginForm(AuthenticationForm):
    """Identifier and password; those of the demo, which are public, open nothing else."""

    helper = Helper("username", "password")

    def clean(self) -> dict[str, Any]:
        """Look for no identifier that nobody can have: the journal of logins has no room for it."""
        if len(self.cleaned_data.get("username") or "") > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return super().clean()

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.is_demo and not settings.DEMO:
            raise self.get_invalid_login_error()


# Said again: a view's own dispatch hides what Django's says of being open.
@method_decorator(login_not_required, name="dispatch")
class Login(Forgetful, auth.LoginView):
    """The login page, which says after how long a session ended."""

    authentication_form = LoginForm
    http_method_names = ("get", "head", "post")
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if session_end.ENDED not in self.request.GET:
            return context
        minutes = settings.SESSION_COOKIE_AGE // 60
        return context | {"ended_after": minutes, "kept": session_end.is_kept(self.request)}

    def get_success_url(self) -> str:
        user: Any = self.request.user
        return session_end.way_back(self.request, user, super().get_success_url())


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the program failed, and the number under which its log tells why."""
    number = getattr(request, "number", "")
    response = HttpResponseServerError(render_to_string("500.html", {"number": number}))
    # What was asked by a part of a page is not shown: its toast says the number.
    response["X-Request-Number"] = number
    return response


@require_POST
def session_stay(request: SignedIn) -> HttpResponse:
    """Stay logged in: any request does it, and this one does nothing else."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_safe
def home(request: SignedIn) -> HttpResponse:
    """Show Accueil: the contacts that changed last, as this user may see them."""
    recent = Contact.objects.visible_to(request.user).order_by("-updated_at", "-pk")
    context = {
        "recent": recent.values("pk", "name", "first_name", "is_private", "updated_at")[:RECENT],
        "alerts": _alerts(request),
        "imports": _imports(request.user),
        "private_folders": _private_folders(request.user),
        "accounts": _account_events(request.user),
        "waiting": waiting_for(request.user),
        "lost_sight": told_to(request.user),
        "searches": pinned_by(request.user),
        "to_do": to_dos.for_home(request.user),
    }
    return render(request, "o2s_contacts/home.html", context)


@require_POST
def lost_sight_dismiss(request: SignedIn, pk: int) -> HttpResponse:
    """Take away a line of Accueil that this person has read."""
    dismiss(line=get_object_or_404(told_to(request.user), pk=pk))
    return redirect("home")


def _account_events(user: User) -> list[AccountEvent]:
    """Tell the administration what the others of it did to accounts lately."""
    return list(events_by_others(user)) if is_administrator(user) else []


def _private_folders(user: User) -> dict[str, object] | None:
    """Tell the administration what waits for somebody, and what the others of it gave to whom."""
    if not (user.is_staff and user.has_perm(contact_rights.ASSIGN_ORPHANS)):
        return None
    waiting, given = orphans().count(), list(given_by_others(user))
    return {"waiting": waiting, "given": given} if waiting or given else None


def _imports(user: User) -> dict[str, object] | None:
    """Say how the last night went and whose files are late; None for who may not see imports."""
    return night_report() if user.has_perm(import_rights.SEE) else None


def _alerts(request: SignedIn) -> dict[str, object] | None:
    """Count what the night left to treat; None for who has nothing to do with it."""
    user = request.user
    clients = pending_clients(user).exclude(pk__in=hidden(request, "clients"))
    accounts = pending_accounts(user).exclude(pk__in=hidden(request, "accounts"))
    rows: dict[str, QuerySet[Any, Any]] = {
        "clients": clients_of(clients),
        "accounts": accounts.order_by(),
        "ownerless": ownerless_accounts(user).order_by(),
    }
    counts = {name: waiting[: COUNTED_UP_TO + 1].count() for name, waiting in rows.items()}
    if not (any(counts.values()) or user.has_perm(alert_rights.TREAT)):
        return None
    return {name: _count(count) for name, count in counts.items()}


def _count(count: int) -> str:
    return _("more than 1,000") if count > COUNTED_UP_TO else number_fr(count)


def _accounts(user: User, query: str) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("accounts:folder-accounts", args=[owned.contact_id]),
            "icon": "wallet",
            "label": f"{owned.account.product} {owned.account.number}",
            "note": str(owned.contact),
            "is_private": owned.contact.is_private,
        }
        for owned in owners_by_number(user, query)
    ] + [
        {
            "url": reverse("alerts:ownerless-give", args=[line.account_id]),
            "icon": "wallet",
            "label": f"{line.account.product} {line.account.number}",
            "note": _("Without an owner"),
        }
        for line in ownerless_by_number(user, query)
    ]


def _found(found: Found) -> dict[str, Any]:
    contact = found.contact
    return {
        "url": reverse("contacts:contact-general", args=[contact.pk]),
        "name": contact.name,
        "first_name": contact.first_name,
        "organisation": not contact.is_person,
        "label": str(contact),
        "note": found.note,
        "is_private": contact.is_private,
    }


@require_safe
def search(request: SignedIn) -> HttpResponse:
    """Answer the header's search, as one types or as a page."""
    query = request.GET.get("q", "")[:200]
    groups = [
        {"title": GROUPS[name], "entries": [_found(one) for one in found]}
        for name, found in grouped(request.user, query).items()
    ]
    if accounts := _accounts(request.user, query):
        groups.append({"title": _("Accounts"), "entries": accounts})
    # The SIREN comes after the account's number.
    groups.sort(key=lambda group: group["title"] == GROUPS["siren"])
    if not groups:
        groups.append({"title": "", "entries": [], "none": _("No contact found.")})
    context = {"groups": groups, "query": query, "add_url": _add_url(query)}
    name = "components/search_results.html" if request.htmx else "o2s_contacts/search.html"
    return render(request, name, context)


def _add_url(query: str) -> str:
    """Return where one adds whoever was not found, under the name that was typed."""
    if not stored_text(query):
        return ""
    return f"{reverse('contacts:contact-add')}?{urlencode({'name': query})}"


@require_safe
def services(request: SignedIn, tab: str = "services") -> HttpResponse:
    """Show what Services holds for this user, one tab at a time."""
    tabs = menu.tabs_for(request.user)
    if not tabs:
        raise PermissionDenied
    shown = next((one for one in tabs if one.url_name == tab), tabs[0])
    entries = [
        {"url": reverse(one.url_name), "label": one.label, "current": one is shown} for one in tabs
    ]
    context = {"tabs": [{"title": "", "entries": entries}], "groups": shown.groups}
    return render(request, "services/show.html", context)
