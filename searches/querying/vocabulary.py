"""What may be asked of which rows: fields of the catalogue, and the rows that hang on a row.

A `Subject` is a sort of row with its fields and its links, by ids that never change meaning: a
stored search names them, and nothing else of the models. Paths begin at the row; where a subject
is reached through another one, `Place` says what stands before them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, Protocol, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import fields as account_fields
from accounts.models import Account, Custodian, Holding, Ownership, Product, Valuation
from compliance import fields as compliance_fields
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
    is_latest_consent,
    is_latest_profile,
)
from contacts import fields as contact_fields
from contacts.enums import Kind, RelationKind
from contacts.fields import Field, Shape
from contacts.fields.catalogue import BOTH, KEPT, SPOUSE
from contacts.fields.shapes import Words
from contacts.models import (
    Category,
    Contact,
    ContactKeyword,
    Email,
    FollowUp,
    Keyword,
    ListValue,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from contacts.people import ROLES
from contacts.visibility import is_visible
from users.models import User
from wealth import fields as wealth_fields
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

F = TypeVar("F", bound=Field)


class Rule(Protocol):
    """Which rows a user may know of, in either form of `contacts.visibility`."""

    def __call__(self, user: User, *, by_sets: bool = False) -> Q: ...


def _known_with_row(user: User, *, by_sets: bool = False) -> Q:
    """Rows that hang on a row seen, and on nobody else, may be known."""
    return Q()


@dataclass(frozen=True)
class Many:
    """Rows of which a row has many, and the column of theirs that holds the values of a field."""

    model: type[models.Model]
    near: str
    column: str
    where: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def rows(self) -> models.QuerySet[Any]:
        """Return those of every row that say something."""
        rows = self.model._base_manager.order_by().filter(**self.where)
        return rows if self.column == "keyword" else rows.exclude(**{self.column: ""})


@dataclass(frozen=True)
class Asked:
    """A field that may be asked about, at one or several `paths` from its row, or in `many` rows.

    `kinds` are the contacts that have it: what waits for a conversion is not said of the others.
    `ends` leads to a date from which nothing is said any more: nobody dead has an age.
    """

    key: str
    described: Field
    group: Words
    paths: Sequence[str] = ()
    many: Many | None = None
    kinds: frozenset[str] = BOTH
    ends: str = ""

    @property
    def shape(self) -> Shape:
        return self.described.shape

    @property
    def label(self) -> Words:
        return self.described.label


@dataclass(frozen=True)
class Arm:
    """Rows of one model that hang on a row: `near` is their key to it, which may be NULL.

    `far` leads from them to the subject of which conditions speak, `each` to what is counted once,
    `where` says which of them there are, and `rule` which of these a user may know.
    """

    model: type[models.Model]
    near: str
    subject: str
    far: str = ""
    each: str = "pk"
    where: Q = field(default_factory=Q, hash=False)
    rule: Rule = _known_with_row

    def rows(self, user: User, *, by_sets: bool = False) -> models.QuerySet[Any]:
        """Return those that hang on any row and that the user may know."""
        known = self.where & self.rule(user, by_sets=by_sets)
        return self.model._base_manager.order_by().filter(known)


@dataclass(frozen=True)
class Link:
    """The rows that hang on a row under one word; `subject` names what is asked of them."""

    key: str
    label: Words
    subject: str
    arms: Sequence[Arm]


@dataclass(frozen=True)
class Subject:
    """A sort of row: its fields and links by their ids.

    `behind` leads to another row of which all is asked too: an ownership, to its account.
    """

    key: str
    model: type[models.Model]
    fields: Mapping[str, Asked]
    links: Mapping[str, Link] = field(default_factory=dict)
    behind: tuple[str, str] | None = None


@dataclass(frozen=True)
class Place:
    """A subject as it is reached from the row of a query: `path` stands before all its paths."""

    subject: Subject
    path: str = ""

    @property
    def key(self) -> str:
        """Return the path to the row's own key."""
        return f"{self.path}_id" if self.path else "pk"

    def at(self, own: str) -> str:
        return _at(self.path, own)

    def of_field(self, key: str) -> tuple[Asked, "Place"] | None:
        """Return the field of this id and the row that holds it; None of an id that is none."""
        found = self.subject.fields.get(key)
        if found:
            return found, self
        return self._behind.of_field(key) if self._behind else None

    def of_link(self, key: str) -> tuple[Link, "Place"] | None:
        """Return the link of this id and the row on which its rows hang."""
        found = self.subject.links.get(key)
        if found:
            return found, self
        return self._behind.of_link(key) if self._behind else None

    @property
    def _behind(self) -> "Place | None":
        if not self.subject.behind:
            return None
        path, subject = self.subject.behind
        return Place(SUBJECTS[subject], self.at(path))


