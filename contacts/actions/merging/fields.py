"""Which fields of the target a merge fills, and which of the source's it refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from contacts import fields
from contacts.actions.merging.completing import is_blank
from contacts.actions.related_people import OF_COUPLE
from contacts.changes import FieldChange, FieldOutcome
from contacts.enums import Kind
from contacts.models import Contact
from contacts.people import ROLES, people_of
from contacts.queries.conversion import other_kind

# Never completed from the source: lists have rows of their own.
NOT_FIELDS = {"keywords"}
# What the firm says of the target, not what is known of the client: no value of the source is
# refused there.
ITS_OWN = {"category", *ROLES}


@dataclass
class Filling:
    """What is shown of each field, and what is written: values by row of the target and column."""

    # The source's couple is refused: what it says of it is not said of the target's.
    has_other_couple: bool = False
    changes: list[FieldChange] = field(default_factory=list)
    values: dict[str, dict[str, tuple[Any, Any]]] = field(default_factory=dict)


def fill(source: Contact, target: Contact, *, has_other_couple: bool = False) -> Filling:
    filling = Filling(has_other_couple)
    for owner, name in _names(source.kind):
        if name == "is_private":
            _fill_privacy(filling, source, target)
        else:
            _fill(filling, owner, name, source, target)
    archived = other_kind(source)
    if has_row(source, archived):
        for name in fields.names(archived, archived.value):
            _fill(filling, archived.value, name, source, target)
    return filling


def has_row(contact: Contact, owner: str) -> bool:
    """Say whether the contact has this row: that of another kind is left by a conversion."""
    return owner == "contact" or getattr(contact, owner, None) is not None


def _names(kind: str) -> Iterator[tuple[str, str]]:
    for block in fields.BLOCKS[kind]:
        for one in block.fields:
            if one.name not in NOT_FIELDS:
                yield fields.ENTRIES[one.name].owner, one.name


def _related() -> Iterator[str]:
    """Give what leads to the rows that hold the fields or that these name, but a person's own."""
    yield "organisation"
    for owner, name in chain.from_iterable(map(_names, Kind)):
        if fields.ENTRIES[name].shape in fields.LINKED:
            yield name if owner == "contact" else f"{owner}__{name}"


RELATED = tuple(dict.fromkeys(_related()))


def _row(contact: Contact, owner: str) -> Any:
    """Return the row, or one without anything in it where there is none yet."""
    if owner == "contact":
        return contact
    return getattr(contact, owner) if has_row(contact, owner) else fields.MODELS[owner]()


def _fill(filling: Filling, owner: str, name: str, source: Contact, target: Contact) -> None:
    theirs, own = _row(source, owner), _row(target, owner)
    column = own._meta.get_field(name).attname
    wanted, held = getattr(theirs, column), getattr(own, column)
    if is_blank(wanted) and is_blank(held):
        return
    said, stands = (fields.text_of(row, fields.ENTRIES[name]) for row in (theirs, own))
    fate, words = _fate(wanted, held), ""
    if fate is FieldOutcome.REFUSED and name in ITS_OWN:
        fate = FieldOutcome.KEPT
    if fate is FieldOutcome.FILLED and (words := _why_not(filling, owner, name, source, target)):
        fate = FieldOutcome.REFUSED
    if fate is FieldOutcome.FILLED:
        filling.values.setdefault(owner, {})[column] = (held, wanted)
    result = said if fate is FieldOutcome.FILLED else stands
    label = _label(name, owner, target)
    filling.changes.append(FieldChange(name, label, said, stands, result, fate, words))


def _label(name: str, owner: str, target: Contact) -> str:
    label = str(fields.ENTRIES[name].label)
    is_archived = owner == other_kind(target)
    return _("%(field)s (archived)") % {"field": label} if is_archived else label


def _fate(wanted: Any, held: Any) -> FieldOutcome:
    if is_blank(held):
        return FieldOutcome.FILLED
    return FieldOutcome.KEPT if is_blank(wanted) or wanted == held else FieldOutcome.REFUSED


def _why_not(filling: Filling, owner: str, name: str, source: Contact, target: Contact) -> str:
    """Say why a blank field is not filled all the same; "" when it is."""
    if name in ROLES:
        return _why_not_assigned(filling, getattr(source, f"{name}_id"), target)
    if filling.has_other_couple and name in OF_COUPLE:
        return _("Goes with another spouse")
    first, words = fields.ENTRIES[name].goes_with or ("", "")
    if first and first not in filling.values.get(owner, {}):
        theirs, own = _row(source, owner), _row(target, owner)
        if getattr(theirs, first) != getattr(own, first):
            return str(words)
    if name in {"birth_date", "death_date"} and _dies_before_birth(filling, name, source, target):
        return _("The death would come before the birth")
    return ""


def _why_not_assigned(filling: Filling, person: int, target: Contact) -> str:
    filled = filling.values.get("contact", {})
    given = {filled[f"{role}_id"][1] for role in ROLES if f"{role}_id" in filled}
    if target.is_private and person not in people_of(target):
        return _("Does not see this private folder")
    if person in people_of(target) | given:
        return _("Is assigned already")
    return ""


def _dies_before_birth(filling: Filling, name: str, source: Contact, target: Contact) -> bool:
    filled: Mapping[str, Any] = filling.values.get("person", {})
    own, theirs = _row(target, "person"), _row(source, "person")
    born = filled["birth_date"][1] if "birth_date" in filled else own.birth_date
    if name == "birth_date":
        born, died = theirs.birth_date, own.death_date
    else:
        died = theirs.death_date
    return bool(born and died and died < born)


def _fill_privacy(filling: Filling, source: Contact, target: Contact) -> None:
    entry = fields.ENTRIES["is_private"]
    said, stands = fields.text(entry, source.is_private), fields.text(entry, target.is_private)
    becomes = source.is_private and not target.is_private
    if becomes:
        filling.values.setdefault("contact", {})["is_private"] = (False, True)
    fate, words = (
        (FieldOutcome.FILLED, _("Becomes private")) if becomes else (FieldOutcome.KEPT, "")
    )
    result = said if becomes else stands
    label = str(entry.label)
    filling.changes.append(FieldChange("is_private", label, said, stands, result, fate, words))
