"""No field of an account, or of what hangs on it, is missing from the catalogue."""

import pytest

from accounts import fields
from accounts.models import Account, Custodian, Holding, Ownership, Product, Valuation
from contacts.fields import Shape

# Keys, and what the house keeps for itself.
OWN = {
    Account: {"id", "namesake", "version"},
    Ownership: {"id", "account"},
    Product: {"id"},
    Custodian: {"id"},
    Valuation: {"id", "account"},
    Holding: {"id", "valuation"},
}


@pytest.mark.parametrize("model", OWN)
def test_every_field_is_in_the_catalogue_once(model):
    names = [field.name for field in fields.FIELDS if field.model is model]
    assert len(names) == len(set(names))
    own = {field.name for field in model._meta.local_concrete_fields}
    assert set(names) == own - OWN[model]


@pytest.mark.parametrize("field", fields.FIELDS, ids=lambda field: field.path)
def test_every_path_leads_to_its_field(db, field):
    assert not Account.everything.values_list(field.path).exists()
    assert str(field.label)[0].isupper()


def test_what_people_fill_in_is_asked_by_a_form():
    asked = {field.name for field in (*fields.OPENING, *fields.CHANGING)}
    assert asked == {field.name for field in Account._meta.concrete_fields if field.editable} - {
        "id"
    }


def test_shape_is_said_where_the_type_does_not_tell_it():
    shapes = {field.path: field.shape for field in fields.FIELDS}
    assert shapes["currency"] is Shape.CHOICE
    assert shapes["valuations__holdings__units"] is Shape.NUMBER
    assert shapes["product"] is Shape.LINK
    assert shapes["ownerships__share"] is Shape.RATE
