"""The third step of an import of contacts: what it will do in figures, then doing just that."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.errors import CannotUndo
from contacts.forms.inputs import version
from imports.actions.contact_import.importing import start_import
from imports.actions.contact_import.undoing import start_undo
from imports.enums import Outcome
from imports.errors import ContactImportBusy, ContactImportChanged
from imports.models import ContactImport
from imports.queries.contact_import.expected import Expected, expected
from imports.views.contact_import_list import may_import
from imports.views.contact_import_show import is_open, mine
from text import formats
from users.http import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    contact_import = mine(request, pk)
    if not is_open(contact_import):
        return redirect("imports:contact-import-show", pk=pk)
    if request.method == "POST":
        return _start(request, contact_import)
    return _page(request, contact_import)


def _start(request: SignedIn, contact_import: ContactImport) -> HttpResponse:
    shown = version(request.POST.get("version", ""))
    try:
        start_import(contact_import=contact_import, plan_version=shown or 0, by=request.user)
    except ContactImportChanged as change:
        return _page(request, mine(request, contact_import.pk), changed=str(change))
    except ContactImportBusy as busy:
        messages.warning(request, str(busy))
    return redirect("imports:contact-import-show", pk=contact_import.pk)


@require_POST
@may_import
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Have the import undone, in the background."""
    try:
        start_undo(contact_import=mine(request, pk), by=request.user)
    except (ContactImportBusy, CannotUndo) as error:
        messages.warning(request, str(error))
    return redirect("imports:contact-import-show", pk=pk)


def _page(request: SignedIn, contact_import: ContactImport, *, changed: str = "") -> HttpResponse:
    will = expected(contact_import)
    refusal = _refusal(contact_import, will)
    context = {
        "file": contact_import,
        "figures": _figures(will),
        "left_out": _left_out(contact_import, will),
        "vanishes": _vanishes(will),
        "refusal": refusal,
        "changed": changed,
        "can_import": not refusal,
    }
    status = HTTPStatus.CONFLICT if changed else HTTPStatus.OK
    return render(request, "imports/contact_import/confirm.html", context, status=status)


def _figures(will: Expected) -> list[dict[str, str]]:
    """Return what will be done, nothing of what will not."""
    figures = [
        (_("Contacts created"), will.created),
        (_("Contacts updated"), will.updated),
        (_("Contacts reactivated"), will.reactivated),
        (_("Unchanged"), will.unchanged),
    ]
    return [{"label": label, "value": formats.number_fr(n)} for label, n in figures if n]


def _left_out(contact_import: ContactImport, will: Expected) -> list[dict[str, str]]:
    """Return what will not be done, and the page where it can be."""
    page = reverse("imports:contact-import-show", args=[contact_import.pk])
    asks = Outcome.DELETED if contact_import.counts.get(Outcome.DELETED) else Outcome.DOUBLE
    told = [
        (will.refused, ngettext("%(n)s refused row", "%(n)s refused rows", will.refused)),
        (
            will.undecided,
            ngettext(
                "%(n)s row of a deleted contact or a likely duplicate, of which nothing is decided",
                "%(n)s rows of deleted contacts or likely duplicates, of which nothing is decided",
                will.undecided,
            ),
        ),
        (
            will.left,
            ngettext("%(n)s row that you leave out", "%(n)s rows that you leave out", will.left),
        ),
    ]
    outcomes = (Outcome.REFUSED, asks, asks)
    return [
        {"label": words % {"n": formats.number_fr(n)}, "url": f"{page}?outcome={outcome}#rows"}
        for (n, words), outcome in zip(told, outcomes, strict=True)
        if n
    ]


def _vanishes(will: Expected) -> str:
    if not will.vanishing:
        return ""
    words = ngettext(
        "%(n)s folder becomes private without you: you will not see it any more.",
        "%(n)s folders become private without you: you will not see them any more.",
        will.vanishing,
    )
    return words % {"n": formats.number_fr(will.vanishing)}


def _refusal(contact_import: ContactImport, will: Expected) -> str:
    """Say why nothing can be imported as it stands; "" when it can."""
    if contact_import.is_all_or_nothing and will.refused:
        return _(
            "Nothing is imported while a row is refused: correct the refused rows, or choose to "
            "import the good ones and analyse again."
        )
    if will.does_nothing:
        return _("There is nothing to import: no row would create or change a contact.")
    return ""
