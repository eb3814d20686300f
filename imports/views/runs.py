"""What the night received, file by file, and the decision about a suspended one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imports import rights
from imports.actions import suspended
from imports.enums import ALREADY, State
from imports.errors import DecidedMeanwhile
from imports.forms.runs import RunFilterForm
from imports.models import ImportRun
from imports.models.run import WAITING
from imports.pipeline import messages as run_messages
from imports.pipeline import rejects as rejects_file
from imports.queries import runs as queries
from imports.queries.freshness import freshness
from imports.records import Rejected
from users.http import SignedIn
from users.models import User

LINES_SHOWN = 100
# Of those that are in and to be looked at, for each reason.
LINES_NAMED = 10

may_see = permission_required(rights.SEE, raise_exception=True)


@require_safe
@may_see
def runs(request: SignedIn) -> HttpResponse:
    """Show one page of the imports that fit the address."""
    chosen = RunFilterForm(request.GET).chosen()
    filters = {name: chosen.get(name) or "" for name in ("partner", "state")}
    page = queries.page(
        request.user, **filters, after=chosen.get("after"), before=chosen.get("before")
    )
    seen = queries.seen(page.rows, request.user)
    context = {
        "rows": [{"run": run, "seen": seen[run.pk]} for run in page.rows],
        "filters": filters,
        "partners": queries.partners(request.user),
        "states": State.choices,
        "freshness": freshness(),
        **_links(filters, page),
    }
    return render(request, "imports/run/list.html", context)


def _links(filters: dict[str, str], page: queries.Page) -> dict[str, str]:
    kept = {name: value for name, value in filters.items() if value}
    links = {}
    if page.after:
        links["next_url"] = "?" + urlencode(kept | {"after": page.after[0]})
    if page.before:
        links["previous_url"] = "?" + urlencode(kept | {"before": page.before[0]})
    return links


def run_for(request: SignedIn, pk: int) -> ImportRun:
    """Return a run that this person may know of: of the night by its right, or their own."""
    if not (request.user.has_perm(rights.SEE) or rights.may_send_accounts(request.user)):
        raise PermissionDenied
    seen = ImportRun.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("decided_by", "sent_by", "job", "profile_version__profile"), pk=pk
    )


@require_safe
def run(request: SignedIn, pk: int) -> HttpResponse:
    """Show what became of one file, as this person may know it."""
    found = run_for(request, pk)
    return render(request, "imports/run/show.html", _shown(request, found))


# Of a file that somebody sent, the step that its page is at; one that is refused has none left.
_STEPS: Mapping[str, int] = {State.RECEIVED: 2, State.SUSPENDED: 3, State.DONE: 4}


def _shown(request: SignedIn, run: ImportRun) -> dict[str, Any]:
    waits = run.state == State.SUSPENDED
    is_own = run.sent_by_id == request.user.pk
    shown = list(queries.rejects_of(run, request.user)[: LINES_SHOWN + 1])
    seen = queries.expected(run, request.user) if waits and not is_own else None
    return {
        "run": run,
        "is_own": is_own,
        "step": _STEPS.get(run.state, 0) if is_own else 0,
        "waits_for_sender": is_own and run.state in WAITING,
        "may_send": is_own and rights.may_send_accounts(request.user),
        "may_see_night": request.user.has_perm(rights.SEE),
        "changed": run_messages.changed(run),
        "seen": seen or queries.seen([run], request.user)[run.pk],
        "doubt": run_messages.doubt(run) if waits else "",
        "refusal": run_messages.refusal(run) if run.state == State.REJECTED else "",
        "refusal_kind": "" if run.code == ALREADY else "danger",
        "advice": run_messages.what_to_do(run) if run.state == State.REJECTED or shown else "",
        "completed": queries.completed(run, request.user),
        "passed_over": run_messages.passed_over(run),
        "warned": _warned(request.user, run),
        "may_decide": waits and not run.sent_by_id and request.user.has_perm(rights.CONFIRM),
        "rejects": [
            _line(reject)
            for reject in rejects_file.kept(queries.as_read(run, shown[:LINES_SHOWN], request.user))
        ],
        "more_rejects": len(shown) > LINES_SHOWN,
        "lines_shown": LINES_SHOWN,
    }


def _warned(user: User, run: ImportRun) -> list[str]:
    lines = queries.lines_warned(run, user)
    first = {code: of_code[:LINES_NAMED] for code, of_code in lines.items()}
    return list(run_messages.warned(queries.warned(run, user), first))


def _line(reject: Rejected) -> dict[str, Any]:
    return {
        "line": reject.line,
        "sheet": reject.sheet,
        "code": reject.code.value,
        "why": run_messages.reason(reject),
        "advice": run_messages.advised(reject.code),
    }


@require_POST
@permission_required(rights.CONFIRM, raise_exception=True)
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm or refuse a suspended file; whoever comes second is told who was first."""
    get_object_or_404(ImportRun.objects.of_night(), pk=pk)
    try:
        if "refuse" in request.POST:
            run = suspended.refuse(run_id=pk, inbox=settings.INBOX, by=request.user)
            told = _("%(file)s is refused: nothing of it goes in.") % {"file": run}
        elif "confirm" in request.POST:
            run = suspended.confirm(run_id=pk, by=request.user)
            told = _("%(file)s is confirmed: the next run of the import takes it in.") % {
                "file": run
            }
        else:
            return redirect("imports:run", pk)
    except DecidedMeanwhile as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, told)
    return redirect("imports:run", pk)
