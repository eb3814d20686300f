"""Contacts as `contacts.scoring` reads them: four queries for any number of contacts."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from contacts.enums import Kind, Line
from contacts.models import Contact, Email, PostalAddress, Telephone
from contacts.scoring import Description

# Some contacts, or all those between two keys.
Keys = Collection[int] | range
# A mobile is one by its number too, whatever was said of the line.
_MOBILE = (Q(line=Line.MOBILE) | Q(number__startswith="+336") | Q(number__startswith="+337")) & ~Q(
    line=Line.FAX
)
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
    emails: frozenset[str]
    mobiles: frozenset[str]
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
            emails=self.emails,
            mobiles=self.mobiles,
            is_organisation=self.is_organisation,
            siren=self.siren,
            lei=self.lei,
        )


def among(keys: Keys, path: str = "pk") -> Q:
    """Return the rows whose contact, at `path`, is one of these."""
    if isinstance(keys, range):
        return Q(**{f"{path}__gte": keys.start, f"{path}__lt": keys.stop})
    return Q(**{f"{path}__in": keys})


def known(keys: Keys) -> Iterator[Known]:
    """Read these contacts, deleted ones too, in the order of their keys."""
    contacts = Contact.everything.filter(among(keys), merged_into__isnull=True).order_by("pk")
    of_contact = among(keys, "contact_id")
    emails = _many(Email.objects.filter(of_contact).values_list("contact_id", "key"))
    mobiles = _many(
        Telephone.objects.filter(of_contact, _MOBILE).values_list("contact_id", "number")
    )
    codes = dict(
        PostalAddress.objects.filter(of_contact, preferred=True).values_list(
            "contact_id", "post_code"
        )
    )
    nothing: frozenset[str] = frozenset()
    for row in contacts.values_list(*_COLUMNS):
        contact, *_rest = row
        yield _known(
            row,
            codes.get(contact, ""),
            emails.get(contact, nothing),
            mobiles.get(contact, nothing),
        )


_STANDING = """
    SELECT contact_id, key, is_private FROM contacts_matchingkey WHERE {where} ORDER BY 1, 2
"""


def standing_keys(keys: Keys) -> list[tuple[int, int, bool]]:
    """Return these contacts' matching keys as (contact, key, is private), in order.

    Past the ORM, which would convert each of the half million booleans of a base.
    """
    if isinstance(keys, range):
        where, given = "contact_id >= %s AND contact_id < %s", [keys.start, keys.stop]
    else:
        where, given = f"contact_id IN ({', '.join(['%s'] * len(keys))})", list(keys)
    sql = (
        f"SELECT contact_id, key, is_private FROM contacts_matchingkey WHERE {where} ORDER BY 1, 2"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def _many(rows: Iterable[Any]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for contact, value in rows:
        before = found.get(contact)
        found[contact] = frozenset((value,)) if before is None else before | {value}
    return found


def _known(
    row: tuple[Any, ...], post_code: str, emails: frozenset[str], mobiles: frozenset[str]
) -> Known:
    contact, kind, name, first_name, birth_date, is_private, deleted_at, *details = row
    # A contact that was converted keeps what it had as the other kind, apart.
    if kind == Kind.ORGANISATION:
        birth_name, birth_place, (siren, lei) = None, None, details[2:]
    else:
        (birth_name, birth_place), siren, lei = details[:2], None, None
    return Known(
        contact,
        is_private,
        deleted_at is None,
        kind == Kind.ORGANISATION,
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
