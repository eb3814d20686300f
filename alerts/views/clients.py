"""`Nouveaux clients détectés`: one form of all lines, which works without any script."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.refusals import refuse_contact, set_apart
from alerts.actions.reopening import reopen_client
from alerts.enums import Action, Holder
from alerts.errors import Incomplete
from alerts.forms.joint import JointForm
from alerts.forms.lines import CLIENT_CHOICES
from alerts.models import DetectedClient
from alerts.queries.alert_list import counts, custodians, of_custodian
from alerts.queries.candidates import candidates
from alerts.queries.deleted import deleted_matches
from alerts.queries.groups import first_of_decisions
from alerts.queries.pending import (
    decided_clients,
    pending_accounts,
    pending_clients,
)
from alerts.views.alert_list import (
    Shown,
    add_all,
    address,
    around,
    choose_actions,
    client_labels,
    gone,
    named,
    rest_of,
    typed_elsewhere,
)
from alerts.views.client_lines import (
    Line,
    TypedLine,
    as_now,
    groups_of,
    kept_groups,
    lines_of,
    shown_lines,
    waiting,
)
from alerts.views.contact_choices import (
    hidden,
    hide,
    last_decisions,
    late_beside,
    pair,
    put_back,
    tell,
    tell_lost,
)
from contacts.actions.reactivation import reactivate
from contacts.errors import ContactError
from contacts.forms.inputs import key
from users.forms import Draft
from users.http import SignedIn, shows_drafts
from users.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@shows_drafts
def clients(request: SignedIn) -> HttpResponse:
    """Show the window, do what a button asks with all that was typed, or save."""
    if request.method != "POST":
        return _page(request, shown_lines(request, None))
    data = request.POST.copy()
    choose_actions(data, "c", CLIENT_CHOICES)
    if isinstance(data, Draft):
        return _page(request, shown_lines(request, data), data)
    if "hide" in data:
        hide(request, "clients", pending_clients(request.user).values_list("pk", flat=True))
        return redirect("home")
    if "save" in data:
        return _save(request, data)
    _press(request, data)
    return _page(request, shown_lines(request, data), data)


def _press(request: SignedIn, data: QueryDict) -> None:
    """Do what a button other than Enregistrer says; all that was typed stays."""
    _say_who(request, data)
    if apart := key(data.get("apart", "")):
        _part(request, data, apart)
    if revived := pair(data.get("revive", "")):
        _bring_back(request, data, *revived)
    if reopened := key(data.get("reopen", "")):
        again = partial(reopen_client, client_id=reopened, by=request.user)
        put_back(request, data, reopened, again, as_now)
    if edited := key(data.get("edit", "")):
        opened = f"c{edited}-opened"
        data[opened] = "" if data.get(opened) else "1"
    if "add_all" in data:
        data["added_all"] = "1"
        add_all(data, "c", kept_groups(request))


def _say_who(request: SignedIn, data: QueryDict) -> None:
    """Choose a contact for a line, or for its second holder, or refuse it for good."""
    if taken := pair(data.get("take", "")):
        data[f"c{taken[0]}-action"], data[f"c{taken[0]}-contact"] = Action.LINK, str(taken[1])
    if taken := pair(data.get("take_second", "")):
        prefix = f"c{taken[0]}-second"
        data[prefix], data[f"{prefix}_contact"] = Action.LINK, str(taken[1])
    for holder, button in ((Holder.FIRST, "refuse"), (Holder.SECOND, "refuse_second")):
        if refused := pair(data.get(button, "")):
            client, contact = refused
            refuse_contact(client_id=client, contact_id=contact, holder=holder, by=request.user)


def _part(request: SignedIn, data: QueryDict, pk: int) -> None:
    """Show the line of one partner apart; the others' line speaks of it no more."""
    line = waiting(request).filter(pk=pk).first()
    group = groups_of(request, [line]) if line else []
    if line is None or set_apart(client_id=pk, by=request.user) is None:
        return
    words = _("%(client)s of %(partner)s is shown apart from now on.")
    messages.info(request, words % {"client": line, "partner": line.partner})
    for name, value in as_now(request, [one.pk for one in group[0]]).items():
        if name.endswith("-also"):
            data[name] = value


def _bring_back(request: SignedIn, data: QueryDict, client_id: int, contact_id: int) -> None:
    """Reactivate the contact that the line showed as deleted, and choose it for the line."""
    line = waiting(request).filter(pk=client_id)
    match = deleted_matches(request.user, line).get(client_id)
    if match is None or match.contact.pk != contact_id:
        return
    try:
        reactivate(contact_ids=[contact_id], choices={}, by=request.user)
    except ContactError:
        words = _("%(contact)s cannot come back just so: see “Deleted contacts and accounts”.")
        messages.warning(request, words % {"contact": match.contact})
        return
    messages.success(request, _("%(contact)s is reactivated.") % {"contact": match.contact})
    data[f"c{client_id}-action"], data[f"c{client_id}-contact"] = Action.LINK, str(contact_id)


