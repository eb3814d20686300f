"""Two people, or two clicks, on one line: what came too late stays on it, nothing is done twice."""

from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.actions.accounts import Owner
from accounts.actions.owners import change_owners
from accounts.models import Ownership
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.identity import identity_of
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from contacts.models import Contact
from tests.alerts.conftest import BORN, JEAN, typed, window
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(night):
    night(("AV-1", JEAN), ("AV-2", JEAN))
    return DetectedClient.objects.get()


@pytest.mark.security(43)
def test_the_second_of_two_is_told_in_the_window(line, night, adviser, colleague, sign_in):
    night(("AV-9", None))
    other = DetectedClient.objects.exclude(pk=line.pk).get()
    treat_clients(decisions=[ClientDecision(line.pk, 0, Action.IGNORE)], by=colleague)
    choices = {f"c{line.pk}-action": "add", f"c{other.pk}-action": "ignore"}
    choices |= {f"c{line.pk}-last_name": "Lemercier", f"c{line.pk}-opened": "1"}
    client = sign_in(adviser)
    page = client.post(window(), typed(line, other, **choices))
    assert page.status_code == 422
    (late,) = page.context["lines"]
    assert late.late == "Déjà traité par colleague\u202f: ignoré définitivement."
    assert (late.form["action"].value(), late.form["last_name"].value()) == ("add", "Lemercier")
    assert page.context["late"] == [{"url": f"#c{line.pk}", "label": "Jean-Baptiste Lemercier"}]
    assert late.late in page.content.decode()
    other.refresh_from_db()
    assert other.state == "ignored"
    assert not Contact.objects.exists()
    # Another button keeps it there; reopened, it is saved as it was typed.
    kept = {name: value for name, value in choices.items() if str(other.pk) not in name}
    (late,) = client.post(window(), typed(line, button="refresh", **kept)).context["lines"]
    assert late.late
    assert late.form["last_name"].value() == "Lemercier"
    page = client.post(window(), typed(line, button="reopen", value=str(line.pk), **kept))
    (again,) = page.context["lines"]
    assert (again.late, again.form["last_name"].value()) == ("", "Lemercier")
    kept[f"c{line.pk}-version"] = again.form["version"].value()
    assert client.post(window(), typed(line, **kept)).status_code == 302
    assert Contact.objects.get().name == "Lemercier"


def test_a_line_treated_while_it_is_opened_stays(line, adviser, colleague, sign_in):
    treat_clients(decisions=[ClientDecision(line.pk, 0, Action.IGNORE)], by=colleague)
    page = sign_in(adviser).post(window(), typed(line, button="edit", value=str(line.pk)))
    (late,) = page.context["lines"]
    assert late.late == "Déjà traité par colleague\u202f: ignoré définitivement."
    assert late.form["last_name"].value() == "Lemercier"


@pytest.mark.security(43)
def test_a_line_corrected_meanwhile_is_said_and_can_be_saved(line, adviser, colleague, sign_in):
    typed_by_colleague = replace(identity_of(line), first_name="Jean")
    decision = ClientDecision(line.pk, 0, Action.POSTPONE, identity=typed_by_colleague)
    treat_clients(decisions=[decision], by=colleague)
    client = sign_in(adviser)
    choice = {f"c{line.pk}-action": "ignore"}
    page = client.post(window(), typed(line, **choice))
    (late,) = page.context["lines"]
    assert late.late == "Cette ligne a changé depuis que vous avez ouvert la page."
    assert (page.status_code, late.form["action"].value()) == (422, "ignore")
    choice[f"c{line.pk}-version"] = late.form["version"].value()
    assert client.post(window(), typed(line, **choice)).status_code == 302
    line.refresh_from_db()
    assert (line.state, line.decided_by) == ("ignored", adviser)


@pytest.mark.security(43)
def test_the_second_to_choose_an_owner_keeps_the_choice(line, person, adviser, colleague, sign_in):
    anne = person("Moreau", "Anne")
    one, two = DetectedAccount.objects.order_by("pk")
    treat_accounts(decisions=[AccountDecision(one.pk, 0, Action.IGNORE)], by=colleague)
    client = sign_in(adviser)
    choices = {f"a{one.pk}-action": "add", f"a{one.pk}-contact": anne.pk}
    page = client.post(window("accounts"), typed(one, two, **choices))
    assert page.status_code == 422
    assert [shown.late for shown in page.context["lines"]] == [
        "Déjà traité par colleague\u202f: ignoré définitivement.",
        "",
    ]
    assert page.context["lines"][0].form["contact"].value() == str(anne.pk)
    page = client.post(
        window("accounts"), typed(one, two, button="reopen", value=str(one.pk), **choices)
    )
    version = page.context["lines"][0].form["version"].value()
    choices[f"a{one.pk}-version"] = version
    assert client.post(window("accounts"), typed(one, two, **choices)).status_code == 302
    assert Ownership.objects.get().contact == anne


@pytest.mark.security(44)
@pytest.mark.parametrize("action", ["add", "ignore", "link"])
def test_saving_twice_has_one_effect_and_says_it_again(line, person, adviser, sign_in, action):
    jean = person("Lemercier", "Jean-Baptiste")
    client = sign_in(adviser)
    choice = {f"c{line.pk}-action": action}
    if action == "link":
        choice[f"c{line.pk}-contact"] = jean.pk
    pages = [client.post(window(), typed(line, **choice), follow=True) for _click in (1, 2)]
    told = [[str(one) for one in page.context["messages"]] for page in pages]
    assert told[0] == told[1] != []
    assert Contact.objects.count() == (2 if action == "add" else 1)
    line.refresh_from_db()
    assert line.version == 1


