"""A file of accounts is loaded, analysed, and imported or not: exactly what was shown."""

import csv
import io
import os
import subprocess
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.models import Account, Custodian, Product, Valuation
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from imports import workbook
from imports.actions.account_import import working
from imports.models import ImportRun, Reject
from imports.models.run import KEPT_FOR
from imports.records import HEADERS
from jobs.actions import jobs
from o2s_contacts.uploads import LARGEST
from tests.imports.conftest import LINE
from tests.imports.sent.conftest import last_job
from tests.imports.test_night import holder
from tests.jobs.conftest import work_off
from users.models import User

DURAND = {"last_name": "DURAND", "first_name": "Paul", "birth_date": "03/02/1950"}


def shown(client, run):
    """Return the figures that the file's page states."""
    seen = client.get(reverse("imports:run", args=[run.pk])).context["seen"]
    return seen.lines, seen.known, seen.new_accounts, seen.clients, seen.rejects


def headers():
    """Return those of O2S, as its own description lists them."""
    return [
        *("Titre", "Autre titre", "Nom", "Prénom", "Date de naissance"),
        *("Adresse domicile (ligne 1)", "Adresse domicile (ligne 2)"),
        *("Adresse domicile (code postal)", "Adresse domicile (commune)"),
        *("Adresse domicile (pays)", "Identifiant du dépositaire", "Nom du dépositaire"),
        *("Identifiant du produit", "Nom du produit", "Numéro de compte / contrat"),
        *("Intitulé du compte / contrat", "Date d’ouverture", "Date de situation"),
        *("Identifiant du support", "Nom du support", "Fonds en euros?"),
        "Evaluation (fonds en euros ou situation consolidée)",
        *("Nombre de parts", "Cours", "Date du cours", "Devise de cotation (ISO)"),
    ]


def rows():
    models = (Account.everything, Valuation.objects, DetectedClient.objects, Custodian.objects)
    return [each.count() for each in models]


def test_nothing_is_in_before_it_is_imported(send, decide, adviser, sign_in, kept, night, put):
    put("before.csv", LINE)
    night()
    before = rows()
    lines = (
        LINE | {"situation_on": "31/10/2026"},
        LINE | DURAND | {"number": "AV-2"},
        LINE | DURAND | {"number": "AV-3"},
        LINE | {"number": "AV-4", "value": "x"},
    )
    run = send(adviser, *lines)
    assert (run.state, run.file_name, run.partner) == ("received", "comptes.csv", "assurvia")
    assert [path.name for path in kept.iterdir()] == [run.file]
    run = decide(adviser, run, "analyse")
    assert (run.state, run.code, rows()) == ("suspended", "S_ASKED", before)
    assert last_job().result == {"run": run.pk}
    assert shown(sign_in(adviser), run) == (4, 1, 2, 1, 1)
    assert run.told["valuations"] == 3
    page = sign_in(adviser).get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "Importé, il apporterait" in page
    assert "un tel import ne s’annule pas d’un bloc" in page
    run = decide(adviser, run, "import")
    assert (run.state, run.code, run.decided_by, run.file) == ("done", "", adviser, "")
    assert rows() == [3, 4, 2, 1]
    assert list(kept.iterdir()) == []
    assert shown(sign_in(adviser), run) == (4, 1, 2, 1, 1)


def test_the_page_says_what_became_of_each_line(
    send, decide, adviser, manager, sign_in, night, put
):
    put("before.csv", LINE)
    night()
    lines = LINE | {"situation_on": "31/10/2026"}, LINE | DURAND | {"number": "AV-2"}
    run = send(adviser, *lines, LINE | {"number": "AV-4", "value": "x"})
    run = decide(adviser, decide(adviser, run, "analyse"), "import")
    of = "Chaque ligne reçue est d’un nouveau compte, d’un compte connu"
    others = "les autres ne comptent que comme reçus."
    pages = {}
    for user in (adviser, manager):
        page = sign_in(user).get(reverse("imports:run", args=[run.pk]))
        told, text = facts(page), page.content.decode()
        counted = [told["Lignes reçues"], told.get("Comptes connus"), told["Nouveaux comptes"]]
        pages[user] = [*counted, told["Lignes mises de côté"], of in text, others in text]
    assert pages == {
        adviser: ["3", "1", "1", "1", True, False],
        manager: ["3", None, "1", "1", True, True],
    }