def _save(request: SignedIn, data: QueryDict) -> HttpResponse:
    shown = shown_lines(request, data)
    elsewhere = typed_elsewhere(data, "c", shown.keys)
    others = groups_of(request, waiting(request).filter(pk__in=elsewhere))
    shown = replace(shown, lines=shown.lines + lines_of(request, data, others))
    typed = [line for line in shown.waiting if isinstance(line, TypedLine)]
    # Every line is asked, so that all errors show at once.
    wrong = [line for line in typed if not line.form.is_valid()]
    if wrong:
        return _page(request, shown, data, wrong=named(wrong, "c"))
    if doubtful := _doubtful(request, data, typed):
        return _page(request, shown, data, doubtful=doubtful)
    try:
        outcomes = treat_clients(decisions=_decisions(data, shown, typed), by=request.user)
    except Incomplete as refusal:
        wrong = [line for line in typed if line.client.pk in refusal.told]
        for line in wrong:
            field = "action" if _is(line, Action.ADD) else "contact"
            line.form.add_error(field, refusal.told[line.client.pk])
        return _page(request, shown, data, wrong=named(wrong, "c"))
    tell(request, outcomes)
    tell_lost(request, typed)
    if all(one.done for one in outcomes):
        return redirect(request.path + address(shown.asked))
    shown = late_beside(request, data, "c", outcomes, as_now, shown_lines)
    return _page(request, shown, data, status=422)


def _doubtful(
    request: SignedIn, data: QueryDict, typed: Iterable[TypedLine]
) -> list[dict[str, str]]:
    """Return what would be added although it looks like a contact that nobody was shown yet.

    What `Reporter >> Ajouter` turned is told once, whatever was shown: nobody looked at each.
    """
    added = [line for line in typed if line.doubts]
    if not data.get("added_all") or "confirmed" in data:
        return named((line for line in added if not line.was_shown(data)), "c")
    far = [pk for versions in _rest(data, typed) for pk in versions]
    groups = groups_of(request, waiting(request).filter(pk__in=far))
    likely = candidates(request.user, groups)
    alike = [{"url": "", "label": str(group[0])} for group in groups if likely.get(group[0].pk)]
    return named(added, "c") + alike


def _rest(data: QueryDict, typed: Iterable[TypedLine]) -> list[dict[int, int]]:
    mine = {line.client.pk for line in typed}
    return [versions for versions in rest_of(data) if mine.isdisjoint(versions)]


def _decisions(
    data: QueryDict, shown: Shown[Line], typed: Sequence[TypedLine]
) -> list[ClientDecision]:
    advisers = {str(one.pk): one for one in User.objects.assignable()}
    rest = [_added(versions) for versions in _rest(data, typed)]
    late = gone(data, "c", [line.pk for line in shown.waiting])
    # Never claimed: no line has this version.
    too_late = [ClientDecision(pk, -1, action, _contact(data, pk)) for pk, action in late]
    return [_decision(line, advisers) for line in typed] + rest + too_late


def _added(versions: dict[int, int]) -> ClientDecision:
    (pk, version), *also = versions.items()
    return ClientDecision(pk, version, Action.ADD, also=dict(also))


def _contact(data: QueryDict, pk: int) -> int | None:
    is_linked = data.get(f"c{pk}-action") == Action.LINK
    return key(data.get(f"c{pk}-contact", "")) if is_linked else None


def _is(line: TypedLine, action: Action) -> bool:
    return bool(line.form.cleaned_data["action"] == action)


def _decision(line: TypedLine, advisers: dict[str, User]) -> ClientDecision:
    data = line.form.cleaned_data
    action, identity = Action(data["action"]), line.form.identity()
    if action == Action.POSTPONE and not line.form.is_corrected:
        identity = None
    return ClientDecision(
        pk=line.client.pk,
        # Never claimed when a partner's line came or went meanwhile.
        version=data["version"] if line.is_as_shown else -1,
        also=line.form.others,
        action=action,
        contact_id=data["contact"],
        identity=identity,
        second=line.form.second_holder() if isinstance(line.form, JointForm) else None,
        adviser=advisers.get(data["adviser"] or str(line.form.initial["adviser"])),
    )


def _page(
    request: SignedIn,
    shown: Shown[Line],
    data: QueryDict | None = None,
    *,
    wrong: Sequence[dict[str, str]] = (),
    doubtful: Sequence[dict[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    left = waiting(request)
    within = of_custodian(request.user, DetectedClient, shown.asked.custodian)
    told = counts(left, shown.rules, within)
    held = custodians(request.user, left)
    accounts = pending_accounts(request.user).exclude(pk__in=hidden(request, "accounts"))
    decided = first_of_decisions(decided_clients(request.user)).select_related("decided_by")
    context = {
        **around(shown, told, client_labels(), held, data, "c"),
        "accounts": accounts.count(),
        "decided": last_decisions(request.user, decided, "contact"),
        "wrong": wrong,
        "doubtful": doubtful,
        "added_all": bool(data and data.get("added_all")),
    }
    return render(request, "alerts/client/list.html", context, status=422 if wrong else status)
