"""While a contact is added: who may be the same, as the one who adds may know them."""

import pytest
from django.urls import reverse

from contacts.actions.deletion import delete
from contacts.models import Contact, Email


def likely(client, kind="person", **typed):
    page = client.get(reverse("contacts:contact-likely", args=[kind]), typed)
    return [(str(one.contact), one.why) for one in page.context["found"]], page.content.decode()


TYPED = {"last_name": "moreau", "first_name": "HELENE"}


def test_namesake_is_shown_then_what_matches(person, sign_in, adviser):
    person("Moreau", "Hélène", birth_date="1975-11-24")
    person("Moreau", "Luc")
    client = sign_in(adviser)
    assert likely(client, last_name="moreau")[0] == []
    assert likely(client, **TYPED)[0] == [("Hélène Moreau", "Même nom")]
    same = likely(client, **TYPED, birth_date="24/11/1975")[0]
    assert same == [("Hélène Moreau", "Nom, prénom, date de naissance")]
    assert likely(client, **TYPED, birth_date="01/01/1950")[0] == []
    assert likely(client, **TYPED, birth_date="31/02/1950")[0] == [("Hélène Moreau", "Même nom")]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        (("Le Goff", "Jean-Pierre"), ("LEGOFF", "Jeanpierre")),
        (("LEGOFF", "Jeanpierre"), ("le goff", "jean-pierre")),
        (("Saint-Martin", "Anne"), ("st martin", "ANNE")),
        (("O'Brien", "Zoé"), ("obrien", "Zoe")),
    ],
)
def test_namesake_in_another_writing_is_shown(person, sign_in, adviser, stored, typed):
    contact = person(*stored)
    person(stored[0], "Luc")
    said = dict(zip(("last_name", "first_name"), typed, strict=True))
    assert likely(sign_in(adviser), **said)[0] == [(str(contact), "Même nom")]


def test_birth_name_in_common_is_said(person, sign_in, adviser):
    born = {"birth_date": "1975-11-24"}
    person("Dupont", "Anne", **born | {"birth_name": "Le Goff"})
    client = sign_in(adviser)
    typed = {"last_name": "LEGOFF", "first_name": "Anne", "birth_date": "24/11/1975"}
    why = "Nom d’usage = nom de naissance de l’autre, prénom et date de naissance"
    assert likely(client, **typed)[0] == [("Anne Dupont", why)]


@pytest.mark.parametrize(
    ("name", "first_name", "why"),
    [
        ("LEGOFF", "Jeanpierre", "Nom, prénom, date de naissance"),
        ("Le Goff-Riou", "Jean-Pierre", "Nom compris dans le nom double de l’autre"),
        ("Le Goff", "J.-P.", "Nom, date de naissance, prénom abrégé"),
    ],
)
def test_another_writing_of_the_name_is_suggested(person, sign_in, adviser, name, first_name, why):
    person("Le Goff", "Jean-Pierre", birth_date="1975-11-24")
    typed = {"last_name": name, "first_name": first_name, "birth_date": "24/11/1975"}
    ((found, said),) = likely(sign_in(adviser), **typed)[0]
    assert (found, said.startswith(why)) == ("Jean-Pierre Le Goff", True)


def test_organisation_is_known_by_its_number(organisation, sign_in, adviser):
    organisation("Chais Moreau SAS", siren="732829320")
    client = sign_in(adviser)
    found = likely(client, "organisation", legal_name="Autre", siren="732 829 320")[0]
    assert found == [("Chais Moreau SAS", "Même SIREN ou même LEI")]
    assert likely(client, "organisation", legal_name="CHAIS MOREAU SAS")[0][0][1] == "Même nom"


@pytest.mark.security(2)
def test_hidden_folder_is_not_suggested(person, sign_in, adviser, administrator):
    person("Moreau", "Hélène", is_private=True)
    assert likely(sign_in(adviser), **TYPED)[0] != []
    found, text = likely(sign_in(administrator), **TYPED)
    assert (found, "Moreau" in text) == ([], False)


def test_deleted_one_is_offered_back_and_blocks_nothing(person, sign_in, adviser, manager):
    gone = person("Moreau", "Hélène")
    delete(contact_ids=[gone.pk], by=adviser)
    assert "Réactiver" not in likely(sign_in(adviser), **TYPED)[1]
    client = sign_in(manager)
    text = likely(client, **TYPED)[1]
    assert f'value="{gone.pk}"' in text
    assert 'form="reactivate"' in text
    address = reverse("contacts:contact-create", args=["person"])
    given = TYPED | {"category": gone.category_id, "title": "mrs"}
    assert client.post(address, given).status_code == 302
    assert Contact.objects.get().name == "moreau"


@pytest.mark.parametrize("number", [1, 3])
def test_suggestions_take_the_same_queries_for_one_and_three(
    person, sign_in, adviser, number, django_assert_num_queries
):
    for _position in range(number):
        person("Moreau", "Hélène")
    client = sign_in(adviser)
    address = reverse("contacts:contact-likely", args=["person"])
    with django_assert_num_queries(11):
        found = client.get(address, TYPED).context["found"]
    assert len(found) == number


@pytest.mark.security(33)
def test_markup_in_every_text_is_shown_as_text(person, sign_in, adviser):
    hostile = "<script>alert(1)</script>\"'"
    contact = person(hostile, hostile, birth_town=hostile, note=hostile)
    Email(contact=contact, address="h@example.org", key="h@example.org").save()
    client = sign_in(adviser)
    typed = {"last_name": hostile, "first_name": hostile}
    names = ("general", "coordinates", "history", "delete")
    pages = [client.get(reverse(f"contacts:contact-{name}", args=[contact.pk])) for name in names]
    shown = [page.content.decode() for page in pages] + [likely(client, **typed)[1]]
    assert ["&lt;script&gt;" in text for text in shown] == [True] * 5
    assert ["<script>alert" in text for text in shown] == [False] * 5
