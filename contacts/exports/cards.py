"""Contacts as cards of an address book: what one needs to call, to write and to visit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django_countries import countries

from contacts.enums import PhoneType, Title, Use
from contacts.exports.sheets import Cell, Reader
from contacts.models import Contact, Email, PostalAddress, Telephone
from text.vcards import Property, card
from users.models import User

_PLACES = {Use.PERSONAL: "HOME", Use.PROFESSIONAL: "WORK"}
_LINES = {PhoneType.MOBILE: "CELL", PhoneType.LANDLINE: "VOICE", PhoneType.FAX: "FAX"}


class Cards(Reader):
    """Each row is one cell: the card."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user

    def read(self, keys: Sequence[int]) -> Iterator[list[Cell]]:
        seen = Contact.objects.visible_to(self.user).filter(pk__in=keys)
        contacts = {row.pk: row for row in seen.select_related("person", "organisation")}
        self.told.update(contacts)
        emails, telephones, addresses = (
            _hanging(model, contacts) for model in (Email, Telephone, PostalAddress)
        )
        for key in keys:
            if key in contacts:
                properties = _named(contacts[key])
                properties += [_email(row) for row in emails[key]]
                properties += [_telephone(row) for row in telephones[key]]
                properties += [_address(row) for row in addresses[key]]
                yield [card(properties)]


def _hanging(model: Any, contacts: dict[int, Contact]) -> dict[int, list[Any]]:
    """Return rows of these contacts, what each prefers first."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in model.objects.filter(contact__in=contacts).order_by("-preferred", "pk"):
        found[row.contact_id].append(row)
    return found


def _named(contact: Contact) -> list[Property]:
    if not contact.is_person:
        name = contact.name
        # Apple's own: without it a company stands among the persons without a name.
        return [("N", [name, "", "", "", ""]), ("FN", [name]), ("ORG", [name]), _COMPANY]
    person = contact.person
    title = person.other_title if person.title == Title.OTHER else person.get_title_display()
    born = person.birth_date.isoformat() if person.birth_date else ""
    return [
        ("N", [contact.name, contact.first_name, "", title if person.title else "", ""]),
        ("FN", [str(contact)]),
        ("ORG", [person.employer, *filter(None, [person.employer_office])]),
        ("TITLE", [person.profession_label]),
        ("BDAY", [born]),
    ]


_COMPANY: Property = ("X-ABShowAs", ["COMPANY"])


def _typed(name: str, *types: str, preferred: bool) -> str:
    told = ",".join([*filter(None, types), *(["PREF"] if preferred else [])])
    return f"{name};TYPE={told}" if told else name


def _email(row: Email) -> Property:
    place = _PLACES.get(Use(row.use), "")
    return _typed("EMAIL", "INTERNET", place, preferred=row.preferred), [row.address]


def _telephone(row: Telephone) -> Property:
    line, place = PhoneType(row.line), _PLACES.get(Use(row.use), "")
    name = _typed("TEL", _LINES[line], place, preferred=row.preferred)
    # A pause, then what is dialled once somebody has answered.
    return name, [",".join(filter(None, [row.number, row.extension]))]


def _address(row: PostalAddress) -> Property:
    name = _typed("ADR", _PLACES.get(Use(row.use), ""), preferred=row.preferred)
    country = str(countries.name(row.country)) if row.country else ""
    return name, ["", row.line_2, row.line_1, row.town, "", row.post_code, country]
