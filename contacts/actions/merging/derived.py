"""What is kept beside two contacts from their other rows: written again after a merge or undo."""

from collections.abc import Collection

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contacts import merge_policy
from contacts.actions.contacts import refresh_search_text
from contacts.actions.merging.fields import RELATED
from contacts.actions.sorting import adviser_sort
from contacts.models import Contact, PostalAddress, Relationship
from text import normalise


def refresh(contact_ids: Collection[int]) -> None:
    """Follow what moved: names and search text here, the rest by each policy."""
    found = Contact.everything.select_related("person", *RELATED).in_bulk(list(contact_ids))
    towns = dict(
        PostalAddress.objects.filter(contact_id__in=contact_ids, preferred=True).values_list(
            "contact_id", "town"
        )
    )
    for key in sorted(found):
        _keep(found[key], towns.get(key, ""))
        if found[key].deleted_at is None:  # search reads no other
            refresh_search_text(found[key])
    _move_versions(contact_ids)
    for policy in merge_policy.policies_for(Contact).values():
        policy.refresh(contact_ids)


def _move_versions(contact_ids: Collection[int]) -> None:
    """Tell whoever has one of their relations open that it may say more, or less, by now."""
    ends = Q(contact_id__in=contact_ids) | Q(other_contact_id__in=contact_ids)
    rows: models.QuerySet[Relationship] = models.QuerySet(Relationship).filter(ends)
    rows.update(version=F("version") + 1)


def _keep(contact: Contact, town: str) -> None:
    """Write the columns that history leaves out; whoever has the folder open is told (version)."""
    if contact.is_person:
        contact.name, contact.first_name = contact.person.last_name, contact.person.first_name
        contact.birth_date = contact.person.birth_date
    else:
        contact.name = contact.organisation.legal_name
    rows: models.QuerySet[Contact] = models.QuerySet(Contact).filter(pk=contact.pk)
    rows.update(
        name=contact.name,
        first_name=contact.first_name,
        birth_date=contact.birth_date,
        town=town,
        sort_name=normalise.sort_key(contact.name, contact.first_name),
        lead_adviser_sort=adviser_sort(contact.lead_adviser),
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
