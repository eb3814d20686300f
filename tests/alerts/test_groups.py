"""One client of several partners: one line, one decision, a link for each partner."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Account, Ownership
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner, detect
from alerts.actions.refusals import refuse_contact, set_apart
from alerts.actions.reopening import reopen_client
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, SetApart, Suggestion
from contacts.actions.coordinates import save_coordinates
from contacts.models import Contact, Email
from tests.alerts.conftest import BORN, JEAN, typed, window

pytestmark = pytest.mark.django_db

SHOUTED = Owner("Lemercier", "JEAN BAPTISTE", BORN)
FIRM = Owner("SCI DES LICES", post_code="49100")


@pytest.fixture
def of(seen):
    """Detect accounts of a partner: `of("alpha", ("AV-1", JEAN))`; returns the new clients."""

    def of(partner, *accounts):
        known = list(DetectedClient.objects.values_list("pk", flat=True))
        found = [seen(number, owner) for number, owner in accounts]
        detect(partner=partner, seen=found)
        return list(DetectedClient.objects.exclude(pk__in=known).order_by("pk"))

    return of


@pytest.fixture
def both(of):
    """The lines of one person whom two partners sent in one night."""
    return [*of("alpha", ("AV-1", JEAN)), *of("beta", ("AV-2", SHOUTED))]


def decide(lines, action, **choice):
    first, *others = lines
    also = {line.pk: line.version for line in others}
    return ClientDecision(first.pk, first.version, action, also=also, **choice)


def chosen(lines, action, **fields):
    """Return what the browser sends of one client's lines: the first one with the others."""
    first, *others = lines
    data = typed(first) | {
        f"c{first.pk}-action": action,
        f"c{first.pk}-also": "+".join(f"{line.pk}:{line.version}" for line in others),
    }
    return data | {f"c{first.pk}-{name}": value for name, value in fields.items()}


def shown(page):
    return [[one.pk for one in line.lines] for line in page.context["lines"]]


def test_one_person_of_two_partners_is_one_line(both, adviser, sign_in):
    client = sign_in(adviser)
    page = client.get(window())
    assert shown(page) == [[line.pk for line in both]]
    text = page.content.decode()
    for said in ("AV-1", "AV-2", "alpha", "beta"):
        assert said in text
    assert page.context["total"] == 1
    assert {chip["name"]: chip["count"] for chip in page.context["chips"]} == {
        "all": 1,
        "with": 0,
        "without": 1,
        "minors": 0,
    }
    assert "Nouveaux clients détectés (1)" in client.get("/").content.decode()
    assert client.get(window("accounts")).context["clients"] == 1


def test_adding_makes_one_contact_and_a_link_for_each(both, adviser, sign_in):
    client = sign_in(adviser)
    data = chosen(both, "add")
    page = client.post(window(), data, follow=True)
    contact = Contact.objects.get()
    assert [str(one) for one in page.context["messages"]] == [
        "Contact Jean-Baptiste Lemercier ajouté, suivi par adviser."
    ]
    links = PartnerLink.objects.order_by("partner").values_list("partner", "contact")
    assert list(links) == [("alpha", contact.pk), ("beta", contact.pk)]
    assert {one.owner for one in DetectedAccount.objects.all()} == {contact}
    assert shown(page) == []
    assert [line.told for line in page.context["decided"]] == [contact]
    # The second click of two has no other effect.
    assert client.post(window(), data).status_code == 302
    assert Contact.objects.count() == 1


def test_added_contact_has_the_address_that_one_of_the_partners_told(of, adviser):
    lines = [*of("beta", ("AV-2", SHOUTED)), *of("alpha", ("AV-1", JEAN))]
    treat_clients(decisions=[decide(lines, Action.ADD)], by=adviser)
    assert str(Contact.objects.get().addresses.get()) == "14 rue des Lices, 49100 Angers"


