"""The report of a file, and its lines set aside, made for the person who asks."""

from pathlib import PurePath

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from alerts import rights as alert_rights
from imports.feeds import formats
from imports.models import ImportRun
from imports.pipeline import messages
from imports.pipeline import rejects as rejects_file
from imports.pipeline.night import REPORT
from imports.queries.runs import as_read, lines_warned, rejects_of, warned
from imports.views.runs import may_see, run_for
from text.spreadsheet_text import XLSX
from users.http import SignedIn


@require_safe
def report(request: SignedIn, pk: int) -> HttpResponse:
    run = run_for(request, pk)
    rows = rejects_of(run, request.user).order_by("code").values_list("code")
    codes = dict(rows.annotate(Count("pk")))
    lines = lines_warned(run, request.user)
    text = messages.report(run, codes, warned(run, request.user), lines=lines)
    return _file(run, REPORT, "text/plain", text)


@require_safe
@permission_required(alert_rights.TREAT, raise_exception=True)
def rejects(request: SignedIn, pk: int) -> HttpResponse:
    """Answer the lines as a file that is ready to be mended and dropped again."""
    run = run_for(request, pk)
    rows = list(rejects_of(run, request.user))
    if not rows:
        raise Http404
    told = rejects_file.kept(as_read(run, rows, request.user))
    return _file(run, rejects_file.SUFFIX, "text/csv", rejects_file.as_csv(told))


@require_safe
@may_see
def feed_model(_request: SignedIn) -> HttpResponse:
    """Answer the workbook of our own feed, for a partner to fill in."""
    name, make = formats.MODEL
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(make(), content_type=XLSX, headers={"Content-Disposition": disposition})


def _file(run: ImportRun, suffix: str, kind: str, text: str) -> HttpResponse:
    content = text.encode("utf-8-sig")
    name = PurePath(run.file_name).name.removesuffix(suffix) + suffix
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
