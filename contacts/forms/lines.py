"""Texts of several lines, kept as they are typed."""

from typing import Any

from django import forms

from text.normalise import stored_lines, with_one_line_end


class LinesField(forms.CharField):
    """A box of several lines: a line end is one character, as the browser counts it.

    Browsers send two for each, so that a text that fits the box would be refused.
    """

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return with_one_line_end(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        # After the checks: what no text may hold is refused, not taken out in silence.
        kept = stored_lines(super().clean(value))
        self.validate(kept)
        return kept
