"""Historique: records of history -> sentences with before and after, for one viewer."""

from contacts.history.names import NAMES
from contacts.history.timeline import Anchor, Filters, folders_read_with, page, people
from contacts.history.tracked_models import Source, Words, of_contact, sources
