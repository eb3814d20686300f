"""A file that is loaded, read, repaired and decided of: only what is touched is read again."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.models import ListValue
from contacts.workbook import COLUMNS
from imports.actions.contact_import.analysis import as_percentage, refused_words
from imports.actions.contact_import.loading import (
    clear_contact_imports,
    discard,
    file_of,
    load,
)
from imports.actions.contact_import.repairing import add_value, choose, correct, repair
from imports.errors import ContactImportBusy
from imports.models import ContactImport, ContactImportIssue, ContactImportRow
from imports.records import Code, FileRefused

pytestmark = pytest.mark.django_db


def row(contact_import, line):
    return ContactImportRow.objects.get(contact_import=contact_import, line=line)


def outcomes(contact_import):
    rows = ContactImportRow.objects.filter(contact_import=contact_import).order_by("line")
    return list(rows.values_list("outcome", flat=True))


def causes(contact_import):
    rows = ContactImportIssue.objects.filter(contact_import=contact_import, is_warning=False)
    return list(rows.order_by("pk").values_list("row__line", "code", "column", "text"))


def test_same_file_is_the_one_that_waits_until_it_is_taken_away(adviser, junior):
    def upload():
        return SimpleUploadedFile("à.csv", b"Client Nom\r\nDurand\r\n")

    first = load(upload=upload(), by=adviser)
    assert (first.name, first.size, len(first.file)) == ("à.csv", 20, 32)
    assert load(upload=upload(), by=adviser) == first
    file = file_of(first)
    assert file.read_bytes() == b"Client Nom\r\nDurand\r\n"
    discard(contact_import=first, by=junior)
    assert ContactImport.objects.filter(pk=first.pk).exists()
    discard(contact_import=first, by=adviser)
    assert not ContactImport.objects.filter(pk=first.pk).exists()


def test_files_that_waited_for_a_week_are_deleted(adviser, analysed):
    old, new = (analysed(adviser, {"last_name": name}) for name in ("Durand", "Moreau"))
    ContactImport.objects.filter(pk=old.pk).update(sent_at=old.sent_at - dt.timedelta(days=7))
    assert clear_contact_imports() == 1
    assert list(ContactImportRow.objects.values_list("label", flat=True)) == ["Moreau"]
    assert file_of(new).exists()


def test_analysis_keeps_rows_issues_counts_and_what_is_filled(adviser, person, analysed):
    person("Durand", "Anne", by=adviser)
    told = analysed(
        adviser,
        {"last_name": "Durand", "first_name": "Anne", "Inconnue": "x"},
        {"last_name": "Neuf", "PROFESSION": "Astronaute"},
    )
    assert (told.state, told.total, told.plan_version) == ("analysed", 2, 2)
    assert told.heads == ["Client Nom", "Client Prénom", "Inconnue", "PROFESSION"]
    assert told.filled == {"Client Nom": 2, "Client Prénom": 1, "PROFESSION": 1}
    assert told.counts == {"unchanged": 1, "refused": 1}
    assert causes(told) == [(3, "C_LIST", "PROFESSION", "Astronaute")]
    assert row(told, 2).cells == ["Durand", "Anne", "x", ""]


def test_wrong_word_is_mapped_for_all_its_rows(adviser, manager, analysed):
    architect = ListValue.objects.create(firm_list="profession", label="Architecte", position=9)
    rows = [{"last_name": f"N{at}", "PROFESSION": "Archi"} for at in range(3)]
    told = analysed(adviser, *rows, {"last_name": "Autre", "PROFESSION": "Pilote"})
    assert (
        correct(
            contact_import=told, column="PROFESSION", typed="Archi", meant="architecte", by=adviser
        )
        == 3
    )
    told.refresh_from_db()
    assert (told.counts, told.plan_version) == ({"new": 3, "refused": 1}, 3)
    assert row(told, 2).after["profession"] == architect.pk
    assert row(told, 2).cells == ["N0", "Archi"]
    assert causes(told) == [(5, "C_LIST", "PROFESSION", "Pilote")]


def test_wrong_word_is_mapped_in_all_columns_of_its_list(adviser, analysed):
    architect = ListValue.objects.create(firm_list="profession", label="Architecte", position=9)
    own, spouse = "PROFESSION", "Conjoint profession"
    told = analysed(
        adviser,
        {"last_name": "Durand", own: "Archi", "US Person": "x", "PPE": "x"},
        {"last_name": "Moreau", spouse: "Archi", "spouse_last_name": "Roy"},
    )
    asked = {"contact_import": told, "by": adviser}
    assert correct(**asked, column=spouse, typed="Archi", meant="Architecte") == 2
    # An answer to one question is none to another.
    assert correct(**asked, column="PPE", typed="x", meant="Oui") == 1
    assert causes(told) == [(2, "C_LIST", "US Person", "x")]
    assert row(told, 3).after["spouse_profession"] == architect.pk
    assert row(told, 2).after["profession"] == architect.pk


def test_wrong_word_is_added_to_the_firms_list_by_who_may(manager, analysed):
    told = analysed(manager, {"last_name": "Autre", "PROFESSION": "Pilote", "Mots clés": "Vol"})
    assert add_value(contact_import=told, column="PROFESSION", typed="Pilote", by=manager) == 1
    assert causes(told) == [(2, "C_KEYWORD", "Mots clés", "Vol")]
    assert add_value(contact_import=told, column="Mots clés", typed="Vol", by=manager) == 1
    added = ListValue.objects.get(firm_list="profession", label="Pilote")
    assert row(told, 2).after["profession"] == added.pk
    assert outcomes(told) == ["new"]


def test_cell_repaired_reads_its_row_again_and_those_it_touches(adviser, analysed):
    told = analysed(
        adviser,
        {"last_name": "Durand", "birth_date": "31/02/1950"},
        {"last_name": "Durand", "birth_date": ""},
        {"last_name": "Moreau", "birth_date": ""},
    )
    assert outcomes(told) == ["refused", "refused", "new"]
    repaired = repair(row=row(told, 2), column="Client Nom", text=" Petit ", by=adviser)
    assert (repaired.cells[0], repaired.repaired) == ("Petit", {"Client Nom": "Durand"})
    # The second of that name is the first now.
    assert outcomes(told) == ["refused", "new", "new"]
    repair(row=row(told, 2), column="Client Date de naissance", text="28/02/1950", by=adviser)
    repair(row=row(told, 2), column="Client Nom", text="Moreau", by=adviser)
    assert outcomes(told) == ["new", "new", "refused"]
    assert causes(told) == [(4, "C_TWICE", "Client Nom", "Moreau")]
    told.refresh_from_db()
    assert told.counts == {"new": 2, "refused": 1}


def test_rows_that_ask_are_decided_one_by_one_or_together(adviser, person, analysed):
    from contacts.actions.deletion import delete

    for name in ("Durand", "Moreau"):
        delete(contact_ids=[person(name, "Anne", by=adviser).pk], by=adviser)
    told = analysed(
        adviser,
        {"last_name": "Durand", "first_name": "Anne"},
        {"last_name": "Moreau", "first_name": "Anne"},
    )
    asked = {"contact_import": told, "outcome": "deleted", "by": adviser}
    assert choose(**asked, choice="reactivate") == 2
    assert choose(**asked, choice="create", line=3) == 1
    assert [row(told, line).choice for line in (2, 3)] == ["reactivate", "create"]
    told.refresh_from_db()
    assert told.plan_version == 4


def test_another_persons_file_is_nobodys(adviser, colleague, analysed):
    told = analysed(adviser, {"last_name": "Durand"})
    with pytest.raises(ContactImportBusy):
        repair(row=row(told, 2), column="Client Nom", text="x", by=colleague)


@pytest.mark.parametrize(("head", "rate"), [("Nom", "50"), ("Client Nom", "0.5")])
def test_half_is_a_percentage_but_in_the_o2s_workbook(adviser, read_upload, head, rate):
    book = openpyxl.Workbook()
    book.active.title = "Contacts"
    book.active.append([head, "Taux Marginal d’Imposition (IR)"])
    book.active.append(["Durand", 0.5])
    file = BytesIO()
    book.save(file)
    told = read_upload(adviser, SimpleUploadedFile("contacts.xlsx", file.getvalue()))
    assert row(told, 2).after["income_tax_rate"] == rate


def test_percentage_of_a_workbook_is_written_as_one():
    assert [as_percentage(text) for text in ("0,41", "0,005", "1", "41", "41%", "")] == [
        *("41 %", "0,5 %", "100 %", "41", "41%", ""),
    ]
    assert refused_words(FileRefused(Code.F_HEADER, sheet="A")).endswith("Feuille\u202f: A.")
    assert len(COLUMNS) == 113