def test_what_was_corrected_of_one_line_is_added(both, adviser, sign_in):
    client = sign_in(adviser)
    data = chosen(both, "postpone", last_name="Le Mercier", first_name="Jean", opened="1")
    assert client.post(window(), data).status_code == 302
    for line in both:
        line.refresh_from_db()
    assert {line.edits["last_name"] for line in both} == {"Le Mercier"}
    client.post(window(), chosen(both, "add"))
    assert str(Contact.objects.get()) == "Jean Le Mercier"


def test_reopening_puts_every_line_of_the_decision_back(both, of, adviser, sign_in):
    treat_clients(decisions=[decide(both, Action.ADD)], by=adviser)
    client = sign_in(adviser)
    assert len(client.get(window()).context["decided"]) == 1
    url = reverse("alerts:client-reopen", args=[both[0].pk])
    page = client.post(url, follow=True)
    assert shown(page) == [[line.pk for line in both]]
    assert page.context["decided"] == []
    assert not PartnerLink.objects.exists()
    assert not Contact.objects.exists()
    assert {one.owner for one in DetectedAccount.objects.all()} == {None}


def test_reopened_line_shows_the_contact_that_stays(both, adviser, sign_in):
    treat_clients(decisions=[decide(both, Action.ADD)], by=adviser)
    contact = Contact.objects.get()
    email = Email(address="jean@example.org", key="jean@example.org")
    save_coordinates(contact=contact, saved=[email], removed=[], version=0, by=adviser)
    assert "reste" in reopen_client(client_id=both[0].pk, by=adviser)[1]
    page = sign_in(adviser).get(window())
    (line,) = page.context["lines"]
    assert [(one.contact, one.score) for one in line.suggestions] == [(contact, 92)]
    assert "Aucun contact ne ressemble" not in page.content.decode()
    assert line.ready == contact.pk


def test_contact_added_the_night_before_is_suggested_to_the_other_partners_line(of, adviser):
    treat_clients(decisions=[decide(of("alpha", ("AV-1", JEAN)), Action.ADD)], by=adviser)
    of("beta", ("AV-2", SHOUTED))
    suggestion = Suggestion.objects.get()
    assert (suggestion.contact, suggestion.score) == (Contact.objects.get(), 92)


def test_only_the_lines_that_one_sees_are_decided(both, person, adviser, colleague, sign_in):
    """Each line keeps its own visibility: the other's decision leaves it as it is."""
    secret = person("Zola", "Anne", is_private=True)
    hidden = DetectedClient.objects.filter(pk=both[0].pk)
    hidden.update(best_contact=secret, best_score=92)
    page = sign_in(colleague).get(window())
    assert shown(page) == [[both[1].pk]]
    assert page.context["total"] == 1
    assert "alpha" not in page.content.decode()
    data = chosen(both[1:], "ignore")
    assert sign_in(colleague).post(window(), data).status_code == 302
    assert list(DetectedClient.objects.order_by("pk").values_list("state", flat=True)) == [
        "pending",
        "ignored",
    ]
    assert shown(sign_in(adviser).get(window())) == [[both[0].pk]]


@pytest.mark.security(10)
def test_line_that_one_does_not_see_is_not_decided_with_the_group(
    both, person, adviser, colleague, sign_in
):
    secret = person("Zola", "Anne", is_private=True)
    DetectedClient.objects.filter(pk=both[1].pk).update(best_contact=secret, best_score=92)
    forged = chosen(both, "ignore")
    absent = forged | {f"c{both[0].pk}-also": "999999:0"}
    said = []
    for data in (forged, absent):
        page = sign_in(colleague).post(window(), data)
        said.append((page.status_code, [line.late for line in page.context["lines"]]))
    assert said[0] == said[1]
    assert said[0][0] == 422
    assert set(DetectedClient.objects.values_list("state", flat=True)) == {"pending"}


@pytest.mark.security(43)
def test_one_line_treated_meanwhile_leaves_the_other_as_it_was(
    both, person, adviser, colleague, sign_in
):
    jean = person("Moreau", "Jean")
    link = ClientDecision(both[1].pk, 0, Action.LINK, contact_id=jean.pk)
    treat_clients(decisions=[link], by=colleague)
    client = sign_in(adviser)
    page = client.post(window(), chosen(both, "add"))
    assert page.status_code == 422
    (line,) = page.context["lines"]
    assert line.late == "Déjà traité par colleague\u202f: associé."
    assert (line.pk, line.form["action"].value()) == (both[0].pk, "add")
    assert Contact.objects.get() == jean
    # The page shows what there is now, and saves it.
    assert line.form["also"].value() == ""
    assert client.post(window(), chosen(both[:1], "add")).status_code == 302
    assert Contact.objects.count() == 2


