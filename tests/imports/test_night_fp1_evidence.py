"""Who an FP1 client is: each proof of the feed, from the partner's file to the page of alerts."""

import datetime as dt

import pytest
from django.urls import reverse
from lxml import html

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action
from alerts.models import DetectedClient, PartnerLink, Suggestion
from alerts.queries.candidates import candidates
from alerts.queries.pending import pending_clients
from contacts.enums import PhoneType, reasons_told
from contacts.models import Contact, Email, Telephone
from imports.models import ImportRun
from imports.pipeline.night import Options, import_all
from tests.alerts.conftest import typed, window
from tests.imports.formats.fp1_files import write_json
from text.normalise import email_key

pytestmark = pytest.mark.django_db
BORN = dt.date(1970, 4, 12)
SIREN, OTHER_SIREN, LEI = "732829320", "552100554", "529900T8BM49AURSDO55"
SIRET = f"{SIREN}00074"
PERSON = {"ref_client": "C-1", "type_personne": "PP", "nom_naissance": "MOREAU", "prenoms": "Anne"}
FIRM = {"ref_client": "C-1", "type_personne": "PM", "raison_sociale": "Les Ajoncs"}
MAIL = {"email": "Anne.Moreau@Example.org"}
MOBILE = {"tel_mobile": "06 39 98 12 34"}


def tables(*clients):
    accounts = [{"ref_compte": f"AV-{at}", "produit": "Horizon"} for at in range(len(clients))]
    holders = [
        {"ref_compte": f"AV-{at}", "ref_client": client["ref_client"], "role": "TITULAIRE"}
        for at, client in enumerate(clients)
    ]
    return {"client": clients, "compte": accounts, "titulaire": holders}


@pytest.fixture
def bring(inbox, night):
    """Let a night bring these clients, each with an account; return its run."""

    def bring(*clients):
        write_json(inbox / "assurvia" / "fp1.jsonl", tables(*clients))
        assert night()[0] == 0
        return ImportRun.objects.latest("pk")

    return bring


def reached_at(contact, email="", mobile="", line=PhoneType.MOBILE):
    if email:
        Email(contact=contact, address=email, key=email_key(email)).save()
    if mobile:
        Telephone(contact=contact, number=mobile, line=line).save()
    return contact


@pytest.fixture
def known(person, organisation, adviser):
    """Make who the file's client may be: by e-mail, mobile, SIREN, a link of another number…"""

    def known(name, first_name="Anne", *, email="", mobile="", number="", **details):
        if first_name is None:
            contact = organisation(name, **details)
        else:
            contact = person(name, first_name, **details)
        if number:
            PartnerLink.objects.create(
                partner="assurvia",
                owner_key=f"client|{number}",
                contact=contact,
                decided_by=adviser,
            )
        return reached_at(contact, email, mobile)

    return known


