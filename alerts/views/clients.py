"""`Nouveaux clients détectés`: one form of all lines, which works without any script."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alerts.actions.clients import ClientDecision, refuse_contact, treat_clients
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.forms.lines import ClientForm
from alerts.models import DetectedClient
from alerts.queries.lines import client_lines
from alerts.queries.pending import decided_clients, pending_accounts, pending_clients
from alerts.views.choices import RECENT, hidden, hide, offer, pair, tell, typed_contacts
from contacts.models import Contact
from contacts.scoring import READY, TOO_CLOSE
from users.http import SignedIn
from users.models import User


@dataclass(frozen=True)
class Line:
    client: DetectedClient
    form: ClientForm
    found: list[Contact]

    @property
    def suggestions(self) -> list[Any]:
        return self.client.shown  # type: ignore[attr-defined]


def clients(request: SignedIn) -> HttpResponse:
    """Show the window, do what a button asks with all that was typed, or save."""
    if request.method != "POST":
        return _page(request, _lines(request, None))
    data = request.POST.copy()
    if "hide" in data:
        hide(request, "clients", pending_clients(request.user).values_list("pk", flat=True))
        return redirect("home")
    if "save" in data:
        return _save(request, data)
    _press(request, data)
    return _page(request, _lines(request, data), data)


def _lines(request: SignedIn, data: QueryDict | None) -> list[Line]:
    advisers = [("", "---------")]
    advisers += [(str(one.pk), str(one)) for one in User.objects.assignable()]
    typed = typed_contacts(request.user, data)
    shown = client_lines(request.user, hidden(request, "clients"))
    return [_line(request, data, client, advisers, typed) for client in shown]


def _line(
    request: SignedIn,
    data: QueryDict | None,
    client: DetectedClient,
    advisers: list[tuple[str, str]],
    typed: dict[int, Contact],
) -> Line:
    suggestions = client.shown  # type: ignore[attr-defined]
    prefix = f"c{client.pk}"
    # A line that came since the page was opened has nothing typed.
    is_typed = data is not None and f"{prefix}-version" in data
    form = ClientForm(
        data if is_typed else None,
        prefix=prefix,
        client=client,
        advisers=advisers,
        initial={
            "version": client.version,
            "contact": _ready(suggestions),
            "adviser": str(client.edits.get("adviser", request.user.pk)),
        },
    )
    found = offer(form, request.user, [one.contact for one in suggestions], typed)
    return Line(client, form, found)


def _ready(suggestions: list[Any]) -> int | None:
    """Return the contact that stands ready: sure enough, and no other is nearly as good."""
    points = [one.score for one in suggestions]
    is_ready = points and points[0] >= READY
    is_alone = len(points) == 1 or (is_ready and points[0] - points[1] > TOO_CLOSE)
    return suggestions[0].contact_id if is_ready and is_alone else None


def _press(request: SignedIn, data: QueryDict) -> None:
    """Do what a button other than Enregistrer says; all that was typed stays."""
    taken, refused = pair(data.get("take", "")), pair(data.get("refuse", ""))
    if taken:
        data[f"c{taken[0]}-action"], data[f"c{taken[0]}-contact"] = Action.LINK, str(taken[1])
    if refused:
        refuse_contact(client_id=refused[0], contact_id=refused[1], by=request.user)
    if data.get("edit", "").isdecimal():
        key = f"c{data['edit']}-opened"
        data[key] = "" if data.get(key) else "1"
    if "add_all" in data:
        data["added_all"] = "1"
        for key, value in list(data.items()):
            if key.endswith("-action") and value == Action.POSTPONE:
                data[key] = Action.ADD


def _save(request: SignedIn, data: QueryDict) -> HttpResponse:
    lines = _lines(request, data)
    typed = [line for line in lines if line.form.is_bound]
    # Every line is asked, so that all errors show at once.
    wrong = [line for line in typed if not line.form.is_valid()]
    if wrong:
        return _page(request, lines, data, wrong=wrong)
    doubtful = [line for line in typed if _is(line, Action.ADD) and line.suggestions]
    if data.get("added_all") and doubtful and "confirmed" not in data:
        return _page(request, lines, data, doubtful=doubtful)
    advisers = {str(one.pk): one for one in User.objects.assignable()}
    decisions = [_decision(line, advisers) for line in typed] + _treated_since(data, lines)
    try:
        outcomes = treat_clients(decisions=decisions, by=request.user)
    except Incomplete as refusal:
        wrong = [line for line in typed if line.client.pk in refusal.told]
        for line in wrong:
            line.form.add_error("contact", refusal.told[line.client.pk])
        return _page(request, lines, data, wrong=wrong)
    tell(request, outcomes)
    return redirect("alerts:clients")


def _is(line: Line, action: Action) -> bool:
    return bool(line.form.cleaned_data["action"] == action)


def _decision(line: Line, advisers: dict[str, User]) -> ClientDecision:
    data = line.form.cleaned_data
    action, identity = Action(data["action"]), line.form.identity()
    if action == Action.POSTPONE and not line.form.is_corrected:
        identity = None
    return ClientDecision(
        pk=line.client.pk,
        version=data["version"],
        action=action,
        contact_id=data["contact"],
        identity=identity,
        adviser=advisers.get(data["adviser"] or str(line.form.initial["adviser"])),
    )


def _treated_since(data: QueryDict, lines: Iterable[Line]) -> list[ClientDecision]:
    """Return the choices made for lines that are no longer there: their person is told."""
    shown = {line.client.pk for line in lines}
    gone = {int(pk) for pk in data.getlist("line") if pk.isdecimal()} - shown
    return [
        # Never claimed: no line has this version.
        ClientDecision(pk, -1, Action.IGNORE)
        for pk in sorted(gone)
        if data.get(f"c{pk}-action", Action.POSTPONE) != Action.POSTPONE
    ]


def _page(
    request: SignedIn,
    lines: list[Line],
    data: QueryDict | None = None,
    *,
    wrong: Iterable[Line] = (),
    doubtful: Iterable[Line] = (),
) -> HttpResponse:
    out_of_sight = hidden(request, "clients")
    context = {
        "lines": lines,
        "total": pending_clients(request.user).exclude(pk__in=out_of_sight).count(),
        "accounts": pending_accounts(request.user)
        .exclude(pk__in=hidden(request, "accounts"))
        .count(),
        "decided": decided_clients(request.user).select_related("decided_by")[:RECENT],
        "wrong": [{"url": f"#c{one.client.pk}", "label": str(one.client)} for one in wrong],
        "doubtful": [{"url": f"#c{one.client.pk}", "label": str(one.client)} for one in doubtful],
        "added_all": bool(data and data.get("added_all")),
        "typed": data is not None,
    }
    context["nothing_saved"] = _("Some lines are still to complete. Nothing is saved yet.")
    status = 422 if wrong else 200
    return render(request, "alerts/client/list.html", context, status=status)
