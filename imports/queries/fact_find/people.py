"""Who somebody is, what they do and where they pay tax, by the ends of the targets of a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django_countries import countries

from compliance.models import TaxResidence
from contacts.models import Contact, PersonDetails, RelatedPerson, Telephone
from contacts.models.coordinates import with_extension
from contacts.queries.relations import End
from imports.fact_find.definition.lists import EMPLOYMENT_STATUSES, LEGAL_CAPACITIES
from imports.fact_find.schema import Choices
from imports.queries.fact_find import codes
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.meanings import first_names
from text import telephones
from text.nationalities import FEMININE
from text.normalise import folded

Said = Mapping[str, Any]
Row = PersonDetails | RelatedPerson


def country(code: str) -> str:
    return str(countries.name(code)) if code else ""


def of_contact(folder: Folder) -> Said:
    contact = folder.contact
    reached = _reached("contact", contact, folder) | {"contact.housing": contact.person.housing}
    return person("contact", contact.person, folder) | reached | addressed(folder)


def of_spouse(folder: Folder) -> Said:
    """Return what is known of the spouse: of one without a folder, who they are alone."""
    spouse = folder.spouse
    if spouse is None:
        return {}
    if not isinstance(spouse, Contact):
        return related("spouse", spouse)
    return person("spouse", spouse.person, folder) | _reached("spouse", spouse, folder)


def of_representative(folder: Folder) -> Said:
    relation = folder.representative
    if relation is None:
        return {}
    at = "representative"
    return told(at, relation.other, folder) | {f"{at}.function": relation.row.note}


def told(at: str, end: End, folder: Folder) -> dict[str, Any]:
    """Return who somebody is and how they are reached, with a folder or without one."""
    if not isinstance(end, Contact):
        return related(at, end)
    if not end.is_person:
        return {f"{at}.name": end.name}
    return identity(at, end.person, folder) | _reached(at, end, folder)


def related(at: str, row: RelatedPerson) -> dict[str, Any]:
    return _born(at, row) | {
        f"{at}.employment.occupation": row.profession_label,
        f"{at}.employment.employer": row.employer,
    }


def _born(at: str, row: Row) -> dict[str, Any]:
    title = codes.said(codes.TITLES, row.title) or ("MME" if row.title == "miss" else "")
    return {
        f"{at}.title": title,
        f"{at}.name": row.last_name,
        f"{at}.birth_name": row.birth_name,
        f"{at}.first_names": first_names(row.first_name, row.other_first_names),
        f"{at}.birth_date": row.birth_date,
        f"{at}.birth_post_code": row.birth_department,
        f"{at}.birth_town": row.birth_town,
    }


def identity(at: str, row: PersonDetails, folder: Folder) -> dict[str, Any]:
    nations = filter(None, (row.nationality, row.other_nationality))
    capacity = folder.words.get(row.legal_capacity_id or 0, "")
    return _born(at, row) | {
        f"{at}.birth_country": country(row.birth_country),
        f"{at}.nationalities": ", ".join(FEMININE.get(code) or country(code) for code in nations),
        f"{at}.legal_capacity": _code_of(LEGAL_CAPACITIES, capacity),
    }


def _code_of(choices: Choices, label: str) -> str:
    """Return the code of a word of the firm's own list that says the same as the form's."""
    words = folded(label)
    return next((export for export, said in choices if folded(said) == words), "")


def person(at: str, row: PersonDetails, folder: Folder) -> dict[str, Any]:
    """Return all that a form asks of its holder, and of their spouse."""
    words = folder.words
    status = words.get(row.professional_status_id or 0, "")
    return identity(at, row, folder) | {
        f"{at}.employment.status": _code_of(EMPLOYMENT_STATUSES, status),
        f"{at}.employment.category": row.socio_professional_category,
        f"{at}.employment.since": row.employed_since,
        f"{at}.employment.occupation": row.profession_label
        or words.get(row.profession_id or 0, ""),
        f"{at}.employment.employer": row.employer,
        f"{at}.employment.sector": row.business_sector,
        f"{at}.retirement_age": row.retirement_age,
        f"{at}.tax_residence1.country": country(row.tax_residence),
        f"{at}.tax_residence1.number": row.tax_number,
        f"{at}.us_person": codes.said(codes.YES_NO, row.us_person),
        f"{at}.us_tin": row.tin,
        f"{at}.exposed": codes.said(codes.YES_NO, row.is_pep),
        f"{at}.exposed_as": row.pep_link,
        f"{at}.exposed_function": row.pep_function,
    }


def further_residences(folder: Folder) -> Said:
    """Return the second country of taxation of the holder and of the spouse, in one query."""
    rows = folder.rows(TaxResidence, folder.couple).order_by("-pk")
    first = {row.contact_id: row for row in rows}
    spouse = folder.spouse_folder
    people = {"contact": folder.contact.pk, "spouse": spouse.pk if spouse else 0}
    return {
        f"{at}.tax_residence2.{end}": value
        for at, pk in people.items()
        if pk in first
        for end, value in (("country", country(first[pk].country)), ("number", first[pk].number))
    }


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
    if row is None:
        return {}
    return {
        "address.line1": row.line_1,
        "address.line2": row.line_2,
        "address.post_code": row.post_code,
        "address.town": row.town,
        "address.country": country(row.country),
    }