def test_links_decided_for_the_partner_are_met(send, decide, adviser, person, night, put):
    durand = person("Durand", "Paul")
    put("a.csv", LINE | DURAND)
    night()
    client = DetectedClient.objects.get()
    PartnerLink.objects.create(
        partner="assurvia", owner_key=client.owner_key, contact=durand, decided_by=adviser
    )
    run = decide(adviser, send(adviser, LINE | DURAND | {"number": "AV-9"}), "analyse")
    assert run.told["clients"] == 0
    decide(adviser, run, "import")
    assert DetectedAccount.objects.get(account__number="AV-9").owner == durand


def test_what_the_base_changed_meanwhile_is_told_before_anything_is_in(
    send, decide, adviser, sign_in, night, put
):
    run = decide(adviser, send(adviser, LINE, LINE | {"number": "AV-2"}), "analyse")
    put("meanwhile.csv", LINE)
    night()
    before = rows()
    run = decide(adviser, run, "import")
    assert (run.state, run.code, run.decided_by, rows()) == ("suspended", "S_CHANGED", None, before)
    page = sign_in(adviser).get(reverse("imports:run", args=[run.pk]))
    assert page.context["changed"] == [
        ("Comptes connus", 0, 1),
        ("Nouveaux comptes", 2, 1),
        ("Nouveaux clients", 1, 0),
        ("Nouveaux dépositaires", 1, 0),
        ("Nouveaux produits", 1, 0),
    ]
    assert decide(adviser, run, "import").state == "done"


def test_figures_that_were_not_looked_at_are_not_imported(send, decide, adviser):
    run = decide(adviser, send(adviser, LINE), "analyse")
    assert decide(adviser, run, "import", shown="2026-01-01T00:00:00+00:00").state == "suspended"
    assert rows()[0] == 0


def test_the_night_s_own_doubts_are_said(send, decide, adviser, sign_in, night, put):
    put("new.csv", LINE)
    night()
    run = send(adviser, LINE | {"situation_on": "30/09/2026", "value": "7"})
    run = decide(adviser, run, "analyse")
    page = sign_in(adviser).get(reverse("imports:run", args=[run.pk]))
    assert page.context["doubt"].startswith("Sa dernière situation est du 30/09/2026")
    assert decide(adviser, run, "import").state == "done"
    assert Account.everything.get().last_value == Decimal("1400.82")


def test_the_browser_offers_the_files_of_the_formats_that_are_read(db, adviser, sign_in):
    page = html.fromstring(sign_in(adviser).get(reverse("imports:account-import")).content)
    (field,) = page.xpath("//input[@type='file']")
    assert field.get("accept").split(",") == [
        *(".xlsx", ".xls", ".csv", ".tsv", ".txt", ".dat", ".jsonl", ".json"),
        *(".xml", ".ofx", ".sta", ".mt940", ".940", ".cfo", ".cfonb", ".cfonb120"),
    ]


def test_a_file_that_is_none_says_why_and_is_not_kept(send, decide, adviser, sign_in, kept):
    run = decide(adviser, send(adviser, {}, name="x.csv"), "analyse")
    assert run.state == "suspended"  # headers alone are legal
    page = sign_in(adviser).get(reverse("imports:account-import"))
    assert [one.pk for one in page.context["waiting"]] == [run.pk]
    run = decide(adviser, run, "refuse")
    assert (run.state, run.decided_by, list(kept.iterdir())) == ("rejected", adviser, [])
    text = sign_in(adviser).get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "a décidé le" in text
    assert "Chargez un autre fichier" in text


def test_a_picture_is_told_to_be_no_table_and_nothing_is_counted(send, decide, adviser, sign_in):
    run = send(adviser, name="comptes.csv", content=b"\x89PNG\r\n\x1a\n\0\0")
    page = reverse("imports:run", args=[run.pk])
    assert not facts(sign_in(adviser).get(page)).keys() & {"Lignes reçues", "Lignes mises de côté"}
    run = decide(adviser, run, "analyse")
    told = facts(sign_in(adviser).get(page))
    assert run.code == "F_UNREADABLE"
    assert told["Que faire"].startswith("Ce n’est peut-être pas un tableau (image, PDF)")
    assert not told.keys() & {"Lignes reçues", "Lignes mises de côté"}
    read = decide(adviser, send(adviser, LINE), "analyse")
    told = facts(sign_in(adviser).get(reverse("imports:run", args=[read.pk])))
    assert (told["Lignes reçues"], told["Lignes mises de côté"]) == ("1", "0")


