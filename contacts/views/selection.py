"""The contacts that a list's ticks give to one of its actions."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.views import list_state
from users.http import SignedIn

TICK = "contact"
# What one action takes at once: several pages of the list.
AT_ONCE = 500


def ticked(data: QueryDict, name: str = TICK, *, at_most: int | None = AT_ONCE) -> list[int]:
    """Return the keys that ticks gave; whatever is no key is dropped."""
    return [pk for text in data.getlist(name) if (pk := key(text))][:at_most]


def keys_of_list(request: SignedIn) -> list[int] | None:
    """Return what was ticked in the list; `None` when nothing is."""
    data = request.POST if request.method == "POST" else request.GET
    return ticked(data) if TICK in data else None


def of_list(request: SignedIn) -> list[Contact] | None:
    """Return the contacts ticked in the list, by name: 404 when none is there for the user."""
    keys = keys_of_list(request)
    if keys is None:
        return None
    rows = Contact.objects.visible_to(request.user).filter(pk__in=keys)
    seen = list(rows.order_by("sort_name", "pk"))
    if not seen:
        raise Http404
    return seen


def nothing_ticked(request: SignedIn) -> HttpResponse:
    """Say that an action of the list needs a tick, in the list."""
    messages.error(request, _("Nothing is ticked: tick one contact or more, then choose again."))
    return redirect(list_state.list_url(request))
