"""Keywords, lists and categories: what a firm may do with its own words, and what follows."""

import pytest
from django.urls import reverse

from contacts.models import Category, Contact, ContactKeyword, Keyword, ListValue, PersonDetails

KEYWORDS = "services:keywords"


@pytest.fixture
def golf(db):
    golf = Keyword(label="Golf")
    golf.save()
    return golf


@pytest.fixture
def sport(db):
    sport = Keyword(label="Sport", position=1)
    sport.save()
    return sport


def labels():
    return list(Keyword.objects.values_list("label", flat=True))


def tick(contact, keyword):
    ContactKeyword(contact=contact, keyword=keyword).save()


def test_pages_are_for_those_who_have_the_right(sign_in, adviser, golf):
    client = sign_in(adviser)
    category = Category.objects.first()
    pages = [
        reverse(KEYWORDS),
        reverse("services:list", args=["profession"]),
        reverse("services:keyword-delete", args=[golf.pk]),
        reverse("services:categories"),
        reverse("services:category-create"),
        reverse("services:category-change", args=[category.pk]),
        reverse("services:category-delete", args=[category.pk]),
    ]
    for page in pages:
        assert client.get(page).status_code == 403
        assert client.post(page, {"act": "add", "label": "Chasse"}).status_code == 403
    assert labels() == ["Golf"]


def test_keyword_is_created_renamed_ordered_and_archived(sign_in, manager, golf):
    client = sign_in(manager)
    client.post(reverse(KEYWORDS), {"act": "add", "label": " Club  AH "})
    assert labels() == ["Golf", "Club AH"]
    club = Keyword.objects.get(label="Club AH")
    client.post(reverse(KEYWORDS), {"act": f"up:{club.pk}"})
    assert labels() == ["Club AH", "Golf"]
    client.post(reverse(KEYWORDS), {"act": f"rename:{golf.pk}", f"{golf.pk}-label": "Golfeurs"})
    client.post(reverse(KEYWORDS), {"act": f"archive:{golf.pk}"})
    golf.refresh_from_db()
    assert (golf.label, golf.is_archived) == ("Golfeurs", True)
    assert golf.history.first().history_user == manager
    client.post(reverse(KEYWORDS), {"act": f"restore:{golf.pk}"})
    golf.refresh_from_db()
    assert not golf.is_archived


@pytest.mark.parametrize("label", ["", "  ", "\u200b", "GOLF", "gôlf", "x" * 61])
def test_refused_words_stay_typed(sign_in, manager, golf, label):
    answer = sign_in(manager).post(reverse(KEYWORDS), {"act": "add", "label": label})
    assert answer.status_code == 422
    assert labels() == ["Golf"]
    assert answer.context["form"].data["label"] == label


def test_archived_keyword_is_offered_to_who_has_it_only(person, sign_in, adviser, golf):
    having, other = person("Abadie"), person("Blot")
    tick(having, golf)
    golf.is_archived = True
    golf.save()
    client = sign_in(adviser)

    def offers(contact):
        page = client.get(reverse("contacts:contact-general", args=[contact.pk]))
        return "Golf" in page.content.decode()

    assert (offers(having), offers(other)) == (True, False)


@pytest.mark.plays("contacts/queries/usage_counts.py::_holding")
@pytest.mark.security(17)
def test_deleting_a_keyword_asks_and_replaces_it_in_hidden_folders_too(
    person, sign_in, manager, golf, sport
):
    seen, both, hidden = person("Abadie"), person("Blot"), person("Zorn", is_private=True)
    for contact in (seen, both, hidden):
        tick(contact, golf)
    tick(both, sport)
    client, page = sign_in(manager), reverse("services:keyword-delete", args=[golf.pk])
    shown = client.get(page)
    assert shown.context["count"] == 2
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"replacement": golf.pk}).status_code == 422
    assert labels() == ["Golf", "Sport"]
    client.post(page, {"replacement": sport.pk})
    assert labels() == ["Sport"]
    ticked = ContactKeyword.objects.values_list("contact__name", "keyword__label")
    assert sorted(ticked) == [("Abadie", "Sport"), ("Blot", "Sport"), ("Zorn", "Sport")]
    kept = ContactKeyword.history.filter(history_user=manager)
    assert sorted(kept.values_list("history_type", "contact__name")) == [
        ("-", "Blot"),
        ("~", "Abadie"),
        ("~", "Zorn"),
    ]