def _at(before: str, path: str) -> str:
    return f"{before}__{path}" if before else path


# Keys of other rows: a row asked for by its own key is never read for it.
_BY_KEY = {Shape.LIST, Shape.USER, Shape.CATEGORY, Shape.LINK}


def _asked(described: Field, key: str, group: Words, path: str, **known: Any) -> Asked:
    own = f"{path}_id" if described.shape in _BY_KEY else path
    return Asked(key, described, group, (own,), **known)


# -- contacts

# What two fields of a subject are called alike is told apart where both are offered.
_NAMED: Mapping[str, Words] = {
    "organisation_tax_residence": _("Tax residence of the organisation"),
    "organisation_mifid_category": _("MiFID category of the organisation"),
    "product_code": _("Code of the product"),
    "product_name": _("Name of the product"),
    "custodian_code": _("Code of the custodian"),
    "custodian_name": _("Name of the custodian"),
}


def _named(described: F, key: str) -> F:
    return replace(described, words=_NAMED[key]) if key in _NAMED else described


# What lists sort by stands on the contact's own row too, in an index.
_COPIES = {"birth_date": "birth_date"}
_OWN = {"contact": "", "person": "person", "organisation": "organisation", "figures": "figures"}


def _of_contacts() -> Iterable[Asked]:
    for entry in contact_fields.ENTRIES.values():
        if entry.group is SPOUSE:  # asked of the relation
            continue
        if entry.is_many:
            rows = Many(entry.model, "contact", entry.name, entry.where)
            yield Asked(entry.key, entry, entry.group, many=rows)
        elif entry.shape is Shape.KEYWORDS:
            rows = Many(ContactKeyword, "contact", "keyword")
            yield Asked(entry.key, entry, entry.group, many=rows)
        elif entry.shape is Shape.AGE:
            born, died = ("birth_date",), "person__death_date"
            yield Asked(entry.key, entry, entry.group, born, kinds=_PERSONS, ends=died)
        else:
            path = _COPIES.get(entry.key) or _at(_OWN[entry.owner], entry.name)
            named = _named(entry, entry.key)
            yield _asked(named, entry.key, entry.group, path, kinds=frozenset(entry.kinds))
    anybody = Field(Contact, "lead_adviser", words=_("Adviser or assistant"))
    yield Asked("assigned", anybody, KEPT, tuple(f"{role}_id" for role in ROLES))


_PERSONS = frozenset((Kind.PERSON,))


# -- rows that hang on contacts


def _plain(model: Any, *names: str) -> list[Asked]:
    return [_asked(contact_fields.description(model, name), name, "", name) for name in names]


_COORDINATES: Mapping[str, tuple[type[models.Model], Words, Sequence[str]]] = {
    "emails": (Email, _("E-mails"), ("address", "use", "preferred")),
    "telephones": (Telephone, _("Telephones"), ("number", "line", "use", "preferred")),
    "addresses": (
        PostalAddress,
        _("Addresses"),
        ("line_1", "line_2", "post_code", "town", "country", "use", "preferred"),
    ),
}
_NOTES = ("kind", "date", "text", "author", "reminder_date", "reminder_person", "done_at")


