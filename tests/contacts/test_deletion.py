"""Deleting contacts: who may, what is said before, and taking it back at once."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts import rights
from contacts.actions.deletion import delete
from contacts.actions.reactivation import reactivate
from contacts.actions.undoing import undo
from contacts.errors import NumberTaken
from contacts.models import Change, Contact, ContactSearch, Email, Relationship
from contacts.queries.deleted import may_bring_back, own_deletions


def delete_url(contact):
    return reverse("contacts:contact-delete", args=[contact.pk])


def selection_url(*contacts):
    return reverse("contacts:contacts-delete") + "?" + "&".join(f"contact={c.pk}" for c in contacts)


def undo_url(answer):
    (message,) = get_messages(answer.wsgi_request)
    return message.extra_tags.removeprefix("undo=")


def test_delete_is_asked_before_and_loses_no_row(person, adviser, sign_in):
    contact = person("Bonnefoy", "Lucas")
    client = sign_in(adviser)
    asked = client.get(delete_url(contact))
    assert "Supprimer Lucas Bonnefoy" in asked.content.decode()
    assert Contact.objects.get() == contact
    answer = client.post(delete_url(contact))
    assert answer["Location"] == reverse("contacts:contact-list")
    assert not Contact.objects.exists()
    gone = Contact.deleted.get()
    assert (gone, gone.deleted_by) == (contact, adviser)
    assert [row.history_type for row in gone.history.all()] == ["~", "+"]
    assert gone.history.first().history_user == adviser
    assert client.get(reverse("contacts:contact-general", args=[contact.pk])).status_code == 410


def test_of_several_is_said_how_they_come_back(person, hire, sign_in):
    contacts = [person("Durand"), person("Petit")]
    for user, words in (
        (hire("boss", "Manager"), "Ils se réactivent dans Services"),
        (hire("another", "Conseiller"), "Vous pouvez les réactiver vous-même"),
    ):
        asked = sign_in(user).get(selection_url(*contacts)).content.decode()
        assert words in asked
        assert "reviennent tels quels avec les contacts." in asked


def test_undo_puts_it_back(person, adviser, sign_in):
    contact = person()
    client = sign_in(adviser)
    undo = undo_url(client.post(delete_url(contact)))
    back = client.post(undo)
    assert back["Location"] == reverse("contacts:contact-general", args=[contact.pk])
    *_deleted, said = client.get(back["Location"]).context["messages"]
    assert str(said) == "Contact Anne Moreau réactivé."
    contact.refresh_from_db()
    assert (contact.deleted_at, contact.deleted_by) == (None, None)


@pytest.mark.plays("contacts/queries/changes.py::is_undone_own")
def test_undo_again_in_another_window_says_that_it_is_done(person, adviser, colleague, sign_in):
    contact = person()
    client = sign_in(adviser)
    undo = undo_url(client.post(delete_url(contact)))
    client.post(undo)
    again = client.post(undo, follow=True)
    assert again.redirect_chain == [(reverse("contacts:change-list"), 302)]
    *_before, said = again.context["messages"]
    assert str(said) == "Cette modification est déjà annulée."
    assert sign_in(colleague).post(undo).status_code == 404
    assert Contact.objects.get().deleted_at is None


def test_undo_is_for_whoever_deleted_and_for_a_while(person, adviser, colleague, sign_in):
    contact = person()
    undo = undo_url(sign_in(adviser).post(delete_url(contact)))
    assert sign_in(colleague).post(undo).status_code == 404
    client = sign_in(adviser)
    assert client.get(undo)["Location"].startswith(reverse("contacts:contact-list"))
    assert Contact.deleted.exists()
    before = timezone.now() - dt.timedelta(days=31)
    QuerySet(Contact).update(deleted_at=before)
    assert client.post(undo).status_code == 404
    assert Contact.deleted.exists()


def test_undo_stops_whole_when_a_number_was_taken_since(person, adviser, sign_in):
    first, second = person("Abadie", client_number="98567"), person("Zeller")
    client = sign_in(adviser)
    chosen = {"contact": [first.pk, second.pk]}
    undo = undo_url(client.post(reverse("contacts:contacts-delete"), chosen))
    person("Morvan", client_number="98567")
    answer = client.post(undo, follow=True)
    assert "rien n’est remis en place" in answer.content.decode()
    assert set(Contact.deleted.all()) == {first, second}


@pytest.mark.parametrize("method", ["get", "post"])
def test_delete_needs_the_right_and_a_folder_that_one_may_change(
    person, assistant, junior, sign_in, method
):
    contact, own = person(), person("Own", assistant=junior)
    assert getattr(sign_in(assistant), method)(delete_url(contact)).status_code == 403
    assert getattr(sign_in(junior), method)(delete_url(contact)).status_code == 404
    assert getattr(sign_in(junior), method)(delete_url(own)).status_code == 403
    assert Contact.objects.count() == 2


@pytest.mark.security(27)
@pytest.mark.parametrize("method", ["get", "post"])
def test_hidden_folder_cannot_be_deleted_alone_or_among_others(
    person, adviser, administrator, sign_in, method
):
    secret, other = person("Secret", is_private=True), person("Abadie")
    client = sign_in(administrator)
    assert getattr(client, method)(delete_url(secret)).status_code == 404
    chosen = {"contact": secret.pk}
    assert getattr(client, method)(reverse("contacts:contacts-delete"), chosen).status_code == 404
    answer = client.get(selection_url(secret, other))
    assert "Secret" not in answer.content.decode()
    client.post(reverse("contacts:contacts-delete"), {"contact": [secret.pk, other.pk]})
    assert [contact.name for contact in Contact.objects.all()] == ["Secret"]


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 40, "²", "1\x00"])
def test_selection_of_nothing_is_not_found(person, adviser, sign_in, typed):
    person()
    address = reverse("contacts:contacts-delete")
    assert sign_in(adviser).get(address, {"contact": typed}).status_code == 404
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_selection_takes_the_same_queries_for_one_and_three(
    person, adviser, sign_in, number, django_assert_num_queries
):
    contacts = [person(f"Durand {position}") for position in range(number)]
    client = sign_in(adviser)
    with django_assert_num_queries(9):
        assert client.get(selection_url(*contacts)).status_code == 200
    with django_assert_num_queries(17):
        client.post(
            reverse("contacts:contacts-delete"), {"contact": [contact.pk for contact in contacts]}
        )
    assert Contact.deleted.count() == number


def test_menu_offers_what_one_may_do(person, adviser, assistant, sign_in):
    contact = person()
    page = reverse("contacts:contact-general", args=[contact.pk])
    assert delete_url(contact) in sign_in(adviser).get(page).content.decode()
    shown = sign_in(assistant).get(page).content.decode()
    assert delete_url(contact) not in shown
    assert "Fusionner avec un autre contact" in shown


def folder_url(contact):
    return reverse("contacts:contact-general", args=[contact.pk])


def test_whoever_deleted_takes_it_back_whatever_their_profile(person, hire, sign_in):
    """From Récents and from the place itself, without the right to reactivate."""
    deleter = hire("deleter", "Conseiller")
    deleter.groups.clear()
    rights = ("see_other_advisers_contacts", "change_other_advisers_contacts", "delete_contacts")
    deleter.user_permissions.set(Permission.objects.filter(codename__in=rights))
    contact, client = person("Abadie", "Anne"), sign_in(deleter)
    asked = client.get(delete_url(contact))
    assert "vous-même pendant 30 jours" in asked.content.decode()
    client.post(delete_url(contact))
    recents = html.fromstring(client.get(reverse("contacts:recent-list")).content)
    (form,) = recents.xpath("//section[@aria-labelledby='deleted']//form")
    place = client.get(folder_url(contact))
    assert (place.status_code, "deleter a supprimé Anne Abadie" in place.content.decode()) == (
        410,
        True,
    )
    (there,) = html.fromstring(place.content).xpath("//main//form/@action")
    assert there == form.get("action")
    assert client.post(there)["Location"] == folder_url(contact)
    assert Contact.objects.get() == contact


def test_deletion_of_another_or_of_long_ago_is_not_there(person, adviser, assistant, hire, sign_in):
    contact = person("Abadie", "Anne")
    sign_in(adviser).post(delete_url(contact))
    for somebody in (assistant, hire("other", "Conseiller")):
        client = sign_in(somebody)
        assert client.get(folder_url(contact)).status_code == 404
        assert (
            "Supprimés par vous" not in client.get(reverse("contacts:recent-list")).content.decode()
        )
    QuerySet(Contact).update(deleted_at=timezone.now() - dt.timedelta(days=31))
    assert sign_in(adviser).get(folder_url(contact)).status_code == 404


@pytest.mark.security(18)
def test_own_deletion_of_a_folder_that_one_no_longer_sees_is_not_there(
    person, adviser, colleague, sign_in
):
    contact = person("Abadie", "Anne")
    sign_in(colleague).post(delete_url(contact))
    assert Contact.deleted.get().deleted_by == colleague
    QuerySet(Contact).update(is_private=True)
    client = sign_in(colleague)
    assert client.get(folder_url(contact)).status_code == 404
    assert "Abadie" not in client.get(reverse("contacts:recent-list")).content.decode()
    undo = reverse("contacts:change-undo", args=[Change.objects.get().pk])
    assert client.post(undo).status_code == 404


@pytest.mark.security(18)
def test_what_was_out_of_sight_at_an_undo_comes_back_when_it_is_seen_again(
    person, colleague, sign_in
):
    hidden, other = person("Abadie"), person("Blot")
    change = delete(contact_ids=[hidden.pk, other.pk], by=colleague)
    rows = QuerySet(Contact).filter(pk=hidden.pk)
    rows.update(is_private=True)
    client, undo = sign_in(colleague), reverse("contacts:change-undo", args=[change.pk])
    client.post(undo)
    assert [str(contact) for contact in Contact.objects.all()] == ["Anne Blot"]
    # As if it had been about the other one alone.
    *_before, said = client.post(undo, follow=True).context["messages"]
    assert str(said) == "Cette modification est déjà annulée."
    rows.update(is_private=False)
    assert undo in client.get(reverse("contacts:recent-list")).content.decode()
    assert client.post(undo)["Location"] == folder_url(hidden)


@pytest.fixture
def onlooker(hire):
    """Hire somebody who sees every public folder, may reactivate, and changes their own only."""
    onlooker = hire("onlooker", "Conseiller")
    onlooker.groups.clear()
    codenames = [right.partition(".")[2] for right in (rights.SEE_OTHERS, rights.REACTIVATE)]
    onlooker.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return onlooker


def test_who_may_not_change_it_does_not_bring_it_back(person, adviser, onlooker, sign_in):
    contact = person("Abadie")
    sign_in(adviser).post(delete_url(contact))
    assert not may_bring_back(contact, onlooker)
    QuerySet(Contact).update(assistant=onlooker)
    assert may_bring_back(contact, onlooker)


def test_own_deletion_of_a_folder_given_to_others_is_not_there(person, onlooker, sign_in):
    contact = person("Abadie", assistant=onlooker)
    delete(contact_ids=[contact.pk], by=onlooker)
    assert list(own_deletions(onlooker)) == [contact]
    QuerySet(Contact).update(assistant=None)
    client = sign_in(onlooker)
    assert "Abadie" not in client.get(reverse("contacts:recent-list")).content.decode()
    undo = reverse("contacts:change-undo", args=[Change.objects.get().pk])
    assert client.post(undo).status_code == 404


@pytest.mark.plays("contacts/queries/changes.py::undo_url")
def test_of_several_deleted_at_once_one_comes_back_from_its_own_place(person, adviser, sign_in):
    first, second = person("Abadie"), person("Zeller")
    client = sign_in(adviser)
    chosen = {"contact": [first.pk, second.pk]}
    undo = undo_url(client.post(reverse("contacts:contacts-delete"), chosen))
    (there,) = html.fromstring(client.get(folder_url(first)).content).xpath("//main//form/@action")
    # A key that cannot be one is not the whole.
    assert client.post(there.replace(f"only={first.pk}", "only=x")).status_code == 404
    assert client.post(there)["Location"] == folder_url(first)
    assert list(Contact.objects.all()) == [first]
    (line,) = client.get(reverse("contacts:change-list")).context["lines"]
    assert (line["entry"].subject.name, line["entry"].others) == ("Anne Zeller", 0)
    assert client.post(undo)["Location"] == folder_url(second)
    assert client.get(reverse("contacts:change-list")).context["lines"] == []


def test_deleted_again_is_told_once_and_comes_back_by_its_last_deletion(person, adviser, sign_in):
    contact, client = person("Abadie"), sign_in(adviser)
    first = undo_url(client.post(delete_url(contact)))
    client.post(first)
    client.get("/")
    second = undo_url(client.post(delete_url(contact)))
    (line,) = client.get(reverse("contacts:change-list")).context["lines"]
    assert second.startswith(line["undo_url"])
    assert client.post(first)["Location"] == reverse("contacts:change-list")
    assert Contact.deleted.get() == contact


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_comes_back_in_the_same_statements(
    person, adviser, number, django_assert_num_queries
):
    contacts = []
    for at in range(number):
        anne, luc = person(f"Durand {at}", client_number=f"9{at}"), person(f"Durand {at}", "Luc")
        Relationship(kind="spouse", contact=anne, other_contact=luc).save()
        Email(contact=anne, address="a@example.org", key=f"a{at}@example.org").save()
        contacts += [anne, luc]
    before = dict(ContactSearch.objects.values_list("contact", "text"))
    change = delete(contact_ids=[row.pk for row in contacts], by=adviser)
    with django_assert_num_queries(STATEMENTS):
        undo(change=change, by=adviser)
    rows = Contact.objects.order_by("pk")
    assert [(row.pk, row.version) for row in rows] == [(row.pk, 1) for row in contacts]
    assert {row.history.count() for row in rows} == {3}
    told = {key for key, text in before.items() if ContactSearch.objects.get(pk=key).text != text}
    # The address was added past the action that writes it into the text.
    assert told == {row.pk for row in contacts[::2]}


STATEMENTS = 33


def test_two_of_one_number_do_not_come_back_together(person, adviser):
    first = person("Abadie", client_number="98567")
    delete(contact_ids=[first.pk], by=adviser)
    second = person("Blot", client_number="98567")
    delete(contact_ids=[second.pk], by=adviser)
    QuerySet(Contact).update(deleted_at=Change.objects.latest("pk").at)
    with pytest.raises(NumberTaken):
        reactivate(contact_ids=[first.pk, second.pk], choices={}, by=adviser)
    assert Contact.deleted.count() == 2
