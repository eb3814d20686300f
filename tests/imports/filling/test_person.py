"""What a form says of a person, in the folder: identity, coordinates, couple, work."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from contacts.enums import FirmList, PhoneType, Use
from contacts.models import Email, ListValue, PostalAddress, Telephone
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(adviser):
    return PersonFactory(by=adviser, last_name="Moreau", first_name="Anne")


def fresh(contact):
    return type(contact).objects.select_related("person").get(pk=contact.pk)


def test_identity_is_stored_as_the_folder_stores_it(contact, filled):
    filled(
        contact,
        {
            "tit_civilite": "MME",
            "tit_nom": "Öztürk-Lefèvre",
            "tit_nom_naissance": "Lefèvre",
            "tit_prenoms": "Anne, Marie",
            "tit_naissance_date": "24/07/1968",
            "tit_naissance_cp": "97411",
            "tit_naissance_ville": "Saint-Denis",
            "tit_naissance_pays": "france",
            "tit_nationalite": "Français, Belge",
        },
    )

    person = fresh(contact).person
    assert (person.title, person.last_name, person.birth_name) == (
        "mrs",
        "Öztürk-Lefèvre",
        "Lefèvre",
    )
    assert (person.first_name, person.other_first_names) == ("Anne", "Marie")
    assert person.birth_date == dt.date(1968, 7, 24)
    assert (person.birth_department, person.birth_town, person.birth_country) == (
        "974",
        "Saint-Denis",
        "FR",
    )
    assert person.birth_commune == "97411"
    assert (person.nationality, person.other_nationality) == ("FR", "BE")


def test_what_lists_and_search_read_follows(contact, filled):
    filled(contact, {"tit_nom": "Öztürk", "adr_ligne1": "1 rue Haute", "adr_ville": "Brest"})

    contact = fresh(contact)
    assert (contact.name, contact.town) == ("Öztürk", "Brest")
    assert contact.sort_name.startswith("ozturk")
    assert "ozturk" in contact.search.text


def test_history_names_the_form(contact, filled, adviser):
    filled(contact, {"tit_nom": "Martin"})

    record = contact.person.history.latest()
    assert (record.last_name, record.history_user) == ("Martin", adviser)
    assert record.history_change_reason == "Recueil RIC-PP/1 du 29/11/2026"


@pytest.mark.parametrize(
    ("known", "text", "names"),
    [
        ("", "Anne, Marie ; Louise", ("Anne", "Marie, Louise")),
        ("", "Anne Marie Louise", ("Anne", "Marie Louise")),
        ("", "Anne-Marie Louise", ("Anne-Marie", "Louise")),
        ("Marie  Claire", "marie claire Louise", ("marie claire", "Louise")),
        ("Marie Claire", "Marie, Claire", ("Marie", "Claire")),
        ("Marie Claire", "Maria Claire", ("Maria", "Claire")),
        ("Marie Claire", "Marie-Claire Louise", ("Marie-Claire", "Louise")),
        ("Marie-Claire", "Marie Claire Louise", ("Marie-Claire", "Louise")),
        ("Marie-Claire", "MARIE CLAIRE LOUISE", ("Marie-Claire", "LOUISE")),
        ("Marie-Clemence", "Marie Clémence Louise", ("Marie Clémence", "Louise")),
        ("Marie-Claire", "Marie-Claire Louise", ("Marie-Claire", "Louise")),
        ("Marie-Claire", "Marie Claire", ("Marie Claire", "")),
        ("Marie-Claire", "Marie Louise", ("Marie", "Louise")),
        ("Anne", "Anne", ("Anne", "")),
        ("Anne", "", ("", "")),
        ("Anne", ", Marie", ("", "Marie")),
    ],
)
def test_first_names_are_parted_into_the_one_in_use_and_the_others(
    adviser, filled, known, text, names
):
    contact = PersonFactory(by=adviser, first_name=known, other_first_names="Chloé")

    filled(contact, {"tit_prenoms": text})

    person = fresh(contact).person
    assert (person.first_name, person.other_first_names) == names
    assert fresh(contact).first_name == names[0]


def test_contact_is_found_by_any_first_name(contact, filled):
    filled(contact, {"tit_prenoms": "Anne, Zoé", "cjt_nom": "Martin", "cjt_prenoms": "Luc, Ugo"})

    text = fresh(contact).search.text.split()
    assert [name for name in ("anne", "zoe", "luc", "ugo") if name not in text] == []
    told = contact.related_people.get()
    assert (told.first_name, told.other_first_names) == ("Luc", "Ugo")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("tit_nom", "", "Un dossier ne peut pas s’en passer : corrigez-le dans le dossier."),
        (
            "tit_naissance_pays",
            "Syldavie",
            "« Syldavie » n’est pas un pays de la liste. Écrivez son nom usuel : Belgique.",
        ),
        (
            "tit_nationalite",
            "Syldave",
            "« Syldave » n’est pas une nationalité de la liste. Écrivez-la ainsi : Française.",
        ),
        (
            "tit_nationalite",
            "Belge, Suisse, Italienne",
            "Un dossier a deux nationalités au plus : gardez-en deux.",
        ),
        (
            "fam_lieu",
            "Angers",
            "Un dossier garde le lieu d’un mariage ou d’un PACS seulement.",
        ),
    ],
)
def test_what_a_folder_cannot_hold_is_refused_with_words(contact, refused, name, text, words):
    said = refused(contact, {name: text})

    assert {key: value.replace("\u202f", " ") for key, value in said.items()} == {name: words}


def test_a_word_of_the_firm_is_found_by_its_label(contact, filled):
    word = ListValue.objects.create(
        firm_list=FirmList.PROFESSIONAL_STATUS, label="SALARIÉ CADRE", position=0
    )

    filled(contact, {"tit_statut_pro": "SAL_CADRE"})

    assert fresh(contact).person.professional_status == word


def test_a_word_that_the_firm_lacks_is_refused_to_who_may_not_add_it(contact, refused):
    (words,) = refused(contact, {"tit_capacite": "CURA"}).values()

    assert words.replace("\u202f", " ") == (
        "« Curatelle » n’est pas dans la liste « Capacité juridique » du cabinet :"
        " faites-l’y ajouter, puis reprenez la réponse."
    )
    assert ListValue.objects.count() == 0


def test_a_word_that_the_firm_lacks_is_added_once_by_who_may(contact, filled, adviser):
    adviser.user_permissions.add(Permission.objects.get(codename="manage_keywords"))
    by = type(adviser).objects.get(pk=adviser.pk)

    filled(contact, {"tit_capacite": "CURA"}, by=by)

    word = ListValue.objects.get()
    assert (word.label, word.firm_list) == ("Curatelle", FirmList.LEGAL_CAPACITY)
    assert fresh(contact).person.legal_capacity == word


def test_new_coordinates_are_added_and_the_first_of_a_sort_is_preferred(contact, filled):
    filled(
        contact,
        {
            "adr_ligne1": "1 rue Haute",
            "adr_cp": "49 000",
            "adr_ville": "Angers",
            "tit_email": "Anne@Example.fr",
            "tit_tel_mobile": "06 12 34 56 78",
            "tit_tel_fixe": "02 41 23 45 67",
        },
    )

    address = PostalAddress.objects.get(contact=contact)
    assert (address.line_1, address.post_code, address.preferred) == ("1 rue Haute", "49000", True)
    email = Email.objects.get(contact=contact)
    assert (email.address, email.key, email.use, email.preferred) == (
        "Anne@example.fr",
        "anne@example.fr",
        Use.PERSONAL,
        True,
    )
    assert list(
        Telephone.objects.filter(contact=contact)
        .order_by("pk")
        .values_list("number", "line", "preferred")
    ) == [("+33612345678", PhoneType.MOBILE, True), ("+33241234567", PhoneType.LANDLINE, False)]


def test_a_changed_address_is_the_same_row(contact, filled):
    row = PostalAddress(contact=contact, line_1="1 rue Haute", town="Angers", preferred=True)
    row.save()

    filled(contact, {"adr_ligne1": "2 rue Basse"}, today={"adr_ville": "Angers"})

    row.refresh_from_db()
    assert (row.line_1, row.town) == ("2 rue Basse", "Angers")
    assert PostalAddress.objects.count() == 1


def test_an_emptied_number_goes_and_the_next_is_preferred(contact, filled):
    rows = [
        Telephone.objects.create(contact=contact, number="+33612345678", preferred=True),
        Telephone.objects.create(contact=contact, number="+33241234567", line=PhoneType.LANDLINE),
    ]

    filled(contact, {"tit_tel_mobile": ""})

    assert list(Telephone.objects.values_list("pk", "preferred")) == [(rows[1].pk, True)]


def test_a_number_that_stands_elsewhere_is_not_added_twice(contact, refused):
    Telephone.objects.create(contact=contact, number="+33612345678", use=Use.PROFESSIONAL)

    said = refused(contact, {"tit_tel_mobile": "06 12 34 56 78"})

    assert said == {"tit_tel_mobile": "Ce numéro est déjà là."}


@pytest.mark.parametrize(
    ("status", "since", "place"),
    [("MARIE", "marriage_date", "marriage_place"), ("PACSE", "pacs_date", "pacs_place")],
)
def test_a_couple_has_its_own_date_and_place(contact, filled, status, since, place):
    filled(
        contact,
        {"fam_situation": status, "fam_depuis": "12/06/1995", "fam_lieu": "Nantes"},
    )

    person = fresh(contact).person
    assert getattr(person, since) == dt.date(1995, 6, 12)
    assert getattr(person, place) == "Nantes"


def test_any_other_situation_has_the_date_of_all(contact, filled):
    filled(contact, {"fam_situation": "VEUF", "fam_depuis": "12/06/1995"})

    person = fresh(contact).person
    assert (person.marital_status, person.marital_since) == ("widowed", dt.date(1995, 6, 12))


def test_an_empty_box_says_nothing(contact, filled):
    filled(contact, {"fam_testament": "OUI", "fam_contrat": "NON", "fam_ddv": ""})

    person = fresh(contact).person
    assert (person.has_will, person.marriage_contract, person.spouse_gift) == ("yes", "no", "")


def test_work_is_stored(contact, filled):
    filled(
        contact,
        {
            "tit_csp": "3",
            "tit_profession": "Ingénieure",
            "tit_employeur": "Łódź & Fils",
            "tit_secteur": "Énergie",
            "tit_pro_depuis": "01/09/2001",
            "tit_retraite_age": "64",
            "adr_logement": "PROP_ACC",
        },
    )

    person = fresh(contact).person
    assert (person.socio_professional_category, person.profession_label) == ("3", "Ingénieure")
    assert (person.employer, person.business_sector) == ("Łódź & Fils", "Énergie")
    assert (person.employed_since, person.retirement_age) == (dt.date(2001, 9, 1), 64)
    assert person.housing == "PROP_ACC"
