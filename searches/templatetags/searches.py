"""How the builder's controls are drawn: small, in a row, each with a label that is read aloud."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from look import icons, layout
from searches.querying.sentences import Part

if TYPE_CHECKING:
    from searches.forms.builder import Part as Drawn

register = template.Library()


@register.simple_tag
def spoken(parts: Sequence[Part]) -> SafeString:
    """Draw what a search asks, what joins its conditions strong."""
    drawn, before = SafeString(""), "("
    for part in parts:
        words = format_html("<strong>{}</strong>" if part.is_strong else "{}", part.text)
        drawn += words if before == "(" or part.text == ")" else format_html(" {}", words)
        before = part.text
    return drawn


@register.simple_tag
def labelled(field: BoundField) -> SafeString:
    """Draw a control after its label, which only those who do not see the row need."""
    return format_html(
        '<label class="visually-hidden" for="{}">{}</label>{}',
        field.id_for_label,
        field.label or "",
        layout.control(field),
    )


@register.simple_tag
def affixed(field: BoundField) -> SafeString:
    """Draw the control of a figure with its sign."""
    sign = getattr(field.field, "affix", "")
    if not sign:
        return labelled(field)
    return format_html(
        '<div class="affix">{}<span aria-hidden="true">{}</span></div>', labelled(field), sign
    )


@register.simple_tag
def presses(act: str, path: str = "") -> SafeString:
    """Write what makes a button of the builder one: with a script it draws the builder alone."""
    value = f"{act}:{path}" if path else act
    address = reverse("searches:search-compose")
    return format_html('name="do" value="{}" hx-post="{}" hx-select-oob="unset"', value, address)


@register.simple_tag
def alone() -> SafeString:
    """Write what has a value, when it changes, draw the total anew and the notes, nothing else.

    What one types meanwhile in the next control is still there.
    """
    return format_html(
        'hx-post="{}" hx-trigger="change consume" hx-target="#asking-total" hx-swap="outerHTML"'
        ' hx-select="#asking-total"',
        reverse("searches:search-compose"),
    )


@register.simple_tag
def part_notes(part: "Drawn") -> SafeString:
    """Draw what stands under a part: what is wrong, gone, or still missing."""
    form = part.form
    drawn = [layout.notes(form[name]) for name in form.errors if name in form.fields]
    said = [_error(str(error)) for error in form.non_field_errors()]
    if part.is_gone:
        said.append(_error(_gone(part)))
    elif part.is_incomplete:
        said.append(format_html('<p class="muted">{}</p>', _("To complete: not asked yet.")))
    return format_html_join("", "{}", ((note,) for note in [*drawn, *said]))


def _gone(part: "Drawn") -> str:
    if part.is_a == "gone":
        name = {"name": part.form.name}  # type: ignore[union-attr] # of what is gone
        return _("“%(name)s” is no longer there: choose another field, or remove this.") % name
    if getattr(part.form, "is_broken", False):
        return _("This search names what is no longer there: mend it, or choose another.")
    if part.is_a == "search":
        return _("This search is no longer there: choose another, or remove this.")
    return _("A value is no longer there: untick it, or choose another.")


def _error(text: str) -> SafeString:
    return format_html('<p class="field__error">{}{}</p>', icons.draw("alert"), text)


@register.filter
def part_name(part: "Drawn") -> str:
    """Name a part for a button on it."""
    form: Any = part.form
    if part.is_a == "condition" and form.asked:
        return capfirst(str(form.asked.label))
    if part.is_a == "rows":
        return str(dict(form.fields["link"].choices).get(form["link"].data, ""))
    names = {"group": pgettext("conditions", "Group"), "search": _("Another search")}
    return names.get(part.is_a) or _("Condition")