def facts(page):
    """Return what the page says under each title."""
    listed = html.fromstring(page.content).xpath("//dl[@class='facts']")[0]
    titles, said = (
        [" ".join(each.text_content().split()) for each in listed.xpath(name)]
        for name in ("dt", "dd")
    )
    return dict(zip(titles, said, strict=True))


def test_mended_rejects_are_taken_here(send, decide, adviser, sign_in, put):
    run = send(adviser, LINE, LINE | {"number": "AV-2", "value": "x"})
    run = decide(adviser, decide(adviser, run, "analyse"), "import")
    rejects = sign_in(adviser).get(reverse("imports:run-rejects", args=[run.pk]))
    text = rejects.content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (line["Numéro de compte / contrat"], line["code"]) == ("AV-2", "R_AMOUNT")
    mended = {field: line.get(header, "") for field, header in HEADERS.items()} | {"value": "5"}
    again = decide(adviser, send(adviser, mended, name="comptes.csv.rejets.csv"), "analyse")
    assert decide(adviser, again, "import").state == "done"
    assert sorted(Account.everything.values_list("number", flat=True)) == ["AV-1", "AV-2"]


def test_the_same_file_is_one_and_once_in_is_told(send, decide, adviser, sign_in):
    run = send(adviser, LINE)
    assert send(adviser, LINE, name="other.csv") == run
    decide(adviser, decide(adviser, run, "analyse"), "import")
    again = decide(adviser, send(adviser, LINE), "analyse")
    assert (again.state, again.code) == ("rejected", "F_DUPLICATE")


@pytest.mark.security(9)
def test_it_is_its_sender_s_alone_until_it_is_in(
    send, decide, adviser, manager, administrator, sign_in, night
):
    run = decide(adviser, send(adviser, LINE, partner="", new_partner="Secrète"), "analyse")
    client = sign_in(manager)
    for name in ("run", "run-report", "run-rejects"):
        assert client.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
    decided = client.post(reverse("imports:account-import-decide", args=[run.pk]), {"import": "1"})
    assert decided.status_code == 404
    decided = client.post(reverse("imports:run-decide", args=[run.pk]), {"confirm": "1"})
    assert decided.status_code == 404
    for page in ("/imports/", "/", reverse("imports:account-import")):
        assert "Secrète" not in client.get(page).content.decode()
    admin = sign_in(administrator).get(reverse("admin:imports_importrun_changelist"))
    assert "Secrète" not in admin.content.decode()
    assert night(f"--confirm={run.pk}")[0] == 2
    decide(adviser, run, "import")
    assert "envoyé par adviser" in sign_in(manager).get("/imports/").content.decode()
    assert sign_in(manager).get(reverse("imports:run", args=[run.pk])).status_code == 200


def test_who_may_not_import_contacts_and_treat_alerts_sends_nothing(junior, sign_in):
    client = sign_in(junior)
    assert client.get(reverse("imports:account-import")).status_code == 403
    assert client.get(reverse("imports:account-model")).status_code == 403
    assert "Import comptes" not in client.get("/services/").content.decode()


@pytest.mark.parametrize("right", ["import_contacts", "treat_alerts"])
def test_a_profile_that_loses_one_of_the_rights_sends_nothing_more(send, adviser, sign_in, right):
    run, profile = send(adviser, LINE), adviser.groups.get()
    profile.permissions.remove(profile.permissions.get(codename=right))
    client = sign_in(adviser)
    assert "Import comptes" not in client.get("/services/").content.decode()
    asked = [reverse("imports:account-import"), reverse("imports:account-model")]
    assert [client.get(address).status_code for address in asked] == [403, 403]
    decide = reverse("imports:account-import-decide", args=[run.pk])
    assert client.post(decide, {"analyse": "1"}).status_code == 403
    with pytest.raises(PermissionDenied):
        working.analyse(run_id=run.pk, by=User.objects.get(pk=adviser.pk))
    profile.permissions.add(Permission.objects.get(codename=right))
    assert "Import comptes" in client.get("/services/").content.decode()
    assert client.post(decide, {"analyse": "1"}).status_code == 302


