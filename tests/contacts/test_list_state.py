"""A list's filters, order and place survive its actions and the way back."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from contacts.models import Category
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

LIST = reverse("contacts:contact-list")
# What the tests ask of the list, as its own links write it.
STATE = "?kind=person&sort=town&down=1"
MANY = ["contacts-regroup", "contacts-delete", "contacts-merge", "contacts-convert"]


@pytest.fixture
def manager(hire):
    return hire("everything", "Manager")


def hidden_backs(page):
    return html.fromstring(page.content).xpath("//input[@name='back']/@value")


@pytest.mark.parametrize("name", MANY)
def test_nothing_ticked_is_said_in_the_list(sign_in, manager, name):
    answer = sign_in(manager).get(reverse(f"contacts:{name}"), {"back": STATE}, follow=True)
    assert answer.redirect_chain == [(LIST + STATE, 302)]
    assert "Rien n’est coché" in answer.content.decode()


@pytest.mark.parametrize("name", MANY)
def test_nothing_ticked_is_said_where_one_was(sign_in, manager, name):
    client, address = sign_in(manager), reverse(f"contacts:{name}")
    assert client.get(address, {"from": "/requetes/"})["Location"] == "/requetes/"
    for elsewhere in ("//example.org/", "https://example.org/", "/\\example.org"):
        assert client.get(address, {"from": elsewhere})["Location"] == LIST


def test_list_and_its_fragment_say_where_one_stands(person, sign_in, manager):
    person("Abadie")
    client = sign_in(manager)
    assert hidden_backs(client.get(LIST + STATE)) == [STATE, STATE]
    fragment = client.get(LIST + STATE, headers={"HX-Request": "true"})
    assert hidden_backs(fragment) == [STATE, STATE]
    placed = f"{STATE}&after=Agen&after_pk=1"
    assert hidden_backs(client.get(LIST + placed)) == [placed, placed]


def test_filter_form_keeps_the_order(person, sign_in, manager):
    person("Abadie")
    page = html.fromstring(sign_in(manager).get(LIST + STATE).content)
    (form,) = page.xpath("//form[@id='filters']")
    assert dict(form.form_values()) == {
        "q": "",
        "kind": "person",
        "adviser": "",
        "sort": "town",
        "down": "1",
    }


def test_deleting_ticked_contacts_comes_back_to_the_list(person, sign_in, manager):
    made = [person("Abadie"), person("Blot")]
    client = sign_in(manager)
    chosen = {"contact": [contact.pk for contact in made], "back": STATE}
    asked = client.get(reverse("contacts:contacts-delete"), chosen)
    page = html.fromstring(asked.content)
    assert page.xpath("//a[@class='btn btn--quiet']/@href")[-1] == LIST + STATE
    (form,) = [form for form in page.forms if form.method == "POST" and not form.action]
    done = client.post(reverse("contacts:contacts-delete"), dict(form.form_values()) | chosen)
    assert done["Location"] == LIST + STATE
    (message,) = client.get(LIST + STATE).context["messages"]
    undone = client.post(message.extra_tags.removeprefix("undo="))
    assert undone["Location"] == LIST + STATE


def test_refused_conversion_comes_back_to_the_list(person, sign_in, manager):
    chosen = {"contact": [person("Abadie").pk, person("Blot").pk], "back": STATE}
    answer = sign_in(manager).get(reverse("contacts:contacts-convert"), chosen)
    assert answer["Location"] == LIST + STATE


def test_undoing_a_change_of_category_comes_back_to_the_list(person, sign_in, manager):
    chosen = {"contact": person("Abadie").pk, "back": STATE}
    client = sign_in(manager)
    category = Category.objects.get(name="Prospects")
    chosen |= {"category": category.pk, "dropped": 1}
    moved = client.post(reverse("contacts:contacts-regroup"), chosen)
    assert moved["Location"] == LIST + STATE
    (message,) = client.get(LIST + STATE).context["messages"]
    assert client.post(message.extra_tags.removeprefix("undo="))["Location"] == LIST + STATE


def way_back(client, contact):
    page = client.get(reverse("contacts:contact-general", args=[contact.pk]))
    (link,) = html.fromstring(page.content).xpath("//p[@class='folderhead__back']/a")
    return link.get("href"), link.text_content().strip()


def test_a_folder_leads_back_to_the_list_shown_last(person, sign_in, manager):
    contact = person("Abadie")
    client = sign_in(manager)
    category = f"{LIST}?category={contact.category_id}"
    assert way_back(client, contact) == (category, "Clients")
    client.get(LIST + STATE)
    assert way_back(client, contact) == (LIST + STATE, "Retour à la liste")
    deleted = client.post(reverse("contacts:contact-delete", args=[contact.pk]))
    assert deleted["Location"] == LIST + STATE


@pytest.mark.security(25)
def test_whoever_comes_next_does_not_learn_which_list_was_shown(person, colleague, manager):
    contact, client = person("Abadie"), Client()
    client.post("/login/", {"username": manager.username, "password": PASSWORD})
    client.get(f"{LIST}?q=zorglubine")
    kept = client.cookies["contact_list"].value
    assert "zorglubine" in kept
    client.post(reverse("logout"))
    assert client.cookies["contact_list"].value == ""
    # Put back by hand, it is another's: the signature holds for one user.
    client.post("/login/", {"username": colleague.username, "password": PASSWORD})
    client.cookies["contact_list"] = kept
    assert way_back(client, contact) == (f"{LIST}?category={contact.category_id}", "Clients")


@pytest.mark.security(34)
@pytest.mark.parametrize("away", ["//evil.example/", "https://evil.example/", "?a\nb", "?" * 3_000])
def test_way_back_is_a_query_of_the_list(sign_in, manager, away):
    answer = sign_in(manager).get(reverse("contacts:contacts-delete"), {"back": away})
    assert answer["Location"] == LIST


@pytest.mark.parametrize("number", [1, 2])
def test_merge_given_up_comes_back_to_the_list(person, sign_in, manager, number):
    client = sign_in(manager)
    chosen = {"contact": [person(f"Abadie{n}").pk for n in range(number)], "back": STATE}
    page = client.get(reverse("contacts:contacts-merge"), chosen, follow=True)
    (cancel,) = html.fromstring(page.content).xpath("//a[normalize-space(.)='Annuler']/@href")
    assert cancel == LIST + STATE
