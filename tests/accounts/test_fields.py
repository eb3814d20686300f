"""No field of an account, or of what hangs on it, is missing from the catalogue."""

import pytest

from accounts import fields
from accounts.models import Account

# Keys, and what the house keeps for itself.
OWN = {
    "account": {"id", "namesake", "version"},
    "ownership": {"id", "account"},
    "product": {"id"},
    "custodian": {"id"},
    "valuation": {"id", "account"},
    "holding": {"id", "valuation"},
}


@pytest.mark.parametrize("owner", fields.MODELS)
def test_every_field_is_in_the_catalogue_once(owner):
    names = fields.names(owner)
    assert len(names) == len(set(names))
    own = {field.name for field in fields.MODELS[owner]._meta.local_concrete_fields}
    assert set(names) == own - OWN[owner]


@pytest.mark.parametrize("field", fields.FIELDS, ids=lambda field: f"{field.owner}.{field.name}")
def test_every_path_leads_to_its_field(db, field):
    assert not Account.everything.values_list(field.path).exists()
    assert str(field.label)[0].isupper()


def test_forms_are_selections_of_the_catalogue():
    for selection in (fields.OPENING, fields.CHANGING):
        assert set(selection) <= set(fields.names("account"))