BIRTH = {"date_naissance": "1970-04-12", "commune_naissance": "RENNES"}
AT_RENNES = {"birth_date": BORN, "birth_town": "Rennes"}
LEGAL = (97, ["legal_number"])
# What the file says, who is there, and what the page proposes: points and reasons, or nothing.
EVIDENCE = {
    "former number": (
        PERSON | {"ref_client_precedente": "K-9"},
        ("Petit", "Anne", {"number": "K-9"}),
        (98, ["former_number"]),
    ),
    "siren": (FIRM | {"siren": "732 829 320"}, ("Chais", None, {"siren": SIREN}), LEGAL),
    "siret": (FIRM | {"siret": SIRET}, ("Chais", None, {"siren": SIREN}), LEGAL),
    "lei": (FIRM | {"lei": LEI.lower()}, ("Chais", None, {"lei": LEI}), LEGAL),
    "civil status": (PERSON | BIRTH, ("Moreau", "Anne", AT_RENNES), (97, ["civil_status"])),
    "born elsewhere": (
        PERSON | BIRTH | {"commune_naissance": "Brest"},
        ("Moreau", "Anne", AT_RENNES),
        (92, ["name_and_birth"]),
    ),
    "place by its code": (
        PERSON | BIRTH | {"commune_naissance": "", "code_insee_naissance": "35238"},
        ("Moreau", "Anne", AT_RENNES),
        (97, ["civil_status"]),
    ),
    **{
        f"place by the code of a district of {town}": (
            PERSON | BIRTH | {"commune_naissance": "", "code_insee_naissance": code},
            ("Moreau", "Anne", AT_RENNES | {"birth_town": town}),
            (97, ["civil_status"]),
        )
        for town, code in (("Paris", "75120"), ("Lyon", "69383"), ("Marseille", "13205"))
    },
    "place by its district": (
        PERSON | BIRTH | {"commune_naissance": "PARIS"},
        ("Moreau", "Anne", AT_RENNES | {"birth_town": "Paris 20e Arrondissement"}),
        (97, ["civil_status"]),
    ),
    "email": (
        PERSON | MAIL,
        ("Moreaux", "Anne", {"email": "anne.moreau@EXAMPLE.org"}),
        (80, ["email_and_name"]),
    ),
    "email alone": (PERSON | MAIL, ("Petit", "Anne", {"email": MAIL["email"]}), None),
    "email of an organisation": (
        FIRM | {"siren": SIREN, "email": "sci@example.org"},
        ("Les Ajoncs", None, {"email": "sci@example.org"}),
        (80, ["email_and_same_name"]),
    ),
    "mobile": (
        PERSON | MOBILE,
        ("Moreau", "Anne", {"mobile": "+33639981234"}),
        (75, ["mobile_and_same_name"]),
    ),
    "mobile alone": (PERSON | MOBILE, ("Petit", "Anne", {"mobile": "+33639981234"}), None),
    "both": (
        PERSON | MAIL | MOBILE,
        ("Moreau", "Anne", {"email": MAIL["email"], "mobile": "+33639981234"}),
        (80, ["email_and_same_name", "mobile_and_same_name"]),
    ),
    "another siren": (
        FIRM | {"siren": OTHER_SIREN, "email": "sci@example.org"},
        ("Les Ajoncs", None, {"siren": SIREN, "email": "sci@example.org"}),
        None,
    ),
    "person against organisation": (
        PERSON | MAIL,
        ("Moreau", None, {"email": MAIL["email"]}),
        None,
    ),
    "other first names": (PERSON | MAIL, ("Moreau", "Luc", {"email": MAIL["email"]}), None),
}  # fmt: skip


def shown(client):
    """Return what the page proposes of its only line, kept by the filter of those that have any."""
    (line,) = client.get(reverse("alerts:clients")).context["lines"]
    kept = client.get(reverse("alerts:clients"), {"only": "with"}).context["lines"]
    assert bool(kept) is bool(line.suggestions)
    return [(one.contact, one.score, one.reasons_told) for one in line.suggestions]


def expected(contact, found):
    return [(contact, found[0], reasons_told(found[1]))] if found else []


@pytest.mark.parametrize("proof", EVIDENCE)
def test_the_night_finds_who_it_is(bring, known, adviser, sign_in, proof):
    said, (name, first_name, facts), found = EVIDENCE[proof]
    contact = known(name, first_name, **facts)
    bring(said)
    kept = [(row.contact, row.score, row.reasons) for row in Suggestion.objects.all()]
    assert kept == ([(contact, *found)] if found else [])
    assert DetectedClient.objects.get().best_contact == (contact if found else None)
    assert shown(sign_in(adviser)) == expected(contact, found)


@pytest.mark.parametrize("proof", EVIDENCE)
def test_the_page_finds_who_came_since_and_the_next_night_keeps_it(
    bring, night, known, adviser, sign_in, proof
):
    said, (name, first_name, facts), found = EVIDENCE[proof]
    bring(said)
    contact = known(name, first_name, **facts)
    assert shown(sign_in(adviser)) == expected(contact, found)
    assert not Suggestion.objects.exists()
    night()
    kept = [(row.contact, row.score, row.reasons) for row in Suggestion.objects.all()]
    assert kept == ([(contact, *found)] if found else [])


