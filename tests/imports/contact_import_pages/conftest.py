"""Files of contacts as an analysis leaves them."""

import pytest
from django.utils import timezone
from lxml import html

from imports.actions.contact_import.analysis import count_causes
from imports.enums import ContactImportState, IssueCode, Outcome
from imports.models import ContactImport, ContactImportIssue, ContactImportRow

HEADS = ["Client Nom", "Client Prénom", "PROFESSION", "Note interne"]


@pytest.fixture
def sent(adviser, colleague):
    """Send a file: `sent(rows=[{"outcome": "new", "after": {…}}])`, analysed if it has rows."""

    def sent(rows=(), *, by=adviser, name="clients.xlsx", **values):
        analysed = {"state": ContactImportState.ANALYSED, "analysed_at": timezone.now()}
        one = ContactImport.objects.create(
            owner=by,
            name=name,
            size=20_480,
            sha256="0" * 64,
            total=len(rows),
            **({"heads": HEADS} | (analysed if rows else {}) | values),
        )
        for line, row in enumerate(rows, start=3):
            put(one, line, **row)
        count_causes(one)
        return one

    sent.colleague = colleague
    return sent


def put(contact_import, line, *, issues=(), **values):
    """Add a row as the analysis keeps it; `issues`: (code, column, text)."""
    cells = values.pop("cells", ["Moreau", "Anne", "", ""])
    given = {"outcome": Outcome.NEW, "label": f"Moreau {line}", "cells": cells} | values
    row = ContactImportRow.objects.create(contact_import=contact_import, line=line, **given)
    counts = contact_import.counts
    counts[row.outcome] = counts.get(row.outcome, 0) + 1
    contact_import.save()
    for code, column, text in issues:
        ContactImportIssue.objects.create(
            row=row,
            contact_import=contact_import,
            code=code,
            column=column,
            text=text,
            is_warning=code in (IssueCode.POST_CODE, IssueCode.VANISHES),
        )
    return row


def words(answer, path):
    """Return the texts found in a page, blanks as one."""
    return [
        " ".join(one.text_content().split()) for one in html.fromstring(answer.content).xpath(path)
    ]
