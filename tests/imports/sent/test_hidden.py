"""What somebody is told of a file that they wrote themselves: as of a stranger's."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Custodian, Ownership, Product
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.refusals import set_apart
from alerts.actions.reopening import reopen_account
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, SetApart
from alerts.queries.candidates import candidates
from alerts.queries.groups import clients_of
from alerts.queries.pending import OF_CLIENT, pending_accounts, pending_clients
from imports.models import ImportRun
from imports.queries.runs import rejects_of
from tests.imports.conftest import LINE, SECRET
from users.models import Confirmation, User

STRANGER = {"last_name": "ZWINGLIB", "first_name": "Séraphine", "birth_date": "01/02/1962"}
HIDDEN, NEW = LINE | SECRET, LINE | STRANGER


def named(night, put, secret, adviser):
    """Let the firm know nothing but the folder itself."""


def waiting(night, put, secret, adviser):
    """Let a line wait for who sees the folder."""
    put("before.csv", HIDDEN | {"number": "AV-8"})
    night()


def linked(night, put, secret, adviser):
    """Let the partner's client be linked to the folder."""
    waiting(night, put, secret, adviser)
    key = DetectedClient.objects.get(last_name="ZORGLUB").owner_key
    PartnerLink.objects.create(
        partner="assurvia", owner_key=key, contact=secret, decided_by=adviser
    )


def owned(night, put, secret, adviser):
    """Let the account be the folder's."""
    put("before.csv", LINE)
    night()
    account = Account(product=Product.objects.get(), number="AV-1H")
    open_account(account=account, owners=[Owner(secret)], by=adviser)


def waiting_account(night, put, secret, adviser):
    """Let the account itself wait."""
    put("before.csv", HIDDEN | {"number": "AV-1H"})
    night()


@pytest.mark.security(9)
@pytest.mark.parametrize("known", [named, waiting, linked, owned, waiting_account])
def test_the_sender_is_told_of_a_hidden_folder_as_of_a_stranger(
    send, decide, secret, adviser, manager, sign_in, night, put, known
):
    put("first.csv", LINE | {"number": "AV-0"})
    night()
    known(night, put, secret, adviser)
    told = []
    for line, number in ((HIDDEN, "AV-1H"), (NEW, "AV-2H")):
        bad = line | {"number": number[:-1] + "X", "value": "x"}
        run = send(manager, line | {"number": number}, line | {"number": number + "2"}, bad)
        run = decide(manager, run, "analyse")
        page = sign_in(manager).get(reverse("imports:run", args=[run.pk]))
        told.append((run.told, vars(page.context["seen"]), len(page.context["rejects"])))
    assert told[0] == told[1]
    assert told[0][0] == {
        "known": 0,
        "new_accounts": 2,
        "valuations": 2,
        "clients": 1,
        "custodians": 0,
        "products": 0,
    }


@pytest.mark.security(9)
def test_it_stays_so_once_it_is_in_and_whose_folder_it_is_is_shown_it(
    send, decide, secret, adviser, manager, sign_in
):
    run = decide(manager, decide(manager, send(manager, HIDDEN), "analyse"), "import")
    address = reverse("imports:run", args=[run.pk])
    seen = sign_in(manager).get(address).context["seen"]
    assert (seen.new_accounts, seen.clients) == (1, 1)
    line = DetectedAccount.objects.get().client
    assert (line.best_contact, line.sent_by) == (None, manager)
    for user, found in ((adviser, [secret]), (manager, [])):
        page = sign_in(user).get(reverse("alerts:clients"), {"only": "with"})
        assert (f"c{line.pk}-action" in page.content.decode()) is bool(found)
        shown = candidates(user, [[line]]).get(line.pk, [])
        assert [one.contact for one in shown] == found


def test_who_sees_the_folder_is_told_what_is_known(send, decide, secret, adviser, night, put):
    owned(night, put, secret, adviser)
    run = decide(adviser, send(adviser, HIDDEN | {"number": "AV-1H"}), "analyse")
    assert (run.told["known"], run.told["new_accounts"], run.told["clients"]) == (1, 0, 0)


@pytest.mark.security(9)
@pytest.mark.parametrize("known", [named, waiting, linked, owned, waiting_account])
def test_the_sender_is_warned_of_a_hidden_folder_as_of_a_stranger(
    send, decide, secret, adviser, manager, sign_in, night, put, known
):
    put("first.csv", LINE | {"number": "AV-0"})
    night()
    known(night, put, secret, adviser)
    at = {"post_code": "75001", "town": "Nantes", "country": "France"}
    told = []
    for line, number in ((HIDDEN, "AV-1H"), (NEW, "AV-2H")):
        run = decide(manager, send(manager, line | at | {"number": number}), "analyse")
        page = sign_in(manager).get(reverse("imports:run", args=[run.pk]))
        told.append(page.context["warned"])
    assert told[0] == told[1]
    assert told[0][0].startswith("R_TOWN, 1")


