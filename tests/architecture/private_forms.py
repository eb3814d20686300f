"""The private folder's form: printed, kept, and come back to one of its people."""

from django.utils import timezone

from contacts.models import Contact
from imports.actions.documents import keep_document
from imports.enums import DocumentKind
from imports.models import Document, FormIssue, ReceivedForm
from users.models import User


def printed(spouse: Contact, contact: Contact, name: str, by: User) -> tuple[Document, Document]:
    """Print the folder's form, and for its public spouse one that tells of the folder."""
    issue = FormIssue.objects.create(
        ref="z" * 32,
        form="RIC-PP",
        version=1,
        contact=contact,
        issued_by=by,
        values={"tit_nom": name},
    )
    told = Document(contact=spouse, kind=DocumentKind.PRINTED, name=f"{name}-conjoint.pdf")
    keep_document(document=told, content=name.encode(), tells_of=[contact], by=by)
    own = Document(contact=contact, kind=DocumentKind.PRINTED, name=f"{name}.pdf", issue=issue)
    keep_document(document=own, content=name.encode(), by=by)
    return own, told


def public(contact: Contact, by: User) -> None:
    """Keep a file that everybody may see beside those that tell of the folder."""
    document = Document(contact=contact, kind=DocumentKind.RECEIVED, name="recu.pdf")
    keep_document(document=document, content=b"%PDF", by=by)


def received(form: Document, name: str, by: User) -> tuple[ReceivedForm, ReceivedForm]:
    """Let it come back twice, with an answer in doubt: one waits, one was taken."""
    answers = {"texts": {"tit_nom": name, "tit_email": name}, "doubts": {}, "remarks": []}
    told = {"name": f"{name}.pdf", "size": len(name), "sha256": "z" * 64, "answers": answers}
    taken = {"contact": form.contact, "decided_at": timezone.now()}
    waiting, decided = (
        ReceivedForm.objects.create(
            uploader=by, form="RIC-PP", version=1, issue=form.issue, **told, **more
        )
        for more in ({}, taken)
    )
    return waiting, decided
