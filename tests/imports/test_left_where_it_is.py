"""What stands in the inbox and cannot be taken: told each night, and no other file waits for it."""

import ctypes
import resource
from contextlib import contextmanager

import pytest
from django.db import connection

from accounts.models import Account
from imports.models import ImportRun
from tests.imports.conftest import LINE

SHUT = "refusé (F_UNREADABLE). Le fichier ne peut pas être ouvert, est abîmé ou n’est pas"
# Of linux/capability.h: what lets root read and write whatever the permissions say.
VERSION, DAC = 0x20080522, 0b110
CLEARED = ~DAC & 0xFFFFFFFF


class Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class Data(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32),
                ("inheritable", ctypes.c_uint32)]  # fmt: skip


@contextmanager
def permissions_that_count():
    """Go by the permissions of files, as an import does that runs as nobody's root."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = Header(VERSION, 0), (Data * 2)()
    assert libc.capget(ctypes.byref(header), data) == 0
    before = data[0].effective
    data[0].effective = before & CLEARED
    assert libc.capset(ctypes.byref(header), data) == 0
    try:
        yield
    finally:
        data[0].effective = before
        assert libc.capset(ctypes.byref(header), data) == 0


@pytest.fixture
def shut():
    """Take every right of a path away until the test is over."""
    opened = []

    def shut(path, mode=0):
        opened.append((path, path.stat().st_mode))
        path.chmod(mode)

    with permissions_that_count():
        yield shut
    for path, mode in reversed(opened):
        path.chmod(mode)


def told(run):
    return str(run), run.state, run.code


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_one_file_that_cannot_be_read_stops_no_other(night, put, shut, arguments):
    shut(put("closed.csv", LINE))
    put("good.csv", LINE | {"number": "AV-2"})
    status, said = night(*arguments)
    assert status == 1
    assert f"assurvia/closed.csv\u202f: {SHUT}" in said
    assert "assurvia/good.csv\u202f: lignes lues 1" in said
    if arguments:
        assert ImportRun.objects.count() == 0
        return
    assert [account.number for account in Account.everything.all()] == ["AV-2"]
    for _ in range(2):  # each night, and one line on the page
        assert night()[0] == 1
    closed, good = ImportRun.objects.order_by("file_name")
    assert told(closed) == ("assurvia/closed.csv", "rejected", "F_UNREADABLE")
    assert told(good) == ("assurvia/good.csv", "done", "")


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o500])
def test_a_partner_s_folder_that_is_shut_stops_no_other(night, put, inbox, shut, mode):
    """Shut; open to look into, and no further; open to read from, and to take nothing from."""
    path = put("a.csv", LINE)
    put("a.csv", LINE | {"number": "AV-2"}, partner="orsel")
    shut(inbox / "assurvia", mode)
    name = "a.csv" if mode == 0o500 else "*"
    for _ in range(2):
        status, said = night()
        assert status == 1
        assert f"assurvia/{name}\u202f: {SHUT}" in said
    assert [account.number for account in Account.everything.all()] == ["AV-2"]
    assert sorted(map(told, ImportRun.objects.all())) == [
        (f"assurvia/{name}", "rejected", "F_UNREADABLE"),
        ("orsel/a.csv", "done", ""),
    ]
    (inbox / "assurvia").chmod(0o755)
    assert path.exists()
    assert night()[0] == 0
    assert Account.everything.count() == 2


def test_where_a_file_cannot_be_put_away_the_others_go_on(night, put, inbox, shut):
    put("a.csv", LINE)
    put("a.csv", LINE | {"number": "AV-2"}, partner="orsel")
    (inbox / "assurvia/done").mkdir()
    shut(inbox / "assurvia/done")
    status, said = night()
    assert status == 1
    assert "assurvia/a.csv\u202f: interrompu" in said
    assert "orsel/a.csv\u202f: lignes lues 1" in said
    assert Account.everything.count() == 2
    (inbox / "assurvia/done").chmod(0o755)
    assert night()[0] == 0
    assert len(list(inbox.glob("assurvia/done/*/*/a.csv"))) == 1
    assert Account.everything.count() == 2


def test_an_inbox_that_is_shut_could_not_run(night, put, inbox, shut):
    put("a.csv", LINE)
    shut(inbox, 0o500)
    status, said = night()
    assert status == 2
    assert said.startswith(
        "Le dossier d’arrivée ne peut être lu ou écrit, ou son disque est plein ("
    )


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_a_file_beside_the_partners_folders_is_told(night, put, inbox, arguments):
    (inbox / "perdu.csv").write_text("x")
    (inbox / "perdu.csv.part").write_text("x")
    (inbox / ".perdu").write_text("x")
    put("a.csv", LINE)
    status, said = night(*arguments)
    assert status == 1
    assert (
        "/perdu.csv\u202f: refusé (F_FOLDER). Le fichier est à côté des dossiers des partenaires, "
        "dans aucun d’eux.\n"
    ) in said
    assert "2 fichiers traités" in said
    assert (inbox / "perdu.csv").exists()
    assert night("--partner=assurvia", *arguments)[0] == 0


def test_the_oldest_file_comes_first_whoever_it_is_of(night, put):
    put("z.csv", LINE | {"value": "1"}, partner="zephyr")
    put("a.csv", LINE | {"value": "2"})
    put("b.csv", LINE | {"value": "3"}, partner="zephyr")
    night()
    assert [str(run) for run in ImportRun.objects.order_by("pk")] == [
        "zephyr/z.csv",
        "assurvia/a.csv",
        "zephyr/b.csv",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_disk_without_room_is_told_in_a_sentence(night, put, inbox, caplog):
    """Its file is taken up again once there is room."""
    put("a.csv", LINE, LINE | {"number": "AV-2", "value": "x"})
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, unlimited[1]))
    try:
        status, said = night()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert status == 2
    # SQLite keeps what it sorts in files too.
    database = "La base de données ne répond plus, ou son disque est plein ("
    folder = "Le dossier d’arrivée ne peut être lu ou écrit, ou son disque est plein ("
    assert said.startswith(database if connection.vendor == "sqlite" else folder)
    assert caplog.records == []
    assert len(list(inbox.rglob("a.csv"))) == 1
    assert night()[0] == 1
    assert [account.number for account in Account.everything.all()] == ["AV-1"]
