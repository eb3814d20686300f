"""Relations as rows: what the tables themselves refuse, and for whom a relation exists."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from contacts.enums import WRITTEN_KINDS, RelationKind
from contacts.models import RelatedPerson, Relationship
from persistence.models import save_as


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "parent"},
        {"share": 20},
        {"kind": "partner", "share": 101},
        {"started_on": "2026-02-02", "ended_on": "2026-02-01"},
        {"other_contact": None},
    ],
)
def test_row_that_says_nonsense_is_refused_by_the_table(person, relate, fields):
    first, second = person("Abadie"), person("Blot")
    given = {"kind": "child", "other_contact": second} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship(contact=first, **given).save()
    assert not Relationship.objects.exists()


@pytest.mark.parametrize("kind", ["spouse", "child"])
def test_relation_stands_once_whichever_end_it_was_written_from(person, relate, kind):
    first, second = person("Abadie"), person("Blot")
    row = relate(first, kind, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(second, kind, first)
    row.ended_on = timezone.localdate()
    row.save()
    relate(second, kind, first)
    assert Relationship.objects.count() == 2


def test_nobody_is_related_to_themselves(person, relate):
    first = person("Abadie")
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(first, "spouse", first)


def test_inverse_of_the_inverse_is_the_kind():
    for kind in RelationKind:
        assert kind.inverse.inverse is kind
        assert kind.is_family == kind.inverse.is_family
        assert kind.has_share == kind.inverse.has_share
        assert (kind in WRITTEN_KINDS) or (kind.inverse in WRITTEN_KINDS)


@pytest.mark.security(5)
def test_relation_exists_for_those_who_see_both_ends(
    person, relate, adviser, colleague, junior, manager, administrator
):
    seen, hidden = person("Abadie"), person("Blot", is_private=True)
    daughter = RelatedPerson(contact=hidden, last_name="Blot", first_name="Zoé")
    save_as(daughter, adviser)
    relate(seen, "spouse", hidden)
    relate(hidden, "child", daughter)
    # Seen by nobody who does not see the folder the daughter hangs on.
    relate(seen, "child", daughter)
    assert Relationship.objects.visible_to(adviser).count() == 3
    for stranger in (colleague, junior, manager, administrator):
        assert list(Relationship.objects.visible_to(stranger)) == []


def test_relation_of_a_deleted_contact_waits_with_it(person, relate, adviser):
    first, second = person("Abadie"), person("Blot")
    relate(first, "spouse", second)
    second.deleted_at, second.deleted_by = timezone.now(), adviser
    save_as(second, adviser)
    assert not Relationship.objects.visible_to(adviser).exists()
    assert Relationship.objects.count() == 1
