import pytest

from imports.actions.documents import keep_document
from imports.enums import DocumentKind
from imports.models import Document, FormIssue


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Return the place where the files of this test are kept."""
    settings.DOCUMENTS = tmp_path / "documents"
    return settings.DOCUMENTS


@pytest.fixture
def keep(adviser):
    """Keep a file with a folder: `keep(anne, "recueil.pdf", tells_of=[paul])`."""

    def keep(contact, name="recueil.pdf", by=None, content=b"%PDF", tells_of=(), **values):
        values = {"kind": DocumentKind.RECEIVED} | values
        document = Document(contact=contact, name=name, **values)
        return keep_document(
            document=document, content=content, tells_of=tells_of, by=by or adviser
        )

    return keep


@pytest.fixture
def issued(adviser):
    """Make the row of a printed form: `issued(anne, tit_nom="Moreau")`."""

    def issued(contact, ref="a" * 32, **values):
        return FormIssue.objects.create(
            ref=ref, form="RIC-PP", version=1, contact=contact, issued_by=adviser, values=values
        )

    return issued
