"""Asking before contacts are deleted, deleting them, and taking it back."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contacts import extensions, rights
from contacts.actions.deletion import delete
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.views import list_state
from contacts.views.selection import (
    Question,
    Selection,
    ask,
    nothing_ticked,
    of_contacts,
    of_list,
)
from users.http import SignedIn
from users.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def contact_delete(request: SignedIn, pk: int) -> HttpResponse:
    """Delete the contact of a folder."""
    selection = of_contacts(request, [pk] if key(str(pk)) else [])
    return _page(request, selection, cancel_url=reverse("contacts:contact-general", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def contacts_delete(request: SignedIn) -> HttpResponse:
    """Delete those that were ticked in the list."""
    selection = of_list(request)
    if selection is None:
        return nothing_ticked(request)
    return _page(request, selection, cancel_url=list_state.list_url(request))


def _page(request: SignedIn, selection: Selection, *, cancel_url: str) -> HttpResponse:
    if not request.user.has_perm(rights.DELETE):
        raise PermissionDenied
    selection.require_change()
    keys = sorted(selection.changeable)
    if request.method == "POST":
        return _delete(request, keys)
    title = ngettext("Delete %(n)s contact", "Delete %(n)s contacts", len(keys)) % {"n": len(keys)}
    if len(keys) == 1:
        (contact,) = (one for one in selection.seen if one.pk in selection.changeable)
        title = _("Delete %(name)s") % {"name": contact}
    follows = list(_consequences(keys, request.user))
    question = Question(title, _("Delete"), consequences=follows, danger_icon="trash")
    return ask(request, selection, question, cancel_url=cancel_url)


def _consequences(keys: Sequence[int], user: User) -> Iterator[str]:
    """Give what follows, for what other apps keep of these contacts as far as the user sees it."""
    yield ngettext(
        "The folder leaves lists, search, recents and suggestions.",
        "The %(n)s folders leave lists, search, recents and suggestions.",
        len(keys),
    ) % {"n": len(keys)}
    for extension in extensions.every():
        yield from extension.consequences(keys, user)
    yield _(
        "Nothing is erased: relations, keywords, notes and accounts come back as they were with "
        "the contact."
    )
    if user.has_perm(rights.REACTIVATE):
        yield _(
            "You can reactivate it in Services, Modules, Contacts, Deleted contacts and accounts."
        )
    else:
        yield _("You can reactivate it yourself for 30 days, in Recent contacts.")


def _delete(request: SignedIn, keys: Sequence[int]) -> HttpResponse:
    names = [str(contact) for contact in Contact.objects.filter(pk__in=keys)]
    change = delete(contact_ids=keys, by=request.user)
    if change is None:
        raise Http404
    count = change.subjects.count()
    text = ngettext("%(name)s is deleted.", "%(n)s contacts are deleted.", count) % {
        "name": names[0] if names else "",
        "n": count,
    }
    back = {"back": list_state.back(request)}
    undo = reverse("contacts:change-undo", args=[change.pk], query=back)
    messages.success(request, text, extra_tags=f"undo={undo}")
    return redirect(list_state.list_url(request))