@pytest.mark.security(44)
def test_accounts_saved_twice_have_one_effect(line, person, adviser, sign_in):
    anne = person("Moreau", "Anne")
    one, two = DetectedAccount.objects.order_by("pk")
    choices = {f"a{one.pk}-action": "add", f"a{one.pk}-contact": anne.pk}
    choices[f"a{two.pk}-action"] = "ignore"
    client = sign_in(adviser)
    for _click in (1, 2):
        assert client.post(window("accounts"), typed(one, two, **choices)).status_code == 302
    assert Ownership.objects.get().contact == anne
    assert list(DetectedAccount.objects.values_list("version", flat=True)) == [1, 1]


@pytest.mark.security(44)
def test_the_other_buttons_pressed_twice_have_one_effect(night, person, adviser, sign_in):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    for button, value in [
        ("refuse", f"{line.pk}:{jean.pk}"),
        ("hide", "1"),
        ("take", f"{line.pk}:{jean.pk}"),
        ("add_all", "1"),
    ]:
        for _click in (1, 2):
            client.post(window(), typed(line, button=button, value=value))
    line.refresh_from_db()
    assert (line.state, line.version, line.best_contact) == ("pending", 0, None)
    assert Suggestion.objects.filter(refused_by=adviser).count() == 1
    assert client.session["hidden_clients"] == [line.pk]
    treat_clients(decisions=[ClientDecision(line.pk, 0, Action.IGNORE)], by=adviser)
    url = reverse("alerts:client-reopen", args=[line.pk])
    assert [client.post(url).status_code for _click in (1, 2)] == [302, 404]
    line.refresh_from_db()
    assert (line.state, line.version) == ("pending", 2)


def test_a_choice_for_a_line_that_is_gone_is_said_again(line, person, adviser, colleague, sign_in):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    secret = person("Zola", "Anne", is_private=True)
    DetectedClient.objects.update(best_contact=secret, best_score=92)
    choice = {f"c{line.pk}-action": "link", f"c{line.pk}-contact": jean.pk}
    page = sign_in(colleague).post(window(), typed(line, **choice))
    assert (page.status_code, page.context["lines"]) == (422, [])
    (told,) = page.context["messages"]
    assert str(told) == (
        "Cette ligne a changé depuis que vous avez ouvert la page."
        " Vous aviez choisi\u202f: Associer, Jean-Baptiste Lemercier."
    )
    assert not PartnerLink.objects.exists()


CHANGED = "Cette ligne a changé depuis que vous avez ouvert la page. Vous aviez choisi\u202f: "


@pytest.fixture
def told(colleague, sign_in):
    """Press a button of the window as the colleague; return the status, the lines, what is said."""

    def told(name, line, **choices):
        page = sign_in(colleague).post(window(name), typed(line, **choices))
        return (
            page.status_code,
            page.context["lines"],
            [str(one) for one in page.context["messages"]],
        )

    return told


@pytest.mark.security(20)
def test_who_linked_a_line_to_a_hidden_folder_is_not_told(line, person, adviser, told):
    secret = person("Zola", "Anne", is_private=True)
    decision = ClientDecision(line.pk, 0, Action.LINK, contact_id=secret.pk)
    treat_clients(decisions=[decision], by=adviser)
    choice = {f"c{line.pk}-action": "ignore"}
    assert told("clients", line, **choice) == (422, [], [f"{CHANGED}Ignorer définitivement."])
    assert told("clients", line, button="refresh", **choice) == (200, [], [])


@pytest.mark.security(20)
def test_who_added_an_account_of_a_hidden_folder_is_not_told(line, person, adviser, told):
    anne, secret = person("Moreau", "Anne"), person("Zola", "Anne", is_private=True)
    one, two = DetectedAccount.objects.order_by("pk")
    decisions = [
        AccountDecision(one.pk, 0, Action.ADD, owner_id=anne.pk),
        AccountDecision(two.pk, 0, Action.IGNORE),
    ]
    treat_accounts(decisions=decisions, by=adviser)
    change_owners(account=one.account, owners=[Owner(secret)], version=0, by=adviser)
    choice = {f"a{one.pk}-action": "ignore"}
    assert told("accounts", one, **choice) == (422, [], [f"{CHANGED}Ignorer définitivement."])
    assert told("accounts", one, button="refresh", **choice) == (200, [], [])


@pytest.mark.parametrize("button", ["save", "hide", "refuse", "reopen"])
def test_what_was_typed_when_the_session_ended_is_in_the_window_again(
    line, person, adviser, client, button
):
    """Whatever was pressed: nothing is done before one presses it again."""
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    log_in = {"username": "adviser", "password": PASSWORD}
    client.post(reverse("login"), log_in)
    choices = {f"c{line.pk}-action": "ignore", f"c{line.pk}-last_name": "Lemercier-Roux"}
    value = {"refuse": f"{line.pk}:{jean.pk}", "reopen": str(line.pk)}.get(button, "1")
    Session.objects.update(expire_date=timezone.now())
    late = client.post(window(), typed(line, button=button, value=value, **choices))
    assert late.status_code == 302
    back = client.post(late["Location"], log_in | {"next": window()})
    page = client.get(back["Location"])
    (shown,) = page.context["lines"]
    assert (page.status_code, "vous aviez saisi" in page.content.decode()) == (200, True)
    assert shown.form["action"].value() == "ignore"
    assert shown.form["last_name"].value() == "Lemercier-Roux"
    line.refresh_from_db()
    assert (line.state, line.version) == ("pending", 0)
    assert not Suggestion.objects.exclude(refused_by=None).exists()
    assert client.get(window()).context["total"] == 1
