"""The workbook's columns: their headers, how each is read and how long its texts may be."""

from collections.abc import Callable
from typing import Any

from imports.feeds import amounts, values
from imports.records import HEADERS

ADDRESS_LENGTH = 250
FRENCH_POST_CODE = 5

Reader = Callable[[Any], Any]

# field: (header, how it is read, longest text or 0)
COLUMNS: dict[str, tuple[str, Reader, int]] = {
    "title": (HEADERS["title"], values.title, 30),
    "other_title": (HEADERS["other_title"], values.text, 30),
    "last_name": (HEADERS["last_name"], values.text, 150),
    "first_name": (HEADERS["first_name"], values.text, 150),
    "birth_date": (HEADERS["birth_date"], values.day, 0),
    "address_1": (HEADERS["address_1"], values.text, ADDRESS_LENGTH),
    "address_2": (HEADERS["address_2"], values.text, ADDRESS_LENGTH),
    "post_code": (HEADERS["post_code"], values.identifier, 10),
    "town": (HEADERS["town"], values.text, 50),
    "country": (HEADERS["country"], values.text, 40),
    "custodian_code": (HEADERS["custodian_code"], values.identifier, 50),
    "custodian_name": (HEADERS["custodian_name"], values.text, 150),
    "product_code": (HEADERS["product_code"], values.identifier, 50),
    "product_name": (HEADERS["product_name"], values.text, 150),
    "number": (HEADERS["number"], values.identifier, 50),
    "label": (HEADERS["label"], values.text, 150),
    "opened_on": (HEADERS["opened_on"], values.day, 0),
    "situation_on": (HEADERS["situation_on"], values.day, 0),
    "holding_code": (HEADERS["holding_code"], values.holding_code, 50),
    "holding_name": (HEADERS["holding_name"], values.text, 150),
    "is_euro_fund": (HEADERS["is_euro_fund"], values.boolean, 0),
    "value": (HEADERS["value"], amounts.amount, 0),
    "units": (HEADERS["units"], amounts.quantity, 0),
    "price": (HEADERS["price"], amounts.price, 0),
    "price_on": (HEADERS["price_on"], values.day, 0),
    "currency": (HEADERS["currency"], values.currency, 0),
    "client_number": (HEADERS["client_number"], values.identifier, 50),
}
IDENTIFIERS = (
    *("number", "client_number", "custodian_code", "product_code", "holding_code"),
    "post_code",
)
AMOUNTS = frozenset(("value", "units", "price"))
RECORD = frozenset(
    (
        *("custodian_code", "custodian_name", "product_code", "product_name", "number"),
        *("holding_code", "holding_name"),
    )
)
