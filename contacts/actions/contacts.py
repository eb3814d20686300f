"""Making and changing contacts, with what is kept beside them."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from contacts.actions.assignment import follow_assignments, require_assigning
from contacts.actions.duplicates import schedule_matching
from contacts.actions.losing_sight import require_reason, tell, tidy
from contacts.actions.search_texts import NAMES as RELATED_NAMES
from contacts.actions.search_texts import Details, search_text_of
from contacts.actions.sorting import adviser_sort
from contacts.actions.visits import record_visit
from contacts.enums import Kind, VisitKind
from contacts.errors import EditConflict, NotAssigned, NumberTaken
from contacts.models import (
    Contact,
    ContactFigures,
    ContactKeyword,
    ContactSearch,
    FollowUp,
    Keyword,
    PersonDetails,
    Relationship,
)
from contacts.people import people_of
from contacts.queries.client_numbers import is_taken, taken_words
from contacts.queries.lost_sight import losers
from persistence.models import delete_as, save_as
from text import normalise
from users.models import User


@transaction.atomic
def create(*, contact: Contact, details: Details, by: User, reason: str = "") -> Contact:
    """Save a new contact with its details; who makes it leads it, unless somebody was chosen."""
    contact.created_by = by
    if contact.lead_adviser is None:
        contact.lead_adviser = by
    keep_names(contact, details)
    _save(contact, by, reason)
    details.contact = contact
    save_as(details, by, reason=reason, force_insert=True)
    ContactFigures.objects.create(contact=contact)
    ContactSearch.objects.create(contact=contact, text=search_text_of(contact, details))
    if contact.is_private:
        follow_assignments([contact])
    schedule_matching([contact.pk])
    record_visit(contact=contact, deed=VisitKind.CREATED, by=by)
    return contact


@transaction.atomic
def update(
    *,
    contact: Contact,
    details: Details,
    keywords: list[Keyword],
    version: int,
    by: User,
    reason: str = "",
) -> Contact:
    """Save what a person changed in Général, unless somebody saved it since `version`.

    It takes a reason, which Historique keeps, to take the contact out of somebody's sight.
    """
    claim(contact, version)
    if contact.is_private and not people_of(contact):
        raise NotAssigned
    before = Contact.objects.select_related("person", "organisation").get(pk=contact.pk)
    require_assigning(before, contact, by=by)
    lost = losers(before, people=people_of(contact), is_private=contact.is_private, by=by)
    reason = tidy(reason) if lost else ""
    require_reason(lost, reason=reason, by=by)
    contact.version = version + 1
    keep_names(contact, details)
    _save(contact, by, reason)
    tell(lost, by=by)
    save_as(details, by)
    _tick_keywords(contact, keywords, by)
    refresh_search_text(contact)
    if before.is_private or contact.is_private:
        follow_assignments([contact])
    schedule_matching([contact.pk])
    record_visit(contact=contact, deed=VisitKind.CHANGED, by=by)
    return contact


def _save(contact: Contact, by: User, reason: str = "") -> None:
    """Save the row; a client number that somebody gave at the same moment is refused in words."""
    try:
        with transaction.atomic():
            save_as(contact, by, reason=reason)
    except IntegrityError as error:
        if is_taken(contact.client_number, but=contact):
            raise NumberTaken(taken_words(contact.client_number, user=by)) from error
        raise


def claim(row: Contact | FollowUp | Relationship, version: int) -> None:
    """Take the row for this change; the version may have moved since the page was opened."""
    rows = type(row)._default_manager.select_for_update()
    if not rows.filter(pk=row.pk, version=version).exists():
        raise EditConflict


def hold(contact_ids: Iterable[int]) -> set[int]:
    """Take these contacts before anything of theirs, and return those that are there.

    Nobody merges or deletes them until the end of the transaction: what is written meanwhile
    would stay behind. Contacts are taken first and in order, so that no two wait for each other.
    """
    return hold_rows(Contact.objects.filter(pk__in=set(contact_ids)))


def hold_rows(rows: QuerySet[Contact]) -> set[int]:
    """Do what `hold` does, for the contacts of a query."""
    locked = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    return set(locked.values_list("pk", flat=True))


def keep_names(contact: Contact, details: Details) -> None:
    """Copy to the contact's row what lists show of its details."""
    if isinstance(details, PersonDetails):
        contact.kind = Kind.PERSON
        contact.name, contact.first_name = details.last_name, details.first_name
        contact.birth_date = details.birth_date
    else:
        contact.kind = Kind.ORGANISATION
        contact.name, contact.first_name = details.legal_name, ""
        contact.birth_date = None
    contact.sort_name = normalise.sort_key(contact.name, contact.first_name)
    contact.lead_adviser_sort = adviser_sort(contact.lead_adviser)


def _tick_keywords(contact: Contact, keywords: list[Keyword], by: User) -> None:
    ticked = {row.keyword_id: row for row in ContactKeyword.objects.filter(contact=contact)}
    wanted = {keyword.pk for keyword in keywords}
    for keyword in wanted - ticked.keys():
        save_as(ContactKeyword(contact=contact, keyword_id=keyword), by)
    for keyword in ticked.keys() - wanted:
        delete_as(ticked[keyword], by)


def refresh_search_text(contact: Contact) -> None:
    """Write again the one text that search reads."""
    text = search_text_of(
        contact,
        contact.person if contact.is_person else contact.organisation,
        emails=contact.emails.order_by("pk").values_list("key", flat=True),
        telephones=contact.telephones.order_by("pk").values_list("number", flat=True),
        people=contact.related_people.order_by("pk").values_list(*RELATED_NAMES),
    )
    ContactSearch.objects.update_or_create(contact=contact, defaults={"text": text})
