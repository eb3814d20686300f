"""Keeping a form that came back with the folder that it made or brought up to date."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contacts.models import Change, Contact
from imports.actions.documents import keep_document
from imports.enums import DocumentKind
from imports.models import Document, DocumentSubject, ReceivedForm
from imports.queries.fact_find.reports import LeftOut, report_on
from users.models import User


class Told(NamedTuple):
    """What a form says and what became of it.

    `left_out`: the answers that were not taken. `of`: the folders that it was written into; those
    that its printed form told of count too.
    """

    left_out: Sequence[LeftOut]
    of: Collection[int]


@transaction.atomic
def keep_received(
    *,
    received: ReceivedForm,
    contact: Contact,
    change: Change | None,
    told: Told,
    by: User,
) -> Document:
    """Move its file into the folder, and say that it is decided.

    `change`: what was written from it.
    """
    path = Path(settings.RECEIVED_FORMS) / received.file
    printed = DocumentSubject.objects.filter(
        document__issue=received.issue_id, document__issue__isnull=False
    )
    others = {*told.of, *printed.values_list("contact", flat=True)} - {contact.pk}
    document = keep_document(
        document=Document(
            contact=contact,
            kind=DocumentKind.RECEIVED,
            name=received.name,
            issue=received.issue,
            change=change,
            report=report_on(received, told.left_out),
        ),
        content=path.read_bytes(),
        tells_of=Contact.everything.filter(pk__in=others),
        by=by,
    )
    received.contact, received.decided_at, received.file = contact, timezone.now(), ""
    received.save(update_fields=["contact", "decided_at", "file"])
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return document
