"""One line of `Nouveaux clients détectés`, drawn at once: a page shows a hundred.

A node of a template for each word of it took most of the page's time, then a string for each of
them. What is rare on a line keeps its template, and what was typed its form.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import COUNTED_CURRENCY
from alerts.enums import Action
from alerts.matching import is_organisation
from alerts.queries.lines import Held
from contacts.forms.combobox import drawn_options
from look import icons, marks
from look.markup import filled
from text import formats

register = template.Library()

NOTHING = SafeString("")
HIGH_SCORE = 90
ROW = (
    '<tr id="c{pk}" data-unit="c{pk}"{changed} class="{css}"><th scope="row" class="client">'
    '<input type="hidden" name="line" value="{pk}">{hidden}<span class="who">{mark}<span>'
    "<strong>{last_name}</strong> {first_name}{birth_name}</span></span>{born}{told}{joint}"
    '{partners}</th><td class="acts"><label class="visually-hidden" for="id_c{pk}-action">'
    '{action_label}</label>{action}{late}</td><td class="o2s" data-chooses="link">{kept}'
    '{suggestions}{deleted}<div class="choice"><div class="choice__text">{outcome}{errors}'
    '{contact}<details{searching}><summary class="small">{search_title}</summary>'
    '<div class="choice__acts"><label class="visually-hidden" for="id_c{pk}-search">{search_label}'
    '</label>{search}<button class="btn btn--s" type="submit" name="refresh" value="1">'
    '{search_icon}{search_word}</button></div></details>{found}</div><button class="btn btn--quiet'
    ' btn--icon btn--s" type="submit" name="edit" value="{pk}" aria-label="{edit_label}">'
    "{edit_icon}</button></div></td></tr>"
)
HIDDEN = (
    '<input type="hidden" name="c{pk}-version" value="{version}" id="id_c{pk}-version">'
    '<input type="hidden" name="c{pk}-also" value="{also}" id="id_c{pk}-also">'
    '<input type="hidden" name="c{pk}-opened" value="{opened}" id="id_c{pk}-opened">'
    '<input type="hidden" name="c{pk}-shown" value="{shown}">{was}'
)
SELECT = '<select name="c{pk}-contact" class="form-select" id="id_c{pk}-contact">{options}</select>'
WAS = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag
def client_row(line: Any) -> SafeString:
    """Draw what stands on a line while its data are closed."""
    client = line.client
    return filled(
        ROW,
        pk=client.pk,
        mark=marks.mark(client.last_name, client.first_name),
        last_name=client.last_name,
        first_name=client.first_name,
        birth_name=_optional(' <span class="muted">{}</span>', line.told_birth_name),
        born=_optional("<p>{}</p>", _born_and_lives(client)),
        told=_optional("<p>{}</p>", _what_else_is_told(client)),
        joint=_joint(client) if client.is_joint else NOTHING,
        partners=_all(_partner(line, sent) for sent in line.lines),
        action_label=_("Action for %(client)s") % {"client": client},
        late=_part("alerts/_late.html", line) if line.late else NOTHING,
        suggestions=_all(_suggestion(line, one) for one in line.suggestions),
        deleted=_part("alerts/client/_deleted.html", line) if line.deleted else NOTHING,
        search_title=_("Search for a contact"),
        search_label=_("Search for a contact for %(client)s") % {"client": client},
        search_icon=icons.draw("search"),
        search_word=_("Search"),
        edit_label=_("Change the data of the imported client, %(client)s") % {"client": client},
        edit_icon=icons.draw("edit"),
        **(_typed(line) if line.form else _untouched(line)),
    )


def _untouched(line: Any) -> dict[str, Any]:
    """Return what a line holds while nobody typed anything."""
    drawn = _untouched_controls(line.form_class, get_language())
    was = filled(WAS, f"c{line.pk}-contact_was", line.ready or "")
    if line.is_joint:
        was += filled(WAS, f"c{line.pk}-second_contact_was", "")
    return dict.fromkeys(("changed", "kept", "errors", "searching", "found"), NOTHING) | {
        "css": "is-error" if line.late else "",
        "hidden": _hidden(line, line.client.version, line.also, "", was),
        "action": filled(drawn["action"], pk=line.pk),
        "search": filled(drawn["search"], pk=line.pk),
        "contact": _contact(line, _ready_select(line)) if line.suggestions else NOTHING,
        "outcome": _outcome(line, Action.POSTPONE),
    }


@cache
def _untouched_controls(form_class: type[BaseForm], _language: str) -> dict[str, SafeString]:
    """Draw what is the same on every line once, with its key left to fill in."""
    form = form_class(prefix="c{pk}")
    return {
        "action": _control(form["action"], "form-select"),
        "search": _control(form["search"], "form-control"),
    }


def _typed(line: Any) -> dict[str, Any]:
    """Return what a line holds once something was typed."""
    form = line.form
    version, also, opened = (form[name].value() for name in ("version", "also", "opened"))
    was = _all(filled(WAS, name, value) for name, value in form.was)
    states = (("is-error", form.errors or line.late), ("is-open", form.is_open))
    is_kept = form.is_edited and not form.is_open
    is_searched = bool(form["search"].value())
    return {
        "changed": SafeString(" data-changed") if form.is_corrected else "",
        "css": " ".join(css for css, is_so in states if is_so),
        "hidden": _hidden(line, version, also, opened, was),
        "kept": _all(field.as_hidden() for field in form.opened_fields) if is_kept else NOTHING,
        "action": _control(form["action"], "form-select"),
        "errors": _part("alerts/_errors.html", line) if form.errors else NOTHING,
        "contact": (
            _contact(line, _control(form["contact"], "form-select"))
            if form.has_contacts
            else NOTHING
        ),
        "search": _control(form["search"], "form-control"),
        "searching": SafeString(" open") if is_searched else NOTHING,
        "found": _part("alerts/_found.html", line) if is_searched else NOTHING,
        "outcome": _outcome(line, str(form["action"].value()), form.chosen),
    }


def _hidden(line: Any, version: Any, also: Any, opened: Any, was: SafeString) -> SafeString:
    return filled(
        HIDDEN,
        pk=line.pk,
        version=version,
        also=also or "",
        opened=opened or "",
        shown=line.candidates,
        was=was,
    )


def _contact(line: Any, select: SafeString) -> SafeString:
    label = '<div><label class="small" for="id_c{}-contact">{}</label></div>{}'
    return filled(label, line.pk, _("Contact to link"), select)


def _ready_select(line: Any) -> SafeString:
    options = drawn_options(line.offered, str(line.ready or ""))
    return filled(SELECT, pk=line.pk, options=options)


def _all(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def _optional(text: str, value: object) -> SafeString:
    return filled(text, value) if value else NOTHING


def _born_and_lives(client: Any) -> str:
    place = f"{client.post_code} {client.town}".strip()
    lives = ", ".join(filter(None, [client.line_1, place]))
    return " · ".join(filter(None, [_born(client), lives]))


def _born(client: Any) -> str:
    """Say when and where; nothing of whoever is an organisation for sure."""
    if client.birth_date:
        born = f"{_('Born on')} {formats.date_fr(client.birth_date)}"
    elif is_organisation(client):
        return ""
    else:
        born = _("Without a date of birth")
    return f"{born} ({client.birth_town})" if client.birth_town else born


def _what_else_is_told(client: Any) -> str:
    """Say what else suggestions rest on: a contact that is added has it."""
    told = [client.email, formats.phone_fr(client.mobile)]
    numbers = ((_("SIREN"), client.siren), (_("SIRET"), client.siret), (_("LEI"), client.lei))
    told += [f"{name} {number}" for name, number in numbers if number]
    return " · ".join(filter(None, told))


def _joint(client: Any) -> SafeString:
    return filled(
        "<p><strong>{}</strong> ({}). {}</p>",
        _("Joint holders"),
        client.title,
        _("Say who each of the two is: both own the account."),
    )


def _partner(line: Any, sent: Any) -> SafeString:
    accounts = _all(map(_account, line.accounts.get(sent.pk, ())))
    drawn = filled('<ul class="accounts">{}</ul>', accounts)
    if not line.is_of_several:
        return drawn
    return filled(
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


def _account(account: Held) -> SafeString:
    undated = NOTHING if account.opened_on else _("Opening date not told")
    return filled(
        '<li><span>{} <span class="figure">{}</span> {}</span><span>{}</span>'
        '<span class="figure">{}</span></li>',
        account.product,
        account.number,
        _optional('<span class="badge badge--warn">{}</span>', undated),
        account.custodian,
        "" if account.value is None else _sum(account.value, account.currency),
    )


def _sum(amount: Any, currency: str) -> str:
    if currency == COUNTED_CURRENCY:
        return formats.euros(amount)
    return f"{formats.number_fr(amount, 2)} {currency}"


def _suggestion(line: Any, suggestion: Any) -> SafeString:
    contact = suggestion.contact
    key = f"{line.pk}:{contact.pk}"
    where = f"{contact.category}, {contact.town}" if contact.town else str(contact.category)
    if contact.lead_adviser:
        where += f" · {_('Lead adviser:')} {contact.lead_adviser.short_name}"
    return filled(
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
    return filled(
        '<span class="score{}"><span class="visually-hidden">{} </span>{}</span>',
        " score--high" if score >= HIGH_SCORE else "",
        _("Likeness, out of 100"),
        score,
    )


def _outcome(line: Any, action: str, chosen: str = "") -> SafeString:
    """Say what saving would do with the line as it stands."""
    if action == Action.LINK and chosen:
        words = _("Will be linked to %(contact)s") % {"contact": chosen}
        return _fate("moved", "arrow-right", words)
    told = NOTHING
    if not line.suggestions:
        words = _("No contact looks like this client")
        told = filled('<span class="muted">{}</span> ', words)
    if action == Action.ADD:
        return told + _fate("filled", "plus", _("Will be added"))
    return told


def _fate(css: str, icon_name: str, words: str) -> SafeString:
    return filled('<span class="fate fate--{}">{}{}</span>', css, icons.draw(icon_name), words)


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
