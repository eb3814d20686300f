"""Keeping the files of a folder: on the disk under names drawn by chance, in the folder by rows."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions.contacts import hold
from contacts.actions.undoing import Undone, keep
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo, ContactGone
from contacts.models import Change, Contact
from imports.models import Document, DocumentSubject
from imports.queries.documents import own_deletions
from persistence import private_files
from persistence.models import save_as
from users.models import User

_DELETION = ["deleted_at", "deleted_by"]


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


@transaction.atomic
def delete_document(*, document: Document, by: User) -> Document:
    """Take a document out of its folder; the file stays as long as it can come back."""
    standing = Document.everything.select_for_update(of=("self",)).get(pk=document.pk)
    if standing.deleted_at is None:
        standing.deleted_at, standing.deleted_by = timezone.now(), by
        save_as(standing, by, update_fields=_DELETION)
        keep(ChangeKind.DOCUMENT_DELETION, about=[standing.pk], by=by, at=standing.deleted_at)
    return standing


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Bring a document back into the folder where it stood."""
    document = own_deletions(by).filter(deleted_at=change.at, pk__in=keys).first()
    if document is None:
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    document.deleted_at = document.deleted_by = None
    save_as(document, by, update_fields=_DELETION)
    shown = reverse("contacts:contact-follow-ups", args=[document.contact_id])
    return Undone(_("The document is back."), shown)


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
