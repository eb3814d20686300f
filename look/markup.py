"""Escaping for what is drawn without templates."""

from html import escape

from django.utils.safestring import SafeString


def escaped(value: object) -> str:
    """Escape as Django's `conditional_escape` does, several times as fast.

    A page with a hundred fields asks it two thousand times.
    """
    text = value if isinstance(value, str) else str(value)
    return text if hasattr(text, "__html__") else escape(text)


def filled(markup: str, *parts: object, **named: object) -> SafeString:
    """Fill in as Django's `format_html` does: every part is escaped."""
    escaped_parts = {name: escaped(part) for name, part in named.items()}
    return SafeString(markup.format(*map(escaped, parts), **escaped_parts))
