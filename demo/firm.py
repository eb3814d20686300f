"""Writes the demo firm, through the actions that every other write goes through."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from contacts.actions import duplicates
from contacts.actions.contacts import create, update
from contacts.actions.coordinates import Row, save_coordinates
from contacts.enums import FirmList, Kind, PhoneType, Use
from contacts.models import (
    Category,
    Contact,
    Email,
    Keyword,
    ListValue,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    Telephone,
)
from demo import (
    compliance,
    declared,
    doubles,
    drafts,
    fact_finds,
    kin,
    names,
    notes,
    people,
    places,
    searches,
    wealth,
)
from demo.drafts import Draft
from text import normalise
from users.models import NIGHT, User

DELETED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
ACCOUNTS_FOR_A_HUNDRED = 225
TOP = (drafts.CLIENTS, *drafts.SHARES)
OF_DETAILS = ("profession", "professional_status", "legal_capacity")
CLIENTS_OF_THE_FIRM = {drafts.CLIENTS, drafts.FORMER, drafts.COMPANIES}


def is_empty() -> bool:
    """Tell a database in which nothing was ever kept."""
    somebody = User.objects.exclude(username=NIGHT).exists()
    return not (somebody or Contact.everything.exists())


class Firm:
    """The lists and people of the firm, by name, for the contacts that refer to them."""

    def __init__(self, drawn: Iterable[Draft]) -> None:
        self.users = people.hire()
        self.categories = _categories()
        self.keywords = {
            word: Keyword.objects.get_or_create(label=word)[0] for word in names.KEYWORDS
        }
        self.values = _list_values(drawn)

    def category(self, draft: Draft) -> Category:
        """Return the sub-category of clients where there is one for their region."""
        if draft.category == drafts.CLIENTS and draft.home.region:
            return self.categories[draft.home.region]
        return self.categories[draft.category]

    def team(self, draft: Draft) -> dict[str, User | None]:
        return {
            role: self.users[username] if username else None
            for role, username in draft.home.team.items()
        }

    def lists(self, draft: Draft, *, of_details: bool) -> dict[str, int]:
        return {
            f"{name}_id": self.values[name, label].pk
            for name, label in draft.lists.items()
            if (name in OF_DETAILS) is of_details
        }


@transaction.atomic
def load(number: int) -> None:
    """Fill an empty database with the whole firm."""
    drawn = drafts.draw(number)
    ties = kin.agree(drawn)
    firm = Firm(drawn)
    again = doubles.draw(drawn)
    fact_finds.tell(drawn, ties)
    with duplicates.postponed():
        contacts = [
            write(firm, draft, rank) for rank, draft in enumerate([*drawn, *again], start=1)
        ]
    written = list(zip(drawn, contacts, strict=False))
    kin.tie_all(ties, written, firm.users)
    notes.write_all(written, firm.users)
    wealth.open_all(written, firm.users, number * ACCOUNTS_FOR_A_HUNDRED // 100)
    declared.declare_all(written, firm.users)
    compliance.comply_all(written, firm.users)
    searches.write_all(firm.users)


def _categories() -> dict[str, Category]:
    made = {
        name: Category.objects.get_or_create(
            name=name, parent=None, defaults={"position": position}
        )[0]
        for position, name in enumerate(TOP)
    }
    for position, region in enumerate(filter(None, places.TOWNS)):
        made[region], _ = Category.objects.get_or_create(
            name=region, parent=made[drafts.CLIENTS], defaults={"position": position}
        )
    return made


def _list_values(drawn: Iterable[Draft]) -> dict[tuple[str, str], ListValue]:
    used = sorted({pair for draft in drawn for pair in draft.lists.items()})
    known = {firm_list.value for firm_list in FirmList}
    return {
        (name, label): ListValue.objects.get_or_create(firm_list=name, label=label)[0]
        for name, label in used
        if name in known
    }


def write(firm: Firm, draft: Draft, rank: int) -> Contact:
    """Write one contact with its details, coordinates and keywords."""
    by = firm.users[draft.home.team["lead_adviser"] or people.MANAGER.username]
    details = details_of(firm, draft)
    contact = create(contact=contact_of(firm, draft, rank), details=details, by=by)
    save_coordinates(contact=contact, saved=coordinates_of(draft), removed=[], version=0, by=by)
    if draft.keywords:
        words = [firm.keywords[word] for word in draft.keywords]
        update(contact=contact, details=details, keywords=words, version=1, by=by)
    if draft.deleted:
        contact.deleted_at = DELETED_AT + timedelta(days=rank % 40)
        contact.deleted_by = by
        contact.save()
    return contact


def contact_of(firm: Firm, draft: Draft, rank: int) -> Contact:
    is_client = draft.category in CLIENTS_OF_THE_FIRM
    letter = "A" if draft.kind == Kind.PERSON else "B"
    values: dict[str, Any] = firm.team(draft) | firm.lists(draft, of_details=False)
    return Contact(
        category_id=firm.category(draft).pk,
        folder_code=f"{letter}{rank:04}" if is_client else "",
        client_number=f"{100_000 + 7 * rank}" if is_client else "",
        is_private=draft.private,
        relation_since=draft.home.since,
        client_since=draft.home.since + timedelta(days=45) if is_client else None,
        note=draft.note,
        **values,
    )


def details_of(firm: Firm, draft: Draft) -> PersonDetails | OrganisationDetails:
    if draft.kind == Kind.ORGANISATION:
        return OrganisationDetails(**draft.details)
    values: dict[str, Any] = draft.details | firm.lists(draft, of_details=True)
    return PersonDetails(**values)


def coordinates_of(draft: Draft) -> list[Row]:
    use = Use.PERSONAL if draft.kind == Kind.PERSON else Use.PROFESSIONAL
    home = draft.home
    rows: list[Row] = [
        PostalAddress(
            use=use,
            preferred=True,
            line_1=home.street,
            line_2=home.more,
            post_code=home.town.post_code,
            town=home.town.name,
        ),
        Telephone(
            use=use, preferred=not draft.mobile, line=PhoneType.LANDLINE, number=home.landline
        ),
    ]
    if draft.mobile:
        rows.append(Telephone(use=use, preferred=True, line=PhoneType.MOBILE, number=draft.mobile))
    if draft.email:
        key = normalise.email_key(draft.email)
        rows.append(Email(use=use, preferred=True, address=draft.email, key=key))
    return rows
