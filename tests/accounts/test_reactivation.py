"""Contacts et comptes supprimés: who sees what, and how each clash is settled."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.urls import reverse

from accounts.actions.accounts import Owner
from accounts.actions.deletion import delete_account
from accounts.models import Account, Ownership
from contacts.actions.deletion import delete
from contacts.actions.reactivation import clashes
from contacts.models import Contact, LostSight, RelatedPerson, Relationship
from persistence.models import save_as

PAGE = reverse("accounts:deleted")


def bring_back(client, *contacts, **choices):
    answers = {f"choice-{key}": value for key, value in choices.items()}
    return client.post(PAGE, {"contact": [contact.pk for contact in contacts]} | answers)


def delete_all(*contacts, by):
    change = delete(contact_ids=[one.pk for one in contacts], by=by)
    assert change.subjects.count() == len(contacts)


def asked(answer):
    return [
        (question["key"], [choice.value for choice in question["choices"]])
        for question in answer.context["questions"]
    ]


def test_both_lists_say_who_and_when(person, hold, adviser, manager, sign_in):
    gone, owner = person("Moreau"), person("Dupré")
    delete_account(account=hold("AV-1", None, owner), by=adviser)
    delete_all(gone, by=adviser)
    page = sign_in(manager).get(PAGE)
    assert [one.name for one in page.context["contacts"]] == ["Moreau"]
    assert [one.number for one in page.context["accounts"]] == ["AV-1"]
    assert (
        page.content.decode().count('<td role="cell" data-label="Supprimé par">adviser</td>') == 2
    )
    searched = sign_in(manager).get(PAGE, {"q": "zeller"})
    assert not searched.context["contacts"]
    assert [one.name for one in sign_in(manager).get(PAGE, {"q": "MOREAU"}).context["contacts"]]


def test_list_needs_the_right(person, adviser, sign_in):
    gone = person("Moreau")
    delete_all(gone, by=adviser)
    assert sign_in(adviser).get(PAGE).status_code == 403
    assert bring_back(sign_in(adviser), gone).status_code == 403
    assert Contact.deleted.exists()


@pytest.mark.security(18)
def test_hidden_and_merged_folders_are_not_there(person, adviser, manager, sign_in):
    secret, merged, target = person("Secret", is_private=True), person("Merged"), person("Target")
    delete_all(secret, merged, by=adviser)
    QuerySet(Contact).filter(pk=merged.pk).update(merged_into=target)
    client = sign_in(manager)
    page = client.get(PAGE, {"q": "secret"})
    assert not page.context["contacts"]
    for hidden in (secret, merged):
        assert bring_back(client, hidden).status_code == 404
    assert Contact.deleted.count() == 2


def test_comes_back_as_it_was(person, hold, adviser, manager, sign_in):
    anne, luc = person("Moreau", client_number="98567"), person("Dupré")
    hold("AV-1", "1000.00", Owner(anne, share=Decimal(60)), Owner(luc, share=Decimal(40)))
    save_as(Relationship(kind="child", contact=anne, other_contact=luc), adviser)
    before = list(Ownership.objects.values_list("contact", "share"))
    delete_all(anne, by=adviser)
    answer = bring_back(sign_in(manager), anne)
    assert answer["Location"] == reverse("contacts:contact-general", args=[anne.pk])
    anne = Contact.objects.get(pk=anne.pk)
    assert (anne.client_number, anne.figures.total_value) == ("98567", Decimal("600.00"))
    assert Relationship.objects.of(anne).count() == 1
    assert list(Ownership.objects.values_list("contact", "share")) == before
    assert anne.history.first().history_user == manager


@pytest.mark.plays("contacts/queries/client_numbers.py::taken_since")
def test_number_given_since_asks_for_another(person, adviser, manager, sign_in):
    anne, luc = person("Moreau", client_number="98567"), person("Seul")
    delete_all(anne, luc, by=adviser)
    person("Zeller", client_number="98567")
    client = sign_in(manager)
    question = f"number-{anne.pk}"
    page = bring_back(client, anne, luc)
    assert (page.status_code, asked(page)) == (200, [(question, ["without", "another"])])
    for given in ({}, {f"text-{question}": "98567"}):
        chosen = {"contact": [anne.pk, luc.pk], f"choice-{question}": "another"} | given
        assert client.post(PAGE, chosen).status_code == 422
        assert Contact.deleted.count() == 2
    chosen[f"text-{question}"] = "98568"
    assert client.post(PAGE, chosen).status_code == 302
    assert Contact.objects.get(pk=anne.pk).client_number == "98568"
    assert not Contact.deleted.exists()


def test_number_of_a_hidden_folder_is_no_clash(person, adviser, manager, sign_in):
    anne = person("Moreau", client_number="98567")
    delete_all(anne, by=adviser)
    person("Secret", client_number="98567", is_private=True)
    assert bring_back(sign_in(manager), anne).status_code == 302


def test_inactive_adviser_is_replaced(person, adviser, manager, colleague, sign_in):
    anne = person("Moreau", lead_adviser=colleague)
    delete_all(anne, by=adviser)
    colleague.is_active = False
    colleague.save()
    client = sign_in(manager)
    question = f"lead_adviser-{anne.pk}"
    assert asked(bring_back(client, anne)) == [(question, ["me"])]
    assert bring_back(client, anne, **{question: "me"}).status_code == 302
    assert Contact.objects.get(pk=anne.pk).lead_adviser == manager


@pytest.mark.parametrize("choice", ["me", "nobody"])
@pytest.mark.parametrize("is_private", [True, False])
def test_inactive_person_taken_off_a_private_folder_is_told(
    person, adviser, colleague, sign_in, choice, is_private
):
    adviser.user_permissions.add(Permission.objects.get(codename="reactivate_contacts"))
    roles = {"lead_adviser": colleague, "assistant": adviser}
    anne = person("Moreau", is_private=is_private, **roles)
    delete_all(anne, by=adviser)
    colleague.is_active = False
    colleague.save()
    answers = {f"lead_adviser-{anne.pk}": choice}
    assert bring_back(sign_in(adviser), anne, **answers).status_code == 302
    told = LostSight.objects.values_list("person", "contact_name", "by")
    assert list(told) == ([(colleague.pk, "Anne Moreau", adviser.pk)] if is_private else [])


def test_second_spouse_is_chosen(person, adviser, manager, sign_in):
    anne, luc, eve = person("Moreau"), person("Dupré"), person("Martin")
    old = Relationship(kind="spouse", contact=anne, other_contact=luc)
    save_as(old, adviser)
    delete_all(anne, by=adviser)
    new = Relationship(kind="spouse", contact=luc, other_contact=eve)
    save_as(new, adviser)
    client = sign_in(manager)
    question = f"spouse-{old.pk}-{new.pk}"
    assert asked(bring_back(client, anne)) == [(question, ["rival", "couple"])]
    assert bring_back(client, anne, **{question: "rival"}).status_code == 302
    assert list(Relationship.objects.all()) == [new]


@pytest.mark.security(5, 18)
@pytest.mark.parametrize("has_folder", [True, False])
def test_spouse_of_a_hidden_folder_is_no_clash(
    person, adviser, colleague, manager, sign_in, has_folder
):
    anne, luc = person("Moreau"), person("Dupré")
    secret = person("Secret", by=colleague, is_private=True)
    save_as(Relationship(kind="spouse", contact=anne, other_contact=luc), adviser)
    delete_all(anne, by=adviser)
    if has_folder:
        rival = Relationship(kind="spouse", contact=secret, other_contact=luc)
    else:
        wife = RelatedPerson(contact=secret, last_name="Zorglub")
        save_as(wife, colleague)
        rival = Relationship(kind="spouse", contact=luc, other_person=wife)
    save_as(rival, colleague)
    assert len(clashes([anne], colleague)) == 1
    assert bring_back(sign_in(manager), anne).status_code == 302
    assert Contact.objects.filter(pk=anne.pk).exists()


@pytest.mark.parametrize(
    ("choice", "shares"),
    [("left", [Decimal(70), Decimal(30)]), ("drop", [Decimal(70)])],
)
def test_shares_given_since_are_settled(person, hold, adviser, manager, sign_in, choice, shares):
    anne, luc = person("Moreau"), person("Dupré")
    account = hold("AV-1", "1000.00", Owner(luc, share=Decimal(40)))
    mine = Ownership(account=account, contact=anne, right="full", share=Decimal(60))
    save_as(mine, adviser)
    delete_all(anne, by=adviser)
    theirs = Ownership.objects.get(contact=luc)
    theirs.share = Decimal(70)
    save_as(theirs, adviser)
    client = sign_in(manager)
    question = f"share-{mine.pk}"
    assert asked(bring_back(client, anne)) == [(question, ["left", "drop"])]
    assert Contact.deleted.exists()
    assert bring_back(client, anne, **{question: choice}).status_code == 302
    assert list(Ownership.objects.order_by("pk").values_list("share", flat=True)) == shares
    values = Contact.objects.filter(pk__in=[anne.pk, luc.pk]).order_by("name")
    kept = [contact.figures.total_value for contact in values]
    assert kept == [Decimal(700), Decimal(300) if choice == "left" else Decimal(0)]


@pytest.mark.security(48)
def test_accounts_come_back_with_contacts_or_nothing_does(
    person, hold, product, adviser, manager, sign_in
):
    anne, luc = person("Moreau", client_number="98567"), person("Dupré")
    account = hold("AV-1", None, luc)
    delete_account(account=account, by=adviser)
    delete_all(anne, by=adviser)
    person("Zeller", client_number="98567")
    client = sign_in(manager)
    chosen = {"contact": [anne.pk], "account": [account.pk], f"choice-number-{anne.pk}": "x"}
    assert client.post(PAGE, chosen).status_code == 422
    account.refresh_from_db()
    assert account.deleted_at is not None
    chosen[f"choice-number-{anne.pk}"] = "without"
    assert client.post(PAGE, chosen)["Location"] == PAGE
    account.refresh_from_db()
    assert account.deleted_at is None
    assert Contact.objects.get(pk=anne.pk).client_number == ""


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_for_one_and_three(
    person, hold, adviser, manager, sign_in, number, django_assert_num_queries
):
    owner = person("Dupré")
    for position in range(number):
        delete_all(person(f"Moreau {position}"), by=adviser)
        delete_account(account=hold(f"AV-{position}", None, owner), by=adviser)
    client = sign_in(manager)
    with django_assert_num_queries(6):
        client.get(PAGE)


@pytest.fixture
def share_given_to_a_hidden_folder(person, hold, adviser):
    """Delete an owner of 60 %, then let a private folder have 70.5 % of the same account."""
    anne, secret = person("Moreau"), person("Zola", is_private=True)
    account = hold("AV-1", "1000.00", Owner(anne, share=Decimal(60)))
    delete_all(anne, by=adviser)
    theirs = Ownership(account=account, contact=secret, right="full", share=Decimal("70.5"))
    save_as(theirs, adviser)
    return anne


def test_hidden_co_owner_is_no_clash(share_given_to_a_hidden_folder, manager, sign_in):
    anne = share_given_to_a_hidden_folder
    answer = bring_back(sign_in(manager), anne)
    assert answer["Location"] == reverse("contacts:contact-general", args=[anne.pk])
    shares = Ownership.objects.order_by("pk").values_list("share", flat=True)
    assert list(shares) == [Decimal(60), Decimal("70.5")]


def test_who_sees_the_co_owner_settles_the_shares(share_given_to_a_hidden_folder, adviser):
    (clash,) = clashes([share_given_to_a_hidden_folder], adviser)
    assert [choice.label for choice in clash.choices] == [
        "Prendre ce que les autres laissent\u202f: 29,50\u202f%",
        "Revenir sans ce compte",
    ]


def test_hidden_share_stays_when_another_is_dropped(person, hold, adviser, manager, sign_in):
    anne, luc, secret = person("Moreau"), person("Dupré"), person("Zola", is_private=True)
    mine = Owner(anne, share=Decimal(60))
    account = hold("AV-1", "1000.00", mine, Owner(luc, share=Decimal(10)), secret)
    delete_all(anne, by=adviser)
    theirs = Ownership.objects.get(contact=luc)
    theirs.share = Decimal(60)
    save_as(theirs, adviser)
    row = Ownership.objects.get(account=account, contact=anne)
    assert bring_back(sign_in(manager), anne, **{f"share-{row.pk}": "drop"}).status_code == 302
    assert Contact.objects.get(pk=secret.pk).figures.total_value == Decimal(300)


def test_accounts_need_their_own_right(person, hold, adviser, manager, sign_in):
    Group.objects.get(name="Manager").permissions.remove(
        Permission.objects.get(codename="reactivate_accounts")
    )
    gone, owner = person("Moreau"), person("Dupré")
    account = delete_account(account=hold("AV-1", None, owner), by=adviser)
    delete_all(gone, by=adviser)
    client = sign_in(manager)
    page = client.get(PAGE)
    assert [one.name for one in page.context["contacts"]] == ["Moreau"]
    assert "AV-1" not in page.content.decode()
    assert 'id="deleted-account"' not in page.content.decode()
    assert client.post(PAGE, {"contact": [gone.pk], "account": [account.pk]}).status_code == 404
    assert list(Account.deleted.all()) == [account]
    assert bring_back(client, gone).status_code == 302


def test_right_on_accounts_alone_opens_their_part(
    person, hold, adviser, manager, sign_in, django_assert_num_queries
):
    group = Group.objects.get(name="Manager")
    group.permissions.remove(Permission.objects.get(codename="reactivate_contacts"))
    gone, owner = person("Moreau"), person("Dupré")
    account = delete_account(account=hold("AV-1", None, owner), by=adviser)
    delete_all(gone, by=adviser)
    client = sign_in(manager)
    with django_assert_num_queries(5):
        page = client.get(PAGE)
    text = page.content.decode()
    assert ("AV-1" in text, "Moreau" in text, 'id="deleted-contact"' in text) == (
        True,
        False,
        False,
    )
    assert f'href="{PAGE}"' in client.get(reverse("services")).content.decode()
    assert client.post(PAGE, {"contact": [gone.pk], "account": [account.pk]}).status_code == 404
    assert Account.deleted.exists()
    assert client.post(PAGE, {"account": [account.pk]})["Location"] == PAGE
    assert list(Account.objects.all()) == [account]
    group.permissions.remove(Permission.objects.get(codename="reactivate_accounts"))
    assert client.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in client.get(reverse("services")).content.decode()


def test_only_what_came_back_is_said(person, hold, adviser, manager, sign_in):
    owner = person("Dupré")
    taken, other = hold("AV-1", None, owner), hold("AV-2", None, owner)
    for account in (taken, other):
        delete_account(account=account, by=adviser)
    hold_again = Account(product=taken.product, number="AV-1", namesake=1)
    save_as(hold_again, adviser)
    save_as(Ownership(account=hold_again, contact=owner), adviser)
    client = sign_in(manager)
    stay = {f"choice-account-{taken.pk}": "stay"}
    for keys, said in [
        ([taken.pk], "Rien n’est revenu\u202f: tout reste supprimé."),
        ([taken.pk, other.pk], "1 élément réactivé, tel quel."),
    ]:
        page = client.post(PAGE, {"account": keys} | stay, follow=True)
        assert [str(one) for one in page.context["messages"]] == [said]
    assert list(Account.deleted.all()) == [taken]


@pytest.mark.parametrize("forged", ["²", "٣", "x", "0", "-1", "9" * 40, "9" * 5000])
def test_forged_choice_is_none(person, adviser, manager, sign_in, forged):
    anne = person("Moreau")
    delete_all(anne, by=adviser)
    typed = urlencode(
        [("contact", anne.pk), ("contact", forged), (f"choice-account-{forged}", "stay")]
    )
    answer = sign_in(manager).post(PAGE, typed, "application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert Contact.objects.get() == anne
