"""Dropping a form that came back: it is read at once, and leads to what was read of it."""

from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts import rights
from imports.actions.fact_find.reading import receive
from imports.fact_find.reading import LARGEST_FILE
from imports.models import ReceivedForm
from imports.queries import fact_find_messages
from imports.queries.fact_find.received import taken_before
from text.formats import date_fr
from users.http import SignedIn
from users.models import User

FILE = "file"
may_import = permission_required(rights.IMPORT, raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def fact_find_create(request: SignedIn) -> HttpResponse:
    """Ask for the form of somebody who is no contact yet.

    The form that sends it has no token, which would hold a transaction while the file is read; the
    same file sent twice is the same form.
    """
    taken = received(request) if request.method == "POST" else ""
    if isinstance(taken, ReceivedForm):
        return redirect("imports:fact-find-received", pk=taken.pk)
    return render(
        request, "imports/fact_find/create.html", asked(taken), status=422 if taken else 200
    )


def received(request: SignedIn) -> ReceivedForm | str:
    """Read the file that was sent; or return, in a sentence, why it is refused."""
    sent = request.FILES.get(FILE) or _too_large(request)
    if sent is None:
        return _("Choose the form that the client filled in and saved.")
    taken = receive(upload=sent, by=request.user)
    return taken if isinstance(taken, ReceivedForm) else fact_find_messages.refusal(taken)


def _too_large(request: SignedIn) -> UploadedFile | None:
    """Return an empty file of the size of one that was not even listened to."""
    said = request.headers.get("Content-Length", "")
    length = int(said) if said.isdecimal() else 0
    return UploadedFile(BytesIO(), FILE, size=length) if length > LARGEST_FILE else None


def can_be_taken_again(form: ReceivedForm, user: User) -> str:
    """Say of a form that was decided when that was undone; nothing as long as it stands."""
    earlier = taken_before(form, user)
    if earlier is None or earlier.undone_at is None:
        return ""
    days = {"day": date_fr(localdate(earlier.at)), "back": date_fr(localdate(earlier.undone_at))}
    text = _("This form was imported on %(day)s, and that was undone on %(back)s: send it again.")
    return text % days


def asked(refusal: str = "") -> dict[str, Any]:
    """Return what `imports/fact_find/_drop.html` draws."""
    return {"refusal": refusal, "largest": LARGEST_FILE}
