"""What must hold of private folders, rights and trouble, line by line, and which test proves it.

A test that proves a line says so: `@pytest.mark.security(19)`, several lines at once if need be.
The marks are read from the files, not from a run, so that any selection of tests finds them all.
`python -m tests.architecture.security_lines` writes docs/security.md from them.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture import tree

PAGE = tree.ROOT / "docs" / "security.md"

LINES: dict[int, str] = {
    1: "The list, by every category, sort and set of columns: same rows, totals and pages",
    2: "Search and suggestions, from the first letter: no trace, no change of order",
    3: "Contacts récents of somebody who opened the folder while it was public",
    4: "Every address of the folder answers as a number never used: body, headers, statements",
    5: "Relations of a visible contact to the folder",
    6: "The hidden side of a relation is not changed from the visible one",
    7: "A shared account: the hidden share survives, and no total tells of it",
    8: "The folder is not offered as an owner, and its number posted by hand is refused",
    9: "Alerts whose best match or owner is the folder: no line, no count",
    10: "A decision posted on such a line changes nothing",
    11: "A merge with the folder's number, either way round, is refused",
    12: "Undoing a merge tells nothing of a source that one does not see",
    13: "Exports, also those prepared before the folder became private",
    14: "A form printed for somebody whose spouse is the folder",
    15: "A fact-find form that names the folder's e-mail or number",
    16: "The page of duplicates",
    17: "Counts of keywords, lists and categories, and what deleting one says",
    18: "The deleted list, and reactivation by number",
    19: "History of a visible contact: no name and no value of the folder",
    20: "Messages, mails, titles, file names, addresses and logs",
    21: "The administration: lists, searches, addresses, history, autocompletion, deletion",
    22: "Rights that change act on the next request",
    23: "Without the right the box is not there, and a posted value is ignored",
    24: "A private folder never loses its last person in silence",
    25: "Nothing is stored: not by proxies, not by the browser, not by htmx, not after leaving",
    26: "HEAD, OPTIONS, ?format= and other content types answer the same",
    27: "An action on a selection takes visible rows only",
    28: "Every route for everybody of the cast; a route that is not listed fails",
    29: "A refused request writes nothing but sessions, the journal of logins and a sealed form",
    30: "Fields posted beside those of a form change nothing",
    31: "Sorts, columns and filters take declared names, and read visible rows only",
    32: "%, _, \\, NUL and ten thousand characters in every search box",
    33: "Markup in every text is shown as text",
    34: "`next` and ways back never leave the site",
    35: "Every unsafe verb needs its token, and GET changes nothing",
    36: "No spreadsheet takes a cell for a formula",
    37: "Hostile files are refused within limits",
    38: "Sessions change at login, and end with the password or the account",
    39: "Guessing locks a pair of user and address, or an address; nobody learns who exists",
    40: "Strict headers, and `check --deploy` without a word",
    41: "No page names another host",
    42: "Demo logins are for the demo on this machine",
    43: "Two people treat one alert: one wins, the other is told and keeps what was typed",
    44: "Every button pressed twice has one effect",
    45: "The night and people at once: nothing lost, nothing twice",
    46: "Two people edit one contact: the second sees both versions",
    47: "Merges that cross, follow each other or meet an edit",
    48: "Whatever breaks off in the middle changes nothing",
    49: "An import killed at any point ends like one that was not",
    50: "Full disk and lost database: a message, no half state",
    51: "Dump, drop, restore, log in",
    52: "Nights of the change of hour, 29 February, years of two digits",
    53: "Names of every sort are stored in one form, shown and found",
    54: "Dates that cannot be",
    55: "Couples who share an e-mail, overseas numbers, establishments of La Poste",
    56: "Amounts that are none, or have too many decimals",
    57: "A post code keeps its zero",
    58: "An administrator gets at no private folder by a password, an account or a departure",
    59: "Nobody makes a colleague's client vanish without the right, a reason and a notice",
    60: "A shared account says the same with a hidden owner: amounts to the cent, shares, history",
    61: "A page that begins at a hidden row’s key is that of a key never used",
    62: "A rejected line is matched with private folders as a line that is read",
    63: "Counts of rows and odd digits are refused at once, in any form",
    64: "Behind trusted proxies the visitor’s address is right, forged headers not believed",
    65: "A failed request leaves a traceback and its page a number; no log line holds a fact",
    66: "A form that makes something makes it once",
}

# What is not proven yet, and why. A line that is proven may not stand here.
LATER: dict[int, str] = {}


# What the tests of a proven line leave out, said beside them.
PARTLY: dict[int, str] = {
    20: "the list's own addresses hold the name or value that its next page begins after",
    37: "uploads of workbooks come with them",
    57: "PDF comes with the fact-find form",
}


@cache
def proofs() -> dict[int, list[str]]:
    """Return the tests that carry each line's mark, by name: files move."""
    found: dict[int, set[str]] = {}
    for path in tree.files("tests/*.py"):
        for test, lines in marked(path.read_text("utf-8")):
            for line in lines:
                found.setdefault(line, set()).add(test)
    return {line: sorted(tests) for line, tests in found.items()}


def marked(source: str) -> Iterator[tuple[str, list[int]]]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and (
                    ast.unparse(decorator.func) == "pytest.mark.security"
                ):
                    yield node.name, [ast.literal_eval(line) for line in decorator.args]


def page(found: dict[int, list[str]]) -> str:
    rows = "".join(f"| {n} | {words} | {_where(n, found)} |\n" for n, words in LINES.items())
    return f"""# What must hold, and where it is proven

“The folder” is a private folder; whoever is not assigned to it must find the product as if it did
not exist, managers, administrators and superusers included. Made by
`python -m tests.architecture.security_lines` from the tests' own marks: do not edit.

| line | what holds | proven by |
|---|---|---|
{rows}"""


def _where(line: int, found: dict[int, list[str]]) -> str:
    names = [f"`{name}`" for name in found.get(line, [])]
    if not names:
        return f"not yet: {LATER.get(line, '')}"
    left_out = [f"left out: {PARTLY[line]}"] if line in PARTLY else []
    return "<br>".join([*names, *left_out])


def told(text: str) -> dict[int, set[str]]:
    """Read the page back: the tests that it names for each line."""
    rows = re.findall(r"^\| (\d+) \|.*\| (.*) \|$", text, re.MULTILINE)
    return {int(line): set(re.findall(r"`(test_\w+)`", proven)) for line, proven in rows}


def write(path: Path = PAGE) -> None:
    path.write_text(page(proofs()), "utf-8")


if __name__ == "__main__":
    write()
