"""Services: each page is offered to those who may open it, and to nobody before it exists."""

from django.urls import reverse

from contacts import rights
from o2s_contacts import services
from o2s_contacts.services import Entry, Group, Tab

OPEN = Entry("Pour tous", "home")
KEYWORDS = Entry("Mots clés", "contacts:contact-list", (rights.MANAGE_KEYWORDS,))


def tabs(*entries):
    return (Tab("Modules", "services", (Group("Contacts", "Modules, Contacts", entries),)),)


def labels(answer):
    return [entry.label for group in answer.context["groups"] for entry in group.entries]


def test_entry_needs_its_right(sign_in, adviser, manager, monkeypatch):
    monkeypatch.setattr(services, "TABS", tabs(OPEN, KEYWORDS))
    assert labels(sign_in(adviser).get(reverse("services"))) == ["Pour tous"]
    assert labels(sign_in(manager).get(reverse("services"))) == ["Pour tous", "Mots clés"]


def test_services_without_anything_to_open_are_refused_and_not_offered(
    sign_in, adviser, manager, monkeypatch
):
    monkeypatch.setattr(services, "TABS", tabs(KEYWORDS))
    client = sign_in(adviser)
    assert client.get(reverse("services")).status_code == 403
    assert f'href="{reverse("services")}"' not in client.get("/").content.decode()
    assert f'href="{reverse("services")}"' in sign_in(manager).get("/").content.decode()


def test_tab_is_chosen_by_its_address(sign_in, adviser, monkeypatch):
    second = Tab(
        "Personnalisation", "services-personalisation", (Group("Contact", "Contact", (OPEN,)),)
    )
    monkeypatch.setattr(services, "TABS", (*tabs(OPEN), second))
    answer = sign_in(adviser).get(reverse("services-personalisation"))
    current = [tab for tab in answer.context["tabs"][0]["entries"] if tab["current"]]
    assert [tab["label"] for tab in current] == ["Personnalisation"]
