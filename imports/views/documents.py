"""Documents: the forms of a folder that were printed, and the files that came back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from contacts.enums import ChangeKind
from contacts.forms.inputs import key
from contacts.queries.changes import undo_url
from contacts.views.folder import FolderView
from imports.actions.documents import delete_document
from imports.models import Document
from imports.queries import documents
from users.http import SignedIn

PDF = "application/pdf"
FOLLOW_UPS = "contacts:contact-follow-ups"


def file_name(document: Document) -> str:
    """Return the name under which it is taken away: that of a private folder's tells nothing.

    Headers and lists of downloads are kept where the rule is not asked.
    """
    if not documents.is_secret(document):
        return document.name
    return f"Recueil {timezone.localdate(document.added_at).isoformat()}.pdf"


def pdf_attachment(content: bytes, name: str) -> HttpResponse:
    """Answer a file to be kept; a browser that opens it all the same runs and asks for nothing."""
    headers = {
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name)),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type=PDF, headers=headers)


class DocumentList(FolderView):
    tab = FOLLOW_UPS
    template_name = "imports/document/list.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        after, before = (key(request.GET.get(side, "")) for side in ("after", "before"))
        page = documents.page(self.contact, request.user, after=after, before=before)
        return self.show(
            documents=documents.shown(page.rows),
            next_url=f"?after={page.after[0]}" if page.after else "",
            previous_url=f"?before={page.before[0]}" if page.before else "",
        )


class DocumentPage(FolderView):
    """A page of one document of the folder, asked for through the rule each time."""

    tab = FOLLOW_UPS

    def prepare(self) -> HttpResponseBase | None:
        rows = documents.documents_of(self.contact, self.request.user)
        self.document = get_object_or_404(rows, pk=self.kwargs["document"])
        return super().prepare()


class DocumentFetch(DocumentPage):
    def get(self, request: SignedIn, pk: int, document: int) -> HttpResponseBase:
        try:
            content = (settings.DOCUMENTS / self.document.file).read_bytes()
        except FileNotFoundError:
            messages.error(request, _("This file is not there any more: tell the administrator."))
            return redirect(FOLLOW_UPS, pk=pk)
        return pdf_attachment(content, file_name(self.document))


class DocumentDelete(DocumentPage):
    template_name = "imports/document/delete.html"

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        self.require_change()
        return answer

    def get(self, request: SignedIn, pk: int, document: int) -> HttpResponse:
        return self.show(document=self.document, undo_days=settings.UNDO_DAYS)

    def post(self, request: SignedIn, pk: int, document: int) -> HttpResponse:
        deleted = delete_document(document=self.document, by=request.user)
        undo = undo_url(ChangeKind.DOCUMENT_DELETION, deleted)
        messages.success(request, _("The document is deleted."), extra_tags=f"undo={undo}")
        return redirect(FOLLOW_UPS, pk=pk)
