"""Exporter: what is asked to be taken away, one's own exports, and their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts import columns, rights
from contacts.fields import ENTRIES, Entry
from contacts.forms.listing import FilterForm
from contacts.models import Contact
from contacts.queries import listing
from contacts.views import list_state
from contacts.views.selection import TICK, ticked
from persistence.time_limit import OutOfTime, time_limit
from searches.actions.exports import ready, take_away
from searches.columns import FIRST, Sort, in_file, sort_of
from searches.enums import Format
from searches.errors import SearchRefused
from searches.forms.exports import ExportForm
from searches.models import Export, SavedSearch
from searches.queries import exports, searches
from searches.queries.counting import SECONDS
from searches.views.asking import counted, held
from searches.views.chosen import ALL, TICKS, Chosen, chosen, data_of, way_back
from searches.views.export_rows import export_rows
from searches.views.opened import Opened, opened
from text import formats
from text.spreadsheet_text import XLSX
from users.http import SignedIn

may_export = permission_required(rights.EXPORT, raise_exception=True)
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
    "xlsx": XLSX,
}


@dataclass(frozen=True)
class Wanted:
    """What somebody is about to take away.

    `shown` are the heads of its columns, `fields` the inputs that carry the choice on, `cancel_url`
    the page that one came from.
    """

    on: str
    asked: dict[str, Any]
    count: str
    shown: Sequence[str]
    fields: Sequence[tuple[str, str]]
    cancel_url: str

    @property
    def is_ticked(self) -> bool:
        return "keys" in self.asked


@require_http_methods(["GET", "HEAD", "POST"])
@may_export
def search_export(request: SignedIn, search: int) -> HttpResponse:
    """Ask as what the results of a search are taken away: those ticked, or all."""
    asking = opened(request, search)
    back = way_back(request, asking)
    if not asking.is_runnable:
        messages.error(request, held())
        return redirect(back)
    on = asking.on
    sort = str(sort_of(asking.saved, data_of(request).get("order", "")))
    asked: dict[str, Any] = {"search": asking.saved.stored, "sort": sort}
    choice = chosen(request, asking) or Chosen(asking.rows(by_sets=True), [(ALL, "1")])
    if keys := [int(value) for name, value in choice.fields if name == TICKS[on]]:
        asked["keys"] = keys
    shown = _columns(on, asked, asking.columns)
    fields = [*choice.fields, ("order", sort)]
    return _ask(request, Wanted(on, asked, _count(on, choice.rows), shown, fields, back))


@require_http_methods(["GET", "HEAD", "POST"])
@may_export
def export_contacts(request: SignedIn) -> HttpResponse:
    """Ask as what the list of contacts is taken away, as it stands: those ticked, or all."""
    query = list_state.back(request)
    filters = FilterForm(QueryDict(query.removeprefix("?"))).filters()
    sort = str(Sort(ENTRIES[filters.sort], filters.descending))
    asked: dict[str, Any] = {"list": exports.stored_filters(filters), "sort": sort}
    fields = [("back", query)]
    rows: Any = listing.filtered(request.user, filters)
    if keys := ticked(data_of(request)):
        asked["keys"] = keys
        fields += [(TICK, str(key)) for key in keys]
        rows = Contact.objects.visible_to(request.user).filter(pk__in=keys)
    entries = columns.entries(columns.composition(filters.category))
    shown = _columns("contacts", asked, entries)
    cancel_url = list_state.list_url(request)
    return _ask(
        request, Wanted("contacts", asked, _count("contacts", rows), shown, fields, cancel_url)
    )


def _columns(on: str, asked: dict[str, Any], shown: Sequence[Entry]) -> list[str]:
    """Note which columns are meant; return the heads of all, that of the name first."""
    asked["columns"] = [entry.key for entry in shown]
    return [str(entry.column_head) for entry in (FIRST[on], *in_file(on, shown))]


def _count(on: str, rows: Any) -> str:
    try:
        with time_limit(SECONDS):
            count = rows.order_by().count()
    except OutOfTime:
        return ""
    if count <= listing.COUNTED_UP_TO:
        return counted(on, count)
    words = {"n": formats.number_fr(count)}
    return (_("%(n)s accounts") if on == "accounts" else _("%(n)s contacts")) % words


def _ask(request: SignedIn, wanted: Wanted) -> HttpResponse:
    """Answer the page that asks for the format, or take away what was asked there."""
    data = request.POST if "format" in request.POST else None
    form = ExportForm(data, on=wanted.on, is_ticked=wanted.is_ticked)
    if form.is_valid():
        export = Export(on=wanted.on, format=form.cleaned_data["format"], asked=wanted.asked)
        return _take_away(request, export)
    context = {"form": form, "wanted": wanted}
    return render(request, "searches/export/ask.html", context, status=422 if data else 200)


def _take_away(request: SignedIn, export: Export) -> HttpResponse:
    mine = redirect("searches:export-list")
    try:
        export = take_away(export=export, by=request.user)
    except SearchRefused as refusal:
        messages.error(request, str(refusal))
        return mine
    if export.job:
        return redirect("jobs:job-show", export.job.pk)
    export.refresh_from_db()
    messages.success(request, ready(export))
    return mine


@require_safe
@may_export
def export_list(request: SignedIn) -> HttpResponse:
    """Show the user's own exports, newest first."""
    rows = export_rows(request.user)
    days = {"n": settings.EXPORT_DAYS}
    return render(request, "searches/export/list.html", {"rows": rows, "days": days})


@require_safe
@may_export
def export_fetch(request: SignedIn, pk: int) -> HttpResponseBase:
    """Answer the file, if all of whom it tells still exist for the user."""
    export = get_object_or_404(Export, searches.of(request.user), pk=pk)
    path = settings.EXPORTS / export.file
    if not (exports.can_be_fetched(export) and path.is_file()):
        messages.error(request, _("This file is not there: prepare the export again."))
        return redirect("searches:export-list")
    if not exports.is_seen_whole(export, request.user):
        messages.error(
            request,
            _("What you may see has changed since this file was made: prepare the export again."),
        )
        return redirect("searches:export-list")
    suffix = Format(export.format).suffix
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=file_name(export),
        content_type=_TYPES[suffix],
        headers={"Cache-Control": "no-store, private"},
    )


def file_name(export: Export) -> str:
    """Return what the file is called where it is kept: contacts-2026-11-29.xlsx."""
    day = timezone.localdate(export.made_at).isoformat()
    what = _("accounts") if export.on == "accounts" else _("contacts")
    if export.format == Format.O2S:
        what = f"{what}-import-o2s"
    return f"{what}-{day}.{Format(export.format).suffix}"


@require_POST
@may_export
def export_again(request: SignedIn, pk: int) -> HttpResponse:
    """Take away once more what was asked then, as it is now."""
    then = get_object_or_404(exports.of(request.user), pk=pk)
    if "search" in then.asked:
        saved = SavedSearch(owner=request.user, on=then.on, stored=then.asked["search"])
        if not Opened(saved, request.user).is_runnable:
            messages.error(request, held())
            return redirect("searches:export-list")
    again = Export(on=then.on, format=then.format, asked=then.asked)
    return _take_away(request, again)
