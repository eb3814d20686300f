"""A stored search: what is read, what is refused in words, and what is kept though it is gone."""

import pytest

from searches.errors import SearchRefused
from searches.querying.schema import (
    Condition,
    Group,
    How,
    InSearch,
    Quantifier,
    Rows,
    Vanished,
    nodes,
    read,
    written,
)


def contacts(*parts):
    return {"v": 1, "on": "contacts", "where": {"all": list(parts)}}


def refused(stored):
    """Return the words in which a search is refused, with plain spaces."""
    with pytest.raises(SearchRefused) as caught:
        read(stored)
    return str(caught.value).replace("\u202f", " ")


TOWN = {"f": "town", "op": "is", "v": ["Vannes"]}


def test_the_example_of_the_specification_is_read_and_written_as_it_was():
    stored = contacts(
        {"f": "birth_date", "op": "within_next", "n": 30, "unit": "day"},
        {
            "rel": "accounts",
            "quant": "at_least",
            "n": 2,
            "where": {
                "all": [
                    {"f": "custodian", "op": "is", "v": [12]},
                    {"f": "last_value", "op": "over", "v": ["100000"]},
                ]
            },
        },
        {"none": [{"f": "keywords", "op": "has", "v": [4]}]},
        {"in_search": 31},
        {"in_search": 32, "denied": True},
    )
    assert written(read(stored)) == stored


def test_one_value_may_stand_without_a_list():
    search = read(contacts(TOWN | {"v": "Vannes"}))
    assert search.where == Group(How.ALL, (Condition("town", "is", ("Vannes",)),))


@pytest.mark.parametrize(
    "gone",
    [
        {"f": "shoe_size", "op": "is", "v": [44]},
        {"f": "town", "op": "rhymes_with", "v": "Vannes"},
        {"rel": "friends", "quant": "any", "where": {"all": []}},
    ],
)
def test_what_an_id_no_longer_names_is_kept_as_it_was_stored(gone):
    stored = contacts(TOWN, gone)
    search = read(stored)
    assert [type(node) for node in nodes(search.where)] == [Group, Condition, Vanished]
    assert written(search) == contacts(TOWN, gone)


