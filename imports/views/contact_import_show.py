"""A file of contacts on its page: how it is read, what the analysis found, and what it came to."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from contacts import workbook
from contacts.forms.inputs import key
from imports.actions.contact_import.analysis import analyse
from imports.actions.contact_import.loading import WAITING, discard
from imports.actions.contact_import.repairing import CHOICES, may_add
from imports.enums import ContactImportState, IssueCode, Outcome, RowChoice
from imports.errors import ContactImportBusy
from imports.forms.contact_import import CorrectionForm, HeadsForm, Lists, OptionsForm
from imports.models import ContactImport
from imports.queries.contact_import import showing
from imports.queries.contact_import.causes import SHOWN, Cause, causes
from imports.queries.contact_import.left import Left, left_after_undo
from imports.views.contact_import_list import may_import
from jobs import kinds
from jobs.actions import jobs
from jobs.enums import State
from jobs.queries import has_no_worker
from persistence import keyset
from persistence.journal.recording import until
from users.http import SignedIn, polled

PAGE = 20


def mine(request: SignedIn, pk: int) -> ContactImport:
    """Return a file of the user's own; nobody else's exists for them."""
    own = ContactImport.objects.visible_to(request.user).select_related("job", "change")
    return get_object_or_404(own, pk=pk)


def is_open(contact_import: ContactImport) -> bool:
    """Tell whether its rows can be put right: analysed, and no work goes on with it."""
    is_at_work = contact_import.job is not None and contact_import.job.is_active
    return contact_import.state == ContactImportState.ANALYSED and not is_at_work


@require_safe
@may_import
def show(request: SignedIn, pk: int) -> HttpResponse:
    contact_import = mine(request, pk)
    if request.htmx and is_open(contact_import):
        context = {"file": contact_import, **_whole(request, contact_import)}
        return render(request, "imports/contact_import/_whole.html", context)
    return answer(request, contact_import)


def answer(
    request: SignedIn,
    contact_import: ContactImport,
    *,
    options: OptionsForm | None = None,
    heads: HeadsForm | None = None,
    correction: CorrectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer the page of a file; with what was typed and refused, if anything was."""
    context: dict[str, Any] = {"file": contact_import, **_progress(contact_import)}
    context["step"] = _STEPS.get(contact_import.state, 1)
    if not context["is_at_work"]:
        context |= _done(request, contact_import)
        context["can_take_away"] = contact_import.state in WAITING
        if contact_import.state == ContactImportState.ANALYSED:
            context |= _summary(request, contact_import, correction)
        if not (options or heads) and _comes_after(request, contact_import):
            context["comes_after"] = True
        else:
            context |= _whole(request, contact_import, options=options, heads=heads)
    return render(request, "imports/contact_import/show.html", context, status=status)


def _comes_after(request: SignedIn, contact_import: ContactImport) -> bool:
    """Tell whether the rows come once the page stands: it begins with what is to be looked at."""
    is_analysed = contact_import.state == ContactImportState.ANALYSED
    return is_analysed and request.GET.keys().isdisjoint(_ASKS_ROWS)


def _done(request: SignedIn, contact_import: ContactImport) -> dict[str, Any]:
    """Return what the import, or its undo, came to, and until when it is undone."""
    job, change = contact_import.job, contact_import.change
    if change is None:
        return {}
    kind = kinds.get(job.kind) if job else None
    is_open = change.undone_at is None and timezone.now() <= until(change)
    return {
        "outcome": kind.outcome(job.result, request.user).text
        if kind and job and job.state == State.DONE
        else "",
        "undo_until": until(change) if is_open else None,
        "stayed": _stayed(request, contact_import),
    }


def _stayed(request: SignedIn, contact_import: ContactImport) -> list[dict[str, str]]:
    """Return what its undo left as it was, contact by contact."""
    left, has_more = left_after_undo(contact_import, request.user)
    named = [
        {
            "url": reverse("contacts:contact-general", args=[one.contact.pk]),
            "label": _left_words(one),
        }
        for one in left
    ]
    return [*named, {"label": _("And other contacts.")}] if has_more else named


def _left_words(left: Left) -> str:
    if not left.labels:
        return str(left.contact)
    told = {"contact": left.contact, "values": ", ".join(left.labels)}
    return _("%(contact)s: %(values)s") % told