def test_lines_are_decided_together_or_not_at_all(both, adviser):
    stale = decide(both, Action.IGNORE)
    DetectedClient.objects.filter(pk=both[1].pk).update(version=1)
    (outcome,) = treat_clients(decisions=[stale], by=adviser)
    assert not outcome.done
    assert set(DetectedClient.objects.values_list("state", flat=True)) == {"pending"}


@pytest.mark.security(43)
def test_line_that_came_meanwhile_is_not_decided_unseen(both, of, adviser, sign_in):
    (third,) = of("gamma", ("AV-3", JEAN))
    client = sign_in(adviser)
    page = client.post(window(), chosen(both, "ignore"))
    assert page.status_code == 422
    assert set(DetectedClient.objects.values_list("state", flat=True)) == {"pending"}
    assert page.context["lines"][0].form["also"].value() == f"{both[1].pk}:0+{third.pk}:0"
    assert client.post(window(), chosen([*both, third], "ignore")).status_code == 302
    assert set(DetectedClient.objects.values_list("state", flat=True)) == {"ignored"}


def test_lines_of_two_clients_are_never_decided_together(of, adviser):
    lines = of("alpha", ("AV-1", JEAN), ("AV-9", Owner("Moreau", "Anne", BORN)))
    (outcome,) = treat_clients(decisions=[decide(lines, Action.ADD)], by=adviser)
    assert not outcome.done
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("owner", "lines"),
    [
        (FIRM, 1),
        (Owner("SCI DES LICES"), 2),
        (Owner("LEMERCIER", "Jean", post_code="49100"), 2),
        (None, 2),
    ],
    ids=["organisation", "without post code", "without birth date", "without owner"],
)
def test_who_is_one_line(of, adviser, sign_in, owner, lines):
    of("alpha", ("AV-1", owner))
    of("beta", ("AV-2", owner))
    assert sign_in(adviser).get(window()).context["total"] == lines


def test_not_the_same_person_is_kept_for_that_partner(both, of, adviser, sign_in):
    client = sign_in(adviser)
    data = chosen(both, "postpone") | {"apart": both[1].pk}
    del data["save"]
    page = client.post(window(), data)
    assert shown(page) == [[both[0].pk], [both[1].pk]]
    assert page.context["lines"][0].form["also"].value() == ""
    assert "Jean Baptiste Lemercier de beta est désormais à part." in page.content.decode()
    kept = SetApart.objects.get()
    assert (kept.partner, kept.decided_by) == ("beta", adviser)
    # Another partner's goes with those that nobody set apart; a line alone stays as it is.
    (third,) = of("gamma", ("AV-3", JEAN))
    assert shown(client.get(window())) == [[both[0].pk, third.pk], [both[1].pk]]
    assert set_apart(client_id=both[1].pk, by=adviser) is None
    # A new line of that partner is apart at once.
    DetectedAccount.objects.filter(client=both[1]).delete()
    both[1].delete()
    (again,) = of("beta", ("AV-4", SHOUTED))
    assert shown(client.get(window())) == [[both[0].pk, third.pk], [again.pk]]


def test_hidden_line_is_not_set_apart(both, person, adviser, colleague):
    secret = person("Zola", "Anne", is_private=True)
    DetectedClient.objects.filter(pk=both[1].pk).update(best_contact=secret, best_score=92)
    assert set_apart(client_id=both[1].pk, by=colleague) is None
    assert set_apart(client_id=both[0].pk, by=colleague) is None
    assert not SetApart.objects.exists()


