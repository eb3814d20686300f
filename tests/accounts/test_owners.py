"""Changing who owns an account, with owners whom the person does not see."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F
from django.urls import reverse

from accounts.actions.accounts import Owner
from accounts.actions.owners import change_account, change_owners
from accounts.errors import NoOwner, OwnerNotAllowed, TooMuchOwned
from accounts.models import Account, Ownership
from accounts.queries.account import owners as owners_seen
from accounts.queries.account import version_seen_by
from contacts.errors import EditConflict
from contacts.models import ContactFigures
from persistence.models import save_as
from tests.contacts.merging.test_trouble import break_everywhere


def owned(account):
    rows = Ownership.objects.filter(account=account).order_by("contact__sort_name", "right")
    return [(row.contact.name, row.right, row.share) for row in rows]


def total(contact):
    return ContactFigures.objects.get(contact=contact).total_value


def test_owners_are_replaced_with_figures_and_history(person, hold, adviser, colleague):
    anne, luc, zoe = person("Moreau"), person("Castaing"), person("Zola")
    account = hold("A", "1000.00", anne, luc)
    kept = Ownership.objects.get(contact=luc)
    owners = [Owner(luc, share=Decimal(25)), Owner(zoe, share=Decimal(75))]
    change_owners(account=account, owners=owners, version=0, by=colleague)
    assert owned(account) == [("Castaing", "full", Decimal(25)), ("Zola", "full", Decimal(75))]
    assert [total(one) for one in (anne, luc, zoe)] == [0, 250, 750]
    assert Ownership.objects.get(contact=luc).pk == kept.pk
    signs = Ownership.history.filter(history_user=colleague).values_list("history_type", flat=True)
    assert sorted(signs) == ["+", "-", "~"]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ("25", "25\u202f%"),
        ("12.5", "12,50\u202f%"),
        ("33.3333", "33,3333\u202f%"),
    ],
)
def test_shares_are_told_as_shares(person, hold, sign_in, adviser, share, told):
    anne, luc = person("Moreau"), person("Castaing")
    account = hold("A", "1000.00", luc)
    owners = [Owner(anne, share=Decimal(share)), Owner(luc)]
    change_owners(account=account, owners=owners, version=0, by=adviser)
    page = sign_in(adviser).get(reverse("contacts:contact-history", args=[anne.pk]))
    changes = [(one.label, one.before, one.after) for one in page.context["entries"][0].changes]
    assert changes == [("Droit", "", "Pleine propriété"), ("Part (%)", "", told)]


@pytest.mark.parametrize(
    ("shares", "error"),
    [
        (["60", "40.0001"], TooMuchOwned),
        (["-0", "100"], TooMuchOwned),
        (["-1", "50"], TooMuchOwned),
        ([], NoOwner),
    ],
)
def test_impossible_owners_change_nothing(person, hold, adviser, shares, error):
    people = [person("Moreau"), person("Castaing")]
    account = hold("A", "10.00", *people)
    before = owned(account)
    owners = [Owner(one, share=Decimal(share)) for one, share in zip(people, shares, strict=False)]
    with pytest.raises(error):
        change_owners(account=account, owners=owners, version=0, by=adviser)
    assert owned(account) == before
    assert Account.objects.get().version == 0


@pytest.mark.security(7)
def test_hidden_share_survives_a_change_of_owners(person, hold, adviser, colleague):
    anne, secret, luc = person("Moreau"), person("Zola", is_private=True), person("Castaing")
    account = hold("A", "1000.00", anne, secret)
    change_owners(
        account=account,
        owners=[Owner(anne, share=Decimal(80)), Owner(luc)],
        version=0,
        by=colleague,
    )
    assert owned(account) == [
        ("Castaing", "full", Decimal(20)),
        ("Moreau", "full", Decimal(80)),
        ("Zola", "full", Decimal(50)),
    ]
    assert total(secret) == Decimal(500)


def days_later():
    """Make what was written until now older: what one save made and finished is one news."""
    Ownership.history.update(history_date=F("history_date") - dt.timedelta(days=1))


def shares_told(client, contact):
    page = client.get(reverse("contacts:contact-history", args=[contact.pk]))
    changes = [change for entry in page.context["entries"] for change in entry.changes]
    return [(one.before, one.after) for one in changes if one.label == "Part (%)"]


@pytest.mark.security(60)
@pytest.mark.parametrize("shares", [("50", None), ("50", "25"), ("100", None)])
def test_a_hidden_owner_is_not_deduced_from_a_change(
    person, hold, adviser, colleague, sign_in, shares
):
    """Two accounts that look alike, one with a hidden owner, are changed in the same way."""
    client, told = sign_in(colleague), []
    for number, is_shared in (("A", False), ("B", True)):
        anne, luc, secret = person("Moreau"), person("Castaing"), person("Zola", is_private=True)
        half = Owner(anne, share=Decimal(50))
        account = hold(number, "10000.01", half, *[Owner(secret)] * is_shared)
        rows = [Owner(anne, share=Decimal(shares[0]))]
        if shares[0] != "100":
            rows.append(Owner(luc, share=shares[1] and Decimal(shares[1])))
        before = total(anne)
        days_later()
        change_owners(account=account, owners=rows, version=0, by=colleague)
        seen = [(one.share, one.right) for one in owners_seen(account, colleague)]
        money = before, total(anne), total(luc)
        told.append((seen, money, shares_told(client, anne), shares_told(client, luc)))
        if is_shared:
            assert Ownership.objects.get(contact=secret).share == 50
            assert total(secret) == Decimal("5000.01")
    assert told[0] == told[1]
    assert told[0][1][0] == Decimal("5000.01")


def test_a_second_owner_has_blank_shares_stated_and_told(person, hold, adviser, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    account = hold("A", "1000.00", anne)
    assert owned(account) == [("Moreau", "full", None)]
    days_later()
    change_owners(account=account, owners=[Owner(anne), Owner(luc)], version=0, by=adviser)
    assert {share for _name, _right, share in owned(account)} == {Decimal(50)}
    client = sign_in(adviser)
    assert shares_told(client, anne) == [("", "50\u202f%")]
    assert shares_told(client, luc) == [("", "50\u202f%")]


def test_the_whole_that_was_shown_comes_back_blank(person, hold, adviser, colleague):
    anne = person("Moreau")
    account = hold("A", "1000.00", anne)
    rows = [Owner(anne, share=Decimal(100))]
    change_owners(account=account, owners=rows, version=0, by=colleague)
    assert owned(account) == [("Moreau", "full", None)]
    assert Ownership.history.count() == 1


@pytest.mark.security(8)
def test_owner_who_is_hidden_or_not_theirs_is_refused(person, hold, adviser, colleague, junior):
    anne, secret = person("Moreau", by=junior), person("Zola", is_private=True)
    public = person("Castaing")
    account = hold("A", "10.00", anne)
    for user, owner in ((colleague, secret), (junior, public)):
        with pytest.raises(OwnerNotAllowed):
            change_owners(account=account, owners=[Owner(owner)], version=0, by=user)
    assert owned(account) == [("Moreau", "full", None)]


def test_who_saves_second_is_told_who_came_first(person, hold, adviser, colleague):
    anne = person("Moreau")
    account = hold("A", "10.00", anne)
    account.label = "Retraite"
    change_account(account=account, owners=None, version=0, by=colleague)
    with pytest.raises(EditConflict, match="colleague"):
        change_owners(account=account, owners=[Owner(anne)], version=0, by=adviser)


@pytest.fixture
def half(person, hold, colleague, assistant):
    """Hold half of an account by a public folder, and let the private one have a part of it."""
    seen = person("Moreau", by=colleague)
    hidden = person("Zola", is_private=True, assistant=assistant)
    account = hold("A", "1000.00", Owner(seen, share=Decimal(50)))

    def change(user, mine, theirs=None):
        account = Account.objects.get()
        owners = [Owner(seen, share=Decimal(mine))]
        owners += [Owner(hidden, share=Decimal(theirs))] if theirs else []
        version = version_seen_by(account, user)
        change_owners(account=account, owners=owners, version=version, by=user)

    def told(user, version=0):
        with pytest.raises(EditConflict) as refusal:
            change_owners(account=account, owners=[Owner(seen)], version=version, by=user)
        return str(refusal.value).split(" a modifié")[0]

    return account, change, told


@pytest.mark.security(7)
def test_a_hidden_share_that_changes_moves_no_version_of_others(half, adviser, colleague):
    account, change, _told = half
    for theirs in (20, 30):
        change(adviser, 50, theirs)
        assert version_seen_by(Account.objects.get(), colleague) == 0
    owners = [Owner(Ownership.objects.get(share=50).contact, share=Decimal(40))]
    change_owners(account=account, owners=owners, version=0, by=colleague)
    assert [share for _name, _right, share in owned(account)] == [40, 30]
    assert version_seen_by(Account.objects.get(), colleague) == 1


def test_who_changed_a_hidden_share_is_told_to_those_who_see_it(half, adviser, assistant):
    _account, change, told = half
    change(adviser, 50, 20)
    assert told(assistant) == "adviser"


@pytest.mark.security(7, 20)
@pytest.mark.parametrize("is_there", [True, False], ids=["with the folder", "without it"])
def test_who_is_named_is_the_same_with_a_hidden_share_or_without(
    half, adviser, colleague, manager, is_there
):
    _account, change, told = half
    change(colleague, 40)
    if is_there:
        change(adviser, 40, 20)
    assert told(manager) == "colleague"


def test_who_changed_a_public_share_that_one_does_not_see_is_somebody(
    person, hold, adviser, colleague, junior
):
    mine, other = person("Moreau", by=junior), person("Zola")
    account = hold("A", "1000.00", *(Owner(one, share=Decimal(30)) for one in (mine, other)))
    owners = [Owner(mine, share=Decimal(30)), Owner(other, share=Decimal(50))]
    change_owners(account=account, owners=owners, version=0, by=colleague)
    with pytest.raises(EditConflict, match="Quelqu’un a modifié"):
        change_owners(account=account, owners=owners[:1], version=0, by=junior)


def test_what_is_saved_unchanged_moves_no_version(person, hold, adviser):
    anne = person("Moreau")
    account = hold("A", "10.00", anne)
    change_account(account=account, owners=[Owner(anne)], version=0, by=adviser)
    assert Account.objects.get().version == 0


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_leave_one_change(person, hold, adviser, colleague):
    anne, luc = person("Moreau"), person("Castaing")
    account = hold("A", "100.00", anne, luc)

    def change(user, owner):
        try:
            change_owners(account=account, owners=[Owner(owner)], version=0, by=user)
        except EditConflict:
            return "told"
        finally:
            connection.close()
        return owner.name

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(change, [adviser, colleague], [anne, luc]))
    assert ends.count("told") == 1
    (winner,) = [end for end in ends if end != "told"]
    assert [row[0] for row in owned(account)] == [winner]
    assert total(anne) + total(luc) == Decimal(100)


def test_closing_an_account_moves_the_figures(person, hold, adviser):
    anne = person("Moreau")
    account = hold("A", "10.00", anne)
    account.closed_on = account.last_valued_on
    change_account(account=account, owners=None, version=0, by=adviser)
    assert total(anne) == 0
    assert account.history.first().closed_on == account.last_valued_on


@pytest.mark.security(48)
def test_change_of_owners_that_breaks_off_changes_nothing(person, hold, adviser):
    anne, luc = person("Moreau"), person("Castaing")
    account = hold("AV-1", "1000.00", anne)

    def act():
        owners = [Owner(anne, share=Decimal(60)), Owner(luc, share=Decimal(40))]
        fresh = Account.objects.get(pk=account.pk)
        version = version_seen_by(fresh, adviser)
        change_owners(account=fresh, owners=owners, version=version, by=adviser)

    assert break_everywhere(act) > 4
    assert set(Ownership.objects.values_list("contact", "share")) == {
        (anne.pk, Decimal(60)),
        (luc.pk, Decimal(40)),
    }


@pytest.mark.security(19, 60)
def test_what_an_account_was_before_is_not_told_to_its_next_owner(
    person, hold, adviser, colleague, sign_in
):
    anne, secret = person("Moreau"), person("Zola", is_private=True)
    account = hold("A", "1000.00", secret)

    def rename(label):
        row = Account.everything.get(pk=account.pk)
        row.label = label
        save_as(row, adviser)

    for label in ("Épargne", "Épargne de Zola"):
        rename(label)
        days_later()
        Account.history.update(history_date=F("history_date") - dt.timedelta(days=1))
    account.refresh_from_db()
    owners = [Owner(secret, share=Decimal(50)), Owner(anne, share=Decimal(50))]
    seen = version_seen_by(account, adviser)
    change_owners(account=account, owners=owners, version=seen, by=adviser)
    rename("Épargne commune")
    page = sign_in(colleague).get(reverse("contacts:contact-history", args=[anne.pk]))
    told = [change for entry in page.context["entries"] for change in entry.changes]
    assert [change.after for change in told if "compte" in change.label] == ["Épargne commune"]
