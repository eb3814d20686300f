"""Who somebody is, what they do and where they pay tax, by the ends of the targets of a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from compliance.models import TaxResidence
from contacts.enums import FirmList, Title
from contacts.models import Contact, PersonDetails, RelatedPerson, Telephone
from contacts.models.coordinates import with_extension
from contacts.queries.relations import End
from imports.fact_find.definition.lists import EMPLOYMENT_STATUSES, LEGAL_CAPACITIES
from imports.fact_find.schema import Choices
from imports.queries.fact_find import codes
from imports.queries.fact_find.alike import nationality_names
from imports.queries.fact_find.columns import Column, Columns, of_country, read, yes_no
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.meanings import department, first_names, integer, of_codes
from text import telephones
from text.normalise import folded

Said = Mapping[str, Any]
Row = PersonDetails | RelatedPerson


def _title(stored: str) -> str:
    """Return the title of a form, which knows no Mademoiselle."""
    return codes.said(codes.TITLES, Title.MRS if stored == Title.MISS else stored)


IDENTITY: Columns = {
    "title": Column("title", of_codes(codes.TITLES), _title),
    "name": Column("last_name", required=True),
    "birth_name": Column("birth_name"),
    # Two columns each, of which this is the first.
    "first_names": Column("first_name"),
    "nationalities": Column("nationality"),
    "birth_date": Column("birth_date"),
    "birth_post_code": Column("birth_department", department),
    "birth_town": Column("birth_town"),
    "birth_country": of_country("birth_country"),
    "legal_capacity": Column("legal_capacity", firm_list=FirmList.LEGAL_CAPACITY),
}
EMPLOYMENT: Columns = {
    "employment.status": Column("professional_status", firm_list=FirmList.PROFESSIONAL_STATUS),
    "employment.category": Column("socio_professional_category"),
    "employment.since": Column("employed_since"),
    "employment.occupation": Column("profession_label"),
    "employment.employer": Column("employer"),
    "employment.sector": Column("business_sector"),
    "retirement_age": Column("retirement_age", integer),
}
EXPOSURE: Columns = {
    "tax_residence1.country": of_country("tax_residence"),
    "tax_residence1.number": Column("tax_number"),
    "us_person": yes_no("us_person"),
    "us_tin": Column("tin"),
    "exposed": yes_no("is_pep"),
    "exposed_as": Column("pep_link"),
    "exposed_function": Column("pep_function"),
}
HOUSING: Columns = {"housing": Column("housing")}
COLUMNS: Columns = {**IDENTITY, **EMPLOYMENT, **EXPOSURE, **HOUSING}
ADDRESS: Columns = {
    "line1": Column("line_1"),
    "line2": Column("line_2"),
    "post_code": Column("post_code"),
    "town": Column("town"),
    "country": of_country("country"),
}
SECOND_RESIDENCE: Columns = {
    "country": of_country("country", required=True),
    "number": Column("number"),
}


def of_contact(folder: Folder) -> Said:
    contact = folder.contact
    reached = _reached("contact", contact, folder)
    return person("contact", contact.person, folder) | reached | addressed(folder)


def of_spouse(folder: Folder) -> Said:
    """Return what is known of the spouse: of one without a folder, who they are alone."""
    return told("spouse", folder.spouse, folder) if folder.spouse else {}


def of_representative(folder: Folder) -> Said:
    relation = folder.representative
    if relation is None:
        return {}
    at = "representative"
    return told(at, relation.other, folder) | {f"{at}.function": relation.row.note}


def told(at: str, end: End, folder: Folder) -> dict[str, Any]:
    """Return who somebody is and how they are reached, with a folder or without one."""
    if not isinstance(end, Contact):
        return person(at, end, folder)
    if not end.is_person:
        return {f"{at}.name": end.name}
    return person(at, end.person, folder) | _reached(at, end, folder)


def person(at: str, row: Row, folder: Folder) -> dict[str, Any]:
    """Return who somebody is, as far as their row has a place for it."""
    said = read(at, row, COLUMNS)
    said[f"{at}.first_names"] = first_names(row.first_name, row.other_first_names)
    if isinstance(row, RelatedPerson):
        return said
    profession = folder.word(row.profession_id)
    capacity = folder.word(row.legal_capacity_id)
    status = folder.word(row.professional_status_id)
    return said | {
        f"{at}.nationalities": nationality_names([row.nationality, row.other_nationality]),
        f"{at}.legal_capacity": _code_of(LEGAL_CAPACITIES, capacity),
        f"{at}.employment.status": _code_of(EMPLOYMENT_STATUSES, status),
        f"{at}.employment.occupation": row.profession_label or profession,
    }


def _code_of(choices: Choices, label: str) -> str:
    """Return the code of a word of the firm's own list that says the same as the form's."""
    words = folded(label)
    return next((export for export, said in choices if folded(said) == words), "")


def further_residences(folder: Folder) -> Said:
    """Return the second country of taxation of the holder and of the spouse, in one query."""
    rows = folder.rows(TaxResidence, folder.couple).order_by("-pk")
    first = {row.contact_id: row for row in rows}
    spouse = folder.spouse_folder
    people = {"contact": folder.contact.pk, "spouse": spouse.pk if spouse else 0}
    said: dict[str, Any] = {}
    for at, pk in people.items():
        if pk in first:
            said |= read(f"{at}.tax_residence2", first[pk], SECOND_RESIDENCE)
    return said


# -- how they are reached


def _reached(at: str, contact: Contact, folder: Folder) -> dict[str, Any]:
    use = codes.use_of(contact)
    emails = (row.address for row in folder.email_rows.get(contact.pk, ()) if row.use == use)
    numbers = folder.number_rows.get(contact.pk, ())
    lines = {f"{at}.{end}": _number(numbers, end) for end in codes.LINES}
    return lines | {f"{at}.email": next(emails, "")}


def reached_organisation(folder: Folder) -> Said:
    return _reached("organisation", folder.contact, folder) | addressed(folder)


def _number(rows: Sequence[Telephone], end: str) -> str:
    line, use = codes.LINES[end]
    fitting = (row for row in rows if row.use == use and codes.is_line(row.line, line))
    row = next(fitting, None)
    if row is None:
        return ""
    return with_extension(telephones.national(row.number), row.extension)


def addressed(folder: Folder) -> dict[str, Any]:
    use = codes.use_of(folder.contact)
    row = next((one for one in folder.address_rows if one.use == use), None)
    return {} if row is None else read("address", row, ADDRESS)
