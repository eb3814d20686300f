"""How a form stands on its page: crispy-forms' layout, of objects that draw themselves.

crispy-forms asks a template for each field, which took most of the time of a page with a hundred
of them; these put the same markup together at once. A form says in its `helper` what stands
where, and its page says `{% crispy form %}`.
"""

from collections.abc import Iterable
from typing import Any

from crispy_forms import layout
from crispy_forms.helper import FormHelper
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from look import icons
from look.markup import escaped

HALF = ""
THIRD = "field--third"
TWO_THIRDS = "field--two-thirds"
FULL = "field--full"
# On a phone it takes the whole line.
ROOMY = "field--roomy"

# Widget types, as Django names them -> the class of the control.
CONTROL_CLASSES = {
    "select": "form-select",
    "combobox": "form-select",
    "selectmultiple": "form-select",
    "nullbooleanselect": "form-select",
    "checkbox": "form-check-input",
    "textarea": "form-control form-control--area",
}
TICKS = "checkboxselectmultiple"
GROUPS = {TICKS, "radioselect"}


class Helper(FormHelper):
    """What a page draws of a form: its hidden fields, then this layout, within its own `<form>`."""

    template = "components/form.html"

    def __init__(self, *fields: object, hidden: bool = True) -> None:
        super().__init__()
        self.layout = layout.Layout(*_objects(fields))
        # Not where the page itself draws them.
        self.render_hidden_fields = hidden

    def render_layout(self, form: BaseForm, context: Any, **_pack: str) -> SafeString:
        hidden = form.hidden_fields() if self.render_hidden_fields else []
        return _joined(*map(str, hidden), self.layout.render(form, context))


class Field(layout.Field):
    """A field, or several alike; those that this form does not have are left out.

    `is_optional` says so beside a field that may stay blank; `is_unlabelled` leaves the label to
    those who do not see the title above it.
    """

    def __init__(
        self, *names: str, width: str = HALF, is_optional: bool = False, is_unlabelled: bool = False
    ) -> None:
        super().__init__(*names, wrapper_class=width)
        self.is_optional = is_optional
        self.is_unlabelled = is_unlabelled

    def names_in(self, form: BaseForm) -> list[str]:
        return [name for name in self.fields if name in form.fields]

    def render(self, form: BaseForm, _context: Any, **_pack: str) -> SafeString:
        return _joined(*(self.draw(form[name]) for name in self.names_in(form)))

    def draw(self, field: BoundField) -> str:
        widget_type = field.widget_type
        tag = "fieldset" if widget_type in GROUPS else "div"
        attributes = self._attributes(field, is_group=widget_type in GROUPS)
        return f"<{tag}{attributes}>{self._labelled(field, widget_type)}{notes(field)}</{tag}>"

    def _attributes(self, field: BoundField, *, is_group: bool) -> str:
        conflict = _conflict(field)
        classes = f"field {self.wrapper_class}".rstrip()
        classes += (" field--error" if _errors(field) else "") + (
            " field--changed" if conflict else ""
        )
        drawn = f' id="div_{escaped(field.auto_id)}" class="{classes}"'
        if is_group and (described_by := field.aria_describedby):
            drawn += f' aria-describedby="{escaped(described_by)}"'
        # What `contacts.forms.conditions` says of a field that is asked after another's answer.
        condition = field.field.__dict__
        if condition.get("asked_when"):
            is_hidden = condition["is_out_of_sight"] and not conflict
            asked_when, asked_for = condition["asked_when"], condition["asked_for"]
            drawn += (
                f' data-asked-when="{escaped(asked_when)}" data-asked-for="{escaped(asked_for)}"'
            )
            drawn += " hidden" if is_hidden else ""
        return drawn

    def _labelled(self, field: BoundField, widget_type: str) -> str:
        if widget_type in GROUPS:
            hidden = " visually-hidden" if self.is_unlabelled else ""
            legend = f'<legend class="field__label{hidden}">{self._label(field)}</legend>'
            return f"{legend}{_choices(field, widget_type)}"
        hidden = ' class="visually-hidden"' if self.is_unlabelled else ""
        label = f'<label for="{escaped(field.id_for_label)}"{hidden}>{self._label(field)}</label>'
        if widget_type == "checkbox":
            return f'<div class="form-check">{control(field)}{label}</div>'
        if sign := getattr(field.field, "affix", ""):
            sign = f'<span aria-hidden="true">{escaped(sign)}</span>'
            return f'{label}<div class="affix">{control(field)}{sign}</div>'
        return f"{label}{control(field)}"

    def _label(self, field: BoundField) -> str:
        label = escaped(field.label)
        if not self.is_optional or field.field.required:
            return label
        said = escaped(_("optional"))
        return f'{label}<span class="field__optional"> ({said})</span>'


