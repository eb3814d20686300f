"""Composition du tableau des contacts: what each button makes of the order, and what is kept."""

import pytest
from django.urls import reverse

from contacts.columns import AT_MOST, FIRST, OFFERED, composition
from contacts.models import Category, ListColumns


@pytest.fixture
def clients(db):
    return Category.objects.get(name="Clients")


@pytest.fixture
def page(clients):
    return reverse("services:columns", args=[clients.pk])


def shown(answer):
    return [entry.key for entry in answer.context["shown"]]


def test_only_who_may_choose_columns_gets_the_page(sign_in, adviser, page):
    client = sign_in(adviser)
    assert client.get(page).status_code == 403
    assert client.post(page, {"act": "save", "column": ["note"], "version": "0"}).status_code == 403
    assert not ListColumns.objects.exists()


@pytest.mark.security(31)
@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("", ["town", "note", "email"]),
        ("preview", ["town", "note", "email"]),
        ("up:note", ["note", "town", "email"]),
        ("up:town", ["town", "note", "email"]),
        ("down:town", ["note", "town", "email"]),
        ("down:email", ["town", "note", "email"]),
        ("down:password", ["town", "note", "email"]),
        ("reset", list(FIRST)),
    ],
)
def test_buttons_make_an_order_and_keep_nothing(sign_in, manager, page, act, expected):
    typed = ["town", "note", "town", "lead_adviser__password", "name", "email"]
    answer = sign_in(manager).post(page, {"column": typed, "act": act})
    assert shown(answer) == expected
    assert not ListColumns.objects.exists()


def test_saved_columns_are_those_of_the_list_with_their_history(
    person, sign_in, manager, clients, page
):
    person("Abadie", note="Ami du Golf")
    client = sign_in(manager)
    kept = client.post(page, {"column": ["note", "town"], "act": "save", "version": "0"})
    assert (kept.status_code, kept["Location"]) == (302, page)
    assert composition(clients) == ["note", "town"]
    listed = client.get(reverse("contacts:contact-list"), {"category": clients.pk})
    assert [head["label"] for head in listed.context["heads"]] == ["Nom", "Note", "Commune"]
    assert "Ami du Golf" in listed.content.decode()
    change = ListColumns.history.get()
    assert (change.history_user, change.columns) == (manager, ["note", "town"])
    assert "Dernier changement par manager" in client.get(page).content.decode()


def test_second_to_save_is_told_and_keeps_the_order(sign_in, manager, clients, page):
    client = sign_in(manager)
    client.post(page, {"column": ["note"], "act": "save", "version": "0"})
    late = client.post(page, {"column": ["town"], "act": "save", "version": "0"})
    assert late.status_code == 422
    assert shown(late) == ["town"]
    assert composition(clients) == ["note"]
    client.post(page, {"column": ["town"], "act": "save", "version": late.context["version"]})
    assert composition(clients) == ["town"]


def test_too_many_columns_are_refused(sign_in, manager, page):
    many = list(OFFERED)[: AT_MOST + 1]
    answer = sign_in(manager).post(page, {"column": many, "act": "save", "version": "0"})
    assert answer.status_code == 422
    assert shown(answer) == many
    assert "Choisissez 20 colonnes au plus." in answer.content.decode()


def test_every_offered_column_is_shown(person, organisation, sign_in, manager, clients):
    person("Abadie")
    organisation("Chais")
    client = sign_in(manager)
    page = reverse("services:columns")
    for start in range(0, len(OFFERED), AT_MOST):
        keys = list(OFFERED)[start : start + AT_MOST]
        answer = client.post(page, {"column": keys, "act": "preview"})
        assert [len(row["cells"]) for row in answer.context["rows"]] == [len(keys)] * 2


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_for_one_and_three(
    person, sign_in, manager, page, number, django_assert_num_queries
):
    for index in range(number):
        person(f"N{index}")
    client = sign_in(manager)
    with django_assert_num_queries(13):
        client.get(page)
