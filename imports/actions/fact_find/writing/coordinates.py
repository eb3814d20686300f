"""How somebody is reached: the row of a use is changed, added or taken away."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from contacts.enums import PhoneType
from contacts.models import Contact, Email, PostalAddress, Telephone
from imports.actions.fact_find.writing.filling import Filling
from imports.fact_find.schema import Field
from imports.queries.fact_find.codes import LINES, is_line, use_of
from imports.queries.fact_find.columns import Column
from imports.queries.fact_find.people import ADDRESS
from text import telephones, validators
from text.normalise import email_key

Row = Any
HOME = "FR"


def rows_of(model: Any, contact: Contact) -> list[Row]:
    """Return the rows of a folder, the preferred one first."""
    return list(model.objects.filter(contact=contact).order_by("-preferred", "pk"))


def write_email(filling: Filling, of: str, contact: Contact) -> None:
    for question in filling.taken(f"{of}.email"):
        rows = rows_of(Email, contact)
        standing = next((row for row in rows if row.use == use_of(contact)), None)
        address = str(filling.answers[question.name] or "")
        if not address:
            _take_away(filling, standing, rows)
            continue
        others = (row for row in rows if row != standing)
        if any(email_key(row.address) == email_key(address) for row in others):
            filling.refuse(question, _("This address is there already."))
            continue
        row = standing or Email(
            contact=contact, use=use_of(contact), preferred=_is_first(filling, rows)
        )
        if filling.put(question, row, Column("address")):
            filling.draft.change(row, key=email_key(address))
            if standing is None:
                filling.draft.add(row)


def write_telephones(filling: Filling, of: str, contact: Contact) -> None:
    rows = rows_of(Telephone, contact)
    for end in LINES:
        for question in filling.taken(f"{of}.{end}"):
            _write_number(filling, question, rows, contact, end)


def _write_number(
    filling: Filling, question: Field, rows: list[Row], contact: Contact, end: str
) -> None:
    line, use = LINES[end]
    fitting = (row for row in rows if row.use == use and is_line(row.line, line))
    standing = next(fitting, None)
    text = str(filling.answers[question.name] or "")
    if not text:
        _take_away(filling, standing, rows)
        return
    read = telephones.parse(text)
    same = (read.number, read.extension)
    if any((row.number, row.extension) == same for row in rows if row is not standing):
        filling.refuse(question, _("This number is there already."))
        return
    row = standing or Telephone(contact=contact, use=use, preferred=_is_first(filling, rows))
    values = {"number": read.number, "extension": read.extension}
    # A French number says itself what sort of line it is.
    values["line"] = PhoneType(read.kind) if read.kind else line or PhoneType.LANDLINE
    if standing is None:
        rows.append(filling.draft.add(row))
    filling.draft.change(row, **values)


def write_address(filling: Filling) -> None:
    """Change the address of the folder as one row; one of which nothing is left goes."""
    questions = list(filling.taken("address"))
    if not questions:
        return
    contact = filling.contact
    rows = rows_of(PostalAddress, contact)
    standing = next((row for row in rows if row.use == use_of(contact)), None)
    lines = [q for q in filling.questions.values() if q.target.startswith("address.")]
    if not any(filling.says(q) for q in lines if q.target != "address.country"):
        _take_away(filling, standing, rows)
        return
    row = standing or PostalAddress(
        contact=contact, use=use_of(contact), preferred=_is_first(filling, rows)
    )
    if standing is None:
        filling.draft.add(row)
    put_address(filling, row)


def put_address(filling: Filling, row: PostalAddress) -> None:
    """Write the lines of an address; the country first: it says how a post code is written."""
    questions = filling.taken("address")
    for question in sorted(questions, key=lambda one: one.target != "address.country"):
        column = ADDRESS[question.target.removeprefix("address.")]
        if column.name == "post_code" and row.country in {"", HOME}:
            column = Column("post_code", validators.french_post_code)
        filling.put(question, row, column)


def _take_away(filling: Filling, row: Row | None, rows: Sequence[Row]) -> None:
    """Take a row away; the next one of its sort is preferred in its place."""
    if row is None:
        return
    was_preferred = row.preferred
    filling.draft.remove(row)
    left = _left(filling, rows)
    if was_preferred and left:
        filling.draft.change(left[0], preferred=True)


def _is_first(filling: Filling, rows: Sequence[Row]) -> bool:
    return not _left(filling, rows)


def _left(filling: Filling, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not filling.draft.is_removed(row)]
