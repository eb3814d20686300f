"""A firm with one private folder in the middle of it, and everything that could tell of it.

The firm stands with or without the folder: whatever a page answers to somebody who is not assigned
to it must be the same in both (security.md, "sees nothing").
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.actions.accounts import Owner, open_account
from accounts.actions.owners import change_owners
from accounts.actions.valuations import add_valuation
from accounts.models import Account, Custodian, Product
from alerts.enums import Holder, State
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from contacts.actions.coordinates import save_coordinates
from contacts.actions.duplicates import keep as keep_keys
from contacts.actions.duplicates import set_apart
from contacts.actions.merging import merge, plan_merge
from contacts.actions.visits import record_visit
from contacts.models import (
    Category,
    Change,
    Contact,
    ContactKeyword,
    DuplicatePair,
    Email,
    Keyword,
    LostSight,
    OrganisationDetails,
    OrphanAssignment,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from contacts.queries.duplicates.candidates import in_order
from imports.models import ContactImport, ImportProfile, ImportRun
from imports.pipeline.rejects import keep
from imports.records import Code, Rejected
from jobs.models import Job
from searches.models import Export, SavedSearch
from tests.architecture import private_changes, private_compliance, private_forms, private_wealth
from tests.architecture.private_changes import DONE, changed, detected_line, done, done_too
from tests.architecture.private_imports import TOLD, files, profile_of, sent
from tests.architecture.private_searches import (
    MET_BY_FOLDER,
    MET_BY_ITS_OWNERS,
    exported,
    hidden_searches,
    met_by_accounts_of,
    pinned,
    public_search,
    referring,
)
from tests.factories import PersonFactory
from users.models import AccountEvent, Confirmation, User

# Who must see nothing: a colleague, a manager, an administrator who is a superuser, a junior.
OUTSIDERS = ("colleague", "manager", "administrator", "junior")
PEOPLE = ("adviser", "assistant", *OUTSIDERS)
# Words that stand nowhere but in the private folder.
NAME, FIRST_NAME = "Zorglubine", "Philomène"
MARKS = (NAME, NAME.upper(), FIRST_NAME, "zorglubine@", "PRIV-777", "Z-SECRET", "612777888")
BORN = dt.date(1961, 3, 9)
DAY = dt.date(2026, 11, 20)
# The folder stands between the public contacts.
OPEN_CONTACT, OTHER_CONTACT, HIDDEN_CONTACT, LATER_CONTACT = 4_000, 4_001, 5_000, 9_000
# Where new keys begin, above all that are said here.
NEXT = 20_000
# The lines of alerts that everybody may treat, and the folder's between them: by key, and by name.
FIRST_LINE, HIDDEN_LINE, LAST_LINE, TREATED_LINE = 100, 500, 1_000, 2_500
JOINT_LINE = 2_600
AROUND = {FIRST_LINE: "Zola", LAST_LINE: "Zoubir", 1_500: "Abadie"}


@dataclass
class Firm:
    """What everybody may see, and the cast."""

    cast: dict[str, User]
    product: Product
    category: Category
    open_contact: Contact
    other_contact: Contact
    # With a key above the folder's, where the others' are below.
    later_contact: Contact
    shared: Account
    keyword: Keyword
    # A private folder, hidden in both firms, that the administration once gave to somebody.
    given: OrphanAssignment
    # Lines of the two windows of alerts, by their keys, between which the folder's will stand.
    clients: dict[int, DetectedClient]
    # Somebody who shares the folder, with a password that another set and nobody confirmed.
    reset: AccountEvent
    # Accepted without an owner.
    ownerless: Account
    # What the colleague did at once to rows that all see; the folder's join them.
    deletion: Change
    clients_treated: Change
    accounts_treated: Change
    owners_changed: Change
    handed_over: Change
    ticked: Change
    # A file that came in, and one that waits: the folder's lines in them make no difference.
    run: ImportRun
    waiting_run: ImportRun
    sent_run: ImportRun
    file: ContactImport
    profile: ImportProfile
    # Searches for all, of contacts and of accounts, whose conditions the folder meets.
    contact_search: SavedSearch
    account_search: SavedSearch
    # For all, and refers to one that only the firm with the folder has.
    referring_search: SavedSearch
    # What the adviser took away: administrators see that, and nobody else what it was.
    export: Export
    # Of accounts by owners' names: it names nobody, and runs for everybody.
    owner_search: SavedSearch


@dataclass
class Secret:
    """The keys of the private folder and of what hangs on it, by the kind that routes name."""

    keys: dict[str, Any] = field(default_factory=dict)


def person(last_name: str, first_name: str, *, by: User, **values: Any) -> Contact:
    return PersonFactory(
        by=by, last_name=last_name, first_name=first_name, birth_date=BORN, **values
    )


def restart_keys(start: int = NEXT) -> None:
    """Let every table give its next row the same key, until the test is rolled back.

    PostgreSQL's sequences go on counting after a rollback: but for this, the keys said here
    would meet those that earlier tests have brought about.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            tables = [(name, start) for name in connection.introspection.table_names(cursor)]
            cursor.execute("DELETE FROM sqlite_sequence")
            cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", tables)
            return
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        names = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
        # Unlike setval(), this is taken back with the transaction.
        cursor.execute("".join(f"ALTER SEQUENCE {name} RESTART WITH {start};" for name in names))


