"""What the law asks: aims, profile, origin of funds, tax residences, consents; of a firm more."""

from functools import partial
from typing import Any

from compliance.models import (
    BeneficialOwner,
    Consent,
    FinancialYear,
    FundsOrigin,
    InvestmentProject,
    InvestorProfile,
    Objective,
    ProductExperience,
    Shareholder,
    TaxResidence,
)
from contacts.models import Contact
from imports.actions.fact_find.writing.filling import Filling
from imports.actions.fact_find.writing.rows import FormList, write_lines, write_row
from imports.fact_find.schema import Field
from imports.queries.fact_find.columns import Column, Columns
from imports.queries.fact_find.compliance import (
    EXPERIENCE,
    FIGURES,
    ORIGIN,
    OWNER,
    PROFILE,
    PROJECT,
    SHAREHOLDER,
)
from imports.queries.fact_find.people import SECOND_RESIDENCE

OWNERS = FormList("owner", BeneficialOwner, OWNER, needs="last_name")
SHAREHOLDERS = FormList("shareholder", Shareholder, SHAREHOLDER, needs="name")


def write_owners(filling: Filling) -> None:
    write_lines(filling, OWNERS)


def write_shareholders(filling: Filling) -> None:
    write_lines(filling, SHAREHOLDERS)


def write_aims(filling: Filling) -> None:
    """Write a priority for each aim, and the one project of the folder."""
    questions = list(filling.taken("aim"))
    of_project = {q: PROJECT[q.end] for q in filling.questions.values() if _is_of_project(q)}
    if any(question in of_project for question in questions):
        project = InvestmentProject.objects.filter(contact=filling.contact).first()
        write_row(filling, of_project, project, partial(InvestmentProject, contact=filling.contact))
    aims = [question for question in questions if question not in of_project]
    rows = Objective.objects.filter(contact=filling.contact) if aims else ()
    by_kind = {row.kind: row for row in rows}
    for question in aims:
        kind = question.target.split(".")[1]
        new = partial(Objective, contact=filling.contact, kind=kind)
        write_row(filling, {question: Column("priority")}, by_kind.get(kind), new)


def _is_of_project(question: Field) -> bool:
    return question.target.removeprefix("aim.") in PROJECT


def _says_more(row: Any, columns: Columns) -> bool:
    return any(getattr(row, column.name) not in {None, "", False} for column in columns.values())


def write_profile(filling: Filling) -> None:
    """Add a version of today: the latest one with what the form says; that one stays as it is."""
    questions = list(filling.taken("profile"))
    if not questions:
        return
    versions = InvestorProfile.objects.filter(contact=filling.contact)
    latest = versions.order_by("-dated_on", "-pk").first()
    profile = InvestorProfile(
        contact=filling.contact, dated_on=filling.signed_on, created_by=filling.by
    )
    _copy(latest, profile, PROFILE)
    products = _experiences(latest, profile)
    for question in questions:
        about = question.target.removeprefix("profile.")
        if about in PROFILE:
            filling.put(question, profile, PROFILE[about])
        else:
            product, end = about.split(".")
            row = products.setdefault(product, ProductExperience(profile=profile, product=product))
            filling.put(question, row, EXPERIENCE[end])
    if all(question.name in filling.refusals for question in questions):
        return
    filling.draft.add(profile)
    for row in products.values():
        if _says_more(row, EXPERIENCE):
            filling.draft.add(row)


def _experiences(
    latest: InvestorProfile | None, profile: InvestorProfile
) -> dict[str, ProductExperience]:
    """Return new rows that say what the latest version says of each product."""
    standing = ProductExperience.objects.filter(profile=latest).order_by("pk") if latest else ()
    products = {}
    for row in standing:
        products[row.product] = ProductExperience(profile=profile, product=row.product)
        _copy(row, products[row.product], EXPERIENCE)
    return products


def _copy(standing: Any, row: Any, columns: Columns) -> None:
    for column in columns.values() if standing else ():
        setattr(row, column.name, getattr(standing, column.name))


def write_origin(filling: Filling) -> None:
    """Add a dated row: the latest one with what the form says."""
    questions = list(filling.taken("origin"))
    if not questions:
        return
    rows = FundsOrigin.objects.filter(contact=filling.contact)
    row = FundsOrigin(contact=filling.contact, dated_on=filling.signed_on)
    _copy(rows.order_by("-dated_on", "-pk").first(), row, ORIGIN)
    written = [
        filling.put(question, row, ORIGIN[question.target.removeprefix("origin.")])
        for question in questions
    ]
    if any(written):
        filling.draft.add(row)


def write_consents(filling: Filling) -> None:
    """Add what was agreed to, or taken back; what was said before stays."""
    for question in filling.taken("consent"):
        filling.draft.add(
            Consent(
                contact=filling.contact,
                kind=question.target.removeprefix("consent."),
                is_given=bool(filling.answers[question.name]),
                dated_on=filling.signed_on,
                source=filling.source,
            )
        )


def write_second_residence(filling: Filling, of: str, contact: Contact) -> None:
    """Write the further country of taxation that the form has room for: the first of them."""
    columns = {
        question: SECOND_RESIDENCE[question.end]
        for question in filling.questions.values()
        if question.target.startswith(f"{of}.tax_residence2.")
    }
    if any(question.name in filling.answers for question in columns):
        row = TaxResidence.objects.filter(contact=contact).order_by("pk").first()
        write_row(filling, columns, row, lambda: TaxResidence(contact=contact), needs="country")


def write_figures(filling: Filling) -> None:
    """Write the figures of each year; a year of which nothing is left goes."""
    for end, year in filling.years.items():
        columns = {
            question: FIGURES[question.target.split(".")[1]]
            for question in filling.questions.values()
            if question.target.startswith("figures.") and question.end == end
        }
        if any(question.name in filling.answers for question in columns):
            told = {"contact": filling.contact, "year": year}
            row = FinancialYear.objects.filter(**told).first()
            write_row(filling, columns, row, partial(FinancialYear, **told))
