"""From the file to its analysis put right: sent, analysed, corrected and decided through pages."""

import datetime as dt
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from contacts.actions import duplicates
from contacts.actions.contacts import update
from contacts.models import Contact, ListValue
from imports.models import ContactImport
from jobs.enums import State
from jobs.models import Job
from persistence.models import save_as
from tests.imports.contact_import.conftest import KEYS
from tests.imports.contact_import_pages.conftest import words
from tests.imports.contact_import_pages.test_show import CAUSES, ROWS, page, whole
from tests.jobs.conftest import work_off

LIST = reverse("imports:contact-import-list")
HEAD = "Client Nom;Client Prénom;PROFESSION;Client Date de naissance"
OPTIONS = {"mode": "update", "match_by": "both", "refuse": "good"}


@pytest.fixture
def baker(db):
    return ListValue.objects.create(firm_list="profession", label="Boulanger")


@pytest.fixture
def send(sign_in, adviser):
    """Send a CSV of these lines, and have it analysed: `send("Moreau;Anne;;")`."""

    def send(*lines, head=HEAD, name="clients.csv", **options):
        client = sign_in(adviser)
        content = "\r\n".join([head, *lines]).encode()
        answer = client.post(LIST, {"file": SimpleUploadedFile(name, content, "text/csv")})
        one = ContactImport.objects.get(file__gt="")
        assert answer.headers["Location"] == page(one)
        client.post(address(one, "analyse"), OPTIONS | options)
        work_off()
        one.refresh_from_db()
        return client, one

    return send


def address(one, what):
    return reverse(f"imports:contact-import-{what}", args=[one.pk])


def test_a_file_is_sent_analysed_and_shown(send):
    client, one = send("Moreau;Anne;;12/04/1970", "Petit;Luc;;31/02/1970")
    assert (one.job.state, one.counts) == (State.DONE, {"new": 1, "refused": 1})
    assert words(client.get(whole(one)), ROWS) == [
        (
            "Anne Moreau ligne 2 Créé Nom Moreau Prénom Anne Date de naissance 12/04/1970 "
            "Catégorie Clients"
        ),
        (
            "Luc Petit ligne 3 Refusé Client Date de naissance « 31/02/1970 » : Ce n’est pas une "
            "date. Écrivez-la ainsi : 24/07/1938."
        ),
    ]


def test_one_wrong_word_is_corrected_in_all_its_rows(send, baker):
    lines = [f"Moreau{n};Anne;Boulangr;" for n in range(4)]
    client, one = send(*lines)
    wrong = {"code": "C_LIST", "column": "PROFESSION", "text": "Boulangr"}
    answer = client.post(address(one, "correct"), wrong | {"meant": baker.pk}, follow=True)
    assert "4 lignes ont été relues." in answer.text
    assert answer.redirect_chain == [(page(one, "#causes"), 302)]
    one.refresh_from_db()
    assert (one.counts, words(answer, CAUSES)) == ({"new": 4}, [])


@pytest.mark.parametrize(
    ("head", "wrong", "meant", "told"),
    [
        ("Client Date de naissance", "1975", "32/13/1975", "Ce n’est pas une date."),
        ("Email (personnel)", "sans", "toujours pas@", "Ce n’est pas une adresse e-mail."),
    ],
)
def test_a_text_that_would_be_refused_again_is_told_where_it_was_typed(
    send, head, wrong, meant, told
):
    client, one = send(f"Moreau;{wrong}", head=f"Client Nom;{head}")
    ((column, code),) = one.file_issues.values_list("column", "code")
    cause = {"code": code, "column": column, "text": wrong}
    answer = client.post(address(one, "correct"), cause | {"meant": meant})
    assert answer.status_code == 422
    assert told in words(answer, "//*[@class='causes__form']")[0]
    (box,) = html.fromstring(answer.content).xpath("//*[@name='meant']")
    assert (box.get("value"), ContactImport.objects.get().corrections) == (meant, {})


def test_a_choice_that_is_not_in_the_list_is_told_where_it_was_made(send, baker):
    client, one = send("Moreau;Anne;Boulangr;")
    wrong = {"code": "C_LIST", "column": "PROFESSION", "text": "Boulangr"}
    answer = client.post(address(one, "correct"), wrong | {"meant": "0"})
    assert answer.status_code == 422
    assert "Ce choix n’est pas proposé" in words(answer, "//*[@class='causes__form']")[0]
    # Ways on lead from the file's page, though this answer has another address.
    ways = html.fromstring(answer.content).xpath("//main//a[contains(@href, '?')]/@href")
    assert ways == [page(one, f"?{urlencode(wrong)}#rows"), f"{whole(one)}#whole"]


