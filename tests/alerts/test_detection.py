"""What the night detects: one line for one owner, with the contacts that it may be."""

import dataclasses
import datetime as dt

import pytest
from django.db import connection

from alerts.actions.detection import Detected, Owner, detect
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from tests.alerts.conftest import BORN, JEAN, window

pytestmark = pytest.mark.django_db


def test_one_client_with_three_accounts_is_one_line(night):
    shout = dataclasses.replace(JEAN, first_name="JEAN BAPTISTE", last_name="Lemercier")
    assert night(("AV-1", JEAN), ("AV-2", shout), ("AV-3", JEAN)) == Detected(1, 3)
    client = DetectedClient.objects.get()
    assert client.owner_key == "born|lemercier|jean baptiste|1962-08-07"
    assert client.accounts.count() == 3
    assert client.state == "pending"
    assert not client.suggestions.exists()


def test_an_account_without_owner_is_a_client_of_its_own(night):
    assert night(("AV-1", None), ("AV-2", None)) == Detected(2, 2)
    names = DetectedClient.objects.order_by("pk").values_list("last_name", flat=True)
    assert list(names) == ["Client du contrat N°AV-1", "Client du contrat N°AV-2"]


def test_the_same_file_again_detects_nothing_new(seen):
    found = [seen("AV-1", JEAN), seen("AV-2", None)]
    assert detect(partner="assurvia", seen=found) == Detected(2, 2)
    assert detect(partner="assurvia", seen=found) == Detected(0, 0)
    assert DetectedAccount.objects.count() == 2


def test_suggestions_stand_with_their_reasons_best_first(night, person):
    same = person("Lemercier", "Jean-Baptiste", BORN)
    close = person("Lemercié", "Jean-Baptiste", BORN)
    swapped = person("Lemercier", "Jean-Baptiste", dt.date(1962, 7, 8))
    person("Lemercier", "Jean-Baptiste")
    person("Durand", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    client = DetectedClient.objects.get()
    found = Suggestion.objects.order_by("-score").values_list("contact_id", "score", "reasons")
    assert list(found) == [
        (same.pk, 92, ["name_and_birth"]),
        (close.pk, 82, ["close_name_and_birth"]),
        (swapped.pk, 72, ["swapped_birth"]),
    ]
    assert (client.best_contact, client.best_score) == (same, 92)


def test_a_link_decided_before_acts_alone(night, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    key = "born|lemercier|jean baptiste|1962-08-07"
    PartnerLink.objects.create(partner="assurvia", owner_key=key, contact=jean, decided_by=adviser)
    assert night(("AV-1", JEAN)) == Detected(0, 1)
    detected = DetectedAccount.objects.get()
    assert (detected.owner, detected.client) == (jean, None)


def test_a_link_without_a_birth_date_is_only_a_proposal(night, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    PartnerLink.objects.create(
        partner="assurvia",
        owner_key="unsure|lemercier|jean baptiste|49100",
        contact=jean,
        decided_by=adviser,
    )
    assert night(("AV-1", dataclasses.replace(JEAN, birth_date=None))) == Detected(1, 1)
    suggestion = Suggestion.objects.get()
    assert (suggestion.contact, suggestion.score) == (jean, 90)
    assert suggestion.reasons == ["decided_before"]


@pytest.mark.parametrize("count", [1, 3])
def test_detecting_asks_as_much_for_one_as_for_three(
    seen, person, django_assert_num_queries, count
):
    found = []
    for at in range(count):
        person(f"Moreau{at}", "Anne", BORN)
        found.append(seen(f"AV-{at}", Owner(f"Moreau{at}", "Anne", BORN)))
    with django_assert_num_queries({"sqlite": 21, "postgresql": 30}[connection.vendor]):
        assert detect(partner="assurvia", seen=found) == Detected(count, count)


@pytest.mark.parametrize(("best", "ready"), [(100, True), (98, False)])
def test_a_known_link_stands_ready_beside_one_nearly_as_good(
    night, person, adviser, sign_in, best, ready
):
    jean, paul = person("Durand", "Jean"), person("Durand", "Paul")
    night(("AV-1", JEAN))
    client = DetectedClient.objects.get()
    for contact, score in ((paul, 96), (jean, best)):
        Suggestion.objects.create(client=client, contact=contact, score=score, reasons=[])
    (line,) = sign_in(adviser).get(window()).context["lines"]
    assert [candidate.contact for candidate in line.suggestions] == [jean, paul]
    assert line.ready == (jean.pk if ready else None)