def test_a_week_later_it_is_gone(send, decide, adviser, kept):
    old = decide(adviser, send(adviser, LINE, LINE | {"number": "", "value": "1"}), "analyse")
    young = send(adviser, LINE)
    ImportRun.objects.filter(pk=old.pk).update(started_at=timezone.now() - KEPT_FOR)
    for path in kept.iterdir():
        os.utime(path, (0, 0))
    call_command("clear_expired")
    assert list(ImportRun.objects.all()) == [young]
    assert not Reject.objects.exists()
    assert [path.name for path in kept.iterdir()] == [young.file]


class Listener:
    """Hears what the work says, and lets the other import end once it is waited for."""

    def __init__(self, other):
        self.other, self.said = other, []

    def step(self, text, total=None):
        self.said.append(text)

    def check_cancelled(self):
        if not self.other.stdin.closed:
            self.other.stdin.close()
            self.other.wait(10)


def test_it_waits_for_the_night_and_says_so(send, adviser, settings):
    run = send(adviser, LINE)
    settings.JOB_LOOK_SECONDS = 0
    connection.ensure_connection()
    with subprocess.Popen(
        holder(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        heard = Listener(other)
        assert working.ANALYSIS.work(heard, by=adviser, run=run.pk) == {"run": run.pk}
    assert heard.said == [
        "Un autre import est en cours\u202f: celui-ci commence après lui",
        "Lecture du fichier",
        "Comparaison avec les comptes connus",
    ]
    run.refresh_from_db()
    assert run.state == "suspended"


def test_who_refuses_a_file_that_is_worked_on_is_told(send, decide, adviser, sign_in):
    run = decide(adviser, send(adviser, LINE), "analyse")
    job = working.start_import(run_id=run.pk, shown=run.analysis, by=adviser)
    assert working.start_import(run_id=run.pk, shown=run.analysis, by=adviser) == job
    address = reverse("imports:account-import-decide", args=[run.pk])
    page = sign_in(adviser).post(address, {"refuse": "1"}, follow=True).content.decode()
    assert "Ce fichier a avancé entre-temps" in page
    assert "Ce fichier est en cours de traitement." in page
    work_off()
    page = sign_in(adviser).post(address, {"refuse": "1"}, follow=True).content.decode()
    assert "Ce fichier a avancé entre-temps" in page
    assert Account.everything.count() == 1


def test_cancelled_before_it_began_it_waits_as_before(send, decide, adviser, sign_in):
    run = decide(adviser, send(adviser, LINE), "analyse")
    job = working.start_import(run_id=run.pk, shown=run.analysis, by=adviser)
    assert jobs.cancel(job=job, by=adviser)
    work_off()
    run.refresh_from_db()
    assert (run.state, rows()) == ("suspended", [0, 0, 0, 0])
    assert decide(adviser, run, "import").state == "done"


def test_lists_of_files_cost_the_same_for_any_number(
    send, adviser, sign_in, django_assert_num_queries
):
    for number in range(3):
        send(adviser, LINE | {"number": f"AV-{number}"})
        if number != 1:
            client = sign_in(adviser)
            with django_assert_num_queries(6):
                page = client.get(reverse("imports:account-import"))
            assert len(page.context["waiting"]) == number + 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"partner": ""}, "partner", "Choisissez le partenaire, ou donnez le nom d’un autre."),
        (
            {"partner": "assurvia", "new_partner": "Autre"},
            "new_partner",
            "Choisissez un partenaire ou nommez-en un autre, pas les deux.",
        ),
        (
            {"partner": "", "new_partner": "../x"},
            "new_partner",
            "Le nom d’un partenaire ne contient pas de / et ne commence pas par un point.",
        ),
    ],
)
def test_a_file_without_its_partner_is_refused(inbox, kept, adviser, sign_in, typed, field, said):
    posted = typed | {"file": io.BytesIO(b"x")}
    page = sign_in(adviser).post(reverse("imports:account-import"), posted)
    assert (page.status_code, page.context["form"].errors[field]) == (422, [said])
    assert not ImportRun.objects.exists()


