"""Cells written for many contacts leave what the forms leave: the same rows, the same history."""

import datetime as dt
import random
import weakref
from decimal import Decimal
from operator import itemgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.actions import contacts, couple
from contacts.actions.coordinates import save_coordinates
from contacts.actions.creation import create_many
from contacts.actions.mass_cells.new import new_contacts
from contacts.actions.mass_cells.writing import change_many, link_spouses
from contacts.errors import RelationRefused
from contacts.fields import ENTRIES
from contacts.models import (
    Category,
    Contact,
    ContactFigures,
    ContactKeyword,
    ContactSearch,
    Email,
    Keyword,
    ListValue,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    PrivateFolderGrant,
    RelatedPerson,
    Relationship,
    Telephone,
)
from persistence.garbage_collection import gc_paused
from text.normalise import email_key

HANGING = (Email, Telephone, PostalAddress, ContactKeyword, RelatedPerson, Relationship)
DETAILS = (PersonDetails, OrganisationDetails)
MOMENTS = {"created_at", "updated_at", "version"}
KEYS = {"id", "contact_id", "other_person_id"}
PERSONAL, OFFICE = {"use": "personal"}, {"use": "professional"}


def told(row):
    """Return what a row says, without keys, moments and versions."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in values.items() if name not in MOMENTS | KEYS}


def rows_of(contact):
    found = {"contact": [told(Contact.objects.get(pk=contact.pk))]}
    for model in (*DETAILS, *HANGING, ContactSearch, ContactFigures):
        rows = model._default_manager.filter(contact=contact.pk).order_by("pk")
        found[model.__name__] = [told(row) for row in rows]
    # Which of the two was ticked first is nobody's concern.
    found["ContactKeyword"].sort(key=itemgetter("keyword_id"))
    grants = PrivateFolderGrant.objects.filter(content_object=contact.pk)
    found["grants"] = sorted(grants.values_list("user_id", flat=True))
    return found


def history_of(contact, since):
    """Return the net of what history tells since then: signs, before and after, row by row."""
    found = []
    for model in (Contact, *DETAILS, *HANGING):
        key = "id" if model is Contact else "contact_id"
        for pk in sorted(model.history.filter(**{key: contact.pk}).values_list("pk", flat=True)):
            record = model.history.get(pk=pk)
            found.append((model.__name__, getattr(record, model._meta.pk.attname), record))
    net = {}
    for name, row, record in sorted(found, key=lambda one: one[2].pk):
        after = {
            field.attname: getattr(record, field.attname)
            for field in record.tracked_fields
            if field.attname not in MOMENTS | KEYS
        }
        place = net.setdefault((name, row), {"signs": "", "before": None})
        if record.history_date <= since:
            place["before"] = after
        else:
            place["signs"] += record.history_type
            place["after"], place["by"] = after, record.history_user_id
    return sorted(
        (name, *said)
        for (name, _row), place in net.items()
        if place["signs"] and (said := _said(place))
    )


def _said(place):
    made, gone = place["signs"][0] == "+", place["signs"][-1] == "-"
    before, after = place["before"] or {}, place["after"]
    changes = {key: (before.get(key), at) for key, at in after.items() if before.get(key) != at}
    if not (made or gone or changes):
        return None
    return "+" * made + "-" * gone, place["by"], str(sorted(changes.items()))


# -- what the forms' actions do with the same cells


def own(cells, owner):
    return {
        ENTRIES[key].model_field.attname: value
        for key, value in cells.items()
        if ENTRIES[key].owner == owner and key not in {"keywords", "kind"}
    }


def fill(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def save_through_forms(contact, cells, by):
    contact = fill(Contact.objects.get(pk=contact.pk), own(cells, "contact"))
    details = fill(contact.person, own(cells, "person"))
    ticked = cells.get("keywords", [row.pk for row in contact.keywords.all()])
    keywords = list(Keyword.objects.filter(pk__in=ticked))
    contacts.update(
        contact=contact, details=details, keywords=keywords, version=contact.version, by=by
    )
    save_typed_coordinates(Contact.objects.get(pk=contact.pk), cells, by)
    if spouse := {key: value for key, value in own(cells, "spouse").items() if value}:
        contact.refresh_from_db()
        row = Relationship.objects.filter(contact=contact, other_person__isnull=False).first()
        couple.save_couple(
            contact=contact,
            details=contact.person,
            spouse=fill(row.other_person if row else RelatedPerson(), spouse),
            row=row,
            version=contact.version,
            by=by,
        )


def save_typed_coordinates(contact, cells, by):
    saved, removed = [], []
    for model, values in typed_coordinates(cells):
        where = {name: values.pop(name) for name in ("use", "line") if name in values}
        rows = model.objects.filter(contact=contact, **where).order_by("-preferred", "pk")
        row = rows.first()
        if any(value for name, value in values.items() if name not in {"country", "key"}):
            saved.append(fill(row or model(**where), values))
        elif row:
            removed.append(row)
    save_coordinates(contact=contact, saved=saved, removed=removed, version=contact.version, by=by)


def typed_coordinates(cells):
    for key, value in cells.items():
        if key.startswith("email_"):
            values = {"address": value, "key": email_key(value)}
            yield Email, {"use": key.removeprefix("email_")} | values
        if key == "telephone_mobile":
            number, _x, extension = value.partition("x")
            yield Telephone, {"line": "mobile", "number": number, "extension": extension}
        if key == "telephone_office":
            yield Telephone, {"line": "landline", "number": value} | OFFICE
    parts = {
        key.removeprefix("address_personal_"): value
        for key, value in cells.items()
        if key.startswith("address_personal_")
    }
    if parts:
        yield PostalAddress, PERSONAL | parts


@pytest.fixture
def words(db, adviser, assistant, colleague):
    """Give the values that a cell may hold, by key."""
    baker, cook = (
        ListValue.objects.create(firm_list="profession", label=label).pk
        for label in ("Boulanger", "Cuisinière")
    )
    golf, opera = (Keyword.objects.create(label=label).pk for label in ("Golf", "Opéra"))
    prospects = Category.objects.get(name="Prospects").pk
    return {
        "last_name": ["Le Goff", "Castaing"],
        "first_name": ["Anne", ""],
        "birth_date": [dt.date(1960, 2, 29), None],
        "profession": [baker, cook, None],
        "household_income": [Decimal("52000.50"), None],
        "children_count": [2, None],
        "marital_status": ["married", "single"],
        "category": [prospects],
        "folder_code": ["C-17", ""],
        "note": ["Préfère\nle soir", ""],
        "second_adviser": [colleague.pk, None],
        "assistant": [assistant.pk, None],
        "is_private": [True, False],
        "keywords": [[golf], [golf, opera], []],
        "email_personal": ["Anne@Example.org", "a@example.com", ""],
        "email_professional": ["office@example.com", ""],
        "telephone_mobile": ["+33612345678", "+33698765432", ""],
        "telephone_office": ["+33142345678", ""],
        "address_personal_line_1": ["3 rue des Lilas", ""],
        "address_personal_post_code": ["75016"],
        "address_personal_town": ["Paris", "Lyon"],
        "spouse_last_name": ["Roy", "Abadie"],
        "spouse_first_name": ["Léa"],
        "spouse_birth_date": [dt.date(1962, 3, 4)],
    }


def some_cells(words, draw):
    keys = [key for key in words if draw.random() < 0.5]
    cells = {key: draw.choice(words[key]) for key in keys}
    # Parts of an address and of a spouse come together, as a row has them.
    for group in ("address_personal_", "spouse_"):
        if any(key.startswith(group) for key in cells):
            cells |= {k: draw.choice(words[k]) for k in words if k.startswith(group)}
    return cells


def test_cells_leave_what_the_forms_leave(person, adviser, words):
    draw = random.Random(18)  # noqa: S311 - examples
    for _example in range(12):
        before, cells = some_cells(words, draw), some_cells(words, draw)
        typed, imported = person("Moreau"), person("Moreau")
        for contact in (typed, imported):
            save_through_forms(contact, before, adviser)
        since = timezone.now()
        save_through_forms(typed, cells, adviser)
        change_many({imported.pk: cells}, by=adviser)
        assert rows_of(imported) == rows_of(typed), (before, cells)
        assert history_of(imported, since) == history_of(typed, since), (before, cells)


def test_somebody_made_of_cells_is_as_the_forms_make_them(person, adviser, words):
    draw = random.Random(81)  # noqa: S311 - examples
    for _example in range(6):
        cells = {"last_name": "Moreau"} | some_cells(words, draw)
        since = timezone.now()
        typed = person(cells["last_name"], first_name="")
        save_through_forms(typed, cells, adviser)
        (step, *_spouses) = create_many(
            new=list(new_contacts([cells | {"kind": "person"}])), by=adviser
        )
        made = Contact.objects.get(pk=step.keys[0])
        assert rows_of(made) == rows_of(typed), cells
        assert history_of(made, since) == history_of(typed, since), cells


def test_whoever_is_made_is_freed_without_the_collector(adviser, words):
    """It is paused while a file is imported: tens of thousands would be held to the end."""
    cells = {key: words[key][0] for key in words} | {"kind": "person", "last_name": "Moreau"}
    with gc_paused():
        made = list(new_contacts([cells]))
        held = [weakref.ref(one) for one in (made[0].contact, made[0].details)]
        create_many(new=made, by=adviser)
        del made
        assert [one() for one in held] == [None, None]


@pytest.mark.parametrize("number", [2, 5])
def test_many_take_as_many_statements_as_a_few(person, adviser, words, number):
    keys = [person(f"Moreau {place}").pk for place in range(number)]
    cells = {key: words[key][0] for key in words if key != "folder_code"}
    with CaptureQueriesContext(connection) as captured:
        change_many({key: cells | {"last_name": f"Roy {key}"} for key in keys}, by=adviser)
    assert len(captured) == {"sqlite": 56, "postgresql": 58}[connection.vendor]


def test_spouses_are_linked_by_the_number_of_a_folder(person, adviser, colleague):
    anne, luc, lea = (person(name, client_number=name[0]) for name in ("Anne", "Luc", "Émile"))
    (step,) = link_spouses({anne.pk: "L", luc.pk: "A"}, by=adviser)
    (row,) = Relationship.objects.all()
    assert (row.contact, row.other_contact, row.kind, row.pk) == (anne, luc, "spouse", step.keys[0])
    assert row.history.get().history_user == adviser
    assert link_spouses({luc.pk: "A"}, by=adviser) == []
    with pytest.raises(RelationRefused):
        link_spouses({lea.pk: "L"}, by=adviser)
    hidden = person("Caché", client_number="H", is_private=True, by=colleague)
    told = []
    for number in ("H", "never used"):
        with pytest.raises(RelationRefused) as refused:
            link_spouses({lea.pk: number}, by=adviser)
        told.append(str(refused.value).replace(number, ""))
    assert told[0] == told[1]
    assert not Relationship.objects.of(hidden).exists()
