"""What declared wealth adds to contacts."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts import history
from contacts.enums import Kind
from contacts.extensions import ContactExtension, FolderTab, TabGroup
from contacts.merge_policy import Move, RowWords
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

Words = str | Promise
TITLES: dict[type[models.Model], Words] = {
    Property: _("Properties"),
    DeclaredAsset: _("Declared investments"),
    Debt: _("Debts"),
    Income: _("Incomes"),
    Expense: _("Expenses"),
}


def _source(model: type[Any], icon: str, words: history.Words) -> history.Source:
    return history.Source(
        model,
        history.of_contact("contact", model),
        words,
        # A record has the columns and the labels of its row, and not its methods.
        lambda record: " ".join(filter(None, (record.get_kind_display(), _detail(record)))),
        icon=icon,
        left_out=frozenset(("contact",)),
    )


def _detail(record: Any) -> str:
    names = ("label", "institution", "lender")
    return next(filter(None, (getattr(record, name, "") for name in names)), "")


EXTENSION = ContactExtension(
    merge_policies={
        f"{model._meta.label}.contact": Move(
            # Of two incomes of one kind, the target's stands.
            ["kind"] if model in {Income, Expense} else [],
            label=title,
        )
        for model, title in TITLES.items()
    },
    row_words={model._meta.label: RowWords(title) for model, title in TITLES.items()},
    history_sources=(
        _source(
            Property,
            "home",
            history.Words(
                _("added the property %(row)s"),
                _("changed the property %(row)s"),
                _("removed the property %(row)s"),
            ),
        ),
        _source(
            DeclaredAsset,
            "wallet",
            history.Words(
                _("added the declared investment %(row)s"),
                _("changed the declared investment %(row)s"),
                _("removed the declared investment %(row)s"),
            ),
        ),
        _source(
            Debt,
            "file",
            history.Words(
                _("added the debt %(row)s"),
                _("changed the debt %(row)s"),
                _("removed the debt %(row)s"),
            ),
        ),
        _source(
            Income,
            "file",
            history.Words(
                _("added the income %(row)s"),
                _("changed the income %(row)s"),
                _("removed the income %(row)s"),
            ),
        ),
        _source(
            Expense,
            "file",
            history.Words(
                _("added the expense %(row)s"),
                _("changed the expense %(row)s"),
                _("removed the expense %(row)s"),
            ),
        ),
    ),
    rows_of_kind={Income: Kind.PERSON, Expense: Kind.PERSON},
    tabs=(
        TabGroup(
            pgettext_lazy("tabs", "Wealth"),
            (
                FolderTab(_("Property"), "wealth:folder-properties"),
                FolderTab(_("Declared investments"), "wealth:folder-assets"),
                FolderTab(_("Liabilities"), "wealth:folder-debts"),
                FolderTab(
                    _("Incomes and expenses"),
                    "wealth:folder-budget",
                    lambda contact: contact.is_person,
                ),
                FolderTab(
                    _("Household"),
                    "wealth:folder-household",
                    lambda contact: contact.is_person,
                ),
            ),
        ),
    ),
)