def test_a_partner_s_name_written_otherwise_is_that_partner(send, adviser):
    assert send(adviser, LINE, partner="", new_partner=" ASSURVIA ").partner == "assurvia"


def test_the_model_holds_headers_lists_and_comments_and_is_read_back(
    send, decide, adviser, sign_in, tmp_path, put
):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    Product.objects.create(custodian=custodian, code="HM", name="Horizon Multisupport")
    content = sign_in(adviser).get(reverse("imports:account-model")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["comptes"]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[2]] == headers()
    assert all(cell.comment for cell in sheet[2])
    assert [cell.value for cell in book["Listes"][1]] == [
        "Monsieur",
        "Oui",
        "Assurvia",
        "Horizon Multisupport",
    ]
    assert len(sheet.data_validations.dataValidation) == 4
    for place, field in enumerate(workbook.COLUMNS, start=1):
        sheet.cell(3, place).value = LINE.get(field)
    filled = io.BytesIO()
    book.save(filled)
    filled.name = workbook.NAME
    filled.seek(0)
    page = sign_in(adviser).post(
        reverse("imports:account-import"), {"partner": "assurvia", "file": filled}
    )
    run = ImportRun.objects.get(pk=int(page.url.split("/")[-2]))
    run = decide(adviser, run, "analyse")
    assert (run.told["new_accounts"], run.counts["rejects"]) == (1, 0)


def steps(page):
    """Return the steps done, and the one that the page is at."""
    found = html.fromstring(page.content).xpath("//ol[@class='steps']/li")
    done = [each.text_content().strip() for each in found if each.get("class") == "is-done"]
    here = [" ".join(each.text_content().split()) for each in found if each.get("aria-current")]
    return done, here


def test_each_page_says_its_step_and_how_the_file_stands(send, decide, adviser, sign_in):
    client = sign_in(adviser)
    assert steps(client.get(reverse("imports:account-import"))) == ([], ["1Charger"])
    run = send(adviser, LINE)
    address = reverse("imports:run", args=[run.pk])
    page = client.get(address)
    assert steps(page) == (["Charger"], ["2Analyser le fichier"])
    assert stands(page) == "Chargé"
    decide(adviser, run, "analyse")
    page = client.get(address)
    assert steps(page) == (["Charger", "Analyser le fichier"], ["3Importer"])
    assert stands(page) == "Analysé"
    waiting = html.fromstring(client.get(reverse("imports:account-import")).content)
    (line,) = waiting.xpath("//section[@aria-labelledby='waiting']//li")
    assert line.text_content().split()[-1] == "Analysé"
    decide(adviser, run, "import")
    page = client.get(address)
    assert steps(page) == (["Charger", "Analyser le fichier", "Importer"], [])
    assert ways_on(page) == [reverse("home"), reverse("imports:account-import")]


def stands(page):
    return " ".join(html.fromstring(page.content).xpath("//dl/dd[1]")[0].text_content().split())


def ways_on(page):
    return html.fromstring(page.content).xpath("//main//div[@class='toolbar']//a/@href")


def test_a_file_without_an_account_is_not_offered_to_import(send, decide, adviser, sign_in):
    run = decide(adviser, send(adviser), "analyse")
    page = sign_in(adviser).get(reverse("imports:run", args=[run.pk]))
    assert "Il n’y a rien à importer" in page.text
    buttons = html.fromstring(page.content).xpath("//main//button")
    assert [each.text_content().strip() for each in buttons] == ["Ne pas importer"]


def test_a_refused_file_leads_to_the_next_one(send, decide, adviser, sign_in):
    run = decide(adviser, send(adviser, LINE), "refuse")
    page = sign_in(adviser).get(reverse("imports:run", args=[run.pk]))
    assert (steps(page), ways_on(page)) == (([], []), [reverse("imports:account-import")])


def test_a_file_of_more_than_8_mb_is_taken(adviser, sign_in, inbox, kept):
    content = b"Nom\r\n" + b" " * (LARGEST + 1)
    posted = {"partner": "", "new_partner": "assurvia", "file": ContentFile(content, "a.csv")}
    sign_in(adviser).post(reverse("imports:account-import"), posted)
    assert [path.stat().st_size for path in kept.iterdir()] == [len(content)]
