"""How contacts are reached, and who else is reached so: couples share an e-mail or a telephone."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F, FilteredRelation, Q

from contacts.models import Contact, Email, Telephone
from contacts.models.contact import ContactQuerySet
from contacts.visibility import is_visible
from users.models import User


def with_preferred(contacts: ContactQuerySet) -> ContactQuerySet:
    """Read the preferred e-mail and telephone of each contact with it."""
    joined = contacts.annotate(
        main_email=FilteredRelation("emails", condition=Q(emails__preferred=True)),
        main_telephone=FilteredRelation("telephones", condition=Q(telephones__preferred=True)),
    )
    return joined.annotate(
        preferred_email=F("main_email__address"),
        preferred_number=F("main_telephone__number"),
        preferred_extension=F("main_telephone__extension"),
    )


def rows_of(contact: Contact, model: Any) -> Any:
    """Return the contact's e-mails, telephones or addresses, the preferred one first."""
    return model.objects.filter(contact=contact).order_by("-preferred", "pk")


def shared_with(contact: Contact, user: User) -> Mapping[str, list[Contact]]:
    """Return, by e-mail key and by number, the other contacts that the user sees with it."""
    found: dict[str, list[Contact]] = defaultdict(list)
    for model, name in ((Email, "key"), (Telephone, "number")):
        mine = model.objects.filter(contact=contact).values(name)
        rows = model.objects.filter(is_visible(user, "contact"), **{f"{name}__in": mine})
        named = rows.select_related("contact").only(name, "contact__first_name", "contact__name")
        for row in named.exclude(contact=contact).order_by("pk"):
            if row.contact not in found[getattr(row, name)]:
                found[getattr(row, name)].append(row.contact)
    return found
