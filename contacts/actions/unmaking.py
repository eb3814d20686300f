"""Taking contacts away as if they had never been made: those that nobody touched or used since.

Not a deletion, which loses no row: who undoes what made them finds the base as it was before. Only
history remembers.
"""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Q

from contacts import merge_policy
from contacts.models import (
    Contact,
    ContactFigures,
    ContactKeyword,
    ContactSearch,
    DuplicatePair,
    Email,
    MatchFingerprint,
    MatchingKey,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    PrivateFolderGrant,
    RelatedPerson,
    Relationship,
    Telephone,
    Visit,
)
from persistence import bulk_history, staging_tables
from users.models import User

# What a contact is made with. It moves the contact's version, so that the version tells whether
# one of these rows is another by now.
_OF_ITS_OWN = (PersonDetails, OrganisationDetails, Email, Telephone, PostalAddress, ContactKeyword)
# What is computed from it, or who looked at it.
_BESIDE = {
    ContactFigures: ("contact",),
    ContactSearch: ("contact",),
    MatchingKey: ("contact",),
    MatchFingerprint: ("contact",),
    DuplicatePair: ("first", "second"),
    Visit: ("contact",),
    PrivateFolderGrant: ("content_object",),
}


def used_since(
    contact_ids: Collection[int], *, relations: Collection[int], persons: Collection[int]
) -> set[int]:
    """Return those of these contacts on which something hangs that they were not made with.

    `relations` and `persons` are the relations and the related persons made with them.
    """
    keys = staging_tables.keep_keys("made", contact_ids)
    found: set[int] = set()
    for relation in merge_policy.relations_to(Contact):
        model, field = merge_policy.locate(relation)
        if model in _OF_ITS_OWN or model in _BESIDE:
            continue
        rows: models.QuerySet[Any] = models.QuerySet(model)
        rows = rows.filter(**{f"{field.attname}__in": keys})
        own = {Relationship: relations, RelatedPerson: persons}.get(model, ())
        told = rows.values_list("pk", field.attname)
        found |= {contact for key, contact in told if key not in own}
    elsewhere = Q(other_person__contact__in=keys) | Q(other_parent__contact__in=keys)
    told = Relationship.objects.filter(elsewhere).values_list(
        "pk", "other_person__contact_id", "other_parent__contact_id"
    )
    for key, *ends in told:
        if key not in relations:
            found.update(filter(None, ends))
    return found


def unmake(contact_ids: Collection[int], *, by: User, reason: str = "") -> None:
    """Take these contacts away with all that they were made with, and its history told."""
    if not contact_ids:
        return
    keys = staging_tables.keep_keys("unmade", contact_ids)
    ends = Q(contact__in=keys) | Q(other_contact__in=keys)
    _delete(Relationship.objects.filter(ends), by, reason)
    for model in (RelatedPerson, *_OF_ITS_OWN):
        _delete(models.QuerySet(model).filter(contact__in=keys), by, reason)
    for beside, names in _BESIDE.items():
        for name in names:
            rows: models.QuerySet[Any] = models.QuerySet(beside).filter(**{f"{name}__in": keys})
            rows._raw_delete(rows.db)  # noqa: SLF001 - one DELETE: nothing hangs on these
    _delete(models.QuerySet(Contact).filter(pk__in=keys), by, reason)


def _delete(rows: models.QuerySet[Any], by: User, reason: str) -> None:
    bulk_history.record_rows(rows, sign=bulk_history.DELETED, by=by, reason=reason)
    rows._raw_delete(rows.db)  # noqa: SLF001 - as bulk_history.delete does
