"""The page on which conditions are made: without a script, fragment by fragment, and in time."""

from random import Random

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from lxml import html

from contacts.enums import Kind
from contacts.models import Category, Contact, Keyword
from persistence.time_limit import OutOfTime
from searches.forms.flattening import flatten
from searches.queries.counting import COUNTED_UP_TO, Counting
from searches.querying.schema import Condition, Group, How, InSearch, Quantifier, Rows

pytestmark = pytest.mark.django_db

CREATE, COMPOSE = reverse("searches:search-create"), reverse("searches:search-compose")


def searched(*parts, on="contacts", how="all"):
    return {"v": 1, "on": on, "where": {how: list(parts)}}


def posted(search, **more):
    data = flatten(search)
    fields = {name: data.getlist(name) for name in data}
    return fields | {"on": search["on"]} | more


def drawn(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def form_fields(page):
    """Return what a browser without a script posts of the page's form."""
    form = page.get_element_by_id("search")
    fields = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def total(page):
    return page.get_element_by_id("asking-total").text_content()


def test_without_a_script_each_button_asks_for_the_page_again(sign_in, person, adviser):
    person("Moreau", "Anne")
    person("Petit", "Luc")
    client = sign_in(adviser)
    page = drawn(client.get(CREATE))
    assert total(page) == "2 contacts"
    steps = [
        {"do": "add-condition:0"},
        {"0_0-field_search": "Nom de naiss"},
        {"0_0-field": "last_name", "0_0-field_search": ""},
        {"0_0-op": "begins", "0_0-value": "mor"},
    ]
    for step in steps:
        page = drawn(client.post(CREATE, form_fields(page) | step))
    assert total(page) == "1 contact"
    held = form_fields(page)
    assert {name: held[name] for name in ("0_0-field", "0_0-op", "0_0-value")} == {
        "0_0-field": ["last_name"],
        "0_0-op": ["begins"],
        "0_0-value": ["mor"],
    }


def test_what_is_drawn_holds_the_whole_search(sign_in, adviser):
    """What a browser posts of the page is what was posted to it."""
    keyword = Keyword.objects.create(label="Golf", position=1)
    search = searched(
        {"f": "birth_date", "op": "within_next", "n": 30, "unit": "day"},
        {"f": "keywords", "op": "has", "v": [keyword.pk, 999_999]},
        {"rel": "accounts", "quant": "at_least", "n": 3, "where": {"any": [
            {"f": "custodian", "op": "is", "v": [999_999]},
            {"f": "last_value", "op": "between", "v": ["100000", "250000.50"]}]}},
        {"none": [{"f": "town", "op": "is", "v": ["Bordeaux", "Libourne"]}]},
        {"f": "shoe_size", "op": "over", "v": ["42"]},
        {"in_search": 7, "denied": True},
    )  # fmt: skip
    page = drawn(sign_in(adviser).post(CREATE, posted(search)))
    held = form_fields(page)
    # Of a search that is not there not even the number.
    assert held.pop("0_5-search") == ["0"]
    for name, value in posted(search).items():
        if name == "0_5-search":
            continue
        wanted = [value] if isinstance(value, str) else value
        # A browser takes the first line break of a text away.
        texts = [text.removeprefix("\n") for text in held.get(name, [""])]
        assert sorted(texts) == sorted(wanted), name


def test_the_fragment_is_the_conditions_alone(sign_in, adviser):
    response = sign_in(adviser).post(COMPOSE, posted(searched(), do="add-condition:0"))
    assert b"<html" not in response.content
    page = drawn(response)
    assert page.xpath("//select[@autofocus]/@name") == ["0_0-field"]
    assert page.xpath("//input[@name='node']/@value") == ["0", "0_0"]


def test_accounts_are_asked_of_as_well(sign_in, adviser):
    page = drawn(sign_in(adviser).get(CREATE + "?on=accounts"))
    assert total(page) == "0 compte"
    page = drawn(sign_in(adviser).post(COMPOSE, {"on": "accounts", "do": "add-rows:0"}))
    links = page.xpath("//select[@name='0_0-link']/option/@value")
    assert links == ["owners", "valuations"]


@pytest.mark.parametrize("on", ["", "users", "auth_user", "contacts__grants"])
def test_nothing_else_is_asked_of(sign_in, adviser, on):
    client = sign_in(adviser)
    assert client.post(COMPOSE, {"on": on}).status_code == 404
    if on:
        assert client.get(CREATE, {"on": on}).status_code == 404


def test_the_total_is_the_reader_s(sign_in, person, adviser, colleague):
    person("Zorglubine", "Luce", is_private=True)
    search = posted(searched({"f": "last_name", "op": "contains", "v": "zorglub"}))
    assert total(drawn(sign_in(adviser).post(COMPOSE, search))) == "1 contact"
    assert total(drawn(sign_in(colleague).post(COMPOSE, search))) == "0 contact"


def test_the_total_stops_at_a_thousand(sign_in, adviser):
    clients = Category.objects.get(name="Clients")
    QuerySet(Contact).bulk_create(
        Contact(
            kind=Kind.PERSON,
            name=f"Nom {at}",
            sort_name=f"nom {at}",
            category=clients,
            lead_adviser=adviser,
            created_by=adviser,
        )
        for at in range(COUNTED_UP_TO + 1)
    )
    client = sign_in(adviser)
    page = drawn(client.get(CREATE))
    assert total(page) == "Plus de 1\u202f000 contacts"
    data = posted(searched({"f": "is_private", "op": "no"}), do="count")
    [count] = drawn(client.post(COMPOSE, data)).xpath("//*[@class='count']/text()")
    assert count == "reste plus de 1\u202f000"
    Contact.objects.first().delete()
    assert total(drawn(client.get(CREATE))) == "1\u202f000 contacts"


def test_compter_says_what_is_left_after_each_condition(sign_in, person, adviser):
    person("Moreau", "Anne", birth_town="Vannes")
    person("Moreau", "Luc")
    person("Petit", "Luc")
    search = searched(
        {"f": "last_name", "op": "is", "v": ["moreau"]},
        {"f": "first_name", "op": "is", "v": ["luc"]},
        {"f": "birth_date", "op": "on", "v": "2001-01-01"},
    )
    data = posted(search, do="count") | {"0_2-value": "", "0-how": "all"}
    page = drawn(sign_in(adviser).post(COMPOSE, data))
    counts = page.xpath("//*[@class='count']/text()")
    assert counts == ["reste 2", "reste 1"], "what is incomplete leaves what it found"
    page = drawn(sign_in(adviser).post(COMPOSE, data | {"0-how": "any"}))
    assert page.xpath("//*[@class='count']") == []


def test_what_is_not_counted_in_time_is_not_told(adviser):
    counting = Counting(adviser, "contacts", {})
    parts = [Condition("note", "empty"), Condition("note", "not_empty")]
    assert list(counting.left_by_each(parts, seconds=0)) == [None, None]


def test_a_count_that_takes_too_long_says_what_to_do(sign_in, adviser, monkeypatch):
    def out_of_time(*_asked, **_limits):
        raise OutOfTime

    monkeypatch.setattr("searches.queries.counting.time_limit", out_of_time)
    page = drawn(sign_in(adviser).post(COMPOSE, posted(searched())))
    assert total(page) == (
        "Le compte prend trop de temps\u202f: ajoutez une condition qui en laisse moins."
    )


def test_searches_that_are_not_there_are_left_out_of_the_count(person, adviser):
    person("Moreau", "Anne")
    counting = Counting(adviser, "contacts", {})
    spouse = Rows("spouse", Quantifier.NONE, Group(How.ALL, (InSearch(9),)))
    where = Group(How.ALL, (InSearch(7), Group(How.ANY, (InSearch(8, denied=True),)), spouse))
    assert counting.total(where) == 1


def test_more_conditions_cost_no_more_statements(sign_in, adviser, django_assert_num_queries):
    """The session and the reader with their rights, the searches they may refer to, each list
    chosen from, then the count.

    PostgreSQL is told its time limit, and told when it ends.
    """
    client = sign_in(adviser)
    keyword = Keyword.objects.create(label="Golf", position=1).pk
    asked = {"f": "keywords", "op": "has", "v": [keyword]}
    statements = 12 if connection.vendor == "postgresql" else 8
    client.post(COMPOSE, posted(searched(asked)))
    with django_assert_num_queries(statements):
        client.post(COMPOSE, posted(searched(asked)))
    with django_assert_num_queries(statements):
        client.post(COMPOSE, posted(searched(asked, asked, asked)))


PARTS = ("condition", "group", "rows", "search", "gone", "nothing")
NAMES = ("op", "value", "to", "n", "unit", "lines", "values", "add", "quant", "link", "how", "was",
         "search", "find", "denied", "stored_text", "add_search", "field_search")  # fmt: skip
TEXTS = ("", "\0", "9" * 5_000, "[" * 5_000, "{}", "0_0", "é" * 300, "-1", "NaN", "is", "has", "1")
FIELDS = ("age", "keywords", "town", "birth_date", "nationality", "is_private", "x", "assigned")


@pytest.mark.security(32)
def test_bad_input_is_never_an_error_of_the_server(sign_in, adviser):
    client = sign_in(adviser)
    random = Random(16)  # noqa: S311 - the same texts each time
    for _request in range(40):
        data = {"on": "contacts", "node": [f"0_{at}" for at in range(8)]}
        data["do"] = random.choice(TEXTS)
        for path in data["node"]:
            data |= {f"{path}-is_a": random.choice(PARTS), f"{path}-field": random.choice(FIELDS)}
            data |= {f"{path}-{name}": random.choice(TEXTS) for name in random.sample(NAMES, 12)}
        assert client.post(COMPOSE, data).status_code == 200, data
