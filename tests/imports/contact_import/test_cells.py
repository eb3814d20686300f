"""What the text of a cell means under each column of the workbook, or why it means nothing."""

import csv
from pathlib import Path

import pytest
from django.utils import translation

from contacts import workbook
from contacts.models import Category, Keyword, ListValue
from imports.queries.contact_import.cells import Cells
from imports.queries.contact_import.words import Words

COLUMNS = Path(__file__).parents[2] / "contacts" / "o2s-contact-import-columns.csv"


class NoWords(Words):
    """The words of a firm that has none: enough for what every firm calls alike."""

    def __init__(self):
        self.gone, self.lists = {"user": set()}, {}
        self.tags = self.categories = self.identifiers = self.names = {}


@pytest.fixture
def cells():
    with translation.override("fr"):
        yield Cells(NoWords())


def described():
    with COLUMNS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def said(cells, column, text):
    reading = cells.read(column, text)
    (found,) = reading.issues or [None]
    return (str(found.code), found.text) if found else dict(reading.values)


def test_columns_that_may_be_emptied_are_those_of_the_workbook(cells):
    for row in described():
        reading = cells.read(row["column"], "#SUPPR#")
        is_emptied = not reading.issues
        assert is_emptied == (row["erasable_with_#SUPPR#"] == "yes"), row["column"]
        assert is_emptied == bool(reading.values)
        if not is_emptied:
            assert said(cells, row["column"], "#suppr#") == ("C_ERASE", "#SUPPR#")


# Examples whose check digits do not agree, and one that is a value of the firm's own list here.
_NOT_TAKEN = {
    "Client personne morale – LEI",
    "Client personne morale – SIRET",
    "Statut professionnel",
}


def of_every_firm(row):
    is_own = row["kind"] in {"custom", "user"} or row["column"] in _NOT_TAKEN
    return bool(row["example"]) and not is_own


@pytest.mark.parametrize(
    "row", list(filter(of_every_firm, described())), ids=lambda row: row["column"]
)
def test_each_example_and_word_of_the_workbook_is_taken(cells, row):
    texts = {row["example"], *row["values"].split("|")} - {"", "…", "TC"}
    for text in texts:
        assert not cells.read(row["column"], text).issues, text


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("Type de Personne (PM / PP / TC)", "pm", {"kind": "organisation"}),
        ("Type de Personne (PM / PP / TC)", "TC", ("C_TC", "TC")),
        ("Client Titre", "Mme", {"title": "mrs"}),
        (
            "Client Nom",
            " D’ARC  Jeanne ",
            {"last_name": "D’ARC Jeanne", "legal_name": "D’ARC Jeanne"},
        ),
        ("Client Nom", "N" * 201, ("C_TOO_LONG", "N" * 200)),
        ("Situation de famille", "UNION LIBRE", {"marital_status": "cohabiting"}),
        ("Situation de famille", "Non définie", {"marital_status": ""}),
        ("Situation de famille", "mariée", {"marital_status": "married"}),
        ("Situation de famille", "Veuve", {"marital_status": "widowed"}),
        ("Situation de famille", "fiancé", ("C_LIST", "fiancé")),
        ("Régime matrimonial", "Communauté universelle", {"matrimonial_regime": "universal"}),
        ("Client Date de naissance", "12.4.1970", {"birth_date": "1970-04-12"}),
        ("Client Date de naissance", "12/04/70", ("C_DATE", "12/04/70")),
        ("Client Date de naissance", "12/04/2970", ("C_DATE", "12/04/2970")),
        ("Client Pays de naissance", "belgique", {"birth_country": "BE"}),
        ("Nationalité", "Italien", {"nationality": "IT"}),
        ("Nationalité", "turque", {"nationality": "TR"}),
        ("Autre nationalité", "Klingon", ("C_LIST", "Klingon")),
        ("Adresse domicile Pays", "France", {"address_personal_country": "FR"}),
        ("Téléphone (mobile)", "06 89 54 12 75 poste 12", {"telephone_mobile": "+33689541275x12"}),
        ("Téléphone (mobile)", "≈6,89541E+08", ("C_MANGLED", "≈6,89541E+08")),
        ("Email (personnel)", "a@b", ("C_FORMAT", "a@b")),
        ("Client personne morale – SIRET", "732 829 320", {"siren": "732829320"}),
        ("Client personne morale – SIRET", "732829320-00074", {"siret": "73282932000074"}),
        ("Client personne morale – SIRET", "73282932000075", ("C_FORMAT", "73282932000075")),
        ("Montant de l’IR", "12 500,50 €", {"income_tax": "12500.5"}),
        ("Taux Marginal d’Imposition (IR)", "41%", {"income_tax_rate": "41"}),
        ("Taux Marginal d’Imposition (IR)", "141%", ("C_NUMBER", "141%")),
        ("Nombre d’enfants", "trois", ("C_NUMBER", "trois")),
        (
            "Revenus du foyer (Montant ou Tranche)",
            "Tranche 1",
            {"household_income": None, "household_income_band": "Tranche 1"},
        ),
        ("Revenus du foyer (Montant ou Tranche)", "90000", {"household_income": "90000"}),
        ("Dossier privé", "OUI", {"is_private": True}),
        ("Dossier privé", "#SUPPR#", {"is_private": False}),
        ("Note", "", {}),
    ],
)
def test_text_means(cells, column, text, expected):
    assert said(cells, column, text) == expected


@pytest.mark.django_db
def test_the_firms_own_words_are_taken_whatever_their_writing(hire):
    jacques = hire("A12345", "Conseiller", first_name="Jacques", last_name="Marlet")
    clients = Category.objects.get(name="Clients")
    paris = Category.objects.create(name="Île-de-France", parent=clients, position=7)
    golf = Keyword.objects.create(label="Golf", position=80)
    club = Keyword.objects.create(label="Club AH", position=81)
    architect = ListValue.objects.create(firm_list="profession", label="Géomètre", position=90)
    cells = Cells(Words(), {"Mots clés": {"Golff": "Golf"}, "PROFESSION": {"Geom": "géomètre"}})
    expected = {
        ("Type de contact", "clients / ile de france"): {"category": paris.pk},
        ("Type de contact", "Clients/Nulle part"): ("C_CATEGORY", "Clients/Nulle part"),
        ("PROFESSION", "GEOMETRE"): {"profession": architect.pk},
        ("PROFESSION", "Geom"): {"profession": architect.pk},
        ("Conjoint profession", "Astronaute"): ("C_LIST", "Astronaute"),
        ("Mots clés", "club ah;golf;"): {"keywords": sorted([golf.pk, club.pk])},
        ("Mots clés", "Golff;Club AH"): {"keywords": sorted([golf.pk, club.pk])},
        ("Mots clés", "Golf;Tenis"): ("C_KEYWORD", "Tenis"),
        ("Conseiller principal – Identifiant", "a12345"): {"lead_adviser": jacques.pk},
        ("Conseiller principal – Nom prénom", "marlet jacques"): {"lead_adviser": jacques.pk},
        ("Assistant – Nom prénom", "Jacques MARLET"): {"assistant": jacques.pk},
        ("Assistant – Nom prénom", "Marlet"): ("C_PERSON", "Marlet"),
    }
    assert {asked: said(cells, *asked) for asked in expected} == expected
    assert set(workbook.WORDS) >= {"kind", "title"}
