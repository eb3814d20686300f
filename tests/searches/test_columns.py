"""The columns of results: those of the search, or those of the firm."""

import pytest

from accounts import fields
from accounts.models import Account, Custodian, Product
from contacts.models import ListColumns
from searches.columns import FIRST, OFFERED, columns_of
from searches.models import ResultColumns, SavedSearch
from searches.querying.vocabulary import NOT_ASKED, SUBJECTS


def keys(on, columns=(), chosen=()):
    search = SavedSearch(on=on, columns=list(columns))
    return [column.key for column in columns_of(search, chosen)]


def test_every_field_of_an_account_is_a_column_by_the_id_that_searches_ask_it_by():
    offered = FIRST["accounts"], *OFFERED["accounts"].values()
    standing = {(column.model, column.name) for column in offered}
    shown = {
        (field.model, field.name)
        for field in fields.FIELDS
        if field.model in {Account, Product, Custodian}
    }
    # A product and a custodian are read by their names.
    assert shown - NOT_ASKED - standing == {(Account, "product"), (Product, "custodian")}
    asked = SUBJECTS["accounts"].fields
    paths = {key: "".join(asked[key].paths) for key in OFFERED["accounts"] if key in asked}
    assert set(OFFERED["accounts"]) - set(paths) == {"owners"}
    assert {paths[key] for key in ("product", "custodian")} == {
        "product_id",
        "product__custodian_id",
    }
    assert all(
        path == OFFERED["accounts"][key].path
        for key, path in paths.items()
        if key not in {"product", "custodian"}
    )


@pytest.mark.django_db
def test_results_have_the_columns_of_the_search_or_those_of_the_firm():
    firm = ["product", "custodian", "owners", "last_valued_on", "last_value"]
    assert keys("accounts") == firm
    ResultColumns(on="accounts", columns=["label", "gone_since", "label"]).save()
    assert keys("accounts") == ["label"]
    assert keys("accounts", ["opened_on", "label", "town"]) == ["opened_on", "label"]
    assert keys("accounts", ["opened_on"], chosen=["family", "x"]) == ["family"]
    assert keys("accounts", ["town"]) == ["label"]


@pytest.mark.django_db
def test_results_of_contacts_have_the_columns_of_their_list_until_the_firm_chooses():
    ListColumns(columns=["siren", "town"]).save()
    assert keys("contacts") == ["siren", "town"]
    ResultColumns(on="contacts", columns=["note"]).save()
    assert keys("contacts") == ["note"]
