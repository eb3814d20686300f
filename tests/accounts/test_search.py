"""An account's number leads to whoever owns it, for those who see an owner."""

import pytest
from django.urls import reverse


def found(client, query):
    groups = client.get(reverse("search"), {"q": query}).context["groups"]
    accounts = [group for group in groups if group["title"] == "Comptes"]
    return [(entry["label"], entry["note"]) for group in accounts for entry in group["entries"]]


def test_number_leads_to_its_owner(person, hold, sign_in, adviser):
    hold("AV-4410982", "1000.00", person("Moreau"))
    client = sign_in(adviser)
    expected = [("Horizon Multisupport AV-4410982", "Anne Moreau")]
    assert found(client, "AV-4410982") == expected
    assert found(client, "AV-441") == expected
    for query in ("av4410982", "av 4410 982", "AV.4410", "av4410"):
        assert found(client, query) == expected, query
    assert found(client, "AV-") == found(client, "av") == found(client, "AV--") == []
    assert found(client, "4410982") == []


def test_private_owner_is_not_found_by_number(person, hold, sign_in, colleague):
    hold("AV-4410982", "1000.00", person("Moreau", is_private=True))
    assert found(sign_in(colleague), "AV-4410982") == []


@pytest.mark.parametrize("number", [1, 3])
def test_search_takes_the_same_queries(
    person, hold, sign_in, adviser, number, django_assert_num_queries
):
    for position in range(number):
        hold(f"AV-441098{position}", "1000.00", person(f"Moreau {position}"))
    client = sign_in(adviser)
    with django_assert_num_queries(8):
        assert len(found(client, "AV-4410")) == number