def test_refusing_a_contact_holds_for_the_whole_line(both, person, adviser, sign_in):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    client = sign_in(adviser)
    assert len(client.get(window()).context["lines"][0].suggestions) == 1
    assert refuse_contact(client_id=both[0].pk, contact_id=jean.pk, by=adviser)
    assert client.get(window()).context["lines"][0].suggestions == []
    assert Suggestion.objects.filter(refused_by=adviser, contact=jean).count() == 2


def test_refusing_moves_each_line_to_its_next_best(of, person, adviser, colleague):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    close = person("Lemercié", "Jean-Baptiste", BORN)
    lines = [*of("alpha", ("AV-1", JEAN)), *of("beta", ("AV-2", SHOUTED))]
    refuse_contact(client_id=lines[1].pk, contact_id=jean.pk, by=adviser)
    best = DetectedClient.objects.values_list("best_contact", "best_score")
    assert set(best) == {(close.pk, 82)}


def test_pages_hold_with_groups(of, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 2)
    people = [Owner(f"Moreau{at}", "Anne", dt.date(1950 + at, 8, 20)) for at in range(5)]
    alpha = of("alpha", *((f"AV-{at}", one) for at, one in enumerate(people)))
    beta = of("beta", *((f"BV-{at}", one) for at, one in enumerate(people[1:4])))
    groups = [
        [alpha[0].pk],
        *([alpha[at].pk, beta[at - 1].pk] for at in (1, 2, 3)),
        [alpha[4].pk],
    ]
    client = sign_in(adviser)
    page = client.get(window())
    assert shown(page) == groups[:2]
    page = client.get(window(), {"after": page.context["edges"].after})
    assert shown(page) == groups[2:4]
    back = page.context["edges"].before
    page = client.get(window(), {"after": page.context["edges"].after})
    assert (shown(page), page.context["edges"].after) == (groups[4:], None)
    page = client.get(window(), {"before": back})
    assert shown(page) == groups[:2]
    assert page.context["total"] == 5


def test_a_filter_keeps_the_client_whole(of, other_custodian, adviser, sign_in):
    alpha = of("alpha", ("AV-1", JEAN), ("AV-9", Owner("Moreau", "Anne", BORN)))
    (beta,) = of("beta", ("AV-2", SHOUTED))
    account = Account.everything.get(number="AV-2")
    account.product = other_custodian
    account.save()
    page = sign_in(adviser).get(window(), {"custodian": other_custodian.custodian_id})
    assert shown(page) == [[alpha[0].pk, beta.pk]]
    assert page.context["chips"][0]["count"] == 1


def chips(page):
    return {chip["name"]: chip["count"] for chip in page.context["chips"]}


def test_client_is_with_a_suggestion_or_without_one(of, person, adviser, junior, sign_in):
    """Whichever of its lines has it, and whenever the contact was made."""
    lines = of("alpha", ("AV-1", JEAN))
    client = sign_in(adviser)
    assert chips(client.get(window())) == {"all": 1, "with": 0, "without": 1, "minors": 0}
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    assert chips(client.get(window())) == {"all": 1, "with": 1, "without": 0, "minors": 0}
    lines += of("beta", ("AV-2", SHOUTED))
    assert Suggestion.objects.count() == 1
    assert chips(client.get(window())) == {"all": 1, "with": 1, "without": 0, "minors": 0}
    assert shown(client.get(window(), {"only": "with"})) == [[line.pk for line in lines]]
    assert shown(client.get(window(), {"only": "without"})) == []
    assert chips(sign_in(junior).get(window())) == {"all": 1, "with": 0, "without": 1, "minors": 0}
    refuse_contact(client_id=lines[0].pk, contact_id=jean.pk, by=adviser)
    page = sign_in(adviser).get(window(), {"only": "without"})
    assert shown(page) == [[line.pk for line in lines]]
    assert chips(page) == {"all": 1, "with": 0, "without": 1, "minors": 0}


