"""People, categories, the firm's lists and countries: searched where there are more than a few."""

import re
from datetime import date
from html import unescape

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from contacts.forms.combobox import FEW, PROPOSED
from contacts.models import Category, Contact, ContactKeyword, Keyword, ListValue
from searches.models import SavedSearch
from tests.contacts.pages import posted
from users.models import User

LIGHT = 60_000


@pytest.fixture
def people(db):
    """Make people of the firm at once: `people("Paul Durand", "Marie Vasseur")`."""

    def people(*names, **fields):
        split = (name.split(" ", 1) for name in names)
        made = [
            User(username=f"{last}.{first}.{at}", first_name=first, last_name=last, **fields)
            for at, (first, last) in enumerate(split)
        ]
        return User.objects.bulk_create(made)

    return people


def crowd(number):
    return [f"Prénom{at:04} Nom{at:04}" for at in range(number)]


@pytest.fixture
def propose(sign_in, adviser):
    """Ask what a search box proposes: gives the labels."""

    def propose(source, text, **more):
        address = reverse("contacts:choices", args=[source])
        answer = sign_in(adviser).get(address, {"q": text, **more})
        assert answer.status_code == 200
        return re.findall(r'role="option"[^>]*>([^<]*)<', unescape(answer.content.decode()))

    return propose


def general_of(contact):
    return reverse("contacts:contact-general", args=[contact.pk])


def control(answer, name):
    """Return the text from this select to what ends its control."""
    text = answer.content.decode()
    start = text.index(f'name="{name}"')
    return text[start : text.index("</div>", start)]


def labels(answer, name):
    drawn = control(answer, name)
    return re.findall(r"<option [^>]*>([^<]*)<", drawn[: drawn.index("</select>")])


def searched(answer):
    text = answer.content.decode()
    return re.findall(r'data-combobox="/contacts/choix/([\w-]+)/', text)


@pytest.mark.parametrize("number", [1, 3, 2_000])
def test_pages_take_the_same_queries_however_many_people_there_are(
    person, people, sign_in, adviser, number, django_assert_num_queries
):
    people(*crowd(number - 1))
    contact, client = person(), sign_in(adviser)
    with django_assert_num_queries(12):
        client.get(general_of(contact))
    with django_assert_num_queries(12):
        client.get(reverse("contacts:contact-list"))


@pytest.mark.on_sqlite
def test_pages_of_a_firm_of_thousands_are_light(person, people, sign_in, adviser):
    (*_rest, last) = people(*crowd(1_998), "Marie-Charlotte Vasseur-Duval")
    contacts = [person(f"Moreau-Delacroix {at:02}", "Anne-Marie") for at in range(50)]
    keyword = Keyword(label="Chef d’entreprise")
    keyword.save()
    for contact in contacts:
        ContactKeyword(contact=contact, keyword=keyword).save()
    written = {"folder_code": "CLI-000123", "town": "Aix-en-Provence", "lead_adviser": last}
    QuerySet(Contact).update(**written, birth_date=date(1961, 3, 9))
    client = sign_in(adviser)
    asked = [
        {"f": "name", "op": "contains", "v": "more"},
        {"f": "birth_date", "op": "older_than", "n": 10, "unit": "year"},
        {"f": "town", "op": "not_empty"},
    ]
    stored = {"v": 1, "on": "contacts", "where": {"all": asked}}
    search = SavedSearch.objects.create(owner=adviser, on="contacts", stored=stored, name="Aix")
    results = reverse("searches:search-show", args=[search.pk])
    lists = [client.get(address) for address in (reverse("contacts:contact-list"), results)]
    pages = [client.get(general_of(contacts[0])), *lists]
    shown = [page.content.decode().count('aria-label="Anne-Marie Moreau') for page in lists]
    assert shown == [50, 50]
    assert [len(page.content) for page in pages if len(page.content) > LIGHT] == []


def test_few_people_stand_in_a_select(person, people, sign_in, adviser):
    people(*crowd(FEW - 1))
    page = sign_in(adviser).get(general_of(person()))
    assert len(labels(page, "second_adviser")) == 1 + FEW
    assert "personnes" not in searched(page)


