"""The contacts that a list's ticks give to one of its actions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
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


@dataclass(frozen=True)
class Selection:
    """What the user sees of the ticked contacts, by name, and the keys of those they may change."""

    seen: list[Contact]
    changeable: set[int]

    def require_change(self) -> None:
        """Refuse when the user may change none of them."""
        if not self.changeable:
            raise PermissionDenied


def ticked(data: QueryDict, name: str = TICK, *, at_most: int | None = AT_ONCE) -> list[int]:
    """Return the keys that ticks gave; whatever is no key is dropped."""
    return [pk for text in data.getlist(name) if (pk := key(text))][:at_most]


def of_contacts(request: SignedIn, keys: Iterable[int]) -> Selection:
    """Return these contacts as the user may see and change them: 404 when none is there."""
    rows = Contact.objects.visible_to(request.user).filter(pk__in=keys)
    seen = list(rows.order_by("sort_name", "pk"))
    if not seen:
        raise Http404
    mine = Contact.objects.changeable_by(request.user).filter(pk__in=[row.pk for row in seen])
    return Selection(seen, set(mine.values_list("pk", flat=True)))


def of_list(request: SignedIn) -> Selection | None:
    """Return the contacts ticked in the list; `None` when nothing is ticked."""
    data = request.POST if request.method == "POST" else request.GET
    return of_contacts(request, ticked(data)) if TICK in data else None


def nothing_ticked(request: SignedIn) -> HttpResponse:
    """Say that an action of the list needs a tick, in the list."""
    messages.error(request, _("Nothing is ticked: tick one contact or more, then choose again."))
    return redirect(list_state.list_url(request))
