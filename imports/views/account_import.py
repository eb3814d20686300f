"""Import comptes (xls): a file of accounts is loaded, analysed, and imported or not."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imports import rights, workbook
from imports.actions.account_import import loading, working
from imports.errors import DecidedMeanwhile
from imports.forms.account_import import LARGEST_FILE, AccountFileForm
from imports.models import ImportRun
from imports.pipeline import inbox
from imports.queries import runs as queries
from text.spreadsheet_text import XLSX
from users.http import SignedIn, takes_files_up_to
from users.models import User


def _may_send(user: User) -> bool:
    if not rights.may_send_accounts(user):
        raise PermissionDenied
    return True


may_send = user_passes_test(_may_send)  # type: ignore[arg-type]


@takes_files_up_to(LARGEST_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
@may_send
def account_import(request: SignedIn) -> HttpResponse:
    """Ask for a file and its partner, and show what one sent and did not decide.

    The form that sends it has no token, which would hold a transaction while the file is copied;
    the same file sent twice is the same import.
    """
    form = AccountFileForm(
        request.POST or None, request.FILES or None, partners=_partners(request.user)
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        run = loading.load(upload=chosen["file"], partner=chosen["partner"], by=request.user)
        return redirect("imports:run", run.pk)
    context = {"form": form, "waiting": queries.sent_by(request.user)}
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/account_import/load.html", context, status=status)


def _partners(user: User) -> list[str]:
    """Return the partners whose files one knows of, and those who have a folder."""
    try:
        folders = inbox.partners(settings.INBOX)
    except OSError:  # not to be read from here
        folders = []
    return sorted({*queries.partners(user), *folders} - {""}, key=str.casefold)


@require_safe
@may_send
def account_model_fetch(_request: SignedIn) -> HttpResponse:
    """Answer the account workbook without a line, to be filled in."""
    disposition = content_disposition_header(as_attachment=True, filename=workbook.NAME)
    return HttpResponse(
        workbook.blank(),
        content_type=XLSX,
        headers={"Content-Disposition": disposition},
    )


@require_POST
@may_send
def account_import_decide(request: SignedIn, pk: int) -> HttpResponse:
    """Have one's file analysed or imported; or refuse it."""
    get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk, sent_by=request.user)
    try:
        if "analyse" in request.POST:
            job = working.analyse(run_id=pk, by=request.user)
            return redirect("jobs:job-show", job.pk)
        if "import" in request.POST:
            shown = request.POST.get("shown", "")
            job = working.start_import(run_id=pk, shown=shown, by=request.user)
            return redirect("jobs:job-show", job.pk)
        if "refuse" in request.POST:
            loading.refuse(run_id=pk, by=request.user)
            messages.success(request, _("Nothing of this file goes in; it is deleted."))
    except DecidedMeanwhile:
        messages.warning(
            request, _("This file moved on meanwhile, on another page. Nothing was done now.")
        )
    return redirect("imports:run", pk)
