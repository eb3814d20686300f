"""Icons, drawn inside the page: no request, no sprite, and they take the colour of the text."""

from functools import cache
from xml.etree import ElementTree as ET

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

# The names that pages use (look.md) -> lucide's. One list, so that a drawing is changed once.
NAMES: dict[str, str] = {
    "alert": "triangle-alert",
    "arrow-down": "arrow-down",
    "arrow-right": "arrow-right",
    "arrow-up": "arrow-up",
    "building": "building-2",
    "calendar": "calendar",
    "chart": "chart-pie",
    "check": "check",
    "chevron-down": "chevron-down",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "clock": "clock",
    "columns": "columns-3",
    "convert": "shapes",
    "dots": "ellipsis",
    "download": "download",
    "drag": "grip-vertical",
    "edit": "pencil",
    "eye": "eye",
    "eye-off": "eye-off",
    "file": "file-text",
    "filter": "list-filter",
    "history": "history",
    "home": "house",
    "info": "info",
    "link": "link",
    "lock": "lock",
    "mail": "mail",
    "map-pin": "map-pin",
    "merge": "merge",
    "minus": "minus",
    "note": "sticky-note",
    "phone": "phone",
    "pin": "pin",
    "plus": "plus",
    "printer": "printer",
    "search": "search",
    "sort": "arrow-up-down",
    "swap": "arrow-left-right",
    "tag": "tag",
    "trash": "trash-2",
    "undo": "undo-2",
    "upload": "upload",
    "user": "user",
    "users": "users",
    "wallet": "wallet",
    "x": "x",
}
LARGE = "large"


class UnknownIconError(LookupError):
    """A page asked for an icon that `NAMES` does not list."""


@cache
def draw(name: str, size: str = "") -> SafeString:
    """Return the `<svg>` of an icon; `size` is "" (16 px, in text) or "large" (20 px, alone)."""
    if name not in NAMES:
        message = f"Unknown icon {name!r}: add it to look.icons.NAMES."
        raise UnknownIconError(message)
    css_class = "icon icon--l" if size == LARGE else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        css_class,
        _shapes(NAMES[name]),
    )


def _shapes(lucide_name: str) -> SafeString:
    """Lines only: width, caps and colour come from `.icon` in the stylesheet."""
    svg = ET.fromstring(lucide(lucide_name))  # noqa: S314 - a drawing of an installed package
    lines = "".join(ET.tostring(shape, encoding="unicode").strip() for shape in svg)
    return mark_safe(lines)  # noqa: S308 - likewise
