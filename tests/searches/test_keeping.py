"""Searches that are kept: by whom, for whom, and what of them nobody else learns."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from searches.actions import keeping
from searches.actions.searches import ask
from searches.models import SavedSearch
from searches.queries.asking import Asking
from searches.queries.searches import known_to
from tests.searches.pages import LIST, NAMED, address, save, show, stored, words

pytestmark = pytest.mark.django_db


# -- a name


def test_what_was_asked_is_kept_at_its_address(sign_in, adviser):
    asked = ask(stored=stored(NAMED), by=adviser)
    client = sign_in(adviser)
    assert address("keep", asked) in show(client, asked).content.decode()
    answer = save(client, asked, name="  Les   Moreau ")
    assert (answer.status_code, answer.url) == (302, address("show", asked))
    asked.refresh_from_db()
    assert (asked.name, asked.reach, asked.version) == ("Les Moreau", "private", 1)
    page = html.fromstring(show(client, asked).content.decode())
    assert page.xpath("string(//h1)") == "Les Moreau"
    assert page.xpath("//details[contains(summary, 'Modifier les conditions')]/@open") == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Nom"),
        ({"name": "\u200b \u00a0"}, "Donnez un nom à la requête."),
        ({"name": "é" * 300}, "200"),
        ({"name": "a\0b"}, "nul"),
        ({"reach": "everybody"}, "everybody"),
        ({"reach": "chosen"}, "Choisissez au moins une autre personne."),
        ({"reach": "chosen", "readers": "999999"}, "999999"),
        ({"reach": "chosen", "readers": "1 OR 1"}, "1 OR 1"),
        ({"name": "Gardée"}, "Vous avez déjà une requête de ce nom"),
    ],
)
def test_what_cannot_be_kept_is_said(sign_in, adviser, keep, values, said):
    keep("Gardée")
    asked = ask(stored=stored(NAMED), by=adviser)
    answer = save(sign_in(adviser), asked, **values)
    assert answer.status_code == 422
    assert said in words(answer)
    asked.refresh_from_db()
    assert (asked.name, asked.version) == ("", 0)


def test_two_people_may_use_one_name(keep, colleague):
    keep("Gardée")
    assert keep("Gardée", by=colleague).name == "Gardée"


def test_the_right_to_make_public_is_asked_for(sign_in, adviser, keep):
    search = keep("Mienne")
    adviser.groups.get().permissions.filter(codename="make_public_searches").delete()
    answer = save(sign_in(adviser), search, reach="public")
    assert answer.status_code == 422
    search.refresh_from_db()
    assert search.reach == "private"
    adviser = type(adviser).objects.get(pk=adviser.pk)  # rights are read once
    with pytest.raises(keeping.SearchRefused, match="Votre profil"):
        keeping.share(search=search, name="x", reach="public", version=1, by=adviser)


# -- for whom


def test_people_are_chosen_one_by_one(sign_in, adviser, colleague, junior, keep):
    search = keep("Choisie")
    client = sign_in(adviser)
    answer = save(client, search, reach="chosen", add=str(colleague.pk), do="add")
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//input[@name='readers' and @checked]/@value") == [str(colleague.pk)]
    search.refresh_from_db()
    assert search.reach == "private"
    save(client, search, reach="chosen", readers=str(colleague.pk), add=str(junior.pk))
    search.refresh_from_db()
    assert (search.reach, set(search.readers.all())) == ("chosen", {colleague, junior})
    assert set(known_to(junior)) == {search}
    save(client, search, name="Choisie", reach="private", readers=str(colleague.pk))
    assert set(known_to(colleague)) == set()
    assert set(search.readers.all()) == set()


def test_what_a_reader_finds_is_by_the_readers_own_rule(keep, person, adviser, colleague):
    open_one = person("Moreau", "Anne")
    person("Moreau", "Luc", is_private=True)
    search = keep("Les Moreau", NAMED, reach="public")
    assert Asking(search, adviser).rows().count() == 2
    assert set(Asking(search, colleague).rows()) == {open_one}


def test_a_contact_that_a_reader_cannot_see_reads_as_a_vanished_one(
    sign_in, keep, person, colleague
):
    hidden = person("Zorglub", "Luc", is_private=True)
    owned = {"f": "contact", "op": "is", "v": [hidden.pk]}
    rows = {"rel": "owners", "quant": "any", "where": {"all": [owned]}}
    search = keep("Ses comptes", rows, reach="public", on="accounts")
    client = sign_in(colleague)
    seen = show(client, search).content.decode()
    hidden.deleted_at, hidden.deleted_by = timezone.now(), colleague
    hidden.is_private = False
    hidden.save()
    vanished = show(client, search).content.decode()
    strip = lambda text: [line for line in text.splitlines() if "token" not in line]  # noqa: E731
    assert strip(seen) == strip(vanished)
    assert "Zorglub" not in seen


def test_a_private_search_is_nowhere_for_anybody_else(sign_in, keep, administrator, adviser):
    conditions = stored(NAMED | {"v": ["zorglubine"]})
    private = SavedSearch.objects.create(
        pk=777_123, owner=adviser, on="contacts", stored=conditions, name="Canari secret"
    )
    inner = keep("Divorces à venir", NAMED)
    public = keep("Publique")
    within = stored({"in_search": private.pk}, {"in_search": inner.pk})
    SavedSearch.objects.filter(pk=public.pk).update(stored=within, reach="public")
    client = sign_in(administrator)
    never_used = 888_123
    acts = ("keep", "replace", "without", "pin", "copy", "delete", "restore", "take-over")
    for act in acts:
        name = f"searches:search-{act}"
        for pk in (private.pk, never_used):
            assert client.post(reverse(name, args=[pk])).status_code == 404, act
    for name in ("show", "keep"):
        for pk in (private.pk, never_used):
            assert client.get(reverse(f"searches:search-{name}", args=[pk])).status_code == 404
    pages = [client.get(LIST), client.get(LIST, {"q": "canari"}), show(client, public)]
    pages.append(client.get(reverse("searches:search-create")))
    pages.append(client.get(reverse("home")))
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        for canary in ("Canari", "Divorces", "zorglubine", "777123"):
            assert canary not in text.replace("q=canari", "").replace('value="canari"', "")
    private.refresh_from_db()
    assert (private.deleted_at, private.owner) == (None, adviser)


def test_only_its_owner_changes_a_search(sign_in, keep, colleague):
    public = keep("Publique", reach="public")
    client = sign_in(colleague)
    for act in ("keep", "delete"):
        assert client.post(address(act, public)).status_code == 403, act
    page = show(client, public).content.decode()
    assert address("keep", public) not in page
    assert address("delete", public) not in page


# -- what it refers to


def test_a_public_search_that_refers_to_a_private_one_is_refused(sign_in, adviser, keep):
    inner = keep("Divorces", NAMED)
    outer = keep("Réunion", {"in_search": inner.pk})
    answer = save(sign_in(adviser), outer, name="Réunion", reach="public")
    assert answer.status_code == 422
    assert "« Divorces »" in words(answer)
    outer.refresh_from_db()
    assert outer.reach == "private"
    keeping.share(search=inner, name="Divorces", reach="public", version=1, by=adviser)
    assert save(sign_in(adviser), outer, name="Réunion", reach="public").status_code == 302


def test_whom_a_search_is_for_may_open_what_it_refers_to(adviser, colleague, junior, keep):
    inner = keep("Dedans", NAMED, reach="chosen", readers=[colleague])
    outer = keep("Autour", {"in_search": inner.pk})

    def share(reach, readers=()):
        version = SavedSearch.objects.get(pk=outer.pk).version
        keeping.share(
            search=outer, name="Autour", reach=reach, readers=readers, version=version, by=adviser
        )

    share("chosen", [colleague])
    for reach, readers in (("public", []), ("chosen", [colleague, junior])):
        with pytest.raises(keeping.SearchRefused, match="Dedans"):
            share(reach, readers)


def test_conditions_of_a_public_search_are_refused_when_they_refer_to_a_private_one(adviser, keep):
    inner, outer = keep("Divorces", NAMED), keep("Publique", reach="public")
    with pytest.raises(keeping.SearchRefused, match="Divorces"):
        keeping.save_conditions(
            search=outer,
            asked=ask(stored=stored({"in_search": inner.pk}), by=adviser),
            version=1,
            by=adviser,
        )
    with pytest.raises(keeping.SearchRefused, match="en rond"):
        keeping.save_conditions(
            search=outer,
            asked=ask(stored=stored({"in_search": outer.pk}), by=adviser),
            version=1,
            by=adviser,
        )


def test_who_makes_private_what_others_refer_to_is_warned(
    sign_in, adviser, colleague, person, keep
):
    person("Moreau", "Anne")
    inner = keep("Dedans", NAMED, reach="public")
    outer = keep("Autour", {"in_search": inner.pk, "denied": True}, by=colleague, reach="public")
    client = sign_in(adviser)
    answer = save(client, inner, name="Dedans", reach="private")
    assert answer.status_code == 409
    assert "Autour" in words(answer)
    inner.refresh_from_db()
    assert inner.reach == "public"
    assert save(client, inner, name="Dedans", reach="private", do="sure").status_code == 302
    page = show(sign_in(colleague), outer)
    assert "une autre requête" in words(page)
    assert b'id="results"' not in page.content
    # Were it asked all the same, it would not find more.
    assert set(Asking(outer, colleague).rows()) == set()


def test_who_adds_readers_to_what_others_refer_to_is_not_warned(sign_in, colleague, junior, keep):
    inner = keep("Dedans", NAMED, reach="chosen", readers=[colleague])
    keep("Autour", {"in_search": inner.pk}, reach="chosen", readers=[colleague])
    client, both = sign_in(inner.owner), [str(colleague.pk), str(junior.pk)]
    assert save(client, inner, name="Dedans", reach="chosen", readers=both).status_code == 302
    inner.refresh_from_db()
    answer = save(client, inner, name="Dedans", reach="chosen", readers=both[1:])
    assert (answer.status_code, "Autour" in words(answer)) == (409, True)
