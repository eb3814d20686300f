"""Conjoint and Relations as pages: what they show, refuse and keep, and for whom they exist."""

import re

import pytest
from django.urls import reverse

from contacts.models import Contact, RelatedPerson, Relationship


def at(name, *keys):
    return reverse(f"contacts:{name}", args=keys)


def labels(answer, part="family"):
    return [(one.label, str(one.other)) for one in answer.context[part]]


def without_token(answer):
    return re.sub(rb'name="(csrfmiddlewaretoken|form_token)" value="[^"]+"', b"", answer.content)


def test_contact_is_found_as_in_the_header_and_related(person, adviser, sign_in):
    contact, other = person("Abadie", "Léa", title="mrs"), person("Blot", "Loup", title="mr")
    client = sign_in(adviser)
    found = client.get(at("relation-choose", contact.pk), {"q": "blot loup"})
    assert [one["url"] for one in found.context["found"]] == [
        at("relation-add", contact.pk, other.pk)
    ]
    answer = client.post(
        at("relation-add", contact.pk, other.pk), {"kind": "sibling", "started_on": ""}
    )
    assert answer.status_code == 302
    listed = client.get(at("contact-relations", contact.pk))
    assert labels(listed) == [("Frère", "Loup Blot")]
    assert labels(client.get(at("contact-relations", other.pk))) == [("Sœur", "Léa Abadie")]


def test_person_without_a_folder_is_typed_in(person, adviser, sign_in):
    contact = person("Abadie")
    given = {"kind": "child", "last_name": "Abadie", "first_name": "Zoé"}
    given |= {"title": "mrs", "birth_date": "04/05/2015", "note": "garde alternée"}
    page = at("relation-add-person", contact.pk)
    client = sign_in(adviser)
    refused = client.post(page, given | {"birth_date": "31/02/2015"})
    assert refused.status_code == 422
    assert 'value="31/02/2015"' in refused.content.decode()
    assert not RelatedPerson.objects.exists()
    assert client.post(page, given).status_code == 302
    row = Relationship.objects.get()
    assert (row.kind, row.note, row.other_person.first_name) == ("child", "garde alternée", "Zoé")


def test_refusal_keeps_what_was_typed_and_says_why(person, adviser, sign_in):
    contact, other = person("Abadie"), person("Blot", birth_date="1990-01-01")
    page = at("relation-add", contact.pk, other.pk)
    typed = {"kind": "cousin", "started_on": "01/01/1980", "note": "par alliance"}
    answer = sign_in(adviser).post(page, typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"started_on"}
    body = answer.content.decode()
    assert 'value="01/01/1980"' in body
    assert 'value="par alliance"' in body
    assert not Relationship.objects.exists()


def test_relation_is_changed_ended_and_removed(person, add, adviser, sign_in):
    contact, other = person("Abadie"), person("Blot", title="mrs")
    row = add(contact, "spouse", other)
    client = sign_in(adviser)
    change = at("relation-change", contact.pk, row.pk)
    given = {"kind": "spouse", "started_on": "15/06/2002", "note": "", "version": 0}
    assert client.post(change, given).status_code == 302
    late = client.post(change, given | {"started_on": "15/06/2003"})
    assert late.status_code == 422
    assert 'value="15/06/2003"' in late.content.decode()
    ending = at("relation-end", contact.pk, row.pk)
    assert client.post(ending, {"on": "01/01/2001"}).status_code == 422
    assert client.post(ending, {"on": "01/01/2020"}).status_code == 302
    listed = client.get(at("contact-relations", contact.pk))
    assert labels(listed) == [("Ex-conjointe", "Blot")]
    assert client.get(at("relation-remove", contact.pk, row.pk)).status_code == 200
    assert client.post(at("relation-remove", contact.pk, row.pk)).status_code == 302
    assert not Relationship.objects.exists()
    assert [one.history_type for one in Relationship.history.all()] == ["-", "~", "~", "+"]


def test_removal_says_before_what_follows(person, add, adviser, sign_in):
    contact, child = person("Abadie"), person("Abadie", "Zoé")
    row = add(contact, "ex_spouse", RelatedPerson(last_name="Blot", first_name="Loup"))
    add(contact, "child", child, other_parent=row.other_person)
    body = sign_in(adviser).get(at("relation-remove", contact.pk, row.pk)).content.decode()
    assert "Loup Blot n’a pas de dossier" in body
    assert "Loup Blot n’est plus l’autre parent indiqué pour Zoé Abadie." in body


def test_folder_is_opened_from_a_relation(person, add, adviser, sign_in):
    contact = person("Abadie")
    row = add(contact, "child", RelatedPerson(last_name="Abadie", first_name="Zoé"))
    answer = sign_in(adviser).post(at("relation-open-folder", contact.pk, row.pk))
    folder = Contact.objects.get(first_name="Zoé")
    assert answer["Location"] == at("contact-general", folder.pk)
    again = sign_in(adviser).post(at("relation-open-folder", contact.pk, row.pk))
    assert again.status_code == 404
    assert Contact.objects.filter(first_name="Zoé").count() == 1


