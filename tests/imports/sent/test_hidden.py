"""What somebody is told of a file that they wrote themselves: as of a stranger's."""

import pytest
from django.urls import reverse

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Product
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from tests.imports.conftest import LINE, SECRET

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
def test_it_stays_so_once_it_is_in_and_whose_folder_it_is_gets_the_line(
    send, decide, secret, adviser, manager, sign_in
):
    run = decide(manager, decide(manager, send(manager, HIDDEN), "analyse"), "import")
    address = reverse("imports:run", args=[run.pk])
    seen = sign_in(manager).get(address).context["seen"]
    assert (seen.new_accounts, seen.clients) == (1, 1)
    assert DetectedAccount.objects.get().client.best_contact == secret


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
