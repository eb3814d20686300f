"""The list and the search: odd addresses, sorts, and the rule inside every count."""

import datetime as dt
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.actions.sorting import follow_name
from contacts.columns import composition
from contacts.models import (
    Category,
    Contact,
    ContactFigures,
    ContactKeyword,
    ContactSearch,
    Email,
    Keyword,
    ListColumns,
    PersonDetails,
)
from contacts.queries import counts

ODD = ["%", "_", "\\", "\x00", "'", "<b>", "a" * 10_000, "  ", "(((", "🙂", "\u202e"]


@pytest.fixture
def contact(adviser):
    """Give `contact(name, **fields)`: a person, made without the form."""

    def contact(name, **fields):
        category = Category.objects.get(name="Clients")
        made = Contact(name=name, sort_name=name.lower(), kind="person", created_by=adviser)
        for field, value in {"category": category, "lead_adviser": adviser, **fields}.items():
            setattr(made, field, value)
        made.save()
        PersonDetails(contact=made, last_name=name).save(force_insert=True)
        ContactFigures.objects.create(contact=made)
        ContactSearch.objects.create(contact=made, text=name.lower())
        return made

    return contact


def names(answer):
    return [row["name"] for row in answer.context["page"].rows]


@pytest.mark.security(32)
@pytest.mark.parametrize("text", ODD)
def test_odd_text_finds_nothing_and_breaks_nothing(contact, sign_in, adviser, text):
    contact("Abadie")
    client = sign_in(adviser)
    assert client.get(reverse("contacts:contact-list"), {"q": text}).status_code == 200
    assert client.get(reverse("search"), {"q": text}).status_code == 200


@pytest.mark.security(31)
@pytest.mark.parametrize(
    "address",
    [
        {"sort": "lead_adviser__password"},
        {"category": "0"},
        {"category": "9" * 40},
        {"adviser": "x"},
        {"kind": "TC"},
        {"after": "a", "after_pk": "9" * 40},
        {"before": "a", "before_pk": "-1"},
    ],
)
def test_undeclared_values_are_dropped(contact, sign_in, adviser, address):
    contact("Abadie")
    answer = sign_in(adviser).get(reverse("contacts:contact-list"), address)
    assert names(answer) == ["Abadie"]


@pytest.mark.parametrize("sort", ["name", "folder_code", "town"])
def test_each_sort_goes_both_ways(contact, sign_in, adviser, sort):
    contact("Abadie", folder_code="A1", town="Albi")
    contact("Zeller", folder_code="B1", town="Vannes")
    client = sign_in(adviser)
    page = reverse("contacts:contact-list")
    assert names(client.get(page, {"sort": sort})) == ["Abadie", "Zeller"]
    assert names(client.get(page, {"sort": sort, "down": "1"})) == ["Zeller", "Abadie"]


def test_pages_go_back_the_way_they_came(contact, sign_in, adviser, monkeypatch):
    monkeypatch.setattr("contacts.queries.listing.PAGE", 2)
    for name in ("A", "B", "C", "D", "E"):
        contact(name)
    client, page = sign_in(adviser), reverse("contacts:contact-list")
    first = client.get(page)
    second = client.get(page + first.context["next_url"])
    third = client.get(page + second.context["next_url"])
    assert [names(first), names(second), names(third)] == [["A", "B"], ["C", "D"], ["E"]]
    assert not third.context.get("next_url")
    back = client.get(page + third.context["previous_url"])
    assert names(back) == ["C", "D"]
    start = client.get(page + back.context["previous_url"])
    assert names(start) == ["A", "B"]
    assert not start.context.get("previous_url")


def test_category_takes_those_below_it(contact, sign_in, adviser):
    clients = Category.objects.get(name="Clients")
    west = Category.objects.create(name="Grand Ouest", parent=clients)
    contact("Abadie", category=west)
    contact("Zeller", category=Category.objects.get(name="Prospects"))
    page = reverse("contacts:contact-list")
    assert names(sign_in(adviser).get(page, {"category": clients.pk})) == ["Abadie"]


@pytest.mark.security(1)
def test_count_stops_after_a_thousand_that_one_sees(contact, sign_in, adviser, monkeypatch):
    monkeypatch.setattr("contacts.queries.listing.COUNTED_UP_TO", 2)
    contact("Abadie")
    contact("Blot")
    contact("Castaing", is_private=True, lead_adviser=None, assistant=adviser)
    answer = sign_in(adviser).get(reverse("contacts:contact-list"))
    # Made without its grant, the private one is seen by nobody: hidden rows leave before the cap.
    assert answer.context["page"].count == 2
    contact("Dupré")
    answer = sign_in(adviser).get(reverse("contacts:contact-list"))
    assert answer.context["page"].count == 3
    assert "Plus de" in answer.content.decode()


