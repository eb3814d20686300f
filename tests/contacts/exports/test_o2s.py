"""The workbook that O2S imports: its columns, in its order and its words."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from contacts import workbook
from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.sheets import write_xlsx
from contacts.fields import ENTRIES
from contacts.models import (
    Category,
    ContactKeyword,
    Email,
    Keyword,
    ListValue,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from persistence.models import save_as

COLUMNS = Path(__file__).parent.parent / "o2s-contact-import-columns.csv"


def described():
    with COLUMNS.open(encoding="utf-8", newline="") as lines:
        return {line["column"]: line for line in csv.DictReader(lines)}


def read(user, *contacts):
    """Return what stands in the workbook for each contact: the columns that hold something."""
    reader = WorkbookOfO2S(user)
    heads = [column.label for column in reader.columns]
    return [
        {head: cell for head, cell in zip(heads, row, strict=True) if cell not in {None, ""}}
        for row in reader.read([contact.pk for contact in contacts])
    ]


@pytest.fixture
def relate(adviser):
    def relate(contact, other, **fields):
        far = "other_person" if isinstance(other, RelatedPerson) else "other_contact"
        row = Relationship(contact=contact, kind="spouse", **{far: other}, **fields)
        save_as(row, adviser)

    return relate


def test_head_is_that_of_the_workbook(adviser, tmp_path):
    path = tmp_path / "o2s.xlsx"
    reader = WorkbookOfO2S(adviser)
    write_xlsx(path, "Contacts", reader.columns, reader.read([]))
    head = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1]
    assert head == list(described())
    assert head[:5] == [
        *("Type de contact", "Code dossier", "Numéro client", "Numéro client (suite)"),
        "Type de Personne (PM / PP / TC)",
    ]
    assert len(head) == 113


@pytest.mark.parametrize("key", workbook.WORDS)
def test_words_are_those_that_the_workbook_takes(key):
    head = next(head for head, keys in workbook.COLUMNS.items() if key in keys)
    taken = described()[head]["values"].split("|")
    if "…" in taken:  # what the workbook's description leaves open
        assert taken[0] in workbook.WORDS[key].values()
    else:
        assert set(workbook.WORDS[key].values()) <= set(taken)
    # Each value that the field may hold has its word.
    assert set(workbook.WORDS[key]) >= set(ENTRIES[key].choices) - {"", "other"}


def fill(model, contact, **values):
    row = model(contact=contact, **values)
    row.save()


@pytest.mark.plays("contacts/exports/o2s.py::_add_telephones", "contacts/exports/o2s.py::_keywords")
def test_person_is_written_in_the_words_of_the_workbook(hire, person):
    alice = hire("a12345", "Conseiller", first_name="Jacques", last_name="Marlet")
    clients = Category.objects.get(name="Clients")
    paris = Category.objects.create(name="Paris", parent=clients, position=7)
    architect = ListValue.objects.create(firm_list="profession", label="Architecte", position=90)
    contact = person(
        "Durand",
        "Françoise",
        by=alice,
        birth_date=dt.date(1970, 4, 12),
        title="mrs",
        birth_name="Guyot",
        birth_department="92",
        birth_country="FR",
        nationality="BE",
        tax_residence="CH",
        identity_document="identity_card",
        marital_status="pacs",
        pacs_regime="joint",
        is_pep="no",
        mifid_category="retail",
        profession=architect,
        children_count=0,
        household_wealth=Decimal("125000.00"),
        household_income_band="Tranche 2",
        income_tax_rate=Decimal("41.00"),
        category=paris,
        client_number="098567",
        folder_code="0012",
        is_private=True,
        note="Beau-frère\nde Marcel",
    )
    for position, label in enumerate(("Golf", "Club, AH")):
        keyword = Keyword.objects.create(label=label, position=position)
        ContactKeyword(contact=contact, keyword=keyword).save()
    fill(
        Telephone,
        contact,
        number="+33142129958",
        line="landline",
        use="professional",
        extension="12",
    )
    fill(Telephone, contact, number="+33689541275", line="mobile", use="personal")
    fill(Email, contact, address="f@example.org", use="other", key="f@example.org")
    fill(PostalAddress, contact, line_1="58 rue des Flandres", post_code="01000", town="Bourg")
    assert read(alice, contact) == [
        {
            "Type de contact": "Clients/Paris",
            "Code dossier": "0012",
            "Numéro client": "098567",
            "Type de Personne (PM / PP / TC)": "PP",
            "Client Titre": "Madame",
            "Client Nom": "Durand",
            "Client Prénom": "Françoise",
            "Client Date de naissance": dt.date(1970, 4, 12),
            "Client Nom de naissance": "Guyot",
            "Client Département de naissance": "92",
            "Client Pays de naissance": "FR",
            "Nationalité": "Belge",
            "Résidence fiscale": "CH",
            "Pièce d’identité": "CNI",
            "Situation de famille": "Pacs",
            "Convention de PACS": "Régime de l’indivision",
            "PPE": "Non",
            "Classification client MIF": "CLIENT_NON_PROFESSIONNEL",
            "PROFESSION": "Architecte",
            "Conseiller principal – Identifiant": "a12345",
            "Conseiller principal – Nom prénom": "Marlet Jacques",
            "Dossier privé": "oui",
            "Mots clés": "Golf;Club, AH",
            "Note": "Beau-frère\nde Marcel",
            "Adresse domicile (ligne 1)": "58 rue des Flandres",
            "Adresse domicile Code postal": "01000",
            "Adresse domicile Commune": "Bourg",
            "Adresse domicile Pays": "France",
            "Téléphone (mobile)": "06 89 54 12 75",
            "Téléphone (bureau)": "01 42 12 99 58 poste 12",
            "Email (autre)": "f@example.org",
            "Nombre d’enfants": 0,
            "Patrimoine du foyer (Montant ou Tranche)": Decimal("125000.00"),
            "Revenus du foyer (Montant ou Tranche)": "Tranche 2",
            "Taux Marginal d’Imposition (IR)": Decimal("41.00"),
        }
    ]


def test_organisation_is_written_too(adviser, organisation):
    company = organisation("Chais Moreau SAS", siren="054318796", naf_code="8610Z")
    other = organisation("Autre SARL", siret="05431879647132", siren="054318796")
    sheet = read(adviser, company, other)
    assert [row["Client personne morale – SIRET"] for row in sheet] == [
        *("054318796", "05431879647132"),
    ]
    assert sheet[0] == {
        "Type de contact": "Sociétés",
        "Type de Personne (PM / PP / TC)": "PM",
        "Client Nom": "Chais Moreau SAS",
        "Conseiller principal – Identifiant": "adviser",
        "Conseiller principal – Nom prénom": "adviser",
        "Dossier privé": "non",
        "Client personne morale – SIRET": "054318796",
        "Client personne morale – Code NAF": "8610Z",
    }


def of_spouse(row):
    return {head: cell for head, cell in row.items() if "onjoint" in head}


def test_spouse_without_a_folder_is_told_by_name(adviser, person, relate):
    contact = person("Durand")
    profession = ListValue.objects.create(firm_list="profession", label="Avocat", position=91)
    spouse = RelatedPerson(
        contact=contact,
        last_name="Lafleur",
        first_name="Lucie",
        title="mrs",
        birth_date=dt.date(1972, 7, 16),
        identity_document="passport",
        profession=profession,
    )
    save_as(spouse, adviser)
    relate(contact, spouse)
    assert of_spouse(read(adviser, contact)[0]) == {
        "Conjoint Titre": "Madame",
        "Conjoint Nom": "Lafleur",
        "Conjoint Prénom": "Lucie",
        "Conjoint Date de naissance": dt.date(1972, 7, 16),
        "Conjoint Pièce d’identité": "Passeport",
        "Conjoint profession": "Avocat",
    }


@pytest.mark.security(13)
def test_only_those_whom_the_reader_sees_are_written(adviser, colleague, person):
    seen, private = person("Moreau"), person("Zorglubine", is_private=True)
    reader = WorkbookOfO2S(colleague)
    assert len(list(reader.read([private.pk, seen.pk]))) == 1
    assert reader.told == {seen.pk}
    assert len(read(adviser, private, seen)) == 2


@pytest.mark.security(13, 31)
def test_spouse_with_a_folder_is_told_by_number_to_who_sees_it(adviser, colleague, person, relate):
    contact, private = person("Durand", client_number="1"), person("Zorglubine", is_private=True)
    private.client_number, private.client_number_suffix = "PRIV-777", "895"
    save_as(private, adviser)
    relate(private, contact)
    assert of_spouse(read(adviser, contact)[0]) == {
        "Numéro client du conjoint lié": "PRIV-777",
        "Numéro client (suite) du conjoint lié": "895",
    }
    assert of_spouse(read(adviser, private)[0]) == {"Numéro client du conjoint lié": "1"}
    assert of_spouse(read(colleague, contact)[0]) == {}
    for user, told in ((adviser, {contact.pk, private.pk}), (colleague, {contact.pk})):
        reader = WorkbookOfO2S(user)
        list(reader.read([contact.pk]))
        # Whom the file names must still be seen by who fetches it later.
        assert reader.told == told


def test_couple_that_ended_is_not_told(adviser, person, relate):
    contact, other = person("Durand"), person("Lafleur", client_number="2")
    relate(contact, other, ended_on=dt.date(2020, 1, 1))
    assert of_spouse(read(adviser, contact)[0]) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_so_many_queries_for_any_number_of_rows(rows, adviser, person, relate):
    contacts = [person(f"Durand {number}") for number in range(rows)]
    for contact in contacts:
        relate(contact, person("Lafleur", client_number=str(contact.pk)))
    adviser.get_all_permissions()
    reader = WorkbookOfO2S(adviser)
    with CaptureQueriesContext(connection) as queries:
        assert len(list(reader.read([contact.pk for contact in contacts]))) == rows
    # Contacts, e-mails, telephones and their extensions, addresses, keywords, couples, people.
    assert len(queries) == 8