def test_more_people_are_searched_and_who_stands_there_is_named(person, people, sign_in, adviser):
    late, gone = people("Zoé Zimmer", "Jean Parti")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    people(*crowd(FEW))
    contact = person(second_adviser=late)
    QuerySet(Contact).filter(pk=contact.pk).update(assistant=gone)
    page = sign_in(adviser).get(general_of(contact))
    assert searched(page).count("personnes") == 3
    roles = ("lead_adviser", "second_adviser", "assistant")
    assert [labels(page, role) for role in roles] == [
        ["", "adviser"],
        ["", "Zoé Zimmer"],
        ["", "Jean Parti"],
    ]
    assert [posted(page)[role] for role in roles] == [
        [str(pk)] for pk in (adviser.pk, late.pk, gone.pk)
    ]


def test_somebody_far_down_the_list_is_chosen_and_named_beside_another_fault(
    person, people, sign_in, adviser
):
    (*_rest, late) = people(*crowd(FEW), "Zoé Zimmer")
    contact, client = person(), sign_in(adviser)
    chosen = posted(client.get(general_of(contact))) | {"second_adviser": [str(late.pk)]}
    refused = client.post(general_of(contact), chosen | {"last_name": [""]})
    assert refused.status_code == 422
    assert labels(refused, "second_adviser") == ["", "Zoé Zimmer"]
    assert client.post(general_of(contact), chosen).status_code == 302
    assert Contact.objects.get().second_adviser == late


def test_who_may_not_be_chosen_is_refused_in_words(person, people, sign_in, adviser):
    people(*crowd(FEW))
    (gone,) = people("Jean Parti", is_active=False)
    contact, client = person(), sign_in(adviser)
    fields = posted(client.get(general_of(contact)))
    for wrong in (gone.pk, 999_999, "x"):
        refused = client.post(general_of(contact), fields | {"assistant": [str(wrong)]})
        assert refused.context["own"].errors == {
            "assistant": ["Ce choix n’est pas proposé\u202f: cherchez-en un autre."]
        }
        assert "Jean Parti" not in refused.content.decode()


@pytest.mark.parametrize(
    ("typed", "offered", "told"),
    [
        ("ou", ["", "adviser"], "Aucun choix ne convient à «\u202fou\u202f»"),
        ("eloise", ["", "adviser", "Éloïse Zimmer"], "Vous avez cherché «\u202feloise\u202f»"),
        (
            "zim",
            ["", "adviser", "Zimon Azur", "Éloïse Zimmer"],
            "2 choix conviennent à «\u202fzim\u202f»",
        ),
        ("prenom", ["", "adviser"], "Trop de choix conviennent à «\u202fprenom\u202f»"),
    ],
)
def test_text_that_was_searched_without_a_script_is_answered(
    person, people, sign_in, adviser, typed, offered, told
):
    people(*crowd(FEW), "Éloïse Zimmer", "Zimon Azur")
    contact, client = person(), sign_in(adviser)
    fields = posted(client.get(general_of(contact)))
    searching = {"lead_adviser_search": [typed], "note": ["Revue"], "last_name": ["Martin"]}
    answer = client.post(general_of(contact), fields | searching)
    assert answer.status_code == 422
    (words,) = answer.context["own"].errors["lead_adviser"]
    assert words.startswith(told)
    shown = labels(answer, "lead_adviser")
    assert shown[: len(offered)] == offered
    assert len(shown) in {len(offered), 2 + PROPOSED}
    # The rest of the form is as it was typed, the box is free for another text.
    again = posted(answer)
    assert (again["note"], again["last_name"]) == (["Revue"], ["Martin"])
    assert again["lead_adviser_search"] == [""]
    found = User.objects.get(first_name="Éloïse").pk if typed == "eloise" else adviser.pk
    assert again["lead_adviser"] == [str(found)]
    assert client.post(general_of(contact), again).status_code == 302
    saved = Contact.objects.get()
    assert (saved.lead_adviser_id, saved.note, saved.name) == (found, "Revue", "Martin")