def build_firm(cast: dict[str, User]) -> Firm:
    restart_keys()
    User.objects.night()
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    beside = {"by": cast["colleague"], "assistant": cast["junior"]}
    open_contact = person("Marchand", "Louise", pk=OPEN_CONTACT, **beside)
    open_contact.person.marital_status = "married"
    open_contact.person.save()
    other_contact = person("Marchand", "Lucie", pk=OTHER_CONTACT, **beside)
    later_contact = person("Marchand", "Luc", by=cast["colleague"], pk=LATER_CONTACT)
    shared = open_account(
        account=Account(product=product, number="CO-1"),
        owners=[Owner(open_contact, share=Decimal(50))],
        by=cast["colleague"],
    )
    add_valuation(account=shared, date=DAY, value=Decimal("1000.01"), by=cast["colleague"])
    keep_keys([open_contact.pk, other_contact.pk])
    changed_at_once = changed([open_contact, later_contact], cast)
    _pair(open_contact, other_contact, 92)
    others = [name for name in cast if name not in ("adviser", "assistant")]
    numbered = open_account(
        account=Account(product=product, number="CO-0"),
        owners=[Owner(later_contact)],
        by=cast["colleague"],
    )
    changes = {name: done(numbered, cast[name], place) for place, name in enumerate(others)}
    private_forms.public(open_contact, cast["colleague"])
    private_compliance.public(open_contact, cast["colleague"])
    clients = {key: detected_line(product, key, name) for key, name in AROUND.items()}
    Suggestion.objects.create(client=clients[FIRST_LINE], contact=open_contact, score=75)
    return Firm(
        cast=cast,
        product=product,
        category=Category.objects.get(name="Clients"),
        open_contact=open_contact,
        other_contact=other_contact,
        later_contact=later_contact,
        shared=shared,
        keyword=Keyword.objects.create(label="Golf"),
        given=_given(cast),
        clients=clients,
        reset=_reset(),
        ownerless=_ownerless(product, "SANS-1", cast["colleague"], pk=3_000),
        **dict(zip(DONE, changes["colleague"], strict=True)),
        **changed_at_once,
        run=_run("done", "new"),
        waiting_run=_run("suspended", "old", code="S_OLD", params={"newest": "2026-11-20"}),
        sent_run=_run("suspended", "sent", code="S_ASKED", sent_by=cast["manager"], told=TOLD),
        file=sent(cast["colleague"], "Clients", HIDDEN_CONTACT, open_contact),
        profile=profile_of(cast["manager"]),
        contact_search=pinned(public_search(cast["colleague"], "contacts", MET_BY_FOLDER), cast),
        referring_search=referring(cast["adviser"], HIDDEN_CONTACT),
        account_search=public_search(
            cast["colleague"], "accounts", met_by_accounts_of(HIDDEN_CONTACT)
        ),
        export=exported(cast["adviser"]),
        # Two are pinned: who takes one away has others, seen or not.
        owner_search=pinned(public_search(cast["colleague"], "accounts", MET_BY_ITS_OWNERS), cast),
    )


def _given(cast: dict[str, User]) -> OrphanAssignment:
    """Say that the manager gave somebody a private folder; which one, the journal never says."""
    other = person("Autre", "Personne", by=cast["adviser"], is_private=True)
    return OrphanAssignment.objects.create(
        contact=other,
        assigned_to=cast["adviser"],
        assigned_by=cast["manager"],
        reason="Départ",
    )


def _reset() -> AccountEvent:
    """Let the user of the night set somebody's password: the administration alone is told."""
    moment = timezone.now()
    partner = User.objects.create_user(
        "partner",
        confirmation=Confirmation.ALL,
        password_set_at=moment,
        password_renewed_at=moment,
    )
    return AccountEvent.objects.create(
        account=partner, by=User.objects.night(), kind=AccountEvent.Kind.PASSWORD, at=moment
    )


def _ownerless(product: Product, number: str, by: User, **values: Any) -> Account:
    """Accept an account that came without an owner."""
    account = Account(product=product, number=number)
    account.save()
    decided = {"state": State.ADDED, "decided_by": by, "decided_at": timezone.now()}
    DetectedAccount.objects.create(account=account, **decided, **values)
    return account


