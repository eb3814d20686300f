"""What a decision answers is the same with a hidden folder beside it as without."""

import pytest

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.refusals import refuse_contact
from alerts.actions.rematching import match_again
from alerts.actions.reopening import reopen_client
from alerts.enums import Action
from alerts.models import DetectedClient, PartnerLink
from alerts.queries.pending import pending_accounts, pending_clients
from tests.alerts.conftest import BORN, JEAN, typed, window

pytestmark = pytest.mark.django_db


def is_shown(*users):
    return [(pending_clients(user).count(), pending_accounts(user).count()) for user in users]


@pytest.mark.security(9)
@pytest.mark.parametrize("is_there", [False, True])
def test_refusing_a_contact_tells_of_no_hidden_one(night, person, colleague, sign_in, is_there):
    """The line leaves whoever does not see the next best at night, and not under their hand."""
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    if is_there:
        person("Lemercié", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    data = typed(line, button="refuse", value=f"{line.pk}:{jean.pk}")
    page = sign_in(colleague).post(window(), data)
    assert [shown.pk for shown in page.context["lines"]] == [line.pk]
    assert page.context["lines"][0].suggestions == []
    assert page.context["total"] == 1
    assert is_shown(colleague) == [(1, 1)]
    match_again()
    assert is_shown(colleague) == [(0, 0) if is_there else (1, 1)]


@pytest.mark.security(9)
def test_refusing_one_private_folder_uncovers_no_other(night, person, hire, adviser, manager):
    """Who sees the one and not the other keeps the line, and nobody else gets it meanwhile."""
    mine = person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN))
    other = hire("other", "Conseiller")
    secret = person("Lemercié", "Jean-Baptiste", BORN, by=other, is_private=True)
    match_again()
    line = DetectedClient.objects.get()
    assert refuse_contact(client_id=line.pk, contact_id=mine.pk, by=adviser)
    assert is_shown(adviser, manager) == [(1, 1), (0, 0)]
    match_again()
    line.refresh_from_db()
    assert line.best_contact == secret
    assert is_shown(adviser, manager, other) == [(0, 0), (0, 0), (1, 1)]


@pytest.mark.security(12)
@pytest.mark.parametrize("link", ["none", "holders", "line"])
def test_reopening_tells_of_no_hidden_link(night, person, adviser, colleague, link):
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    decision = ClientDecision(line.pk, line.version, Action.ADD)
    treat_clients(decisions=[decision], by=colleague)
    line.refresh_from_db()
    secret = person("Zola", "Anne", is_private=True)
    of = {"partner": "other", "owner_key": "unsure|zola|anne|", "decided_by": adviser}
    if link == "holders":
        PartnerLink.objects.create(contact=secret, second_contact=line.contact, **of)
    if link == "line":
        PartnerLink.objects.create(contact=line.contact, **of)
        DetectedClient.objects.create(
            partner=of["partner"],
            owner_key=of["owner_key"],
            identity_key=of["owner_key"],
            last_name="Zola",
            best_contact=secret,
        )
    assert reopen_client(client_id=line.pk, by=colleague) == [
        "Jean-Baptiste LEMERCIER est de nouveau à traiter.",
        "Le contact Jean-Baptiste LEMERCIER est supprimé.",
    ]
