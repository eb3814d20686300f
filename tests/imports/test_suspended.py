"""A suspended file: its figures, the decision, and two people who decide at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Valuation
from alerts.models import DetectedClient
from imports.actions import suspended
from imports.errors import DecidedMeanwhile
from imports.models import ImportRun, Reject
from tests.imports.conftest import LINE, SECRET

WHOLE = [LINE | {"number": f"AV-{number}"} for number in range(30)]
OLD = [LINE | {"situation_on": "30/09/2026", "value": "1"}]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def waiting(night, put):
    """Give a file that is older than the last, and so waits."""
    put("new.csv", LINE)
    night()
    put("old.csv", *OLD, LINE | {"number": "AV-9", "situation_on": "30/09/2026"})
    assert night()[0] == 1
    return ImportRun.objects.get(state="suspended")


def decide(client, run, what):
    return client.post(reverse("imports:run-decide", args=[run.pk]), {what: "1"}, follow=True)


def test_the_page_shows_the_figures_and_what_would_change(waiting, manager, sign_in):
    page = sign_in(manager).get(reverse("imports:run", args=[waiting.pk]))
    assert page.context["doubt"] == (
        "Sa dernière situation est du 30/09/2026\u202f; celle d’un fichier précédent était du "
        "30/10/2026."
    )
    seen = page.context["seen"]
    assert (seen.lines, seen.new_accounts, seen.clients) == (2, 1, 0)
    assert waiting.counts["valuations"] == 2
    assert Account.everything.count() == Valuation.objects.count() == 1
    home = sign_in(manager).get("/").content.decode()
    assert "Import assurvia/old.csv suspendu" in home
    assert 'class="is-warn"' in home


def test_fewer_accounts_are_counted_against_the_last_whole_file(night, put, manager, sign_in):
    put("a.csv", *WHOLE)
    night()
    put("b.csv", *(line | {"value": "5"} for line in WHOLE[:9]))
    night()
    run = ImportRun.objects.latest("pk")
    page = sign_in(manager).get(reverse("imports:run", args=[run.pk]))
    assert page.context["doubt"] == (
        "Il contient 9 comptes\u202f; le dernier fichier complet en contenait 30."
    )


def test_confirmed_it_waits_for_the_next_run_which_takes_it(
    waiting, night, manager, sign_in, inbox
):
    page = decide(sign_in(manager), waiting, "confirm")
    assert "Le prochain passage de l’import le prendra" in page.content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("confirmed", manager)
    assert Account.everything.count() == 1
    assert night()[0] == 0
    waiting.refresh_from_db()
    assert waiting.state == "done"
    assert Account.everything.count() == 2
    assert not (inbox / f".work/{waiting.pk}").exists()


def test_refused_it_is_put_away_with_a_report(waiting, night, manager, sign_in, inbox, committed):
    with committed(execute=True):
        decide(sign_in(manager), waiting, "refuse")
    rejected = inbox / "assurvia/rejected"
    assert sorted(path.name for path in rejected.iterdir()) == ["old.csv", "old.csv.rapport.txt"]
    report = (rejected / "old.csv.rapport.txt").read_text("utf-8-sig")
    assert "Suspendu (il est plus ancien que le dernier fichier), puis refusé par manager" in report
    assert night() == (0, "0 fichier traité.\n")
    assert Account.everything.count() == 1


def test_refused_while_an_import_is_at_work_the_next_run_puts_it_away(
    waiting, night, manager, inbox
):
    """The decision stands even if the process dies before the file is moved."""
    suspended.refuse(run_id=waiting.pk, inbox=inbox, by=manager)  # the test never commits
    assert (inbox / f".work/{waiting.pk}/old.csv").exists()
    night()
    assert (inbox / "assurvia/rejected/old.csv").exists()


@pytest.mark.parametrize("what", ["confirm", "refuse"])
def test_only_who_may_decides(waiting, adviser, sign_in, what):
    page = sign_in(adviser).get(reverse("imports:run", args=[waiting.pk]))
    assert "Confirmer" not in page.content.decode()
    assert decide(sign_in(adviser), waiting, what).status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "suspended"


def test_the_second_is_told_who_was_first(waiting, manager, administrator, sign_in):
    suspended.confirm(run_id=waiting.pk, by=administrator)
    page = decide(sign_in(manager), waiting, "refuse")
    assert "administrator a confirmé assurvia/old.csv le" in page.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_the_command_goes_through_the_same_decision(waiting, night, manager):
    suspended.confirm(run_id=waiting.pk, by=manager)
    status, said = night(f"--confirm={waiting.pk}")
    assert (status, said[:15]) == (2, "manager a confi")
    assert night("--confirm=999") == (2, "Aucun import suspendu ne porte ce numéro.")
    assert night("--confirm=1", "--dry-run")[0] == 2


@pytest.mark.django_db(transaction=True)
def test_one_of_two_at_once_decides(waiting, manager, administrator, inbox):
    ready = Barrier(2, timeout=10)

    def run(action, user, **more):
        try:
            ready.wait()
            action(run_id=waiting.pk, by=user, **more)
        except DecidedMeanwhile:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        confirmed = threads.submit(run, suspended.confirm, manager)
        refused = threads.submit(run, suspended.refuse, administrator, inbox=inbox)
    assert confirmed.result() != refused.result()
    waiting.refresh_from_db()
    assert waiting.state == ("confirmed" if confirmed.result() else "rejected")
    assert waiting.decided_by == (manager if confirmed.result() else administrator)


def test_what_a_private_folder_would_get_is_not_counted(
    night,
    put,
    secret,
    manager,
    adviser,
    sign_in,
):
    put("new.csv", LINE)
    night()
    old = {"situation_on": "30/09/2026"}
    bad = {"number": "AV-3", "value": "x"}
    put("old.csv", LINE | old, LINE | SECRET | old | {"number": "AV-2"}, LINE | SECRET | old | bad)
    night()
    run = ImportRun.objects.get(state="suspended")
    address = reverse("imports:run", args=[run.pk])
    seen = sign_in(manager).get(address).context["seen"]
    assert (seen.lines, seen.new_accounts, seen.clients, seen.rejects) == (3, 0, 0, 0)
    seen = sign_in(adviser).get(address).context["seen"]
    assert (seen.lines, seen.new_accounts, seen.clients, seen.rejects) == (3, 1, 1, 1)
    assert Reject.objects.count() == 1


@pytest.mark.security(9)
@pytest.mark.parametrize("holder", ["contact", "second_contact"])
def test_what_a_client_of_a_private_folder_would_get_is_not_counted(
    night, put, secret, manager, adviser, sign_in, holder
):
    """Linked before, without a date of birth: the line has no owner and names its client alone."""
    duval = LINE | {"last_name": "DUVAL", "first_name": "Paul", "birth_date": ""}
    put("new.csv", LINE, duval | {"number": "AV-2"})
    night()
    decided = {"state": "linked", "decided_by": adviser, "decided_at": timezone.now()}
    DetectedClient.objects.filter(last_name="DUVAL").update(**{holder: secret}, **decided)
    old = {"situation_on": "30/09/2026"}
    put("old.csv", LINE | old, duval | old | {"number": "AV-3"})
    night()
    address = reverse("imports:run", args=[ImportRun.objects.get(state="suspended").pk])
    assert sign_in(manager).get(address).context["seen"].new_accounts == 0
    assert sign_in(adviser).get(address).context["seen"].new_accounts == 1