def _run(state: str, name: str, **values: Any) -> ImportRun:
    counts = {"lines": 3, "new_accounts": 3, "clients": 3, "valuations": 0}
    moment = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)
    lines = {"clients": [0, 2_000], "accounts": [0, 2_000]}
    run = ImportRun(
        detected=lines if state == "done" else {},
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
        pk=HIDDEN_CONTACT,
        is_private=True,
        assistant=firm.cast["assistant"],
        second_adviser=firm.reset.account,
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
    _kin(firm, contact)
    record_visit(contact=contact, by=adviser)
    note = private_changes.noted(contact, f"Appel de {NAME}", adviser, firm.cast["colleague"])
    document, told_document = private_forms.printed(firm.open_contact, contact, NAME, adviser)
    returned, taken = private_forms.received(document, NAME, adviser)
    own = _accounts(firm, contact)
    declared = private_wealth.declared(contact, own) | private_compliance.declared(
        contact, NAME, adviser
    )
    client, account_line = _alerts(firm, contact)
    _lines(firm, client)
    merged = _merged(contact, adviser)
    keep_keys([contact.pk])
    _doubles(firm, contact, merged.source_id, adviser)
    private_changes.moved_too(contact)
    done_too(contact, own)
    OrphanAssignment.objects.filter(pk=firm.given.pk).update(contact=contact)
    # What the adviser alone is told: of a folder that went out of their sight.
    lost = LostSight.objects.create(person=adviser, contact_name=NAME, by=firm.cast["assistant"])
    job = Job(pk=HIDDEN_CONTACT, kind="find-duplicates", owner=adviser, state="running")
    job.step = f"Dossier de {NAME}"
    job.save()
    searches = hidden_searches(HIDDEN_CONTACT, NAME, firm.contact_search, firm.cast)
    asked = {"list": {"text": NAME, "kind": ""}}
    firm.export.asked, firm.export.told = asked | {"columns": []}, {"contacts": [contact.pk]}
    firm.export.save()
    return Secret(
        {
            "contact": contact.pk,
            "relation": relation.pk,
            "follow_up": note.pk,
            "document": document.pk,
            "told_document": told_document.pk,
            "received_form": returned.pk,
            "decided_form": taken.pk,
            "account": own.pk,
            "valuation": own.valuations.get().pk,
            **declared,
            "row_deletion": private_wealth.row_deletions(contact, firm.cast).pk,
            # What the folder shares with one that everybody sees.
            "open_contact": firm.open_contact.pk,
            "shared": firm.shared.pk,
            "other_contact": firm.other_contact.pk,
            # A folder that was merged into this one.
            "merged": merged.source_id,
            "merge": merged.pk,
            "deleted": firm.deletion.subjects.order_by("key").first().key,
            **{name: getattr(firm, name).pk for name in (*DONE, "handed_over", "ticked")},
            "category_change": private_changes.moved([contact], firm.cast["manager"]).pk,
            "client_line": client.pk,
            "account_line": account_line.pk,
            "lost_sight": lost.pk,
            "job": job.pk,
            **{kind: search.pk for kind, search in searches.items()},
            "referring_search": firm.referring_search.pk,
            "export": firm.export.pk,
            "contact_search": firm.contact_search.pk,
            "account_search": firm.account_search.pk,
            "owner_search": firm.owner_search.pk,
            "password_event": firm.reset.pk,
            "ownerless": Account.objects.get(number="PRIV-777-D").pk,
            "open_ownerless": firm.ownerless.pk,
            **files(firm.file, adviser, NAME, contact),
            "run": firm.run.pk,
            "waiting_run": firm.waiting_run.pk,
            "sent_run": firm.sent_run.pk,
            "import_profile": firm.profile.pk,
            "import_version": firm.profile.version,
        }
    )


def _kin(firm: Firm, contact: Contact) -> None:
    """Let somebody without a folder hang on it, and its keyed details say the name again."""
    child = RelatedPerson(contact=contact, last_name=NAME, first_name="Zoé", birth_date=BORN)
    child.save()
    Relationship(kind="child", contact=contact, other_person=child).save()
    Relationship(kind="cousin", contact=contact, other_contact=firm.other_contact).save()


def _lines(firm: Firm, client: DetectedClient) -> None:
    """Say that the two files spoke of the folder: its alerts are theirs, a line is set aside."""
    firm.run.counts |= {"new_accounts": 4, "clients": 4}
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
    values: dict[str, Any] = {"score": score, "computed_at": timezone.now()}
    values |= {"reasons": ["name_and_birth"]}
    DuplicatePair.objects.update_or_create(first_id=first, second_id=second, defaults=values)


def _doubles(firm: Firm, contact: Contact, merged: int, by: User) -> None:
    """Let the night think that a public contact is this one, and somebody say of another not."""
    _pair(firm.open_contact, contact, 97)
    _pair(firm.later_contact, contact, 96)
    set_apart(first=firm.other_contact.pk, second=contact.pk, by=by)
    set_apart(first=contact.pk, second=merged, by=by)


def _merged(contact: Contact, by: User) -> Change:
    """Merge another private folder into this one."""
    source = person(
        f"{NAME}-Double",
        FIRST_NAME,
        by=by,
        pk=HIDDEN_CONTACT + 1,
        is_private=True,
        assistant=contact.assistant,
        second_adviser=contact.second_adviser,
    )
    shown = plan_merge(source=source, target=contact, by=by).digest
    return merge(source=source, target=contact, shown=shown, by=by)


def _reach(contact: Contact, by: User) -> None:
    save_coordinates(
        contact=contact,
        saved=[
            Email(address="zorglubine@example.org", key="zorglubine@example.org"),
            Telephone(number="+33612777888", line="mobile"),
            PostalAddress(line_1=f"1 rue {NAME}", post_code="01000", town="Bourg-en-Bresse"),
        ],
        removed=[],
        version=contact.version,
        by=by,
    )


def _accounts(firm: Firm, contact: Contact) -> Account:
    """Open an account of its own, and give it the other half of the one it shares."""
    adviser = firm.cast["adviser"]
    own = open_account(
        account=Account(product=firm.product, number="PRIV-777"),
        owners=[Owner(contact)],
        by=adviser,
    )
    add_valuation(account=own, date=DAY, value=Decimal("777777.77"), by=adviser)
    halves = [Owner(one, share=Decimal(50)) for one in (firm.open_contact, contact)]
    change_owners(account=firm.shared, owners=halves, version=0, by=adviser)
    return own


def _alerts(firm: Firm, contact: Contact) -> tuple[DetectedClient, DetectedAccount]:
    """Let the night have detected a client who is this contact, with an account.

    Another partner sent the same client, whose line others see. The line that they see first may
    be this contact too, less surely; a line that somebody treated was linked to it; the account of
    another was given to it, and one more was accepted without an owner.
    """
    said = {"first_name": FIRST_NAME, "birth_date": BORN}
    best = {"best_contact": contact, "best_score": 97}
    same = {"identity_key": firm.clients[LAST_LINE].identity_key}
    client = detected_line(firm.product, HIDDEN_LINE, NAME, **said, **best, **same)
    _ownerless(firm.product, "PRIV-777-D", firm.cast["adviser"], pk=2_900, client=client)
    Suggestion.objects.create(client=client, contact=contact, score=97)
    Suggestion.objects.create(client=firm.clients[FIRST_LINE], contact=contact, score=60)
    decided = {"decided_by": firm.cast["adviser"], "decided_at": timezone.now()}
    linked = {"state": State.LINKED, "contact": contact}
    detected_line(firm.product, TREATED_LINE, NAME, **said, **linked, **decided)
    PartnerLink.objects.create(
        partner="assurvia",
        owner_key=f"{NAME} {TREATED_LINE}",
        contact=contact,
        decided_by=firm.cast["adviser"],
    )
    given = Account(product=firm.product, number="PRIV-777-C", is_provisional=True)
    given.save()
    DetectedAccount.objects.create(pk=TREATED_LINE + 1, account=given, owner=contact)
    _joint_lines(firm, contact, linked | decided | {"contact": firm.open_contact})
    return client, DetectedAccount.objects.get(pk=HIDDEN_LINE)


def _joint_lines(firm: Firm, contact: Contact, decided: dict[str, Any]) -> None:
    """Let the folder be the second of two holders, the other of whom everybody sees."""
    waiting, treated, number = (JOINT_LINE + at for at in range(3))
    joint = {"title": "M. et Mme", "first_name": FIRST_NAME}
    best = {"best_contact": firm.open_contact, "second_best_contact": contact}
    client = detected_line(firm.product, waiting, NAME, **joint, **best)
    holder = Holder.SECOND
    Suggestion.objects.create(client=client, contact=contact, holder=holder, score=90)
    detected_line(firm.product, treated, NAME, **joint, **decided, second_contact=contact)
    PartnerLink.objects.create(
        partner="assurvia",
        owner_key=f"{NAME} {treated}",
        contact=firm.open_contact,
        second_contact=contact,
        decided_by=firm.cast["adviser"],
    )
    account = Account(product=firm.product, number="PRIV-777-J", is_provisional=True)
    account.save()
    owners = {"owner": firm.open_contact, "second_owner": contact}
    DetectedAccount.objects.create(pk=number, account=account, **owners)
