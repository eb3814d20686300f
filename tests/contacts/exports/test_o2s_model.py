"""Our model of the O2S workbook: what each column expects and offers, and its way back."""

import io

import openpyxl
import pytest

from contacts import workbook
from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.o2s_examples import EXAMPLES
from contacts.exports.o2s_model import write_model
from contacts.exports.sheets import write_xlsx
from contacts.models import Category, Keyword, ListValue
from imports.feeds import contact_files
from imports.records import Limits
from tests.contacts.exports.test_o2s import described

pytestmark = pytest.mark.django_db


def model():
    file = io.BytesIO()
    write_model(file)
    return file.getvalue()


def place(sheet, head):
    return next(cell.column_letter for cell in sheet[2] if cell.value == head)


def offered(book, head):
    """Return the words of a column's list, from the sheet where they stand."""
    sheet = book["Contacts"]
    (found,) = [
        rule
        for rule in sheet.data_validations.dataValidation
        if f"{place(sheet, head)}3" in rule.sqref
    ]
    assert (found.type, found.errorStyle) == ("list", "warning")
    # Two keywords in a cell are no value of the list.
    assert bool(found.showErrorMessage) == (head != "Mots clés")
    cells = book["Listes"][found.formula1.partition("!")[2]]
    return [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]


@pytest.fixture
def firm(adviser):
    ListValue(firm_list="profession", label="Architecte", position=1).save()
    ListValue(firm_list="profession", label="Notaire", position=2).save()
    ListValue(firm_list="profession", label="Falconnier", position=3, is_archived=True).save()
    Keyword(label="Golf").save()
    above = Category(name="Fournisseurs")
    above.save()
    Category(name="Notaires", parent=above).save()
    adviser.first_name, adviser.last_name = "Jacques", "Marlet"
    adviser.save()


def test_model_is_read_back_without_a_contact(tmp_path, firm):
    path = tmp_path / "modele.xlsx"
    path.write_bytes(model())
    table = contact_files.read(path, Limits())
    assert (table.kind, table.sheet, table.heads) == ("o2s", "Contacts", tuple(workbook.COLUMNS))
    assert list(table.rows) == []
    assert table.left == []


def test_model_names_fields_above_and_keeps_heads_in_sight(firm):
    sheet = openpyxl.load_workbook(io.BytesIO(model()))["Contacts"]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[1]] == [keys[0] for keys in workbook.COLUMNS.values()]
    assert [cell.value for cell in sheet[2]] == list(workbook.COLUMNS)
    assert sheet.freeze_panes == "A3"
    styles = {head: sheet.column_dimensions[place(sheet, head)] for head in workbook.COLUMNS}
    assert styles["Adresse domicile Code postal"].number_format == "@"
    assert styles["Client Date de naissance"].number_format == "dd/mm/yyyy"


def test_model_offers_closed_lists_and_those_of_the_firm(adviser, firm):
    book = openpyxl.load_workbook(io.BytesIO(model()))
    assert book["Listes"].sheet_state == "hidden"
    assert offered(book, "Client Titre") == ["Monsieur", "Madame", "Mademoiselle", "Autre"]
    assert offered(book, "Dossier privé") == ["oui", "non"]
    assert offered(book, "PROFESSION") == ["Architecte", "Notaire"]
    assert offered(book, "Mots clés") == ["Golf"]
    assert "Fournisseurs/Notaires" in offered(book, "Type de contact")
    assert adviser.username in offered(book, "Conseiller principal – Identifiant")
    assert "Marlet Jacques" in offered(book, "Conseiller secondaire")
    assert {"FR", "BE"} <= set(offered(book, "Client Pays de naissance"))
    assert {"France", "Belgique"} <= set(offered(book, "Adresse autre Pays"))
    assert "Belge" in offered(book, "Nationalité")


def comments():
    sheet = openpyxl.load_workbook(io.BytesIO(model()))["Contacts"]
    return {cell.value: cell.comment.text.split("\n") for cell in sheet[2]}


def test_each_head_says_what_it_expects(firm):
    told = comments()
    assert told["Type de contact"] == [
        "Obligatoire.",
        "Une catégorie, après celles qui sont au-dessus, séparées par «\u202f/\u202f».",
        "Exemple\u202f: Clients/Ile-de-France/Paris",
    ]
    assert told["Client Date de naissance"] == [
        "Une date\u202f: jj/mm/aaaa.",
        "Exemple\u202f: 12/04/1970",
        "#SUPPR# efface ce qu’a le contact.",
    ]
    assert told["Code dossier"] == ["50 caractères au plus.", "Exemple\u202f: A123ZY"]
    for head, line in described().items():
        assert ("#SUPPR# efface ce qu’a le contact." in told[head]) == (
            line["erasable_with_#SUPPR#"] == "yes"
        )
        assert EXAMPLES.get(head, "") == line["example"]


def test_an_export_has_the_same_lists_and_is_read_back(adviser, person, tmp_path, firm):
    contact = person("=1+1", "Léa", folder_code="007")
    reader = WorkbookOfO2S(adviser)
    path = tmp_path / "o2s.xlsx"
    write_xlsx(path, "Contacts", reader.columns, reader.read([contact.pk]))
    book = openpyxl.load_workbook(path)
    assert offered(book, "PROFESSION") == ["Architecte", "Notaire"]
    assert book["Contacts"]["H3"].data_type == "s"
    table = contact_files.read(path, Limits())
    (row,) = table.rows
    told = dict(zip(table.heads, row.cells, strict=True))
    assert (row.line, told["Code dossier"], told["Client Nom"]) == (3, "007", "=1+1")
