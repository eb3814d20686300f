"""Functions, files and templates stay small (docs/architecture.md section 4)."""

from functools import cache
from statistics import median

import pytest

from tests.architecture import tree

LONGEST_FUNCTION = 60
LONGEST_FILE = 500
LONGEST_TEMPLATE = 120


def lines(path):
    return len(path.read_text("utf-8").splitlines())


def share(values, position):
    """Return the value below which `position` per cent of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * position // 100)]


@cache
def measured_functions():
    return [
        (f"{tree.name(path)}:{function}", length)
        for path in tree.sources()
        for function, length in tree.functions(path.read_text("utf-8"))
    ]


def test_no_function_is_long():
    assert [found for found in measured_functions() if found[1] > LONGEST_FUNCTION] == []


def test_functions_are_short_as_a_rule():
    lengths = [length for _, length in measured_functions()]
    assert median(lengths) <= 8
    assert share(lengths, 95) <= 35


@pytest.mark.parametrize("pattern", ["*.py", "*.js"])
def test_no_file_is_long(pattern):
    kept = [path for path in tree.files(pattern) if "migrations" not in path.parts]
    assert kept
    assert [(tree.name(path), lines(path)) for path in kept if lines(path) > LONGEST_FILE] == []


def test_templates_are_short_as_a_rule():
    lengths = [lines(path) for path in tree.files("*.html")]
    assert lengths
    assert share(lengths, 95) < LONGEST_TEMPLATE


def test_functions_are_measured_with_their_nested_ones():
    source = "def outer():\n    def inner():\n        pass\n    return inner\n"
    assert tree.functions(source) == [("outer", 4), ("inner", 2)]


def test_share_is_the_largest_but_one_in_twenty():
    assert share([1] * 94 + [50] * 6, 95) == 50
    assert share([1] * 96 + [50] * 4, 95) == 1