@pytest.mark.security(9)
def test_the_number_of_a_hidden_client_warns_of_nothing(
    send, decide, secret, manager, sign_in, night, put
):
    numbered = HIDDEN | {"client_number": "K1", "number": "AV-7"}
    put("first.csv", LINE | {"number": "AV-0"})
    put("before.csv", numbered)
    night()
    told = []
    for client, number in (("K1", "AV-8"), ("K2", "AV-9")):
        line = NEW | {"client_number": client, "number": number}
        run = decide(manager, send(manager, line), "analyse")
        page = sign_in(manager).get(reverse("imports:run", args=[run.pk]))
        told.append((page.context["warned"], run.told))
    assert told[0] == told[1]


def test_a_folder_that_is_made_later_takes_no_line_away(
    send, decide, adviser, manager, night, put, request
):
    decide(manager, decide(manager, send(manager, HIDDEN), "analyse"), "import")
    request.getfixturevalue("secret")
    put("later.csv", HIDDEN | {"number": "AV-9"})
    night()
    lines = {user: {*pending_accounts(user)} for user in (adviser, manager)}
    assert {line.account.number for line in lines[manager]} == {"AV-1"}
    assert {line.account.number for line in lines[adviser]} == {"AV-1", "AV-9"}


@pytest.mark.security(9)
def test_what_a_sender_decides_of_a_hidden_client_brings_none_of_its_accounts(
    send, decide, secret, adviser, manager, night, put
):
    decide(manager, decide(manager, send(manager, HIDDEN), "analyse"), "import")
    line = pending_clients(manager).get()
    treat_clients(decisions=[ClientDecision(line.pk, line.version, Action.ADD)], by=manager)
    put("later.csv", HIDDEN | {"number": "AV-9"})
    night()
    detected = DetectedAccount.objects.select_related("client").get(account__number="AV-9")
    assert (detected.owner, detected.client.best_contact) == (None, secret)
    run = decide(manager, send(manager, HIDDEN | {"number": "AV-10"}), "analyse")
    assert run.told["clients"] == 0
    decide(manager, run, "import")
    assert DetectedAccount.objects.get(account__number="AV-10").owner.name == "Zorglub"


@pytest.mark.security(9)
def test_two_senders_share_no_line(send, decide, secret, adviser, manager):
    for user, number in ((manager, "AV-1"), (adviser, "AV-2")):
        line = HIDDEN | {"number": number}
        decide(user, decide(user, send(user, line), "analyse"), "import")
    seen = {user: pending_accounts(user) for user in (adviser, manager)}
    numbers = {user: [line.account.number for line in lines] for user, lines in seen.items()}
    assert numbers == {adviser: ["AV-1", "AV-2"], manager: ["AV-1"]}
    assert [len({*pending_clients(user)}) for user in (adviser, manager)] == [2, 1]


@pytest.mark.security(7)
def test_an_account_takes_a_number_that_a_hidden_folder_has(
    send, decide, secret, adviser, manager, person, night, put
):
    owned(night, put, secret, adviser)
    hidden = Account.objects.get(number="AV-1H")
    mine = Account(product=hidden.product, number="MINE")
    open_account(account=mine, owners=[Owner(person("Moreau", "Anne"))], by=manager)
    line = NEW | {"number": "AV-1H", "value": "5"}
    decide(manager, decide(manager, send(manager, line), "analyse"), "import")
    detected = pending_accounts(manager).get(account__number="AV-1H")
    taking = AccountDecision(detected.pk, detected.version, Action.LINK, account_id=mine.pk)
    assert treat_accounts(decisions=[taking], by=manager)[0].done
    numbers = Account.everything.values_list("number", "namesake")
    assert numbers.get(pk=mine.pk) == ("AV-1H", 1)
    assert numbers.get(pk=hidden.pk) == ("AV-1H", 0)
    assert not hidden.valuations.exists()
    reopen_account(account_id=detected.pk, by=manager)
    assert numbers.get(pk=mine.pk) == ("MINE", 0)
    assert numbers.get(pk=detected.account_id) == ("AV-1H", 1)


@pytest.mark.security(9)
def test_who_is_set_apart_in_secret_may_be_set_apart(send, decide, secret, manager, adviser):
    for partner, number in (("assurvia", "AV-1"), ("banque", "AV-2")):
        line = HIDDEN | {"number": number}
        run = send(manager, line, new_partner=partner, partner="")
        decide(manager, decide(manager, run, "analyse"), "import")
    line = pending_clients(manager).filter(partner="banque").get()
    SetApart.objects.create(partner="banque", identity_key=line.identity_key, decided_by=adviser)
    assert set_apart(client_id=line.pk, by=manager) == line
    assert clients_of(pending_clients(manager)).count() == 2


@pytest.mark.security(9)
def test_a_night_warns_of_a_changed_client_those_who_may_know_it(
    secret, adviser, manager, sign_in, night, put
):
    known = HIDDEN | {"client_number": "K1", "number": "AV-7"}
    put("before.csv", known)
    night()
    put("after.csv", known | {"last_name": "ZWINGLIB", "number": "AV-8"})
    night()
    run = ImportRun.objects.latest("pk")
    told = {}
    for user in (adviser, manager):
        client = sign_in(user)
        report = client.get(reverse("imports:run-report", args=[run.pk])).content.decode()
        warned = client.get(reverse("imports:run", args=[run.pk])).context["warned"]
        told[user] = [one[:13] for one in warned], "R_IDENTITY" in report
    assert told == {adviser: (["R_IDENTITY, 1"], True), manager: ([], False)}