def test_a_telephone_that_is_no_mobile_proves_nothing(bring, person):
    reached_at(person("Moreau", "Anne"), mobile="+33639981234", line=PhoneType.FAX)
    reached_at(person("Moreau", "Anne"), mobile="+33261910001", line=PhoneType.LANDLINE)
    bring(PERSON | MOBILE, PERSON | {"ref_client": "C-2", "tel_mobile": "02 61 91 00 01"})
    assert not Suggestion.objects.exists()


def test_a_number_of_another_partner_is_none_of_this_one_s(bring, person, adviser):
    link = {"partner": "autre", "owner_key": "client|K-9", "decided_by": adviser}
    PartnerLink.objects.create(contact=person("Petit", "Anne"), **link)
    bring(PERSON | {"ref_client_precedente": "K-9"})
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(("is_private", "found"), [(False, 0), (True, 3)])
def test_what_a_crowd_of_public_contacts_shares_proves_nothing(
    bring, person, adviser, monkeypatch, is_private, found
):
    monkeypatch.setattr("alerts.matching.CROWD", 2)
    monkeypatch.setattr("alerts.queries.shared_facts.CROWD", 2)
    for private in (False, False, is_private):
        reached_at(person("Moreau", "Anne", is_private=private), "Info@Example.org")
    bring(PERSON | {"email": "info@example.org"})
    line = DetectedClient.objects.get()
    assert Suggestion.objects.count() == found
    Suggestion.objects.all().delete()
    assert len(candidates(adviser, [[line]]).get(line.pk, [])) == found


@pytest.mark.security(9)
def test_a_line_of_a_private_folder_s_e_mail_is_for_who_sees_it(
    bring, secret, adviser, manager, sign_in
):
    reached_at(secret, "zorglub@example.org")
    bring(PERSON | {"nom_naissance": "ZORGLUB", "prenoms": "P", "email": "Zorglub@example.org"})
    assert DetectedClient.objects.get().best_contact == secret
    assert shown(sign_in(adviser)) == expected(secret, (80, ["email_and_same_name"]))
    assert not pending_clients(manager).exists()
    assert not sign_in(manager).get(reverse("alerts:clients")).context["lines"]


@pytest.mark.security(9)
@pytest.mark.parametrize(
    ("said", "has"),
    [
        ({"email": "zorglub@example.org"}, {"email": "zorglub@example.org"}),
        (MOBILE, {"mobile": "+33639981234"}),
    ],
    ids=["email", "mobile"],
)
def test_a_crowd_that_somebody_adds_brings_no_hidden_line_to_light(
    bring, night, person, secret, adviser, manager, monkeypatch, said, has
):
    monkeypatch.setattr("alerts.matching.CROWD", 2)
    monkeypatch.setattr("alerts.queries.shared_facts.CROWD", 2)
    reached_at(secret, **has)
    bring(PERSON | {"nom_naissance": "ZORGLUB", "prenoms": "P"} | said)
    for _ in range(3):
        reached_at(person("Zorglub", "P", by=manager), **has)
    night()
    (line,) = DetectedClient.objects.all()
    assert line.best_contact == secret
    assert not pending_clients(manager).exists()
    Suggestion.objects.all().delete()
    assert [one.contact for one in candidates(adviser, [[line]])[line.pk]] == [secret]


def test_numbers_of_fax_lines_make_no_crowd_of_mobiles(bring, person, monkeypatch):
    monkeypatch.setattr("alerts.matching.CROWD", 2)
    known = reached_at(person("Moreau", "Anne"), mobile="+33639981234")
    for _ in range(3):
        reached_at(person("Moreau", "Anne"), mobile="+33639981234", line=PhoneType.FAX)
    bring(PERSON | MOBILE)
    assert Suggestion.objects.get().contact == known


