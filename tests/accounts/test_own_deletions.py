"""Whoever deleted an account finds it back for 30 days, whatever their profile, and nobody else."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.actions.accounts import Owner, open_account
from accounts.actions.deletion import delete_account
from accounts.models import Account
from accounts.queries.deleted import clashes, own_deletions
from contacts.actions.assignment import follow_assignments
from contacts.models import Change, Contact
from users.models import User

RECENTS = reverse("contacts:recent-list")


@pytest.fixture
def deleter(hire):
    """Somebody who deletes accounts and may not reactivate them."""
    deleter = hire("deleter", "Conseiller")
    deleter.groups.clear()
    rights = ("see_other_advisers_contacts", "change_other_advisers_contacts", "delete_accounts")
    deleter.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return deleter


def page_of(account, contact, name="account-show"):
    return reverse(f"accounts:{name}", args=[contact.pk, account.pk])


def undelete_url(account):
    change = Change.objects.get(kind="account_deletion", subjects__key=account.pk)
    return reverse("contacts:change-undo", args=[change.pk])


def without_token(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


def deleted_told(client):
    """Return what Récents tells of one's own deletions, and where each is brought back."""
    page = html.fromstring(client.get(RECENTS).content)
    lines = page.xpath("//section[@aria-labelledby='deleted']//li")
    return [
        (" ".join(line.xpath("string(span)").split()), line.xpath(".//form/@action")[0])
        for line in lines
    ]


def hide(*contacts):
    """Make these folders their people's alone."""
    QuerySet(Contact).filter(pk__in=[one.pk for one in contacts]).update(is_private=True)
    follow_assignments([Contact.objects.get(pk=one.pk) for one in contacts])


def test_whoever_deleted_takes_it_back_whatever_their_profile(person, hold, deleter, sign_in):
    """From the message, from Récents and from the account's own address."""
    anne = person("Moreau")
    account, client = hold("AV-1", "10.00", anne), sign_in(deleter)
    asked = client.get(page_of(account, anne, "account-delete")).content.decode()
    assert "vous-même pendant 30 jours" in asked
    deleted = client.post(page_of(account, anne, "account-delete"))
    (message,) = get_messages(deleted.wsgi_request)
    there = undelete_url(account)
    assert message.extra_tags == f"undo={there}"
    ((told, in_recents),) = deleted_told(client)
    assert told.startswith("AV-1 Horizon Multisupport, Anne Moreau")
    place = client.get(page_of(account, anne))
    text = place.content.decode()
    assert (place.status_code, "deleter a supprimé le compte AV-1 (" in text) == (410, True)
    assert html.fromstring(text).xpath("//main//form/@action") == [there] == [in_recents]
    assert client.get(there)["Location"] == reverse("contacts:change-list")
    back = client.post(there, follow=True)
    assert back.redirect_chain == [(page_of(account, anne), 302)]
    assert str(list(back.context["messages"])[-1]) == "Le compte AV-1 est réactivé."
    assert Account.objects.get() == account
    history = client.get(reverse("contacts:contact-history", args=[anne.pk])).content.decode()
    assert history.count("a réactivé AV-1") == history.count("a supprimé le compte AV-1") == 1
    assert deleted_told(client) == []


def test_contacts_and_accounts_stand_together_the_last_first(person, hold, deleter, sign_in):
    deleter.user_permissions.add(Permission.objects.get(codename="delete_contacts"))
    anne, luc, client = person("Moreau"), person("Castaing"), sign_in(deleter)
    first, last = hold("AV-1", None, anne), hold("AV-2", None, anne)
    client.post(page_of(first, anne, "account-delete"))
    client.post(reverse("contacts:contact-delete", args=[luc.pk]))
    client.post(page_of(last, anne, "account-delete"))
    assert [told.split()[0] for told, _url in deleted_told(client)] == ["AV-2", "Anne", "AV-1"]


def test_every_owner_is_named_that_one_may_change(person, hold, deleter, sign_in):
    """In the order of the list; of an owner in a private folder, nothing is said."""
    moreau, castaing, hidden = person("Moreau"), person("Castaing"), person("Secret")
    account, client = hold("AV-1", None, moreau, castaing, hidden), sign_in(deleter)
    client.post(page_of(account, moreau, "account-delete"))
    hide(hidden)
    ((told, there),) = deleted_told(client)
    assert told.startswith("AV-1 Horizon Multisupport, Anne Castaing, Anne Moreau ")
    assert "Secret" not in told
    assert there == undelete_url(account)


def test_those_beyond_the_first_ten_are_there_too(person, hold, deleter, sign_in):
    anne, client = person("Moreau"), sign_in(deleter)
    for number in range(12):
        delete_account(account=hold(f"AV-{number:02}", None, anne), by=deleter)
    page = html.fromstring(client.get(RECENTS).content)
    (summary,) = page.xpath("//section[@aria-labelledby='deleted']//summary")
    assert summary.text_content() == "2 autres, supprimés avant"
    hidden = page.xpath("//section[@aria-labelledby='deleted']//details//strong")
    assert [one.text_content() for one in hidden] == ["AV-01", "AV-00"]
    assert len(deleted_told(client)) == 12


@pytest.mark.parametrize("number", [1, 3])
def test_recents_take_the_same_queries_for_one_and_three(
    person, hold, deleter, sign_in, number, django_assert_num_queries
):
    for position in range(number):
        owner = person(f"Moreau {position}")
        delete_account(account=hold(f"AV-{position}", None, owner), by=deleter)
    client = sign_in(deleter)
    with django_assert_num_queries(10):
        client.get(RECENTS)


