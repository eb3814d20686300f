"""What a merge does with the documents of a folder, and with what is known of its forms."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.changes import Part
from contacts.merge_policy import Merging, Move, counted
from imports.models import Document
from users.models import User

RELATION = "imports.Document.contact"


def plan_documents(merging: Merging) -> Part:
    """Let them all move, and count those that the user may know of."""
    seen = Document.objects.visible_to(merging.by)
    source, target = (seen.filter(contact=one).count() for one in (merging.source, merging.target))
    moved = Move().plan(RELATION, merging)
    return Part(moved.steps, counted(_("Documents"), source, target, source))


def seen_documents(keys: Collection[int], user: User) -> Collection[int]:
    seen = Document.objects.visible_to(user).filter(Q(pk__in=keys))
    return set(seen.values_list("pk", flat=True))
