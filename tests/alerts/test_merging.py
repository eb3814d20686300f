"""Alerts and partners' links of a contact that is merged: the next night knows the survivor."""

import pytest

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from contacts.actions.merging import merge, plan_merge, undo
from tests.alerts.conftest import BORN, JEAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge_now(adviser):
    def merge_now(source, target):
        shown = plan_merge(source=source, target=target, by=adviser).digest
        return merge(source=source, target=target, shown=shown, by=adviser)

    return merge_now


def test_next_night_gives_accounts_to_the_survivor(night, person, adviser, merge_now):
    source, target = person("Lemercier", "Jean"), person("Lemercier", "Jean-Baptiste")
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    decision = ClientDecision(line.pk, line.version, Action.LINK, contact_id=source.pk)
    treat_clients(decisions=[decision], by=adviser)
    merge_now(source, target)
    assert PartnerLink.objects.get().contact == target
    line.refresh_from_db()
    assert line.contact == target
    night(("AV-2", JEAN))
    lines = DetectedAccount.objects.order_by("pk")
    assert [(one.account.number, one.owner) for one in lines] == [
        ("AV-1", target),
        ("AV-2", target),
    ]


def test_better_suggestion_stands_with_the_target(night, person, merge_now, adviser):
    source = person("Lemercier", "Jean-Baptiste", BORN)
    target = person("Dubois", "Jean", BORN)
    night(("AV-1", JEAN))
    best = Suggestion.objects.get(contact=source)
    Suggestion.objects.create(client=best.client, contact=target, score=20, reasons=["born"])
    (row,) = [
        row
        for row in plan_merge(source=source, target=target, by=adviser).rows
        if row.label == "Alertes en attente"
    ]
    assert (row.source, row.target, row.result) == (1, 0, 1)
    merge_now(source, target)
    line = DetectedClient.objects.get()
    assert (line.best_contact, line.best_score) == (target, best.score)
    kept = Suggestion.objects.get(contact=target)
    assert (kept.score, kept.reasons) == (best.score, best.reasons)


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (PartnerLink, "contact"),
        (PartnerLink, "second_contact"),
        (DetectedClient, "contact"),
        (DetectedClient, "second_contact"),
        (DetectedClient, "best_contact"),
        (DetectedClient, "second_best_contact"),
        (DetectedAccount, "owner"),
        (DetectedAccount, "second_owner"),
    ],
)
def test_each_key_of_an_alert_follows_the_survivor_and_comes_back(
    night, person, adviser, merge_now, model, column
):
    source, target, other = person("Source"), person("Cible"), person("Autre")
    night(("AV-1", JEAN))
    PartnerLink.objects.create(partner="P", owner_key="k", contact=other, decided_by=adviser)
    model.objects.update(**{column: source})
    done = merge_now(source, target)
    assert getattr(model.objects.get(), column) == target
    undo(merge=done, by=adviser)
    assert getattr(model.objects.get(), column) == source