# What clients declare; incomes and expenses wait while a person is an organisation, owners and
# years while an organisation is a person. Of dated answers the latest counts.
_ORGANISATIONS = Q(contact__kind=Kind.ORGANISATION)
_DECLARED: Mapping[str, tuple[type[models.Model], Words, Q]] = {
    "properties": (Property, _("Properties"), Q()),
    "declared_assets": (DeclaredAsset, _("Declared investments"), Q()),
    "debts": (Debt, _("Debts"), Q()),
    "incomes": (Income, _("Incomes"), Q(contact__kind=Kind.PERSON)),
    "expenses": (Expense, _("Expenses"), Q(contact__kind=Kind.PERSON)),
    "investor_profile": (InvestorProfile, _("Latest investor profile"), is_latest_profile()),
    "objectives": (Objective, _("Objectives"), Q()),
    "investment_project": (InvestmentProject, _("Investment project"), Q()),
    "funds_origins": (FundsOrigin, _("Origins of funds"), Q()),
    "tax_residences": (TaxResidence, _("Further tax residences"), Q()),
    "consents": (Consent, _("Consents (latest of each)"), is_latest_consent()),
    "beneficial_owners": (BeneficialOwner, _("Declared beneficial owners"), _ORGANISATIONS),
    "shareholders": (Shareholder, _("Shareholders"), _ORGANISATIONS),
    "financial_years": (FinancialYear, _("Financial years"), _ORGANISATIONS),
}


def _related_person() -> Iterable[Asked]:
    """Of somebody without a folder one asks what a contact is asked too, by the same ids."""
    for described in contact_fields.RELATED_PERSON:
        yield _asked(described, described.name, "", described.name)
    born = contact_fields.ENTRIES["age"]
    yield Asked("age", born, "", ("birth_date",), ends="death_date")


def _fits(kind: RelationKind, near: str, far: str = "") -> Q:
    """Relations whose ends have the sorts that the kind, read from the near one, asks for."""
    sorts = {near: kind.row.of, far: kind.inverse.row.of}
    return Q(**{f"{end}__kind": of for end, of in sorts.items() if end and of})


def _relation(kind: RelationKind) -> Link:
    """Whoever is this to a contact: of the one row of a relation, each end reads its own kind."""
    ends = (("contact", "other_contact", kind), ("other_contact", "contact", kind.inverse))
    arms = [
        Arm(
            Relationship,
            near,
            "contacts",
            far=far,
            each=far,
            where=Q(kind=written, ended_on__isnull=True) & _fits(kind, near, far),
            rule=partial(is_visible, path=far),
        )
        for near, far, written in ends
    ]
    if kind.inverse.row.of != Kind.ORGANISATION:
        person = "other_person"
        standing = Q(kind=kind, ended_on__isnull=True, other_person__isnull=False)
        where = standing & _fits(kind, "contact")
        arms.append(
            Arm(Relationship, "contact", "related_person", far=person, each=person, where=where)
        )
    return Link(str(kind), kind.label, "contacts", arms)


_STANDING = Q(account__deleted_at__isnull=True, account__is_provisional=False)
_OWNED = Arm(Ownership, "contact", "owned_accounts", each="account", where=_STANDING)


def _rows_of_a_contact() -> Iterable[Link]:
    yield Link("accounts", _("Accounts"), "owned_accounts", [_OWNED])
    for kind in RelationKind:
        yield _relation(kind)
    for key, (model, label, _names) in _COORDINATES.items():
        yield Link(key, label, key, [Arm(model, "contact", key)])
    notes = Arm(FollowUp, "contact", "follow_ups")
    yield Link("follow_ups", _("Follow-up notes"), "follow_ups", [notes])
    for key, (model, label, where) in _DECLARED.items():
        yield Link(key, label, key, [Arm(model, "contact", key, where=where)])


# -- accounts

# What is never asked: rows that are not shown, and what another field says better.
NOT_ASKED = {
    (Account, "deleted_at"),
    (Account, "deleted_by"),
    (Account, "is_provisional"),
    (Ownership, "contact"),
    (DeclaredAsset, "account"),
}
_BEFORE_KEY: Mapping[Any, str] = {Product: "product_", Custodian: "custodian_"}
_PATHS: Mapping[Any, str] = {Account: "", Product: "product", Custodian: "product__custodian"}