def test_filter_of_the_list_is_searched_without_a_script(person, people, sign_in, adviser):
    (zoe, _zimon, *_rest) = people("Zoé Zimmer", "Zimon Azur", *crowd(FEW))
    person("Abadie", lead_adviser=zoe)
    person("Brune")
    client, page = sign_in(adviser), reverse("contacts:contact-list")
    several = client.get(page, {"adviser": adviser.pk, "adviser_search": "zim"})
    # Who is chosen stays until another is.
    assert [row["name"] for row in several.context["rows"]] == ["Brune"]
    assert labels(several, "adviser") == [
        "Tous les conseillers",
        "adviser",
        "Zimon Azur",
        "Zoé Zimmer",
    ]
    one = client.get(page, {"adviser": adviser.pk, "adviser_search": "zoe"})
    assert [row["name"] for row in one.context["rows"]] == ["Abadie"]
    assert posted_filter(one) == str(zoe.pk)


def posted_filter(answer):
    (chosen,) = re.findall(r'value="(\d+)" selected', control(answer, "adviser"))
    return chosen


def test_people_are_found_by_the_beginnings_of_their_names(people, propose):
    people("Éloïse Vasseur", "Paul de La Tour", "Jean-Marc Œuvrard", "Luc Vassal", "Ève Devas")
    people("Marc Vasseur", is_active=False)
    assert propose("personnes", "vass") == ["Luc Vassal", "Éloïse Vasseur"]
    assert propose("personnes", "VASSEUR elo") == ["Éloïse Vasseur"]
    assert propose("personnes", "la tour") == ["Paul de La Tour"]
    assert propose("personnes", "oeuv marc") == ["Jean-Marc Œuvrard"]
    assert propose("personnes", "dupont") == []


def test_no_more_than_twenty_are_proposed(people, propose, sign_in, adviser):
    people(*crowd(PROPOSED + 5))
    assert propose("personnes", "prenom") == crowd(PROPOSED)
    assert propose("personnes", "")[:2] == ["adviser", "Prénom0000 Nom0000"]
    address = reverse("contacts:choices", args=["personnes"])
    more = sign_in(adviser).get(address, {"q": "prenom"}).content.decode()
    assert "Écrivez la suite du nom pour voir les autres." in more
    assert "1 choix" in sign_in(adviser).get(address, {"q": "nom0003"}).content.decode()


def test_what_is_not_searched_is_not_there(sign_in, adviser):
    assert sign_in(adviser).get("/contacts/choix/contacts/").status_code == 404
    assert sign_in(adviser).post("/contacts/choix/personnes/").status_code == 405


@pytest.mark.on_sqlite
def test_countries_and_nationalities_are_searched(person, sign_in, adviser, propose):
    assert propose("pays", "etats un am") == ["États-Unis d'Amérique"]
    assert propose("pays", "fr")[0] == "France"
    assert propose("nationalites", "bel") == ["Belge", "Bélizienne"]
    page = sign_in(adviser).get(general_of(person(tax_residence="DE")))
    assert labels(page, "tax_residence") == ["", "Allemagne"]
    assert labels(page, "birth_country") == [""]


def test_lists_and_categories_of_the_firm_are_searched(person, sign_in, adviser, propose):
    for at in range(FEW + 1):
        ListValue(firm_list="profession", label=f"Métier {at:02}", position=at).save()
    ListValue(firm_list="profession", label="Métier d’hier", is_archived=True).save()
    ListValue(firm_list="zone", label="Métier du nord").save()
    top = Category.objects.get(name="Clients")
    for at in range(FEW):
        Category(name=f"Groupe {at:02}", parent=top).save()
    assert propose("profession", "hier") == []
    assert propose("profession", "metier")[0] == "Métier 00"
    assert propose("categories", "clients groupe 07") == ["Clients / Groupe 07"]
    page = sign_in(adviser).get(general_of(person()))
    assert labels(page, "category") == ["Clients"]
    assert labels(page, "profession") == [""]
    assert labels(page, "zone") == ["", "Métier du nord"]
    assert {"profession", "categories"} <= set(searched(page))


def test_what_goes_is_not_proposed_in_its_own_place(sign_in, manager, propose):
    for at in range(FEW + 2):
        Keyword(label=f"Mot {at:02}", position=at).save()
    gone = Keyword.objects.get(label="Mot 03")
    page = sign_in(manager).get(reverse("services:keyword-delete", args=[gone.pk]))
    assert f'data-combobox="/contacts/choix/mots-cles/?but={gone.pk}"' in page.content.decode()
    assert propose("mots-cles", "mot 03", but=gone.pk) == []
    assert propose("mots-cles", "mot 04", but=gone.pk) == ["Mot 04"]