_STEPS: Mapping[str, int] = {
    ContactImportState.LOADED: 2,
    ContactImportState.ANALYSED: 3,
    ContactImportState.IMPORTED: 4,
}
_WITH_ROWS = {ContactImportState.ANALYSED, ContactImportState.IMPORTED}


def _progress(contact_import: ContactImport) -> dict[str, Any]:
    job = contact_import.job
    is_at_work = job is not None and job.is_active
    return {
        "job": job,
        "is_at_work": is_at_work,
        "has_no_worker": is_at_work and job is not None and has_no_worker(job),
    }


@polled
@require_safe
@may_import
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """Answer how far the work is, until it has ended: then the page is asked for whole."""
    contact_import = mine(request, pk)
    context = {"file": contact_import, **_progress(contact_import)}
    if not context["is_at_work"]:
        return HttpResponseClientRefresh()
    return render(request, "imports/contact_import/_progress.html", context)


@require_POST
@may_import
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    contact_import = mine(request, pk)
    if contact_import.job is None or not jobs.cancel(job=contact_import.job, by=request.user):
        messages.info(request, _("It had ended already."))
    return redirect("imports:contact-import-show", pk=pk)


@require_POST
@may_import
def start_analysis(request: SignedIn, pk: int) -> HttpResponse:
    contact_import = mine(request, pk)
    options, heads = OptionsForm(request.POST), HeadsForm(contact_import, request.POST)
    if not (options.is_valid() & heads.is_valid()):
        return answer(request, contact_import, options=options, heads=heads, status=422)
    # Before the first analysis no head is known: what was said of others like it is taken.
    mapping = heads.mapping if contact_import.heads else None
    try:
        analyse(contact_import=contact_import, **options.chosen, mapping=mapping, by=request.user)
    except ContactImportBusy as error:
        messages.warning(request, str(error))
    return redirect("imports:contact-import-show", pk=pk)


@require_POST
@may_import
def take_away(request: SignedIn, pk: int) -> HttpResponse:
    contact_import = mine(request, pk)
    discard(contact_import=contact_import, by=request.user)
    messages.success(request, _("“%(name)s” is taken away.") % {"name": contact_import.name})
    return redirect("imports:contact-import-list")


# -- what the analysis found


def _summary(
    request: SignedIn, contact_import: ContactImport, correction: CorrectionForm | None
) -> dict[str, Any]:
    """Return what stands above the rows."""
    return {"left": _left(contact_import), **_causes(request, contact_import, correction)}


def _whole(
    request: SignedIn,
    contact_import: ContactImport,
    *,
    options: OptionsForm | None = None,
    heads: HeadsForm | None = None,
) -> dict[str, Any]:
    """Return what stands under that: rows, how full the columns are, and how they are read."""
    reading = {
        "options": options or OptionsForm.of(contact_import),
        "heads": heads or HeadsForm(contact_import),
        "columns": workbook.COLUMNS,
    }
    return reading | _of_rows(request, contact_import)


def _of_rows(request: SignedIn, contact_import: ContactImport) -> dict[str, Any]:
    if contact_import.state not in _WITH_ROWS:
        return {}
    asked = {name: request.GET[name] for name in _ASKED if name in request.GET}
    for name, known in (("outcome", Outcome), ("code", IssueCode)):
        if asked.get(name, "") not in known:
            asked.pop(name, None)
    outcome = asked.get("outcome", "")
    return {
        "asked": asked,
        "chips": [*_chips(contact_import, outcome), *_chip_of_cause(contact_import, asked)],
        "choices": _choices(outcome) if is_open(contact_import) else (),
        "back": f"?{urlencode(request.GET)}" if request.method == "GET" else "",
        "is_open": is_open(contact_import),
        "filled": _filled(contact_import),
        **_rows(request, contact_import, asked),
    }


# What narrows the rows: an outcome, or a cause.
_ASKED = ("outcome", "code", "column", "text")
# What asks for rows: all of them, or a place among them.
_ASKS_ROWS = {"rows", "after", "before", *_ASKED}


def _choices(outcome: str) -> list[RowChoice]:
    """Return what may be decided of a row that asks, in the order of the enumeration."""
    return [choice for choice in RowChoice if choice in CHOICES.get(outcome, ())]  # type: ignore[call-overload]


