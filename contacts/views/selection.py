"""The contacts that a list's ticks give to one of its actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
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


@dataclass(frozen=True)
class Question:
    """What an action asks before it is done: its form, if it has one, and what follows."""

    title: str
    button: str
    form: BaseForm | None = None
    consequences: Sequence[str] = ()
    # Of the button of an action that takes away.
    danger_icon: str = ""


def ask(
    request: SignedIn,
    selection: Selection,
    question: Question,
    *,
    cancel_url: str,
    status: int = 200,
) -> HttpResponse:
    """Answer the page of an action on these contacts, with those of them that it leaves alone."""
    mine = selection.changeable
    context = {
        "question": question,
        "contacts": [contact for contact in selection.seen if contact.pk in mine],
        "kept": [contact for contact in selection.seen if contact.pk not in mine],
        "cancel_url": cancel_url,
        "back": list_state.back(request),
    }
    return render(request, "contacts/contact/action.html", context, status=status)


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
