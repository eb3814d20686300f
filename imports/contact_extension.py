"""What imports add to contacts: the documents of a folder, and the forms that were printed."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts import history
from contacts.enums import ChangeKind
from contacts.extensions import ContactExtension
from contacts.merge_policy import Move, Planned, RowWords
from imports.actions.contact_import import undoing as contact_imports
from imports.actions.documents import put_back
from imports.actions.fact_find import undoing_creation
from imports.actions.fact_find.merging import plan_documents, seen_documents
from imports.actions.fact_find.writing import undoing
from imports.enums import DocumentKind
from imports.models import Document, tells_of_hidden
from imports.queries.documents import DELETIONS, part_of_follow_ups
from users.models import User


def _documents(folders: Collection[int], user: User) -> QuerySet[Any]:
    """Return what happened to the documents that tell of no folder but such as the user sees."""
    found: QuerySet[Any] = Document.history.filter(contact__in=folders)
    return found.filter(~tells_of_hidden(user, "id"))


def _printed(record: Any, before: Any) -> str | None:
    if before is None and record.kind == DocumentKind.PRINTED:
        return gettext("printed the Recueil d'Information Client")
    return None


_DOCUMENTS = history.Source(
    Document,
    _documents,
    history.Words(
        _("added the document %(row)s"),
        _("changed the document %(row)s"),
        _("deleted the document %(row)s"),
    ),
    lambda record: str(record.name),
    sentence=_printed,
    icon="file",
    names_others=True,
    left_out=frozenset(
        (
            *("contact", "kind", "name", "issue", "sha256"),
            *("added_by", "added_at", "deleted_at", "deleted_by"),
        )
    ),
    is_told_whole=True,
)

EXTENSION = ContactExtension(
    merge_policies={
        "imports.FormIssue.contact": Move(),
        "imports.Document.contact": Planned(planner=plan_documents),
        "imports.DocumentSubject.contact": Move(["document_id"]),
        "imports.ReceivedForm.contact": Move(),
    },
    row_words={"imports.Document": RowWords(_("Documents"), seen=seen_documents)},
    changes={
        ChangeKind.DOCUMENT_DELETION: DELETIONS,
        ChangeKind.FACT_FIND: undoing.CHANGES,
        ChangeKind.FACT_FIND_CREATION: undoing_creation.CHANGES,
        ChangeKind.CONTACT_IMPORT: contact_imports.CHANGES,
    },
    undos={
        ChangeKind.DOCUMENT_DELETION: put_back,
        ChangeKind.FACT_FIND: undoing.put_back,
        ChangeKind.FACT_FIND_CREATION: undoing_creation.put_back,
        ChangeKind.CONTACT_IMPORT: contact_imports.put_back,
    },
    undo_starts={ChangeKind.CONTACT_IMPORT: contact_imports.start_undo_of_change},
    history_sources=(_DOCUMENTS,),
    follow_up_parts=part_of_follow_ups,
)
