"""The controls of forms, drawn at once.

Django draws each control by two templates, and each option of a select by one more: half of the
time of a page with a hundred of them. What is drawn is the same, character by character.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from look.markup import escaped

Drawn = Mapping[str, Any]

_FOLDER = "django/forms/widgets"
_INPUTS = {
    f"{_FOLDER}/{name}.html"
    for name in (
        *("input", "text", "number", "email", "url", "tel", "search", "color"),
        *("password", "hidden", "date", "datetime", "time", "checkbox"),
    )
}
_SELECT, _OPTION = f"{_FOLDER}/select.html", f"{_FOLDER}/select_option.html"


class Controls(DjangoTemplates):
    """Draws inputs and selects without a template, and all the rest by its own."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        if template_name in _INPUTS:
            return mark_safe(_input(context["widget"]))  # noqa: S308 - every part is escaped
        if template_name == _SELECT and _has_plain_options(context["widget"]):
            return mark_safe(_select(context["widget"]))  # noqa: S308 - every part is escaped
        return mark_safe(super().render(template_name, context, request))  # noqa: S308 - a template


def _input(widget: Drawn) -> str:
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    kind, name = escaped(widget["type"]), escaped(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>'


def _select(widget: Drawn) -> str:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{escaped(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: object, options: list[Drawn]) -> str:
    drawn = "".join(f"\n  {_option(option)}" for option in options)
    return f'\n  <optgroup label="{escaped(name)}">{drawn}\n  </optgroup>' if name else drawn


def _option(option: Drawn) -> str:
    value, label = escaped(option["value"]), escaped(option["label"])
    return f'<option value="{value}"{_attributes(option)}>{label}</option>\n'


def _has_plain_options(widget: Drawn) -> bool:
    return all(
        option["template_name"] == _OPTION
        for _name, options, _index in widget["optgroups"]
        for option in options
    )


def _attributes(widget: Drawn) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )
