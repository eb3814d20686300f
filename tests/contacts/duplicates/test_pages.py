"""The page Doublons, as each of the cast sees it."""

import datetime as dt

import pytest
from django.urls import reverse

from contacts.actions import duplicates
from contacts.actions.merging import merge, plan_merge
from contacts.models import DuplicatePair, NotDuplicates
from contacts.queries.duplicates import pairs

pytestmark = pytest.mark.django_db
NAMES = ("Moreau", "Petit", "Blanc")
BORN = {"birth_date": dt.date(1975, 11, 24)}
LIST = "/contacts/doublons/"


@pytest.fixture
def couple(person):
    """Two that may be one, by name and birth date: `couple("Moreau", is_private=True)`."""

    def couple(last_name="Moreau", **fields):
        one = person(last_name, "Anne", **BORN)
        return one, person(last_name, "Anne", **BORN, **fields)

    return couple


def shown(client, query=""):
    """Return the keys of the pairs of a page."""
    page = client.get(LIST + query)
    return [(pair["row"].first_id, pair["row"].second_id) for pair in page.context["pairs"]]


def address(name, one, other):
    return reverse(f"contacts:duplicate-{name}", args=[one.pk, other.pk])


def test_pair_stands_side_by_side_with_its_differences_first(couple, reach, sign_in, adviser):
    one, other = couple()
    reach(one, "anne@example.org", "33000")
    page = sign_in(adviser).get(LIST)
    (pair,) = page.context["pairs"]
    assert pair["why"] == "Nom, prénom, date de naissance"
    told = {str(label): values for label, *values in pair["differences"]}
    assert told["E-mail préféré"] == ["anne@example.org", ""]
    assert told["Code postal"] == ["33000", ""]
    assert [str(label) for label, _value in pair["same"]][:2] == ["Date de naissance", "Catégorie"]
    assert pair["merge_url"] == f"/contacts/{other.pk}/fusionner/{one.pk}/"
    assert page.context["count_text"] == "1 paire"


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_one_and_three(
    couple, sign_in, adviser, number, django_assert_num_queries
):
    for name in NAMES[:number]:
        couple(name)
    client = sign_in(adviser)
    with django_assert_num_queries(14):
        page = client.get(LIST)
    assert len(page.context["pairs"]) == number


def test_pairs_are_paged_likeliest_first(couple, person, sign_in, adviser, monkeypatch):
    monkeypatch.setattr(pairs, "PAGE", 2)
    monkeypatch.setattr(pairs, "COUNTED_UP_TO", 3)
    expected = [tuple(one.pk for one in couple(name)) for name in NAMES][::-1]
    one, other = (person("Roux", "Zoé", birth_date=dt.date(1980, *day)) for day in ((3, 4), (4, 3)))
    client = sign_in(adviser)
    page = client.get(LIST)
    assert page.context["count_text"] == "Plus de 1 000 paires"
    assert shown(client) == expected[:2]
    assert shown(client, page.context["next_url"]) == [expected[2], (one.pk, other.pk)]
    for odd in ("?after=x", "?after=1-2", "?after=9-9-99999999999999999999", "?after=²-1-1"):
        assert shown(client, odd) == expected[:2]


@pytest.mark.security(16)
def test_pair_with_a_hidden_folder_is_nowhere(
    couple, sign_in, adviser, assistant, colleague, manager, administrator
):
    couple(is_private=True, assistant=assistant)
    assert len(shown(sign_in(adviser))) == len(shown(sign_in(assistant))) == 1
    for outsider in (colleague, manager, administrator):
        page = sign_in(outsider).get(LIST)
        assert (page.context["pairs"], page.context["count_text"]) == ([], "0 paire")
        assert "Moreau" not in page.content.decode()


def test_junior_sees_pairs_of_their_own_contacts_only(person, sign_in, adviser, junior, allow):
    allow(junior, "merge_contacts")
    person("Moreau", "Anne", **BORN)
    own = person("Moreau", "Anne", **BORN, assistant=junior)
    client = sign_in(junior)
    assert shown(client) == []
    other = person("Moreau", "Anne", **BORN, second_adviser=junior)
    assert shown(client) == [(own.pk, other.pk)]


