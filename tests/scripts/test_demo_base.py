import pytest

from scripts import demo_base


@pytest.fixture
def root(tmp_path):
    migrations = tmp_path / "code" / "contacts" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "__init__.py").touch()
    (migrations / "0001_contacts.py").write_text("first")
    return tmp_path / "code"


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "demo.sqlite3").touch()
    return folder


def test_base_of_the_same_chain_goes_on(root, base):
    demo_base.remember(base, root)
    assert demo_base.rewritten(base, root) == []


def test_longer_chain_goes_on(root, base):
    demo_base.remember(base, root)
    (root / "contacts/migrations/0002_more.py").write_text("second")
    assert demo_base.rewritten(base, root) == []


def test_rewritten_migration_is_named(root, base):
    demo_base.remember(base, root)
    (root / "contacts/migrations/0001_contacts.py").write_text("rewritten")
    assert demo_base.rewritten(base, root) == ["contacts/migrations/0001_contacts.py"]


def test_migration_that_is_gone_is_named(root, base):
    demo_base.remember(base, root)
    (root / "contacts/migrations/0001_contacts.py").unlink()
    assert demo_base.rewritten(base, root) == ["contacts/migrations/0001_contacts.py"]


def test_base_without_a_note_is_older(root, base):
    assert demo_base.rewritten(base, root) == ["contacts/migrations/0001_contacts.py"]


def test_folder_without_a_base_begins(root, tmp_path):
    assert demo_base.rewritten(tmp_path / "nothing", root) == []


def test_refusal_says_what_to_do(base):
    said = demo_base.refusal(base, ["a", "b", "c", "d"])
    assert "(a, b, c and others)" in said
    assert said.endswith(f"mv {base} {base}.old && make run")
