"""Adding, seeing and changing a contact, and who may know that it exists."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.models import Category, Contact, PrivateFolderGrant

PERSON = {"title": "mrs", "last_name": "Castaing-Moreau", "first_name": "Hélène"}


def without_token(answer):
    """Return the page without the one thing that differs at each request."""
    return re.sub(rb'name="(csrfmiddlewaretoken|form_token)" value="[^"]+"', b"", answer.content)


def category():
    return Category.objects.get(name="Clients")


@pytest.fixture
def add(sign_in):
    """Add a person through the form, as somebody."""

    def add(user, **fields):
        answer = sign_in(user).post(
            reverse("contacts:contact-create", args=["person"]),
            PERSON | {"category": category().pk} | fields,
        )
        assert answer.status_code == 302, answer.context["forms"][1].errors
        return Contact.objects.latest("pk")

    return add


def general(contact, **changed):
    fields = PERSON | {"category": contact.category_id, "version": contact.version}
    return fields | {"lead_adviser": contact.lead_adviser_id or ""} | changed


def test_person_added_is_led_by_whoever_adds(add, adviser):
    contact = add(adviser, birth_date="24/11/1975")
    assert (contact.lead_adviser, contact.created_by) == (adviser, adviser)
    assert (contact.name, contact.first_name) == ("Castaing-Moreau", "Hélène")
    assert contact.sort_name == "castaing moreau  helene"
    assert str(contact.birth_date) == "1975-11-24"
    assert [row.history_user for row in contact.history.all()] == [adviser]
    assert [row.history_user for row in contact.person.history.all()] == [adviser]


def test_organisation_needs_its_legal_name_alone(adviser, sign_in):
    address = reverse("contacts:contact-create", args=["organisation"])
    societies = Category.objects.get(name="Sociétés").pk
    client = sign_in(adviser)
    refused = client.post(address, {"category": societies, "siren": "812345671"})
    assert refused.status_code == 422
    assert refused.context["details"].errors.keys() == {"legal_name", "siren"}
    assert "812345671" in refused.content.decode()
    assert (
        client.post(address, {"category": societies, "legal_name": "Chais Moreau SAS"}).status_code
        == 302
    )
    assert Contact.objects.get().kind == "organisation"


@pytest.mark.on_sqlite
@pytest.mark.security(54)
@pytest.mark.parametrize("born", ["31/02/1980", "24/11/2126", "01/01/1850"])
def test_impossible_birth_is_refused_and_kept(adviser, sign_in, born):
    answer = sign_in(adviser).post(
        reverse("contacts:contact-create", args=["person"]),
        PERSON | {"category": category().pk, "birth_date": born},
    )
    assert answer.status_code == 422
    assert f'value="{born}"' in answer.content.decode()
    assert not Contact.everything.exists()


@pytest.mark.on_sqlite
@pytest.mark.security(54)
@pytest.mark.parametrize(("age", "status"), [(130, 302), (131, 422)])
def test_oldest_birth_is_of_a_hundred_and_thirty_years_ago(adviser, sign_in, age, status):
    born = f"01/01/{timezone.localdate().year - age}"
    answer = sign_in(adviser).post(
        reverse("contacts:contact-create", args=["person"]),
        PERSON | {"category": category().pk, "birth_date": born},
    )
    assert answer.status_code == status
    assert Contact.everything.count() == (status == 302)


@pytest.mark.security(2, 4)
def test_private_folder_exists_for_its_people_alone(
    add, adviser, colleague, manager, administrator, sign_in
):
    contact = add(adviser)
    page = reverse("contacts:contact-general", args=[contact.pk])
    assert sign_in(colleague).get(page).status_code == 200
    assert sign_in(adviser).post(page, general(contact, is_private="on")).status_code == 302
    assert PrivateFolderGrant.objects.get().user == adviser
    assert sign_in(adviser).get(page).status_code == 200
    for stranger in (colleague, manager, administrator):
        client = sign_in(stranger)
        never_used = client.get(reverse("contacts:contact-general", args=[contact.pk + 1]))
        hidden = client.get(page)
        assert hidden.status_code == 404
        assert without_token(hidden) == without_token(never_used)
        assert client.post(page, general(contact)).status_code == 404
        listed = client.get(reverse("contacts:contact-list"))
        assert listed.context["page"].rows == []
        assert listed.context["page"].count == 0
        found = client.get(reverse("search"), {"q": "castaing"})
        assert found.context["groups"][0]["entries"] == []


@pytest.mark.security(23)
def test_box_is_not_there_without_the_right(add, adviser, assistant, sign_in):
    contact = add(adviser)
    page = reverse("contacts:contact-general", args=[contact.pk])
    client = sign_in(assistant)
    assert "is_private" not in client.get(page).context["own"].fields
    assert client.post(page, general(contact, is_private="on")).status_code == 302
    contact.refresh_from_db()
    assert contact.is_private is False


def test_junior_sees_own_contacts_only(add, adviser, junior, sign_in):
    contact = add(adviser)
    page = reverse("contacts:contact-general", args=[contact.pk])
    assert sign_in(junior).get(page).status_code == 404
    answer = sign_in(adviser).post(page, general(contact, assistant=junior.pk))
    assert answer.status_code == 302
    assert sign_in(junior).get(page).status_code == 200


def test_who_saves_second_is_told_and_loses_nothing_typed(add, adviser, colleague, sign_in):
    contact = add(adviser)
    page = reverse("contacts:contact-general", args=[contact.pk])
    assert sign_in(adviser).post(page, general(contact, note="First")).status_code == 302
    second = sign_in(colleague).post(page, general(contact, note="Second"))
    assert second.status_code == 422
    assert "Second" in second.content.decode()
    contact.refresh_from_db()
    assert contact.note == "First"


@pytest.mark.security(30)
def test_extra_fields_posted_change_nothing(add, adviser, sign_in):
    contact = add(adviser)
    page = reverse("contacts:contact-general", args=[contact.pk])
    extra = {"deleted_at": "2026-01-01", "merged_into": contact.pk, "kind": "organisation"}
    assert sign_in(adviser).post(page, general(contact, **extra)).status_code == 302
    contact.refresh_from_db()
    assert (contact.deleted_at, contact.merged_into, contact.kind) == (None, None, "person")


def coordinates(contact, **rows):
    fields = {"version": contact.version}
    for sort in ("emails", "telephones", "addresses"):
        given = rows.get(sort, [])
        fields |= {f"{sort}-TOTAL_FORMS": len(given), f"{sort}-INITIAL_FORMS": 0}
        for number, row in enumerate(given):
            fields |= {f"{sort}-{number}-{name}": value for name, value in row.items()}
    return fields


@pytest.mark.security(57)
def test_coordinates_are_stored_in_one_form(add, adviser, sign_in):
    contact = add(adviser)
    page = reverse("contacts:contact-coordinates", args=[contact.pk])
    client = sign_in(adviser)
    given = coordinates(
        contact,
        emails=[{"address": "H.Castaing@Example.org", "use": "personal"}],
        telephones=[{"number": "06 12 45 78 09", "line": "mobile", "use": "personal"}],
        addresses=[
            {"post_code": "01000", "town": "Bourg-en-Bresse", "country": "FR", "use": "personal"}
        ],
    )
    assert client.post(page, given).status_code == 302
    contact.refresh_from_db()
    assert contact.emails.get().key == "h.castaing@example.org"
    assert contact.telephones.get().number == "+33612457809"
    assert (contact.addresses.get().post_code, contact.town) == ("01000", "Bourg-en-Bresse")
    for query in ("h.castaing@", "0612457809", "castaing helene", "HELENE"):
        found = client.get(reverse("search"), {"q": query}).context["groups"][0]["entries"]
        assert [entry["label"] for entry in found] == ["Hélène Castaing-Moreau"], query


@pytest.mark.on_sqlite
def test_telephone_that_is_none_is_refused(add, adviser, sign_in):
    contact = add(adviser)
    page = reverse("contacts:contact-coordinates", args=[contact.pk])
    row = {"number": "12", "line": "mobile", "use": "personal"}
    answer = sign_in(adviser).post(page, coordinates(contact, telephones=[row]))
    assert answer.status_code == 422
    assert 'value="12"' in answer.content.decode()
    assert not contact.telephones.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_one_and_three_rows(
    add, adviser, sign_in, number, django_assert_num_queries
):
    for position in range(number):
        add(adviser, last_name=f"Durand {position}")
    client = sign_in(adviser)
    with django_assert_num_queries(12):
        listed = client.get(reverse("contacts:contact-list"))
    assert len(listed.context["page"].rows) == number


def test_pages_follow_each_other_without_loss(add, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("contacts.queries.listing.PAGE", 2)
    for name in ("Élan", "Abadie", "Zeller", "Dupré", "Dupré"):
        add(adviser, last_name=name)
    client = sign_in(adviser)
    address, seen = reverse("contacts:contact-list"), []
    while address:
        context = client.get(address).context
        seen += [row["name"] for row in context["page"].rows]
        address = context.get("next_url") and reverse("contacts:contact-list") + context["next_url"]
    assert seen == ["Abadie", "Dupré", "Dupré", "Élan", "Zeller"]


def test_plain_bulk_writes_are_refused():
    for write in (
        lambda: Contact.objects.update(note="x"),
        lambda: Contact.everything.bulk_create([]),
        lambda: Contact.objects.bulk_update([], ["note"]),
    ):
        with pytest.raises(TypeError):
            write()
