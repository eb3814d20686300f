"""What the folder of private_world.py declares, and what of it others had deleted before."""

from decimal import Decimal

from accounts.models import Account
from contacts.actions import undoing
from contacts.enums import ChangeKind
from contacts.models import Change, Contact
from persistence.journal.steps import removed_rows
from users.models import User
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

NAME = "Zorglubine"


def declared(contact: Contact, account: Account) -> dict[str, int]:
    """Declare what such a folder declares: one row of each list."""
    rows = {
        "property": Property(kind="RP", label=f"Villa {NAME}", value=Decimal("777777.77")),
        "asset": DeclaredAsset(kind="AV", institution=f"Banque {NAME}", account=account),
        "debt": Debt(kind="IMMO_RP", lender=f"Prêteur {NAME}", outstanding=Decimal("77777.70")),
        "income": Income(kind="salaires", annual_amount=Decimal("77777.71")),
        "expense": Expense(kind="loyer", annual_amount=Decimal("7777.72")),
    }
    for row in rows.values():
        row.contact = contact
        row.save()
    return {name: row.pk for name, row in rows.items()}


def row_deletions(contact: Contact, cast: dict[str, User]) -> Change:
    """Say that everybody had deleted a row of the folder, before it was hidden from them."""
    gone = Property(pk=contact.pk, contact=contact, kind="RS", label=f"Chalet {NAME}")
    columns = [field.attname for field in Property._meta.concrete_fields[1:]]
    step = removed_rows(Property._meta.label, [gone], columns)
    done = {
        name: undoing.keep(ChangeKind.ROW_DELETION, steps=[step], about=[contact.pk], by=user)
        for name, user in cast.items()
    }
    return done["colleague"]
