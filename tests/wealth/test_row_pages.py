"""Pages of rows at their edges: sums of what nobody said, odd names, other verbs, other owners."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions.accounts import Owner
from accounts.enums import Right
from contacts.actions.merging import merge, plan_merge
from contacts.models import Relationship
from persistence.models import save_as
from tests.wealth.test_rows import HOME, PAGE, at, foot, last_message, page
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

pytestmark = pytest.mark.django_db
EUROS = "\u202f€"


def feet(answer):
    return [
        {cell.field.name: cell.text for cell in cells if cell.text}
        for listed in answer.context["lists"]
        for _words, cells in listed.foot
    ]


def household(client, contact):
    return client.get(reverse("wealth:folder-household", args=[contact.pk])).context


def test_debts_and_budgets_are_summed_and_nothing_of_what_nobody_said(
    person, adviser, sign_in, declare
):
    contact, client = person(), sign_in(adviser)
    declare(contact)
    assert foot(page(client, contact)) == []
    for outstanding in (100, 50):
        declare(contact, Debt, kind="PRO", outstanding=outstanding, monthly_payment=1)
    debts = page(client, contact, "wealth:folder-debts")
    assert feet(debts) == [{"outstanding": f"150,00{EUROS}", "monthly_payment": f"2,00{EUROS}"}]
    for kind, amount in (("salaires", 30), ("pensions", 12)):
        declare(contact, Income, kind=kind, annual_amount=amount)
    declare(contact, Expense, kind="loyer", annual_amount=7)
    budget = page(client, contact, "wealth:folder-budget")
    assert feet(budget) == [{"annual_amount": f"42,00{EUROS}"}, {"annual_amount": f"7,00{EUROS}"}]


def test_name_with_a_percent_sign_is_told_as_it_is(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    typed = HOME | {"label": "50 %s (SCI)", "version": 0, "opened": "{}"}
    answer = client.post(at("add", contact.pk, "immobilier"), typed)
    assert last_message(answer).message == "Enregistré\u202f: 50 %s (SCI)."


def test_refused_row_is_still_named_as_it_is_saved(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    row = declare(contact, label="Angers")
    change = at("change", contact.pk, "immobilier", row.pk)
    opened = client.get(change).context["opened"]
    typed = HOME | {"label": "Nantes", "value": "-1", "version": 1, "opened": opened}
    refused = client.post(change, typed)
    assert (refused.status_code, str(refused.context["row"])) == (422, "Angers")


def test_addresses_answer_to_their_own_verbs(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    row = declare(contact)
    assert client.get(at("delete", contact.pk, "immobilier", row.pk)).status_code == 405
    assert client.post(reverse(PAGE, args=[contact.pk]), HOME).status_code == 405
    assert Property.objects.count() == 1


def test_account_that_one_owns_by_two_rights_is_offered_once(
    person, adviser, sign_in, declare, hold
):
    contact = person()
    hold("AV-1", "1.00", Owner(contact, Right.BARE), Owner(contact, Right.USUFRUCT))
    row = declare(contact, DeclaredAsset, kind="AV")
    opened = sign_in(adviser).get(at("change", contact.pk, "placements", row.pk))
    assert [label for key, label in opened.context["form"].fields["account"].choices if key] == [
        "Horizon AV-1"
    ]


def test_first_of_two_spouses_is_the_one_told_first(couple, person, declare, adviser, sign_in):
    anne, paul = couple()
    other = person("Petit", "Jean", marital_status="married")
    Relationship(kind="spouse", contact=other, other_contact=anne).save()
    assert household(sign_in(adviser), anne)["totals"].spouse == paul


def test_other_currencies_of_both_and_closed_accounts_of_neither(
    couple, hold, declare, adviser, sign_in
):
    anne, paul = couple()
    hold("USD-1", "50.00", anne, currency="USD")
    hold("USD-2", "25.00", paul, currency="USD")
    account = hold("AV-1", "1000.00", anne)
    client = sign_in(adviser)
    context = household(client, anne)
    assert context["totals"].other_totals == [("USD", Decimal("75.00"))]
    assert (context["totals"].assets.contact, context["held_by_spouse"]) == (1000, 0)
    declare(paul, value=Decimal(7), holder="TIT")
    assert household(client, anne)["held_by_spouse"] == 0
    account.closed_on = dt.date(2026, 11, 24)
    save_as(account, adviser)
    assert household(client, anne)["totals"].assets.contact == 0


@pytest.mark.parametrize("model", [Property, DeclaredAsset, Debt])
def test_page_with_one_thing_is_not_empty(person, declare, adviser, sign_in, model):
    contact = person()
    kinds = {Property: "RP", DeclaredAsset: "AV", Debt: "PRO"}
    declare(contact, model, kind=kinds[model])
    assert not household(sign_in(adviser), contact)["totals"].is_empty


def test_who_only_reads_is_offered_no_first_step(person, adviser, junior, sign_in):
    contact = person()
    junior.user_permissions.add(Permission.objects.get(codename="see_other_advisers_contacts"))
    assert household(sign_in(junior), contact)["first_steps"] == []


def test_account_of_an_investment_is_shown_and_taken_away(person, adviser, sign_in, declare, hold):
    contact, client = person(), sign_in(adviser)
    row = declare(contact, DeclaredAsset, kind="AV", account=hold("AV-1", "1.00", contact))
    change = at("change", contact.pk, "placements", row.pk)
    opened = client.get(change).context
    assert opened["form"]["account"].value() == row.account_id
    typed = {"kind": "AV", "holder": "TIT", "version": 1, "opened": opened["opened"]}
    assert client.post(change, typed | {"account": ""}).status_code == 302
    row.refresh_from_db()
    assert row.account is None


def test_investment_followed_as_the_spouse_s_account_counts_once_and_debts_are_each_s_own(
    couple, hold, declare, adviser, sign_in
):
    anne, paul = couple()
    account = hold("AV-1", "1000.00", paul)
    declare(anne, DeclaredAsset, kind="AV", value=Decimal(900), account=account)
    declare(anne, Debt, kind="PRO", outstanding=Decimal(5))
    declare(paul, Debt, kind="CONSO", outstanding=Decimal(70))
    totals = household(sign_in(adviser), anne)["totals"]
    assert (totals.assets.contact, totals.assets.spouse, totals.followed) == (0, 1000, 1)
    assert (totals.debts.contact, totals.debts.spouse) == (5, 70)


def test_split_is_of_the_contact_where_no_spouse_is_seen(person, declare, adviser, sign_in):
    contact = person()
    declare(contact, value=Decimal(50), holder="CJT")
    declare(contact, value=Decimal(8))
    split = household(sign_in(adviser), contact)["split"]
    assert dict(split) == {"Comptes": 0, "Immobilier": 8, "Placements déclarés": 0}


def test_investment_is_not_opened_in_the_future(person, adviser, sign_in):
    contact = person()
    typed = {"kind": "AV", "holder": "TIT", "opened_on": "01/01/2126", "version": 0}
    answer = sign_in(adviser).post(at("add", contact.pk, "placements"), typed)
    assert list(answer.context["form"].errors) == ["opened_on"]


@pytest.mark.parametrize("share", [0, 101])
def test_database_keeps_no_share_that_is_none(person, share):
    with pytest.raises(IntegrityError), transaction.atomic():
        Property(contact=person(), kind="RP", share=share).save()


def test_of_two_expenses_of_a_kind_the_target_s_stands(person, declare, adviser):
    source, target = person(), person("Petit")
    for contact, amount in ((source, 1), (target, 2)):
        declare(contact, Expense, kind="loyer", annual_amount=Decimal(amount))
    shown = plan_merge(source=source, target=target, by=adviser).digest
    merge(source=source, target=target, shown=shown, by=adviser)
    assert [row.annual_amount for row in Expense.objects.filter(contact=target)] == [2]
