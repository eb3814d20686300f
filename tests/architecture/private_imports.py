"""Imports: files of contacts, one about the private folder and an outsider's own; a profile."""

from django.utils import timezone

from contacts.models import Contact
from imports.actions.contact_import.analysis import count_causes
from imports.actions.profiles import make
from imports.enums import ContactImportState, IssueCode, Outcome
from imports.feeds.profiled import Profile
from imports.models import ContactImport, ContactImportIssue, ContactImportRow, ImportProfile
from users.models import User

# The line that is about the private folder, which its sender saw once or never; and that of a
# contact that everybody sees.
HIDDEN_LINE, OPEN_LINE, REFUSED_LINE, UNDECIDED_LINE = 2, 3, 4, 5
PROFILE = Profile(
    name="Encours",
    partner="nacre",
    columns={"number": ("Contrat",)},
    constants={"custodian_code": "N", "product_code": "P"},
)
# What the manager was told of a file that they sent.
TOLD = {"known": 1, "new_accounts": 2, "valuations": 3, "clients": 1}


def sent(by: User, label: str, hidden: int, open_contact: Contact) -> ContactImport:
    """Keep a file as its analysis left it, whoever sees today what its rows are about."""
    counts = dict.fromkeys((Outcome.REFUSED, Outcome.DOUBLE), 1) | {Outcome.UPDATED: 2}
    one = ContactImport.objects.create(
        owner=by,
        name=f"{label}.xlsx",
        size=1,
        sha256=label,
        state=ContactImportState.ANALYSED,
        analysed_at=timezone.now(),
        heads=["Client Nom", "PROFESSION"],
        filled={"Client Nom": 4},
        total=4,
        counts=counts,
    )
    values = {"before": {"note": label}, "after": {"note": "Nouvelle"}}
    changed = {"outcome": Outcome.UPDATED, **values}
    _row(one, HIDDEN_LINE, label=label, contact=hidden, **changed)
    _row(one, OPEN_LINE, label="Marchand", contact=open_contact.pk, **changed)
    refused = _row(one, REFUSED_LINE, outcome=Outcome.REFUSED, label="Martin")
    _row(one, UNDECIDED_LINE, outcome=Outcome.DOUBLE, label="March", contact=open_contact.pk)
    ContactImportIssue.objects.create(
        row=refused,
        contact_import=one,
        code=IssueCode.LIST,
        column="PROFESSION",
        text="Boulangr",
    )
    count_causes(one)
    return one


def files(file: ContactImport, by: User, label: str, hidden: Contact) -> dict[str, int]:
    """Send one about the folder, by its own people; return the keys of both."""
    own = sent(by, label, hidden.pk, hidden)
    return {"sent_file": own.pk, "file": file.pk}


def _row(one: ContactImport, line: int, **values: object) -> ContactImportRow:
    cells = ["Martin", "Boulangr"]
    return ContactImportRow.objects.create(contact_import=one, line=line, cells=cells, **values)


def profile_of(manager: User) -> ImportProfile:
    return make(definition=PROFILE, by=manager).profile
