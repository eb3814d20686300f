"""A line of a contact’s accounts, drawn at once: it is a third of the page by template."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.enums import COUNTED_CURRENCY
from text import formats

register = template.Library()

NOTHING = SafeString("")
# A narrow row keeps the words of its head together in one box.
ROW = (
    '<tr role="row"><th role="rowheader" scope="row" class="name head"><div>'
    '<span class="who"><a href="{}">{}</a>{}{}</span> {} {}</div></th>'
    '<td role="cell" data-label="{}" class="date">{}</td>'
    '<td role="cell" data-label="{}">{}</td>'
    '<td role="cell" data-label="{}" class="num">{}</td>'
    '<td role="cell" data-label="{}" class="num">{}</td>'
    '<td role="cell" data-label="{}" class="num">{}</td>'
    '<td role="cell" class="num lead-figure">{}</td></tr>'
)


@register.simple_tag
def account_row(line: Any, owner: int, asked: dt.date | None) -> SafeString:
    """Draw an account as one owner has it, at the date that was asked for."""
    account = line.account
    is_old = line.is_old and not account.closed_on
    return format_html(
        ROW,
        _address(owner, account.pk, asked),
        account.product.name,
        _warning(_("To check")) if line.is_to_check else NOTHING,
        _warning(_("Valued more than 30 days ago")) if is_old else NOTHING,
        format_html('<span class="muted">{}</span>', account.label) if account.label else NOTHING,
        _co_owners(line) if line.co_owners else NOTHING,
        _("Number"),
        account.number,
        _("Custodian"),
        account.product.custodian.name,
        _("Valued on"),
        formats.date_fr(line.valued_on),
        _("Value of the account"),
        amount(line.value, line.currency),
        _("Share"),
        formats.share_fr(line.share),
        amount(line.part, line.currency),
    )


def _address(owner: int, account: int, asked: dt.date | None) -> str:
    address = reverse("accounts:account-show", args=[owner, account])
    return f"{address}?at={formats.date_fr(asked)}" if asked else address


def _warning(words: str) -> SafeString:
    return format_html(' <span class="badge badge--warn">{}</span>', words)


def _co_owners(line: Any) -> SafeString:
    links = format_html_join(
        ",",
        ' <a href="{}">{}</a>',
        ((reverse("accounts:folder-accounts", args=[one.pk]), one) for one in line.co_owners),
    )
    return format_html('<span class="muted">{}{}</span>', _("With"), links)


@register.simple_tag
def amount(value: Decimal | None, currency: str) -> SafeString | str:
    """Write an amount in its currency; sums are in euros alone, which is said beside the others."""
    if value is None:
        return format_html('<span class="muted">{}</span>', _("Not valued"))
    if currency == COUNTED_CURRENCY:
        return formats.euros(value)
    words = _("not in the total")
    return format_html(
        '{} {} <span class="muted">{}</span>', formats.number_fr(value, 2), currency, words
    )
