"""Changing the contacts that a search finds: ticked ones or all, with the reader's eyes."""

import pytest
from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.urls import reverse
from lxml import html

from contacts.models import Category, Change, Contact, ContactKeyword, Keyword
from searches.actions.searches import ask
from searches.models import SavedSearch

pytestmark = pytest.mark.django_db

ACTS = ["categorise", "keywords", "people", "delete-contacts"]


def led_by(user):
    where = {"all": [{"f": "lead_adviser", "op": "is", "v": [user.pk]}]}
    return {"v": 1, "on": "contacts", "where": where}


@pytest.fixture
def address(adviser):
    """Give `address("people", by=manager)`: the page of an action on the adviser's contacts."""

    def address(name, by):
        search = ask(stored=led_by(adviser), by=by)
        return reverse(f"searches:search-{name}", args=[search.pk])

    return address


def home(address):
    """Return the address of the search itself."""
    return "/".join([*address.split("/")[:3], ""])


def shown(answer):
    return {"shown": answer.context["plan"].token}


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def undo_url(answer):
    (message,) = get_messages(answer.wsgi_request)
    return (message.extra_tags or "").removeprefix("undo=")


def leads(*names):
    rows = Contact.everything.filter(name__in=names).order_by("name")
    return list(rows.values_list("lead_adviser__username", flat=True))


@pytest.mark.security(4, 27, 29)
def test_all_results_are_handed_over_and_given_back(
    person, address, sign_in, adviser, colleague, manager
):
    for name in ("Abadie", "Blot"):
        person(name)
    person("Clerc", by=colleague)
    person("Zorn", is_private=True)
    client, page = sign_in(manager), address("people", manager)
    sent = {"all": 1, "leaver": adviser.pk, "taker": colleague.pk}
    asked = client.get(page, {"all": 1})
    assert html.fromstring(asked.content).xpath("//input[@name='all']/@value") == ["1"]
    plan = client.post(page, sent)
    assert [line.name for line in plan.context["plan"].lines] == ["Anne Abadie", "Anne Blot"]
    done = client.post(page, sent | shown(plan))
    assert done["Location"] == home(page)
    assert told(done) == ["2 contacts passés de adviser à colleague."]
    assert leads("Abadie", "Blot", "Clerc", "Zorn") == [*["colleague"] * 3, "adviser"]
    back = client.post(undo_url(done))
    assert back["Location"] == home(page)
    assert leads("Abadie", "Blot", "Clerc", "Zorn") == [
        "adviser",
        "adviser",
        "colleague",
        "adviser",
    ]


def test_each_action_is_offered_at_the_results_and_does_it(
    person, address, sign_in, adviser, colleague
):
    anne = person("Abadie")
    person("Blot")
    golf = Keyword.objects.create(label="Golf")
    prospects = Category.objects.get(name="Prospects")
    client = sign_in(adviser)
    pages = {name: address(name, adviser) for name in ACTS}
    offered = html.fromstring(client.get(home(pages["people"])).content)
    buttons = offered.xpath("//form[@id='selection']//button")
    urls = {button.get("formaction"): button.text_content().strip() for button in buttons}
    assert {url: urls[url] for url in pages.values()} == dict(
        zip(
            pages.values(),
            ["Changer de catégorie", "Mots clés", "Personnes affectées", "Supprimer"],
            strict=True,
        )
    )
    # Once each: of the list's own, those that know the ticked ones alone.
    assert sorted(urls.values()) == sorted(set(urls.values()))
    answers = {
        "categorise": {"category": prospects.pk},
        "keywords": {"asked": 1, "add": golf.pk},
        "people": {"leaver": adviser.pk, "taker": colleague.pk},
        "delete-contacts": {},
    }
    for name, page in pages.items():
        sent = {"contact": anne.pk} | answers[name]
        planned = client.post(page, sent)
        assert planned.status_code == 200, name
        assert client.post(page, sent | shown(planned)).status_code == 302, name
    gone = Contact.deleted.get()
    assert (gone, gone.category, gone.lead_adviser) == (anne, prospects, colleague)
    assert ContactKeyword.objects.get().contact_id == anne.pk
    assert leads("Blot") == ["adviser"]