def test_deletion_of_another_is_not_there(person, hold, adviser, deleter, sign_in):
    anne = person("Moreau")
    account = delete_account(account=hold("AV-1", None, anne), by=adviser)
    client = sign_in(deleter)
    assert deleted_told(client) == []
    assert client.get(page_of(account, anne)).status_code == 404
    assert client.post(undelete_url(account)).status_code == 404
    assert list(Account.deleted.all()) == [account]


@pytest.mark.parametrize(("after", "status"), [(-1, 302), (1, 404)])
def test_thirty_days_are_the_border(person, hold, deleter, sign_in, after, status):
    anne = person("Moreau")
    account = delete_account(account=hold("AV-1", None, anne), by=deleter)
    client = sign_in(deleter)
    # A minute aside, so that no slow test crosses it.
    at = timezone.now() - dt.timedelta(days=30, minutes=after)
    QuerySet(Account).update(deleted_at=at)
    Change.objects.update(at=at)
    is_there = status == 302
    assert len(deleted_told(client)) == is_there
    assert client.get(page_of(account, anne)).status_code == (410 if is_there else 404)
    assert client.post(undelete_url(account)).status_code == status


def test_folder_that_one_may_only_see_gives_nothing_back(person, hold, deleter, sign_in):
    anne, luc = person("Moreau"), person("Castaing", assistant=deleter)
    account = delete_account(account=hold("AV-1", None, anne), by=deleter)
    shared = delete_account(account=hold("AV-2", None, anne, luc), by=deleter)
    deleter.user_permissions.remove(
        Permission.objects.get(codename="change_other_advisers_contacts")
    )
    deleter = User.objects.get(pk=deleter.pk)
    assert list(own_deletions(deleter)) == [shared]
    client = sign_in(deleter)
    assert [url for _told, url in deleted_told(client)] == [undelete_url(shared)]
    for of in (account, shared):
        assert client.get(page_of(of, anne)).status_code == 404
    assert client.post(undelete_url(account)).status_code == 404
    assert client.get(page_of(shared, luc)).status_code == 410


@pytest.mark.security(7, 18)
def test_own_deletion_in_a_folder_that_one_no_longer_sees_is_not_there(
    person, hold, adviser, deleter, sign_in
):
    anne = person("Moreau")
    account = delete_account(account=hold("AV-1", None, anne), by=deleter)
    client = sign_in(deleter)
    assert len(deleted_told(client)) == 1
    hide(anne)
    assert (deleted_told(client), list(own_deletions(deleter))) == ([], [])
    never = f"/contacts/{anne.pk + 900}/comptes/{account.pk}/"
    place, unknown = client.get(page_of(account, anne)), client.get(never)
    assert (place.status_code, without_token(place)) == (404, without_token(unknown))
    assert client.post(undelete_url(account)).status_code == 404
    assert client.post(page_of(account, anne), {"bring_back": "1"}).status_code == 404
    assert list(Account.deleted.all()) == [account]


@pytest.mark.security(7, 18)
def test_own_deletion_names_no_hidden_owner(person, hold, deleter, sign_in):
    """A shared account is found through the owner that one sees, and through no other."""
    anne, luc, eve = person("Abadie"), person("Castaing"), person("Zola")
    account = delete_account(account=hold("AV-1", None, anne, luc), by=deleter)
    hide(anne)
    client = sign_in(deleter)
    ((told, there),) = deleted_told(client)
    assert told.startswith("AV-1 Horizon Multisupport, Anne Castaing")
    assert there == undelete_url(account)
    assert "Abadie" not in client.get(page_of(account, luc)).content.decode()
    (line,) = client.get(reverse("contacts:change-list")).context["lines"]
    assert line["entry"].subject.about == "Horizon Multisupport, Anne Castaing"
    for another in (anne, eve):
        assert client.get(page_of(account, another)).status_code == 404
    assert client.post(there).status_code == 302


def test_number_taken_since_is_said_and_nothing_comes_back(
    person, hold, product, colleague, deleter, sign_in
):
    """Whoever may not choose is told who can; a form keeps what was typed."""
    zola, luc = person("Zola", is_private=True), person("Castaing")
    account = hold("AV-1", None, zola)
    taken = open_account(
        account=Account(product=product, number="AV-1"), owners=[Owner(luc)], by=colleague
    )
    QuerySet(Contact).filter(pk=zola.pk).update(is_private=False)
    delete_account(account=account, by=deleter)
    client = sign_in(deleter)
    answer = client.post(undelete_url(account), follow=True)
    (said,) = [str(one) for one in answer.context["messages"]]
    assert said.startswith("Le compte AV-1 reste supprimé\u202f: son numéro est depuis celui")
    typed = {"bring_back": "1", "date": "02/03/2026", "value": "1234,56"}
    page = client.post(page_of(account, zola, "valuation-add"), typed)
    text = page.content.decode()
    assert (page.status_code, "1234,56" in text) == (410, True)
    assert "une personne qui peut réactiver contacts et comptes peut le faire" in text
    assert reverse("accounts:deleted") not in text
    assert (Account.deleted.get(), Account.objects.get()) == (account, taken)


@pytest.mark.security(7, 18)
def test_number_taken_by_a_hidden_folder_stands_in_no_way(
    person, hold, product, adviser, colleague, deleter, sign_in
):
    """What one does not see has nobody's number: the answer is that of a number never used."""
    luc, zola = person("Castaing", is_private=True), person("Zola")
    hidden = hold("AV-1", None, luc)
    account = open_account(
        account=Account(product=product, number="AV-1"), owners=[Owner(zola)], by=colleague
    )
    delete_account(account=account, by=deleter)
    assert [clash.other for clash in clashes([account], user=adviser)] == [hidden]
    assert clashes([account], user=deleter) == []
    answer = sign_in(deleter).post(undelete_url(account))
    assert answer["Location"] == page_of(account, zola)
    assert set(Account.objects.all()) == {hidden, account}