class VisibleFields(Field):
    """Each field of the form, in its order: of forms that are made from a list of names."""

    def names_in(self, form: BaseForm) -> list[str]:
        return [field.name for field in form.visible_fields()]


class PrivateBox(Field):
    """The tick that hides a folder, in a box that says from whom."""

    def draw(self, field: BoundField) -> str:
        label = f'<label for="{escaped(field.id_for_label)}">{escaped(field.label)}</label>'
        return f'<div class="private-box field--full">{control(field)}{label}{notes(field)}</div>'


class Fields(layout.LayoutObject):
    """Fields side by side, as wide as each says."""

    def __init__(self, *fields: object) -> None:
        self.fields = _objects(fields)

    def render(self, form: BaseForm, context: Any, **_pack: str) -> SafeString:
        drawn = self.get_rendered_fields(form, context)
        return format_html('<div class="fields">{}</div>', drawn) if drawn else drawn


class Section(Fields):
    """A title at the left, with what it asks; its fields at the right."""

    def __init__(
        self,
        title: str | Promise,
        *fields: object,
        css_id: str,
        hint: str | Promise = "",
        level: int = 2,
    ) -> None:
        super().__init__(*fields)
        self.title, self.hint = title, hint
        self.css_id, self.level = css_id, level

    def render(self, form: BaseForm, context: Any, **_pack: str) -> SafeString:
        drawn = super().render(form, context)
        if not drawn:
            return drawn
        hint = format_html("<p>{}</p>", self.hint) if self.hint else ""
        return format_html(
            '<section class="form-section" aria-labelledby="{id}">'
            '<div class="form-section__title"><h{level} id="{id}">{title}</h{level}>{hint}</div>'
            "{fields}</section>",
            id=self.css_id,
            level=self.level,
            title=self.title,
            hint=hint,
            fields=drawn,
        )


def control(field: BoundField) -> SafeString:
    """Draw a field's control with the look's class, beside the classes that the form gave it.

    What a page gives back as it was typed is still not saved: the savebar counts it.
    """
    given = field.field.widget.attrs.get("class", "")
    own_class = CONTROL_CLASSES.get(field.widget_type, "form-control")
    attrs: dict[str, Any] = {"class": f"{own_class} {given}".strip()}
    if field.form.is_bound and field.name in field.form.changed_data:
        attrs["data-changed"] = True
    return field.as_widget(attrs=attrs)


def notes(field: BoundField) -> SafeString:
    """Draw what stands under a control: what is wrong, its help, and what another saved.

    The identifiers are those that Django writes into aria-describedby.
    """
    drawn = ""
    if errors := _errors(field):
        icon = icons.draw("alert")
        texts = (f'<p class="field__error">{icon}{escaped(error)}</p>' for error in errors)
        drawn = f'<div id="{escaped(field.auto_id)}_error">{"".join(texts)}</div>'
    if field.help_text:
        help_id, text = f"{escaped(field.auto_id)}_helptext", escaped(field.help_text)
        drawn += f'<p class="field__help" id="{help_id}">{text}</p>'
    if conflict := _conflict(field):
        drawn += render_to_string("components/field_conflict.html", {"other": conflict})
    return _joined(drawn)


def _errors(field: BoundField) -> Iterable[object]:
    """Return what is wrong with it: Django makes a list anew each time that it is asked."""
    return field.errors if field.form.is_bound else ()


def _conflict(field: BoundField) -> Any:
    """Return the other's version of a field that somebody saved since the page was opened."""
    return getattr(field.form, "edit_conflicts", {}).get(field.name)


def _choices(field: BoundField, widget_type: str) -> str:
    ticks = ' class="ticks"' if widget_type == TICKS else ""
    return f"<div{ticks}>{''.join(map(_choice, field.subwidgets))}</div>"


def _choice(option: BoundWidget) -> str:
    data: dict[str, Any] = option.data
    own = {"type": data["type"], "name": data["name"], "value": str(data["value"])}
    drawn = f'<input class="form-check-input"{flatatt(own | data["attrs"])}>'
    label = escaped(option.choice_label)
    described = f'<label for="{escaped(option.id_for_label)}">{label}</label>'
    return f'<div class="form-check">{drawn}{described}</div>'


def _objects(fields: tuple[object, ...]) -> list[object]:
    return [Field(field) if isinstance(field, str) else field for field in fields]


def _joined(*drawn: str) -> SafeString:
    return mark_safe("".join(drawn))  # noqa: S308 - every part is drawn above, and escaped
