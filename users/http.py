from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from users.models import User


class SignedIn(HttpRequest):
    """What a view gets: the middleware lets nobody through who is not logged in."""

    user: User
    htmx: HtmxDetails


V = TypeVar("V", bound=Callable[..., object])


def polled(view: V) -> V:
    """Mark a view that pages ask by themselves: it keeps no session alive."""
    view.is_polled = True  # type: ignore[attr-defined]
    return view


def shows_drafts(view: V) -> V:
    """Mark a view that, sent a draft, shows its page and does nothing (users.forms.Draft).

    A class says so itself: `shows_drafts = True`.
    """
    view.shows_drafts = True  # type: ignore[attr-defined]
    return view


def takes_files_up_to(largest: int) -> Callable[[V], V]:
    """Mark a view that takes a file of more bytes than other pages do (o2s_contacts.uploads)."""

    def mark(view: V) -> V:
        view.largest_file = largest  # type: ignore[attr-defined]
        return view

    return mark
