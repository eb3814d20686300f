"""Each field of what wealth, compliance and imports keep with a folder has all that a field has.

A field that a later developer adds is missed here by name, or stands below with its reason.
"""

from compliance.actions.merging import Complete
from compliance.models import (
    BeneficialOwner,
    Consent,
    FinancialYear,
    FundsOrigin,
    InvestmentProject,
    InvestorProfile,
    Objective,
    ProductExperience,
    Shareholder,
    TaxResidence,
)
from compliance.models.declarations import ORIGINS
from compliance.views.rows import ComplianceRows
from contacts import history, merge_policy
from contacts.actions.merging.completing import blank_columns
from contacts.fields import shapes
from contacts.models import Contact
from imports.models import Document, DocumentSubject, FormIssue, ReceivedForm
from searches.querying.vocabulary import SUBJECTS
from tests.o2s_contacts.folder_rows import MODELS
from wealth.models import DeclaredAsset
from wealth.views.rows import DeclaredRows

# What leads from a row to the one that it hangs on: no answer of anybody.
KEYS = {"id", "contact", "profile"}
# Written by the house when a form is printed, sent or read: nobody types it, or asks about it.
OF_THE_HOUSE = {FormIssue, Document, DocumentSubject, ReceivedForm}
# No version of a profile is on a list of rows: its own page shows it.
ON_A_PAGE = {InvestorProfile, ProductExperience}
# They are not changed once they are written, and a document tells what became of them.
NO_HISTORY = {FormIssue, DocumentSubject, ReceivedForm}

NOT_ASKED = {(DeclaredAsset, "account"): "asked of accounts"}
NOT_TOLD = {
    (InvestorProfile, "created_by"): "who changed it is told of each change",
    (InvestorProfile, "created_at"): "as is when",
    (ProductExperience, "product"): "named in the sentence",
    (Document, "kind"): "told in a sentence of its own",
    (Document, "name"): "named in the sentence",
    (Document, "issue"): "the house's key to what was printed",
    (Document, "change"): "the house's key to what was taken from it",
    (Document, "sha256"): "what a file is known again by",
    (Document, "file"): "the name of the file on the disk, drawn by chance",
    (Document, "report"): "what the reader found, shown beside the document",
    (Document, "added_by"): "who added it is told of its creation",
    (Document, "added_at"): "as is when",
    (Document, "deleted_by"): "who deleted it is told of its deletion",
    (Document, "deleted_at"): "as is when",
}
NOT_A_COLUMN = {(FundsOrigin, name): "all of them are named in one column" for name in ORIGINS}
NOT_A_COLUMN |= {(Consent, "is_given"): "said in a word: given, or withdrawn"}
# What makes two rows of two folders the same.
SAME = {
    Objective: {"kind"},
    InvestmentProject: set(),
    TaxResidence: {"country"},
    BeneficialOwner: {"last_name", "first_name", "birth_date"},
    Shareholder: {"name"},
    FinancialYear: {"year"},
}


def fields(*but):
    """Return the fields of all these models that say something, but of those named."""
    return {
        (model, field.name)
        for model in MODELS - {*but}
        for field in model._meta.concrete_fields
        if field.name not in KEYS
    }


def test_every_field_is_in_a_catalogue():
    assert fields(*OF_THE_HOUSE) == {pair for pair in shapes._DESCRIBED if pair[0] in MODELS}


def test_every_field_may_be_asked_in_requetes():
    asked = {
        (each.described.model, each.described.name)
        for subject in SUBJECTS.values()
        for each in subject.fields.values()
    }
    assert fields(*OF_THE_HOUSE) - asked == NOT_ASKED.keys()


def test_every_field_is_told_by_historique():
    told = {(source.model, field.name) for source in history.sources() for field in source.fields}
    assert fields(*NO_HISTORY) - told == NOT_TOLD.keys()


def test_every_field_is_a_column_of_its_list():
    shown = {
        (rows.model, field.name)
        for pages in (DeclaredRows.pages, ComplianceRows.pages)
        for page in pages
        for rows in page.sets
        for field in (rows.shown or rows.fields)
    }
    assert fields(*OF_THE_HOUSE, *ON_A_PAGE) - shown == NOT_A_COLUMN.keys()


def test_every_field_of_rows_that_a_merge_completes_is_completed():
    policies = merge_policy.policies_for(Contact).values()
    completed = {policy.model: policy for policy in policies if isinstance(policy, Complete)}
    assert completed.keys() == SAME.keys()
    for model, policy in completed.items():
        filled = {*policy.also, *blank_columns(model)} | SAME[model]
        assert filled == {name for of, name in fields() if of is model}