def test_nobody_sends_while_private_folders_are_hidden_from_them(adviser, sign_in):
    address = reverse("imports:account-import")
    assert sign_in(adviser).get(address).status_code == 200
    User.objects.filter(pk=adviser.pk).update(confirmation=Confirmation.ALL)
    assert sign_in(User.objects.get(pk=adviser.pk)).get(address).status_code == 403


@pytest.mark.security(9)
def test_a_number_that_is_sent_takes_no_line_of_the_night_away(
    send, decide, secret, adviser, manager, night, put
):
    unsure = LINE | {"last_name": "ZORGLUB", "first_name": "", "birth_date": ""}
    put("before.csv", unsure | {"number": "AV-0"})
    night()
    custodian = Custodian.objects.get()
    product = Product.objects.create(custodian=custodian, code="ZZ", name="Zénith")
    account = Account(product=product, number="AV-1H")
    open_account(account=account, owners=[Owner(secret)], by=adviser)
    run = decide(manager, send(manager, unsure | {"number": "AV-1H"}), "analyse")
    assert run.told["clients"] == 0
    decide(manager, run, "import")
    night()
    (line,) = pending_clients(manager)
    numbers = line.accounts.order_by("pk").values_list("account__number", flat=True)
    assert [*numbers] == ["AV-0", "AV-1H"]


@pytest.mark.security(9)
def test_what_is_left_of_an_account_that_a_hidden_one_took_over_gets_no_values(
    send, decide, secret, adviser, manager, night, put
):
    owned(night, put, secret, adviser)
    put("later.csv", NEW | {"number": "AV-9"})
    night()
    hidden = Account.objects.get(number="AV-1H")
    left = DetectedAccount.objects.get(account__number="AV-9")
    taking = AccountDecision(left.pk, left.version, Action.LINK, account_id=hidden.pk)
    assert treat_accounts(decisions=[taking], by=adviser)[0].done
    sent = NEW | {"number": "AV-9", "situation_on": "15/11/2026"}
    run = decide(manager, send(manager, sent), "analyse")
    assert (run.told["known"], run.told["new_accounts"]) == (0, 1)
    decide(manager, run, "import")
    numbers = pending_accounts(manager).values_list("account__number", "account__namesake")
    assert [*numbers] == [("AV-1", 0), ("AV-9", 2)]


@pytest.mark.security(9)
@pytest.mark.parametrize(
    ("on", "column"),
    [
        *(("line", column) for column in (*OF_CLIENT, "contact", "second_contact")),
        *(("link", column) for column in ("contact", "second_contact")),
    ],
)
def test_a_sent_line_that_is_a_hidden_folder_s_by_now_takes_no_later_one_away(
    send, decide, secret, adviser, manager, person, on, column
):
    decide(manager, decide(manager, send(manager, HIDDEN), "analyse"), "import")
    if on == "line":
        DetectedClient.objects.update(**{column: secret})
    else:
        line = DetectedClient.objects.get()
        of = {"partner": line.partner, "owner_key": line.owner_key, "decided_by": adviser}
        PartnerLink.objects.create(**of | {"contact": person("Moreau", "Anne"), column: secret})
    run = decide(manager, send(manager, HIDDEN | {"number": "AV-2"}), "analyse")
    assert run.told["clients"] == 1
    decide(manager, run, "import")
    assert "AV-2" in {one.account.number for one in pending_accounts(manager)}


@pytest.mark.security(9)
def test_what_its_sender_was_warned_of_stays_told_whose_client_it_is_by_now(
    send, decide, secret, manager, sign_in
):
    numbered = HIDDEN | {"client_number": "K1"}
    decide(manager, decide(manager, send(manager, numbered), "analyse"), "import")
    other = NEW | {"client_number": "K1", "number": "AV-2"}
    run = decide(manager, decide(manager, send(manager, other), "analyse"), "import")
    page = reverse("imports:run", args=[run.pk])
    before = sign_in(manager).get(page).context["warned"]
    assert before[0].startswith("R_IDENTITY, 1")
    DetectedClient.objects.update(contact=secret)
    assert sign_in(manager).get(page).context["warned"] == before


@pytest.mark.security(9)
def test_a_line_that_names_an_account_goes_once_that_is_hidden(
    send, decide, secret, adviser, manager, person, night, put
):
    put("before.csv", LINE)
    night()
    padded = Account(product=Product.objects.get(), number="00789")
    open_account(account=padded, owners=[Owner(person("Moreau", "Anne"))], by=adviser)
    run = decide(manager, send(manager, NEW | {"number": "789"}), "analyse")
    assert [row.params["known"] for row in rejects_of(run, manager)] == ["00789"]
    QuerySet(Ownership).filter(account=padded).update(contact=secret)
    assert list(rejects_of(run, manager)) == []
    assert [row.params["known"] for row in rejects_of(run, adviser)] == ["00789"]
