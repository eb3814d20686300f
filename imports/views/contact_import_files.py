"""The workbooks that an import of contacts gives: the model to fill in, and rows to put right."""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts.exports.o2s_model import write_model
from imports.enums import Outcome
from imports.feeds.contact_files.rejects import Reject, write_rejects
from imports.models import ContactImport, ContactImportRow
from imports.queries.contact_import import showing
from imports.queries.contact_import.messages import sentence
from imports.views.contact_import_list import may_import
from imports.views.contact_import_show import mine
from text.spreadsheet_text import XLSX
from users.http import SignedIn
from users.models import User

# Rows that are read at once.
_PART = 1_000


@require_safe
@may_import
def model(request: SignedIn) -> HttpResponseBase:
    """Answer the workbook without a contact."""
    return _workbook(_("model-import-contacts"), write_model)


@require_safe
@may_import
def rejects(request: SignedIn, pk: int) -> HttpResponseBase:
    """Answer the refused rows as they came, with why; mended, the workbook is taken back."""
    contact_import = mine(request, pk)
    if not contact_import.counts.get(Outcome.REFUSED):
        raise Http404
    # Its name goes into journals: no word of the file's own, which may be a family's.
    return _workbook(
        _("rejects-import-contacts"),
        lambda file: write_rejects(
            file, contact_import.heads, _refused(contact_import, request.user)
        ),
    )


def _refused(contact_import: ContactImport, user: User) -> Iterator[Reject]:
    found = contact_import.file_rows.filter(outcome=Outcome.REFUSED).order_by("line")
    rows = found.prefetch_related("issues").iterator(_PART)
    while part := list(islice(rows, _PART)):
        stale = showing.stale(contact_import, part, user)
        for row in part:
            told = (_("To be analysed again"), "") if row.pk in stale else _why(row)
            yield row.cells, *told


def _why(row: ContactImportRow) -> tuple[str, str]:
    """Return what refuses a row, in words and as codes."""
    wrong = [issue for issue in row.issues.all() if not issue.is_warning]
    told = [
        f"{issue.column} : {sentence(issue.code, issue.text, issue.column)}".removeprefix(" : ")
        for issue in wrong
    ]
    return "\n".join(told), ", ".join(dict.fromkeys(issue.code for issue in wrong))


def _workbook(name: str, write: Callable[[BinaryIO], None]) -> HttpResponseBase:
    file = BytesIO()
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
