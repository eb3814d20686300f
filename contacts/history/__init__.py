"""Historique: records of history -> sentences with before and after, for one viewer."""

from contacts.history.timeline import Anchor, Filters, Page, folders_read_with, page, people
from contacts.history.tracked_models import Record, Source, Words, of_contact, sources

__all__ = [
    "Anchor",
    "Filters",
    "Page",
    "Record",
    "Source",
    "Words",
    "folders_read_with",
    "of_contact",
    "page",
    "people",
    "sources",
]