def test_company_shows_its_directors_and_owners_with_their_shares(
    organisation, person, add, adviser, sign_in
):
    firm, owner = organisation("Chais Abadie SAS"), person("Abadie", "Léa", title="mrs")
    add(firm, "director", owner)
    client = sign_in(adviser)
    page = at("relation-add", firm.pk, owner.pk)
    given = {"kind": "beneficial_owner", "share": "62,5"}
    assert client.post(page, given | {"share": "162,5"}).status_code == 422
    assert client.post(page, given).status_code == 302
    listed = client.get(at("contact-relations", firm.pk))
    assert labels(listed, "business") == [
        ("Dirigeante", "Léa Abadie"),
        ("Bénéficiaire effectif", "Léa Abadie"),
    ]
    assert "62,50\u202f%" in listed.content.decode()


def test_spouse_tab_is_there_for_couples_alone(person, adviser, sign_in):
    client = sign_in(adviser)
    for status, expected in [("married", 200), ("pacs", 200), ("cohabiting", 200), ("single", 302)]:
        contact = person("Abadie", marital_status=status)
        assert client.get(at("contact-couple", contact.pk)).status_code == expected
        general = client.get(at("contact-general", contact.pk))
        tabs = [tab["url"] for group in general.context["tabs"] for tab in group["entries"]]
        assert (at("contact-couple", contact.pk) in tabs) is (expected == 200)


def test_couple_and_spouse_are_saved_together(person, adviser, sign_in):
    contact = person("Abadie", marital_status="married")
    page = at("contact-couple", contact.pk)
    given = {"marriage_date": "15/06/2002", "marriage_place": "Sceaux", "version": 0}
    client = sign_in(adviser)
    assert client.post(page, given).status_code == 302
    assert not RelatedPerson.objects.exists()
    spouse = {"first_name": "Lucie", "version": 1}
    refused = client.post(page, given | spouse | {"marriage_place": "Nantes"})
    assert refused.status_code == 422
    assert refused.context["person"].errors.keys() == {"last_name"}
    contact.person.refresh_from_db()
    assert contact.person.marriage_place == "Sceaux"
    assert client.post(page, given | spouse | {"last_name": "Lafleur"}).status_code == 302
    assert str(Relationship.objects.get(kind="spouse").other_person) == "Lucie Lafleur"
    opened = client.get(page).context["opened"]
    given |= spouse | {"version": 2, "opened": opened}
    assert client.post(page, given | {"last_name": "Durand"}).status_code == 302
    late = client.post(page, given | {"last_name": "Dupont"})
    assert late.status_code == 422
    assert "Durand" in late.content.decode()
    assert "Dupont" in late.content.decode()
    assert RelatedPerson.objects.get().last_name == "Durand"


def test_spouse_with_a_folder_is_shown_and_not_written(person, add, adviser, sign_in):
    contact = person("Abadie", marital_status="pacs", title="mr")
    other = person("Blot", "Léa", marital_status="pacs", title="mrs")
    add(contact, "spouse", other)
    client = sign_in(adviser)
    page = at("contact-couple", contact.pk)
    assert client.get(page).context["relation"].label == "Partenaire de Pacs"
    given = {"pacs_date": "24/06/2001", "version": 0, "last_name": "Pirate"}
    assert client.post(page, given).status_code == 302
    other.person.refresh_from_db()
    assert (other.person.last_name, other.person.pacs_date) == ("Blot", None)


@pytest.fixture
def hidden_spouse(person, add):
    """A visible contact whose spouse and director's company are private."""
    seen = person("Abadie", "Léa", marital_status="married")
    hidden = person("Secret", "Loup", is_private=True)
    return seen, hidden, add(seen, "spouse", hidden, note="discret")


@pytest.mark.security(5)
@pytest.mark.parametrize("tab", ["contact-relations", "contact-couple"])
def test_hidden_relation_leaves_no_trace(
    hidden_spouse, colleague, manager, administrator, sign_in, tab
):
    seen, _hidden, row = hidden_spouse
    for stranger in (colleague, manager, administrator):
        client = sign_in(stranger)
        with_it = without_token(client.get(at(tab, seen.pk)))
        assert b"Secret" not in with_it
        assert b"discret" not in with_it
        kept = Relationship.objects.filter(pk=row.pk)
        kept._raw_delete(kept.db)
        without = without_token(client.get(at(tab, seen.pk)))
        row.save(force_insert=True)
        assert with_it == without


