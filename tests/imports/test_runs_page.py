"""The page of imports: what became of each file, as far as its reader may know."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Product
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.pending import clients_seen_by
from contacts.actions.contacts import create
from contacts.models import Category, Contact, PersonDetails
from imports.models import ImportRun, Reject
from imports.queries import runs as queries
from imports.queries.freshness import freshness, usual_gap
from imports.records import HEADERS
from tests.imports.conftest import LINE, SECRET


def numbers(client, run):
    """Return the facts that the page of a run states."""
    response = client.get(reverse("imports:run", args=[run.pk]))
    seen = response.context["seen"]
    return seen.lines, seen.new_accounts, seen.clients, seen.rejects


def rejected_lines(client, run):
    response = client.get(reverse("imports:run-rejects", args=[run.pk]))
    text = response.content.decode("utf-8-sig")
    return [row["ligne"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]


@pytest.mark.security(9)
def test_counts_and_rejects_are_those_of_the_lines_one_may_see(
    night, put, secret, adviser, manager, sign_in
):
    put(
        "a.csv",
        LINE,
        LINE | SECRET | {"number": "AV-2"},
        LINE | {"number": "AV-3", "value": "x"},
        LINE | SECRET | {"number": "AV-4", "value": "x"},
    )
    assert night()[0] == 1
    run = ImportRun.objects.get()
    assert numbers(sign_in(manager), run) == (4, 1, 1, 1)
    assert rejected_lines(sign_in(manager), run) == ["4"]
    assert "ZORGLUB" not in sign_in(manager).get(f"/imports/{run.pk}/rejets/").content.decode()
    assert numbers(sign_in(adviser), run) == (4, 2, 2, 2)
    assert rejected_lines(sign_in(adviser), run) == ["4", "5"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"birth_date": "03/09/1961"},
        {"last_name": "ZORGLUBBE"},
        {"birth_date": "31/02/1961"},
    ],
    ids=["the same", "day and month swapped", "another surname", "a date that is none"],
)
def test_a_line_about_a_private_folder_is_set_aside_unseen(
    night, put, secret, manager, adviser, said
):
    put("a.csv", LINE | {"number": "AV-0"}, LINE | SECRET | said | {"value": "x"})
    assert night()[0] == 1
    assert not Reject.objects.seen_by(manager).exists()
    assert Reject.objects.seen_by(adviser).count() == 1


@pytest.mark.security(62)
@pytest.mark.parametrize(
    ("said", "is_seen"),
    [
        ({"first_name": "Anne Philomène"}, False),
        ({"first_name": "Marie-Philomène"}, False),
        ({"first_name": "Anne Philomène", "birth_date": "03/09/1961"}, False),
        ({"first_name": "P."}, False),
        ({"last_name": "DUVAL ZORGLUB", "first_name": "Anne Philomène"}, False),
        ({"last_name": "DUVAL née ZORGLUB", "first_name": "Anne Philomène"}, False),
        ({"title": "M. et Mme", "first_name": "Anne Philomène"}, False),
        ({"last_name": "DUVAL", "first_name": "Anne"}, True),
    ],
)
def test_a_rejected_line_is_matched_as_one_that_is_read(
    night, put, secret, manager, adviser, sign_in, said, is_seen
):
    """A line is read and its like set aside: who does not see the one downloads not the other."""
    put("a.csv", LINE | SECRET | said, LINE | SECRET | said | {"number": "AV-2", "value": "x"})
    assert night()[0] == 1
    run = ImportRun.objects.get()
    assert clients_seen_by(manager).exists() is is_seen
    assert queries.rejects_of(run, manager).exists() is is_seen
    assert rejected_lines(sign_in(adviser), run) == ["3"]
    # As well when the rejected line comes alone, with nobody detected beside it.
    DetectedAccount.objects.all().delete()
    DetectedClient.objects.all().delete()
    assert queries.rejects_of(run, manager).exists() is is_seen


@pytest.mark.parametrize("title", ["Monsieur", "M. et Mme"])
def test_a_line_linked_to_a_private_folder_is_set_aside_unseen(
    night, put, secret, manager, adviser, title
):
    keys = {"Monsieur": "unsure|duval|paul|", "M. et Mme": "unsure|duval|paul||joint"}
    PartnerLink.objects.create(
        partner="assurvia", owner_key=keys[title], contact=secret, decided_by=adviser
    )
    duval = {"title": title, "last_name": "DUVAL", "first_name": "Paul", "birth_date": ""}
    put("a.csv", LINE | duval | {"value": "x"})
    assert night()[0] == 1
    assert Reject.objects.seen_by(adviser).count() == 1
    assert not Reject.objects.seen_by(manager).exists()


@pytest.mark.security(9)
@pytest.mark.parametrize("holder", ["contact", "second_contact"])
def test_a_line_with_the_number_of_a_private_folder_s_client_is_set_aside_unseen(
    night, put, secret, manager, adviser, holder
):
    """The account waits without an owner under a client that was linked before."""
    duval = LINE | {"last_name": "DUVAL", "first_name": "Paul", "birth_date": ""}
    put("a.csv", duval)
    night()
    decided = {"state": "linked", "decided_by": adviser, "decided_at": timezone.now()}
    DetectedClient.objects.update(**{holder: secret}, **decided)
    put("b.csv", LINE | {"value": "x", "last_name": "", "first_name": "", "birth_date": ""})
    night()
    assert Reject.objects.seen_by(adviser).count() == 1
    assert not Reject.objects.seen_by(manager).exists()


def test_a_line_with_a_private_account_s_number_is_set_aside_unseen(
    night, put, secret, manager, adviser
):
    put("a.csv", LINE | SECRET)
    night()
    put("b.csv", LINE | {"value": "x", "last_name": "", "first_name": "", "birth_date": ""})
    night()
    assert Reject.objects.seen_by(adviser).count() == 1
    assert not Reject.objects.seen_by(manager).exists()


@pytest.mark.security(9)
@pytest.mark.parametrize(
    "said",
    [
        {"last_name": "", "first_name": "", "birth_date": ""},
        {"last_name": "DURAND", "first_name": "Luc", "birth_date": "01/01/1980"},
    ],
    ids=["no owner", "another owner"],
)
def test_the_other_lines_of_a_private_folder_s_contract_are_set_aside_unseen(
    night, put, secret, manager, adviser, sign_in, said
):
    """They say with which line they were set aside, and that one is not there to be read."""
    of_secret = LINE | SECRET | {"number": "AV-2", "holding_code": "A", "value": "x"}
    other = LINE | {"number": "AV-2", "holding_code": "B"} | said
    put("a.csv", LINE, of_secret, other, LINE | {"number": "AV-3", "value": "x"})
    assert night()[0] == 1
    run = ImportRun.objects.get()
    assert rejected_lines(sign_in(adviser), run) == ["3", "4", "5"]
    assert rejected_lines(sign_in(manager), run) == ["5"]
    assert numbers(sign_in(manager), run)[3] == 1


@pytest.mark.security(9)
def test_a_number_that_a_private_account_had_is_told_to_nobody_else(
    night, put, secret, manager, adviser, sign_in
):
    """A line whose number lost its zeros is told which account there is."""
    put("a.csv", LINE)
    night()
    account = open_account(
        account=Account(product=Product.objects.get(), number="NEW-9"),
        owners=[Owner(secret)],
        by=adviser,
    )
    account.former_numbers.create(product=account.product, number="000123")
    durand = LINE | {"last_name": "DURAND", "first_name": "Luc"}
    put("b.csv", durand | {"number": "123"}, LINE | {"number": "AV-3", "value": "x"})
    night()
    run = ImportRun.objects.latest("pk")
    assert rejected_lines(sign_in(adviser), run) == ["2", "3"]
    assert rejected_lines(sign_in(manager), run) == ["3"]


def test_what_becomes_private_afterwards_is_hidden_too(night, put, adviser, manager, sign_in):
    details = PersonDetails(last_name="Moreau", first_name="Anne", birth_date=dt.date(1970, 4, 12))
    contact = Contact(category=Category.objects.get(name="Clients"))
    contact = create(contact=contact, details=details, by=adviser)
    put("a.csv", LINE, LINE | {"number": "AV-2", "value": "x"})
    night()
    run = ImportRun.objects.get()
    assert numbers(sign_in(manager), run) == (2, 1, 1, 1)
    contact.is_private = True
    contact.save()
    assert numbers(sign_in(manager), run) == (2, 0, 0, 0)


def test_rejects_are_for_those_who_treat_alerts(night, put, manager, sign_in):
    put("a.csv", LINE | {"value": "x"}, LINE | {"number": "AV-2"})
    night()
    run = ImportRun.objects.get()
    manager.groups.get().permissions.remove(
        *manager.groups.get().permissions.filter(codename="treat_alerts")
    )
    client = sign_in(manager)
    assert numbers(client, run) == (2, 1, 1, 0)
    assert client.get(reverse("imports:run-rejects", args=[run.pk])).status_code == 403


@pytest.mark.parametrize("name", ["runs", "run", "run-report", "run-rejects", "run-decide"])
def test_without_the_right_there_is_no_page(night, put, junior, sign_in, name):
    put("a.csv", LINE)
    night()
    address = reverse(
        f"imports:{name}", args=[] if name == "runs" else [ImportRun.objects.get().pk]
    )
    client = sign_in(junior)
    response = client.post(address) if name == "run-decide" else client.get(address)
    assert response.status_code == 403


def test_the_report_says_what_to_do(night, put, manager, sign_in):
    put("a.csv", LINE, LINE | {"number": "AV-2", "value": "x"})
    night()
    run = ImportRun.objects.get()
    response = sign_in(manager).get(reverse("imports:run-report", args=[run.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="a.csv.rapport.txt"'
    assert response.content.decode("utf-8-sig").splitlines()[3:] == [
        "Importé\u202f; lignes mises de côté\u202f:",
        "- R_AMOUNT, 1 ligne\u202f: Ce montant est absent ou ne peut pas être lu avec certitude.",
        (
            "  Écrivez des chiffres et une virgule décimale, comme 1 400,82\u202f; un support a "
            "besoin de son nombre de parts et de son cours."
        ),
        "",
        (
            "Que faire\u202f: Corrigez les lignes dans le fichier des rejets, sans toucher à ses "
            "en-têtes, et déposez-le dans le dossier du partenaire\u202f: ce qui est déjà importé "
            "ne bouge pas."
        ),
    ]


@pytest.mark.security(9)
def test_no_line_is_named_for_what_the_base_knows_of_it(night, put, manager, sign_in):
    """A line of R_TOWN is a new client’s: where it is in no list, a private folder hides it."""
    put("a.csv", LINE | {"post_code": "33000", "town": "Lyon"})
    night()
    run = ImportRun.objects.get()
    assert run.counts["warned_lines"] == {"R_TOWN": ["2"]}
    (told,) = sign_in(manager).get(reverse("imports:run", args=[run.pk])).context["warned"]
    assert told.startswith("R_TOWN, 1 ligne\u202f: Commune inconnue pour ce code postal.")
    assert "Ligne" not in told


FORMULA = '=HYPERLINK("http://x.example";"a")'


@pytest.mark.security(36)
def test_rejects_hold_no_formula_and_come_back_as_they_were(night, put, inbox, manager, sign_in):
    bad = LINE | {"last_name": FORMULA, "label": "+33 6 12 34 56 78", "value": "-063,00 x"}
    put("a.csv", bad, LINE | {"number": "AV-2"})
    night()
    run = ImportRun.objects.get()
    downloaded = sign_in(manager).get(reverse("imports:run-rejects", args=[run.pk])).content
    (row,) = csv.DictReader(io.StringIO(downloaded.decode("utf-8-sig")), delimiter=";")
    assert row["Nom"] == f"'{FORMULA}"
    assert row["Intitulé du compte / contrat"] == "+33 6 12 34 56 78"
    (inbox / "assurvia/mended.csv").write_bytes(downloaded.replace(b"-063,00 x", b"-063,00"))
    assert night()[0] == 0
    assert ImportRun.objects.latest("pk").counts["rejects"] == 0
    client = sign_in(manager)
    assert FORMULA.encode() not in client.get("/alertes/clients/").content
    assert b"=HYPERLINK(&quot;" in client.get("/alertes/clients/").content


def test_the_list_is_paged_by_key_and_filtered(db, manager, sign_in):
    for number in range(queries.PAGE + 3):
        partner = "orsel" if number % 10 == 0 else "assurvia"
        ImportRun.objects.create(
            partner=partner, file_name=f"{number}.csv", sha256=str(number), size=1, state="done"
        )
    client = sign_in(manager)
    first = client.get("/imports/").context
    assert [row["run"].file_name for row in first["rows"]][:2] == ["52.csv", "51.csv"]
    second = client.get("/imports/" + first["next_url"]).context
    assert [row["run"].file_name for row in second["rows"]] == ["2.csv", "1.csv", "0.csv"]
    assert not second.get("next_url")
    back = client.get("/imports/" + second["previous_url"]).context
    assert back["rows"][0]["run"].file_name == "52.csv"
    assert not back.get("previous_url")
    chosen = client.get("/imports/?partner=orsel&state=done").context["rows"]
    assert [row["run"].file_name for row in chosen] == [f"{n}.csv" for n in (50, 40, 30, 20, 10, 0)]
    assert client.get("/imports/?partner=nobody").context["rows"] == []
    assert client.get("/imports/?after=-1&state=zz&partner=" + "x" * 99).status_code == 200


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    night, put, manager, sign_in, django_assert_num_queries, runs
):
    for number in range(runs):
        put(f"{number}.csv", LINE | {"number": f"AV-{number}"}, LINE | {"value": "x"})
    night()
    client = sign_in(manager)
    client.get("/imports/")
    with django_assert_num_queries(13):
        assert len(client.get("/imports/").context["rows"]) == runs


def received(partner, days_ago, **fields):
    run = ImportRun.objects.create(
        partner=partner, file_name="a.csv", sha256=f"{partner}{days_ago}", size=1, state="done"
    )
    at = timezone.now() - dt.timedelta(days=days_ago)
    ImportRun.objects.filter(pk=run.pk).update(started_at=at, finished_at=at, **fields)


def test_late_is_longer_than_the_partner_s_own_habit(db):
    for days in (2, 3, 4, 7, 8):
        received("daily", days)
    for days in (20, 27, 34, 41):
        received("weekly", days)
    for days in (6, 13, 20, 27):
        received("punctual", days)
    received("new", 7)
    received("old", 9)
    found = {one.partner: (one.days, one.is_late) for one in freshness()}
    assert found == {
        "weekly": (20, True),
        "old": (9, True),
        "daily": (2, False),
        "punctual": (6, False),
        "new": (7, False),
    }
    assert [one.partner for one in freshness()][:2] == ["weekly", "old"]


def test_the_usual_gap_is_the_longest_of_the_last_ten():
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    moments = [day + dt.timedelta(days=days) for days in (0, 60, *range(61, 70), 72)]
    assert usual_gap(moments) == dt.timedelta(days=3)
    assert usual_gap(moments[:3]) == dt.timedelta(days=7)


def test_home_tells_the_night_to_those_who_may_see_it(night, put, manager, junior, sign_in):
    put("a.csv", LINE)
    bad = put("b.csv", LINE)
    bad.write_text("bonjour\n", "utf-8")
    night()
    told = sign_in(manager).get("/").content.decode()
    assert "1 fichier importé · 1 refusé" in told
    assert 'href="/imports/"' in told
    assert "/imports/" not in sign_in(junior).get("/").content.decode()


def test_new_custodians_and_products_are_told(night, put, manager, sign_in):
    put("a.csv", LINE)
    night()
    run = ImportRun.objects.get()
    run.counts["made"] = {"custodians": ["ASV Assurvia"], "products": ["ASV HM Horizon"]}
    run.save()
    told = sign_in(manager).get(f"/imports/{run.pk}/").content.decode()
    assert "Nouveaux dépositaires" in told
    assert "ASV HM Horizon" in told


def test_a_workbook_that_hides_a_nul_is_kept(night, inbox):
    """PostgreSQL stores no NUL: the reject that holds one must not break the import off."""
    book = openpyxl.Workbook()
    book.active.append(list(HEADERS.values()))
    for line in (LINE | {"last_name": "MOR_x0000_EAU"}, LINE | {"number": "AV-2"}):
        book.active.append([line.get(field, "") for field in HEADERS])
    book.save(inbox / "assurvia/a.xlsx")
    assert night()[0] == 1
    assert Reject.objects.get().code == "R_CONTROL_CHARS"
    assert connection.is_usable()


@pytest.mark.security(9)
def test_a_line_that_is_not_there_to_be_read_is_named_by_no_other(
    night, put, secret, manager, adviser, sign_in
):
    """A line without a number may be of the hidden contract above it or of the one below."""
    nobody = dict.fromkeys(("last_name", "first_name", "birth_date"), "")
    of_secret = LINE | SECRET | {"number": "AV-2", "holding_code": "A"}
    lacking = LINE | nobody | {"number": "", "holding_code": "B"}
    below = LINE | {"number": "AV-3", "holding_code": "C"}
    put("a.csv", LINE, of_secret, lacking, below)
    assert night()[0] == 1
    run = ImportRun.objects.get()
    assert rejected_lines(sign_in(adviser), run) == ["3", "4", "5"]
    assert rejected_lines(sign_in(manager), run) == ["5"]
    named = "La ligne 4 n’a pas de numéro"
    for address in (
        reverse("imports:run", args=[run.pk]),
        reverse("imports:run-rejects", args=[run.pk]),
    ):
        assert named in sign_in(adviser).get(address).content.decode()
        assert named not in sign_in(manager).get(address).content.decode()