@pytest.mark.security(16)
def test_hidden_folder_cannot_be_set_apart(couple, sign_in, manager):
    one, other = couple(is_private=True)
    client = sign_in(manager)
    for name in ("apart", "together"):
        assert client.post(address(name, one, other)).status_code == 404
        assert client.post(address(name, other, one)).status_code == 404
        assert client.post(address(name, one, one)).status_code == 404
    assert not NotDuplicates.objects.exists()
    assert DuplicatePair.objects.count() == 1


def test_without_the_right_there_is_no_page_and_no_link(couple, sign_in, junior):
    one, other = couple(assistant=junior)
    one.second_adviser = junior
    one.save()
    client = sign_in(junior)
    assert client.get(LIST).status_code == 403
    for name in ("apart", "together"):
        assert client.post(address(name, one, other)).status_code == 403
    assert LIST not in client.get("/contacts/").content.decode()
    assert not NotDuplicates.objects.exists()


def test_pair_is_set_apart_undone_and_found_among_those_set_aside(
    couple, sign_in, adviser, settled
):
    one, other = couple()
    client = sign_in(adviser)
    back = {"back": f"{LIST}?after=99-9-9"}
    answer = client.post(address("apart", other, one), back, follow=True)
    assert answer.redirect_chain == [(back["back"], 302)]
    said = "Anne Moreau et Anne Moreau ne sont pas des doublons : la paire n’est plus proposée."
    assert said.replace(" :", "\u202f:") in answer.content.decode()
    undo = address("together", one, other)
    assert f'action="{undo}"' in answer.content.decode()
    client.post(address("apart", one, other))  # a double click
    duplicates.find_all()
    assert shown(client) == []
    assert shown(client, "?show=apart") == [(one.pk, other.pk)]
    assert settled(client.post)(undo, {"back": "https://example.org/"}).url == LIST
    assert shown(client) == [(one.pk, other.pk)]
    assert shown(client, "?show=apart") == []


def test_those_set_aside_are_paged_newest_first(couple, sign_in, adviser, monkeypatch):
    monkeypatch.setattr(pairs, "PAGE", 2)
    for name in NAMES:
        one, other = couple(name)
        duplicates.set_apart(first=one.pk, second=other.pk, by=adviser)
    client = sign_in(adviser)
    page = client.get(f"{LIST}?show=apart")
    names = [pair["row"].first.name for pair in page.context["pairs"]]
    assert names == ["Blanc", "Petit"]
    last = client.get(LIST + page.context["next_url"]).context["pairs"]
    assert [pair["row"].first.name for pair in last] == ["Moreau"]


@pytest.mark.security(16)
def test_pair_set_aside_is_hidden_with_its_first_folder(person, sign_in, adviser, colleague):
    secret = person("Moreau", "Anne", **BORN, is_private=True)
    public = person("Moreau", "Anne", **BORN)
    duplicates.set_apart(first=secret.pk, second=public.pk, by=adviser)
    assert shown(sign_in(adviser), "?show=apart") == [(secret.pk, public.pk)]
    assert shown(sign_in(colleague), "?show=apart") == []


def test_merged_pair_is_gone(couple, sign_in, adviser, settled):
    target, source = couple()
    client = sign_in(adviser)
    (pair,) = client.get(LIST).context["pairs"]
    assert client.get(pair["merge_url"]).status_code == 200
    plan = plan_merge(source=source, target=target, by=adviser)
    settled(merge)(source=source, target=target, shown=plan.digest, by=adviser)
    assert shown(client) == []
    assert DuplicatePair.objects.count() == 0


def test_who_may_not_change_both_sees_the_pair_without_merging(couple, sign_in, junior, allow):
    couple(assistant=junior)
    for right in ("merge_contacts", "see_other_advisers_contacts"):
        allow(junior, right)
    page = sign_in(junior).get(LIST)
    (pair,) = page.context["pairs"]
    assert pair["merge_url"] == ""
    assert "Vous ne pouvez pas modifier les deux" in page.content.decode()


def test_services_and_the_list_lead_there(sign_in, adviser):
    client = sign_in(adviser)
    assert f'href="{LIST}"' in client.get("/contacts/").content.decode()
    assert f'href="{LIST}"' in client.get("/services/").content.decode()
    assert "Aucun doublon probable" in client.get(LIST).content.decode()
    assert "Aucune paire écartée" in client.get(f"{LIST}?show=apart").content.decode()
