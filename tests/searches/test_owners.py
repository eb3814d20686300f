"""Changez le ou les propriétaires affectés au compte: chosen accounts, from page to undo."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from lxml import html

from accounts.actions import owner_change
from accounts.actions.accounts import Owner, open_account
from accounts.actions.owners import change_owners
from accounts.models import Account, Custodian, Ownership, Product
from contacts.models import Change, Contact
from searches.actions.searches import ask
from searches.views import owners as view

pytestmark = pytest.mark.django_db

OF_ASSURVIA = {
    "v": 1,
    "on": "accounts",
    "where": {"all": [{"f": "number", "op": "begins", "v": "A"}]},
}
OF_MOREAU = {
    "v": 1,
    "on": "contacts",
    "where": {"all": [{"f": "name", "op": "contains", "v": "Moreau"}]},
}


STAYS = "Ce compte reste tel quel : vous ne pouvez pas modifier l’un de ses propriétaires."


@pytest.fixture
def hold(adviser):
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="V", name="Vie")

    def hold(number, *owners):
        owners = [owner if isinstance(owner, Owner) else Owner(owner) for owner in owners]
        account = Account(product=product, number=number)
        return open_account(account=account, owners=owners, by=adviser)

    return hold


def address(by, stored=OF_ASSURVIA):
    return reverse("searches:search-owners", args=[ask(stored=stored, by=by).pk])


def rows(*typed):
    """Return rows of owners as the page posts them: contact, right, share."""
    data = {"owner-TOTAL_FORMS": str(len(typed)), "owner-INITIAL_FORMS": "0"}
    for number, (contact, right, share) in enumerate(typed):
        row = {"contact": contact.pk, "right": right, "share": share}
        data |= {f"owner-{number}-{name}": value for name, value in row.items()}
    return data


def read(answer):
    """Return what stands in the page: changes, what is left out, the token, the message."""
    page = html.fromstring(answer.content.decode())
    lines = page.xpath("//section[@aria-labelledby='changes']//tbody/tr")
    cells = [[" ".join(cell.text_content().split()) for cell in line] for line in lines]
    token = page.xpath("//input[@name='token']/@value")
    said = [
        " ".join(one.text_content().split())
        for one in page.xpath("//*[contains(@class,'message')]/div[normalize-space()]")
    ]
    return cells, said, token[0] if token else None


@pytest.mark.plays("searches/views/owners.py::_change")
def test_chosen_accounts_get_their_owner_and_give_it_back(person, hold, sign_in, adviser):
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    first, second = hold("A-1", anne), hold("A-2", anne)
    stays = hold("A-3", anne)
    client, there = sign_in(adviser), address(adviser)
    chosen = {"account": [first.pk, second.pk]}
    cells, said, token = read(client.get(there, chosen))
    assert [cell[0].split()[0] for cell in cells] == ["A-1", "A-2"]
    assert [cell[1] for cell in cells] == ["Anne Moreau Pleine propriété, 100 %"] * 2
    assert (said, token) == ([], None)
    found = client.post(there, chosen | rows() | {"search": "castaing", "refresh": "1"})
    assert f'name="take" value="{luc.pk}"' in found.content.decode()
    sought = {"search": "castaing", "take": luc.pk}
    taken = client.post(there, chosen | rows() | sought)
    page = html.fromstring(taken.content.decode())
    assert page.xpath("//input[@name='search']/@value") == [""]
    cells, said, token = read(taken)
    assert [cell[2] for cell in cells] == ["Luc Castaing Pleine propriété, 100 %"] * 2
    answer = client.post(there, chosen | rows((luc, "full", "")) | {"save": "1", "token": token})
    assert answer["Location"] == there.removesuffix("proprietaires/")
    (message,) = get_messages(answer.wsgi_request)
    assert str(message) == "2 comptes ont changé de propriétaires."
    owned = Ownership.objects.values_list("account__number", "contact__name", "share")
    assert set(owned) == {
        ("A-1", "Castaing", None),
        ("A-2", "Castaing", None),
        ("A-3", "Moreau", None),
    }
    undo = message.extra_tags.removeprefix("undo=")
    told = client.post(undo, follow=True)
    assert "2 comptes ont retrouvé leurs propriétaires d’avant." in told.content.decode()
    assert {row.contact_id for row in Ownership.objects.all()} == {anne.pk}
    assert stays.ownerships.get().contact == anne


def test_it_stands_among_recent_changes_of_who_did_it(person, hold, sign_in, adviser, colleague):
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    accounts = [hold("A-1", anne), hold("A-2", anne)]
    client, there = sign_in(adviser), address(adviser)
    _cells, _said, token = read(client.post(there, {"all": "1"} | rows() | {"take": luc.pk}))
    client.post(there, {"all": "1"} | rows((luc, "full", "")) | {"save": "1", "token": token})
    page = client.get(reverse("contacts:change-list")).content.decode()
    line = " ".join(html.fromstring(page).xpath("//tbody/tr")[0].text_content().split())
    assert line.startswith("A-1 Vie, Luc Castaing et un autre Propriétaires changés")
    assert reverse("accounts:account-show", args=[luc.pk, accounts[0].pk]) in page
    other = sign_in(colleague)
    assert "A-1" not in other.get(reverse("contacts:change-list")).content.decode()
    change = Change.objects.get(kind="owners")
    assert other.post(reverse("contacts:change-undo", args=[change.pk])).status_code == 404


def test_several_owners_with_their_rights_and_shares(person, hold, sign_in, adviser):
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    account = hold("A-1", anne)
    client, there = sign_in(adviser), address(adviser)
    typed = {"account": account.pk} | rows((anne, "usufruct", ""), (luc, "bare", "60"))
    cells, _said, token = read(client.post(there, typed | {"refresh": "1"}))
    assert cells[0][2] == ("Anne Moreau Usufruit, 100 % Luc Castaing Nue-propriété, 60 %")
    client.post(there, typed | {"save": "1", "token": token})
    owned = account.ownerships.order_by("pk").values_list("contact__name", "right", "share")
    assert list(owned) == [("Moreau", "usufruct", 100), ("Castaing", "bare", 60)]


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (("60", "50"), "au plus, et chaque propriétaire a une part"),
        (("150", ""), "au plus, et chaque propriétaire a une part"),
        (("0", "50"), "au plus, et chaque propriétaire a une part"),
        (("beaucoup", ""), "Saisissez un nombre"),
    ],
)
def test_a_share_that_cannot_be_is_refused_beside_it(person, hold, sign_in, adviser, shares, words):
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    account = hold("A-1", anne)
    client, there = sign_in(adviser), address(adviser)
    typed = rows((anne, "full", shares[0]), (luc, "bare", shares[1]))
    answer = client.post(there, {"account": account.pk, "save": "1"} | typed)
    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    (beside,) = page.xpath("//td[.//input[@name='owner-0-share']]")
    assert words in beside.text_content()
    assert read(answer)[2] is None
    assert account.ownerships.get().share is None


def test_what_changed_since_is_shown_again(person, hold, sign_in, adviser, colleague):
    anne, luc, zoe = person("Moreau"), person("Castaing", "Luc"), person("Zola", "Zoé")
    account = hold("A-1", anne)
    client, there = sign_in(adviser), address(adviser)
    _cells, _said, token = read(client.post(there, {"all": "1"} | rows() | {"take": luc.pk}))
    change_owners(account=account, owners=[Owner(zoe)], version=0, by=colleague)
    typed = {"all": "1", "save": "1"} | rows((luc, "full", ""))
    answer = client.post(there, typed | {"token": token})
    cells, said, fresh = read(answer)
    assert answer.status_code == 409
    assert said == [
        "Ce qui changerait n’est plus ce qui était montré. Relisez-le, puis cliquez sur OK."
    ]
    assert cells[0][1] == "Zoé Zola Pleine propriété, 100 %"
    assert account.ownerships.get().contact == zoe
    assert client.post(there, typed | {"token": fresh}).status_code == 302
    assert account.ownerships.get().contact == luc


def test_accounts_with_an_owner_of_others_stay_and_are_named(person, hold, sign_in, junior):
    codes = ("change_owners", "see_other_advisers_contacts")
    junior.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    mine, far, other = person("Moreau", by=junior), person("Zola"), person("Petit", by=junior)
    hold("A-1", mine), hold("A-2", far), hold("A-3", other)
    answer = sign_in(junior).post(
        address(junior), {"all": "1"} | rows((other, "full", "")) | {"refresh": "1"}
    )
    cells, said, _token = read(answer)
    assert [cell[0].split()[0] for cell in cells] == ["A-1"]
    assert said == [
        f"{STAYS} A-2",
        "Un compte a déjà ces propriétaires.",
    ]


def test_an_owner_whom_one_may_only_see_is_refused(person, hold, sign_in, junior):
    codes = ("change_owners", "see_other_advisers_contacts")
    junior.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    mine, far = person("Moreau", by=junior), person("Zola")
    account = hold("A-1", mine)
    answer = sign_in(junior).post(
        address(junior), {"all": "1", "save": "1"} | rows((far, "full", ""))
    )
    assert answer.status_code == 422
    assert "Choisissez des propriétaires que vous pouvez modifier." in answer.content.decode()
    assert account.ownerships.get().contact == mine


@pytest.mark.security(7, 8, 20)
def test_nothing_is_told_of_a_hidden_owner(person, hold, sign_in, adviser, colleague):
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    secret = person("Zorglub", "Zoé", is_private=True)
    shared = hold("A-1", Owner(anne, share=Decimal(50)), Owner(secret, share=Decimal(50)))
    own = hold("A-2", secret)
    client, there = sign_in(colleague), address(colleague)
    forged = {"account": [shared.pk, own.pk]}
    pages = [
        client.get(there, forged),
        client.post(there, {"all": "1"} | rows() | {"search": "zorglub", "refresh": "1"}),
        client.post(there, forged | rows() | {"take": luc.pk}),
    ]
    assert {page.status_code for page in pages} == {200}
    assert not any("orglub</" in page.content.decode() for page in pages)
    assert [read(page)[0][0][0].split()[0] for page in pages] == ["A-1"] * 3
    assert all(len(read(page)[0]) == 1 for page in pages)
    taken = client.post(there, forged | rows() | {"take": secret.pk})
    never = client.post(there, forged | rows() | {"take": 999_999})
    assert read(taken) == read(never)
    posted = client.post(there, forged | rows((secret, "full", "")) | {"save": "1", "token": "x"})
    assert posted.status_code == 422
    assert client.get(there, {"account": own.pk}).status_code == 200
    assert {row.contact_id for row in own.ownerships.all()} == {secret.pk}
    assert shared.ownerships.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_three(
    person, hold, sign_in, adviser, number, django_assert_num_queries
):
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    keys = [hold(f"A-{at}", anne).pk for at in range(number)]
    client, there = sign_in(adviser), address(adviser)
    # PostgreSQL limits the time of the search by statements of its own.
    with django_assert_num_queries(17 if connection.vendor == "postgresql" else 13):
        client.post(there, {"account": keys} | rows() | {"take": luc.pk})


def test_it_takes_the_right_a_tick_and_accounts(person, hold, sign_in, adviser, colleague):
    hold("A-1", person("Moreau"))
    client, there = sign_in(adviser), address(adviser)
    assert client.get(there)["Location"] == there.removesuffix("proprietaires/")
    assert client.get(address(adviser, OF_MOREAU), {"contact": 1}).status_code == 404
    menu = client.get(there.removesuffix("proprietaires/")).content.decode()
    assert f'formaction="{there}"' in menu
    assert "Changez le ou les propriétaires affectés au compte" in menu
    assert sign_in(colleague).get(there, {"all": "1"}).status_code == 404
    colleague.groups.get().permissions.remove(Permission.objects.get(codename="change_owners"))
    own = address(colleague)
    assert sign_in(colleague).get(own, {"all": "1"}).status_code == 403
    shown = sign_in(colleague).get(own.removesuffix("proprietaires/")).content.decode()
    assert "Changez le ou les propriétaires" not in shown


def test_more_accounts_than_one_change_takes(person, hold, sign_in, adviser, monkeypatch):
    for module in (owner_change, view):
        monkeypatch.setattr(module, "AT_ONCE", 1)
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    hold("A-1", anne), hold("A-2", anne)
    client, there = sign_in(adviser), address(adviser)
    for answer in (
        client.get(there, {"all": "1"}),
        client.post(there, {"all": "1", "save": "1"} | rows((luc, "full", ""))),
    ):
        assert answer.status_code == 422
        assert "Au plus 1 comptes" in answer.content.decode()
    assert {row.contact_id for row in Ownership.objects.all()} == {anne.pk}


def test_only_the_first_are_shown_and_all_are_counted(person, hold, sign_in, adviser, monkeypatch):
    monkeypatch.setattr(view, "SHOWN", 2)
    anne, luc = person("Moreau"), person("Castaing", "Luc")
    for number in range(5):
        hold(f"A-{number}", anne)
    answer = sign_in(adviser).post(address(adviser), {"all": "1"} | rows() | {"take": luc.pk})
    assert len(read(answer)[0]) == 2
    text = " ".join(html.fromstring(answer.content.decode()).text_content().split())
    assert "5 comptes changeront de propriétaires" in text
    assert "et 3 autres" in text


def test_who_is_to_own_is_searched_for_first(person, hold, sign_in, adviser):
    luc = person("Castaing", "Luc")
    QuerySet(Contact).filter(pk=luc.pk).update(town="Vannes")
    hold("A-1", person("Moreau"))
    answer = sign_in(adviser).post(
        address(adviser), {"all": "1"} | rows() | {"search": "casta", "refresh": "1"}
    )
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//*[@autofocus]/@name") == ["search"]
    [offered] = page.xpath("//button[@name='take']")
    assert " ".join(offered.text_content().split()) == "Luc Castaing, Vannes"


def test_one_comes_back_to_where_one_was(person, hold, sign_in, adviser):
    luc, client, page = person("Castaing", "Luc"), sign_in(adviser), address(adviser)
    hold("A-1", person("Moreau"))
    where = f"{page.removesuffix('proprietaires/')}?sort=-last_value"
    sent = {"all": "1", "from": where} | rows((luc, "full", ""))
    seen = client.post(page, sent | {"refresh": "1"})
    assert html.fromstring(seen.content).xpath("//div[@class='savebar']//a/@href") == [where]
    done = client.post(page, sent | {"save": "1", "token": read(seen)[2]})
    assert done["Location"] == where
    [message] = get_messages(done.wsgi_request)
    assert client.post(message.extra_tags.removeprefix("undo="))["Location"] == where


@pytest.mark.parametrize(
    "typed",
    [
        {"owner-TOTAL_FORMS": "x"},
        {"owner-TOTAL_FORMS": "1", "owner-INITIAL_FORMS": "5", "save": "1"},
        {"owner-TOTAL_FORMS": "999999", "owner-INITIAL_FORMS": "0", "save": "1"},
        {"owner-TOTAL_FORMS": "1", "owner-0-contact": "9" * 30, "refresh": "1"},
        {"take": "x"},
        {"save": "1"},
        {"save": "1", "token": "é" * 1000, "owner-TOTAL_FORMS": "0", "owner-INITIAL_FORMS": "0"},
    ],
)
def test_forged_rows_are_answered_in_words(person, hold, sign_in, adviser, typed):
    hold("A-1", person("Moreau"))
    answer = sign_in(adviser).post(address(adviser), {"all": "1"} | typed)
    assert answer.status_code in (200, 422)
    assert Change.objects.count() == 0


def test_owners_have_heads_once_there_is_one(hold, person, sign_in, adviser):
    owner = person("Moreau")
    account, client, page = hold("A-1", owner), sign_in(adviser), address(adviser)
    chosen = {"account": account.pk}

    def heads(answer):
        return html.fromstring(answer.content).xpath(
            "//table[contains(@class,'ownerform')]//th[@scope='col']"
        )

    assert heads(client.get(page, chosen)) == []
    assert len(heads(client.post(page, chosen | rows() | {"take": owner.pk}))) == 4
