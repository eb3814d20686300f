"""Kept searches are changed, copied, pinned, deleted and taken over, and listed."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.models import Keyword
from searches.actions import keeping
from searches.actions.searches import NOT_KEPT_DAYS, ask
from searches.forms.flattening import flatten
from searches.models import SavedSearch
from searches.queries.keeping import MOST_LISTED, pinned_by
from searches.queries.searches import known_to
from tests.contacts.duplicates.test_fingerprints import waits_for_us
from tests.searches.pages import LIST, NAMED, address, save, show, stored, words
from users.models import User

pytestmark = pytest.mark.django_db


# -- conditions changed


def opened(client, search):
    """Return what a kept search posts beside its conditions, when they are opened."""
    shown = html.fromstring(show(client, search).content)
    [url] = shown.xpath("//details/p/@hx-get")
    # Without a script they are a page of their own.
    assert shown.xpath("//details/p/a/@href") == [url]
    page = html.fromstring(client.get(url).content.decode())
    form = page.get_element_by_id("search")
    return {name: form.fields[name] for name in ("based_on", "based_version")}


def ask_more(client, search, *conditions, at=None):
    """Change the conditions of a kept search in its page; return what is asked then."""
    fields = flatten(stored(*conditions))
    data = {name: fields.getlist(name) for name in fields} | {"on": "contacts", "do": "show"}
    data |= at or opened(client, search)
    answer = client.post(reverse("searches:search-create"), data)
    assert answer.status_code == 302
    return SavedSearch.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def replace(client, asked):
    """Press what the page of the changed conditions offers."""
    page = html.fromstring(show(client, asked).content.decode())
    [form] = page.xpath(f"//form[@action='{address('replace', asked)}']")
    return client.post(address("replace", asked), dict(form.form_values()))


def test_changed_conditions_are_saved_in_the_search_or_as_a_new_one(sign_in, adviser, keep):
    search = keep("Les Moreau", NAMED)
    client = sign_in(adviser)
    asked = ask_more(client, search, NAMED, NAMED)
    assert asked.based_on == search
    text = show(client, asked).content.decode()
    assert address("keep", asked) in text
    answer = replace(client, asked)
    assert answer.url == address("show", search)
    search.refresh_from_db()
    assert (search.stored, search.version) == (stored(NAMED, NAMED), 2)


def test_a_reader_keeps_changed_conditions_as_their_own(sign_in, colleague, keep):
    search = keep("Les Moreau", NAMED, reach="public")
    client = sign_in(colleague)
    asked = ask_more(client, search, NAMED, NAMED)
    assert asked.owner == colleague
    assert address("replace", asked) not in show(client, asked).content.decode()
    assert client.post(address("replace", asked), {"version": "1"}).status_code == 403
    search.refresh_from_db()
    assert search.stored == stored(NAMED)


def test_what_was_made_of_a_search_names_it_no_more_when_it_is_private(
    sign_in, adviser, colleague, keep
):
    search = keep("Publique d’abord", NAMED, reach="public")
    client = sign_in(colleague)
    asked = ask_more(client, search, NAMED, NAMED)
    assert "Publique d’abord" in words(show(client, asked))
    keeping.share(search=search, name="Publique d’abord", reach="private", version=1, by=adviser)
    assert "Publique d’abord" not in words(show(client, asked))
    assert ask_more(client, asked, at={"based_on": str(search.pk)}).based_on is None


def test_of_two_that_save_at_once_the_second_is_told(sign_in, adviser, keep):
    search = keep("Les Moreau", NAMED)
    client = sign_in(adviser)
    at = opened(client, search)
    replace(client, ask_more(client, search))
    mine = ask_more(client, search, NAMED, NAMED, at=at)
    answer = replace(client, mine)
    assert answer.status_code == 409
    assert "Rien n’est enregistré" in words(answer)
    search.refresh_from_db()
    assert search.stored == stored()
    [form] = html.fromstring(answer.content.decode()).xpath("//form[.//input[@name='version']]")
    client.post(address("replace", mine), dict(form.form_values()))
    search.refresh_from_db()
    assert search.stored == stored(NAMED, NAMED)


def test_a_name_changed_meanwhile_is_said(sign_in, adviser, keep):
    search = keep("Avant")
    keeping.share(search=search, name="Pendant", reach="private", version=1, by=adviser)
    client = sign_in(adviser)
    answer = save(client, search, name="Après")
    assert answer.status_code == 409
    assert "« Pendant »" in words(answer)
    form = html.fromstring(answer.content.decode()).xpath("//form[@method='post'][@data-unsaved]")
    data = dict(form[0].form_values())
    assert (data["name"], data["version"]) == ("Après", "2")
    client.post(address("keep", search), data)
    search.refresh_from_db()
    assert search.name == "Après"


# -- copied, pinned, deleted, taken over


def test_a_copy_is_ones_own_and_private(sign_in, colleague, keep):
    search = keep("Les Moreau", NAMED, reach="public")
    client = sign_in(colleague)
    names = []
    for _time in range(2):
        answer = client.post(address("copy", search))
        copied = SavedSearch.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])
        assert (copied.owner, copied.reach, copied.stored) == (colleague, "private", stored(NAMED))
        names.append(copied.name)
    assert names == ["Les Moreau", "Les Moreau (2)"]


def test_a_long_name_has_room_for_its_number(adviser, keep):
    copied = keeping.copy_search(search=keep("x" * 200), by=adviser)
    assert copied.name == "x" * 196 + " (2)"


def pinned(client, page):
    links = html.fromstring(client.get(page).content.decode()).xpath("//main//a | //nav//a")
    return [link.get("href") for link in links if "Publique" in link.text_content()]


def test_a_search_is_pinned_by_each_for_themself(
    sign_in, adviser, colleague, keep, django_assert_num_queries
):
    search = keep("Publique", reach="public")
    home, contacts = reverse("home"), reverse("contacts:contact-list")
    client = sign_in(colleague)
    client.post(address("pin", search), {"pinned": "1"})
    assert pinned(client, home) == pinned(client, contacts) == [address("show", search)]
    assert pinned(sign_in(adviser), home) == []
    client = sign_in(colleague)
    keeping.share(search=search, name="Publique", reach="private", version=1, by=adviser)
    assert pinned(client, home) == pinned(client, contacts) == []
    keeping.share(search=search, name="Publique", reach="public", version=2, by=adviser)
    client.post(address("pin", search), {"pinned": "0"})
    colleague.refresh_from_db()
    assert (pinned(client, home), colleague.has_pins) == ([], False)
    with django_assert_num_queries(0):
        assert list(pinned_by(colleague)) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_pinned_in_two_windows_at_once_stays(adviser, keep):
    first, second = keep("Une"), keep("Autre")
    keeping.pin(search=second, pinned=True, by=adviser)

    def unpin():
        try:
            keeping.pin(search=second, pinned=False, by=User.objects.get(pk=adviser.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            keeping.pin(search=first, pinned=True, by=adviser)
            done = other.submit(unpin)
            while not (done.done() or waits_for_us()):
                pass
        done.result()
    adviser.refresh_from_db()
    assert list(pinned_by(adviser)) == [first]


@pytest.mark.django_db(transaction=True)
def test_two_copies_at_once_have_two_names(adviser, keep):
    search = keep("Une")

    def copy():
        try:
            return keeping.copy_search(search=search, by=User.objects.get(pk=adviser.pk)).name
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first = keeping.copy_search(search=search, by=adviser).name
            done = other.submit(copy)
            while not (done.done() or waits_for_us()):
                pass
        assert [first, done.result()] == ["Une (2)", "Une (3)"]


def test_a_deleted_search_is_gone_and_comes_back(sign_in, adviser, colleague, keep):
    search = keep("Publique", NAMED, reach="public")
    keep("Autour", {"in_search": search.pk}, reach="public")
    client = sign_in(adviser)
    answer = client.post(address("delete", search), {"do": "sure"})
    assert answer.url == LIST
    [message] = list(get_messages(answer.wsgi_request))
    assert "« Autour »" in str(message).replace("\u202f", " ")
    undo = message.extra_tags.removeprefix("undo=")
    assert show(client, search).status_code == 404
    assert client.post(address("keep", search)).status_code == 404
    again = keep("Publique")
    assert sign_in(colleague).post(undo).status_code == 404
    assert sign_in(adviser).post(undo).url == address("show", search)
    search.refresh_from_db()
    assert (search.name, search.deleted_at) == ("Publique (2)", None)
    assert client.post(undo).status_code == 404
    assert again in known_to(colleague) or again.reach == "private"


def test_before_a_search_is_deleted_those_that_refer_to_it_are_named(
    sign_in, adviser, colleague, keep
):
    search = keep("Publique", NAMED, reach="public")
    keep("Autour", {"in_search": search.pk})
    keep("Ailleurs", {"in_search": search.pk}, by=colleague, reach="public")
    keep("Zorglubine", {"in_search": search.pk}, by=colleague)
    client = sign_in(adviser)
    answer = client.post(address("delete", search))
    assert answer.status_code == 409
    said = html.fromstring(answer.content).xpath("//div[@role='alert']//li/text()")
    assert said == ["Ailleurs", "Autour"]
    assert "Zorglubine" not in answer.content.decode()
    search.refresh_from_db()
    assert search.deleted_at is None
    assert client.post(address("delete", search), {"do": "sure"}).url == LIST
    search.refresh_from_db()
    assert search.deleted_at is not None


def test_what_was_deleted_is_gone_for_good_after_a_month(adviser, keep, capsys):
    search = keep("Ancienne", NAMED)
    keeping.delete_search(search=search, by=adviser)
    call_command("clear_expired")
    assert SavedSearch.objects.filter(pk=search.pk).exists()
    long_ago = timezone.now() - dt.timedelta(days=NOT_KEPT_DAYS, minutes=1)
    SavedSearch.objects.filter(pk=search.pk).update(deleted_at=long_ago)
    call_command("clear_expired")
    assert not SavedSearch.objects.filter(pk=search.pk).exists()
    assert "Searches asked and not kept: 1 deleted." in capsys.readouterr().out


def test_a_leavers_public_search_stays_open_and_is_taken_over(sign_in, adviser, colleague, keep):
    search = keep("Secret d’avant", NAMED)
    keeping.share(search=search, name="Publique", reach="public", version=1, by=adviser)
    client = sign_in(colleague)
    assert client.post(address("take-over", search)).url == address("show", search)
    search.refresh_from_db()
    assert search.owner == adviser
    adviser.is_active = False
    adviser.save()
    assert "parti du cabinet" in words(show(client, search))
    client.post(address("take-over", search))
    search.refresh_from_db()
    assert search.owner == colleague
    # What it was while it was private is nobody's any more.
    assert "Secret d’avant" not in words(show(client, search))


# -- told to its owner


def test_its_owner_reads_what_was_changed(sign_in, adviser, colleague, keep):
    search = keep("Avant", NAMED)
    keeping.share(
        search=search, name="Après", reach="chosen", readers=[colleague], version=1, by=adviser
    )
    keeping.save_conditions(
        search=search, asked=ask(stored=stored(), by=adviser), version=2, by=adviser
    )
    page = html.fromstring(show(sign_in(adviser), search).content.decode())
    [history] = page.xpath("//details[contains(summary, 'Historique')]")
    lines = [" ".join(p.text_content().replace("\u202f", " ").split()) for p in history.iter("p")]
    assert [line for line in lines if " : " in line] == [
        "Conditions : Contacts",
        "Nom : Après",
        f"Qui peut l’ouvrir : Pour des personnes choisies ({colleague})",
        "Nom : Avant",
        "Qui peut l’ouvrir : Privée",
        "Conditions : Contacts dont le nom contient « more »",
    ]
    assert "Historique" not in words(show(sign_in(colleague), search))


# -- the list


def test_the_list_shows_ones_own_and_what_others_share(sign_in, adviser, colleague, keep):
    keep("Ma privée")
    keep("Été publique", by=colleague, reach="public")
    keep("Choisie", by=colleague, reach="chosen", readers=[adviser])
    keep("Cachée", by=colleague)
    ask(stored=stored(NAMED), by=adviser)
    ask(stored=stored(NAMED, NAMED), by=colleague)
    client = sign_in(adviser)
    page = html.fromstring(client.get(LIST).content.decode())

    def names(block):
        return [
            link.text_content()
            for link in page.xpath(f"//section[@aria-labelledby='{block}']//li//a")
        ]

    assert names("mine") == ["Ma privée"]
    assert names("shared") == ["Choisie", "Été publique"]
    assert [name.replace("\u202f", " ").strip() for name in names("asked")] == [
        "Contacts dont le nom contient « more »"
    ]
    found = words(client.get(LIST, {"q": "ete"}))
    assert "Été publique" in found
    assert "Choisie" not in found


@pytest.mark.security(32)
@pytest.mark.parametrize("text", ["%", "_", "\\", "a\0b", "x" * 10_000])
def test_odd_text_finds_no_search(sign_in, adviser, keep, text):
    keep("Gardée")
    answer = sign_in(adviser).get(LIST, {"q": text})
    assert answer.status_code == 200
    assert "Aucune requête" in words(answer)


def test_of_many_searches_the_first_are_listed_and_others_found(sign_in, adviser):
    SavedSearch.objects.bulk_create(
        SavedSearch(owner=adviser, name=f"Requête {at:03}", on="contacts", stored=stored())
        for at in range(MOST_LISTED + 1)
    )
    client = sign_in(adviser)
    page = words(client.get(LIST))
    assert f"Les {MOST_LISTED} premières" in page
    assert ("Requête 099" in page, "Requête 100" in page) == (True, False)
    assert "Requête 100" in words(client.get(LIST, {"q": "requete 100"}))


def test_the_list_costs_the_same_for_one_and_for_three(
    sign_in, adviser, colleague, keep, django_assert_num_queries
):
    """The session, the reader and their rights, then each list, and the names in sentences."""
    client = sign_in(adviser)
    keywords = [Keyword.objects.create(label=label, position=1) for label in "ABC"]
    inner = keep("Dedans")

    def add(number):
        keep(f"Mienne {number}")
        keep(f"Partagée {number}", by=colleague, reach="public")
        has = {"f": "keywords", "op": "has", "v": [keywords[number].pk]}
        ask(stored=stored(has, {"in_search": inner.pk}), by=adviser)

    add(0)
    client.get(LIST)
    with django_assert_num_queries(9):
        client.get(LIST)
    add(1)
    add(2)
    with django_assert_num_queries(9):
        client.get(LIST)
