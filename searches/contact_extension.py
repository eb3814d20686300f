"""What searches add to contacts: pinned ones, ways back to results, words replaced in them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from contacts.extensions import ContactExtension
from searches.actions.replacing import replace_word
from searches.queries.keeping import pinned_by
from searches.queries.searches import known_to
from users.models import User


def pinned_links(user: User) -> Iterable[dict[str, Any]]:
    """Give the entries of a tree: the names of the searches and their addresses."""
    return [
        {"label": search.name, "url": reverse("searches:search-show", args=[search.pk])}
        for search in pinned_by(user)
    ]


def results_label(address: str, user: User) -> str:
    """Return the name of the search whose results are at an address, if it exists for the user."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    if match.view_name != "searches:search-show":
        return ""
    search = known_to(user).filter(pk=match.kwargs["search"]).only("name").first()
    return (search.name or _("Results")) if search else ""


EXTENSION = ContactExtension(rail=pinned_links, page_label=results_label, replace_word=replace_word)
