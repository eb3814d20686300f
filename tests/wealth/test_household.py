"""Foyer: what the folder and its couple own and owe, each part once, as its reader sees it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actions.accounts import Owner
from accounts.enums import Right
from contacts.models import Relationship
from wealth.models import Debt, DeclaredAsset
from wealth.queries.parts import Parts

pytestmark = pytest.mark.django_db


def page(client, contact):
    return client.get(reverse("wealth:folder-household", args=[contact.pk]))


def statement(answer):
    """Return the lines of the page: the contact's part, then the spouse's."""
    return {
        str(line.label): (line.parts.contact, line.parts.spouse) for line in answer.context["lines"]
    }


def euros(*values):
    return tuple(map(Decimal, values))


@pytest.fixture
def declared(couple, declare, hold):
    """A couple with something of everything, declared in both folders."""
    anne, paul = couple()
    hold("AV-1", "1000.01", Owner(anne), Owner(paul))
    hold("AV-2", "300.00", paul)
    hold("USD-1", "50.00", anne, currency="USD")
    hold("NP-1", "70.00", Owner(anne, Right.BARE))
    declare(anne, holder="COMM", value=Decimal("400000.01"), outstanding=Decimal(90_000))
    declare(anne, kind="SCI", holder="SOC", share=Decimal(40), value=Decimal(100_000))
    declare(anne, kind="RS", right="bare", value=Decimal(60_000))
    declare(paul, kind="TERRAIN", holder="CJT", value=Decimal(7_000))
    declare(anne, DeclaredAsset, kind="PEA", value=Decimal(2_000))
    declare(paul, DeclaredAsset, kind="PEE", value=Decimal(500))
    declare(paul, Debt, kind="IMMO_RP", outstanding=Decimal(90_000))
    declare(anne, Debt, kind="CONSO", outstanding=Decimal(1_200))
    return anne, paul


def test_couple_owns_and_owes_each_part_once(declared, adviser, sign_in):
    anne, paul = declared
    client = sign_in(adviser)
    answer = page(client, anne)
    assert statement(answer) == {
        "Comptes": euros("500.01", "800.01"),
        "Immobilier": euros("247000.01", "200000.00"),
        "Placements déclarés": euros(2_000, 500),
        "Actif": euros("249500.02", "201300.01"),
        "Passif": euros(46_200, 45_000),
        "Patrimoine net": euros("203300.02", "156300.01"),
    }
    totals = answer.context["totals"]
    assert totals.bare == Parts(Decimal(60_070))
    assert totals.other_totals == [("USD", Decimal("50.00"))]
    assert answer.context["split"] == [
        ("Comptes", Decimal("1300.02")),
        ("Immobilier", Decimal("447000.01")),
        ("Placements déclarés", Decimal(2_500)),
    ]
    from_paul = page(client, paul).context["totals"]
    assert (from_paul.assets.couple, from_paul.debts.couple) == (
        totals.assets.couple,
        totals.debts.couple,
    )


def test_spouse_who_is_hidden_is_as_none(couple, declare, hold, colleague, sign_in):
    """Nothing tells a folder whose spouse is hidden from one without a spouse."""
    anne, paul = couple(is_private=True)
    hold("AV-2", "300.00", paul)
    declare(paul, value=Decimal(1_000))
    declare(anne, holder="COMM", value=Decimal(400))
    declare(anne, holder="CJT", value=Decimal(50))
    client = sign_in(colleague)
    answer = page(client, anne)
    totals = answer.context["totals"]
    assert (totals.spouse, totals.assets.contact, totals.is_couple) == (None, 200, False)
    assert answer.context["held_by_spouse"] == 250
    with_folder = answer.content.decode()
    assert "Paul" not in with_folder
    Relationship.objects.all().delete()
    assert page(client, anne).context["totals"] == totals


def test_spouse_counts_only_while_the_situation_is_a_couple(couple, declare, adviser, sign_in):
    anne, paul = couple()
    declare(paul, value=Decimal(1_000))
    client = sign_in(adviser)
    assert page(client, anne).context["totals"].spouse == paul
    anne.person.marital_status = "divorced"
    anne.person.save()
    assert page(client, anne).context["totals"].spouse is None


def test_declared_investment_followed_as_an_account_counts_once(
    person, declare, hold, adviser, sign_in
):
    anne = person()
    account = hold("AV-1", "1000.00", anne)
    declare(anne, DeclaredAsset, kind="AV", value=Decimal(900), account=account)
    client = sign_in(adviser)
    totals = page(client, anne).context["totals"]
    assert (totals.assets.contact, totals.followed) == (1_000, 1)
    account.ownerships.all().delete()
    totals = page(client, anne).context["totals"]
    assert (totals.assets.contact, totals.followed) == (900, 0)


def test_organisation_has_no_household(organisation, adviser, sign_in):
    assert page(sign_in(adviser), organisation()).status_code == 404


def test_empty_page_says_what_to_do(person, adviser, sign_in):
    anne = person()
    answer = page(sign_in(adviser), anne)
    assert answer.context["totals"].is_empty
    assert [step["label"] for step in answer.context["first_steps"]] == [
        "Ajouter un bien",
        "Ajouter un placement",
        "Ajouter un emprunt",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_as_many_queries_for_any_number_of_rows(
    couple, declare, hold, adviser, sign_in, django_assert_num_queries, rows
):
    anne, paul = couple()
    for number in range(rows):
        for contact in (anne, paul):
            hold(f"AV-{contact.pk}-{number}", "10.00", contact)
            declare(contact, value=Decimal(10))
            declare(contact, DeclaredAsset, kind="AV", value=Decimal(10))
            declare(contact, Debt, kind="CONSO", outstanding=Decimal(10))
    client = sign_in(adviser)
    page(client, anne)
    with django_assert_num_queries(18):
        page(client, anne)
