"""Escaping for what is drawn without templates."""

from html import escape


def escaped(value: object) -> str:
    """Escape as Django's `conditional_escape` does, several times as fast.

    A page with a hundred fields asks it two thousand times.
    """
    text = value if isinstance(value, str) else str(value)
    return text if hasattr(text, "__html__") else escape(text)
