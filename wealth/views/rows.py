"""The pages of what a folder declares, each with its lists of rows."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.enums import Right
from accounts.models import Account
from contacts.fields import Field
from contacts.models import Contact
from contacts.views.folder_rows import FolderRows, Rows, RowSet, RowsPage, Sum
from users.models import User
from wealth import fields
from wealth.forms.assets import AssetForm
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property
from wealth.queries.parts import parts


def _of_persons(field: Field, contact: Contact) -> bool:
    """An organisation holds what it declares itself."""
    return contact.is_person or field.name != "holder"


def show_accounts(rows: Rows, user: User) -> None:
    """Name the account that a row is followed as, if the reader knows of it."""
    keys = {row.account_id for row in rows if row.account_id}
    known = Account.objects.visible_to(user).filter(pk__in=keys).in_bulk() if keys else {}
    for row in rows:
        row.account = known.get(row.account_id)


def _is_whole(row: Property) -> bool:
    """As of accounts: bare ownership is never added."""
    return row.right != Right.BARE


def _held(row: Property | DeclaredAsset, value: Decimal) -> Decimal:
    """Return the part of the folder's own contact, which is what Foyer counts."""
    return parts(value, row.holder, share=getattr(row, "share", None)).contact


_PART = _("of which the part held")
PROPERTIES = RowsPage(
    url_name="wealth:folder-properties",
    title=_("Property"),
    sets=[
        RowSet(
            slug="immobilier",
            model=Property,
            fields=fields.PROPERTY,
            title=_("Properties"),
            add=_("Add a property"),
            empty_title=_("No property declared"),
            empty_text=_(
                "Homes, let property, land, shares of an SCI: what the client declares, with what "
                "is still owed on it."
            ),
            icon="home",
            summed=["value", "outstanding", "annual_rent"],
            sums=[
                Sum(_("Total, full ownership and usufruct"), _is_whole),
                Sum(_PART, _is_whole, part=_held),
                Sum(_("Bare ownership, not in the total"), lambda row: not _is_whole(row)),
            ],
            asked=_of_persons,
        )
    ],
)
ASSETS = RowsPage(
    url_name="wealth:folder-assets",
    title=_("Declared investments"),
    sets=[
        RowSet(
            slug="placements",
            model=DeclaredAsset,
            fields=fields.ASSET,
            title=_("Declared investments"),
            add=_("Add an investment"),
            empty_title=_("No investment declared"),
            empty_text=_(
                "What the client holds elsewhere, which no partner sends. One that is also "
                "followed as an account counts once."
            ),
            icon="wallet",
            summed=["value"],
            sums=[Sum(_("Total")), Sum(_PART, part=_held)],
            form=AssetForm,
            prepare=show_accounts,
            asked=_of_persons,
        )
    ],
)
DEBTS = RowsPage(
    url_name="wealth:folder-debts",
    title=_("Liabilities"),
    sets=[
        RowSet(
            slug="emprunts",
            model=Debt,
            fields=fields.DEBT,
            title=_("Debts"),
            add=_("Add a debt"),
            empty_title=_("No debt declared"),
            empty_text=_("Loans that are being paid back: what is owed, by when, at which rate."),
            icon="file",
            summed=["outstanding", "monthly_payment"],
        )
    ],
)
BUDGET = RowsPage(
    url_name="wealth:folder-budget",
    title=_("Incomes and expenses"),
    is_for=lambda contact: contact.is_person,
    sets=[
        RowSet(
            slug="revenus",
            model=Income,
            fields=fields.INCOME,
            title=_("Incomes"),
            add=_("Add an income"),
            empty_title=_("No income declared"),
            empty_text=_("What the client earns in a year, one line of a kind."),
            icon="plus",
            summed=["annual_amount"],
        ),
        RowSet(
            slug="charges",
            model=Expense,
            fields=fields.EXPENSE,
            title=_("Expenses"),
            add=_("Add an expense"),
            empty_title=_("No expense declared"),
            empty_text=_("What the household spends in a year, one line of a kind."),
            icon="minus",
            summed=["annual_amount"],
        ),
    ],
)


class DeclaredRows(FolderRows):
    pages = (PROPERTIES, ASSETS, DEBTS, BUDGET)
    address = "wealth"
