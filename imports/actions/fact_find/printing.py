"""Printing fact-find forms: blank, or with what a folder says."""

import re
import secrets
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contacts.actions.contacts import hold
from contacts.errors import ContactGone
from contacts.models import Contact
from imports.actions.documents import keep_document
from imports.enums import DocumentKind
from imports.fact_find.prefilling import prefill
from imports.fact_find.schema import Form
from imports.models import Document, FormIssue
from imports.queries.fact_find.facts import facts_of, form_for
from imports.queries.fact_find.signing import signing_key
from users.models import User

# Signs that no system takes in the name of a file.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')
_LONGEST_NAME = 120


def firm_name() -> str:
    """Return the firm's name; without one, the site bears the product's, which no form shows."""
    return "" if settings.FIRM_NAME == settings.PRODUCT_NAME else settings.FIRM_NAME


def blank_form(form: Form) -> bytes:
    """Return the form with nothing in it but the mark and the firm's name."""
    return _blank(form.template, form.version, firm_name(), signing_key())


@lru_cache(maxsize=4)
def _blank(template: str, version: int, firm: str, key: bytes) -> bytes:
    return prefill(template, version, {}, firm=firm, key=key).content


@transaction.atomic
def print_form(*, contact: Contact, by: User) -> Document:
    """Print the folder's form with what `by` sees of it; keep what was printed, and the file."""
    if not hold([contact.pk]):
        raise ContactGone
    form, facts = form_for(contact), facts_of(contact, by)
    ref = secrets.token_urlsafe(16)
    printed = prefill(
        form.template,
        form.version,
        facts.values,
        firm=firm_name(),
        ref=ref,
        key=signing_key(),
    )
    issue = FormIssue.objects.create(
        ref=ref,
        form=form.template,
        version=form.version,
        contact=contact,
        issued_by=by,
        values=printed.values,
        rows=facts.rows,
        years=facts.years,
    )
    document = Document(
        contact=contact, kind=DocumentKind.PRINTED, name=_file_name(contact), issue=issue
    )
    return keep_document(document=document, content=printed.content, tells_of=facts.told, by=by)


def _file_name(contact: Contact) -> str:
    """Return Recueil Anne Moreau 2026-11-29.pdf."""
    who = " ".join(_NOT_IN_NAMES.sub(" ", str(contact)).split())[:_LONGEST_NAME].strip()
    return f"Recueil {who} {timezone.localdate().isoformat()}.pdf"