NOT_READ = "Cette requête n’a pas pu être lue"


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "{}",
        {},
        {"v": 0, "on": "contacts", "where": {"all": []}},
        {"v": 2, "on": "contacts", "where": {"all": []}},
        {"v": "1", "on": "contacts", "where": {"all": []}},
        {"v": True, "on": "contacts", "where": {"all": []}},
        {"v": 1, "on": "users", "where": {"all": []}},
        {"v": 1, "on": "contacts"},
        {"v": 1, "on": "contacts", "where": TOWN},
        {"v": 1, "on": "contacts", "where": {"all": [], "any": []}},
        {"v": 1, "on": "contacts", "where": {"every": []}},
        {"v": 1, "on": "contacts", "where": {"all": TOWN}},
        contacts("town"),
        contacts({"f": 3, "op": "is"}),
        contacts({"f": "town", "op": ["is"]}),
        contacts({"f": "birth_date", "op": "within_next", "n": 3, "unit": "century"}),
        contacts({"rel": "accounts", "quant": "most", "where": {"all": []}}),
        contacts({"rel": "accounts", "quant": ["any"], "where": {"all": []}}),
        contacts({"rel": "accounts", "quant": "any"}),
        contacts({"in_search": "31"}),
        contacts({"in_search": True}),
        contacts({"in_search": 0}),
        contacts({"in_search": 1, "denied": "yes"}),
    ],
)
def test_what_is_no_search_is_refused(stored):
    with pytest.raises(SearchRefused, match=NOT_READ):
        read(stored)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"f": "town", "op": "over", "v": "3"}, "« Commune » ne se compare pas ainsi"),
        ({"f": "name", "op": "contains", "v": "  "}, "« Nom » ne se compare pas à"),
        ({"f": "name", "op": "contains", "v": "x" * 201}, "« Nom » ne se compare pas à"),
        ({"f": "name", "op": "contains", "v": "a\x00b"}, "« Nom » ne se compare pas à"),
        ({"f": "name", "op": "contains", "v": ["a", "b"]}, "« Nom » : indiquez"),
        ({"f": "name", "op": "contains"}, "« Nom » ne se compare pas à"),
        ({"f": "town", "op": "is", "v": []}, "« Commune » : indiquez"),
        ({"f": "birth_date", "op": "on", "v": "2025-02-29"}, "« Date de naissance » ne se"),
        ({"f": "birth_date", "op": "on", "v": "0001-01-01"}, "« Date de naissance » ne se"),
        (
            {"f": "birth_date", "op": "between", "v": ["2025-03-02", "2025-03-01"]},
            "« Date de naissance » : la première valeur",
        ),
        ({"f": "age", "op": "over", "v": "12.5"}, "« Âge » ne se compare pas à"),
        ({"f": "age", "op": "over", "v": -1}, "« Âge » ne se compare pas à"),
        ({"f": "total_value", "op": "over", "v": "NaN"}, "« Encours » ne se compare pas à"),
        ({"f": "total_value", "op": "over", "v": "1e30"}, "« Encours » ne se compare pas à"),
        ({"f": "total_value", "op": "over", "v": 1.5}, "« Encours » ne se compare pas à"),
        ({"f": "category", "op": "is", "v": ["1"]}, "« Catégorie » ne se compare pas à"),
        ({"f": "category", "op": "is", "v": [2**63]}, "« Catégorie » ne se compare pas à"),
        (
            {"f": "birth_date", "op": "older_than", "n": 1501, "unit": "day"},
            "nombre entier de 1 à 1500",
        ),
        (
            {"rel": "accounts", "quant": "at_least", "n": 0, "where": {"all": []}},
            "nombre entier de 1 à 1000",
        ),
    ],
)
def test_a_value_that_a_field_does_not_have_is_refused_in_words(part, told):
    assert told in refused(contacts(part))


def test_ten_thousand_numbers_are_refused_in_words():
    numbers = {"f": "folder_code", "op": "is", "v": [str(number) for number in range(10_000)]}
    assert "1000 valeurs au plus ; celle-ci en a 10000" in refused(contacts(numbers))


def test_two_hundred_conditions_are_read_and_one_more_is_refused():
    read(contacts(*[TOWN] * 200))
    with pytest.raises(SearchRefused, match="200 conditions au plus"):
        read(contacts(*[TOWN] * 201))


def deep(times):
    where = {"all": [TOWN]}
    for _ in range(times - 1):
        where = {"any": [where]}
    return {"v": 1, "on": "contacts", "where": where}


def test_groups_stand_four_deep_and_no_deeper():
    read(deep(4))
    with pytest.raises(SearchRefused, match="4 niveaux"):
        read(deep(5))
    with pytest.raises(SearchRefused, match="4 niveaux"):
        read(deep(400))


def test_conditions_on_related_rows_count_as_groups():
    inner = {"rel": "valuations", "quant": "any", "where": {"all": []}}
    owned = {"rel": "accounts", "quant": "any", "where": {"any": [{"all": [inner]}]}}
    assert isinstance(read(contacts(owned)).where.parts[0], Rows)
    with pytest.raises(SearchRefused, match="4 niveaux"):
        read(contacts({"all": [owned]}))


def test_conditions_within_rows_are_about_these_rows():
    spouse = {"rel": "spouse", "quant": "none", "where": {"all": [TOWN]}}
    [rows] = read(contacts(spouse)).where.parts
    assert rows == Rows(
        "spouse", Quantifier.NONE, Group(How.ALL, (Condition("town", "is", ("Vannes",)),))
    )
    by_number = {"rel": "accounts", "quant": "any", "where": {"all": [TOWN]}}
    [rows] = read(contacts(by_number)).where.parts
    assert isinstance(rows.where.parts[0], Vanished)  # an account has no town


def test_another_search_is_named_by_its_number():
    [part] = read(contacts({"in_search": 31})).where.parts
    assert part == InSearch(31)
