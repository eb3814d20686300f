"""What the header's search found, grouped by what it was found by."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts import formats, normalise
from contacts.enums import Kind
from contacts.models import Contact, Email, OrganisationDetails, Telephone
from contacts.queries.search import matches
from users.models import User

# In the order of the screen.
GROUPS: dict[str, str | Promise] = {
    "name": _("Contacts"),
    "email": _("E-mails"),
    "telephone": _("Telephones"),
    "code": _("Codes and numbers"),
    "siren": _("SIREN"),
}
FEWEST_DIGITS = 3


@dataclass(frozen=True)
class Found:
    """One contact, and what of it answers the query."""

    contact: Contact
    by: str
    note: str


def grouped(user: User, text: str) -> dict[str, list[Found]]:
    """Return the contacts found that the user sees, names first; empty groups are left out."""
    contacts = matches(user, text)
    groups: dict[str, list[Found]] = {name: [] for name in GROUPS}
    for found in _explained(contacts, text):
        groups[found.by].append(found)
    return {name: found for name, found in groups.items() if found}


def _explained(contacts: list[Contact], text: str) -> Iterable[Found]:
    """Say by what each was found: the same three queries for one as for ten."""
    emails = _by_contact(Email, "key", contacts)
    telephones = _by_contact(Telephone, "number", contacts)
    companies = [contact.pk for contact in contacts if contact.kind == Kind.ORGANISATION]
    sirens = dict(OrganisationDetails.objects.filter(pk__in=companies).values_list("pk", "siren"))
    for contact in contacts:
        yield (
            _by_name(contact, text)
            or _by_email(contact, emails.get(contact.pk, []), text)
            or _by_telephone(contact, telephones.get(contact.pk, []), text)
            or _by_code(contact, text)
            or _by_siren(contact, sirens.get(contact.pk, ""), text)
            or Found(contact, "name", contact.town)
        )


def _by_contact(
    model: type[Email | Telephone], name: str, contacts: list[Contact]
) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    chosen = model._default_manager.filter(contact__in=contacts).order_by("-preferred", "pk")
    for contact, value in chosen.values_list("contact_id", name):
        rows.setdefault(contact, []).append(value)
    return rows


def _by_name(contact: Contact, text: str) -> Found | None:
    name = normalise.search_text(contact.name, contact.first_name)
    has_all = all(word in name for word in normalise.search_words(text))
    return Found(contact, "name", contact.town) if has_all else None


def _by_email(contact: Contact, addresses: list[str], text: str) -> Found | None:
    wanted = normalise.email_key(text)
    address = next((one for one in addresses if wanted in one), None)
    return Found(contact, "email", address) if address else None


def _by_telephone(contact: Contact, numbers: list[str], text: str) -> Found | None:
    wanted = "".join(filter(str.isdigit, text))
    if len(wanted) < FEWEST_DIGITS:
        return None
    for number in numbers:
        national = "".join(filter(str.isdigit, normalise.telephone_national(number)))
        if wanted in national or wanted in number:
            return Found(contact, "telephone", formats.phone_fr(number))
    return None


def _by_code(contact: Contact, text: str) -> Found | None:
    wanted = normalise.search_text(text)
    codes = (contact.folder_code, contact.client_number)
    code = next((one for one in codes if one and wanted in normalise.search_text(one)), None)
    return Found(contact, "code", code) if code else None


def _by_siren(contact: Contact, siren: str, text: str) -> Found | None:
    wanted = "".join(filter(str.isdigit, text))
    return Found(contact, "siren", siren) if wanted and wanted in siren else None
