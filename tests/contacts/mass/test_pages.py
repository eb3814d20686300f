"""The pages of changes of many contacts: asked, shown, confirmed, undone, and what is forged."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.urls import reverse
from lxml import html

from contacts.actions.firm_lists import archive
from contacts.actions.undoing import told_back
from contacts.models import Category, Change, Contact, ContactKeyword, Keyword
from contacts.views.deleting import Deletion
from tests.contacts.mass.conftest import places
from users.models import User

pytestmark = pytest.mark.django_db

LIST = reverse("contacts:contact-list") + "?kind=person"
KEYWORDS, PEOPLE = (reverse(f"contacts:contacts-{name}") for name in ("keywords", "people"))
MOVE, DELETE = (reverse(f"contacts:contacts-{name}") for name in ("regroup", "delete"))


@pytest.fixture
def golf(db):
    return Keyword.objects.create(label="Golf")


@pytest.fixture
def contacts(person):
    return [person("Abadie"), person("Blot")]


def keys(contacts):
    return {"contact": [row.pk for row in contacts], "back": "?kind=person"}


def shown(answer):
    return {"shown": answer.context["plan"].token}


def lines(answer):
    """Return the cells of each line of the plan."""
    rows = html.fromstring(answer.content).xpath("//table//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def undo_url(answer):
    (message,) = get_messages(answer.wsgi_request)
    return (message.extra_tags or "").removeprefix("undo=")


def test_keywords_are_shown_before_and_after_then_changed_and_undone(
    contacts, golf, adviser, sign_in
):
    client, chosen = sign_in(adviser), keys(contacts)
    asked = client.get(KEYWORDS, chosen)
    assert list(asked.context["change"].form.fields["remove"].queryset) == []
    plan = client.post(KEYWORDS, chosen | {"asked": 1, "add": golf.pk})
    assert plan.status_code == 200
    assert lines(plan) == [["Anne Abadie", "vide", "Golf"], ["Anne Blot", "vide", "Golf"]]
    assert not Change.objects.exists()
    done = client.post(KEYWORDS, chosen | {"asked": 1, "add": golf.pk} | shown(plan))
    assert done["Location"] == LIST
    assert told(done) == ["Mots clés de 2 contacts modifiés."]
    assert [row.contacts.count() for row in Keyword.objects.all()] == [2]
    (line,) = client.get(reverse("contacts:change-list")).context["lines"]
    assert line["entry"].what == "Mots clés\u202f: + Golf"
    assert client.post(undo_url(done))["Location"] == LIST
    assert [row.contacts.count() for row in Keyword.objects.all()] == [0]


def test_people_are_offered_by_how_many_contacts_they_have(
    contacts, person, adviser, colleague, assistant, sign_in
):
    QuerySet(Contact).filter(pk=contacts[1].pk).update(second_adviser=assistant)
    absent = person("Clerc", by=colleague)
    client, chosen = sign_in(adviser), keys(contacts)
    form = client.get(PEOPLE, chosen).context["change"].form
    offered = [label for _pk, label in form.fields["leaver"].choices]
    assert offered == ["adviser (2)", "assistant (1)"]
    answers = {"leaver": adviser.pk, "taker": colleague.pk}
    plan = client.post(PEOPLE, chosen | answers)
    lead = "Conseiller principal "
    assert lines(plan) == [
        ["Anne Abadie", f"{lead}: adviser", f"{lead}: colleague"],
        ["Anne Blot", f"{lead}: adviser", f"{lead}: colleague"],
    ]
    done = client.post(PEOPLE, chosen | answers | shown(plan))
    assert told(done) == ["2 contacts passés de adviser à colleague."]
    assert [places(row)[0] for row in contacts] == ["colleague", "colleague"]
    (line,) = client.get(reverse("contacts:change-list")).context["lines"]
    assert line["entry"].what == "adviser remplacé par colleague"
    # Nobody who has no place in them is offered.
    assert client.post(PEOPLE, keys([absent]) | answers).status_code == 422


def test_what_is_shown_with_a_script_is_the_plan_alone(contacts, golf, adviser, sign_in):
    client, chosen = sign_in(adviser), keys(contacts) | {"asked": 1, "part": "plan"}
    page = client.post(KEYWORDS, chosen | {"add": golf.pk, "shown": "x"})
    assert (page.status_code, b"<html" in page.content) == (200, False)
    assert b"Enregistrer" in page.content
    assert not Change.objects.exists()
    incomplete = client.post(KEYWORDS, chosen)
    assert (incomplete.status_code, b"Enregistrer" in incomplete.content) == (200, False)


@pytest.mark.security(59)
def test_a_private_folder_is_named_and_takes_a_reason(
    person, hire, adviser, colleague, manager, sign_in
):
    folder = person("Zorn", is_private=True, assistant=manager)
    client, chosen = sign_in(manager), keys([folder])
    answers = {"leaver": adviser.pk, "taker": colleague.pk}
    plan = client.post(PEOPLE, chosen | answers)
    page = plan.content.decode()
    assert plan.context["losing"] == (
        "adviser perdrait de vue 1 dossier privé. Dites pourquoi\u202f: le motif reste dans "
        "l’Historique, et ces personnes sont prévenues."
    )
    assert 'name="reason"' in page
    refused = client.post(PEOPLE, chosen | answers | shown(plan))
    assert (refused.status_code, places(folder)[0]) == (422, "adviser")
    client.post(PEOPLE, chosen | answers | shown(plan) | {"reason": "Départ"})
    assert places(folder)[0] == "colleague"
    assert folder.history.first().history_change_reason == "Départ"


@pytest.mark.parametrize("address", [KEYWORDS, PEOPLE, MOVE, DELETE])
@pytest.mark.security(4, 27, 29)
def test_a_hidden_folder_is_as_if_it_were_not_there(person, colleague, sign_in, address):
    hidden = person("Zorn", is_private=True)
    client = sign_in(colleague)
    for chosen in (keys([hidden]), {"contact": "99999"}, {"contact": "x"}, {"contact": "9" * 30}):
        assert client.get(address, chosen).status_code == 404
        assert client.post(address, chosen | {"shown": "x", "dropped": 1}).status_code == 404
    assert "Zorn" not in client.get(address, keys([hidden, person()])).content.decode()


@pytest.mark.parametrize("address", [KEYWORDS, PEOPLE, MOVE])
@pytest.mark.security(23, 29)
def test_who_may_change_none_of_them_is_refused(contacts, hire, sign_in, address):
    reader = hire("reader", "Conseiller junior")
    codename = "see_other_advisers_contacts"
    reader.groups.get().permissions.add(Permission.objects.get(codename=codename))
    client = sign_in(reader)
    assert client.get(address, keys(contacts)).status_code == 403
    assert client.post(address, keys(contacts) | {"shown": "x"}).status_code == 403


@pytest.mark.parametrize("address", [KEYWORDS, PEOPLE])
def test_nothing_ticked_is_said_in_the_list(adviser, sign_in, address):
    answer = sign_in(adviser).get(address, {"back": "?kind=person"})
    assert answer["Location"] == LIST
    assert told(answer) == [
        "Rien n’est coché\u202f: cochez un ou plusieurs contacts, puis choisissez à nouveau."
    ]


@pytest.mark.security(31)
@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "add"),
        ({"add": "x"}, "add"),
        ({"add": "9" * 30}, "add"),
        ({"add": "0"}, "add"),
        ({"remove": "GOLF"}, "remove"),
        ({"add": "VIN", "remove": "VIN"}, "remove"),
    ],
)
def test_keywords_that_cannot_be_are_refused(contacts, golf, adviser, sign_in, answers, field):
    wine = Keyword.objects.create(label="Vin")
    ContactKeyword(contact=contacts[0], keyword=wine).save()
    words = {"GOLF": golf.pk, "VIN": wine.pk}
    sent = {name: words.get(value, value) for name, value in answers.items()}
    answer = sign_in(adviser).post(KEYWORDS, keys(contacts) | sent | {"asked": 1, "shown": "x"})
    assert answer.status_code == 422
    assert list(answer.context["change"].form.errors) == [field]


@pytest.mark.security(31)
@pytest.mark.parametrize("taker", ["", "x", "0", "9" * 30, "GONE", "SELF"])
def test_whoever_cannot_take_over_is_refused(contacts, hire, adviser, sign_in, taker):
    gone = hire("gone", "Conseiller", is_active=False)
    sent = {"GONE": gone.pk, "SELF": adviser.pk}.get(taker, taker)
    answers = {"leaver": adviser.pk, "taker": sent, "shown": "x"}
    answer = sign_in(adviser).post(PEOPLE, keys(contacts) | answers)
    assert answer.status_code == 422
    assert list(answer.context["change"].form.errors) == ["taker"]
    assert places(contacts[0])[0] == "adviser"


def test_a_keyword_archived_meanwhile_is_refused(contacts, golf, adviser, sign_in):
    client, sent = sign_in(adviser), keys(contacts) | {"asked": 1, "add": golf.pk}
    plan = client.post(KEYWORDS, sent)
    archive(term=golf, archived=True, by=adviser)
    refused = client.post(KEYWORDS, sent | shown(plan))
    assert (refused.status_code, list(refused.context["change"].form.errors)) == (422, ["add"])
    assert not Change.objects.exists()


def test_somebody_deactivated_meanwhile_is_refused(contacts, adviser, colleague, sign_in):
    client = sign_in(adviser)
    sent = keys(contacts) | {"leaver": adviser.pk, "taker": colleague.pk}
    plan = client.post(PEOPLE, sent)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert client.post(PEOPLE, sent | shown(plan)).status_code == 422
    assert places(contacts[0])[0] == "adviser"


@pytest.mark.parametrize("kind", ["category", "deletion"])
def test_another_plan_than_the_one_shown_is_shown_again(contacts, adviser, sign_in, kind):
    names = {name: Category.objects.get(name=name) for name in ("Prospects", "Partenaires")}
    address = DELETE if kind == "deletion" else MOVE
    client, sent = sign_in(adviser), keys(contacts) | {"category": names["Prospects"].pk}
    plan = client.get(address, sent) if kind == "deletion" else client.post(address, sent)
    changed = {"is_private": True} if kind == "deletion" else {"category": names["Partenaires"]}
    # Whoever else changed it: a folder that is private has no grant yet.
    QuerySet(Contact).filter(pk=contacts[0].pk).update(**changed)
    again = client.post(address, sent | shown(plan))
    assert again.status_code == 409
    assert "Le plan a changé" in again.content.decode()
    assert not Change.objects.exists()
    assert client.post(address, sent | shown(again)).status_code == 302


def test_a_plan_of_many_stays_light(person, adviser, colleague, sign_in):
    contacts = [person(f"N{at:03}") for at in range(45)]
    answers = {"leaver": adviser.pk, "taker": colleague.pk}
    plan = sign_in(adviser).post(PEOPLE, keys(contacts) | answers)
    assert [line[0] for line in lines(plan)] == [f"Anne N{at:03}" for at in range(20)]
    page = " ".join(html.fromstring(plan.content).xpath("//main")[0].text_content().split())
    assert "45 contacts" in page
    assert "et 25 autres" in page


@pytest.mark.parametrize("number", [1, 3])
def test_a_plan_takes_the_same_queries_for_one_and_three(
    person, adviser, colleague, sign_in, django_assert_num_queries, number
):
    contacts = [person(f"Durand {at}") for at in range(number)]
    sent = keys(contacts) | {"leaver": adviser.pk, "taker": colleague.pk}
    client = sign_in(adviser)
    client.get(PEOPLE, keys(contacts))
    with django_assert_num_queries(PLANNED):
        plan = client.post(PEOPLE, sent)
    with django_assert_num_queries(DONE):
        assert client.post(PEOPLE, sent | shown(plan)).status_code == 302


PLANNED, DONE = 10, 21


@pytest.mark.security(34)
@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere", "x", "/\\elsewhere"]
)
def test_the_way_back_from_an_undo_never_leaves_the_site(contacts, golf, adviser, sign_in, place):
    client, sent = sign_in(adviser), keys(contacts) | {"asked": 1, "add": golf.pk}
    client.post(KEYWORDS, sent | shown(client.post(KEYWORDS, sent)))
    undo = reverse("contacts:change-undo", args=[Change.objects.get().pk], query={"from": place})
    assert client.post(undo)["Location"] == reverse("contacts:change-list")


def test_who_sees_none_of_it_any_more_is_offered_no_undo(person, hire, adviser, sign_in):
    junior = hire("novice", "Conseiller junior")
    contact = person(by=junior)
    sent = keys([contact]) | {"leaver": junior.pk, "taker": adviser.pk}
    client = sign_in(junior)
    done = client.post(PEOPLE, sent | shown(client.post(PEOPLE, sent)))
    assert (places(contact)[0], undo_url(done)) == ("adviser", "")


def test_thousands_are_written_as_the_french_do():
    assert Deletion([], None).done(10_000, "") == "10\u202f000 contacts supprimés."
    back, stay = "1\u202f200 contacts remis à leur place.", "1\u202f300 modifiés depuis"
    assert told_back(1_200, 2_500) == f"{back} {stay} restent tels quels."
