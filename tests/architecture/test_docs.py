"""What the documents of the house point at is there."""

import re

import pytest

from tests.architecture import tree

DOCS = tree.ROOT / "docs"
FILE = r"[\w-]+(?:/[\w-]+)*\.(?:py|html|css|js|md|toml)\b"
FOLDER = r"[\w-]+(?:/[\w-]+)*/(?=[\s`),;:]|$)"
PATH = re.compile(rf"(?<![\w/<>*.…])(?:{FILE}|{FOLDER})")
LINK = re.compile(r"\]\(([^)#]+)\)")
# What is still to come, what there must not be, and what an app may have: said so on their line.
NOT_THERE = ("its place is kept", "There is no `common/`", "list.html", "app / noun / verb")


def missing(text):
    """Return the paths that neither the root has, nor the folders above them in a drawn tree.

    In a block of code a line without indent gives the folder of those below it, and one indented
    by two spaces the folder of those that stand on it and under it.
    """
    gone, bases = [], [tree.ROOT]
    for line in text.splitlines():
        if any(words in line for words in NOT_THERE):
            continue
        paths = PATH.findall(line)
        depth, rest = divmod(len(line) - len(line.lstrip()), 2)
        if line.startswith("```"):
            bases = [tree.ROOT]
        elif depth < 2 and not rest and paths and line.lstrip().startswith(paths[0]):
            bases = bases[: depth + 1]
            bases.append(bases[-1] / paths[0])
        gone += [
            path for path in paths if not any((base / path).exists() for base in [DOCS, *bases])
        ]
    return gone


def prose(name):
    """Return the document without what it says of other projects."""
    return (DOCS / name).read_text("utf-8").partition("## 5. Examples worth opening")[0]


@pytest.mark.parametrize("name", ["architecture.md", "changing.md"])
def test_each_path_exists(name):
    assert missing(prose(name)) == []


@pytest.mark.parametrize("name", ["architecture.md", "changing.md"])
def test_each_link_leads_somewhere(name):
    assert [link for link in LINK.findall(prose(name)) if not (DOCS / link).exists()] == []


def test_a_path_that_is_gone_is_told():
    tree_drawn = "```\ncontacts/\n  models/  contact.py\n           gone.py lost/\n```\n"
    assert missing("in `contacts/left.py`\n" + tree_drawn) == [
        "contacts/left.py",
        "gone.py",
        "lost/",
    ]
