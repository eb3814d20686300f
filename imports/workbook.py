"""The account workbook without a line, to be filled in: headers, what each takes, and lists.

As O2S gives it: a sheet `comptes`, its first line hidden, of technical names, the headers on the
second. A third line is left to be filled in; the lists reach down to LINES.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from xlsxwriter import Workbook

from accounts.models import Custodian, Product
from imports.records import HEADERS
from text.spreadsheet_text import AS_TEXTS, MADE, as_text

NAME = "modele_comptes.xlsx"
SHEET = "comptes"
LINES = 10_000
# Names of the firm's that a list offers: more would make choosing harder than typing.
OFFERED = 2_000
_WIDTH = 20
# O2S knows no client's number: rejects alone may have that column.
COLUMNS = {field: header for field, header in HEADERS.items() if field != "client_number"}

_SYSTEM: Mapping[str, Sequence[str]] = {
    "title": ("Monsieur", "Madame", "Mademoiselle", "Autre titre"),
    "is_euro_fund": ("Oui", "Non"),
}
_DATES = {"birth_date", "opened_on", "situation_on", "price_on"}
_NUMBERS = {"value": "#,##0.00", "units": "0.######", "price": "0.######"}
_COMMENTS: Mapping[str, str] = {
    "title": gettext_noop("Choose from the list; for any other, “Autre titre”."),
    "other_title": gettext_noop("Required where the title is “Autre titre”. 30 characters."),
    "last_name": gettext_noop(
        "The owner’s, for a new account. Where no owner is named, the new client is called "
        "“Client du contrat N°…”. 150 characters."
    ),
    "first_name": gettext_noop("150 characters."),
    "birth_date": gettext_noop("dd/mm/yyyy. It lets the owner be recognised."),
    "address_1": gettext_noop("250 characters with line 2."),
    "address_2": gettext_noop("250 characters with line 1."),
    "post_code": gettext_noop("As text: 01000. 10 characters."),
    "town": gettext_noop("50 characters."),
    "country": gettext_noop("40 characters."),
    "custodian_code": gettext_noop("This or the custodian’s name is required; both must agree."),
    "custodian_name": gettext_noop(
        "The exact name of a custodian that the firm knows; this or the code is required."
    ),
    "product_code": gettext_noop("This or the product’s name is required; both must agree."),
    "product_name": gettext_noop(
        "The exact name of a product that the firm knows; this or the code is required."
    ),
    "number": gettext_noop(
        "Required, as text. With the custodian and the product it names the account: later files "
        "find it by these."
    ),
    "label": gettext_noop(
        "The product’s name if it is left blank. Never changed on a known account. 150 characters."
    ),
    "opened_on": gettext_noop("dd/mm/yyyy. Never changed on a known account."),
    "situation_on": gettext_noop(
        "dd/mm/yyyy. Required with a holding or a value; several dates make several values."
    ),
    "holding_code": gettext_noop("ISIN or internal code; ESPECES for the cash balance."),
    "holding_name": gettext_noop("This or the code, for each holding: one line a holding."),
    "is_euro_fund": gettext_noop("Choose from the list."),
    "value": gettext_noop("The value of a euro fund, or of the whole account in one sum."),
    "units": gettext_noop("Up to 6 decimals. Required for a holding that is no euro fund."),
    "price": gettext_noop("The price of one unit, in the currency of quotation."),
    "price_on": gettext_noop("dd/mm/yyyy."),
    "currency": gettext_noop("Three letters (ISO 4217), such as EUR."),
}


def blank() -> bytes:
    """Return the workbook, with the names of the firm's custodians and products in its lists."""
    written = BytesIO()
    with Workbook(written, AS_TEXTS | {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet, lists = book.add_worksheet(SHEET), book.add_worksheet(_("Lists"))
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(2, 0)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        offered = _offered()
        for place, (field, header) in enumerate(COLUMNS.items()):
            sheet.write_string(0, place, field)
            sheet.write_string(1, place, header, head)
            if comment := _COMMENTS.get(field):
                sheet.write_comment(1, place, translation.gettext(comment), {"x_scale": 2})
            sheet.set_column(place, place, _WIDTH, book.add_format({"num_format": _format(field)}))
            if names := offered.get(field):
                _offer(sheet, place, lists, list(offered).index(field), names)
    return written.getvalue()


def _format(field: str) -> str:
    """Return a cell's: text where nothing is to be made of digits by a spreadsheet."""
    return "dd/mm/yyyy" if field in _DATES else _NUMBERS.get(field, "@")


def _offered() -> dict[str, Sequence[str]]:
    custodians = Custodian.objects.order_by("name").values_list("name", flat=True).distinct()
    products = Product.objects.order_by("name").values_list("name", flat=True).distinct()
    return {
        **_SYSTEM,
        "custodian_name": list(custodians[:OFFERED]),
        "product_name": list(products[:OFFERED]),
    }


def _offer(sheet: Any, place: int, lists: Any, at: int, names: Sequence[str]) -> None:
    """Let a column's cells be chosen from a list; names of the firm's may be others."""
    lists.write_column(0, at, map(as_text, names))
    column = chr(ord("A") + at)
    sheet.data_validation(
        2,
        place,
        LINES,
        place,
        {
            "validate": "list",
            "source": f"='{lists.get_name()}'!${column}$1:${column}${len(names)}",
            "error_type": "stop" if place in _CLOSED else "warning",
        },
    )


_CLOSED = {list(COLUMNS).index(field) for field in _SYSTEM}