@pytest.mark.security(9)
def test_a_former_number_shows_nobody_whom_the_reader_does_not_see(
    bring, known, adviser, junior, sign_in
):
    contact = known("Petit", "Anne", number="K-9")
    bring(PERSON | {"ref_client_precedente": "K-9"})
    (line,) = DetectedClient.objects.all()
    assert [one.contact for one in candidates(adviser, [[line]])[line.pk]] == [contact]
    assert not candidates(junior, [[line]]).get(line.pk)
    assert shown(sign_in(junior)) == []


COMPLETED = "Clients en attente complétés"


def page_of(client, run):
    return client.get(reverse("imports:run", args=[run.pk])).content.decode()


def facts_of(line):
    line.refresh_from_db()
    return line.email, line.siren, line.siret, line.birth_town, line.birth_commune, line.former_key


def test_a_later_file_completes_who_waits_and_tells_it(bring, known, adviser, sign_in):
    contact = known("Moreau", "Anne", email=MAIL["email"])
    bring(PERSON, FIRM | {"ref_client": "C-2", "siren": SIREN})
    anne, firm = DetectedClient.objects.order_by("owner_key")
    assert (facts_of(anne), anne.best_contact) == (("",) * 6, None)
    more = {"code_insee_naissance": "75120", "ref_client_precedente": "K-9"}
    run = bring(
        PERSON | MAIL | more, FIRM | {"ref_client": "C-2", "siren": OTHER_SIREN, "lei": LEI}
    )
    mail = "anne.moreau@example.org"
    assert facts_of(anne) == (mail, "", "", "Paris", "75120", "client|K-9")
    assert anne.best_contact == contact
    # What is told otherwise stays as it was told first.
    assert (facts_of(firm)[1:3], firm.lei) == ((SIREN, ""), LEI)
    assert run.counts["completed_clients"] == [anne.pk, firm.pk]
    assert f"<dt>{COMPLETED}</dt><dd>2</dd>" in page_of(sign_in(adviser), run)
    run = bring(PERSON | more | {"email": "other@example.org", "statut": "actif"})
    assert facts_of(anne)[0] == mail
    assert "completed_clients" not in run.counts
    assert COMPLETED not in page_of(sign_in(adviser), run)


def test_what_belongs_together_is_completed_together(bring):
    bring(FIRM | {"siren": SIREN, "commune_naissance": "BREST"})
    (line,) = DetectedClient.objects.all()
    bring(FIRM | {"code_insee_naissance": "75120", "siret": f"{OTHER_SIREN}00021"})
    assert facts_of(line) == ("", SIREN, "", "BREST", "", "")
    bring(FIRM | {"siret": SIRET})
    assert facts_of(line) == ("", SIREN, SIRET, "BREST", "", "")


def test_a_client_who_was_decided_is_completed_no_more(bring, adviser):
    bring(PERSON)
    (line,) = DetectedClient.objects.all()
    treat_clients(decisions=[ClientDecision(line.pk, line.version, Action.IGNORE)], by=adviser)
    run = bring(PERSON | MAIL)
    assert facts_of(line)[0] == ""
    assert "completed_clients" not in run.counts


@pytest.mark.security(9)
def test_a_client_of_a_private_folder_is_completed_unseen(bring, secret, adviser, manager, sign_in):
    reached_at(secret, "zorglub@example.org")
    said = PERSON | {"nom_naissance": "ZORGLUB", "prenoms": "P"}
    bring(said)
    assert pending_clients(manager).exists()
    run = bring(said | {"email": "zorglub@example.org"})
    assert DetectedClient.objects.get().best_contact == secret
    assert not pending_clients(manager).exists()
    assert COMPLETED not in page_of(sign_in(manager), run)
    assert f"<dt>{COMPLETED}</dt><dd>1</dd>" in page_of(sign_in(adviser), run)


