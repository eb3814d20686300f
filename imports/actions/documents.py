"""Keeping the files of a folder: on the disk under names drawn by chance, in the folder by rows."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contacts.actions.contacts import hold
from contacts.errors import ContactGone
from contacts.models import Contact
from imports.models import Document, DocumentSubject
from persistence import private_files
from persistence.models import save_as
from users.models import User


@transaction.atomic
def keep_document(
    *, document: Document, content: bytes, tells_of: Iterable[Contact] = (), by: User
) -> Document:
    """Keep a file with its folder; `document` is a row not saved yet, which says whose and what.

    `tells_of` are other folders whose facts stand in it too: who may not see one of them does not
    see the document either.
    """
    if not hold([document.contact_id]):
        raise ContactGone
    document.file = _written(content)
    document.size, document.sha256 = len(content), hashlib.sha256(content).hexdigest()
    document.added_by = by
    save_as(document, by)
    subjects = {one.pk for one in tells_of} - {document.contact_id}
    DocumentSubject.objects.bulk_create(
        DocumentSubject(document=document, contact_id=pk) for pk in sorted(subjects)
    )
    return document


def _written(content: bytes) -> str:
    """Write a file; what a failed transaction leaves is swept away by `clear_documents`."""
    with private_files.being_written(settings.DOCUMENTS) as path:
        path.write_bytes(content)
        return private_files.keep(path, settings.DOCUMENTS)


def clear_documents() -> int:
    """Delete the files of documents that cannot be brought back any more; return how many."""
    before = timezone.now() - dt.timedelta(days=settings.UNDO_DAYS)
    due = Document.deleted.filter(deleted_at__lt=before).exclude(file="")
    names = list(due.values_list("file", flat=True))
    Document.deleted.filter(file__in=names).forget_files()
    for name in names:
        (settings.DOCUMENTS / name).unlink(missing_ok=True)
    kept = set(Document.everything.exclude(file="").values_list("file", flat=True))
    private_files.sweep(settings.DOCUMENTS, kept)
    return len(names)