def _of_accounts() -> Iterable[Asked]:
    for described in account_fields.FIELDS:
        if described.model in _PATHS and (described.model, described.name) not in NOT_ASKED:
            path = _at(_PATHS[described.model], described.name)
            key = _account_key(described)
            yield _asked(_named(described, key), key, _("Account"), path)


def _account_key(described: Field) -> str:
    own = f"{_BEFORE_KEY.get(described.model, '')}{described.name}"
    return {"product_custodian": "custodian", "product_family": "family"}.get(own, own)


def _rows_of(model: Any) -> Iterable[Asked]:
    catalogues = (account_fields.FIELDS, wealth_fields.FIELDS, compliance_fields.FIELDS)
    for described in chain.from_iterable(catalogues):
        if described.model is model and (model, described.name) not in NOT_ASKED:
            yield _asked(described, described.name, "", described.name)


_OWNERS = Link(
    "owners",
    _("Owners"),
    "owners",
    [
        Arm(
            Ownership,
            "account",
            "owners",
            each="contact",
            rule=partial(is_visible, path="contact"),
        )
    ],
)
_VALUATIONS = Link(
    "valuations", _("Valuations"), "valuations", [Arm(Valuation, "account", "valuations")]
)
_EXPERIENCES = Link(
    "product_experiences",
    _("Experience of products"),
    "product_experiences",
    [Arm(ProductExperience, "profile", "product_experiences")],
)
_HOLDINGS = Link("holdings", _("Holdings"), "holdings", [Arm(Holding, "valuation", "holdings")])


def _subject(
    key: str,
    model: type[models.Model],
    asked: Iterable[Asked],
    links: Iterable[Link] = (),
    behind: tuple[str, str] | None = None,
) -> Subject:
    fields = {each.key: each for each in asked}
    return Subject(key, model, fields, {each.key: each for each in links}, behind)


def _subjects() -> Iterable[Subject]:
    yield _subject("contacts", Contact, _of_contacts(), _rows_of_a_contact())
    yield _subject("accounts", Account, _of_accounts(), [_OWNERS, _VALUATIONS])
    yield _subject("owned_accounts", Ownership, _rows_of(Ownership), behind=("account", "accounts"))
    owner = Asked("contact", Field(Ownership, "contact"), "", ("contact_id",))
    yield _subject(
        "owners", Ownership, [owner, *_rows_of(Ownership)], behind=("contact", "contacts")
    )
    yield _subject("valuations", Valuation, _rows_of(Valuation), [_HOLDINGS])
    yield _subject("holdings", Holding, _rows_of(Holding))
    yield _subject("related_person", RelatedPerson, _related_person())
    yield _subject("follow_ups", FollowUp, _plain(FollowUp, *_NOTES))
    for key, (model, _label, names) in _COORDINATES.items():
        yield _subject(key, model, _plain(model, *names))
    for key, (model, _label, _where) in _DECLARED.items():
        links = [_EXPERIENCES] if model is InvestorProfile else []
        yield _subject(key, model, _rows_of(model), links)
    yield _subject("product_experiences", ProductExperience, _rows_of(ProductExperience))


SUBJECTS: Mapping[str, Subject] = {subject.key: subject for subject in _subjects()}
# What a search may be of.
ASKED_OF = ("contacts", "accounts")

# Of whose rows a search keeps the keys, archived ones too, by the shape of the field.
_ROWS: Mapping[Shape, type[models.Model]] = {
    Shape.USER: User,
    Shape.LIST: ListValue,
    Shape.CATEGORY: Category,
    Shape.KEYWORDS: Keyword,
}


def model_of(asked: Asked) -> type[models.Model] | None:
    """Return the model whose rows are the values of a field; None of other values."""
    if asked.shape is Shape.LINK:
        model: type[models.Model] = asked.described.model_field.related_model
        return model
    return _ROWS.get(asked.shape)