def test_fragment_alone_is_answered_to_htmx(contact, sign_in, adviser):
    contact("Abadie")
    page = reverse("contacts:contact-list")
    whole = sign_in(adviser).get(page).content.decode()
    fragment = sign_in(adviser).get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.strip() in whole


@pytest.mark.security(33)
def test_markup_in_a_name_is_shown_as_text(contact, sign_in, adviser):
    contact("<script>alert(1)</script>")
    shown = sign_in(adviser).get(reverse("contacts:contact-list")).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def born(contact, *years):
    for year in years:
        birth = dt.date(year, 5, 3) if year else None
        contact(f"N{year}", birth_date=birth)


@pytest.mark.parametrize(
    ("down", "expected"),
    [("", ["N1951", "N1960", "N1984", "N0", "M0"]), ("1", ["N1984", "N1960", "N1951", "M0", "N0"])],
)
def test_rows_without_a_value_come_last_and_pages_go_both_ways(
    contact, sign_in, adviser, monkeypatch, down, expected
):
    monkeypatch.setattr("contacts.queries.listing.PAGE", 2)
    born(contact, 1984, 0, 1951, 1960)
    contact("M0")
    client, page = sign_in(adviser), reverse("contacts:contact-list")
    first = client.get(page, {"sort": "birth_date", "down": down})
    second = client.get(page + first.context["next_url"])
    third = client.get(page + second.context["next_url"])
    assert names(first) + names(second) + names(third) == expected
    assert names(client.get(page + third.context["previous_url"])) == names(second)
    assert names(client.get(page + second.context["previous_url"])) == names(first)


def test_youngest_first_is_age_upwards(contact, sign_in, adviser):
    born(contact, 1951, 1984)
    page = reverse("contacts:contact-list")
    assert names(sign_in(adviser).get(page, {"sort": "age"})) == ["N1984", "N1951"]


def test_kept_figures_and_adviser_sort(contact, sign_in, adviser, colleague):
    rich, poor = contact("Abadie"), contact("Blot", lead_adviser=colleague)
    ContactFigures.objects.filter(contact=rich).update(total_value=12)
    ContactFigures.objects.filter(contact=poor).update(last_contact=dt.date(2026, 11, 2))
    for user in (adviser, colleague):
        follow_name(user)
    client, page = sign_in(adviser), reverse("contacts:contact-list")
    for sort in ("total_value", "last_contact", "lead_adviser"):
        expected = {"total_value": ["Blot", "Abadie"], "last_contact": ["Blot", "Abadie"]}
        found = names(client.get(page, {"sort": sort}))
        assert found == expected.get(sort, ["Abadie", "Blot"])


@pytest.mark.parametrize("down", ["", "1"])
def test_any_other_column_sorts_a_short_result(contact, sign_in, adviser, down, monkeypatch):
    monkeypatch.setattr("contacts.queries.listing.PAGE", 2)
    for name, job in (("A", "Notaire"), ("B", "Éleveur"), ("C", ""), ("D", "avocat")):
        made = contact(name)
        details = PersonDetails.objects.get(pk=made.pk)
        details.profession_label = job
        details.save()
    client, page = sign_in(adviser), reverse("contacts:contact-list")
    first = client.get(page, {"sort": "profession_label", "down": down})
    second = client.get(page + first.context["next_url"])
    assert names(first) + names(second) == (["A", "B", "D", "C"] if down else ["D", "B", "A", "C"])
    assert names(client.get(page + second.context["previous_url"])) == names(first)


def test_long_result_is_not_sorted_by_what_no_index_holds_and_says_so(
    contact, sign_in, adviser, monkeypatch
):
    monkeypatch.setattr("contacts.queries.listing.COUNTED_UP_TO", 1)
    contact("Zeller", note="a")
    contact("Abadie", note="b")
    answer = sign_in(adviser).get(reverse("contacts:contact-list"), {"sort": "note"})
    assert names(answer) == ["Abadie", "Zeller"]
    assert "trie 1\u202f000 contacts au plus" in answer.content.decode()


