"""A plugin of pytest that takes one call of the rule away, or says which tests come by each.

`RULE_CALL=17 pytest -p tests.architecture.mutation …` runs the tests in a product whose call
number 17 lets everything through; `RULE_CALL=record RULE_CALLS_IN=folder pytest …` writes down,
for each call, the tests that reach it with the seconds that they take. Nothing is written to the
source: modules are changed while they are imported. Used by scripts/rule_soak.py.
"""

import ast
import builtins
import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.architecture import rule_calls, tree


@dataclass(frozen=True)
class Call:
    """One call of the rule; `number` is its place among all of them."""

    number: int
    path: str
    line: int
    column: int
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.source}"


def is_call_of_the_rule(node: ast.Call) -> bool:
    is_method = isinstance(node.func, ast.Attribute)
    known = rule_calls.ADJECTIVES if is_method else rule_calls.CONDITIONS
    return rule_calls.called(node) in known


@cache
def calls() -> tuple[Call, ...]:
    """Return every call of the rule in the product, in the order of files and lines."""
    found = [
        (tree.name(path), node.lineno, node.col_offset, ast.unparse(node))
        for path in tree.sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and is_call_of_the_rule(node)
    ]
    return tuple(Call(number, *where) for number, where in enumerate(sorted(found)))


class _Changed(ast.NodeTransformer):
    """Changes the calls of one module: `wanted` is a number, or None to record them all."""

    def __init__(self, path: str, wanted: int | None) -> None:
        self.numbers = {
            (call.line, call.column, call.source): call.number
            for call in calls()
            if call.path == path
        }
        self.wanted = wanted

    def visit_Call(self, node: ast.Call) -> ast.AST:
        number = None
        if is_call_of_the_rule(node):
            number = self.numbers[node.lineno, node.col_offset, ast.unparse(node)]
        self.generic_visit(node)
        if number is None or self.wanted not in {None, number}:
            return node
        if self.wanted is None:
            return self._recorded(node, number)
        if isinstance(node.func, ast.Attribute):
            everything = ast.Attribute(node.func.value, "all", ast.Load())
            return ast.Call(everything, [], [])
        return ast.parse("__import__('django.db.models', fromlist=['Q']).Q()", mode="eval").body

    def _recorded(self, node: ast.Call, number: int) -> ast.AST:
        note = ast.parse(f"__rule_call__({number})", mode="eval").body
        both = ast.Tuple([note, node], ast.Load())
        return ast.Subscript(both, ast.Constant(1), ast.Load())


class _Loader(SourceFileLoader):
    """Compiles a module from its changed tree, and keeps no bytecode of it."""

    wanted: int | None = None

    def get_code(self, fullname: str) -> CodeType:
        path = Path(self.get_filename(fullname))
        changed = _Changed(tree.name(path), self.wanted).visit(ast.parse(path.read_bytes()))
        whole = ast.fix_missing_locations(changed)
        code: CodeType = compile(whole, str(path), "exec", dont_inherit=True)
        return code


class _Finder(MetaPathFinder):
    def __init__(self, wanted: int | None) -> None:
        of_interest = {call.path for call in calls() if wanted in {None, call.number}}
        self.paths = {str(tree.ROOT / path) for path in of_interest}
        self.loader = type("Loader", (_Loader,), {"wanted": wanted})

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin in self.paths:
            spec.loader = self.loader(fullname, spec.origin)
            return spec
        return None


class Recorder:
    """Says which tests come by each call, and how long they take."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reached: set[int] = set()
        self.seconds: dict[str, float] = defaultdict(float)
        self.tests: dict[int, set[str]] = defaultdict(set)
        vars(builtins)["__rule_call__"] = self.reached.add

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.reached.clear()

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        for number in self.reached:
            self.tests[number].add(item.nodeid.split("[")[0])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid.split("[")[0]] += report.duration

    def pytest_sessionfinish(self) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        reached = {
            number: {test: round(self.seconds[test], 2) for test in tests}
            for number, tests in self.tests.items()
        }
        (self.folder / f"{worker}.json").write_text(json.dumps(reached), "utf-8")


class QuickFirst:
    """Runs the tests in the order in which they were asked for."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        order = {test: place for place, test in enumerate(config.args)}
        items.sort(key=lambda item: order.get(item.nodeid.split("[")[0], len(order)))


def pytest_configure(config: pytest.Config) -> None:
    asked = os.environ["RULE_CALL"]
    if asked == "record":
        config.pluginmanager.register(Recorder(Path(os.environ["RULE_CALLS_IN"])))
    else:
        config.pluginmanager.register(QuickFirst())


_ASKED = os.environ.get("RULE_CALL")
if _ASKED is not None:
    sys.meta_path.insert(0, _Finder(None if _ASKED == "record" else int(_ASKED)))
    # The plugin is imported before any of the product is.
    assert not {"contacts.visibility", "contacts.models"} & sys.modules.keys()
