"""What compliance adds to contacts."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.actions import merging
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
from contacts import fields, history
from contacts.enums import Kind
from contacts.extensions import ContactExtension, FolderTab, TabGroup
from contacts.merge_policy import Move, RowWords
from contacts.models import Contact
from text import formats
from users.models import User


def _is_organisation(contact: Contact) -> bool:
    return not contact.is_person


_PROFILES = pgettext_lazy("merge", "Investor profiles")
_OBJECTIVES = pgettext_lazy("merge", "Objectives")
_PROJECTS = pgettext_lazy("merge", "Projects")
_ORIGINS = pgettext_lazy("merge", "Origins of funds")
_RESIDENCES = pgettext_lazy("merge", "Further tax residences")
_CONSENTS = pgettext_lazy("merge", "Consents")
_OWNERS = pgettext_lazy("merge", "Beneficial owners")
_SHAREHOLDERS = pgettext_lazy("merge", "Shareholders")
_YEARS = pgettext_lazy("merge", "Financial years")
_CALLED: dict[type[models.Model], str | Promise] = {
    InvestorProfile: _PROFILES,
    Objective: _OBJECTIVES,
    InvestmentProject: _PROJECTS,
    FundsOrigin: _ORIGINS,
    TaxResidence: _RESIDENCES,
    Consent: _CONSENTS,
    BeneficialOwner: _OWNERS,
    Shareholder: _SHAREHOLDERS,
    FinancialYear: _YEARS,
}


def _said(name: str) -> Callable[[Any], str]:
    """Name a record by one of its fields, in the words of the screen."""

    def said(record: Any) -> str:
        described = fields.description(record.instance_type, name)
        return fields.text(described, getattr(record, name))

    return said


def _day(record: Any) -> str:
    return formats.date_fr(record.dated_on)


def _owner(record: Any) -> str:
    return f"{record.first_name} {record.last_name}".strip()


def _source(
    model: type[models.Model], about: Callable[[Any], str], words: history.Words
) -> history.Source:
    return history.Source(
        model,
        history.of_contact("contact", model),
        words,
        about,
        icon="check",
        left_out=frozenset(("contact", "created_by", "created_at")),
    )


def _experiences(folders: Collection[int], _user: User) -> QuerySet[Any]:
    """Return what was corrected; a version and its experiences are made and deleted together."""
    profiles = InvestorProfile.history.filter(contact__in=folders)
    found: QuerySet[Any] = ProductExperience.history.filter(
        profile_id__in=profiles.values("id"), history_type="~"
    )
    return found


_EXPERIENCES = history.Source(
    ProductExperience,
    _experiences,
    history.Words(
        _("changed the investor profile, %(row)s"),
        _("changed the investor profile, %(row)s"),
        _("changed the investor profile, %(row)s"),
    ),
    _said("product"),
    icon="check",
    left_out=frozenset(("profile", "product")),
)
_SOURCES = (
    _source(
        InvestorProfile,
        _day,
        history.Words(
            _("added the investor profile of %(row)s"),
            _("changed the investor profile of %(row)s"),
            _("deleted the investor profile of %(row)s"),
        ),
    ),
    _EXPERIENCES,
    _source(
        Objective,
        _said("kind"),
        history.Words(
            _("added the objective %(row)s"),
            _("changed the objective %(row)s"),
            _("removed the objective %(row)s"),
        ),
    ),
    _source(
        InvestmentProject,
        lambda _record: "",
        history.Words(
            _("described the project"), _("changed the project"), _("removed the project")
        ),
    ),
    _source(
        FundsOrigin,
        _day,
        history.Words(
            _("added the origin of funds of %(row)s"),
            _("changed the origin of funds of %(row)s"),
            _("removed the origin of funds of %(row)s"),
        ),
    ),
    _source(
        TaxResidence,
        _said("country"),
        history.Words(
            _("added the tax residence %(row)s"),
            _("changed the tax residence %(row)s"),
            _("removed the tax residence %(row)s"),
        ),
    ),
    _source(
        Consent,
        _said("kind"),
        history.Words(
            _("noted a consent: %(row)s"),
            _("changed a consent: %(row)s"),
            _("removed a consent: %(row)s"),
        ),
    ),
    _source(
        BeneficialOwner,
        _owner,
        history.Words(
            _("added the beneficial owner %(row)s"),
            _("changed the beneficial owner %(row)s"),
            _("removed the beneficial owner %(row)s"),
        ),
    ),
    _source(
        Shareholder,
        lambda record: str(record.name),
        history.Words(
            _("added the shareholder %(row)s"),
            _("changed the shareholder %(row)s"),
            _("removed the shareholder %(row)s"),
        ),
    ),
    _source(
        FinancialYear,
        lambda record: str(record.year),
        history.Words(
            _("added the financial year %(row)s"),
            _("changed the financial year %(row)s"),
            _("removed the financial year %(row)s"),
        ),
    ),
)

EXTENSION = ContactExtension(
    merge_policies={
        "compliance.InvestorProfile.contact": Move(label=_PROFILES),
        "compliance.Objective.contact": merging.Complete(
            Objective, merging.of_aim, _OBJECTIVES, also=("priority",)
        ),
        "compliance.InvestmentProject.contact": merging.Complete(
            InvestmentProject, merging.of_project, _PROJECTS
        ),
        "compliance.FundsOrigin.contact": Move(label=_ORIGINS),
        "compliance.TaxResidence.contact": merging.Complete(
            TaxResidence, merging.of_residence, _RESIDENCES
        ),
        "compliance.Consent.contact": Move(label=_CONSENTS),
        "compliance.BeneficialOwner.contact": merging.Complete(
            BeneficialOwner, merging.of_owner, _OWNERS
        ),
        "compliance.Shareholder.contact": merging.Complete(
            Shareholder, merging.of_shareholder, _SHAREHOLDERS
        ),
        "compliance.FinancialYear.contact": merging.Complete(
            FinancialYear, merging.of_year, _YEARS
        ),
    },
    row_words={
        model._meta.label: RowWords(label, format_lazy("{}, {}", label, _("completed fields")))
        for model, label in _CALLED.items()
    },
    history_sources=_SOURCES,
    rows_of_kind=dict.fromkeys((BeneficialOwner, Shareholder, FinancialYear), Kind.ORGANISATION),
    tabs=(
        TabGroup(
            _("Compliance"),
            (
                FolderTab(_("Investor profile"), "compliance:folder-profile"),
                FolderTab(_("Objectives"), "compliance:folder-objectives"),
                FolderTab(_("Origin of funds"), "compliance:folder-funds"),
                FolderTab(_("Tax residences and PEP"), "compliance:folder-taxes"),
                FolderTab(_("Consents"), "compliance:folder-consents"),
                FolderTab(_("Beneficial owners"), "compliance:folder-owners", _is_organisation),
                FolderTab(_("Financial data"), "compliance:folder-years", _is_organisation),
            ),
        ),
    ),
)
