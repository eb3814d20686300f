"""What searches add to contacts: those pinned beside their list, and words replaced in them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from contacts.extensions import ContactExtension
from searches.actions.replacing import replace_word
from searches.queries.keeping import pinned_by
from users.models import User


def pinned_links(user: User) -> Iterable[dict[str, Any]]:
    """Give the entries of a tree: the names of the searches and their addresses."""
    return [
        {"label": search.name, "url": reverse("searches:search-show", args=[search.pk])}
        for search in pinned_by(user)
    ]


EXTENSION = ContactExtension(rail=pinned_links, replace_word=replace_word)
