"""The documents of a folder, as one reader may know of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contacts.enums import ChangeKind
from contacts.extensions import FolderPart
from contacts.models import Contact
from contacts.queries.changes import OwnChanges, Subject
from contacts.visibility import is_changeable, may_change_seen, refers_to_private
from imports.models import Document, DocumentSubject
from imports.queries.fact_find.reports import lines_of
from persistence import keyset
from persistence.journal.recording import undoable_since
from users.models import User

PAGE = 30
# How many Suivi shows; the rest has a page of its own.
SHOWN = 5


def documents_of(contact: Contact, user: User) -> QuerySet[Document]:
    """Return those that exist for the user, newest first."""
    rows = Document.objects.visible_to(user).filter(contact=contact)
    ordered: QuerySet[Document] = rows.select_related("added_by", "change", "contact").order_by(
        "-pk"
    )
    return ordered


def shown(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Return each with what its reader found in it."""
    return [{"document": row, "report": lines_of(row)} for row in documents]


def is_secret(document: Document) -> bool:
    """Tell whether it is a private folder's, or tells of one."""
    told = DocumentSubject.objects.filter(refers_to_private("contact"), document=document)
    return document.contact.is_private or told.exists()


def page(
    contact: Contact, user: User, *, after: int | None, before: int | None
) -> keyset.Page[Document, tuple[Any, ...]]:
    return keyset.page(
        documents_of(contact, user),
        ("pk",),
        size=PAGE,
        after=(after,) if after else None,
        before=(before,) if before else None,
    )


def part_of_follow_ups(contact: Contact, user: User) -> Iterable[FolderPart]:
    """Show the newest documents under the notes of a folder."""
    rows = list(documents_of(contact, user)[: SHOWN + 1])
    context = {
        "contact": contact,
        "documents": shown(rows[:SHOWN]),
        "has_more": len(rows) > SHOWN,
        "may_change": may_change_seen(user, contact),
    }
    return [FolderPart("imports/document/_part.html", context)]


def own_deletions(user: User) -> QuerySet[Document]:
    """Return what the user deleted lately in folders that they may change, and may take back."""
    rows: QuerySet[Document] = Document.deleted.visible_to(user).select_related("contact")
    return rows.filter(
        is_changeable(user, "contact"), deleted_by=user, deleted_at__gte=undoable_since()
    ).order_by("-deleted_at", "-pk")


def _subjects(documents: Sequence[Document], _user: User) -> Mapping[int, Subject]:
    return {
        row.pk: Subject(row.name, str(row.contact), is_private=row.contact.is_private)
        for row in documents
    }


DELETIONS = OwnChanges(
    ChangeKind.DOCUMENT_DELETION,
    own_deletions,
    subjects=_subjects,
    what=_("Document deleted"),
    moment="deleted_at",
)