@pytest.mark.security(9)
def test_a_client_who_is_completed_is_hidden_before_the_night_ends(
    bring, secret, adviser, manager, inbox
):
    """Nobody reads a private folder's e-mail on a line while other files come in."""
    reached_at(secret, "zorglub@example.org")
    said = PERSON | {"nom_naissance": "ZORGLUB", "prenoms": "P"}
    bring(said)
    write_json(inbox / "assurvia" / "fp1.jsonl", tables(said | {"email": "zorglub@example.org"}))
    first = next(import_all(Options(inbox=inbox, settle=0)))
    (line,) = DetectedClient.objects.all()
    assert (first.run.counts["completed_clients"], line.email) == ([line.pk], "zorglub@example.org")
    assert not pending_clients(manager).exists()
    assert [*pending_clients(adviser)] == [line]


BAD = {
    "an e-mail without its domain": ({"email": "anne@"}, "R_EMAIL"),
    "an e-mail that is too long": ({"email": f"{'a' * 60}@{'b' * 30}.org"}, "R_EMAIL"),
    "a telephone that cannot be": ({"tel_mobile": "06 39 98"}, "R_PHONE"),
    "a telephone of words": ({"tel_mobile": "voir dossier"}, "R_PHONE"),
    "a SIREN of a wrong key": ({"siren": "732829321"}, "R_SIREN"),
    "a SIREN of zeros": ({"siren": "000000000"}, "R_SIREN"),
    "a SIRET of a wrong key": ({"siret": "73282932000075"}, "R_SIREN"),
    "a SIRET of another SIREN": ({"siren": OTHER_SIREN, "siret": SIRET}, "R_SIREN"),
    "a LEI of a wrong key": ({"lei": "529900T8BM49AURSDO56"}, "R_SIREN"),
}


@pytest.mark.parametrize("fault", BAD)
def test_what_cannot_be_is_left_out_and_told_and_the_client_kept(bring, fault):
    said, code = BAD[fault]
    run = bring(FIRM | said)
    assert (run.state, run.counts["rejects"]) == ("done", 0)
    assert run.counts["warned"] == {code: 1}
    assert run.counts["warned_lines"] == {code: ["1"]}
    line = DetectedClient.objects.get()
    kept = (line.last_name, line.email, line.mobile, line.siret, line.lei)
    assert kept == ("Les Ajoncs", "", "", "", "")
    assert line.siren == (OTHER_SIREN if "siren" in said and "siret" in said else "")


def test_the_report_says_what_was_left_out(bring, inbox):
    bring(PERSON | {"email": "anne@", "tel_mobile": "06", "siren": "1"})
    (report,) = inbox.glob("assurvia/done/*/*/*.rapport.txt")
    said = report.read_text(encoding="utf-8-sig")
    for code, correct in (("R_EMAIL", "la bonne"), ("R_PHONE", "le bon"), ("R_SIREN", "le bon")):
        (line,) = [line for line in said.splitlines() if f"{code}, 1 ligne" in line]
        assert f"Écrivez {correct} dans son dossier" in line


def test_the_page_and_the_report_of_a_run_name_the_lines(bring, manager, sign_in):
    clients = [PERSON | {"ref_client": f"C-{at}", "email": "anne@"} for at in range(12)]
    run = bring(*clients)
    client = sign_in(manager)
    (told,) = client.get(reverse("imports:run", args=[run.pk])).context["warned"]
    assert told.startswith("R_EMAIL, 12 lignes\u202f: Adresse e-mail invalide")
    assert told.endswith(" Lignes 1, 2, 3, 4, 5, 6, 7, 8, 9, 10…")
    report = client.get(reverse("imports:run-report", args=[run.pk])).content.decode("utf-8-sig")
    assert " Lignes 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.\n" in report


def test_a_client_told_twice_with_two_e_mails_waits(bring, night, inbox):
    write_json(
        inbox / "assurvia" / "fp1.jsonl",
        {"client": (PERSON | MAIL, PERSON | {"email": "x@example.org"})}
        | {name: rows for name, rows in tables(PERSON).items() if name != "client"},
    )
    night()
    codes = ImportRun.objects.get().rejects.order_by("pk").values_list("code", flat=True)
    assert set(codes) == {"R_DUP_KEY_DIFFERENT", "R_CONTRACT_INCOMPLETE"}


