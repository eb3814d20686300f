"""What one Enregistrer of an alert window decided, told and undone in Modifications récentes."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.accounts import Owner as AccountOwner
from accounts.actions.accounts import open_account
from accounts.models import Account, FormerNumber, Ownership
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner
from alerts.actions.reopening import reopen_account, reopen_client
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from contacts.actions.assignment import follow_assignments
from contacts.actions.merging import merge, plan_merge
from contacts.models import Change, Contact
from persistence.models import save_as
from tests.alerts.conftest import BORN, JEAN

pytestmark = pytest.mark.django_db
LIST = reverse("contacts:change-list")
MARIE = Owner("VASSEUR", "Marie", BORN, town="Angers")
PAUL = Owner("ZOLA", "Paul", BORN, town="Angers")
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def lines(night):
    night(("AV-1", JEAN), ("AV-2", MARIE), ("AV-3", PAUL))
    return list(DetectedClient.objects.order_by("pk"))


def treat(by, *actions, **choice):
    """Do one action for each of the first lines of clients, in one Enregistrer."""
    rows = DetectedClient.objects.order_by("pk")
    decisions = [
        ClientDecision(line.pk, line.version, action, **choice)
        for line, action in zip(rows, actions, strict=False)
    ]
    treat_clients(decisions=decisions, by=by)
    return Change.objects.filter(kind="client_decision").latest("pk")


def accept(by, *actions, **choice):
    """Do the same for the first lines of accounts."""
    rows = DetectedAccount.objects.order_by("pk")
    decisions = [
        AccountDecision(line.pk, line.version, action, **choice)
        for line, action in zip(rows, actions, strict=False)
    ]
    treat_accounts(decisions=decisions, by=by)
    return Change.objects.filter(kind="account_decision").latest("pk")


def told(client, kind):
    """Return each line: what it is about, how many more, what was done."""
    found = client.get(LIST, {"kind": kind}).context["lines"]
    return [(one["entry"].subject.name, one["entry"].others, one["entry"].what) for one in found]


def undo(client, change):
    answer = client.post(reverse("contacts:change-undo", args=[change.pk]))
    return answer, [str(message) for message in get_messages(answer.wsgi_request)]


def hide(contact, adviser):
    contact.is_private = True
    save_as(contact, adviser)
    follow_assignments([contact])


def tables():
    return [
        list(DetectedClient.objects.order_by("pk").values("pk", "state", "contact", "decided_at")),
        list(DetectedAccount.objects.order_by("pk").values("pk", "state", "owner", "linked")),
        list(
            Account.everything.order_by("pk").values("pk", "number", "namesake", "is_provisional")
        ),
        [list(model.objects.values()) for model in (PartnerLink, FormerNumber, Ownership)],
        list(Contact.objects.order_by("pk").values_list("pk", flat=True)),
    ]


def test_all_clients_of_one_enregistrer_are_taken_back(lines, adviser, sign_in):
    before = tables()
    change = treat(adviser, Action.ADD, Action.IGNORE, Action.ADD)
    client = sign_in(adviser)
    assert told(client, "client_decision") == [
        ("Jean-Baptiste Lemercier", 2, "Client détecté traité")
    ]
    answer, words = undo(client, change)
    counts = [
        "Contacts supprimés\u202f: 2",
        "relations retirées\u202f: 0",
        "contacts qui restent, modifiés depuis ou utilisés\u202f: 0.",
    ]
    assert words == ["3 clients sont de nouveau à traiter. " + "\u202f; ".join(counts)]
    assert answer["Location"] == reverse("alerts:clients")
    assert tables() == before
    assert told(client, "client_decision") == []
    assert undo(client, change)[1] == ["Cette modification est déjà annulée."]


def test_one_client_is_taken_back_in_the_words_of_its_window(lines, adviser, sign_in):
    change = treat(adviser, Action.ADD)
    assert " ".join(undo(sign_in(adviser), change)[1]) == (
        "Jean-Baptiste Lemercier est de nouveau à traiter."
        " Le contact Jean-Baptiste Lemercier est supprimé."
    )


def test_contact_changed_since_stays_and_is_counted(lines, adviser, sign_in):
    change = treat(adviser, Action.ADD, Action.ADD)
    jean = Contact.objects.get(name="Lemercier")
    jean.note = "Appelé"
    save_as(jean, adviser)
    assert "supprimés\u202f: 1" in undo(sign_in(adviser), change)[1][0]
    assert list(Contact.objects.all()) == [jean]


def test_what_was_reopened_in_its_window_is_told_no_more(lines, adviser, sign_in):
    change = treat(adviser, Action.ADD, Action.IGNORE)
    reopen_client(client_id=lines[0].pk, by=adviser)
    client = sign_in(adviser)
    assert told(client, "client_decision") == [("Marie Vasseur", 0, "Client détecté traité")]
    assert undo(client, change)[1] == ["Marie Vasseur est de nouveau à traiter."]
    assert told(client, "client_decision") == []


def test_line_decided_again_is_of_the_later_change(lines, adviser, sign_in):
    first = treat(adviser, Action.ADD)
    reopen_client(client_id=lines[0].pk, by=adviser)
    second = treat(adviser, Action.ADD)
    client = sign_in(adviser)
    assert len(told(client, "client_decision")) == 1
    assert undo(client, first)[0].status_code == 404
    assert undo(client, second)[0].status_code == 302
    assert not Contact.objects.exists()


def test_survivor_of_a_merge_is_never_deleted_with_the_decision(lines, person, adviser):
    treat(adviser, Action.ADD)
    jean, target = Contact.objects.get(), person("Lemercier", "Jean")
    shown = plan_merge(source=jean, target=target, by=adviser).digest
    merge(source=jean, target=target, shown=shown, by=adviser)
    assert DetectedClient.objects.get(pk=lines[0].pk).contact == target
    assert reopen_client(client_id=lines[0].pk, by=adviser) == [
        "Jean-Baptiste Lemercier est de nouveau à traiter."
    ]
    assert list(Contact.objects.all()) == [target]


@pytest.mark.security(4)
def test_what_others_decided_is_theirs(lines, adviser, colleague, sign_in):
    changes = [treat(adviser, Action.IGNORE), accept(adviser, Action.IGNORE)]
    client = sign_in(colleague)
    for change in changes:
        assert told(client, change.kind) == []
        assert undo(client, change)[0].status_code == 404
    assert not DetectedAccount.objects.filter(state="pending", pk=1).exists()


@pytest.mark.security(12, 20)
def test_decision_about_a_folder_hidden_since_is_not_there(
    lines, person, adviser, colleague, sign_in
):
    jean, marie = person("Lemercier", "Jean"), person("Vasseur")
    decisions = [
        ClientDecision(line.pk, line.version, Action.LINK, contact_id=contact.pk)
        for line, contact in zip(lines, (jean, marie), strict=False)
    ]
    treat_clients(decisions=decisions, by=colleague)
    clients = Change.objects.get()
    accounts = accept(colleague, Action.ADD, Action.ADD)
    browser = sign_in(colleague)
    assert told(browser, "client_decision") == [
        ("Jean-Baptiste Lemercier", 1, "Client détecté traité")
    ]
    assert told(browser, "account_decision") == [("AV-1", 1, "Compte détecté traité")]
    hide(jean, adviser)
    assert told(browser, "client_decision") == [("Marie Vasseur", 0, "Client détecté traité")]
    assert told(browser, "account_decision") == [("AV-2", 0, "Compte détecté traité")]
    assert undo(browser, accounts)[1] == ["Le compte AV-2 est de nouveau à traiter."]
    assert undo(browser, clients)[1][1:] == ["Marie Vasseur est de nouveau à traiter."]
    assert DetectedClient.objects.get(pk=lines[0].pk).contact == jean
    assert Ownership.objects.get().contact == jean
    # What is left of both waits until it is seen again, and is told of as if it had gone back.
    assert undo(browser, accounts)[1][2:] == ["Cette modification est déjà annulée."]
    jean.is_private = False
    save_as(jean, adviser)
    assert told(browser, "account_decision") == [("AV-1", 0, "Compte détecté traité")]
    assert undo(browser, accounts)[1] == ["Le compte AV-1 est de nouveau à traiter."]


def test_accounts_of_one_enregistrer_are_taken_back(lines, product, person, adviser, sign_in):
    jean = person("Lemercier", "Jean-Baptiste")
    old = open_account(
        account=Account(product=product, number="OLD-1"), owners=[AccountOwner(jean)], by=adviser
    )
    rows = list(DetectedAccount.objects.order_by("pk"))
    before = tables()
    decisions = [
        AccountDecision(rows[0].pk, 0, Action.LINK, account_id=old.pk),
        AccountDecision(rows[1].pk, 0, Action.ADD, owner_id=jean.pk),
        AccountDecision(rows[2].pk, 0, Action.IGNORE),
    ]
    treat_accounts(decisions=decisions, by=adviser)
    client = sign_in(adviser)
    assert told(client, "account_decision") == [("AV-1", 2, "Compte détecté traité")]
    answer, words = undo(client, Change.objects.get())
    assert words == [
        "Comptes de nouveau à traiter\u202f: 3\u202f; modifiés depuis, qui restent\u202f: 0."
    ]
    assert answer["Location"] == reverse("alerts:accounts")
    after = tables()
    # The owner whom the decision gave stays proposed on the line.
    after[1][1]["owner"] = None
    assert after == before
    jean.figures.refresh_from_db()
    assert jean.figures.account_count == 1


def test_account_changed_since_stays_and_the_others_go_back(lines, person, adviser, sign_in):
    change = accept(adviser, Action.ADD, Action.ADD, owner_id=person("Moreau").pk)
    account = Account.objects.get(number="AV-1")
    account.label = "Retraite"
    save_as(account, adviser)
    assert undo(sign_in(adviser), change)[1] == [
        "Comptes de nouveau à traiter\u202f: 1\u202f; modifiés depuis, qui restent\u202f: 1."
    ]
    assert list(Account.objects.all()) == [account]
    assert Ownership.objects.get().account == account


def test_account_that_alone_changed_since_is_refused(lines, person, adviser, sign_in):
    change = accept(adviser, Action.ADD, owner_id=person("Moreau").pk)
    ownership = Ownership.objects.get()
    ownership.right = "usufruct"
    save_as(ownership, adviser)
    assert undo(sign_in(adviser), change)[1] == ["Rien à remettre\u202f: cela a été changé depuis."]
    change.refresh_from_db()
    assert change.undone_at is None


def test_window_reopens_after_thirty_days_what_the_list_tells_no_more(lines, adviser, sign_in):
    began = timezone.now()
    changes = [treat(adviser, Action.ADD), accept(adviser, Action.ADD)]
    past = timezone.now() - dt.timedelta(days=31)
    for model in (Change, DetectedClient, DetectedAccount):
        column = "at" if model is Change else "decided_at"
        decided = model.objects.exclude(**{column: None})
        decided.update(**{column: past})
    for model in (Contact, Account, Ownership):
        history = QuerySet(model.history.model)
        of_decision = {"history_date__gt": began}
        history.exclude(**of_decision).update(history_date=past - dt.timedelta(days=1))
        history.filter(**of_decision).update(history_date=past + dt.timedelta(seconds=1))
    client = sign_in(adviser)
    for change in changes:
        assert told(client, change.kind) == []
        assert undo(client, change)[0].status_code == 404
    account = DetectedAccount.objects.get(state="added")
    assert reopen_account(account_id=account.pk, by=adviser) == [
        "Le compte AV-1 est de nouveau à traiter."
    ]
    assert reopen_client(client_id=lines[0].pk, by=adviser)[1:] == [
        "Le contact Jean-Baptiste Lemercier est supprimé."
    ]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("decide", "actions"),
    [(treat, [Action.ADD] * 3), (accept, [Action.ADD] * 3)],
    ids=["clients", "accounts"],
)
def test_many_lines_go_back_in_as_many_statements_as_two(
    night, person, adviser, sign_in, decide, actions
):
    def taken_back(count):
        night(*((f"N{count}-{at}", Owner(f"N{count}{at}", "Anne", BORN)) for at in range(count)))
        choice = {"owner_id": person("Moreau").pk} if decide is accept else {}
        change = decide(adviser, *[Action.ADD] * 30, **choice)
        assert change.subjects.count() == count
        with CaptureQueriesContext(connection) as asked:
            undo(client, change)
        decide(adviser, *[Action.IGNORE] * 30)
        return len(asked)

    client = sign_in(adviser)
    assert taken_back(2) == taken_back(7)
