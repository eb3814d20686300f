"""Contacts as `contacts.scoring` reads them: four queries for any number of contacts."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Q
from django.db.models.expressions import RawSQL

from contacts.enums import Kind, PhoneType
from contacts.models import Contact, Email, MatchingKey, PostalAddress, Telephone
from contacts.scoring import Description
from persistence import staging_tables

# Some contacts, or those that a statement gives.
Keys = Collection[int] | RawSQL
# A mobile is one by its number too, whatever was said of the line.
MOBILE = (
    Q(line=PhoneType.MOBILE) | Q(number__startswith="+336") | Q(number__startswith="+337")
) & ~Q(line=PhoneType.FAX)
# The same of a row `t`, in a statement that has parameters.
MOBILE_SQL = f"""
    t.line <> '{PhoneType.FAX.value}' AND (t.line = '{PhoneType.MOBILE.value}'
        OR t.number LIKE '+336%%' OR t.number LIKE '+337%%')
"""
_MANY = "described_contact"
_ORGANISATION = str(Kind.ORGANISATION)
_COLUMNS = (
    *("pk", "kind", "name", "first_name", "birth_date", "is_private", "deleted_at"),
    *("person__birth_name", "person__birth_town", "organisation__siren", "organisation__lei"),
)


class Known(NamedTuple):
    """A contact that was not merged into another one.

    Most are only asked for their keys, which costs a third of what their description does.
    """

    contact: int
    is_private: bool
    is_active: bool
    is_organisation: bool
    name: str
    birth_name: str
    first_name: str
    birth_date: dt.date | None
    birth_place: str
    post_code: str
    emails: tuple[str, ...]
    mobiles: tuple[str, ...]
    siren: str
    lei: str

    @property
    def said(self) -> Description:
        return Description(
            name=self.name,
            birth_name=self.birth_name,
            first_name=self.first_name,
            birth_date=self.birth_date,
            birth_place=self.birth_place,
            post_code=self.post_code,
            emails=frozenset(self.emails),
            mobiles=frozenset(self.mobiles),
            is_organisation=self.is_organisation,
            siren=self.siren,
            lei=self.lei,
        )


def known_of_many(contact_ids: Collection[int]) -> Iterator[Known]:
    """Read thousands of contacts, whose keys a table holds better than a statement."""
    staging_tables.create(_MANY, {"contact": "bigint"})
    staging_tables.fill(_MANY, ["contact"], ((contact,) for contact in sorted(contact_ids)))
    return known(staging_tables.keys(f"SELECT contact FROM {_MANY}"))  # noqa: S608


def known(keys: Keys) -> Iterator[Known]:
    """Read these contacts, deleted ones too, in the order of their keys."""
    emails = _many(Email.objects.filter(contact__in=keys).values_list("contact_id", "key"))
    mobiles = _many(
        Telephone.objects.filter(MOBILE, contact__in=keys).values_list("contact_id", "number")
    )
    codes = dict(
        PostalAddress.objects.filter(contact__in=keys, preferred=True).values_list(
            "contact_id", "post_code"
        )
    )
    rows = Contact.everything.filter(pk__in=keys, merged_into__isnull=True).order_by("pk")
    for row in rows.values_list(*_COLUMNS):
        contact = row[0]
        yield _known(row, codes.get(contact, ""), emails.get(contact, ()), mobiles.get(contact, ()))


def standing_keys(contact_ids: Collection[int]) -> Iterator[tuple[int, int, bool]]:
    """Give these contacts' matching keys as (contact, key, is private)."""
    rows = MatchingKey.objects.filter(contact_id__in=contact_ids)
    return rows.values_list("contact_id", "key", "is_private").iterator()


def _many(rows: Iterable[Any]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for contact, value in rows:
        found[contact] = (*found[contact], value) if contact in found else (value,)
    return found


def _known(
    row: tuple[Any, ...], post_code: str, emails: tuple[str, ...], mobiles: tuple[str, ...]
) -> Known:
    contact, kind, name, first_name, birth_date, is_private, deleted_at = row[:7]
    birth_name, birth_place, siren, lei = row[7:]
    # A contact that was converted keeps what it had as the other kind, apart.
    if kind == _ORGANISATION:
        birth_name = birth_place = None
    else:
        siren = lei = None
    return Known(
        contact,
        is_private,
        deleted_at is None,
        kind == _ORGANISATION,
        name,
        birth_name or "",
        first_name,
        birth_date,
        birth_place or "",
        post_code,
        emails,
        mobiles,
        siren or "",
        lei or "",
    )
