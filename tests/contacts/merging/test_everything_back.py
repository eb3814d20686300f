"""Merge, then undo, and every row of every table is what it was: for any two contacts."""

import datetime as dt
import os
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Custodian, Ownership, Product
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
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
from contacts.actions.merging import derived, merge, plan_merge, undo
from contacts.errors import MergeRefused
from contacts.models import (
    Category,
    ContactKeyword,
    Email,
    FollowUp,
    Keyword,
    OrganisationDetails,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
    Visit,
)
from tests.factories import PersonFactory
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

SOAK = "SOAK" in os.environ

# What a merge and its undo leave behind on purpose: who did what and when, and who was told.
LEFT = {"contacts.Change", "contacts.ChangeStep", "contacts.LostSight"}
# Columns that say when, not what; grants are compared by who sees what.
OURS = {"contacts", "accounts", "compliance", "wealth", "alerts", "imports"}
MOVING = {"version", "updated_at"}
DAY = dt.date(2026, 3, 1)

person_values = st.fixed_dictionaries(
    {},
    optional={
        "note": st.sampled_from(["", "Une note", "Une autre"]),
        "client_number": st.sampled_from(["", "N-1"]),
        "client_number_suffix": st.sampled_from(["", "bis"]),
        "relation_since": st.sampled_from([None, DAY]),
    },
)
details_values = st.fixed_dictionaries(
    {},
    optional={
        "birth_date": st.sampled_from([None, dt.date(1980, 1, 1), dt.date(1990, 1, 1)]),
        "death_date": st.sampled_from([None, dt.date(1985, 1, 1)]),
        "children_count": st.sampled_from([None, 0, 2]),
        "household_income": st.sampled_from([None, Decimal("1234.50")]),
        "birth_town": st.sampled_from(["", "Angers"]),
    },
).filter(
    lambda drawn: (
        not drawn.get("death_date")
        or not drawn.get("birth_date")
        or drawn["death_date"] >= drawn["birth_date"]
    )
)
half_blank_relation = st.fixed_dictionaries(
    {
        "started_on": st.sampled_from([None, DAY]),
        "ended_on": st.sampled_from([None, dt.date(2026, 4, 1)]),
        "note": st.sampled_from(["", "Étude", "Autre étude"]),
    }
)
half_blank_address = st.fixed_dictionaries(
    {
        "line_1": st.sampled_from(["", "1 rue Haute", "1, RUE HAUTE"]),
        "line_2": st.sampled_from(["", "Bât. B"]),
        "post_code": st.sampled_from(["", "49000"]),
        "town": st.sampled_from(["Angers", "Nantes", ""]),
    }
)
half_blank_child = st.fixed_dictionaries(
    {
        "birth_date": st.sampled_from([None, dt.date(2010, 1, 1)]),
        "death_date": st.sampled_from([None, dt.date(2009, 1, 1), dt.date(2020, 1, 1)]),
        "birth_town": st.sampled_from(["", "Angers"]),
        "employer": st.sampled_from(["", "Horizon"]),
        "has_parent": st.booleans(),
    }
).filter(lambda drawn: not (drawn["birth_date"] and drawn["death_date"] == dt.date(2009, 1, 1)))
# What both have, each column said by the one, the other, or both.
DOUBLES = {
    "lawyer": {"started_on": DAY, "note": "Cabinet"},
    "address": {"line_2": "Bât. B", "post_code": "44000", "town": "Nantes"},
    "child": {"birth_date": dt.date(2011, 1, 1), "birth_town": "Brest", "employer": "Chais"},
}
doubles = st.fixed_dictionaries(
    {
        sort: st.fixed_dictionaries(
            {name: st.sampled_from(["source", "target", "both"]) for name in columns}
        )
        for sort, columns in DOUBLES.items()
    }
)
side = st.fixed_dictionaries(
    {
        "values": person_values,
        "details": details_values,
        "emails": st.sets(st.sampled_from("abc")),
        "telephones": st.sets(st.sampled_from("123")),
        "addresses": st.lists(half_blank_address, max_size=2),
        "keywords": st.sets(st.integers(0, 2)),
        "notes": st.integers(0, 2),
        "profiles": st.integers(0, 2),
        "aims": st.dictionaries(st.sampled_from(["retraite", "etudes"]), st.sampled_from("013")),
        "project": st.sampled_from([None, "", "P8"]),
        # One whom both may see, one hidden from who merges, or none.
        "spouse": st.sampled_from([None, 0, 1, 2]),
        "brothers": st.sets(st.integers(0, 2)),
        # One row for each third person, as the other side may have it with other columns blank.
        "notaries": st.dictionaries(st.integers(0, 2), half_blank_relation),
        "child": st.sampled_from(["", "Juliette", "Léo"]),
        "of_child": half_blank_child,
        "owned": st.dictionaries(
            st.tuples(st.integers(0, 2), st.sampled_from(["full", "bare"])),
            st.sampled_from([None, Decimal(20), Decimal("12.5")]),
        ),
        # One income of a kind: both may have declared the same.
        "incomes": st.dictionaries(
            st.sampled_from(["salaires", "fonciers"]), st.sampled_from([Decimal(0), Decimal(12)])
        ),
        "declared": st.booleans(),
        # One of a kind, of which the other side may have said more or less.
        "complied": st.sampled_from([None, "", "X-1"]),
        "suggested": st.sampled_from([0, 40, 90]),
        "linked": st.booleans(),
        # What a conversion left of the other kind.
        "archived": st.sampled_from(
            [{}, {"legal_name": "Moreau SARL"}, {"legal_name": "Moreau", "siren": "732829320"}]
        ),
        "is_private": st.booleans(),
        "assistant": st.booleans(),
    }
)