def test_filters_combine_and_stay_in_every_address(contact, sign_in, adviser, colleague):
    golf = Keyword.objects.create(label="Golf")
    mine = contact("Abadie", lead_adviser=colleague, assistant=adviser)
    ContactKeyword(contact=mine, keyword=golf).save()
    contact("Abel", lead_adviser=adviser)
    contact("Zeller", lead_adviser=colleague)
    asked = {"q": "ab", "adviser": adviser.pk, "keyword": golf.pk, "kind": "person"}
    answer = sign_in(adviser).get(reverse("contacts:contact-list"), asked)
    assert names(answer) == ["Abadie"]
    chips = answer.context["chips"]
    assert [chip["label"] for chip in chips] == [
        "Texte\u202f: ab",
        "Conseiller\u202f: adviser",
        "Mot clé\u202f: Golf",
        "Personne physique",
    ]
    without_keyword = chips[2]["url"]
    assert set(parse_qs(without_keyword[1:])) == {"q", "adviser", "kind"}
    heads = [head["url"] for head in answer.context["heads"]]
    assert all({"q", "adviser", "keyword", "kind"} <= set(parse_qs(url[1:])) for url in heads)


@pytest.mark.security(1, 17)
def test_category_counts_take_those_below_and_obey_the_rule(contact, sign_in, adviser):
    clients = Category.objects.get(name="Clients")
    west = Category(name="Grand Ouest", parent=clients)
    west.save()
    contact("Abadie")
    contact("Blot", category=west)
    contact("Zorn", is_private=True, lead_adviser=None, assistant=adviser)
    tree = sign_in(adviser).get(reverse("contacts:contact-list")).context["tree"]
    found = {entry["label"]: entry["count"] for entry in tree}
    assert (found["Clients"], found["Prospects"]) == ("2", "0")
    assert tree[0]["entries"][0]["count"] == "1"


def test_count_of_a_category_is_capped(contact, sign_in, adviser, monkeypatch):
    monkeypatch.setattr("contacts.queries.counts.COUNTED_UP_TO", 1)
    contact("Abadie")
    contact("Blot")
    tree = sign_in(adviser).get(reverse("contacts:contact-list")).context["tree"]
    assert tree[0]["count"] == "+ 1"


COLUMNS = [
    *("folder_code", "age", "lead_adviser", "category", "keywords", "email", "telephone_mobile"),
    *("post_code", "address_other_town", "profession", "siren", "total_value", "created_by"),
]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_for_one_and_three(
    contact, sign_in, adviser, number, django_assert_num_queries
):
    ListColumns(columns=COLUMNS).save()
    golf = Keyword.objects.create(label="Golf")
    for index in range(number):
        made = contact(f"N{index}")
        ContactKeyword(contact=made, keyword=golf).save()
        Email(contact=made, address=f"a{index}@example.org", key="x", preferred=True).save()
    client = sign_in(adviser)
    with django_assert_num_queries(17):
        answer = client.get(reverse("contacts:contact-list"))
    cells = answer.context["rows"][0]["cells"]
    assert cells == [
        "",
        "",
        "adviser",
        "Clients",
        "Golf",
        "a0@example.org",
        *[""] * 5,
        "0,00\u202f€",
        "adviser",
    ]


def test_subcategory_takes_the_columns_of_the_one_above(contact, sign_in, adviser):
    clients = Category.objects.get(name="Clients")
    west = Category(name="Grand Ouest", parent=clients)
    west.save()
    ListColumns(category=clients, columns=["note", "gone_since", "town"]).save()
    ListColumns(columns=["siren"]).save()
    assert composition(west) == ["note", "town"]
    assert composition(Category.objects.get(name="Prospects")) == ["siren"]
    assert composition(None) == ["siren"]


def test_counts_of_categories_stop_at_the_cap(contact, adviser, monkeypatch):
    monkeypatch.setattr(counts, "COUNTED_UP_TO", 2)
    clients, prospects = (Category.objects.get(name=name) for name in ("Clients", "Prospects"))
    for index in range(5):
        contact(f"N{index}", category=clients)
    contact("P", category=prospects)
    with CaptureQueriesContext(connection) as asked:
        found = counts.by_category(adviser)
    # One above the cap says "more".
    assert (found[clients], found[prospects]) == (3, 1)
    # In the index's order and no further, or the whole category is read.
    assert '0."sort_name" ASC, 1 ASC LIMIT 3)' in asked[-1]["sql"]
