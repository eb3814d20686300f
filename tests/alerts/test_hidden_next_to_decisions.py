"""What a decision answers is the same with a hidden folder beside it as without."""

import pytest

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner, owner_key
from alerts.actions.refusals import refuse_contact
from alerts.actions.rematching import match_again
from alerts.actions.reopening import reopen_client
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
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
        "Jean-Baptiste Lemercier est de nouveau à traiter.",
        "Le contact Jean-Baptiste Lemercier est supprimé.",
    ]


@pytest.mark.security(12)
@pytest.mark.parametrize("is_there", [False, True])
def test_reopening_gives_back_the_accounts_of_its_own_link_alone(
    night, person, adviser, colleague, is_there
):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    secret = person("Zola", "Anne", is_private=True)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    decision = ClientDecision(line.pk, line.version, Action.LINK, contact_id=jean.pk)
    treat_clients(decisions=[decision], by=colleague)
    pair = Owner("ZOLA", "Anne", BORN, title="M. et Mme")
    if is_there:
        PartnerLink.objects.create(
            partner="assurvia",
            owner_key=owner_key(pair, "AV-3"),
            contact=jean,
            second_contact=secret,
            decided_by=adviser,
        )
    night(("AV-2", JEAN), *([("AV-3", pair)] if is_there else []))
    reopen_client(client_id=line.pk, by=colleague)
    lines = DetectedAccount.objects.order_by("pk")
    found = lines.values_list("account__number", "client", "owner", "second_owner")
    own = [("AV-1", line.pk, None, None), ("AV-2", line.pk, None, None)]
    assert list(found) == own + ([("AV-3", None, jean.pk, secret.pk)] if is_there else [])
    assert is_shown(colleague) == [(1, 2)]
