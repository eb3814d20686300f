"""Each decision taken back: the tables are as before, or what stays is said."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Account, Ownership
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.reopening import reopen_account, reopen_client
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from contacts.models import Contact
from persistence.models import delete_as, save_as
from tests.alerts.conftest import JEAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(night):
    night(("AV-1", JEAN), ("AV-2", JEAN))
    return DetectedClient.objects.get()


def tables():
    """Return all that decisions write, but the versions, which only grow."""
    clients = DetectedClient.objects.order_by("pk")
    accounts = DetectedAccount.objects.order_by("pk")
    return [
        list(clients.values("pk", "state", "contact", "edits", "decided_by", "decided_at")),
        list(accounts.values("pk", "state", "owner", "decided_by", "decided_at")),
        list(PartnerLink.objects.values()),
        list(Contact.objects.order_by("pk").values_list("pk", flat=True)),
        list(Ownership.objects.values()),
        list(Account.everything.order_by("pk").values()),
    ]


def decide(line, action, by, **choice):
    treat_clients(decisions=[ClientDecision(line.pk, line.version, action, **choice)], by=by)


def add_account(by, owner_id=None):
    one = DetectedAccount.objects.order_by("pk").first()
    decision = AccountDecision(one.pk, one.version, Action.ADD, owner_id=owner_id)
    treat_accounts(decisions=[decision], by=by)
    return one.pk


@pytest.mark.parametrize("action", [Action.LINK, Action.IGNORE])
def test_a_link_and_an_ignored_client_leave_nothing(line, person, adviser, action):
    jean = person("Lemercier", "Jean-Baptiste")
    before = tables()
    decide(line, action, adviser, contact_id=jean.pk)
    assert tables() != before
    told = reopen_client(client_id=line.pk, by=adviser)
    assert told == ["Jean-Baptiste Lemercier est de nouveau à traiter."]
    assert tables() == before


def test_an_added_contact_is_deleted(line, adviser):
    before = tables()
    decide(line, Action.ADD, adviser)
    told = reopen_client(client_id=line.pk, by=adviser)
    assert told[1] == "Le contact Jean-Baptiste Lemercier est supprimé."
    assert tables() == before
    assert Contact.deleted.get().deleted_by == adviser


def test_a_contact_touched_since_stays_and_is_said(line, adviser):
    decide(line, Action.ADD, adviser)
    contact = Contact.objects.get()
    contact.note = "Appelé"
    save_as(contact, adviser)
    told = reopen_client(client_id=line.pk, by=adviser)
    stays = "Le contact Jean-Baptiste Lemercier reste\u202f: il a changé depuis, ou il est utilisé."
    assert told[1] == stays
    assert Contact.objects.get() == contact
    assert not PartnerLink.objects.exists()


def test_a_contact_that_owns_an_account_stays(line, adviser):
    decide(line, Action.ADD, adviser)
    add_account(adviser)
    assert "reste" in reopen_client(client_id=line.pk, by=adviser)[1]
    assert Ownership.objects.get().contact == Contact.objects.get()


def test_an_added_account_is_detected_again(line, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    decide(line, Action.LINK, adviser, contact_id=jean.pk)
    before = tables()
    pk = add_account(adviser)
    jean.figures.refresh_from_db()
    assert jean.figures.account_count == 1
    told = reopen_account(account_id=pk, by=adviser)
    assert told == ["Le compte AV-1 est de nouveau à traiter."]
    assert tables() == before
    jean.figures.refresh_from_db()
    assert jean.figures.account_count == 0


def test_an_account_changed_since_stays_and_is_said(line, person, adviser):
    pk = add_account(adviser, person("Moreau").pk)
    account = Account.objects.get()
    account.label = "Retraite"
    save_as(account, adviser)
    before = tables()
    told = reopen_account(account_id=pk, by=adviser)
    assert told == ["Le compte AV-1 a changé depuis\u202f: il reste."]
    assert tables() == before


@pytest.mark.security(10)
def test_a_private_folder_that_owned_an_account_meanwhile_is_not_told_of(
    line, person, adviser, manager
):
    pk = add_account(manager, person("Moreau").pk)
    secret = person("Vasseur", is_private=True)
    owned = Ownership(account=Account.objects.get(), contact=secret, right="bare")
    save_as(owned, adviser)
    delete_as(owned, adviser)
    told = reopen_account(account_id=pk, by=manager)
    assert told == ["Le compte AV-1 est de nouveau à traiter."]


@pytest.mark.security(10)
def test_a_private_line_is_not_there_for_a_colleague(night, person, adviser, colleague, sign_in):
    secret = person("Lemercier", "Jean-Baptiste", is_private=True)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    decide(line, Action.LINK, adviser, contact_id=secret.pk)
    pk = add_account(adviser)
    before = tables()
    urls = [reverse("alerts:account-reopen", args=[pk])]
    urls += [reverse("alerts:client-reopen", args=[line.pk])]
    assert [sign_in(colleague).post(url).status_code for url in urls] == [404, 404]
    for name in ("clients", "accounts"):
        assert not sign_in(colleague).get(reverse(f"alerts:{name}")).context["decided"]
        page = sign_in(adviser).get(reverse(f"alerts:{name}")).content.decode()
        assert "Dernières décisions" in page
    assert tables() == before
    assert [sign_in(adviser).post(url).status_code for url in urls] == [302, 302]
    assert DetectedAccount.objects.get().state == DetectedClient.objects.get().state == "pending"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("clients", 18), ("accounts", 12)])
def test_decisions_ask_as_much_for_one_as_for_three(
    night, adviser, sign_in, django_assert_num_queries, rows, name, queries
):
    night(*[(f"AV-{n}", None) for n in range(rows + 1)])
    for line in DetectedClient.objects.order_by("pk")[:rows]:
        decide(line, Action.IGNORE, adviser)
    for one in DetectedAccount.objects.order_by("pk")[:rows]:
        treat_accounts(decisions=[AccountDecision(one.pk, 0, Action.IGNORE)], by=adviser)
    browser = sign_in(adviser)
    with django_assert_num_queries(queries):
        page = browser.get(reverse(f"alerts:{name}"))
    assert page.content.decode().count("Rouvrir") == rows


def test_reopening_gives_back_what_later_nights_knew_by_the_link(line, night, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    decide(line, Action.LINK, adviser, contact_id=jean.pk)
    night(("AV-3", JEAN))
    later = DetectedAccount.objects.get(account__number="AV-3")
    assert (later.owner, later.client) == (jean, None)
    reopen_client(client_id=line.pk, by=adviser)
    later.refresh_from_db()
    assert (later.owner, later.client) == (None, line)


def test_what_one_may_not_change_stays_when_its_line_is_reopened(line, person, adviser, colleague):
    """Whoever treats alerts reopens a line; its contact and its account are changed by right."""
    colleague.groups.get().permissions.remove(
        Permission.objects.get(codename="change_other_advisers_contacts")
    )
    decide(line, Action.ADD, adviser)
    made = Contact.objects.get()
    pk = add_account(adviser, person("Moreau").pk)
    told = reopen_account(account_id=pk, by=colleague)
    assert told == ["Le compte AV-1 a changé depuis\u202f: il reste."]
    assert Ownership.objects.get().contact.name == "Moreau"
    told = reopen_client(client_id=line.pk, by=colleague)
    stays = "Le contact Jean-Baptiste Lemercier reste\u202f: il a changé depuis, ou il est utilisé."
    assert told[1] == stays
    assert Contact.objects.filter(pk=made.pk).exists()
