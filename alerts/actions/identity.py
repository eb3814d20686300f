"""Who a line is: as the partner said it, as a person corrected it, and as a contact holds it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from alerts.enums import Holder
from alerts.models import DetectedClient
from contacts.actions.creation import Coordinate, NewContact
from contacts.enums import Kind, Title
from contacts.models import (
    Category,
    Contact,
    Email,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    Telephone,
)
from text import communes
from text.names import usual_case, usual_first_name
from text.normalise import email_key, folded, name_key
from text.titles import holders, is_legal_form, names_two
from users.models import User

TITLES = {"m": Title.MR, "mr": Title.MR, "monsieur": Title.MR, "mme": Title.MRS}
TITLES |= {"madame": Title.MRS, "mlle": Title.MISS, "mademoiselle": Title.MISS}

# What a line keeps of a person's corrections beside who the client is.
ADVISER, SECOND = "adviser", "second"
NOT_OF_IDENTITY = {ADVISER, SECOND}

LONGEST_LEGAL_NAME = 200


@dataclass(frozen=True)
class Identity:
    """What a new contact is made of: the partner's words, or a person's corrections."""

    title: str
    last_name: str
    first_name: str
    birth_date: dt.date | None
    line_1: str
    post_code: str
    town: str
    birth_town: str = ""
    birth_name: str = ""


def identity_of(client: DetectedClient) -> Identity:
    """Return what the partner said of the client, as a contact would hold it."""
    if client.is_joint:
        return _of_holder(client, Holder.FIRST)
    known = {*Title.values}
    title = client.title if client.title in known else TITLES.get(folded(client.title), "")
    if _other_title(client):
        title = Title.OTHER
    is_person = client.kind == Kind.PERSON
    cased = usual_case if is_person else str
    return Identity(
        title=title,
        last_name=cased(client.last_name),
        first_name=usual_first_name(client.first_name) if is_person else client.first_name,
        birth_date=client.birth_date,
        line_1=client.line_1,
        post_code=client.post_code,
        town=client.town,
        birth_town=client.birth_town,
        birth_name=cased(client.birth_name),
    )


def second_of(client: DetectedClient) -> Identity:
    """Return what the partner said of the second holder, or a person before postponing."""
    said = _of_holder(client, Holder.SECOND)
    return replace(said, **_with_date(client.edits.get(SECOND, {})))


def _of_holder(client: DetectedClient, holder: Holder) -> Identity:
    """Return one of two holders; the partner tells one birth, the first one's."""
    named = holders(client.title, client.last_name, client.first_name)[holder - 1]
    is_first = holder == Holder.FIRST
    return Identity(
        title=TITLES[folded(named.title)],
        last_name=usual_case(named.last_name),
        first_name=usual_first_name(named.first_name),
        birth_date=client.birth_date if is_first else None,
        line_1=client.line_1,
        post_code=client.post_code,
        town=client.town,
        birth_town=client.birth_town if is_first else "",
        birth_name=usual_case(named.birth_name or (client.birth_name if is_first else "")),
    )


def _other_title(client: DetectedClient) -> str:
    """Return the title that the partner writes in its own words: Docteur."""
    title = client.title
    is_other = client.kind == Kind.PERSON and not client.is_joint and folded(title) not in TITLES
    return title if is_other and title not in Title.values else ""


def names_one(said: Identity) -> bool:
    """Tell whether the name is that of one person, with a first name."""
    return bool(said.first_name and said.last_name) and not names_two(said.first_name)


def corrected(client: DetectedClient) -> Identity:
    """Return the client as a person corrected it before postponing, else as the partner said."""
    known = {name: value for name, value in client.edits.items() if name not in NOT_OF_IDENTITY}
    return replace(identity_of(client), **_with_date(known))


def legal_name(said: Identity) -> str:
    """Return the name of an organisation, which a file may have in both columns of a person."""
    return f"{said.last_name} {said.first_name}".strip()[:LONGEST_LEGAL_NAME]


def as_edits(said: Identity) -> dict[str, Any]:
    """Return the data as the line keeps them."""
    return asdict(said) | {"birth_date": said.birth_date and said.birth_date.isoformat()}


def _with_date(known: dict[str, Any]) -> dict[str, Any]:
    if known.get("birth_date"):
        return known | {"birth_date": dt.date.fromisoformat(known["birth_date"])}
    return known


def new_contact(
    line: DetectedClient,
    said: Identity,
    category: Category,
    adviser: User,
    *,
    of_first: bool = True,
) -> NewContact:
    """Return the contact that the line, as a person corrected it, makes.

    `of_first`: of two holders the first one, whose e-mail and mobile they are.
    """
    contact = Contact(category=category, lead_adviser=adviser)
    coordinates: list[Coordinate] = []
    if said.line_1 or said.post_code or said.town:
        address = PostalAddress(
            line_1=said.line_1,
            line_2=line.line_2,
            post_code=said.post_code,
            town=said.town,
            country=_country(line.country),
        )
        coordinates.append(address)
    if of_first:
        coordinates += _reached_at(line)
    return NewContact(contact, _details(line, said), coordinates)


def _reached_at(line: DetectedClient) -> Iterator[Coordinate]:
    if line.email:
        yield Email(address=line.email, key=email_key(line.email))
    if line.mobile:
        yield Telephone(number=line.mobile)


def _country(said: str) -> str:
    """Return a code, or nothing: a partner's own word for a country is not one."""
    return said.upper() if len(said) == 2 else "FR" if name_key(said) in {"", "france"} else ""  # noqa: PLR2004


def _details(line: DetectedClient, said: Identity) -> PersonDetails | OrganisationDetails:
    if line.kind == Kind.ORGANISATION:
        form = line.title if is_legal_form(line.title) else ""
        return OrganisationDetails(
            legal_name=legal_name(said),
            legal_form=form,
            siren=line.siren,
            siret=line.siret,
            lei=line.lei,
        )
    is_told = said.birth_town and said.birth_town == line.birth_town
    commune = line.birth_commune if is_told else ""
    return PersonDetails(
        title=said.title,
        other_title=_other_title(line) if said.title == Title.OTHER else "",
        last_name=said.last_name,
        first_name=said.first_name,
        birth_name=said.birth_name,
        birth_date=said.birth_date,
        birth_town=said.birth_town,
        birth_commune=commune,
        birth_department=communes.department_of(commune),
    )
