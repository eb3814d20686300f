"""The entries of a menu, drawn at once: the head of each folder has two menus."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from look import icons

NOTHING = SafeString("")


def menu_groups(groups: Iterable[Any]) -> SafeString:
    """Draw groups of {title, line, entries}; `line` draws a rule above.

    An entry is {url, dialog (its id) or submit (where its form goes), label, icon, danger, current,
    count, key}; `of_ticked`: it does not know the tick of all results.
    """
    return format_html_join("", "{}{}<ul>{}</ul>", map(_group, groups))


def _group(group: Any) -> tuple[SafeString, SafeString, SafeString]:
    title = _of(group, "title")
    return (
        SafeString("<hr>") if _of(group, "line") else NOTHING,
        format_html('<p class="menu__title">{}</p>', title) if title else NOTHING,
        format_html_join("", "<li>{}</li>", ((_entry(one),) for one in _of(group, "entries"))),
    )


def _entry(entry: Any) -> SafeString:
    danger = SafeString(' class="is-danger"') if _of(entry, "danger") else NOTHING
    words = _words(entry)
    if dialog := _of(entry, "dialog"):
        button = '<button type="button" data-dialog-open="{}"{}>{}</button>'
        return format_html(button, dialog, danger, words)
    if submit := _of(entry, "submit"):
        ticked = SafeString(" data-of-ticked") if _of(entry, "of_ticked") else NOTHING
        button = '<button type="submit" formaction="{}"{}{}>{}</button>'
        return format_html(button, submit, danger, ticked, words)
    current = SafeString(' aria-current="page"') if _of(entry, "current") else NOTHING
    return format_html('<a href="{}"{}{}>{}</a>', _of(entry, "url"), danger, current, words)


def _words(entry: Any) -> SafeString:
    icon, count, key = (_of(entry, name) for name in ("icon", "count", "key"))
    return format_html(
        "{}{}{}{}",
        icons.draw(icon) if icon else NOTHING,
        _of(entry, "label"),
        format_html(' <span class="count">{}</span>', count) if count else NOTHING,
        format_html("<kbd>{}</kbd>", key) if key else NOTHING,
    )


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
