"""The pages of Conformité that list rows: aims, origins of funds, residences, consents, owners."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance import fields
from compliance.enums import Priority, consent_answer
from compliance.forms.rows import ConsentForm, OriginForm, ProjectForm, ResidenceForm
from compliance.models import (
    ORIGINS,
    BeneficialOwner,
    Consent,
    FinancialYear,
    FundsOrigin,
    InvestmentProject,
    Objective,
    Shareholder,
    TaxResidence,
)
from compliance.queries import declared
from compliance.views.taxes import facts
from contacts.fields import Field, Shape
from contacts.models import Contact
from contacts.views.folder_rows import FolderRows, Listed, RowSet, RowsPage
from users.models import User


def _is_organisation(contact: Contact) -> bool:
    return not contact.is_person


def _newest_first(rows: Any, _user: User) -> None:
    rows.sort(key=lambda row: (row.dated_on, row.pk), reverse=True)


def _by_priority(rows: Any, _user: User) -> None:
    """Put those that matter first; those that do not concern the client come last."""
    rows.sort(key=lambda row: (row.priority == Priority.NONE, row.priority, row.pk))


def _latest_year_first(rows: Any, _user: User) -> None:
    rows.sort(key=lambda row: -row.year)


# Whether a consent is given or taken back, in one word.
_ANSWER = Field(Consent, "answer", holds=Shape.TEXT, words=_("Answer"))


def _say_answers(rows: Any, user: User) -> None:
    for row in rows:
        row.answer = consent_answer(is_given=row.is_given)
    _newest_first(rows, user)


# What an origin is, in one cell.
_ORIGINS = Field(FundsOrigin, "origins", holds=Shape.TEXT, words=_("Origins"))


def _name_origins(rows: Any, user: User) -> None:
    labels = {field.name: str(field.label) for field in fields.FUNDS if field.name in ORIGINS}
    for row in rows:
        row.origins = ", ".join(labels[name] for name in ORIGINS if getattr(row, name))
    _newest_first(rows, user)


OBJECTIVES = RowsPage(
    url_name="compliance:folder-objectives",
    title=_("Objectives"),
    sets=[
        RowSet(
            slug="objectifs",
            model=Objective,
            fields=fields.OBJECTIVE,
            title=_("Objectives"),
            add=_("Add an objective"),
            empty_title=_("No objective yet"),
            empty_text=_("What the client is after, each aim with its priority."),
            icon="chart",
            prepare=_by_priority,
        ),
        RowSet(
            slug="projet",
            model=InvestmentProject,
            fields=fields.PROJECT,
            title=_("Investment project"),
            add=_("Describe the project"),
            empty_title=_("No project described"),
            empty_text=_("The horizon, the amount, and what must stay available."),
            icon="note",
            form=ProjectForm,
            is_single=True,
        ),
    ],
)
FUNDS = RowsPage(
    url_name="compliance:folder-funds",
    title=_("Origin of funds"),
    sets=[
        RowSet(
            slug="origines",
            model=FundsOrigin,
            fields=fields.FUNDS,
            title=_("Origins of funds"),
            add=_("Add an origin"),
            empty_title=_("No origin of funds declared"),
            empty_text=_("Where the money comes from, declared by the client at a date."),
            icon="wallet",
            form=OriginForm,
            prepare=_name_origins,
            shown=[
                *(field for field in fields.FUNDS if field.name in {"dated_on", "amount"}),
                _ORIGINS,
                *(field for field in fields.FUNDS if field.name in {"institution", "detail"}),
            ],
        )
    ],
)
RESIDENCES = RowsPage(
    url_name="compliance:folder-taxes",
    title=_("Tax residences and PEP"),
    template="compliance/tax/page.html",
    sets=[
        RowSet(
            slug="residences",
            model=TaxResidence,
            fields=fields.RESIDENCE,
            title=_("Further tax residences"),
            add=_("Add a tax residence"),
            empty_title=_("No further tax residence"),
            empty_text=_("Countries beside the first one in which taxes are paid."),
            icon="map-pin",
            form=ResidenceForm,
        )
    ],
)
CONSENTS = RowsPage(
    url_name="compliance:folder-consents",
    title=_("Consents"),
    template="compliance/consent/page.html",
    sets=[
        RowSet(
            slug="consentements",
            model=Consent,
            fields=fields.CONSENT,
            title=_("All that was said"),
            add=_("Note a consent or its withdrawal"),
            empty_title=_("No consent noted"),
            empty_text=_("What the client agrees to or takes back, when, and by which form."),
            icon="check",
            form=ConsentForm,
            prepare=_say_answers,
            shown=[
                *(field for field in fields.CONSENT if field.name in {"kind", "dated_on"}),
                _ANSWER,
                *(field for field in fields.CONSENT if field.name == "source"),
            ],
            is_kept=True,
        )
    ],
)
OWNERS = RowsPage(
    url_name="compliance:folder-owners",
    title=_("Beneficial owners"),
    template="compliance/owner/page.html",
    is_for=_is_organisation,
    sets=[
        RowSet(
            slug="beneficiaires",
            model=BeneficialOwner,
            fields=fields.OWNER,
            title=_("Beneficial owners"),
            add=_("Add a beneficial owner"),
            empty_title=_("No beneficial owner declared"),
            empty_text=_("Who holds more than 25 % of the capital or votes, or controls it."),
            icon="users",
            summed=["share"],
        ),
        RowSet(
            slug="associes",
            model=Shareholder,
            fields=fields.SHAREHOLDER,
            title=_("Shareholders"),
            add=_("Add a shareholder"),
            empty_title=_("No shareholder declared"),
            empty_text=_("How the capital is shared out."),
            icon="users",
            summed=["share", "units"],
        ),
    ],
)
YEARS = RowsPage(
    url_name="compliance:folder-years",
    title=_("Financial data"),
    template="compliance/year/page.html",
    is_for=_is_organisation,
    sets=[
        RowSet(
            slug="exercices",
            model=FinancialYear,
            fields=fields.YEAR,
            title=pgettext_lazy("figures", "Years"),
            add=_("Add a year"),
            empty_title=_("No financial year yet"),
            empty_text=_("Revenue, result, equity: the last years, side by side."),
            icon="chart",
            prepare=_latest_year_first,
        )
    ],
)


class ComplianceRows(FolderRows):
    pages = (OBJECTIVES, FUNDS, RESIDENCES, CONSENTS, OWNERS, YEARS)
    address = "compliance"

    def beside(self, lists: Sequence[Listed]) -> dict[str, Any]:
        rows = {listed.set.slug: [line.row for line in listed.lines] for listed in lists}
        return _BESIDE.get(self.shown.url_name, _nothing)(self, rows)


def _nothing(_view: ComplianceRows, _rows: Any) -> dict[str, Any]:
    return {}


def _consents(_view: ComplianceRows, rows: Any) -> dict[str, Any]:
    return {"standing": declared.standing_consents(rows["consentements"])}


def _owners(view: ComplianceRows, rows: Any) -> dict[str, Any]:
    return {
        "related": declared.related_owners(view.contact, view.request.user),
        "is_above_whole": any(map(declared.is_above_whole, rows.values())),
    }


def _years(_view: ComplianceRows, rows: Any) -> dict[str, Any]:
    years = rows["exercices"][: declared.COMPARED]
    return {"years": years, "figures": declared.side_by_side(years) if len(years) > 1 else []}


def _residences(view: ComplianceRows, _rows: Any) -> dict[str, Any]:
    return {"facts": facts(view.contact)}


_BESIDE = {
    CONSENTS.url_name: _consents,
    OWNERS.url_name: _owners,
    YEARS.url_name: _years,
    RESIDENCES.url_name: _residences,
}