def tables():
    """Every row of every table of ours but history, by model and key."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label
        ours = label.split(".")[0] in OURS
        if not ours or label in LEFT or hasattr(model, "history_object"):
            continue
        if "Historical" in label or label == "contacts.PrivateFolderGrant":
            continue
        names = [field.attname for field in model._meta.concrete_fields if field.name not in MOVING]
        rows = model._base_manager.order_by("pk").values(*names)
        found[label] = {row[model._meta.pk.attname]: row for row in rows}
    for row in found["contacts.ContactSearch"].values():
        # Words are found wherever they stand.
        row["text"] = sorted(row["text"].split())
    grants = apps.get_model("contacts.PrivateFolderGrant").objects
    found["grants"] = set(grants.values_list("content_object_id", "user_id"))
    return found


def build(firm, drawn):
    adviser, assistant = firm["adviser"], firm["assistant"]
    contact = PersonFactory(
        by=adviser,
        last_name="Moreau",
        first_name="Anne",
        **drawn["details"],
        category=firm["category"],
        is_private=drawn["is_private"],
        assistant=assistant if drawn["assistant"] else None,
        **drawn["values"],
    )
    if drawn["archived"]:
        OrganisationDetails(contact=contact, **drawn["archived"]).save()
    reach(contact, drawn)
    for place in drawn["keywords"]:
        ContactKeyword(contact=contact, keyword=firm["keywords"][place]).save()
    for _place in range(drawn["notes"]):
        FollowUp(contact=contact, date=DAY, text="Appel", author=adviser).save()
    comply(contact, drawn, adviser)
    relate(contact, drawn, firm["third"])
    for (place, right), share in drawn["owned"].items():
        account = firm["accounts"][place]
        Ownership(account=account, contact=contact, right=right, share=share).save()
    declare(contact, drawn, firm["accounts"][0])
    detect(contact, drawn, firm)
    return contact


def declare(contact, drawn, account):
    for kind, amount in drawn["incomes"].items():
        Income(contact=contact, kind=kind, annual_amount=amount).save()
    if drawn["declared"]:
        Property(contact=contact, kind="RP", holder="COMM", value=Decimal(300_000)).save()
        DeclaredAsset(contact=contact, kind="AV", account=account).save()
        Debt(contact=contact, kind="IMMO_RP", outstanding=Decimal(90_000)).save()
        Expense(contact=contact, kind="impots", annual_amount=Decimal(4_000)).save()


def comply(contact, drawn, adviser):
    for place in range(drawn["profiles"]):
        profile = InvestorProfile(contact=contact, dated_on=DAY, created_by=adviser)
        profile.save()
        ProductExperience(profile=profile, product="scpi", knowledge=str(place)).save()
        Consent(contact=contact, kind="notice", dated_on=DAY).save()
    for kind, priority in drawn["aims"].items():
        Objective(contact=contact, kind=kind, priority=priority).save()
    if drawn["project"] is not None:
        InvestmentProject(contact=contact, horizon=drawn["project"], amount=Decimal("1.50")).save()
    if drawn["complied"] is not None:
        said = drawn["complied"]
        FundsOrigin(contact=contact, dated_on=DAY, gift=True, institution=said).save()
        TaxResidence(contact=contact, country="CH", number=said).save()
        BeneficialOwner(contact=contact, last_name="Petit", is_pep="yes" if said else "").save()
        Shareholder(contact=contact, name="Holding", units=2 if said else None).save()
        FinancialYear(contact=contact, year=2025, cash=Decimal(5) if said else None).save()


def reach(contact, drawn):
    rows = [Email(address=f"{one}@a.fr", key=f"{one}@a.fr") for one in sorted(drawn["emails"])]
    rows += [Telephone(number=f"+3361234567{one}") for one in sorted(drawn["telephones"])]
    rows += [PostalAddress(**columns) for columns in drawn["addresses"]]
    seen = set()
    for row in rows:
        row.contact, row.preferred = contact, type(row) not in seen
        seen.add(type(row))
        row.save()


def relate(contact, drawn, third):
    if drawn["spouse"] is not None:
        spouse = third[drawn["spouse"]]
        Relationship(kind="spouse", contact=contact, other_contact=spouse).save()
    for place in drawn["brothers"]:
        Relationship(kind="sibling", contact=third[place], other_contact=contact).save()
    for place, columns in drawn["notaries"].items():
        Relationship(kind="notary", contact=contact, other_contact=third[place], **columns).save()
    if drawn["child"]:
        told = dict(drawn["of_child"])
        parent = None
        if told.pop("has_parent"):
            parent = RelatedPerson(contact=contact, last_name="Blot", first_name="Marie")
            parent.save()
            Relationship(kind="ex_spouse", contact=contact, other_person=parent).save()
        child = RelatedPerson(
            contact=contact, last_name="Moreau", first_name=drawn["child"], **told
        )
        child.save()
        Relationship(kind="child", contact=contact, other_person=child, other_parent=parent).save()


def double(contact, who, said, third):
    """Give one of the two its half of what both have."""
    half = {
        sort: {name: value for name, value in columns.items() if said[sort][name] in {who, "both"}}
        for sort, columns in DOUBLES.items()
    }
    PostalAddress(contact=contact, line_1="9 quai Bas", **half["address"]).save()
    Relationship(kind="lawyer", contact=contact, other_contact=third, **half["lawyer"]).save()
    child = RelatedPerson(contact=contact, last_name="Moreau", first_name="Zoé", **half["child"])
    child.save()
    Relationship(kind="child", contact=contact, other_person=child).save()


def detect(contact, drawn, firm):
    line = firm["line"]
    if drawn["suggested"]:
        Suggestion.objects.create(
            client=line, contact=contact, score=drawn["suggested"], reasons=["name"]
        )
    if drawn["linked"]:
        PartnerLink.objects.create(
            partner="x", owner_key=f"k{contact.pk}", contact=contact, decided_by=firm["adviser"]
        )
        DetectedClient.objects.filter(pk=line.pk).update(
            best_contact=contact, contact=contact, best_score=drawn["suggested"]
        )
    if drawn["owned"] and drawn["linked"]:
        DetectedAccount.objects.update(owner=contact)


@pytest.fixture
def firm(adviser, assistant, colleague):
    # Who may take a contact out of the assistant's sight, with a reason.
    adviser.groups.add(Group.objects.get(name="Manager"))
    category = Category.objects.get(name="Clients")
    product = Product.objects.create(
        custodian=Custodian.objects.create(code="A", name="Assurvia"), code="H", name="Horizon"
    )
    accounts = [Account(product=product, number=f"AV-{place}") for place in range(3)]
    for account in accounts:
        account.save()

    def third(place):
        return PersonFactory(
            by=colleague, last_name=f"T{place}", category=category, is_private=place == 2
        )

    line = DetectedClient.objects.create(
        partner="x", owner_key="k", identity_key="k", last_name="Moreau"
    )
    DetectedAccount.objects.create(account=accounts[0], client=line)
    return {
        "adviser": adviser,
        "assistant": assistant,
        "category": category,
        "accounts": accounts,
        "keywords": [Keyword.objects.create(label=f"K{place}") for place in range(3)],
        "third": [third(place) for place in range(3)],
        "line": line,
    }


@pytest.mark.django_db
@settings(
    max_examples=200 if SOAK else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(source=side, target=side, said=doubles, related=st.booleans())
def test_merge_then_undo_gives_every_row_back(firm, source, target, said, related):
    if source["values"].get("client_number") and not source["is_private"]:
        target["values"].pop("client_number", None)
    with transaction.atomic():
        try:
            both = build(firm, source), build(firm, target)
            for contact, who in zip(both, ("source", "target"), strict=True):
                double(contact, who, said, firm["third"][0])
            check(firm, *both, related=related)
        finally:
            transaction.set_rollback(True)


def check(firm, source, target, *, related):
    adviser = firm["adviser"]
    if related:
        Relationship(kind="sibling", contact=source, other_contact=target).save()
    derived.refresh([source.pk, target.pk])
    Visit.objects.filter(user=adviser).delete()
    before = tables()
    try:
        shown = plan_merge(source=source, target=target, by=adviser).digest
    except MergeRefused:
        assert source.is_private
        return
    done = merge(source=source, target=target, shown=shown, why="Doublon", by=adviser)
    assert before != tables()
    undo(merge=done, by=adviser)
    Visit.objects.filter(user=adviser).delete()
    after = tables()
    if source.is_private and not target.is_private:
        # The one thing that never goes back: undoing publishes nothing.
        assert after["contacts.Contact"][target.pk].pop("is_private")
        assert not before["contacts.Contact"][target.pk].pop("is_private")
        assert after.pop("grants") >= before.pop("grants")
        # Nor is anybody taken off the folder that it stays.
        for name in ("lead_adviser_id", "second_adviser_id", "assistant_id"):
            person = before["contacts.Contact"][target.pk].pop(name)
            assert after["contacts.Contact"][target.pk].pop(name) == person or person is None
    assert after == before