def _chips(contact_import: ContactImport, outcome: str) -> list[dict[str, Any]]:
    """Return a filter for each outcome that some row has."""
    page = reverse("imports:contact-import-show", args=[contact_import.pk])
    return [
        {
            "label": each.label,
            "count": contact_import.counts[each],
            "on": each == outcome,
            "url": page if each == outcome else f"{page}?outcome={each}",
        }
        for each in Outcome
        if contact_import.counts.get(each)
    ]


def _chip_of_cause(
    contact_import: ContactImport, asked: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Give what takes the cause away that narrows the rows, if one does."""
    if "code" in asked:
        cause = Cause(asked["code"], asked.get("column", ""), asked.get("text", ""))
        page = reverse("imports:contact-import-show", args=[contact_import.pk])
        told = _("%(column)s: %(reason)s") % {"column": cause.column, "reason": cause.told}
        label = told if cause.column else cause.told
        yield {"label": label, "on": True, "url": f"{page}?rows=all#rows"}


def _causes(
    request: SignedIn, contact_import: ContactImport, correction: CorrectionForm | None
) -> dict[str, Any]:
    if not is_open(contact_import):
        return {}
    start = min(key(request.GET.get("causes", "")) or 0, 10_000)
    found, has_more = causes(contact_import, start=start)
    if start and not found:
        # Those of the last page were put right.
        start = 0
        found, has_more = causes(contact_import)
    lists = Lists()
    return {
        "causes": [
            {
                "cause": cause,
                "form": _form_of(cause, lists, correction, number),
                "may_add": cause.is_of_a_list and may_add(cause.column, request.user),
            }
            for number, cause in enumerate(found)
        ],
        "more_causes": start + SHOWN if has_more else 0,
        "causes_before": max(start - SHOWN, 0) if start else None,
        "causes_back": f"?causes={start}" if start else "",
    }


def _form_of(
    cause: Cause, lists: Lists, correction: CorrectionForm | None, number: int
) -> CorrectionForm | None:
    if not cause.can_be_corrected:
        return None
    if correction is not None and correction.cause.query == cause.query:
        return correction
    return CorrectionForm(cause, lists, number=number)


def _left(contact_import: ContactImport) -> list[dict[str, str]]:
    """Return what is not read of the file: columns that nobody knows, and what its reader left."""
    mapping = contact_import.mapping
    left = [{"label": each} for each in contact_import.left]
    unknown = [
        head for head in contact_import.heads if mapping.get(head, head) not in workbook.COLUMNS
    ]
    if not unknown:
        return left
    told = ngettext(
        "The column %(heads)s, which is not known: say below what it fills in.",
        "The columns %(heads)s, which are not known: say below what they fill in.",
        len(unknown),
    )
    # Where they are asked for; a browser opens what is folded around it.
    return [{"label": told % {"heads": ", ".join(unknown)}, "url": "#import-heads"}, *left]


def _filled(contact_import: ContactImport) -> list[dict[str, Any]]:
    """Return how far each column is filled, in the order of the file."""
    total = max(contact_import.total, 1)
    return [
        {"column": column, "count": count, "percent": 100 * count / total}
        for column, count in contact_import.filled.items()
    ]


def _rows(
    request: SignedIn, contact_import: ContactImport, asked: Mapping[str, str]
) -> dict[str, Any]:
    rows = showing.narrowed(contact_import, asked)
    after, before = (key(request.GET.get(name, "")) for name in ("after", "before"))
    page = keyset.page(
        rows,
        ("line",),
        size=PAGE,
        after=(after,) if after else None,
        before=(before,) if before and not after else None,
        downwards=False,
    )
    shown = showing.shown(contact_import, page.rows, request.user)
    has_doubts = any(doubt.place is not None for one in shown for doubt in one.doubts)
    return {
        "rows": shown,
        "can_save": is_open(contact_import) and (has_doubts or asked.get("outcome", "") in CHOICES),
        "previous_url": _url(asked, "before", page.before),
        "next_url": _url(asked, "after", page.after),
    }


def _url(kept: Mapping[str, str], name: str, anchor: tuple[Any, ...] | None) -> str:
    """Return the query of the page of rows beside this one; "" at the ends."""
    return f"?{urlencode({**kept, name: str(anchor[0])})}" if anchor else ""
