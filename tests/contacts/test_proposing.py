"""What is proposed as one types: towns for post codes, activities for their codes."""

import pytest
from django.urls import reverse

from contacts.enums import Proposals
from contacts.forms.coordinates import AddressForm
from contacts.forms.proposing import PROPOSED, proposals
from contacts.models import PostalAddress
from tests.contacts.pages import posted


def labels(source, typed, **beside):
    return [proposal.label for proposal in proposals(source, typed, beside)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("76600", ["76600 Le Havre"]),
        ("76 600", ["76600 Le Havre"]),
        ("75116", ["75116 Paris"]),
        ("98000", ["98000 Monaco"]),
        (
            "49110",
            [
                "49110 Beaupréau-en-Mauges",
                "49110 Mauges-sur-Loire",
                "49110 Montrevault-sur-Èvre",
            ],
        ),
        ("7660", []),
        ("75380", []),
    ],
)
def test_a_post_code_proposes_its_communes(typed, found):
    assert labels(Proposals.POST_CODE, typed) == found


def test_only_the_one_commune_of_a_post_code_is_filled_in_unasked():
    (havre,) = proposals(Proposals.POST_CODE, "76600", {})
    assert havre.is_sure
    assert havre.fills == {"post_code": "76600", "town": "Le Havre"}
    assert not any(one.is_sure for one in proposals(Proposals.POST_CODE, "49110", {}))
    assert not any(one.is_sure for one in proposals(Proposals.TOWN, "Le Havre", {}))


@pytest.mark.parametrize(
    ("typed", "post_code", "found"),
    [
        ("havre", "", ["76600 Le Havre", "76610 Le Havre", "76620 Le Havre"]),
        # Of the post code that is there: all of them, or those that begin so.
        (
            "",
            "49110",
            [
                "49110 Beaupréau-en-Mauges",
                "49110 Mauges-sur-Loire",
                "49110 Montrevault-sur-Èvre",
            ],
        ),
        ("mau", "49110", ["49110 Mauges-sur-Loire"]),
        # Another town than those of the post code.
        ("bastia", "49110", ["20200 Bastia", "20600 Bastia"]),
        # A district is no town of an envelope; a part of a commune is, with that one's post codes.
        ("paris 16", "", ["75016 Paris", "75116 Paris"]),
        (
            "st pierre montli",
            "",
            [
                "49110 Saint-Pierre-Montlimart · Montrevault-sur-Èvre",
                "49270 Saint-Pierre-Montlimart · Montrevault-sur-Èvre",
                "49600 Saint-Pierre-Montlimart · Montrevault-sur-Èvre",
            ],
        ),
        ("zorglub", "", []),
        ("", "", []),
    ],
)
def test_a_town_proposes_its_post_codes(typed, post_code, found):
    assert labels(Proposals.TOWN, typed, post_code=post_code) == found


def test_no_more_than_a_list_holds_is_proposed():
    assert len(labels(Proposals.TOWN, "saint")) == PROPOSED


@pytest.mark.parametrize(("country", "count"), [("", 1), ("FR", 1), ("RE", 1), ("BE", 0)])
def test_addresses_abroad_are_left_alone(country, count):
    assert len(labels(Proposals.POST_CODE, "76600", country=country)) == count
    assert len(labels(Proposals.BIRTH_TOWN, "le havre", birth_country=country)) == count


def test_a_birth_place_is_proposed_with_its_department_and_its_code():
    assert labels(Proposals.BIRTH_TOWN, "saint denis")[:2] == [
        "Saint-Denis (974)",
        "Saint-Denis (93)",
    ]
    (first, *_) = proposals(Proposals.BIRTH_TOWN, "saint denis", {"birth_department": "93"})
    assert first.fills == {
        "birth_town": "Saint-Denis",
        "birth_department": "93",
        "birth_commune": "93066",
    }
    district = proposals(Proposals.BIRTH_TOWN, "lyon 3", {})[0]
    assert (district.label, district.fills["birth_commune"]) == (
        "Lyon 3e Arrondissement (69) · Lyon",
        "69383",
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("66.22", ["66.22Z Activités des agents et courtiers d’assurances"]),
        ("6622z", ["66.22Z Activités des agents et courtiers d’assurances"]),
        ("courtiers assur", ["66.22Z Activités des agents et courtiers d’assurances"]),
        ("zorglub", []),
        ("", []),
    ],
)
def test_an_activity_is_found_by_its_code_or_its_words(typed, found):
    assert labels(Proposals.ACTIVITY, typed) == found


def test_an_address_says_what_its_script_asks():
    form = AddressForm(instance=PostalAddress(), prefix="addresses-0")
    attributes = form.fields["town"].widget.build_attrs({})
    assert attributes["data-proposals"] == reverse("contacts:proposals", args=["communes"])
    assert (attributes["data-proposed"], attributes["data-beside"]) == ("town", "post_code country")
    assert 'maxlength="50"' in str(form["town"])


@pytest.mark.django_db
def test_a_list_of_proposals_is_drawn(sign_in, adviser):
    client = sign_in(adviser)
    page = client.get(reverse("contacts:proposals", args=["codes-postaux"]), {"q": "76600"})
    told = page.content.decode()
    assert "76600 Le Havre</li>" in told
    assert (
        "{&quot;post_code&quot;: &quot;76600&quot;, &quot;town&quot;: &quot;Le Havre&quot;}" in told
    )
    assert told.count("data-sure") == 1
    assert client.get(reverse("contacts:proposals", args=["zorglub"])).status_code == 404


@pytest.fixture
def general(sign_in, adviser):
    """Post Général as a browser would, with some fields changed: gives the page that follows."""

    def general(contact, **changed):
        client = sign_in(adviser)
        address = reverse("contacts:contact-general", args=[contact.pk])
        answer = client.post(address, posted(client.get(address)) | changed, follow=True)
        assert answer.status_code == 200, answer.context["details"].errors
        if contact.is_person:
            contact.person.refresh_from_db()
        return answer.content.decode()

    return general


@pytest.mark.django_db
def test_the_code_follows_the_place_of_birth_unless_it_is_typed(person, general):
    contact = person(birth_town="Alger", birth_department="999", birth_commune="99352")
    told = general(contact, note="Nothing of the birth")
    assert contact.person.birth_commune == "99352"
    assert "À vérifier\u202f: aucune commune n’a ce code aujourd’hui." in told
    told = general(contact, birth_town="ST DENIS", birth_department="93")
    assert contact.person.birth_commune == "93066"
    assert "À vérifier" not in told
    # A department of before 1968 has no such commune: the code that was typed stays.
    told = general(contact, birth_department="75", birth_commune="93066")
    assert contact.person.birth_commune == ""
    told = general(contact, birth_commune="93066")
    assert contact.person.birth_commune == "93066"
    assert "À vérifier\u202f: c’est le code de Saint-Denis (93)." in told
    # The code of a district goes with its town.
    told = general(contact, birth_town="Paris", birth_commune="75120")
    assert "À vérifier" not in told
    told = general(contact, birth_town="Lyon", birth_department="69", birth_commune="75119")
    assert "À vérifier\u202f: c’est le code de Paris 19e Arrondissement (75)." in told


@pytest.mark.django_db
def test_an_activity_is_named_beside_its_code(organisation, general):
    contact = organisation()
    assert "Activités des agents et courtiers d’assurances" in general(contact, naf_code="6622Z")
    assert "À vérifier\u202f: la NAF rév. 2 n’a pas cette activité." in general(
        contact, naf_code="99.99Z"
    )
