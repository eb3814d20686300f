"""One line of `Nouveaux clients détectés`, drawn at once: a page shows a hundred.

A node of a template for each word of it took most of the page's time. What is rare on a line keeps
its template.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.enums import COUNTED_CURRENCY
from alerts.enums import Action
from look import icons, marks
from text import formats

register = template.Library()

NOTHING = SafeString("")
HIGH_SCORE = 90


@register.simple_tag
def client_row(line: Any) -> SafeString:
    """Draw what stands on a line while its data are closed."""
    client, form = line.client, line.form
    return format_html(
        '<tr id="c{}" data-unit="c{}"{} class="{}{}">{}{}{}</tr>',
        client.pk,
        client.pk,
        SafeString(" data-changed") if form.is_corrected else "",
        "is-error" if form.errors or line.late else "",
        " is-open" if form.is_open else "",
        _client_cell(line),
        _action_cell(line),
        _choice_cell(line),
    )


def _client_cell(line: Any) -> SafeString:
    client, form = line.client, line.form
    return format_html(
        '<th scope="row" class="client"><input type="hidden" name="line" value="{}">{}{}{}'
        '<span class="who">{}<span><strong>{}</strong> {}{}</span></span><p>{}</p>{}{}</th>',
        client.pk,
        _all(_hidden(form[name]) for name in SENT),
        format_html(
            '<input type="hidden" name="{}-shown" value="{}">', form.prefix, line.candidates
        ),
        format_html_join("", '<input type="hidden" name="{}" value="{}">', form.was),
        marks.mark(client.last_name, client.first_name),
        client.last_name,
        client.first_name,
        _optional(' <span class="muted">{}</span>', line.told_birth_name),
        _born_and_lives(client),
        _joint(client) if client.is_joint else NOTHING,
        _all(_partner(line, sent) for sent in line.lines),
    )


# What the form of a line holds, out of sight.
SENT = ("version", "also", "opened")


def _hidden(field: BoundField) -> SafeString:
    value = field.value()
    return format_html(
        '<input type="hidden" name="{}"{} id="{}">',
        field.html_name,
        NOTHING if value in {None, ""} else format_html(' value="{}"', str(value)),
        field.auto_id,
    )


def _all(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _optional(text: str, value: object) -> SafeString:
    return format_html(text, value) if value else NOTHING


def _born_and_lives(client: Any) -> str:
    born = _("Without a date of birth")
    if client.birth_date:
        born = f"{_('Born on')} {formats.date_fr(client.birth_date)}"
    if not (client.line_1 or client.town):
        return born
    street = f"{client.line_1}, " if client.line_1 and client.town else client.line_1
    return f"{born} · {street}{client.post_code} {client.town}"


def _joint(client: Any) -> SafeString:
    return format_html(
        "<p><strong>{}</strong> ({}). {}</p>",
        _("Joint holders"),
        client.title,
        _("Say who each of the two is: both own the account."),
    )


def _partner(line: Any, sent: Any) -> SafeString:
    accounts = _all(map(_account, sent.accounts.all()))
    drawn = format_html('<ul class="accounts">{}</ul>', accounts)
    if not line.is_of_several:
        return drawn
    return format_html(
        '<div class="partner"><span class="partner__name">{}</span>'
        '<button class="btn btn--s btn--quiet" type="submit" name="apart" value="{}">{}'
        '<span class="visually-hidden"> {}, {}</span></button></div>{}',
        sent.partner,
        sent.pk,
        _("It is not the same person"),
        line.client,
        sent.partner,
        drawn,
    )


def _account(detected: Any) -> SafeString:
    account = detected.account
    undated = NOTHING if account.opened_on else _("Opening date not told")
    return format_html(
        '<li><span>{} <span class="figure">{}</span> {}</span><span>{}</span>'
        '<span class="figure">{}</span></li>',
        account.product.name,
        account.number,
        _optional('<span class="badge badge--warn">{}</span>', undated),
        account.product.custodian.name,
        "" if account.last_value is None else _sum(account.last_value, account.last_currency),
    )


def _sum(amount: Any, currency: str) -> str:
    if currency == COUNTED_CURRENCY:
        return formats.euros(amount)
    return f"{formats.number_fr(amount, 2)} {currency}"


def _action_cell(line: Any) -> SafeString:
    action = line.form["action"]
    return format_html(
        '<td class="acts"><label class="visually-hidden" for="{}">{}</label>{}{}</td>',
        action.id_for_label,
        _("Action for %(client)s") % {"client": line.client},
        _select(action),
        _part("alerts/_late.html", line) if line.late else NOTHING,
    )


def _choice_cell(line: Any) -> SafeString:
    form = line.form
    kept = NOTHING
    if form.is_edited and not form.is_open:
        kept = _all(field.as_hidden() for field in form.opened_fields)
    return format_html(
        '<td class="o2s" data-chooses="link">{}{}{}<div class="choice"><div class="choice__text">'
        "{}{}{}{}{}</div>{}</div></td>",
        kept,
        _all(_suggestion(line, one) for one in line.suggestions),
        _part("alerts/client/_deleted.html", line) if line.deleted else NOTHING,
        _outcome(line),
        _part("alerts/_errors.html", line) if form.errors else NOTHING,
        _contact_select(form["contact"]) if form.has_contacts else NOTHING,
        _search(line),
        _part("alerts/_found.html", line) if form["search"].value() else NOTHING,
        _edit(line),
    )


def _suggestion(line: Any, suggestion: Any) -> SafeString:
    contact = suggestion.contact
    key = f"{line.pk}:{contact.pk}"
    where = f"{contact.category}, {contact.town}" if contact.town else str(contact.category)
    if contact.lead_adviser:
        where += f" · {_('Lead adviser:')} {contact.lead_adviser.short_name}"
    return format_html(
        '<div class="choice">{}<div class="choice__text"><span class="who"><a href="{}">{}</a> {}'
        " {}</span><small>{}</small><small>{}</small>"
        '<div class="choice__acts"><button class="btn btn--s" type="submit" name="take" value="{}">'
        '{}{}<span class="visually-hidden"> {}</span></button>'
        '<button class="btn btn--s btn--quiet" type="submit" name="refuse" value="{}">{}</button>'
        "</div></div></div>",
        marks.mark(contact.name, contact.first_name),
        _folder_address(get_script_prefix()).format(contact.pk),
        contact,
        marks.private_badge() if contact.is_private else NOTHING,
        _score(suggestion.score),
        where,
        suggestion.reasons_told,
        key,
        icons.draw("check"),
        _("Link"),
        contact,
        key,
        _("It is not this contact"),
    )


def _score(score: int) -> SafeString:
    return format_html(
        '<span class="score{}"><span class="visually-hidden">{} </span>{}</span>',
        " score--high" if score >= HIGH_SCORE else "",
        _("Likeness, out of 100"),
        score,
    )


def _outcome(line: Any) -> SafeString:
    """Say what saving would do with the line as it stands."""
    fate, told = line.fate, NOTHING
    if not line.suggestions and fate != Action.LINK:
        words = _("No contact looks like this client")
        told = format_html('<span class="muted">{}</span> ', words)
    if fate == Action.ADD:
        return told + _fate("filled", "plus", _("Will be added"))
    if fate == Action.LINK:
        words = _("Will be linked to %(contact)s") % {"contact": line.chosen}
        return _fate("moved", "arrow-right", words)
    return told


def _fate(css: str, icon_name: str, words: str) -> SafeString:
    return format_html('<span class="fate fate--{}">{}{}</span>', css, icons.draw(icon_name), words)


def _contact_select(field: BoundField) -> SafeString:
    return format_html(
        '<div><label class="small" for="{}">{}</label></div>{}',
        field.id_for_label,
        _("Contact to link"),
        _select(field),
    )


def _search(line: Any) -> SafeString:
    search = line.form["search"]
    return format_html(
        '<details{}><summary class="small">{}</summary><div class="choice__acts">'
        '<label class="visually-hidden" for="{}">{}</label>{}'
        '<button class="btn btn--s" type="submit" name="refresh" value="1">{}{}</button>'
        "</div></details>",
        SafeString(" open") if search.value() else "",
        _("Search for a contact"),
        search.id_for_label,
        _("Search for a contact for %(client)s") % {"client": line.client},
        _input(search),
        icons.draw("search"),
        _("Search"),
    )


def _edit(line: Any) -> SafeString:
    words = _("Change the data of the imported client, %(client)s") % {"client": line.client}
    return format_html(
        '<button class="btn btn--quiet btn--icon btn--s" type="submit" name="edit" value="{}"'
        ' aria-label="{}">{}</button>',
        line.pk,
        words,
        icons.draw("edit"),
    )


def _input(field: BoundField) -> SafeString:
    """Draw a control; what nobody sent has neither an error nor a change to show."""
    if field.form.is_bound:
        return _control(field, "form-control")
    return format_html(
        '<input type="text" name="{}" class="form-control" id="{}"{}>',
        field.html_name,
        field.auto_id,
        flatatt(field.field.widget.attrs),
    )


def _select(field: BoundField) -> SafeString:
    if field.form.is_bound:
        return _control(field, "form-select")
    chosen, choices = str(field.value() or ""), field.field.choices  # type: ignore[attr-defined]
    return format_html(
        '<select name="{}" class="form-select" id="{}">{}</select>',
        field.html_name,
        field.auto_id,
        format_html_join("", '<option value="{}"{}>{}</option>', _options(choices, chosen)),
    )


def _options(choices: Iterable[tuple[object, object]], chosen: str) -> Iterable[tuple[Any, ...]]:
    selected = SafeString(" selected")
    return ((key, selected if str(key) == chosen else "", label) for key, label in choices)


def _control(field: BoundField, css: str) -> SafeString:
    attrs: dict[str, Any] = {"class": css}
    if field.form.is_bound and field.name in field.form.changed_data:
        attrs["data-changed"] = True
    return field.as_widget(attrs=attrs)


def _part(name: str, line: Any) -> SafeString:
    context = {"line": line, "form": line.form, "client": line.client, "pk": line.pk}
    return render_to_string(name, context)


@cache
def _folder_address(_prefix: str) -> str:
    return reverse("contacts:contact-general", args=[0]).replace("/0/", "/{}/")
