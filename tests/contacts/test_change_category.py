"""Moving contacts to another category: what moves, what stays, and the way back."""

import pytest
from django.urls import reverse
from lxml import html

from contacts.models import Category, Contact

MOVE = "contacts:contacts-regroup"


@pytest.fixture
def prospects(db):
    return Category.objects.get(name="Prospects")


def undo_address(answer):
    (message,) = answer.context["messages"]
    return message.extra_tags.removeprefix("undo=")


@pytest.mark.plays("contacts/views/mass_change.py::_say")
def test_contacts_move_with_history_and_go_back(person, sign_in, adviser, prospects):
    made = [person("Abadie"), person("Blot")]
    client = sign_in(adviser)
    posted = {"contact": [one.pk for one in made], "category": prospects.pk}
    posted |= {"back": "?kind=person", "dropped": 1}
    answer = client.post(reverse(MOVE), posted, follow=True)
    assert answer.redirect_chain == [(reverse("contacts:contact-list") + "?kind=person", 302)]
    assert {one.category for one in Contact.objects.all()} == {prospects}
    last = made[0].history.first()
    assert (last.history_user, last.category) == (adviser, prospects)
    client.post(undo_address(answer))
    assert {one.category.name for one in Contact.objects.all()} == {"Clients"}
    assert {one.version for one in Contact.objects.all()} == {2}


def test_who_was_moved_again_stays_there(person, sign_in, adviser, prospects):
    contact = person("Abadie")
    client = sign_in(adviser)
    posted = {"contact": contact.pk, "category": prospects.pk, "dropped": 1}
    undo = undo_address(client.post(reverse(MOVE), posted, follow=True))
    partners = Category.objects.get(name="Partenaires")
    client.post(reverse(MOVE), posted | {"category": partners.pk}, follow=True)
    answer = client.post(undo, follow=True)
    assert "changé depuis" in answer.content.decode()
    contact.refresh_from_db()
    assert contact.category == partners


@pytest.mark.security(27)
def test_hidden_contact_is_as_if_it_were_not_there(person, sign_in, colleague, prospects):
    hidden = person("Zorn", is_private=True)
    client = sign_in(colleague)
    posted = {"contact": hidden.pk, "category": prospects.pk, "dropped": 1}
    assert client.get(reverse(MOVE), {"contact": hidden.pk}).status_code == 404
    assert client.post(reverse(MOVE), posted).status_code == 404
    hidden.refresh_from_db()
    assert hidden.category.name == "Clients"


def test_who_may_not_change_a_contact_is_refused(person, sign_in, adviser, hire, prospects):
    contact = person("Abadie")
    reader = hire("reader", "Conseiller junior")
    reader.groups.get().permissions.add(*contact_permissions("see_other_advisers_contacts"))
    posted = {"contact": contact.pk, "category": prospects.pk}
    assert sign_in(reader).post(reverse(MOVE), posted).status_code == 403


def test_whom_one_may_not_change_is_named_before_and_stays(person, sign_in, hire, prospects):
    reader = hire("reader", "Conseiller junior")
    reader.groups.get().permissions.add(*contact_permissions("see_other_advisers_contacts"))
    other, own = person("Abadie"), person("Blot", by=reader)
    ticks = {"contact": [other.pk, own.pk]}
    client = sign_in(reader)
    asked = html.fromstring(client.get(reverse(MOVE), ticks).content)
    kept = "Vous ne pouvez pas modifier celui-ci, qui reste : Anne Abadie"
    assert " ".join(asked.xpath("//main//*[@role='status']")[0].text_content().split()) == kept
    shown = asked.xpath("//section[@aria-labelledby='chosen']//li/a/text()")
    assert shown == ["Anne Blot"]
    client.post(reverse(MOVE), ticks | {"category": prospects.pk, "dropped": 1})
    moved = dict(Contact.objects.values_list("name", "category__name"))
    assert moved == {"Abadie": "Clients", "Blot": "Prospects"}


def contact_permissions(codename):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename=codename)


@pytest.mark.parametrize("category", ["", "0", "x"])
def test_category_that_is_none_is_refused(person, sign_in, adviser, category):
    contact = person("Abadie")
    posted = {"contact": contact.pk, "category": category}
    answer = sign_in(adviser).post(reverse(MOVE), posted)
    assert answer.status_code == 422
    assert Contact.objects.get().category.name == "Clients"


@pytest.mark.security(34)
@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere", "x"])
def test_way_back_never_leaves_the_list(person, sign_in, adviser, prospects, back):
    contact = person("Abadie")
    posted = {"contact": contact.pk, "category": prospects.pk, "back": back, "dropped": 1}
    answer = sign_in(adviser).post(reverse(MOVE), posted)
    assert answer["Location"] == reverse("contacts:contact-list")
