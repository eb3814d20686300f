"""feeds.md by its numbers, through the command: section 3 points 8 to 12, and section 4.

Points 1 to 7, and what one file alone shows of the others, stand in tests/imports/feeds; what a
crash leaves in tests/imports/crashes; who a client is in tests/alerts and tests/contacts.
"""

import datetime as dt
import os

import pytest

from accounts.models import Account, Valuation
from alerts.models import DetectedAccount, DetectedClient
from imports.models import ImportRun
from imports.records import Limits
from tests.imports.conftest import LINE


def lines(count, **said):
    return [LINE | {"number": f"AV-{number}"} | said for number in range(count)]


def state():
    run = ImportRun.objects.latest("pk")
    return run.state, run.code


def test_3_08_one_client_with_small_differences_between_its_lines(night, put):
    owners = ({"last_name": "Moreau "}, {"last_name": "MOREAU"}, {"first_name": "ANNE"})
    put("a.csv", *(LINE | {"number": f"AV-{n}"} | one for n, one in enumerate(owners)))
    assert night()[0] == 0
    assert (DetectedClient.objects.count(), DetectedAccount.objects.count()) == (1, 3)


def test_3_08_a_contract_without_its_client(night, put):
    nobody = {"last_name": "", "first_name": "", "birth_date": "", "title": ""}
    put("a.csv", LINE | nobody)
    assert night()[0] == 0
    assert DetectedAccount.objects.get().client.owner_key == "contract|AV-1"


def test_3_10_absence_is_never_closure(night, put):
    put("a.csv", *lines(3))
    night()
    put("b.csv", *lines(1, value="5"))
    assert night()[0] == 0
    assert Account.everything.filter(closed_on=None, deleted_at=None).count() == 3


def test_3_10_a_renamed_client_keeps_its_accounts(night, put):
    put("a.csv", LINE)
    night()
    put("b.csv", LINE | {"last_name": "MOREAU-DUVAL", "situation_on": "30/11/2026"})
    assert night()[0] == 0
    assert Account.everything.count() == 1
    assert Valuation.objects.count() == 2


def test_3_11_a_file_without_a_line_is_imported(night, put):
    put("a.csv")
    assert night()[0] == 0
    assert state() == ("done", "")


@pytest.mark.parametrize("name", ["a b;'\"$(x).csv", "é" * 98 + ".csv", "-rf.csv", "a\nb.csv"])
def test_3_12_a_file_may_have_any_name(night, put, inbox, manager, sign_in, name):
    put(name, LINE | {"number": "AV-2"}, LINE | {"value": "x"})
    assert night()[0] == 1
    assert (inbox / f"assurvia/done/{dt.date.today():%Y/%m}" / name).is_file()
    run = ImportRun.objects.get()
    client = sign_in(manager)
    for page in ("", "rapport/", "rejets/"):
        assert client.get(f"/imports/{run.pk}/{page}").status_code == 200


def test_3_12_what_is_no_regular_file_is_left(night, put, inbox):
    put("a.csv", LINE)
    os.mkfifo(inbox / "assurvia/pipe.csv")
    (inbox / "assurvia/folder.csv").mkdir()
    (inbox / "assurvia/link.csv").symlink_to("/etc/passwd")
    (inbox / "elsewhere").symlink_to(inbox / "assurvia")
    assert night()[1].endswith("1 fichier traité.\n")
    assert (inbox / "assurvia/link.csv").is_symlink()


def test_4_limits_are_settings(settings):
    names = ("bytes", "lines", "columns", "cell_bytes", "unpacked_bytes", "unpacked_ratio")
    assert list(settings.FEED_LIMITS) == list(names)
    assert Limits(**settings.FEED_LIMITS) == Limits(
        100_000_000, 500_000, 200, 65_536, 500_000_000, 100
    )


@pytest.mark.parametrize(
    "limit", [{"bytes": 500}, {"lines": 2}, {"columns": 25}, {"cell_bytes": 20}]
)
def test_4_a_file_over_a_limit_is_refused(night, put, settings, limit):
    settings.FEED_LIMITS = settings.FEED_LIMITS | limit
    put("a.csv", *lines(3))
    assert night()[0] == 1
    assert state() == ("rejected", "F_SIZE")


@pytest.mark.parametrize(
    ("good", "bad", "found"),
    [
        (380, 20, ("done", "")),  # more than 20 is asked for
        (399, 21, ("done", "")),  # exactly 5 in a hundred
        (398, 21, ("suspended", "S_REJECTS")),
    ],
)
def test_4_suspended_for_its_rejects(night, put, good, bad, found):
    broken = [line | {"number": f"X-{n}", "value": "x"} for n, line in enumerate(lines(bad))]
    put("a.csv", *lines(good), *broken)
    assert night()[0] == 1
    assert state() == found


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (30, 10, ("done", "")),  # 20 fewer
        (210, 189, ("done", "")),  # exactly a tenth
        (209, 188, ("suspended", "S_FEWER")),
    ],
)
def test_4_suspended_for_the_accounts_that_it_lacks(night, put, before, now, found):
    put("a.csv", *lines(before))
    night()
    put("b.csv", *lines(now, value="5"))
    night()
    assert state() == found


def test_4_another_partner_s_file_is_compared_with_its_own(night, put):
    put("a.csv", *lines(30))
    night()
    put("b.csv", *lines(1, situation_on="30/09/2026"), partner="orsel")
    assert night()[0] == 0


def test_4_the_same_content_from_another_partner_is_imported(night, put):
    put("a.csv", LINE)
    put("a.csv", LINE, partner="orsel")
    assert night()[0] == 0
    assert ImportRun.objects.filter(state="done").count() == 2


def test_4_the_oldest_file_comes_first(night, put):
    put("z.csv", LINE | {"value": "1"})
    put("a.csv", LINE | {"value": "2"})
    night()
    assert [str(run) for run in ImportRun.objects.order_by("pk")] == [
        "assurvia/z.csv",
        "assurvia/a.csv",
    ]
    assert str(Valuation.objects.get().value) == "2.00"
