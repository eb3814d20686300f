"""Where the product asks the rule of private folders, and where it reads rows of contacts.

Read from the source: the static check (test_rule_calls.py) and `make soak`, which takes each call
away in turn (tests/architecture/mutants.py), see the same places.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture import tree

# The rule as a condition (contacts.visibility), and as the querysets that hold it say it.
CONDITIONS = {
    *("is_visible", "would_be_visible", "is_not_secret_for", "is_changeable", "may_change"),
    *("refers_to_private", "refers_to_no_secret"),
}
ADJECTIVES = {"visible_to", "would_be_visible_to", "changeable_by", "seen_by"} | {
    *("to_do_for", "to_do_for_nobody"),
}
# Functions that return rows through the rule, named for it.
ASKERS = {"clients_seen_by", "accounts_seen_by", "pending_clients", "pending_accounts"} | {
    *("decided_clients", "decided_accounts", "clients_hidden_from", "accounts_hidden_from"),
    "deleted_contacts",
}
MANAGERS = {"objects", "everything", "deleted", "history", "_base_manager", "_default_manager"}
# What is asked of the rows of another row: `account.ownerships.all()`.
QUESTIONS = {"all", "filter", "exclude", "get", "first", "last", "count", "exists", "values"} | {
    *("values_list", "in_bulk", "select_related", "prefetch_related", "order_by", "aggregate"),
}
# Whatever tells a reader something.
READERS = {"views", "queries", "exports", "forms", "history", "admin", "templatetags", "matching"}


@dataclass(frozen=True)
class Access:
    """One reading of a manager, in a function; `function` is empty in a class or a module.

    `function` is the innermost, which runs; the rule may be asked by the one around it.
    """

    path: str
    function: str
    what: str
    asks_the_rule: bool

    @property
    def key(self) -> str:
        return f"{self.path}::{self.function}"


def called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def asks_the_rule(node: ast.AST) -> bool:
    names = {called(part) for part in ast.walk(node) if isinstance(part, ast.Call)}
    return not names.isdisjoint(CONDITIONS | ADJECTIVES | ASKERS)


def reader_sources() -> list[Path]:
    """Return the modules of the layers that read for somebody."""
    return [
        path
        for path in tree.sources()
        if READERS & {part.removesuffix(".py") for part in path.relative_to(tree.ROOT).parts[1:]}
    ]


def accesses(path: str, source: str, models: set[str], reverse: set[str]) -> list[Access]:
    """Return each access to a manager of these models: by their names, or from a row's own.

    A manager of something that the source calls by no model's name (`model.objects`) counts too.
    """
    return [
        Access(
            path,
            functions[-1].name if functions else "",
            ast.unparse(node),
            bool(functions) and asks_the_rule(functions[0]),
        )
        for node, functions in _attributes(ast.parse(source), ())
        if _is_manager(node, models, reverse)
    ]


Functions = tuple[ast.FunctionDef, ...]


def _attributes(node: ast.AST, functions: Functions) -> Iterator[tuple[ast.Attribute, Functions]]:
    """Give each attribute that is read, with the functions around it, outermost first."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Attribute):
            yield child, functions
        inside = (*functions, child) if isinstance(child, ast.FunctionDef) else functions
        yield from _attributes(child, inside)


def _is_manager(node: ast.Attribute, models: set[str], reverse: set[str]) -> bool:
    match node.value:
        case ast.Name(id=name) if node.attr in MANAGERS:
            return name in models or name.islower()
        case ast.Attribute(attr=name) if node.attr in MANAGERS:
            return name in models or name == "model"
        case ast.Attribute(attr=name) if node.attr in QUESTIONS:
            return name in reverse
    return False
