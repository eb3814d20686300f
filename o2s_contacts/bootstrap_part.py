"""The part of Bootstrap that the look stands on, taken from the installed package.

The whole is 232 kB, with pictures in `data:` addresses that our policy blocks. Reboot and six
components are enough (look.md); the rest is left out, so that a page stays under 250 kB.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bootstrap_wrapper import __version__, get_bootstrap_css_dir

# A selector is kept when it names no other class than these; selectors without a class are reboot.
CLASSES = frozenset(
    {
        *("btn", "btn-primary", "btn-danger", "active", "show", "disabled"),
        *("form-control", "form-select", "form-check", "form-check-input"),
        *("badge", "visually-hidden", "visually-hidden-focusable"),
    }
)
HEADER = (
    f"/* A part of Bootstrap {__version__}, Copyright 2011-2025 The Bootstrap Authors, "
    "MIT licence. Built by `manage.py build_bootstrap`. */\n"
)
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OUTSIDE_QUOTES_SEMICOLON = re.compile(r""";(?=(?:[^"]*"[^"]*")*[^"]*$)""")


def build() -> str:
    """Return the stylesheet."""
    return HEADER + extract(Path(get_bootstrap_css_dir(), "bootstrap.min.css").read_text("utf-8"))


def extract(css: str) -> str:
    """Keep of a stylesheet the rules of reboot and of `CLASSES`, without `data:` pictures."""
    bare = _COMMENT.sub("", css).replace('@charset "UTF-8";', "")
    return "".join(_kept_rule(head.strip(), body) for head, body in _blocks(bare))


def _kept_rule(head: str, body: str) -> str:
    if head.startswith("@media"):
        inner = extract(body)
        return f"{head}{{\n{inner}}}\n" if inner else ""
    if head.startswith("@"):
        return ""
    selectors = [one for one in _selectors(head) if set(_CLASS.findall(one)) <= CLASSES]
    lines = [line for line in _OUTSIDE_QUOTES_SEMICOLON.split(body) if "data:" not in line]
    if not selectors or not lines:
        return ""
    return f"{','.join(selectors)}{{{';'.join(lines)}}}\n"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each outermost pair of braces, and what stands inside it."""
    depth, start, opened = 0, 0, 0
    for brace in re.finditer(r"[{}]", css):
        if brace.group() == "{":
            if depth == 0:
                opened = brace.start()
            depth += 1
            continue
        depth -= 1
        if depth == 0:
            yield css[start:opened], css[opened + 1 : brace.start()]
            start = brace.end()


def _selectors(head: str) -> list[str]:
    """Split at the commas that stand outside brackets, as `:not(a, b)` has inner ones."""
    return re.split(r",(?![^(]*\))", head)