def test_only_word_of_a_list_is_not_deleted(sign_in, manager, golf):
    page = reverse("services:keyword-delete", args=[golf.pk])
    assert "la seule" in sign_in(manager).get(page).content.decode()
    assert sign_in(manager).post(page, {}).status_code == 422


def test_value_of_a_list_is_replaced_wherever_it_stands(person, sign_in, manager):
    notary = ListValue(firm_list="profession", label="Notaire")
    notary.save()
    other = ListValue(firm_list="profession", label="Clerc")
    other.save()
    zone = ListValue(firm_list="zone", label="Nord")
    zone.save()
    person("Abadie", profession=notary)
    page = reverse("services:list-delete", args=["profession", notary.pk])
    client = sign_in(manager)
    assert client.get(page).context["count"] == 1
    assert client.post(page, {"replacement": zone.pk}).status_code == 422
    client.post(page, {"replacement": other.pk})
    assert PersonDetails.objects.get().profession == other
    assert client.get(reverse("services:list-delete", args=["zone", other.pk])).status_code == 404
    assert client.get(reverse("services:list", args=["passwords"])).status_code == 404


def test_category_is_created_changed_and_takes_the_default_over(sign_in, manager):
    client = sign_in(manager)
    clients = Category.objects.get(name="Clients")
    posted = {"name": "Grand Ouest", "parent": clients.pk, "default_for": "person"}
    client.post(reverse("services:category-create"), posted)
    west = Category.objects.get(name="Grand Ouest")
    clients.refresh_from_db()
    assert (west.parent, west.default_for, clients.default_for) == (clients, "person", "")
    client.post(
        reverse("services:category-change", args=[west.pk]),
        {"name": "Ouest", "parent": "", "default_for": "person"},
    )
    west.refresh_from_db()
    assert (west.name, west.parent) == ("Ouest", None)


@pytest.mark.parametrize("parent", ["third", "self", "below"])
def test_tree_has_three_levels_and_no_loop(sign_in, manager, parent):
    first = Category.objects.get(name="Clients")
    second = Category(name="Deux", parent=first)
    second.save()
    third = Category(name="Trois", parent=second)
    third.save()
    changed = {"third": Category.objects.get(name="Prospects"), "self": first, "below": first}[
        parent
    ]
    target = {"third": third, "self": first, "below": third}[parent]
    answer = sign_in(manager).post(
        reverse("services:category-change", args=[changed.pk]),
        {"name": changed.name, "parent": target.pk, "default_for": ""},
    )
    assert answer.status_code == 422
    changed.refresh_from_db()
    assert changed.parent is None


@pytest.mark.security(17)
def test_deleting_a_category_moves_its_contacts_hidden_and_deleted_too(person, sign_in, manager):
    clients, prospects = (Category.objects.get(name=name) for name in ("Clients", "Prospects"))
    west = Category(name="Grand Ouest", parent=clients)
    west.save()
    person("Abadie")
    person("Zorn", is_private=True)
    page = reverse("services:category-delete", args=[clients.pk])
    client = sign_in(manager)
    assert client.get(page).context["count"] == 1
    assert client.post(page, {}).status_code == 422
    client.post(page, {"replacement": prospects.pk})
    assert {one.category for one in Contact.everything.all()} == {prospects}
    west.refresh_from_db()
    prospects.refresh_from_db()
    assert (west.parent, prospects.default_for) == (None, "person")
    assert Contact.history.filter(history_user=manager, category=prospects).count() == 2


def test_categories_are_put_in_order(sign_in, manager):
    prospects = Category.objects.get(name="Prospects")
    sign_in(manager).post(reverse("services:categories"), {"act": f"up:{prospects.pk}"})
    assert [one.name for one in Category.objects.all()][:2] == ["Prospects", "Clients"]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_for_one_and_three(sign_in, manager, number, django_assert_num_queries):
    for index in range(number):
        Keyword(label=f"Mot {index}").save()
    client = sign_in(manager)
    with django_assert_num_queries(5):
        client.get(reverse(KEYWORDS))
