"""What a relation must satisfy, asked of what its writer sees and of nothing else."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from contacts.enums import Kind, RelationKind
from contacts.errors import RelationRefused
from contacts.models import Contact, RelatedPerson, Relationship
from contacts.queries.relations import End, ancestors, read_from, spouses
from users.models import User

K = RelationKind
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Terms:
    """What a relation says besides who and what."""

    share: Decimal | None = None
    started_on: dt.date | None = None
    ended_on: dt.date | None = None
    note: str = ""
    other_parent: End | None = None
    # Of a child.
    filiation: str = ""
    is_dependent: str = ""
    has_disability: str = ""


OF_A_CHILD = ("filiation", "is_dependent", "has_disability")
NO_TERMS = Terms()


def check(
    contact: Contact, kind: RelationKind, other: End, terms: Terms, *, row: Relationship, by: User
) -> None:
    """Refuse, with the field to look at, what cannot be; `row` is the one being written."""
    _check_ends(contact, kind, other)
    check_dates(terms, contact, other)
    _check_share(terms)
    if terms.ended_on is None:
        _check_once(contact, kind, other, row)
        if kind == K.SPOUSE:
            _check_one_spouse(contact, other, row, by)
    if kind in {K.CHILD, K.PARENT}:
        parent, child = (contact, other) if kind == K.CHILD else (other, contact)
        _check_descent(parent, child, by)


def kinds_between(contact: Contact, other: End) -> list[RelationKind]:
    """Return what these two may be to each other."""
    far = _sort_of(other) == Kind.PERSON
    return [kind for kind in K if kind.fits(near_is_person=contact.is_person, far_is_person=far)]


def _sort_of(end: End) -> str:
    return Kind.PERSON if isinstance(end, RelatedPerson) else end.kind


def _check_ends(contact: Contact, kind: RelationKind, other: End) -> None:
    if contact == other:
        raise RelationRefused(_("A contact has no relation with itself."))
    if kind in kinds_between(contact, other):
        return
    near, far = kind.row.of, kind.inverse.row.of
    if near == far:
        raise RelationRefused(_("This relation is between two natural persons."), "kind")
    end, sort = (other, far) if far and _sort_of(other) != far else (contact, near)
    words = _("%(other)s is not a natural person.")
    if sort == Kind.ORGANISATION:
        words = _("%(other)s is not a legal person.")
    raise RelationRefused(words % {"other": end}, "kind")


def check_dates(terms: Terms, *ends: End) -> None:
    started, ended = terms.started_on, terms.ended_on
    if started and ended and ended < started:
        raise RelationRefused(_("This date is before the beginning of the relation."), "ended_on")
    births = [one.birth_date for one in ends if one.birth_date]
    if started and any(started < born for born in births):
        raise RelationRefused(_("This date is before one of the two was born."), "started_on")


def _check_share(terms: Terms) -> None:
    if terms.share is not None and not 0 < terms.share <= HUNDRED:
        raise RelationRefused(_("Enter a share above 0, up to 100."), "share")


def _check_once(contact: Contact, kind: RelationKind, other: End, row: Relationship) -> None:
    """Both ends are seen, so every row between them is."""
    if other._state.adding:  # noqa: SLF001 - Django's documented name
        return
    rows = Relationship.objects.of(contact).open().exclude(pk=row.pk)
    rows = rows.of(other) if isinstance(other, Contact) else rows.filter(other_person=other)
    rows = rows.select_related("contact__person", "other_contact__person", "other_person")
    if any(read_from(contact, one).kind == kind for one in rows):
        raise RelationRefused(
            _("%(other)s already has this relation with %(contact)s.")
            % {"other": other, "contact": contact},
            "kind",
        )


def _check_one_spouse(contact: Contact, other: End, row: Relationship, by: User) -> None:
    for one in (contact, other):
        for standing in [] if one._state.adding else spouses(one, by):  # noqa: SLF001 - same
            if standing.pk == row.pk:
                continue
            theirs = _partner(standing, one)
            raise RelationRefused(
                _("%(one)s is already in a couple with %(other)s: end that relation first.")
                % {"one": one, "other": theirs},
                "kind",
            )


def _partner(row: Relationship, one: End) -> End:
    if isinstance(one, Contact):
        return read_from(one, row).other
    return row.contact


def _check_descent(parent: End, child: End, by: User) -> None:
    born, parent_born = child.birth_date, parent.birth_date
    if born and parent_born and born <= parent_born:
        raise RelationRefused(
            _("%(child)s was born before %(parent)s.") % {"child": child, "parent": parent}, "kind"
        )
    if not (isinstance(parent, Contact) and isinstance(child, Contact)):
        return
    if child.pk in ancestors(parent, by):
        raise RelationRefused(
            _("%(child)s is already among the parents of %(parent)s.")
            % {"child": child, "parent": parent},
            "kind",
        )