@pytest.mark.parametrize("name", ACTS)
def test_what_the_search_finds_otherwise_by_now_is_shown_again(
    person, address, sign_in, adviser, colleague, name
):
    person("Abadie")
    golf = Keyword.objects.create(label="Golf")
    sent = {
        "categorise": {"category": Category.objects.get(name="Prospects").pk},
        "keywords": {"asked": 1, "add": golf.pk},
        "people": {"leaver": adviser.pk, "taker": colleague.pk},
        "delete-contacts": {},
    }[name] | {"all": 1}
    client, page = sign_in(adviser), address(name, adviser)
    token = shown(client.post(page, sent))
    person("Blot")
    again = client.post(page, sent | token)
    assert again.status_code == 409
    assert not Change.objects.exists()
    assert client.post(page, sent | shown(again)).status_code == 302
    assert Change.objects.get().subjects.count() == 2


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.security(4, 36)
def test_the_search_of_another_is_not_there(person, address, sign_in, adviser, manager, name):
    person()
    page = address(name, adviser)
    client = sign_in(manager)
    assert client.get(page, {"all": 1}).status_code == 404
    assert client.post(page, {"all": 1, "shown": "x"}).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_nothing_chosen_is_said_at_the_results(person, address, sign_in, adviser, name):
    person()
    client, page = sign_in(adviser), address(name, adviser)
    for sent in ({}, {"contact": "x"}):
        answer = client.get(page, sent)
        assert answer["Location"] == home(page)
        assert "Rien n’est coché" in told(answer)[0]
    QuerySet(Contact).update(lead_adviser=None)
    assert "ne trouve plus rien" in told(client.get(page, {"all": 1}))[-1]


@pytest.mark.parametrize("name", ACTS)
def test_the_way_back_leads_to_where_one_was(person, address, sign_in, adviser, name):
    one, client, page = person(), sign_in(adviser), address(name, adviser)
    where = f"{home(page)}?sort=-encours&after=7&first=51"
    assert client.get(page, {"from": where})["Location"] == where
    asked = client.get(page, {"contact": one.pk, "from": where})
    form = html.fromstring(asked.content)
    assert form.xpath("//form//input[@name='from']/@value") == [where]
    assert form.xpath("//div[@class='savebar']//a/@href") == [where]
    for elsewhere in ("//example.org/?x", "/requetes/?x", "x" * 600, f"{home(page)}?\n"):
        asked = client.get(page, {"contact": one.pk, "from": elsewhere})
        form = html.fromstring(asked.content)
        assert form.xpath("//form//input[@name='from']/@value") == []
        assert form.xpath("//div[@class='savebar']//a/@href") == [home(page)]


def test_accounts_are_no_contacts(sign_in, adviser):
    where = {"all": [{"f": "number", "op": "begins", "v": "A"}]}
    search = ask(stored={"v": 1, "on": "accounts", "where": where}, by=adviser)
    client = sign_in(adviser)
    for name in ACTS:
        page = reverse(f"searches:search-{name}", args=[search.pk])
        assert client.get(page, {"all": 1}).status_code == 404


def test_what_is_asked_and_gone_finds_nobody_to_change(person, sign_in, adviser):
    person()
    where = {"all": [{"f": "shoe_size", "op": "over", "v": "42"}]}
    stored = {"v": 1, "on": "contacts", "where": where}
    search = SavedSearch.objects.create(owner=adviser, on="contacts", stored=stored)
    page = reverse("searches:search-delete-contacts", args=[search.pk])
    answer = sign_in(adviser).post(page, {"all": 1})
    assert answer["Location"] == home(page)
    assert Contact.objects.count() == 1


def test_more_than_are_changed_at_once_are_refused_in_words(
    person, address, sign_in, adviser, monkeypatch
):
    monkeypatch.setattr("searches.views.acting.AT_ONCE", 1)
    for name in ("Abadie", "Blot"):
        person(name)
    client, page = sign_in(adviser), address("delete-contacts", adviser)
    answer = client.get(page, {"all": 1})
    assert answer["Location"] == home(page)
    assert told(answer) == ["1 contacts au plus changent à la fois\u202f: ajoutez une condition."]


def test_deleting_asks_the_right(person, address, sign_in, assistant):
    person()
    assert (
        sign_in(assistant).get(address("delete-contacts", assistant), {"all": 1}).status_code == 403
    )
