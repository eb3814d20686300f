"""An FP1 file tells its sender of no private folder by e-mail, mobile, SIREN, LEI or number."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alerts.enums import State
from alerts.matching import FACTS
from alerts.models import DetectedClient, PartnerLink, Suggestion
from alerts.queries.candidates import candidates
from contacts.actions.contacts import create
from contacts.models import Category, Contact, Email, OrganisationDetails, PersonDetails, Telephone
from tests.imports.formats.fp1_files import write_json
from tests.imports.sent.test_twin_worlds import World

BORN = dt.date(1961, 3, 9)
SIREN, LEI = "732829320", "529900T8BM49AURSDO55"
PERSON = {"type_personne": "PP", "nom_naissance": "ZORGLUB", "prenoms": "P"}
FIRM = {"type_personne": "PM", "raison_sociale": "Zorglub Conseil"}
CLIENTS = (
    PERSON | {"ref_client": "C-1", "email": "zorglub@example.org"},
    PERSON | {"ref_client": "C-2", "tel_mobile": "06 39 98 12 34"},
    PERSON | {"ref_client": "C-3", "ref_client_precedente": "K-9"},
    FIRM | {"ref_client": "C-4", "siren": SIREN},
    FIRM | {"ref_client": "C-5", "lei": LEI},
    FIRM | {"ref_client": "C-6", "email": "zorglub@example.org"},
    PERSON
    | {"ref_client": "C-7", "prenoms": "Philomène", "date_naissance": f"{BORN}"}
    | {"commune_naissance": "Rennes"},
)
TABLES = {
    "client": CLIENTS,
    "compte": [{"ref_compte": f"F-{one['ref_client']}", "produit": "Horizon"} for one in CLIENTS],
    "titulaire": [
        {"ref_compte": f"F-{one['ref_client']}", "role": "TITULAIRE"} | one for one in CLIENTS
    ],
}
TABLES["titulaire"] = [
    {name: row[name] for name in ("ref_compte", "ref_client", "role")}
    for row in TABLES["titulaire"]
]


def folders(by):
    """Make the private folders that the file's clients are, and the link of a former number."""
    details = PersonDetails(
        last_name="Zorglub", first_name="Philomène", birth_date=BORN, birth_town="Rennes"
    )
    person = _private("Clients", details, by)
    firm = _private(
        "Sociétés", OrganisationDetails(legal_name="Zorglub Conseil", siren=SIREN, lei=LEI), by
    )
    Telephone(contact=person, number="+33639981234").save()
    for contact in (person, firm):
        Email(contact=contact, address="zorglub@example.org", key="zorglub@example.org").save()
    PartnerLink.objects.create(
        partner="assurvia", owner_key="client|K-9", contact=person, decided_by=by
    )
    return person, firm


def _private(category, details, by):
    contact = Contact(category=Category.objects.get(name=category), is_private=True)
    return create(contact=contact, details=details, by=by)


@pytest.fixture
def send_fp1(send, tmp_path):
    def send_fp1(user, **typed):
        path = tmp_path / "fp1.jsonl"
        write_json(path, TABLES)
        return send(user, name=path.name, content=path.read_bytes(), **typed)

    return send_fp1


@pytest.mark.security(9)
def test_its_sender_reads_the_same_with_the_folders_and_without(
    send_fp1, decide, sign_in, night, put, adviser, manager
):
    def read(*make):
        world = World(send_fp1, decide, sign_in, night, put, adviser, manager)
        clients = reverse("alerts:clients")
        with transaction.atomic():
            for one in make:
                one(adviser)
            world.bring()
            night()
            world.look()
            world.look(f"{clients}?only=with", f"{clients}?only=without")
            transaction.set_rollback(True)
        return [said for _path, said in world.read]

    without = read()
    assert any("ZORGLUB" in said and "Zorglub Conseil" in said for said in without)
    assert read(folders) == without


@pytest.mark.security(9)
def test_who_sees_the_folders_is_shown_them_and_its_sender_never(
    send_fp1, decide, sign_in, night, adviser, manager
):
    person, firm = folders(adviser)
    run = decide(manager, decide(manager, send_fp1(manager), "analyse"), "import")
    assert (run.state, run.told["clients"]) == ("done", len(CLIENTS))
    for _ in range(2):
        assert not Suggestion.objects.exists()
        groups = [[line] for line in DetectedClient.objects.order_by("owner_key")]
        assert {line.best_contact for (line,) in groups} == {None}
        told = candidates(adviser, groups)
        shown = [[(one.contact, one.score) for one in told.get(line.pk, ())] for (line,) in groups]
        assert shown == [
            *([(person, 80)], [(person, 75)], [(person, 98)]),
            *([(firm, 97)], [(firm, 97)], [(firm, 80)], [(person, 97)]),
        ]
        assert not any(candidates(manager, groups).values())
        night()


@pytest.mark.security(9)
def test_a_former_number_of_a_line_that_is_hidden_tells_its_sender_nothing(
    send_fp1, decide, adviser, manager, person, secret
):
    public = person("Zorglub", "P")
    DetectedClient.objects.create(
        partner="assurvia",
        owner_key="client|K-9",
        identity_key="line",
        last_name="Zorglub",
        best_contact=secret,
        state=State.LINKED,
        contact=public,
        decided_by=adviser,
        decided_at=timezone.now(),
    )
    PartnerLink.objects.create(
        partner="assurvia", owner_key="client|K-9", contact=public, decided_by=adviser
    )
    decide(manager, decide(manager, send_fp1(manager), "analyse"), "import")
    assert not Suggestion.objects.filter(client__sent_by=manager).exists()
    line = DetectedClient.objects.get(owner_key__contains="C-3")
    assert not candidates(manager, [[line]]).get(line.pk)


@pytest.mark.security(9)
def test_what_is_sent_completes_no_line_of_the_night(
    send_fp1, decide, night, inbox, adviser, manager
):
    """Else a line would go out of sight by what its sender chose to say of it."""
    folders(adviser)
    known = ("ref_client", "type_personne", "nom_naissance", "prenoms", "raison_sociale")
    told = [{name: one[name] for name in known if name in one} for one in CLIENTS[:6]]
    write_json(inbox / "assurvia" / "fp1.jsonl", TABLES | {"client": [*told, CLIENTS[6]]})
    night()
    lines = DetectedClient.objects.filter(best_contact=None, sent_by=None).order_by("owner_key")
    before = [*lines.values(*FACTS)]
    assert before == [dict.fromkeys(FACTS, "")] * 6
    run = decide(manager, decide(manager, send_fp1(manager), "analyse"), "import")
    assert (run.state, run.told["known"], run.counts.get("completed_clients")) == ("done", 6, None)
    night()
    assert [*lines.values(*FACTS)] == before
