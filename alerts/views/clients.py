"""`Nouveaux clients détectés`: one form of all lines, which works without any script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from alerts.actions.clients import ClientDecision, refuse_contact, treat_clients
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.forms.lines import ClientForm
from alerts.models import DetectedClient
from alerts.queries.lines import with_client_details
from alerts.queries.pending import decided_clients, pending_accounts, pending_clients
from alerts.queries.windows import WITH, Asked, client_filters, counts, page
from alerts.views.choices import hidden, hide, last_decisions, offer, pair, tell, typed_contacts
from alerts.views.window import (
    add_all,
    around,
    asked_of,
    client_labels,
    rest_of,
    typed_elsewhere,
)
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

    @property
    def fate(self) -> str:
        """Return what saving would do with the line as it stands."""
        action = str(self.form["action"].value())
        return "" if action == Action.LINK and not self.chosen else action

    @property
    def chosen(self) -> str:
        choices = dict(self.form.fields["contact"].choices)  # type: ignore[attr-defined]
        value = str(self.form["contact"].value() or "")
        return str(choices[value]) if value and value in choices else ""


@dataclass(frozen=True)
class Shown:
    """One page of the window: what was asked, its lines, and where the next ones are."""

    lines: list[Line]
    asked: Asked
    edges: Asked


def clients(request: SignedIn) -> HttpResponse:
    """Show the window, do what a button asks with all that was typed, or save."""
    if request.method != "POST":
        return _page(request, _shown(request, None))
    data = request.POST.copy()
    if "hide" in data:
        hide(request, "clients", pending_clients(request.user).values_list("pk", flat=True))
        return redirect("home")
    if "save" in data:
        return _save(request, data)
    _press(request, data)
    return _page(request, _shown(request, data), data)


def _waiting(request: SignedIn) -> QuerySet[DetectedClient]:
    return pending_clients(request.user).exclude(pk__in=hidden(request, "clients"))


def _shown(request: SignedIn, data: QueryDict | None) -> Shown:
    rules = client_filters(request.user, timezone.localdate())
    asked = asked_of(request, rules)
    full = with_client_details(request.user, _waiting(request))
    found, edges = page(full, rules[asked.only], asked)
    return Shown(_lines(request, data, found), asked, edges)


def _lines(
    request: SignedIn, data: QueryDict | None, found: Iterable[DetectedClient]
) -> list[Line]:
    advisers = [("", "---------")]
    advisers += [(str(one.pk), str(one)) for one in User.objects.assignable()]
    typed = typed_contacts(request.user, data)
    return [_line(request, data, client, advisers, typed) for client in found]


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
        add_all(data, dict(_waiting(request).values_list("pk", "version")))


def _save(request: SignedIn, data: QueryDict) -> HttpResponse:
    shown = _shown(request, data)
    elsewhere = typed_elsewhere(data, "c", [line.client.pk for line in shown.lines])
    others = with_client_details(request.user, _waiting(request).filter(pk__in=elsewhere))
    shown = replace(shown, lines=shown.lines + _lines(request, data, others))
    typed = [line for line in shown.lines if line.form.is_bound]
    # Every line is asked, so that all errors show at once.
    wrong = [line for line in typed if not line.form.is_valid()]
    if wrong:
        return _page(request, shown, data, wrong=_named(wrong))
    doubtful = _doubtful(request, data, typed)
    if doubtful and "confirmed" not in data:
        return _page(request, shown, data, doubtful=doubtful)
    try:
        outcomes = treat_clients(decisions=_decisions(data, shown, typed), by=request.user)
    except Incomplete as refusal:
        wrong = [line for line in typed if line.client.pk in refusal.told]
        for line in wrong:
            line.form.add_error("contact", refusal.told[line.client.pk])
        return _page(request, shown, data, wrong=_named(wrong))
    tell(request, outcomes, data, "c")
    return redirect("alerts:clients")


def _doubtful(request: SignedIn, data: QueryDict, typed: Iterable[Line]) -> list[dict[str, str]]:
    """Return what `Reporter >> Ajouter` would add although it looks like a contact."""
    if not data.get("added_all"):
        return []
    rule = client_filters(request.user, timezone.localdate())[WITH]
    far = _waiting(request).filter(rule, pk__in=_rest(data, typed))
    return _named([line for line in typed if _is(line, Action.ADD) and line.suggestions]) + [
        {"url": "", "label": str(client)} for client in far
    ]


def _named(lines: Iterable[Line]) -> list[dict[str, str]]:
    return [{"url": f"#c{one.client.pk}", "label": str(one.client)} for one in lines]


def _rest(data: QueryDict, typed: Iterable[Line]) -> dict[int, int]:
    mine = {line.client.pk for line in typed}
    return {pk: version for pk, version in rest_of(data).items() if pk not in mine}


def _decisions(data: QueryDict, shown: Shown, typed: Sequence[Line]) -> list[ClientDecision]:
    advisers = {str(one.pk): one for one in User.objects.assignable()}
    rest = [ClientDecision(pk, version, Action.ADD) for pk, version in _rest(data, typed).items()]
    return [_decision(line, advisers) for line in typed] + rest + _treated_since(data, shown.lines)


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
    shown: Shown,
    data: QueryDict | None = None,
    *,
    wrong: Sequence[dict[str, str]] = (),
    doubtful: Sequence[dict[str, str]] = (),
) -> HttpResponse:
    keys = [line.client.pk for line in shown.lines]
    told = counts(_waiting(request), client_filters(request.user, timezone.localdate()))
    accounts = pending_accounts(request.user).exclude(pk__in=hidden(request, "accounts"))
    decided = decided_clients(request.user).select_related("decided_by")
    context = {
        **around(shown.asked, shown.edges, told, client_labels(), data, "c", keys),
        "lines": shown.lines,
        "accounts": accounts.count(),
        "decided": last_decisions(request.user, decided, "contact"),
        "wrong": wrong,
        "doubtful": doubtful,
        "added_all": bool(data and data.get("added_all")),
    }
    status = 422 if wrong else 200
    return render(request, "alerts/client/list.html", context, status=status)
