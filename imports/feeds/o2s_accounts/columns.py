"""The workbook's columns: their headers, how each is read and how long its texts may be."""

from collections.abc import Callable
from typing import Any

from imports.feeds import amounts, values

# As `header_key` writes it.
CASH = "especes"
ADDRESS_LENGTH = 250
FRENCH_POST_CODE = 5

Reader = Callable[[Any], Any]

# field: (header, how it is read, longest text or 0)
COLUMNS: dict[str, tuple[str, Reader, int]] = {
    "title": ("Titre", values.title, 30),
    "other_title": ("Autre titre", values.text, 30),
    "last_name": ("Nom", values.text, 150),
    "first_name": ("Prénom", values.text, 150),
    "birth_date": ("Date de naissance", values.day, 0),
    "address_1": ("Adresse domicile (ligne 1)", values.text, ADDRESS_LENGTH),
    "address_2": ("Adresse domicile (ligne 2)", values.text, ADDRESS_LENGTH),
    "post_code": ("Adresse domicile (code postal)", values.identifier, 10),
    "town": ("Adresse domicile (commune)", values.text, 50),
    "country": ("Adresse domicile (pays)", values.text, 40),
    "custodian_code": ("Identifiant du dépositaire", values.identifier, 50),
    "custodian_name": ("Nom du dépositaire", values.text, 150),
    "product_code": ("Identifiant du produit", values.identifier, 50),
    "product_name": ("Nom du produit", values.text, 150),
    "number": ("Numéro de compte / contrat", values.identifier, 50),
    "label": ("Intitulé du compte / contrat", values.text, 150),
    "opened_on": ("Date d’ouverture", values.day, 0),
    "situation_on": ("Date de situation", values.day, 0),
    "holding_code": ("Identifiant du support", values.holding_code, 50),
    "holding_name": ("Nom du support", values.text, 150),
    "is_euro_fund": ("Fonds en euros?", values.boolean, 0),
    "value": ("Evaluation (fonds en euros ou situation consolidée)", amounts.amount, 0),
    "units": ("Nombre de parts", amounts.quantity, 0),
    "price": ("Cours", amounts.price, 0),
    "price_on": ("Date du cours", values.day, 0),
    "currency": ("Devise de cotation (ISO)", values.currency, 0),
}
HEADERS = {field: header for field, (header, _, _) in COLUMNS.items()}
IDENTIFIERS = ("number", "custodian_code", "product_code", "holding_code", "post_code")
AMOUNTS = frozenset(("value", "units", "price"))
RECORD = frozenset(
    (
        *("custodian_code", "custodian_name", "product_code", "product_name", "number"),
        *("holding_code", "holding_name"),
    )
)
