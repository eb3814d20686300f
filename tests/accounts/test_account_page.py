"""The page of one account, its forms, and who may reach them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.actions.accounts import Owner
from accounts.actions.owners import change_account
from accounts.actions.valuations import add_valuation
from accounts.models import Account, Holding, Ownership, Product, Valuation
from contacts.forms.combobox import FEW
from contacts.models import ContactFigures

TODAY = timezone.localdate()
OCTOBER, NOVEMBER = dt.date(2025, 10, 31), dt.date(2025, 11, 30)


def address(name, contact, account=None, *more):
    keys = [contact.pk, *([account.pk] if account else []), *more]
    return reverse(f"accounts:{name}", args=keys)


def total(contact):
    return ContactFigures.objects.get(contact=contact).total_value


@pytest.fixture
def detailed(hold, adviser):
    """Hold an account with two lines on one date: `detailed("A", anne)`."""

    def detailed(number, *owners, date=NOVEMBER):
        account = hold(number, "150.00", *owners, date=date)
        valuation = account.valuations.get()
        valuation.is_consolidated = False
        valuation.save()
        fund = {"code": "FR0010135103", "name": "Patrimoine A", "units": "10.5", "price": "9.52"}
        Holding.objects.create(valuation=valuation, value="100.00", priced_on=date, **fund)
        euro = {"name": "Fonds en euros", "is_euro_fund": True, "value": "50.00"}
        Holding.objects.create(valuation=valuation, **euro)
        return account

    return detailed


def test_page_says_holdings_owners_and_values(person, detailed, adviser, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    account = detailed("AV-1", anne, luc)
    answer = sign_in(adviser).get(address("account-show", anne, account))
    text = answer.content.decode()
    for said in ("AV-1", "Assurvia", "FR0010135103", "Fonds en euros", "10,5000", "30/11/2025"):
        assert said in text
    owners = [(one.contact.name, one.share) for one in answer.context["owners"]]
    assert owners == [("Castaing", 50), ("Moreau", 50)]
    assert answer.context["situation"].split == [("Patrimoine A", 100), ("Fonds en euros", 50)]


def test_page_says_of_an_account_what_is_not_so_unsaid(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account, client = hold("A", "10.00", anne), sign_in(adviser)
    assert client.get(address("account-show", anne, account)).context["facts"] == []
    account.label, account.currency = "Retraite", "USD"
    account.opened_on, account.closed_on = dt.date(2020, 2, 1), dt.date(2026, 11, 3)
    change_account(account=account, owners=None, version=0, by=adviser)
    assert client.get(address("account-show", anne, account)).context["facts"] == [
        ("Libellé du compte", "Retraite"),
        ("Devise", "USD"),
        ("Ouvert le", "01/02/2020"),
        ("Clos le", "03/11/2026"),
    ]


def test_situation_at_a_date_is_the_latest_before_it(person, detailed, adviser, sign_in):
    anne = person("Moreau")
    account = detailed("AV-1", anne)
    add_valuation(account=account, date=OCTOBER, value=Decimal(90), by=adviser)
    page = address("account-show", anne, account)
    client = sign_in(adviser)

    def at(text):
        situation = client.get(page, {"at": text}).context["situation"]
        return situation and situation.valuation.date

    assert [at("29/11/2025"), at("30/11/2025"), at("")] == [OCTOBER, NOVEMBER, NOVEMBER]
    assert at("01/10/2025") is None
    refused = client.get(page, {"at": "31/02/2025"})
    assert "field__error" in refused.content.decode()


def test_folder_at_a_date_adds_what_accounts_were_worth(person, hold, adviser, sign_in):
    anne = person("Moreau")
    first = hold("A", "100.00", anne, date=NOVEMBER)
    hold("B", "7.00", anne, date=OCTOBER)
    hold("LATER", "1.00", anne, date=TODAY)
    add_valuation(account=first, date=OCTOBER, value=Decimal("80.50"), by=adviser)
    page = reverse("accounts:folder-accounts", args=[anne.pk])
    client = sign_in(adviser)
    shown = client.get(page, {"at": "01/11/2025"}).context
    assert (shown["total"], shown["families"]) == (
        Decimal("87.50"),
        [("Assurance vie", Decimal("87.50"))],
    )
    assert client.get(page).context["total"] == Decimal("108.00")
    assert client.get(page, {"at": "01/01/2020"}).context["total"] == 0


@pytest.mark.security(7)
def test_hidden_co_owner_is_in_no_number_and_no_word(person, hold, adviser, colleague, sign_in):
    anne, secret = person("Moreau"), person("Castaing", is_private=True)
    shared = hold("A", "100.00", anne, secret)
    stated = hold("B", "100.00", Owner(anne, share=Decimal(50)))
    client = sign_in(colleague)
    pages = []
    for account in (shared, stated):
        text = client.get(address("account-show", anne, account)).content.decode()
        form = client.get(address("account-change", anne, account)).content.decode()
        assert "Castaing" not in text + form
        assert 'value="50"' in form
        pages.append(text.count("50\u202f%"))
    assert pages[0] == pages[1] == 1
    for user in (colleague,):
        assert sign_in(user).get(address("account-show", secret, shared)).status_code == 404


def test_account_of_another_folder_is_not_there(person, hold, adviser, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    account = hold("A", "1.00", luc)
    client = sign_in(adviser)
    for name in ("account-show", "account-change", "account-delete", "valuation-add"):
        assert client.get(address(name, anne, account)).status_code == 404


def rows(*owners):
    data = {"owner-TOTAL_FORMS": len(owners), "owner-INITIAL_FORMS": 0, "save": 1}
    for number, (contact, right, share) in enumerate(owners):
        data |= {
            f"owner-{number}-contact": contact.pk,
            f"owner-{number}-right": right,
            f"owner-{number}-share": share,
        }
    return data


def new(product, **typed):
    return {"product": product.pk, "number": " AV-9 ", "label": "Retraite", **typed}


@pytest.mark.plays("accounts/views/editing.py::_next")
def test_account_is_added_with_its_owners_and_first_value(person, product, adviser, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    data = new(product, opened_on="01/02/2020", value="1\u202f400,82 €", valued_on="30/11/2025")
    data |= rows((anne, "full", "25"), (luc, "full", "75,0"))
    answer = sign_in(adviser).post(address("account-add", anne), data)
    account = Account.objects.get()
    assert answer.headers["Location"] == address("account-show", anne, account)
    assert (account.number, account.label) == ("AV-9", "Retraite")
    assert account.opened_on == dt.date(2020, 2, 1)
    assert (account.last_value, account.last_valued_on) == (Decimal("1400.82"), NOVEMBER)
    assert (total(anne), total(luc)) == (Decimal("350.21"), Decimal("1050.62"))
    assert account.history.get().history_user == adviser


@pytest.mark.on_sqlite
@pytest.mark.security(56)
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value": "1e30"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1,234"}, "value"),
        ({"opened_on": "31/02/2026"}, "opened_on"),
        ({"opened_on": "01/01/2999"}, "opened_on"),
        ({"valued_on": "30/11/2025"}, "value"),
        ({"number": " "}, "number"),
        ({"number": "9" * 51}, "number"),
        ({"product": "999999"}, "product"),
    ],
)
def test_bad_input_is_kept_and_said_beside_the_field(
    person, product, adviser, sign_in, typed, field
):
    anne = person("Moreau")
    data = new(product) | typed | rows((anne, "full", ""))
    answer = sign_in(adviser).post(address("account-add", anne), data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert 'value="Retraite"' in answer.content.decode()
    assert not Account.everything.exists()


def test_product_is_listed_under_its_custodian_or_searched_among_many(
    person, product, adviser, sign_in
):
    anne, client = person("Moreau"), sign_in(adviser)
    page = client.get(address("account-add", anne)).content.decode()
    listed = (
        f'<optgroup label="Assurvia"><option value="{product.pk}">Horizon Multisupport</option>'
    )
    assert listed in page
    for at in range(FEW):
        name = f"Contrat {at:02}"
        Product.objects.create(
            custodian=product.custodian, code=name, name=name, family="life_insurance"
        )
    data = new(product) | rows((anne, "full", "1e30"))
    refused = client.post(address("account-add", anne), data).content.decode()
    assert "optgroup" not in refused
    chosen = f'<option value="{product.pk}" selected>Assurvia · Horizon Multisupport</option>'
    assert chosen in refused
    found = client.get(reverse("contacts:choices", args=["produits"]), {"q": "assur contrat 07"})
    assert found.content.decode().count("Assurvia · Contrat 07") == 1
    assert found.context["choices"][0][1] == "Assurvia · Contrat 07"


@pytest.mark.on_sqlite
@pytest.mark.security(56)
@pytest.mark.parametrize("share", ["1e30", "NaN", "-0", "101", "12,34567"])
def test_bad_share_opens_nothing(person, product, adviser, sign_in, share):
    anne = person("Moreau")
    data = new(product) | rows((anne, "full", share))
    answer = sign_in(adviser).post(address("account-add", anne), data)
    assert answer.status_code == 422
    assert not Account.everything.exists()


def test_number_taken_is_said_beside_the_number(person, product, hold, adviser, sign_in):
    anne = person("Moreau")
    hold("AV-9", "1.00", anne)
    answer = sign_in(adviser).post(
        address("account-add", anne), new(product) | rows((anne, "full", ""))
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["number"]


def test_number_of_a_private_folder_answers_as_one_never_used(
    person, product, hold, adviser, colleague, sign_in
):
    hold("AV-9", "5000.00", person("Secret", is_private=True))
    anne = person("Moreau")
    data = new(product, value="3") | rows((anne, "full", ""))
    answer = sign_in(colleague).post(address("account-add", anne), data)
    mine = Account.objects.visible_to(colleague).get()
    assert answer.headers["Location"] == address("account-show", anne, mine)
    page = address("account-show", anne, mine)
    assert "À vérifier" not in sign_in(colleague).get(page).content.decode()
    assert "À vérifier" in sign_in(adviser).get(page).content.decode()


@pytest.mark.security(8)
def test_search_offers_owners_and_saves_nothing(person, product, adviser, colleague, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    person("Castagnier", is_private=True)
    data = new(product) | rows((anne, "full", "50"))
    del data["save"]
    client = sign_in(colleague)
    found = client.post(address("account-add", anne), data | {"search": "casta"})
    assert found.context["owners"].found == [luc]
    taken = client.post(address("account-add", anne), data | {"take": luc.pk})
    assert [contact for _form, contact in taken.context["owners"].rows] == [anne, luc]
    text = taken.content.decode()
    assert 'value="50"' in text
    assert 'value="Retraite"' in text
    assert not Account.everything.exists()


@pytest.mark.security(8)
@pytest.mark.parametrize("posted", ["private", "never", "huge", "word"])
def test_owner_posted_by_hand_is_refused(
    person, product, hold, adviser, colleague, sign_in, posted
):
    anne, secret = person("Moreau"), person("Castaing", is_private=True)
    account = hold("A", "10.00", anne)
    keys = {"private": secret.pk, "never": 999_999, "huge": 10**30, "word": "x"}
    data = rows((anne, "full", "")) | {"owner-0-contact": keys[posted]}
    client = sign_in(colleague)
    change = {"label": "Changed", "version": 0} | data
    answers = [
        client.post(address("account-add", anne), new(product) | data),
        client.post(address("account-change", anne, account), change),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert Account.everything.get().label == ""
    assert Ownership.objects.get().contact == anne


def test_change_saves_dates_and_owners_together(person, hold, adviser, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    account = hold("A", "100.00", anne)
    data = {"version": 0, "label": "Retraite", "opened_on": "01/02/2020", "closed_on": ""}
    data |= rows((anne, "usufruct", ""), (luc, "bare", "")) | {"owner-1-out": ""}
    answer = sign_in(adviser).post(address("account-change", anne, account), data)
    assert answer.status_code == 302
    account = Account.objects.get()
    assert (account.label, account.opened_on) == ("Retraite", dt.date(2020, 2, 1))
    assert (total(anne), total(luc)) == (Decimal(100), Decimal(0))
    again = sign_in(adviser).post(address("account-change", anne, account), data | {"label": "X"})
    assert again.status_code == 422
    assert "adviser" in again.content.decode()
    assert 'value="X"' in again.content.decode()


@pytest.mark.on_sqlite
def test_closing_before_opening_is_refused(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account = hold("A", "100.00", anne)
    data = {"version": 0, "label": "", "opened_on": "01/02/2020", "closed_on": "31/01/2020"}
    data |= rows((anne, "full", ""))
    answer = sign_in(adviser).post(address("account-change", anne, account), data)
    assert answer.status_code == 422
    assert "closed_on" in answer.context["form"].errors


@pytest.mark.security(30)
def test_extra_fields_change_nothing(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account = hold("A", "100.00", anne)
    before = Account.everything.values().get()
    data = {"version": 0, "label": "", "deleted_at": "2020-01-01", "is_provisional": 1}
    data |= {"namesake": 4, "last_value": 9, "number": "B"} | rows((anne, "full", "100"))
    assert sign_in(adviser).post(address("account-change", anne, account), data).status_code == 302
    assert Account.everything.values().get() == before


def test_values_are_added_corrected_and_deleted(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account = hold("A", "100.00", anne, date=NOVEMBER)
    client = sign_in(adviser)
    add = address("valuation-add", anne, account)
    assert client.post(add, {"date": "30/11/2025", "value": "5"}).status_code == 422
    assert client.post(add, {"date": "01/01/2999", "value": "5"}).status_code == 422
    assert client.post(add, {"date": "31/10/2025", "value": "90,5"}).status_code == 302
    valuation = Valuation.objects.get(date=OCTOBER)
    change = address("valuation-change", anne, account, valuation.pk)
    assert client.post(change, {"date": "30/11/2025", "value": "5"}).status_code == 422
    assert client.post(change, {"date": "31/10/2025", "value": "91"}).status_code == 302
    assert Valuation.objects.get(date=OCTOBER).value == 91
    newest = Valuation.objects.get(date=NOVEMBER)
    client.post(address("valuation-change", anne, account, newest.pk), {"delete": 1})
    assert total(anne) == 91


def test_deletion_says_what_follows_then_deletes(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account = hold("A", "100.00", anne)
    client = sign_in(adviser)
    page = address("account-delete", anne, account)
    assert "Anne Moreau" in client.get(page).content.decode()
    assert Account.objects.get() == account
    assert client.post(page).headers["Location"] == address("folder-accounts", anne)
    assert Account.deleted.get().deleted_by == adviser
    assert client.get(address("account-show", anne, account)).status_code == 410


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("account-add", "add_accounts"),
        ("account-change", "change_accounts"),
        ("valuation-add", "change_accounts"),
        ("account-delete", "delete_accounts"),
    ],
)
def test_page_needs_its_right(person, hold, adviser, sign_in, name, right):
    anne = person("Moreau")
    account = hold("A", "1.00", anne)
    page = address(name, anne, None if name == "account-add" else account)
    assert sign_in(adviser).get(page).status_code == 200
    profile = Group.objects.get(name="Conseiller")
    profile.permissions.remove(profile.permissions.get(codename=right))
    client = sign_in(adviser)
    assert (client.get(page).status_code, client.post(page).status_code) == (403, 403)
    shown = client.get(address("account-show", anne, account)).content.decode()
    folder = client.get(address("folder-accounts", anne)).content.decode()
    assert page not in shown + folder


def test_owners_are_offered_to_those_who_may_change_them(person, hold, junior, sign_in):
    anne = person("Moreau", by=junior)
    account = hold("A", "1.00", anne)
    page = address("account-change", anne, account)
    client = sign_in(junior)
    assert "owner-search" not in client.get(page).content.decode()
    data = {"version": 0, "label": "Mine", "opened_on": "", "closed_on": ""}
    assert client.post(page, data | rows((anne, "bare", "10"))).status_code == 302
    assert Account.objects.get().label == "Mine"
    assert Ownership.objects.get().right == "full"


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_for_three(
    person, hold, adviser, sign_in, django_assert_num_queries, count
):
    people = [person(f"Moreau {number}") for number in range(count)]
    account = hold("A", "10.00", *people)
    for number in range(count):
        day = OCTOBER + dt.timedelta(days=number)
        valuation = add_valuation(account=account, date=day, value=Decimal(9), by=adviser)
        Holding.objects.create(valuation=valuation, name="Fonds", value=9)
    client = sign_in(adviser)
    page = address("account-show", people[0], account)
    client.get(page)
    with django_assert_num_queries(14):
        client.get(page)


def test_values_are_paged_by_their_dates(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account = hold("A", None, anne)
    days = [OCTOBER - dt.timedelta(days=number) for number in range(30)]
    Valuation.objects.bulk_create(Valuation(account=account, date=day, value=1) for day in days)
    client = sign_in(adviser)
    page = address("account-show", anne, account)
    first = client.get(page)
    second = client.get(page + first.context["older_url"])
    third = client.get(page + second.context["older_url"])
    back = client.get(page + third.context["newer_url"])
    seen = [[value.date for value in one.context["values"]] for one in (first, second, third, back)]
    assert seen == [days[:12], days[12:24], days[24:], days[12:24]]
    assert first.context["newer_url"] is third.context["older_url"] is None