def test_who_may_adds_the_word_to_the_list(send, manager, adviser):
    client, one = send("Moreau;Anne;Boulanger;")
    wrong = {"column": "PROFESSION", "text": "Boulanger"}
    assert client.post(address(one, "add"), wrong).status_code == 403
    adviser.groups.set(manager.groups.all())
    client.post(address(one, "add"), wrong)
    one.refresh_from_db()
    assert one.counts == {"new": 1}
    assert ListValue.objects.get(label="Boulanger").firm_list == "profession"


@pytest.mark.plays("imports/views/contact_import_rows.py::_rows_sent")
def test_a_cell_put_right_reads_its_row_alone(send):
    client, one = send("Moreau;Anne;;31/02/1970", "Petit;Luc;;30/02/1970")
    sent = {"cell-2-3": "28/02/1970", "cell-3-3": "30/02/1970", "back": "?outcome=refused"}
    answer = client.post(address(one, "rows"), sent)
    assert answer.headers["Location"] == page(one, "?outcome=refused")
    one.refresh_from_db()
    assert one.counts == {"new": 1, "refused": 1}
    assert one.file_rows.get(line=2).after["birth_date"] == "1970-02-28"


def test_a_likely_double_is_decided_alone_or_with_all(send, person):
    duplicates.keep([person("Moreau", "Anne", birth_date=dt.date(1970, 4, 12)).pk])
    client, one = send("Moreau;Anne;;12/04/1970", match_by="code")
    assert one.counts == {"double": 1}
    client.post(address(one, "rows"), {"choice-2": "create"})
    assert one.file_rows.get().choice == "create"
    client.post(address(one, "choose"), {"outcome": "double", "choice": "update"})
    assert one.file_rows.get().choice == "update"
    assert (
        client.post(address(one, "choose"), {"outcome": "double", "choice": "x"}).status_code == 404
    )


def test_heads_of_another_program_are_proposed_and_put_right(send):
    client, one = send("Moreau;Anne;A-7", head="Nom;Prénom;Code interne")
    assert (one.mapping, one.counts) == (
        {"Nom": "Client Nom", "Prénom": "Client Prénom"},
        {"new": 1},
    )
    answer = client.get(whole(one))
    assert words(answer, "//label[starts-with(@for, 'id_head')]") == [
        "Nom",
        "Prénom",
        "Code interne",
    ]
    heads = {"head-0": "Client Nom", "head-1": "client prenom", "head-2": "Code dossier"}
    client.post(address(one, "analyse"), OPTIONS | heads)
    work_off()
    one.refresh_from_db()
    assert one.mapping["Code interne"] == "Code dossier"
    assert one.file_rows.get().after["folder_code"] == "A-7"


def test_a_head_leads_to_one_column_that_exists(send):
    client, one = send("Moreau;Anne;A-7", head="Nom;Prénom;Code interne")
    heads = {"head-0": "Client Nom", "head-1": "Client Nom", "head-2": "Code secret"}
    answer = client.post(address(one, "analyse"), OPTIONS | heads)
    assert answer.status_code == 422
    assert words(answer, "//p[@class='field__error' and not(span)]") == [
        "Un autre en-tête remplit déjà cette colonne.",
        "Aucune colonne ne s’appelle ainsi : choisissez-en une de la liste.",
    ]


def test_no_file_and_one_that_is_too_large_are_refused_in_words(sign_in, adviser, monkeypatch):
    client = sign_in(adviser)
    assert "Choisissez le fichier à importer." in client.post(LIST, {}).text
    monkeypatch.setattr("imports.views.contact_import_list.LARGEST_FILE", 3)
    answer = client.post(LIST, {"file": SimpleUploadedFile("a.csv", b"a;b;c")})
    assert (answer.status_code, "dépasse" in answer.text) == (422, True)
    assert not ContactImport.objects.exists()


def test_a_file_at_work_shows_how_far_it_is_and_is_cancelled(send, sign_in, adviser):
    client, one = send("Moreau;Anne;;")
    client.post(address(one, "analyse"), OPTIONS)
    assert words(client.get(page(one)), "//h2")[0] == "En attente"
    assert client.get(address(one, "progress")).status_code == 200
    answer = client.post(address(one, "rows"), {"cell-2-0": "Autre"}, follow=True)
    assert "Rien n’a été changé" in answer.text
    client.post(address(one, "cancel"))
    one.job.refresh_from_db()
    assert one.refresh_from_db() or one.job.state == State.CANCELLED
    assert client.get(address(one, "progress")).headers["HX-Refresh"] == "true"


