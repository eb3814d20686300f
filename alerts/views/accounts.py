"""`Liste des nouveaux comptes importés`: an owner for each, then all saved together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.reopening import reopen_account
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.forms.lines import ACCOUNT_CHOICES
from alerts.models import DetectedAccount
from alerts.queries.alert_list import counts, custodians, of_custodian
from alerts.queries.decisions import former_numbers
from alerts.queries.groups import count_groups
from alerts.queries.lines import with_account_details
from alerts.queries.pending import decided_accounts, pending_accounts
from alerts.views import client_lines
from alerts.views.account_lines import Line, kept_lines, lines_of, shown_lines, waiting
from alerts.views.alert_list import (
    Shown,
    account_labels,
    add_all,
    address,
    around,
    choose_actions,
    gone,
    named,
    rest_of,
    typed_elsewhere,
)
from alerts.views.contact_choices import (
    hide,
    last_decisions,
    late_beside,
    pair,
    put_back,
    tell,
    tell_lost,
)
from contacts.forms.inputs import key
from users.forms import Draft
from users.http import SignedIn, shows_drafts


@require_http_methods(["GET", "HEAD", "POST"])
@shows_drafts
def accounts(request: SignedIn) -> HttpResponse:
    """Show the window, do what a button asks with all that was typed, or save."""
    if request.method != "POST":
        return _page(request, shown_lines(request, None))
    data = request.POST.copy()
    choose_actions(data, "a", ACCOUNT_CHOICES)
    if isinstance(data, Draft):
        return _page(request, shown_lines(request, data), data)
    if "hide" in data:
        hide(request, "accounts", pending_accounts(request.user).values_list("pk", flat=True))
        return redirect("home")
    if "save" in data:
        return _save(request, data)
    _press(request, data)
    return _page(request, shown_lines(request, data), data)


def _press(request: SignedIn, data: QueryDict) -> None:
    taken = pair(data.get("take", ""))
    if reopened := key(data.get("reopen", "")):
        again = partial(reopen_account, account_id=reopened, by=request.user)
        put_back(request, data, reopened, again, _as_now)
    if taken:
        data[f"a{taken[0]}-action"], data[f"a{taken[0]}-contact"] = Action.ADD, str(taken[1])
    if "add_all" in data:
        found = kept_lines(request).values_list("pk", "version")
        add_all(data, "a", [dict([line]) for line in found])


def _as_now(request: SignedIn, pks: Collection[int]) -> dict[str, str]:
    rows = waiting(request).filter(pk__in=pks).values_list("pk", "version")
    return {f"a{pk}-version": str(version) for pk, version in rows}


def _save(request: SignedIn, data: QueryDict) -> HttpResponse:
    shown = shown_lines(request, data)
    elsewhere = typed_elsewhere(data, "a", shown.keys)
    others = with_account_details(waiting(request).filter(pk__in=elsewhere))
    shown = replace(shown, lines=shown.lines + lines_of(request, data, list(others)))
    typed = [line for line in shown.waiting if line.form.is_bound]
    wrong = [line for line in typed if not line.form.is_valid()]
    if wrong:
        return _page(request, shown, data, wrong=named(wrong, "a"))
    try:
        outcomes = treat_accounts(decisions=_decisions(data, shown, typed), by=request.user)
    except Incomplete as refusal:
        return _page(request, shown, data, wrong=_refused(typed, refusal.told))
    tell(request, outcomes)
    tell_lost(request, typed)
    if all(one.done for one in outcomes):
        return redirect(request.path + address(shown.asked))
    shown = late_beside(request, data, "a", outcomes, _as_now, shown_lines)
    return _page(request, shown, data, status=422)


def _refused(typed: Iterable[Line], told: Mapping[int, str]) -> list[dict[str, str]]:
    """Say why beside each line; lines of another page are named with the reason."""
    wrong = {line.pk: line for line in typed if line.pk in told}
    for pk, line in wrong.items():
        is_link = line.form.cleaned_data["action"] == Action.LINK
        line.form.add_error("existing" if is_link else "contact", told[pk])
    far = DetectedAccount.objects.filter(pk__in=told.keys() - wrong.keys()).order_by("pk")
    labels = [
        _("%(line)s: %(why)s") % {"line": number, "why": told[pk]}
        for pk, number in far.values_list("pk", "account__number")
    ]
    return named(wrong.values(), "a") + [{"url": "", "label": label} for label in labels]


def _decisions(data: QueryDict, shown: Shown[Line], typed: Sequence[Line]) -> list[AccountDecision]:
    mine = {line.pk for line in typed}
    rest = [
        AccountDecision(pk, version, Action.ADD)
        for versions in rest_of(data)
        for pk, version in versions.items()
        if pk not in mine
    ]
    late = gone(data, "a", [line.pk for line in shown.waiting])
    # Never claimed: no line has this version.
    too_late = [
        AccountDecision(pk, -1, action, account_id=key(data.get(f"a{pk}-existing", "")))
        for pk, action in late
    ]
    return [_decision(line) for line in typed] + rest + too_late


def _decision(line: Line) -> AccountDecision:
    data = line.form.cleaned_data
    action = Action(data["action"])
    second = data.get("second_contact")
    return AccountDecision(
        line.pk,
        data["version"],
        action,
        owner_id=data["contact"],
        second_owner_id=second,
        is_alone=second is None and _was_second_offered(line),
        account_id=data["existing"],
    )


def _was_second_offered(line: Line) -> bool:
    """Tell whether the page asked for the second owner: nobody is taken away who was not shown."""
    form = line.form
    if form.add_prefix("second_contact") not in form.data:
        return False
    return str(form.initial["second_contact"]) in form.fields["second_contact"].choices.labels  # type: ignore[attr-defined]


def _page(
    request: SignedIn,
    shown: Shown[Line],
    data: QueryDict | None = None,
    *,
    wrong: Sequence[dict[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    left = waiting(request)
    within = of_custodian(request.user, DetectedAccount, shown.asked.custodian)
    told = counts(left, shown.rules, within)
    held = custodians(request.user, left)
    decided = decided_accounts(request.user).select_related("decided_by", "account")
    decisions = last_decisions(request.user, decided, "owner")
    formerly = former_numbers(decisions)
    for line in decisions:
        line.former_number = formerly.get(line.pk)  # type: ignore[attr-defined]
    context = {
        **around(shown, told, account_labels(), held, data, "a"),
        "clients": count_groups(client_lines.waiting(request)),
        "decided": decisions,
        "wrong": wrong,
    }
    return render(request, "alerts/account/list.html", context, status=422 if wrong else status)
