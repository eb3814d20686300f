"""The messages that code and templates ask gettext for, found without gettext's programs."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation.template import templatize


class Message(NamedTuple):
    """One message: its context (or None), its English, and its English plural (or None)."""

    context: str | None
    msgid: str
    plural: str | None = None


class NotLiteralError(ValueError):
    """A message that no catalogue can hold, because it is computed."""


# Which argument is the context, the message, the plural.
ARGUMENTS = {
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "pgettext": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}
_LITERAL = r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL)


def of_module(source: str) -> Iterator[Message]:
    tree = ast.parse(source)
    names = _imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (kind := names.get(_called(node.func))):
            yield _message(kind, [_literal(argument) for argument in node.args])


def of_template(source: str) -> Iterator[Message]:
    for kind, arguments in _IN_TEMPLATE.findall(templatize(source)):
        literals = ast.literal_eval(f"({arguments},)")
        yield _message("gettext" if kind == "_" else kind, list(literals))


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """Map the names under which a module knows gettext's functions to their kind."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                kind = alias.name.removesuffix("_lazy")
                if kind in ARGUMENTS:
                    names[alias.asname or alias.name] = kind
    return names


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _message(kind: str, arguments: list[str | None]) -> Message:
    chosen = [None if place is None else arguments[place] for place in ARGUMENTS[kind]]
    for place, value in zip(ARGUMENTS[kind], chosen, strict=True):
        if place is not None and value is None:
            raise NotLiteralError(f"argument {place} of {kind} is computed")
    return Message(*chosen)