@pytest.mark.security(5)
def test_hidden_folder_close_to_a_spouse_is_not_drawn(person, add, adviser, colleague, sign_in):
    seen, spouse = person("Abadie", "Léa"), person("Blot", "Luc")
    add(seen, "spouse", spouse)
    add(spouse, "sibling", person("Secret", "Loup", is_private=True))
    add(spouse, "child", person("Secret", "Zoé", is_private=True))
    page = at("contact-relations", seen.pk)
    assert b"Secret" in sign_in(adviser).get(page).content
    assert b"Secret" not in sign_in(colleague).get(page).content


@pytest.mark.security(6)
def test_hidden_side_is_not_changed_from_the_visible_one(
    hidden_spouse, colleague, manager, administrator, sign_in
):
    seen, hidden, row = hidden_spouse
    before = Relationship.objects.filter(pk=row.pk).values().get()
    for stranger in (colleague, manager, administrator):
        client = sign_in(stranger)
        for name in ("relation-change", "relation-end", "relation-remove", "relation-open-folder"):
            for method in (client.get, client.post):
                forged = method(at(name, seen.pk, row.pk))
                never = method(at(name, seen.pk, row.pk + 1))
                assert forged.status_code == never.status_code
                assert without_token(forged) == without_token(never)
        assert client.post(at("relation-open-folder", seen.pk, row.pk)).status_code == 404
        add = client.post(at("relation-add", seen.pk, hidden.pk), {"kind": "sibling"})
        never = client.post(at("relation-add", seen.pk, hidden.pk + 1), {"kind": "sibling"})
        assert (add.status_code, without_token(add)) == (404, without_token(never))
        found = client.get(at("relation-choose", seen.pk), {"q": "secret"})
        assert found.context["found"] == []
    assert Relationship.objects.filter(pk=row.pk).values().get() == before
    assert Relationship.objects.count() == 1


def test_relation_of_another_contact_is_not_reached_through_this_one(person, add, adviser, sign_in):
    first, second, third = person("Abadie"), person("Blot"), person("Castaing")
    row = add(first, "sibling", second)
    assert sign_in(adviser).get(at("relation-change", third.pk, row.pk)).status_code == 404


def test_who_may_not_change_sees_and_does_not_write(person, add, adviser, colleague, sign_in):
    colleague.groups.clear()
    from django.contrib.auth.models import Permission

    see = Permission.objects.get(codename="see_other_advisers_contacts")
    colleague.user_permissions.add(see)
    contact, other = person("Abadie"), person("Blot")
    row = add(contact, "sibling", other)
    client = sign_in(colleague)
    listed = client.get(at("contact-relations", contact.pk))
    assert listed.status_code == 200
    assert at("relation-change", contact.pk, row.pk) not in listed.content.decode()
    for name, keys in [
        ("relation-choose", [contact.pk]),
        ("relation-add", [contact.pk, other.pk]),
        ("relation-remove", [contact.pk, row.pk]),
    ]:
        assert client.post(at(name, *keys)).status_code in {403, 405}
        assert client.get(at(name, *keys)).status_code == 403
    assert Relationship.objects.count() == 1


@pytest.mark.security(33)
@pytest.mark.parametrize("name", ["<b>Zoé</b>", "O’Brien & fils", "{{ x }}"])
def test_markup_is_text_in_the_list_and_in_the_chart(person, add, adviser, sign_in, name):
    contact = person("Abadie")
    add(contact, "child", RelatedPerson(last_name=name))
    body = sign_in(adviser).get(at("contact-relations", contact.pk)).content.decode()
    assert "<b>Zoé" not in body
    assert body.count("</svg>") == body.count("<svg")


@pytest.mark.parametrize("number", [1, 3])
def test_relations_page_takes_the_same_queries_for_one_and_three(
    person, organisation, add, adviser, sign_in, number, django_assert_num_queries
):
    contact = person("Abadie")
    for rank in range(number):
        child = person(f"Enfant {rank}")
        add(contact, "child", child)
        add(child, "child", RelatedPerson(last_name=f"Petit {rank}"))
        add(contact, "directed", organisation(f"SCI {rank}"))
    client = sign_in(adviser)
    with django_assert_num_queries(8):
        listed = client.get(at("contact-relations", contact.pk))
    assert len(listed.context["family"]) == len(listed.context["business"]) == number
    assert len(listed.context["chart"]["people"]) == 1 + 3 * number


@pytest.mark.parametrize("number", [1, 3])
def test_couple_page_takes_the_same_queries_for_one_and_three(
    person, add, adviser, sign_in, number, django_assert_num_queries
):
    contact = person("Abadie", marital_status="married")
    add(contact, "spouse", person("Blot"))
    for rank in range(number):
        add(contact, "child", person(f"Enfant {rank}"))
    client = sign_in(adviser)
    with django_assert_num_queries(7):
        assert client.get(at("contact-couple", contact.pk)).status_code == 200
