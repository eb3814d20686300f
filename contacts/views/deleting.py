"""Asking before contacts are deleted, deleting them, and taking it back."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts import merge_policy, rights
from contacts.actions.deletion import delete, undo_delete
from contacts.errors import CannotUndo
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.views import list_state
from users.http import SignedIn

AT_ONCE = 500
# The name of a list's ticks.
PICKED = "contact"


@require_http_methods(["GET", "HEAD", "POST"])
def contact_delete(request: SignedIn, pk: int) -> HttpResponse:
    """Delete the contact of a folder."""
    keys = [pk] if key(str(pk)) else []
    return _page(request, keys, cancel_url=reverse("contacts:contact-general", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def contacts_delete(request: SignedIn) -> HttpResponse:
    """Delete those that were ticked in the list."""
    data = request.POST if request.method == "POST" else request.GET
    if PICKED not in data:
        return nothing_picked(request)
    return _page(request, picked(data), cancel_url=list_state.list_url(request))


def picked(data: QueryDict, name: str = PICKED, *, at_most: int | None = AT_ONCE) -> list[int]:
    """Return the keys that a list's ticks gave; whatever is no key is dropped."""
    return [pk for text in data.getlist(name) if (pk := key(text))][:at_most]


def nothing_picked(request: SignedIn) -> HttpResponse:
    """Say that an action of the list needs a tick, in the list."""
    messages.error(request, _("Nothing is ticked: tick one contact or more, then choose again."))
    return redirect(list_state.list_url(request))


def _page(request: SignedIn, keys: Sequence[int], *, cancel_url: str) -> HttpResponse:
    seen = list(Contact.objects.visible_to(request.user).filter(pk__in=keys).order_by("sort_name"))
    if not seen:
        raise Http404
    mine = set(_changeable(request, keys))
    if not request.user.has_perm(rights.DELETE) or not mine:
        raise PermissionDenied
    if request.method == "POST":
        return _delete(request, sorted(mine))
    context = {
        "contacts": [contact for contact in seen if contact.pk in mine],
        "kept": [contact for contact in seen if contact.pk not in mine],
        "consequences": merge_policy.consequences(sorted(mine), request.user),
        "may_reactivate": request.user.has_perm(rights.REACTIVATE),
        "cancel_url": cancel_url,
        "back": list_state.back(request),
    }
    return render(request, "contacts/contact/delete.html", context)


def _changeable(request: SignedIn, keys: Sequence[int]) -> list[int]:
    rows = Contact.objects.changeable_by(request.user).filter(pk__in=keys)
    return list(rows.values_list("pk", flat=True))


def _delete(request: SignedIn, keys: Sequence[int]) -> HttpResponse:
    names = [str(contact) for contact in Contact.objects.filter(pk__in=keys)]
    gone = delete(contact_ids=keys, by=request.user)
    text = ngettext("%(name)s is deleted.", "%(n)s contacts are deleted.", len(gone)) % {
        "name": names[0] if names else "",
        "n": len(gone),
    }
    query = urlencode({"contact": gone, "back": list_state.back(request)}, doseq=True)
    undo = f"{reverse('contacts:contacts-undelete')}?{query}"
    messages.success(request, text, extra_tags=f"undo={undo}")
    return redirect(list_state.list_url(request))


@require_POST
def contacts_undelete(request: SignedIn) -> HttpResponse:
    """Take back what this user deleted lately."""
    try:
        back = undo_delete(contact_ids=picked(request.GET), by=request.user)
    except CannotUndo as error:
        messages.error(request, str(error))
        return redirect(list_state.list_url(request))
    if not back:
        raise Http404
    if len(back) == 1:
        messages.success(request, _("%(contact)s is reactivated.") % {"contact": back[0]})
        return redirect("contacts:contact-general", pk=back[0].pk)
    text = ngettext("The contact is back.", "%(n)s contacts are back.", len(back))
    messages.success(request, text % {"n": len(back)})
    return redirect(list_state.list_url(request))
