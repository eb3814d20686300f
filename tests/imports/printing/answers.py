"""Each question of a form with an answer that a folder can keep, told as a form prints it."""

import datetime as dt

from imports.fact_find.schema import WITH_CHOICES, YES, Kind

# By the target of a question, else by its last word.
SAID = {
    "family.status": "MARIE",
    "family.regime": "SB",
    "family.since": "07/06/2003",
    "family.place": "Angers",
    "contact.email": "anne@example.org",
    "spouse.email": "paul@example.org",
    "representative.email": "lea@example.org",
    "organisation.email": "chais@example.org",
    "contact.mobile": "06 12 45 78 09",
    "spouse.mobile": "+32 470 12 34 56",
    "representative.mobile": "06 12 45 78 11",
    "organisation.siren": "732829320",
    "organisation.siret": "73282932000074",
    "organisation.lei": "969500T3MBS4SQAMHJ01",
    "organisation.activity_code": "62.01Z",
    "organisation.year_end": "31/12",
    "organisation.giin": "98Q96B.00000.LE.250",
    "contact.landline": "01 99 00 12 34",
    "spouse.landline": "01 99 00 12 35",
    "organisation.telephone": "01 99 00 12 36",
    "tax.marginal_rate": "30",
    "tax.shares": "2,5",
    "post_code": "49000",
    "birth_post_code": "49",
    "country": "Belgique",
    "birth_country": "Pologne",
    "nationalities": "Française, Belge",
    "first_names": "Anne, Zoé Œ",
    "retirement_age": "62",
    "us_tin": "123456789",
    "birth_date": "24/07/1968",
    "comment": "Une « maison » à Łódź\nDeuxième ligne",
}
BY_KIND = {
    Kind.AMOUNT: "1 234 567,89",
    Kind.PERCENTAGE: "12,5",
    Kind.INTEGER: "3",
    Kind.DATE: "03/05/2019",
    Kind.TAX_NUMBER: "1234567890123",
}


def answer_to(field):
    """Return what is answered; the lines of a list differ by their number."""
    end = field.target.rsplit(".", 1)[-1]
    if (text := SAID.get(field.target) or SAID.get(end)) and not field.row:
        return text
    if field.kind is Kind.CHECK:
        return YES
    if field.kind in WITH_CHOICES:
        return field.choices[-1][0]
    if field.target == "child.birth_date":
        return (dt.date(2001, 1, 1) + dt.timedelta(field.row)).strftime("%d/%m/%Y")
    if end == "country":
        return "Belgique"
    return BY_KIND.get(field.kind) or f"{field.label[:9].strip()} Œ {field.row or ''}".strip()


def answers(form):
    return {name: answer_to(field) for name, field in form.fields.items()}