def test_adding_all_adds_each_client_once(of, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 1)
    people = [Owner(f"Moreau{at}", "Anne", dt.date(1950 + at, 8, 20)) for at in range(3)]
    alpha = of("alpha", *((f"AV-{at}", one) for at, one in enumerate(people)))
    beta = of("beta", *((f"BV-{at}", one) for at, one in enumerate(people)))
    client = sign_in(adviser)
    data = chosen([alpha[0], beta[0]], "postpone") | {"add_all": "1"}
    del data["save"]
    page = client.post(window(), data)
    assert page.context["rest_count"] == 2
    assert "3 lignes passent de Reporter à Ajouter." in page.content.decode()
    data = chosen([alpha[0], beta[0]], "add") | {"added_all": "1", "rest": page.context["rest"]}
    assert client.post(window(), data).status_code == 302
    assert Contact.objects.count() == 3
    assert PartnerLink.objects.count() == 6


def test_adding_all_adds_what_the_filter_keeps(of, other_custodian, adviser, sign_in):
    of("alpha", ("AV-1", JEAN))
    of("beta", ("AV-2", SHOUTED), ("AV-9", Owner("Moreau", "Anne", BORN)))
    account = Account.everything.get(number="AV-9")
    account.product = other_custodian
    account.save()
    client = sign_in(adviser)
    chosen_custodian = {"custodian": other_custodian.custodian_id}
    page = client.post(window(), chosen_custodian | {"add_all": "1"})
    assert "1 ligne passe de Reporter à Ajouter." in page.content.decode()
    data = chosen_custodian | {"added_all": "1", "rest": page.context["rest"], "save": "1"}
    assert client.post(window(), data).status_code == 302
    assert [str(one) for one in Contact.objects.all()] == ["Anne Moreau"]


def test_contact_made_meanwhile_is_asked_about_before_another_is_made(
    both, person, adviser, sign_in
):
    client = sign_in(adviser)
    page = client.get(window())
    data = chosen(both, "add", shown=page.context["lines"][0].candidates)
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    page = client.post(window(), data)
    assert [one["label"] for one in page.context["doubtful"]] == ["Jean-Baptiste Lemercier"]
    assert Contact.objects.get() == jean
    assert "Jean-Baptiste Lemercier" in page.content.decode()
    data[f"c{both[0].pk}-shown"] = page.context["lines"][0].candidates
    assert client.post(window(), data).status_code == 302
    assert Contact.objects.count() == 2


def test_contact_that_one_does_not_see_is_not_asked_about(both, person, adviser, junior, sign_in):
    person("Lemercier", "Jean-Baptiste", BORN)
    assert sign_in(junior).get(window()).context["lines"][0].suggestions == []
    assert sign_in(junior).post(window(), chosen(both, "add")).status_code == 302


def test_ignored_client_is_told_once(both, adviser, sign_in):
    page = sign_in(adviser).post(window(), chosen(both, "ignore"), follow=True)
    assert len(page.context["messages"]) == 1
    assert len(page.context["decided"]) == 1
    assert not Ownership.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_window_asks_as_much_for_one_partner_as_for_three(
    of, person, adviser, sign_in, django_assert_num_queries, count
):
    person("Lemercier", "Jean-Baptiste", BORN)
    for at in range(count):
        of(f"partner{at}", (f"AV-{at}", JEAN))
    client = sign_in(adviser)
    with django_assert_num_queries(20):
        page = client.get(window())
    assert len(page.context["lines"][0].lines) == count


def test_whom_one_partner_s_line_refuses_is_no_suggestion_of_the_other(
    of, person, adviser, sign_in
):
    """Both lines were told of the contact; the page shows one client."""
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    lines = [*of("alpha", ("AV-1", JEAN)), *of("beta", ("AV-2", SHOUTED))]
    assert Suggestion.objects.count() == 2
    client = sign_in(adviser)
    assert chips(client.get(window())) == {"all": 1, "with": 1, "without": 0, "minors": 0}
    Suggestion.objects.filter(client=lines[0], contact=jean).update(refused_by=adviser)
    page = client.get(window(), {"only": "without"})
    assert shown(page) == [[line.pk for line in lines]]
    assert chips(page) == {"all": 1, "with": 0, "without": 1, "minors": 0}
    assert page.context["lines"][0].suggestions == []
    assert shown(client.get(window(), {"only": "with"})) == []
