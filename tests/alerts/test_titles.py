"""Two holders in one name, and organisations told by their legal form."""

import datetime as dt

import pytest
from lxml import html

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.models import DetectedClient, PartnerLink
from contacts.models import Contact, OrganisationDetails, PersonDetails
from tests.alerts.conftest import typed, window
from text.titles import joint_title, parted

BORN = dt.date(1970, 4, 12)


@pytest.mark.parametrize(
    ("name", "title", "rest"),
    [
        ("M. et Mme PAUL DUPONT", "M. et Mme", "PAUL DUPONT"),
        ("M OU MME DUPONT", "M. ou Mme", "DUPONT"),
        ("Monsieur & Madame Le Goff", "M. et Mme", "Le Goff"),
        ("Dr DUPONT", "Docteur", "DUPONT"),
        ("Me Dupont", "Maître", "Dupont"),
        ("ME CONSEIL", "", "ME CONSEIL"),
        ("Mr Bricolage", "", "Mr Bricolage"),
        ("M'Barek", "", "M'Barek"),
        ("MOUNIER", "", "MOUNIER"),
        ("M. et Mme", "", "M. et Mme"),
    ],
)
def test_titles_before_a_name(name, title, rest):
    assert parted(name) == (title, rest)


@pytest.mark.parametrize(
    "text", ["M.", "Mme Dupont", "M. et Mme Dupont", "et", "M. et Mme et Mlle"]
)
def test_what_is_no_title_of_two(text):
    assert joint_title(text) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("owner", "kind"),
    [
        (Owner("MENUISERIE LEBRUN", title="SARL"), "organisation"),
        (Owner("SARL LEBRUN", title="Monsieur"), "organisation"),
        (Owner("SARL LEBRUN", "Paul", title="Monsieur"), "organisation"),
        (Owner("VAN SAS", "Paul", title="Monsieur"), "person"),
        (Owner("SCI", "Paul", title="Monsieur"), "person"),
        (Owner("LEBRUN", title="Monsieur"), "person"),
        (Owner("LEBRUN"), "organisation"),
        (Owner("M. et Mme LEBRUN"), "person"),
        (Owner("Dr LEBRUN"), "person"),
        (None, "person"),
    ],
)
def test_a_legal_form_makes_an_organisation(night, owner, kind):
    night(("A1", owner))
    assert DetectedClient.objects.get().kind == kind


@pytest.mark.django_db
def test_an_organisation_is_added_with_its_form_and_all_its_name(night, adviser):
    night(("A1", Owner("LEBRUN", "MENUISERIE", title="SARL")))
    add(adviser)
    told = OrganisationDetails.objects.values_list("legal_name", "legal_form")
    assert list(told) == [("LEBRUN MENUISERIE", "SARL")]


@pytest.mark.django_db
def test_an_organisation_is_asked_what_it_has_alone(night, adviser, sign_in):
    night(("A1", Owner("LEBRUN", "MENUISERIE", title="SARL", post_code="49100", town="Angers")))
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    opened = client.post(window(), typed(line, button="edit", value=str(line.pk)))
    form = opened.context["lines"][0].form
    assert {name: form[name].value() for name in form.OPENED} == {
        "last_name": "LEBRUN MENUISERIE",
        "line_1": "",
        "post_code": "49100",
        "town": "Angers",
        "adviser": str(adviser.pk),
    }
    page = html.fromstring(opened.content)
    labels = page.xpath("//fieldset[@class='inlineform']//label/text()")
    assert labels == ["Dénomination", "Adresse", "Code postal", "Commune", "Conseiller"]
    prefix = f"c{line.pk}-"
    said = {f"{prefix}action": "add", f"{prefix}town": "Angers", f"{prefix}adviser": adviser.pk}
    nameless = client.post(window(), typed(line, **said, **{f"{prefix}last_name": ""}))
    assert "Indiquez la dénomination." in nameless.content.decode()
    named = {f"{prefix}last_name": "Menuiserie Lebrun"}
    assert client.post(window(), typed(line, **said, **named)).status_code == 302
    details = OrganisationDetails.objects.get()
    assert (details.legal_name, details.legal_form) == ("Menuiserie Lebrun", "SARL")
    assert details.contact.addresses.get().town == "Angers"


@pytest.mark.django_db
def test_a_learned_title_is_added(night, adviser):
    night(("A1", Owner("LEBRUN", "Paul", title="Dr")))
    add(adviser)
    told = PersonDetails.objects.values_list("title", "other_title", "last_name")
    assert list(told) == [("other", "Docteur", "Lebrun")]


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["M. et Mme", "M. ou Mme"])
def test_two_holders_are_not_the_one_who_is_named(night, adviser, person, title):
    paul = person("Dupont", "Paul", BORN)
    key = "born|dupont|paul|1970-04-12"
    PartnerLink.objects.create(partner="assurvia", owner_key=key, contact=paul, decided_by=adviser)
    night(("A1", Owner("DUPONT", "Paul", BORN, title=title)))
    client = DetectedClient.objects.get()
    assert (client.is_joint, client.title, client.best_contact) == (True, title, paul)


@pytest.mark.django_db
def test_joint_holders_are_said_and_their_name_parted_before_one_is_added(night, adviser, sign_in):
    night(("A1", Owner("M. et Mme PAUL DUPONT")))
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    assert "<strong>Cotitulaires</strong> (M. et Mme)" in client.get(window()).content.decode()
    refused = client.post(window(), typed(line, **{f"c{line.pk}-action": "add"}))
    assert refused.status_code == 422
    assert "Indiquez le prénom." in refused.content.decode()
    assert not Contact.objects.exists()
    names = {f"c{line.pk}-last_name": "DUPONT", f"c{line.pk}-first_name": "Paul"}
    names |= {f"c{line.pk}-second": "none", f"c{line.pk}-second_last_name": ""}
    added = typed(line, **names, **{f"c{line.pk}-action": "add"})
    assert client.post(window(), added).status_code == 302
    assert list(PersonDetails.objects.values_list("last_name", "first_name", "title")) == [
        ("DUPONT", "Paul", "")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("first_name", ["", "Paul et Marie", "Paul & Marie"])
def test_a_name_of_two_is_not_added_as_one(night, adviser, first_name):
    night(("A1", Owner("DUPONT", first_name, title="M. et Mme")))
    with pytest.raises(Incomplete):
        add(adviser)
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_adding_all_leaves_joint_holders(night, adviser, sign_in):
    night(("A1", Owner("DUPONT", "Paul", title="M. et Mme")), ("A2", Owner("LEBRUN", "Anne")))
    lines = DetectedClient.objects.order_by("last_name")
    page = sign_in(adviser).post(window(), typed(*lines, button="add_all"))
    shown = {str(line): line.form["action"].value() for line in page.context["lines"]}
    assert shown == {"Paul Dupont": "postpone", "Anne Lebrun": "add"}


def add(by):
    (line,) = DetectedClient.objects.all()
    treat_clients(decisions=[ClientDecision(line.pk, line.version, Action.ADD)], by=by)