def test_a_file_is_taken_away(send):
    client, one = send("Moreau;Anne;;")
    assert client.post(address(one, "discard")).headers["Location"] == LIST
    assert not ContactImport.objects.exists()


@pytest.mark.plays(
    "imports/views/contact_import_files.py::_refused",
    "imports/views/contact_import_files.py::_why",
)
def test_the_rejects_and_the_model_are_workbooks(send):
    client, one = send("Moreau;Anne;;31/02/1970")
    for answer in (
        client.get(address(one, "rejects")),
        client.get(reverse("imports:contact-import-model")),
    ):
        assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.plays("imports/queries/contact_import/expected.py::expected")
def test_a_file_is_imported_as_it_was_shown_and_taken_back(send, person):
    known = person("Petit", "Luc")
    client, one = send("Moreau;Anne;;12/04/1970", "Petit;Luc;;01/02/1960", "Roux;Zoé;;31/02/1970")
    assert goes_on(client) == page(one)
    asked = client.get(address(one, "confirm"))
    assert words(asked, "//dl[@class='figures']/div") == [
        "Contacts créés 1",
        "Contacts mis à jour 1",
    ]
    assert "1 ligne refusée" in asked.text
    client.post(address(one, "confirm"), {"version": one.plan_version})
    work_off()
    assert goes_on(client) == page(one)
    answer = client.get(page(one))
    assert "Créés : 1. Modifiés : 1. Laissés de côté : 1." in text_of(answer)
    known.person.refresh_from_db()
    assert known.person.birth_date == dt.date(1960, 2, 1)
    client.post(address(one, "undo"))
    work_off()
    assert goes_on(client) == page(one)
    known.person.refresh_from_db()
    assert (known.person.birth_date, Contact.objects.get()) == (None, known)
    assert "2 contacts sont comme avant l’import." in text_of(client.get(page(one)))


def goes_on(client):
    """Return where the page of the last work leads."""
    answer = client.get(reverse("jobs:job-show", args=[Job.objects.latest("pk").pk]))
    (link,) = html.fromstring(answer.content).xpath("//main//a[contains(., 'Voir le fichier')]")
    return link.get("href")


@pytest.mark.security(1)
def test_what_stays_after_an_undo_is_named_with_its_contact(send, person, colleague):
    known, hidden = person("Petit", "Luc"), person("Petit", "Zoé", by=colleague)
    keys = ("last_name", "first_name", "note", "profession_label", "telephone_mobile")
    client, one = send(
        "Petit;Luc;Voile;Chef;0612345678",
        "Petit;Zoé;Voile;;",
        "Moreau;Anne;;;",
        head=";".join(map(KEYS.get, keys)),
    )
    client.post(address(one, "confirm"), {"version": one.plan_version})
    work_off()
    made = Contact.objects.get(name="Moreau")
    for contact in (made, known, hidden):
        save_note(contact, colleague)
    telephone = known.telephones.get()
    telephone.number = "+33612345679"
    save_as(telephone, colleague)
    client.post(address(one, "undo"))
    work_off()
    save_note(hidden, colleague, is_private=True)
    answer = client.get(page(one))
    left = html.fromstring(answer.content).xpath("//div[contains(@class, 'message--warn')]//li/a")
    assert [(link.text_content(), link.get("href")) for link in left] == [
        ("Anne Moreau", folder(made)),
        ("Luc Petit\u202f: Téléphone, Note", folder(known)),
    ]
    assert "L’import a été annulé le" in text_of(answer)


@pytest.mark.security(1)
def test_who_is_named_by_a_code_is_called_by_it_once_hidden(send, person, colleague):
    known = person("Petit", "Luc", by=colleague, folder_code="P-7")
    client, one = send("p-7;Voile", head=";".join(map(KEYS.get, ("folder_code", "note"))))
    assert words(client.get(whole(one)), ROWS)[0].startswith("Luc Petit ligne 2 Mis à jour")
    save_note(known, colleague, is_private=True)
    for asked in (whole(one), reverse("imports:contact-import-row", args=[one.pk, 2])):
        answer = client.get(asked)
        assert ("p-7" in text_of(answer), "Petit" in answer.text) == (True, False)


