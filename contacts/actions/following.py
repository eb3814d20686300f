"""What is kept beside many contacts, written again from rows that were written in bulk."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from contacts.actions import mass_plan
from contacts.actions.assignment import follow
from contacts.actions.duplicates import schedule_matching
from contacts.actions.search_texts import IN_TEXTS, write_texts
from contacts.actions.sorting import adviser_sort
from contacts.enums import Kind
from contacts.models import Contact, PostalAddress, PrivateFolderGrant
from persistence import staging_tables
from persistence.many_keys import among
from text import normalise
from users.models import User

# What the contact's row keeps of its details, of its adviser and of its preferred address.
KEPT = ("name", "first_name", "birth_date", "sort_name", "lead_adviser_sort", "town")
_READ = (
    *("pk", "kind", "lead_adviser_id", "person__last_name", "person__first_name"),
    *("person__birth_date", "organisation__legal_name", *KEPT),
)


def follow_rows(contact_ids: Collection[int]) -> None:
    """Follow what was written of these contacts, in the same few statements for any number.

    Versions move: who has the folder of one open is told at the next Enregistrer. No history tells
    of what only follows.
    """
    if not contact_ids:
        return
    contacts: models.QuerySet[Contact] = models.QuerySet(Contact).filter(pk__in=among(contact_ids))
    _keep(contacts)
    mass_plan.touch(contact_ids)
    write_texts(list(contacts.only("kind", *IN_TEXTS)))
    _follow_grants(contacts)
    schedule_matching(contact_ids)


def _keep(contacts: models.QuerySet[Contact]) -> None:
    rows = list(contacts.order_by("pk").values_list(*_READ, named=True))
    keys = [row.pk for row in rows]
    towns = PostalAddress.objects.filter(contact__in=among(keys), preferred=True)
    town_of = dict(towns.values_list("contact_id", "town"))
    advisers = _sorts({row.lead_adviser_id for row in rows} - {None})
    wanted = {row.pk: _kept(row, advisers, town_of.get(row.pk, "")) for row in rows}
    stand = {row.pk: tuple(getattr(row, name) for name in KEPT) for row in rows}
    changed = [key for key in keys if wanted[key] != stand[key]]
    if changed:
        staging_tables.update_rows(Contact, changed, KEPT, (wanted[key] for key in changed))


def _sorts(people: Iterable[int]) -> dict[int | None, str]:
    found = User.objects.in_bulk(list(people))
    return {None: ""} | {key: adviser_sort(person) for key, person in found.items()}


def _kept(row: Any, advisers: dict[int | None, str], town: str) -> tuple[Any, ...]:
    if row.kind == Kind.PERSON:
        name, first_name, born = (
            row.person__last_name,
            row.person__first_name,
            row.person__birth_date,
        )
    else:
        name, first_name, born = row.organisation__legal_name, "", None
    sort_name = normalise.sort_key(name, first_name)
    return name, first_name, born, sort_name, advisers[row.lead_adviser_id], town


def _follow_grants(contacts: models.QuerySet[Contact]) -> None:
    granted = PrivateFolderGrant.objects.filter(content_object__in=contacts)
    if granted.exists() or contacts.filter(is_private=True).exists():
        follow(contacts)