def test_the_contact_that_is_added_has_what_the_partner_says(bring, adviser):
    birth = BIRTH | {"code_insee_naissance": "35238"}
    bring(PERSON | birth | MAIL | MOBILE, FIRM | {"ref_client": "C-2", "siret": SIRET, "lei": LEI})
    lines = DetectedClient.objects.all()
    treat_clients(
        decisions=[ClientDecision(line.pk, line.version, Action.ADD) for line in lines], by=adviser
    )
    anne, firm = Contact.objects.order_by("-kind")
    assert (anne.person.birth_town, anne.person.birth_commune) == ("RENNES", "35238")
    assert anne.person.birth_department == "35"
    email, mobile = anne.emails.get(preferred=True), anne.telephones.get(preferred=True)
    assert (email.address, email.key) == ("anne.moreau@example.org",) * 2
    assert (mobile.number, mobile.line) == ("+33639981234", "mobile")
    legal = firm.organisation
    assert (legal.siren, legal.siret, legal.lei) == (SIREN, SIRET, LEI)
    assert not firm.emails.exists()


def test_a_code_alone_makes_the_whole_place_of_birth(bring, adviser):
    bring(PERSON | {"date_naissance": "1970-04-12", "code_insee_naissance": "75120"})
    (line,) = DetectedClient.objects.all()
    treat_clients(decisions=[ClientDecision(line.pk, line.version, Action.ADD)], by=adviser)
    anne = Contact.objects.get().person
    assert (anne.birth_town, anne.birth_department, anne.birth_commune) == ("Paris", "75", "75120")


def test_the_page_shows_what_the_partner_says_of_each_client(bring, adviser, sign_in):
    bring(
        PERSON | BIRTH | MAIL | MOBILE,
        FIRM | {"ref_client": "C-2", "siret": SIRET, "lei": LEI, "ville": "Rennes"},
        PERSON | {"ref_client": "C-3", "prenoms": "Luc"},
    )
    page = html.fromstring(sign_in(adviser).get(reverse("alerts:clients")).content)
    shown = [
        [part.text_content() for part in client.findall("p")]
        for client in page.iterfind(".//th[@class='client']")
    ]
    assert sorted(shown) == [
        [
            "Naissance le 12/04/1970 (RENNES)",
            "anne.moreau@example.org · 06\xa039\xa098\xa012\xa034",
        ],
        ["Rennes", f"SIREN {SIREN} · SIRET {SIRET} · LEI {LEI}"],
        ["Sans date de naissance"],
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [({}, "Anne MOREAU"), ({"ville": "Rennes"}, "Anne MOREAU, Rennes")],
)
def test_the_opened_data_say_the_town_that_the_file_said(bring, adviser, sign_in, place, said):
    bring(PERSON | place)
    line = DetectedClient.objects.get()
    opened = sign_in(adviser).post(window(), typed(line, button="edit", value=str(line.pk)))
    told = html.fromstring(opened.content).findtext(".//div[@class='inlineform__end']/span")
    assert told.split(":")[1].split() == said.split()


@pytest.mark.parametrize("count", [1, 3])
def test_facts_cost_as_much_for_one_client_as_for_three(
    bring, known, adviser, sign_in, django_assert_num_queries, count
):
    said = []
    for at in range(count):
        facts = {"email": f"a{at}@example.org", "mobile": f"+3363998123{at}", "number": f"K-{at}"}
        known("Moreau", "Anne", **facts)
        told = {"email": facts["email"], "tel_mobile": facts["mobile"], "siren": SIREN}
        number = {"ref_client": f"C-{at}", "ref_client_precedente": f"K-{at}"}
        said.append(PERSON | told | number)
    bring(*said)
    groups = [[line] for line in DetectedClient.objects.order_by("pk")]
    with django_assert_num_queries(14):
        found = candidates(adviser, groups)
    assert [len(found[line.pk]) for (line,) in groups] == [1] * count
