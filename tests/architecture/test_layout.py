"""The folders tell the architecture: every file has a home with a name."""

import ast
import re
from collections import Counter

from tests.architecture import tree

HOMELESS = {"common", "utils", "helpers", "util", "misc", "tools", "lib"}
# Tests that mirror no app: those of the whole tree and of whole pages.
TRANSVERSE = {
    "architecture",
    "browser",
    "conftest.py",
    "bases.py",
    "client.py",
    "factories.py",
    "scripts",
    "look",
    "benchmarks",
}


def test_no_file_is_named_for_having_no_home():
    named = [
        path
        for path in tree.files("*.py")
        if {path.stem, *path.relative_to(tree.ROOT).parts} & HOMELESS
    ]
    assert named == []


def test_tests_mirror_the_apps():
    folders = {path.relative_to(tree.ROOT / "tests").parts[0] for path in tree.files("tests/*")}
    assert folders - TRANSVERSE - set(tree.APPS) - {"__init__.py"} == set()


def test_every_test_file_holds_tests():
    kept = [path for path in tree.files("tests/*.py") if path.name.startswith("test_")]
    empty = [tree.name(path) for path in kept if "\ndef test_" not in path.read_text("utf-8")]
    classes = [
        name for name in empty if "\nclass Test" not in (tree.ROOT / name).read_text("utf-8")
    ]
    assert classes == []


def test_templates_stand_in_the_templates_folder():
    astray = [
        tree.name(path)
        for path in tree.files("*.html")
        if path.relative_to(tree.ROOT).parts[0] not in {"templates", "tests"}
    ]
    assert astray == []


def test_templates_are_named_app_then_noun_then_verb():
    apps = {*tree.APPS, "components", "registration", "admin", "services", "home", "catalogue"}
    deep = [
        tree.name(path)
        for path in tree.files("templates/*")
        if len(path.relative_to(tree.ROOT).parts) > 2
        and path.relative_to(tree.ROOT).parts[1] not in apps
    ]
    assert deep == []


def test_migrations_import_no_code_of_the_apps():
    """What a migration imports today may be gone on the day that somebody runs it."""
    ours = re.compile(rf"^\s*(?:from|import) (?:{'|'.join(tree.APPS)})\b", re.MULTILINE)
    live = [
        tree.name(path)
        for path in tree.files("*/migrations/*.py")
        if ours.search(path.read_text("utf-8"))
    ]
    assert live == []


def test_no_file_was_made_and_kept_by_mistake():
    assert tree.files("*.mo") == ()
    assert tree.files("*.sqlite3") == ()
    assert tree.files("*.pyc") == ()


def test_no_mapping_gives_a_key_twice():
    """Two branches that add the same line leave the second one to win in silence."""
    doubles = [
        f"{tree.name(path)}:{node.lineno} {key}"
        for path in tree.sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key, times in Counter(ast.unparse(key) for key in node.keys if key).items()
        if times > 1
    ]
    assert doubles == []