@pytest.mark.security(1)
def test_rejects_tell_nothing_of_who_is_hidden_by_now(send, person, colleague):
    known = person("Petit", "Luc", by=colleague, folder_code="P-7")
    heads = map(KEYS.get, ("folder_code", "kind", "birth_date"))
    client, one = send("P-7;PM;", "P-8;PP;31/02/1970", head=";".join(heads))
    assert [codes for *_, codes in rejected(client, one)] == ["C_KIND", "C_DATE, C_REQUIRED"]
    save_note(known, colleague, is_private=True)
    assert rejected(client, one)[0] == ("P-7", "PM", None, "À analyser de nouveau", "")


def rejected(client, one):
    """Return the rows of the rejects under their heads."""
    content = b"".join(client.get(address(one, "rejects")).streaming_content)
    sheet = openpyxl.load_workbook(BytesIO(content))["Contacts"]
    return list(sheet.iter_rows(min_row=3, values_only=True))


@pytest.mark.security(1)
@pytest.mark.plays("imports/queries/contact_import/showing.py::shown")
def test_rows_lead_to_the_contacts_that_they_made(send, person, adviser, colleague):
    double = person("Moreau", "Anne", dt.date(1970, 4, 12), by=colleague, note="Golf")
    duplicates.keep([double.pk])
    client, one = send("Moreau;Anne;;12/04/1970", "Petit;Luc;;", match_by="code")
    client.post(address(one, "choose"), {"outcome": "double", "choice": "create"})
    one.refresh_from_db()
    client.post(address(one, "confirm"), {"version": one.plan_version})
    work_off()
    anne, luc = Contact.objects.exclude(pk=double.pk).order_by("name")
    assert linked(client.get(page(one))) == [
        ("Anne Moreau", folder(anne)),
        ("Luc Petit", folder(luc)),
    ]
    assert list(one.file_rows.order_by("line").values_list("before", flat=True)) == [{}, {}]
    for contact in (anne, luc):
        save_note(contact, adviser, is_private=True, lead_adviser_id=colleague.pk)
    answer = client.get(page(one))
    assert linked(answer) == []
    assert words(answer, ROWS) == [
        "Anne Moreau ligne 2 À analyser de nouveau",
        "Luc Petit ligne 3 Créé Nom Petit Prénom Luc Catégorie Clients",
    ]


def linked(answer):
    links = html.fromstring(answer.content).xpath(ROWS + "/th/a[not(@class)]")
    return [(link.text_content(), link.get("href")) for link in links]


def save_note(contact, by, **values):
    contact.refresh_from_db()
    vars(contact).update({"note": "Tennis"} | values)
    update(contact=contact, details=contact.person, keywords=[], version=contact.version, by=by)


def folder(contact):
    return reverse("contacts:contact-general", args=[contact.pk])


def test_an_import_is_taken_back_in_the_background_from_recent_changes(send, person):
    known = person("Petit", "Luc")
    client, one = send("Petit;Luc;;01/02/1960")
    client.post(address(one, "confirm"), {"version": one.plan_version})
    work_off()
    change = ContactImport.objects.get().change
    undo = reverse("contacts:change-undo", args=[change.pk])
    assert client.post(undo).headers["Location"] == page(one)
    known.person.refresh_from_db()
    assert known.person.birth_date == dt.date(1960, 2, 1)
    again = client.post(undo, follow=True)
    assert again.redirect_chain == [(reverse("contacts:change-list"), 302)]
    assert "Un traitement de ce fichier est en cours" in again.text
    work_off()
    known.person.refresh_from_db()
    change.refresh_from_db()
    assert (known.person.birth_date, change.undone_at is None) == (None, False)


def text_of(answer):
    return words(answer, "//main")[0]


def test_a_version_that_was_not_shown_is_refused_in_words(send):
    client, one = send("Moreau;Anne;;12/04/1970")
    answer = client.post(address(one, "confirm"), {"version": one.plan_version - 1})
    assert answer.status_code == 409
    assert "L’analyse a changé" in answer.text
    assert Contact.objects.count() == 0


def test_nothing_is_offered_while_a_row_is_refused_and_all_or_none_was_asked(send):
    client, one = send("Moreau;Anne;;31/02/1970", refuse="all")
    answer = client.get(address(one, "confirm"))
    assert "Rien n’est importé tant qu’une ligne est refusée" in answer.text
    assert words(answer, "//main//button") == []
