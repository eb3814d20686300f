"""What the header's search found, grouped by what it was found by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from contacts.enums import Kind, Title
from contacts.models import (
    Contact,
    Email,
    OrganisationDetails,
    PersonDetails,
    RelatedPerson,
    Telephone,
)
from contacts.queries.search import matches
from text import formats, normalise
from users.models import User

# In the order of the screen.
GROUPS: dict[str, str | Promise] = {
    "name": _("Contacts"),
    "related": _("Relatives without a folder"),
    "email": _("E-mails"),
    "telephone": _("Telephones"),
    "code": _("Codes and numbers"),
    "siren": _("SIREN"),
}
FEWEST_DIGITS = 3
# Of one contact, the columns of each of its rows.
Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    """One contact, and what of it answers the query."""

    contact: Contact
    by: str
    note: str


@dataclass(frozen=True)
class _Typed:
    """What was typed, in the forms that it is compared in."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return normalise.search_words(self.text)

    @cached_property
    def number(self) -> str:
        """Return the digits, if there is nothing else and they are more than two."""
        only = self.words[0] if len(self.words) == 1 else ""
        return only if only.isdigit() and len(only) >= FEWEST_DIGITS else ""

    def is_in(self, *names: str) -> bool:
        text = normalise.search_names(*names)
        return all(word in text for word in self.words)


def grouped(user: User, text: str) -> dict[str, list[Found]]:
    """Return the contacts found that the user sees, names first; empty groups are left out."""
    contacts = matches(user, text)
    groups: dict[str, list[Found]] = {name: [] for name in GROUPS}
    for found in _explained(contacts, _Typed(text)):
        groups[found.by].append(found)
    return {name: found for name, found in groups.items() if found}


def _explained(contacts: list[Contact], typed: _Typed) -> Iterator[Found]:
    """Say by what each was found: the same queries for one as for ten.

    What hangs on a contact is read where its own name does not say it.
    """
    named = {contact.pk: _by_name(contact, typed) for contact in contacts}
    others = [contact for contact in contacts if not named[contact.pk]]
    keys = [contact.pk for contact in others]
    people = [contact.pk for contact in others if contact.kind == Kind.PERSON]
    companies = [contact.pk for contact in others if contact.kind == Kind.ORGANISATION]
    emails = _of_each(Email.objects.order_by("-preferred", "pk"), keys, "key")
    telephones = _of_each(Telephone.objects.order_by("-preferred", "pk"), keys, "number")
    names = ("last_name", "first_name", "birth_name", "other_first_names")
    related = _of_each(RelatedPerson.objects.order_by("pk"), keys, *names)
    born = _of_each(PersonDetails.objects.all(), people, "birth_name", "title")
    legal = _of_each(OrganisationDetails.objects.all(), companies, "siren", "siret")
    for contact in contacts:
        key = contact.pk
        yield (
            named[key]
            or _by_birth_name(contact, born[key], typed)
            or _by_related(contact, related[key], typed)
            or _by_email(contact, emails[key], typed)
            or _by_telephone(contact, telephones[key], typed)
            or _by_code(contact, typed)
            or _by_legal_number(contact, legal[key], typed)
            or Found(contact, "name", contact.town)
        )


def _of_each(rows: QuerySet[Any], keys: Iterable[int], *columns: str) -> dict[int, Rows]:
    found: dict[int, Rows] = defaultdict(list)
    for contact, *values in rows.filter(contact__in=keys).values_list("contact_id", *columns):
        found[contact].append(tuple(values))
    return found


def _by_name(contact: Contact, typed: _Typed) -> Found | None:
    is_named = typed.is_in(contact.name, contact.first_name)
    return Found(contact, "name", contact.town) if is_named else None


def _by_birth_name(contact: Contact, rows: Rows, typed: _Typed) -> Found | None:
    for birth_name, title in rows:
        if birth_name and typed.is_in(contact.name, contact.first_name, birth_name):
            return Found(contact, "name", told_birth_name(birth_name, title))
    return None


def told_birth_name(name: str, title: str) -> str:
    """Tell a birth name in the words of who has it: née Martin."""
    if title == Title.MR:
        born = pgettext("man", "born %(name)s")
    elif title in {Title.MRS, Title.MISS}:
        born = pgettext("woman", "born %(name)s")
    else:
        born = gettext("born %(name)s")
    return born % {"name": name}


def _by_related(contact: Contact, rows: Rows, typed: _Typed) -> Found | None:
    for last_name, first_name, *others in rows:
        if typed.is_in(last_name, first_name, *others):
            return Found(contact, "related", f"{first_name} {last_name}".strip())
    return None


def _by_email(contact: Contact, rows: Rows, typed: _Typed) -> Found | None:
    wanted = normalise.email_key(typed.text)
    address = next((one for (one,) in rows if wanted in one), None)
    return Found(contact, "email", address) if address else None


def _by_telephone(contact: Contact, rows: Rows, typed: _Typed) -> Found | None:
    for (number,) in rows:
        if typed.number and typed.number in normalise.search_telephone(number):
            return Found(contact, "telephone", formats.phone_fr(number))
    return None


def _by_code(contact: Contact, typed: _Typed) -> Found | None:
    codes = (contact.folder_code, contact.client_number)
    code = next((one for one in codes if one and typed.is_in(one)), None)
    return Found(contact, "code", code) if code else None


def _by_legal_number(contact: Contact, rows: Rows, typed: _Typed) -> Found | None:
    numbers = [number for row in rows for number in row if typed.number and typed.number in number]
    return Found(contact, "siren", numbers[0]) if numbers else None
