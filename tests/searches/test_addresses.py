"""A search has an address, which exists for its owner and for whom it is shared with."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from searches.actions.searches import NOT_KEPT_DAYS, ask
from searches.errors import SearchRefused
from searches.models import SavedSearch
from searches.queries.asking import Asking
from searches.queries.searches import known_to, names_known_to

pytestmark = pytest.mark.django_db

NAMED = {"f": "name", "op": "contains", "v": "more"}


def stored(*conditions):
    return {"v": 1, "on": "contacts", "where": {"all": list(conditions)}}


def in_search(pk, **more):
    return {"in_search": pk} | more


@pytest.fixture
def keep(adviser):
    def keep(name, *conditions, **values):
        values = {"owner": adviser, "on": "contacts"} | values
        return SavedSearch.objects.create(name=name, stored=stored(*conditions), **values)

    return keep


def test_the_same_conditions_have_one_address(adviser, colleague):
    first = ask(stored=stored(NAMED), by=adviser)
    assert ask(stored=stored(NAMED), by=adviser) == first
    assert ask(stored=stored(), by=adviser) != first
    assert ask(stored=stored(NAMED), by=colleague) != first


def test_who_finds_a_search_at_its_address(sign_in, adviser, colleague, keep):
    public = keep("Publique", reach="public")
    chosen = keep("Choisie", reach="chosen")
    private = keep("Privée")
    asked = ask(stored=stored(), by=adviser)
    ours = [public, chosen, private, asked]
    assert set(known_to(adviser)) == set(ours)
    assert set(known_to(colleague)) == {public}
    chosen.readers.add(colleague)
    private.readers.add(colleague)  # named before it became private again
    client = sign_in(colleague)
    answers = {row: client.get(reverse("searches:search-show", args=[row.pk])) for row in ours}
    assert {row: answer.status_code for row, answer in answers.items()} == {
        public: 200,
        chosen: 200,
        private: 404,
        asked: 404,
    }
    assert client.get(reverse("searches:search-show", args=[999_999])).status_code == 404
    assert names_known_to(colleague, "contacts") == {chosen.pk: "Choisie", public.pk: "Publique"}
    assert names_known_to(colleague, "accounts") == {}


@pytest.mark.parametrize("reach", ["public", "chosen"])
def test_what_has_no_name_cannot_be_shared(adviser, reach):
    with pytest.raises(IntegrityError):
        SavedSearch.objects.create(owner=adviser, on="contacts", stored=stored(), reach=reach)


def test_a_search_within_another_is_asked_with_it(adviser, keep, person):
    anne, luc = person("Moreau", "Anne"), person("Petit", "Luc")
    inner = keep("Moreau", NAMED)
    within = ask(stored=stored(in_search(inner.pk)), by=adviser)
    without = ask(stored=stored(in_search(inner.pk, denied=True)), by=adviser)
    assert set(Asking(within, adviser).rows()) == {anne}
    assert set(Asking(without, adviser).rows()) == {luc}


def test_searches_never_refer_to_each_other_in_a_circle(sign_in, adviser, keep):
    first = keep("Première")
    second = keep("Seconde", in_search(first.pk))
    first.stored = stored(in_search(second.pk))
    first.save()
    for row in (first, second, ask(stored=stored(in_search(first.pk)), by=adviser)):
        with pytest.raises(SearchRefused, match="en rond"):
            Asking(row, adviser).rows()
        answer = sign_in(adviser).get(reverse("searches:search-show", args=[row.pk]))
        assert answer.status_code == 200
        assert "en rond" in answer.content.decode()


def test_searches_refer_to_others_three_deep(adviser, keep):
    last = keep("1", NAMED)
    for name in ("2", "3"):
        last = keep(name, in_search(last.pk))
    assert len(Asking(ask(stored=stored(in_search(last.pk)), by=adviser), adviser).searches) == 3
    fourth = keep("4", in_search(last.pk))
    with pytest.raises(SearchRefused, match="3"):
        Asking(ask(stored=stored(in_search(fourth.pk)), by=adviser), adviser).rows()


def test_what_nobody_keeps_is_cleared_after_a_month(adviser, keep, capsys):
    kept, asked, old = (
        keep("Gardée"),
        ask(stored=stored(), by=adviser),
        ask(stored=stored(NAMED), by=adviser),
    )
    long_ago = timezone.now() - dt.timedelta(days=NOT_KEPT_DAYS, minutes=1)
    SavedSearch.objects.filter(pk__in=[kept.pk, old.pk]).update(asked_at=long_ago)
    call_command("clear_expired")
    assert "Searches asked and not kept: 1 deleted." in capsys.readouterr().out
    assert set(SavedSearch.objects.all()) == {kept, asked}
    assert ask(stored=stored(), by=adviser) == asked
