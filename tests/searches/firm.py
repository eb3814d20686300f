"""A small firm drawn at random, and what plain Python knows of it for one reader.

`Row` answers what `searches.querying.evaluating` asks, from the rows as they were made and from
the rule as product.md words it: nothing here goes through the paths that the database is asked by.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Account, Custodian, Holding, Ownership, Product, Valuation
from contacts import rights
from contacts.enums import Kind, RelationKind
from contacts.fields import ENTRIES, Shape
from contacts.models import (
    Category,
    Contact,
    ContactFigures,
    ContactKeyword,
    Email,
    FollowUp,
    Keyword,
    ListValue,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from contacts.queries.ages import age
from contacts.visibility import PrivateFolderGrant
from searches.querying.vocabulary import SUBJECTS, Place
from tests.searches import firm_compliance
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

TODAY = dt.date(2026, 2, 28)
NAMES = ["Moreau", "Le Goff", "Élouan", "Œuvray", "D’Amblard", "MÜLLER", "moreau-Petit"]
DAYS = [dt.date(*day) for day in ((1960, 2, 29), (1985, 3, 1), (2026, 2, 28), (2026, 3, 4))]
AMOUNTS = [Decimal("0.00"), Decimal("100000.00"), Decimal("100000.01"), Decimal("-3.50")]
_STEPS = (PersonDetails, OrganisationDetails)


@dataclass
class Firm:
    """The rows of each model, as they were made."""

    random: Random
    rows: dict = field(default_factory=dict)
    grants: set = field(default_factory=set)

    def made(self, model, *rows):
        self.rows.setdefault(model, []).extend(QuerySet(model).bulk_create(rows))
        return self.rows[model][-len(rows) :] if rows else []

    def some(self, *values):
        return self.random.choice([None, *values])

    def blank(self, *values):
        return self.random.choice(["", *values])

    def of(self, model, **held):
        return [
            row
            for row in self.rows.get(model, [])
            if all(getattr(row, name) == value for name, value in held.items())
        ]


def draw(random, people):
    """Make a firm whose contacts are assigned to these people, some of them private or deleted."""
    firm = Firm(random)
    clients, societies = Category.objects.get(name="Clients"), Category.objects.get(name="Sociétés")
    below = firm.made(Category, Category(name="Fondateurs", parent=clients, position=1))
    firm.rows[Category] += [clients, societies]
    firm.made(Keyword, *(Keyword(label=label, position=at) for at, label in enumerate("abc")))
    firm.made(ListValue, ListValue(firm_list="profession", label="Notaire", position=9))
    for at in range(24):
        _contact(firm, at, people, [clients, societies, *below])
    _relations(firm)
    _accounts(firm)
    for contact in firm.rows[Contact]:
        _declared(firm, contact)
    firm_compliance.declare(firm, contact)
    return firm


def _contact(firm, at, people, categories):
    random = firm.random
    kind = random.choice([Kind.PERSON, Kind.PERSON, Kind.ORGANISATION])
    name = random.choice(NAMES)
    born = firm.some(*DAYS)
    gone = random.random() < 0.1
    private = random.random() < 0.4
    [contact] = firm.made(
        Contact,
        Contact(
            kind=kind,
            name=name,
            sort_name=f"{name}{at}",
            birth_date=born,
            town=firm.blank("Vannes", "Saint-Malo"),
            category=random.choice(categories),
            folder_code=firm.blank("A1", "a1"),
            lead_adviser=random.choice(people),
            second_adviser=firm.some(*people),
            is_private=private,
            relation_since=firm.some(*DAYS),
            created_by=people[0],
            deleted_at=timezone.now() if gone else None,
            deleted_by=people[0] if gone else None,
        ),
    )
    _details(firm, contact, name, born)
    if private:
        assigned = {contact.lead_adviser_id, contact.second_adviser_id} - {None}
        firm.made(
            PrivateFolderGrant,
            *(_grant(contact, person) for person in people if person.pk in assigned),
        )
        firm.grants |= {(contact.pk, person) for person in assigned}
    _coordinates(firm, contact)


def _grant(contact, person):
    grant = PrivateFolderGrant.objects.model(content_object=contact, user=person)
    grant.permission_id = _see_private()
    return grant


def _see_private():
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename="see_private_folder").pk


def _details(firm, contact, name, born):
    [profession] = firm.rows[ListValue]
    if contact.kind == Kind.PERSON or firm.random.random() < 0.2:
        firm.made(
            PersonDetails,
            PersonDetails(
                contact=contact,
                last_name=name,
                birth_date=born,
                death_date=firm.some(dt.date(2026, 3, 4)),
                marital_status=firm.blank("married", "single"),
                nationality=firm.blank("FR", "BE"),
                profession=firm.some(profession),
                household_wealth=firm.some(*AMOUNTS),
                children_count=firm.some(0, 2),
            ),
        )
    if contact.kind == Kind.ORGANISATION:
        firm.made(
            OrganisationDetails,
            OrganisationDetails(
                contact=contact,
                legal_name=name,
                founded_on=firm.some(*DAYS),
                capital=firm.some(*AMOUNTS),
            ),
        )
    if firm.random.random() < 0.7:
        firm.made(
            ContactFigures,
            ContactFigures(
                contact=contact,
                total_value=firm.random.choice(AMOUNTS),
                account_count=firm.random.choice([0, 2]),
                last_contact=firm.some(*DAYS),
                other_totals=firm.random.choice([{}, {"USD": "3.00"}]),
            ),
        )


def _coordinates(firm, contact):
    random = firm.random
    for use in random.sample(["personal", "professional"], random.randint(0, 2)):
        preferred = use == "personal"
        address = f"{random.choice(['anne', 'Zoé'])}@exemple.fr"
        firm.made(
            Email,
            Email(contact=contact, use=use, preferred=preferred, address=address, key=address),
        )
        number = random.choice(["+33612345678", "+33139980000"])
        line = random.choice(["mobile", "landline"])
        firm.made(
            Telephone,
            Telephone(contact=contact, use=use, preferred=preferred, number=number, line=line),
        )
        town = firm.blank("Vannes")
        firm.made(
            PostalAddress, PostalAddress(contact=contact, use=use, preferred=preferred, town=town)
        )
    keywords = random.sample(firm.rows[Keyword], random.randint(0, 2))
    firm.made(
        ContactKeyword, *(ContactKeyword(contact=contact, keyword=keyword) for keyword in keywords)
    )
    if random.random() < 0.5:
        note = {"kind": random.choice(["call", "update"]), "date": random.choice(DAYS)}
        firm.made(
            FollowUp,
            FollowUp(contact=contact, text="Bilan d’été", author=contact.lead_adviser, **note),
        )


def _relations(firm):
    random = firm.random
    pairs = set()
    for _ in range(30):
        near, far = random.sample(firm.rows[Contact], 2)
        kind = random.choice([RelationKind.SPOUSE, RelationKind.CHILD, RelationKind.DIRECTOR])
        if (frozenset((near.pk, far.pk)), kind) in pairs:
            continue
        pairs.add((frozenset((near.pk, far.pk)), kind))
        ended = firm.some(*([None] * 3), dt.date(2026, 1, 1))
        firm.made(
            Relationship, Relationship(kind=kind, contact=near, other_contact=far, ended_on=ended)
        )
    for contact in random.sample(firm.rows[Contact], 6):
        [person] = firm.made(
            RelatedPerson,
            RelatedPerson(
                contact=contact, last_name=random.choice(NAMES), birth_date=firm.some(*DAYS)
            ),
        )
        kind = random.choice([RelationKind.SPOUSE, RelationKind.CHILD])
        firm.made(Relationship, Relationship(kind=kind, contact=contact, other_person=person))


def _accounts(firm):
    random = firm.random
    custodians = firm.made(
        Custodian, Custodian(code="A", name="Assurvia"), Custodian(code="B", name="Banque")
    )
    products = firm.made(
        Product,
        *(Product(custodian=each, code="P", name="Vie", family="pea") for each in custodians),
    )
    for at in range(24):
        gone = random.random() < 0.1
        value = firm.some(*AMOUNTS)
        somebody = firm.rows[Contact][0].lead_adviser
        [account] = firm.made(
            Account,
            Account(
                product=random.choice(products),
                number=f"N{at % 5}",
                namesake=at,
                label=firm.blank("Épargne"),
                opened_on=firm.some(*DAYS),
                last_value=value,
                last_valued_on=None if value is None else random.choice(DAYS),
                is_provisional=random.random() < 0.1,
                deleted_at=timezone.now() if gone else None,
                deleted_by=somebody if gone else None,
            ),
        )
        for owner in random.sample(firm.rows[Contact], random.choice([1, 1, 2])):
            rights = random.choice([["full"], ["usufruct"], ["usufruct", "bare"]])
            shares = firm.some(Decimal(50))
            firm.made(
                Ownership,
                *(
                    Ownership(account=account, contact=owner, right=right, share=shares)
                    for right in rights
                ),
            )
        _values(firm, account)


def _declared(firm, contact):
    random = firm.random
    for _ in range(random.randint(0, 2)):
        firm.made(
            Property,
            Property(
                contact=contact,
                kind=random.choice(["RP", "LMNP"]),
                label=firm.blank("Élouan"),
                holder=random.choice(["TIT", "COMM"]),
                right=random.choice(["full", "bare"]),
                share=firm.some(Decimal(50)),
                value=firm.some(*AMOUNTS),
            ),
        )
        asset = {"opened_on": firm.some(*DAYS), "value": firm.some(*AMOUNTS)}
        firm.made(DeclaredAsset, DeclaredAsset(contact=contact, kind="AV", **asset))
        firm.made(
            Debt,
            Debt(
                contact=contact,
                kind=random.choice(["CONSO", "FAM"]),
                lender=firm.blank("Élouan"),
                outstanding=firm.some(*AMOUNTS),
                rate=firm.some(Decimal(2)),
                ends_on=firm.some(*DAYS),
            ),
        )
    for model, kinds in ((Income, ["salaires", "autres"]), (Expense, ["loyer"])):
        for kind in random.sample(kinds, random.randint(0, len(kinds))):
            amount = random.choice(AMOUNTS)
            firm.made(model, model(contact=contact, kind=kind, annual_amount=amount))


def _values(firm, account):
    for day in firm.random.sample(DAYS, firm.random.randint(0, 2)):
        value = firm.random.choice(AMOUNTS)
        [valuation] = firm.made(Valuation, Valuation(account=account, date=day, value=value))
        if firm.random.random() < 0.5:
            units = firm.some(Decimal("1.500000"))
            firm.made(
                Holding, Holding(valuation=valuation, name="Fonds Œuvre", value=value, units=units)
            )


@dataclass(frozen=True)
class Row:
    """What a reader may know of one row: `seen` are the keys of the contacts that they see."""

    firm: Firm
    subject: str
    row: object
    seen: frozenset
    searches: dict = field(default_factory=dict)

    @property
    def counted_as(self):
        counted = {"owned_accounts": "account", "owners": "contact"}.get(self.subject)
        row = getattr(self.row, counted) if counted else self.row
        return type(row), row.pk

    # -- what it says

    def values(self, name):
        found = Place(SUBJECTS[self.subject]).of_field(name)
        if found is None:  # of somebody without a folder less is known
            return Shape.TEXT, ()
        asked, _place = found
        return asked.shape, [value for value in self._read(name) if value not in {None, "", _NONE}]

    def _read(self, name):
        if self.subject == "contacts":
            return self._of_contact(self.row, name)
        if self.subject == "owners" and name not in {"contact", "right", "share"}:
            return self._of_contact(self.row.contact, name)
        if self.subject == "owned_accounts" and name not in {"right", "share"}:
            return [_of_account(self.row.account, name)]
        if self.subject == "accounts":
            return [_of_account(self.row, name)]
        if name == "age":
            return [_age(self.row.birth_date, self.row.death_date)]
        return [_plain(self.row, name)]

    def _of_contact(self, contact, name):
        if name == "assigned":
            return [contact.lead_adviser_id, contact.second_adviser_id, contact.assistant_id]
        if name == "keywords":
            return [row.keyword_id for row in self.firm.of(ContactKeyword, contact=contact)]
        entry = ENTRIES[name]
        if contact.kind not in entry.kinds or (name == "age" and not contact.is_person):
            return []
        if entry.owner == "contact":
            return [_plain(contact, entry.name)]
        rows = self.firm.of(entry.model, contact=contact, **entry.where)
        if name == "age":
            return [_age(row.birth_date, row.death_date) for row in rows]
        return [_plain(row, entry.name) for row in rows]

    # -- what hangs on it

    def rows(self, link):
        if self.subject == "owners":
            return self._at("contacts", self.row.contact).rows(link)
        if self.subject == "owned_accounts":
            return self._at("accounts", self.row.account).rows(link)
        if self.subject == "related_person":
            return []
        return [self._at(subject, row) for subject, row in self._hanging(link)]

    def trees(self, search):
        return self.searches[search]

    def _at(self, subject, row):
        return Row(self.firm, subject, row, self.seen, self.searches)

    def _hanging(self, link):
        firm = self.firm
        if link in RelationKind.values:
            return self._related(RelationKind(link))
        if link == "accounts":
            rows = firm.of(Ownership, contact=self.row)
            return [("owned_accounts", row) for row in rows if _stands(row.account)]
        if link == "owners":
            rows = firm.of(Ownership, account=self.row)
            return [("owners", row) for row in rows if row.contact_id in self.seen]
        held = {
            "emails": (Email, "contact"),
            "telephones": (Telephone, "contact"),
            "addresses": (PostalAddress, "contact"),
            "follow_ups": (FollowUp, "contact"),
            **firm_compliance.HELD,
            "valuations": (Valuation, "account"),
            "holdings": (Holding, "valuation"),
        }
        model, near = held[link]
        if model in {Income, Expense} and not self.row.is_person:
            return []
        rows = firm_compliance.said(model, self.row, firm.of(model, **{near: self.row}))
        return [(link, row) for row in rows]

    def _related(self, kind):
        for row in self.firm.rows[Relationship]:
            if row.ended_on is None:
                yield from self._other_end(kind, row)

    def _other_end(self, kind, row):
        if row.contact == self.row and row.kind == kind:
            far = row.other_contact or row.other_person
        elif row.other_contact == self.row and RelationKind(row.kind).inverse == kind:
            far = row.contact
        else:
            return
        is_folder = isinstance(far, Contact)
        fits = kind.fits(
            near_is_person=self.row.is_person, far_is_person=not is_folder or far.is_person
        )
        if fits and (not is_folder or far.pk in self.seen):
            yield "contacts" if is_folder else "related_person", far


# Nothing stands in a column that holds no sums.
_NONE = object()


def _plain(row, name):
    value = getattr(row, f"{name}_id", _NONE)
    if value is _NONE:
        value = getattr(row, name)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date()
    return str(value) if isinstance(value, dict) and value else None if value == {} else value


def _stands(account):
    return account.deleted_at is None and not account.is_provisional


def _of_account(account, name):
    product, custodian = account.product, account.product.custodian
    held = {
        "product_code": product.code,
        "product_name": product.name,
        "family": product.family,
        "custodian": custodian.pk,
        "custodian_code": custodian.code,
        "custodian_name": custodian.name,
    }
    return held[name] if name in held else _plain(account, name)


def _age(born, died):
    return None if born is None or died else age(born, TODAY)


def seen_by(firm, user):
    """Return the keys of the contacts that exist for somebody, as product.md words it."""
    return frozenset(
        contact.pk
        for contact in firm.rows[Contact]
        if contact.deleted_at is None
        and (not contact.is_private or (contact.pk, user.pk) in firm.grants)
        and (
            user.has_perm(rights.SEE_OTHERS)
            or user.pk in {contact.lead_adviser_id, contact.second_adviser_id, contact.assistant_id}
        )
    )


def found_by(firm, search, user, now, searches):
    """Return the keys of the rows that a search finds for somebody."""
    from searches.querying.evaluating import judge

    seen = seen_by(firm, user)
    if search.on == "contacts":
        rows = [row for row in firm.rows[Contact] if row.pk in seen]
    else:
        owned = {row.account_id for row in firm.rows[Ownership] if row.contact_id in seen}
        rows = [row for row in firm.rows[Account] if row.pk in owned and _stands(row)]
    return {
        row.pk
        for row in rows
        if judge(search.where, Row(firm, search.on, row, seen, searches), now).answer is True
    }
