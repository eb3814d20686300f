"""Import contacts (xls): the files that one sent, the model to fill in, and sending another."""

from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts import rights
from contacts.forms.inputs import key
from imports.actions.contact_import.loading import load
from imports.models import ContactImport
from imports.models.contact_import import KEPT_FOR
from persistence import keyset
from text import formats
from users.http import SignedIn, takes_files_up_to

FILE = "file"
# What is taken of a file, in bytes.
LARGEST_FILE = 40 << 20
PAGE = 25
may_import = permission_required(rights.IMPORT, raise_exception=True)


@takes_files_up_to(LARGEST_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def contact_imports(request: SignedIn) -> HttpResponse:
    """Show one's own files, newest first, and take another.

    The form that sends it has no token, which would hold a transaction while the file is kept; the
    same file sent twice is the one that waits.
    """
    sent = _sent(request) if request.method == "POST" else ""
    if isinstance(sent, ContactImport):
        return redirect("imports:contact-import-show", pk=sent.pk)
    context = _files(request) | {"refusal": sent, "largest": LARGEST_FILE, "days": KEPT_FOR.days}
    return render(request, "imports/contact_import/list.html", context, status=422 if sent else 200)


def _sent(request: SignedIn) -> ContactImport | str:
    """Keep the file that was sent; or return, in a sentence, why it is refused."""
    upload = request.FILES.get(FILE) or _too_large(request)
    if upload is None:
        return _("Choose the file to import.")
    if (upload.size or 0) > LARGEST_FILE:
        size = {"size": formats.size_fr(LARGEST_FILE)}
        return _("This file is over %(size)s: split it in two.") % size
    return load(upload=upload, by=request.user)


def _too_large(request: SignedIn) -> UploadedFile | None:
    """Return an empty file of the size of one that was not even listened to."""
    said = request.headers.get("Content-Length", "")
    length = int(said) if said.isdecimal() else 0
    return UploadedFile(BytesIO(), FILE, size=length) if length > LARGEST_FILE else None


def _files(request: SignedIn) -> dict[str, Any]:
    before = key(request.GET.get("before", ""))
    mine = ContactImport.objects.visible_to(request.user).select_related("change", "job")
    page = keyset.page(mine, ("pk",), size=PAGE, after=(before,) if before else None)
    next_url = f"?before={page.after[0]}" if page.after else ""
    return {"files": page.rows, "next_url": next_url}
