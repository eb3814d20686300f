"""A firm with one private folder in the middle of it, and everything that could tell of it.

The firm stands with or without the folder: whatever a page answers to somebody who is not assigned
to it must be the same in both (security.md, "sees nothing").
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.actions.accounts import Owner, open_account, value_account
from accounts.actions.owners import change_owners
from accounts.models import Account, Custodian, Product
from alerts.actions.detection import Owner as DetectedOwner
from alerts.actions.detection import Seen, detect
from alerts.models import DetectedAccount, DetectedClient
from contacts.actions.contacts import create
from contacts.actions.coordinates import save_coordinates
from contacts.actions.duplicates import set_apart
from contacts.actions.merging import merge, plan_merge
from contacts.models import (
    Category,
    Contact,
    ContactKeyword,
    DuplicatePair,
    Email,
    FollowUp,
    Keyword,
    Merge,
    OrganisationDetails,
    PersonDetails,
    Relationship,
    Telephone,
)
from contacts.queries.duplicates.candidates import in_order
from imports.models import ImportRun
from imports.pipeline.rejects import keep
from imports.records import Code, Rejected
from users.models import User

# Words that stand nowhere but in the private folder.
NAME, FIRST_NAME = "Zorglubine", "Philomène"
MARKS = (NAME, NAME.upper(), FIRST_NAME, "zorglubine@", "PRIV-777", "Z-SECRET", "612777888")
BORN = dt.date(1961, 3, 9)
DAY = dt.date(2026, 11, 20)


@dataclass
class Firm:
    """What everybody may see, and the cast."""

    cast: dict[str, User]
    product: Product
    category: Category
    open_contact: Contact
    other_contact: Contact
    shared: Account
    keyword: Keyword
    # A file that came in, and one that waits: the folder's lines in them make no difference.
    run: ImportRun
    waiting_run: ImportRun


@dataclass
class Secret:
    """The keys of the private folder and of what hangs on it, by the kind that routes name."""

    keys: dict[str, Any] = field(default_factory=dict)


def person(last_name: str, first_name: str, *, by: User, **values: Any) -> Contact:
    details = PersonDetails(last_name=last_name, first_name=first_name, birth_date=BORN)
    contact = Contact(category=Category.objects.get(name="Clients"), **values)
    return create(contact=contact, details=details, by=by)


def build_firm(cast: dict[str, User]) -> Firm:
    User.objects.night()
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    open_contact = person("Marchand", "Louise", by=cast["colleague"], assistant=cast["junior"])
    open_contact.person.marital_status = "married"
    open_contact.person.save()
    other_contact = person("Marchand", "Lucie", by=cast["colleague"], assistant=cast["junior"])
    shared = open_account(
        product=product,
        number="CO-1",
        label="",
        opened_on=None,
        owners=[Owner(open_contact, share=Decimal(50))],
        by=cast["colleague"],
    )
    value_account(account=shared, date=DAY, value=Decimal("1000.00"), by=cast["colleague"])
    _pair(open_contact, other_contact, 92)
    return Firm(
        cast=cast,
        product=product,
        category=Category.objects.get(name="Clients"),
        open_contact=open_contact,
        other_contact=other_contact,
        shared=shared,
        keyword=Keyword.objects.create(label="Golf"),
        run=_run("done", "new"),
        waiting_run=_run("suspended", "old", code="S_OLD", params={"newest": "2026-11-20"}),
    )


def _run(state: str, name: str, **values: Any) -> ImportRun:
    counts = {"lines": 3, "new_accounts": 0, "clients": 0, "valuations": 0}
    moment = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)
    nothing = {"clients": [0, 0], "accounts": [0, 0]}
    run = ImportRun(
        detected=nothing if state == "done" else {},
        partner="assurvia",
        file_name=f"{name}.csv",
        sha256=name,
        size=1,
        state=state,
        counts=counts,
        business_date=DAY,
        began_at=moment,
        finished_at=moment,
        **values,
    )
    run.save()
    return run


def build_secret(firm: Firm) -> Secret:
    """Add the private folder, led by the adviser, with its assistant."""
    adviser = firm.cast["adviser"]
    contact = person(
        NAME,
        FIRST_NAME,
        by=adviser,
        is_private=True,
        assistant=firm.cast["assistant"],
        folder_code="Z-SECRET",
        client_number="Z-SECRET",
        note=f"Note de {NAME}",
    )
    # What a conversion left archived.
    OrganisationDetails(contact=contact, legal_name=f"{NAME} SARL").save()
    _reach(contact, adviser)
    tick = ContactKeyword(contact=contact, keyword=firm.keyword)
    tick.save()
    relation = Relationship(kind="spouse", contact=firm.open_contact, other_contact=contact)
    relation.note = f"Chez {NAME}"
    relation.save()
    note = FollowUp(contact=contact, date=DAY, text=f"Appel de {NAME}", author=adviser)
    note.save()
    own = _accounts(firm, contact)
    client, account_line = _alerts(firm)
    _lines(firm, client, account_line)
    merged = _merged(contact, adviser)
    _doubles(firm, contact, adviser)
    return Secret(
        {
            "contact": contact.pk,
            "relation": relation.pk,
            "follow_up": note.pk,
            "account": own.pk,
            "valuation": own.valuations.get().pk,
            # What the folder shares with one that everybody sees.
            "open_contact": firm.open_contact.pk,
            "shared": firm.shared.pk,
            "other_contact": firm.other_contact.pk,
            # A folder that was merged into this one.
            "merged": merged.source_id,
            "merge": merged.pk,
            "client_line": client.pk,
            "account_line": account_line.pk,
            "run": firm.run.pk,
            "waiting_run": firm.waiting_run.pk,
        }
    )


def _lines(firm: Firm, client: DetectedClient, account: DetectedAccount) -> None:
    """Say that the two files spoke of the folder: its alerts are theirs, a line is set aside."""
    found = {"clients": [client.pk - 1, client.pk], "accounts": [account.pk - 1, account.pk]}
    firm.run.counts |= {"new_accounts": 1, "clients": 1}
    firm.run.detected = found
    firm.waiting_run.expected = {
        "clients": [[client.best_contact_id, 1]],
        "accounts": [[None, client.best_contact_id, 1]],
    }
    raw = {"Nom": NAME, "Prénom": FIRST_NAME, "Numéro de compte / contrat": "PRIV-777"}
    for run in (firm.run, firm.waiting_run):
        run.save()
        keep(run, [Rejected(2, "Nom", Code.R_TYPE, {"value": NAME}, raw)])


def _pair(one: Contact, other: Contact, score: int) -> None:
    first, second = in_order(one.pk, other.pk)
    values = {"first_id": first, "second_id": second, "score": score, "computed_at": timezone.now()}
    DuplicatePair.objects.create(reasons=["name_and_birth"], **values)


def _doubles(firm: Firm, contact: Contact, by: User) -> None:
    """Let the night think that a public contact is this one, and somebody say of another not."""
    _pair(firm.open_contact, contact, 97)
    set_apart(first=firm.other_contact.pk, second=contact.pk, by=by)


def _merged(contact: Contact, by: User) -> Merge:
    """Merge another private folder into this one."""
    source = person(
        "Zorglubine-Double", FIRST_NAME, by=by, is_private=True, assistant=contact.assistant
    )
    shown = plan_merge(source=source, target=contact, by=by).digest
    return merge(source=source, target=contact, shown=shown, by=by)


def _reach(contact: Contact, by: User) -> None:
    save_coordinates(
        contact=contact,
        saved=[
            Email(address="zorglubine@example.org", key="zorglubine@example.org"),
            Telephone(number="+33612777888", line="mobile"),
        ],
        removed=[],
        version=contact.version,
        by=by,
    )


def _accounts(firm: Firm, contact: Contact) -> Account:
    """Open an account of its own, and give it the other half of the one it shares."""
    adviser = firm.cast["adviser"]
    own = open_account(
        product=firm.product,
        number="PRIV-777",
        label="",
        opened_on=None,
        owners=[Owner(contact)],
        by=adviser,
    )
    value_account(account=own, date=DAY, value=Decimal("777777.00"), by=adviser)
    halves = [Owner(one, share=Decimal(50)) for one in (firm.open_contact, contact)]
    change_owners(account=firm.shared, owners=halves, version=0, by=adviser)
    return own


def _alerts(firm: Firm) -> tuple[DetectedClient, DetectedAccount]:
    """Let the night detect a client who is this contact, with an account."""
    account = Account(product=firm.product, number="PRIV-777-B", is_provisional=True)
    account.save()
    owner = DetectedOwner(NAME, FIRST_NAME, BORN)
    detect(partner="assurvia", seen=[Seen(account.pk, account.number, owner)])
    return DetectedClient.objects.get(last_name__iexact=NAME), DetectedAccount.objects.get()
