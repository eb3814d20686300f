"""`Liste des nouveaux comptes importés`: an owner for each, then all saved together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.forms.lines import AccountForm
from alerts.models import DetectedAccount
from alerts.queries.lines import with_account_details
from alerts.queries.pending import decided_accounts, pending_accounts, pending_clients
from alerts.queries.windows import Asked, account_filters, counts, page
from alerts.views.choices import hidden, hide, last_decisions, offer, pair, tell, typed_contacts
from alerts.views.window import account_labels, add_all, around, asked_of, rest_of, typed_elsewhere
from contacts.models import Contact
from users.http import SignedIn


@dataclass(frozen=True)
class Line:
    detected: DetectedAccount
    form: AccountForm
    found: list[Contact]
    owner: Contact | None


@dataclass(frozen=True)
class Shown:
    """One page of the window: what was asked, its lines, and where the next ones are."""

    lines: list[Line]
    asked: Asked
    edges: Asked


def accounts(request: SignedIn) -> HttpResponse:
    """Show the window, do what a button asks with all that was typed, or save."""
    if request.method != "POST":
        return _page(request, _shown(request, None))
    data = request.POST.copy()
    if "hide" in data:
        hide(request, "accounts", pending_accounts(request.user).values_list("pk", flat=True))
        return redirect("home")
    if "save" in data:
        return _save(request, data)
    _press(request, data)
    return _page(request, _shown(request, data), data)


def _waiting(request: SignedIn) -> QuerySet[DetectedAccount]:
    return pending_accounts(request.user).exclude(pk__in=hidden(request, "accounts"))


def _shown(request: SignedIn, data: QueryDict | None) -> Shown:
    rules = account_filters()
    asked = asked_of(request, rules)
    full = with_account_details(request.user, _waiting(request))
    found, edges = page(full, rules[asked.only], asked)
    return Shown(_lines(request, data, found), asked, edges)


def _press(request: SignedIn, data: QueryDict) -> None:
    taken = pair(data.get("take", ""))
    if taken:
        data[f"a{taken[0]}-contact"] = str(taken[1])
    if "add_all" in data:
        add_all(data, dict(_waiting(request).values_list("pk", "version")))


def _lines(
    request: SignedIn, data: QueryDict | None, shown: Sequence[DetectedAccount]
) -> list[Line]:
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
    shown = _shown(request, data)
    elsewhere = typed_elsewhere(data, "a", [line.detected.pk for line in shown.lines])
    others = with_account_details(request.user, _waiting(request).filter(pk__in=elsewhere))
    shown = replace(shown, lines=shown.lines + _lines(request, data, list(others)))
    typed = [line for line in shown.lines if line.form.is_bound]
    wrong = [line for line in typed if not line.form.is_valid()]
    if wrong:
        return _page(request, shown, data, wrong=_named(wrong))
    try:
        outcomes = treat_accounts(decisions=_decisions(data, shown, typed), by=request.user)
    except Incomplete as refusal:
        return _page(request, shown, data, wrong=_refused(typed, refusal.told))
    tell(request, outcomes, data, "a")
    return redirect("alerts:accounts")


def _refused(typed: Iterable[Line], told: Mapping[int, str]) -> list[dict[str, str]]:
    """Say why beside each line; lines of another page are named with the reason."""
    wrong = {line.detected.pk: line for line in typed if line.detected.pk in told}
    for pk, line in wrong.items():
        line.form.add_error("contact", told[pk])
    far = sorted(told.keys() - wrong.keys())
    numbers = DetectedAccount.objects.filter(pk__in=far).values_list("pk", "account__number")
    return _named(wrong.values()) + [
        {"url": "", "label": f"{number}: {told[pk]}"} for pk, number in numbers.order_by("pk")
    ]


def _named(lines: Iterable[Line]) -> list[dict[str, str]]:
    return [{"url": f"#a{one.detected.pk}", "label": one.detected.account.number} for one in lines]


def _decisions(data: QueryDict, shown: Shown, typed: Sequence[Line]) -> list[AccountDecision]:
    mine = {line.detected.pk for line in typed}
    rest = [
        AccountDecision(pk, version, Action.ADD)
        for pk, version in rest_of(data).items()
        if pk not in mine
    ]
    return [_decision(line) for line in typed] + rest + _treated_since(data, shown.lines)


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
    request: SignedIn,
    shown: Shown,
    data: QueryDict | None = None,
    *,
    wrong: Sequence[dict[str, str]] = (),
) -> HttpResponse:
    keys = [line.detected.pk for line in shown.lines]
    told = counts(_waiting(request), account_filters())
    decided = decided_accounts(request.user).select_related("decided_by", "account")
    context = {
        **around(shown.asked, shown.edges, told, account_labels(), data, "a", keys),
        "lines": shown.lines,
        "clients": pending_clients(request.user).count(),
        "decided": last_decisions(request.user, decided, "owner"),
        "wrong": wrong,
    }
    return render(request, "alerts/account/list.html", context, status=422 if wrong else 200)
