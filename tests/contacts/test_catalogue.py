"""No field of a contact is missing from the catalogue, none of the workbook either."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import FieldDoesNotExist

from contacts import fields, workbook
from contacts.actions.merging.fields import RELATED
from contacts.enums import FirmList, Kind
from contacts.fields import ENTRIES, MODELS, Shape
from contacts.models import Contact, OrganisationDetails, PersonDetails, RelatedPerson
from contacts.models.contact import SORTED_COLUMNS

# Kept from elsewhere, or the house's own: nobody fills them in.
OWN = {
    "id",
    "kind",
    "name",
    "first_name",
    "sort_name",
    "lead_adviser_sort",
    "birth_date",
    "town",
    "merged_into",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "deleted_at",
    "deleted_by",
}
# What leads from a row to its contact, or orders the rows: nothing to read.
LINKS = {
    "contact": {"sort_name", "lead_adviser_sort", "merged_into", "version", "first_name"},
    "email": {"key", "use", "preferred"},
    "telephone": {"line", "use", "preferred", "extension"},
    "address": {"use", "preferred"},
}
LINKS["contact"] |= {"deleted_at", "deleted_by"}


def of_model(model):
    found = [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]
    return {field.name for field in found}


@pytest.mark.parametrize(
    ("kind", "owner", "expected"),
    [
        (Kind.PERSON, "contact", of_model(Contact) - OWN),
        (Kind.ORGANISATION, "contact", of_model(Contact) - OWN),
        (Kind.PERSON, "person", of_model(PersonDetails) - {"contact"}),
        (Kind.ORGANISATION, "organisation", of_model(OrganisationDetails) - {"contact"}),
    ],
)
def test_every_field_is_in_general_once(kind, owner, expected):
    names = fields.names(kind, owner)
    assert len(names) == len(set(names))
    assert set(names) == expected


@pytest.mark.parametrize("owner", MODELS)
def test_no_field_of_the_models_is_missing(owner):
    model = MODELS[owner]
    described = {entry.name for entry in ENTRIES.values() if MODELS[entry.owner] is model}
    if owner == "contact":
        # Kept on the contact's row from the details.
        described |= {"birth_date"}
    assert of_model(model) - LINKS.get(owner, set()) - {"id", "contact"} == described - (
        {"sort_name"} if owner == "contact" else set()
    )


@pytest.mark.parametrize("key", ENTRIES)
def test_paths_and_sorts_lead_somewhere(key):
    entry = ENTRIES[key]
    for path in filter(None, (entry.path, entry.sort)):
        model = Contact
        for name in path.split("__"):
            try:
                found = model._meta.get_field(name)
            except FieldDoesNotExist:
                found = model._meta.get_field(name.removesuffix("_id"))
            model = found.related_model or model


def test_each_column_of_the_workbook_has_its_field():
    columns = Path(__file__).with_name("o2s-contact-import-columns.csv")
    with columns.open(encoding="utf-8", newline="") as lines:
        headers = [line["column"] for line in csv.DictReader(lines)]
    assert list(workbook.COLUMNS) == headers
    unknown = [key for keys in workbook.COLUMNS.values() for key in keys if key not in ENTRIES]
    assert unknown == []


@pytest.mark.parametrize("key", ENTRIES)
def test_date_follows_another_of_its_own_row(key):
    entry = ENTRIES[key]
    if entry.follows and entry.model is not RelatedPerson:
        assert entry.follows[0] in of_model(entry.model)


def index_of(entry):
    """Return the columns of the index that lists sort by, from whichever end it is read."""
    *owner, column = entry.sort.split("__")
    model, key = (MODELS[owner[0]], "contact") if owner else (Contact, "id")
    indexes = [[name.lstrip("-") for name in index.fields] for index in model._meta.indexes]
    return [column, key] in indexes


def test_columns_that_sort_lists_of_any_size_have_an_index_and_no_other_has():
    sorts = {entry.key: entry for entry in ENTRIES.values() if entry.sort}
    assert [key for key, entry in sorts.items() if not index_of(entry)] == []
    of_contact = {entry.sort for entry in sorts.values() if "__" not in entry.sort}
    assert of_contact == {"sort_name", *SORTED_COLUMNS}


def test_each_list_of_the_firm_is_of_a_field_of_general():
    described = [
        field for blocks in fields.BLOCKS.values() for block in blocks for field in block.fields
    ]
    lists = [field.model_field for field in described if field.shape is Shape.LIST]
    held = {str(field.remote_field.limit_choices_to["firm_list"]) for field in lists}
    assert held == set(FirmList.values)


def test_field_that_depends_on_another_names_one_of_the_same_row():
    for entry in ENTRIES.values():
        named = [said[0] for said in (entry.asked_when, entry.goes_with) if said]
        assert set(named) <= of_model(entry.model)


def test_merge_reads_with_a_contact_every_row_that_its_fields_name():
    named = {name for name in ENTRIES if ENTRIES[name].shape in fields.LINKED}
    named -= {"created_by", "spouse_profession"}
    paths = {path.removeprefix("person__") for path in RELATED} - {"organisation"}
    assert paths == named


def test_person_without_a_folder_is_described_as_one_with():
    described = {field.name: field for field in fields.RELATED_PERSON}
    assert described.keys() == of_model(RelatedPerson) - {"id", "contact"}
    for name, field in described.items():
        assert (field.shape, field.checks) == (ENTRIES[name].shape, ENTRIES[name].checks)


def test_shortest_forms_are_selections_of_the_catalogue():
    for kind, names in fields.SHORTEST.items():
        assert set(names) <= set(fields.names(kind, kind))


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("birth_date", dt.date(1951, 5, 3), "03/05/1951"),
        ("created_at", dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC), "25/11/2026"),
        ("total_value", Decimal("1234.5"), "1\u202f234,50\u202f€"),
        ("tax_shares", Decimal("2.50"), "2,5"),
        ("tax_shares", Decimal("3.00"), "3"),
        ("income_tax_rate", Decimal("41.00"), "41\u202f%"),
        ("wealth_tax_rate", Decimal("1.25"), "1,25\u202f%"),
        ("children_count", 0, "0"),
        ("nationality", "BE", "Belge"),
        ("birth_country", "BE", "Belgique"),
        ("marital_status", "pacs", "Pacsé(e)"),
        ("is_private", False, "Non"),
        ("telephone", "+33612345678", "06\u00a012\u00a034\u00a056\u00a078"),
        ("note", "", ""),
        ("death_date", None, ""),
    ],
)
def test_values_are_shown_as_french_readers_write_them(key, value, shown):
    assert fields.text(ENTRIES[key], value) == shown


def test_labels_are_those_of_the_screen():
    assert str(ENTRIES["folder_code"].label) == "Code dossier"
    assert str(ENTRIES["email"].label) == "E-mail préféré"
    assert str(ENTRIES["birth_date"].column_head) == "Né(e) le"
    assert ENTRIES["keywords"].shape is Shape.KEYWORDS
