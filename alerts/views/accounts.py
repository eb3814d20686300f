"""`Liste des nouveaux comptes importés`: an owner for each, then all saved together."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.forms.lines import AccountForm
from alerts.models import DetectedAccount
from alerts.queries.lines import account_lines
from alerts.queries.pending import decided_accounts, pending_accounts, pending_clients
from alerts.views.choices import RECENT, hidden, hide, offer, pair, tell, typed_contacts
from contacts.models import Contact
from users.http import SignedIn


@dataclass(frozen=True)
class Line:
    detected: DetectedAccount
    form: AccountForm
    found: list[Contact]
    owner: Contact | None


def accounts(request: SignedIn) -> HttpResponse:
    """Show the window, do what a button asks with all that was typed, or save."""
    if request.method != "POST":
        return _page(request, _lines(request, None))
    data = request.POST.copy()
    if "hide" in data:
        hide(request, "accounts", pending_accounts(request.user).values_list("pk", flat=True))
        return redirect("home")
    if "save" in data:
        return _save(request, data)
    _press(data)
    return _page(request, _lines(request, data), typed=True)


def _press(data: QueryDict) -> None:
    taken = pair(data.get("take", ""))
    if taken:
        data[f"a{taken[0]}-contact"] = str(taken[1])
    if "add_all" in data:
        for key, value in list(data.items()):
            if key.endswith("-action") and value == Action.POSTPONE:
                data[key] = Action.ADD


def _lines(request: SignedIn, data: QueryDict | None) -> list[Line]:
    shown = account_lines(request.user, hidden(request, "accounts"))
    typed = typed_contacts(request.user, data)
    owners = {pk for one in shown for pk in (one.owner_id, _client_contact(one)) if pk}
    visible = Contact.objects.visible_to(request.user).in_bulk(owners)
    return [_line(request, data, one, typed, visible) for one in shown]


def _client_contact(detected: DetectedAccount) -> int | None:
    return detected.client.contact_id if detected.client else None


def _line(
    request: SignedIn,
    data: QueryDict | None,
    detected: DetectedAccount,
    typed: dict[int, Contact],
    visible: dict[int, Contact],
) -> Line:
    prefix = f"a{detected.pk}"
    is_typed = data is not None and f"{prefix}-version" in data
    form = AccountForm(
        data if is_typed else None,
        prefix=prefix,
        initial={"version": detected.version, "contact": detected.owner_id},
    )
    proposed = [
        visible[pk] for pk in (detected.owner_id, _client_contact(detected)) if pk in visible
    ]
    if detected.client:
        proposed += [one.contact for one in detected.client.shown]  # type: ignore[attr-defined]
    found = offer(form, request.user, proposed, typed)
    return Line(detected, form, found, visible.get(detected.owner_id or 0))


def _save(request: SignedIn, data: QueryDict) -> HttpResponse:
    lines = _lines(request, data)
    typed = [line for line in lines if line.form.is_bound]
    wrong = [line for line in typed if not line.form.is_valid()]
    if wrong:
        return _page(request, lines, wrong=wrong, typed=True)
    decisions = [_decision(line) for line in typed] + _treated_since(data, lines)
    try:
        outcomes = treat_accounts(decisions=decisions, by=request.user)
    except Incomplete as refusal:
        wrong = [line for line in typed if line.detected.pk in refusal.told]
        for line in wrong:
            line.form.add_error("contact", refusal.told[line.detected.pk])
        return _page(request, lines, wrong=wrong, typed=True)
    tell(request, outcomes)
    return redirect("alerts:accounts")


def _decision(line: Line) -> AccountDecision:
    data = line.form.cleaned_data
    action = Action(data["action"])
    return AccountDecision(line.detected.pk, data["version"], action, data["contact"])


def _treated_since(data: QueryDict, lines: Iterable[Line]) -> list[AccountDecision]:
    """Return the choices made for lines that are no longer there: their person is told."""
    shown = {line.detected.pk for line in lines}
    gone = {int(pk) for pk in data.getlist("line") if pk.isdecimal()} - shown
    return [
        # Never claimed: no line has this version.
        AccountDecision(pk, -1, Action.IGNORE)
        for pk in sorted(gone)
        if data.get(f"a{pk}-action", Action.POSTPONE) != Action.POSTPONE
    ]


def _page(
    request: SignedIn, lines: list[Line], *, wrong: Iterable[Line] = (), typed: bool = False
) -> HttpResponse:
    context = {
        "lines": lines,
        "total": pending_accounts(request.user).exclude(pk__in=hidden(request, "accounts")).count(),
        "clients": pending_clients(request.user).count(),
        "decided": decided_accounts(request.user).select_related("decided_by", "account")[:RECENT],
        "wrong": [
            {"url": f"#a{one.detected.pk}", "label": one.detected.account.number} for one in wrong
        ],
        "nothing_saved": _("Some lines are still to complete. Nothing is saved yet."),
        "typed": typed,
    }
    return render(request, "alerts/account/list.html", context, status=422 if wrong else 200)
