"""What the night received and what became of it; the forms that go out and the files that come."""

from imports.models.contact_import import (
    ContactImport,
    ContactImportCause,
    ContactImportIssue,
    ContactImportRow,
)
from imports.models.fact_find import Document, DocumentSubject, FormIssue, tells_of_hidden
from imports.models.profile import ImportProfile, ImportProfileVersion, ProfileSample
from imports.models.received import ReceivedForm, RefusedForm
from imports.models.reject import Reject
from imports.models.run import ImportRun
