"""How many contacts hold a term or a category, for one user and up to a thousand."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from contacts.models import Category, Contact, ContactKeyword, Keyword, ListValue
from users.models import User

COUNTED_UP_TO = 1_000
LISTS_OF_PERSONS = ("legal_capacity", "profession", "professional_status")
LISTS_OF_CONTACTS = ("zone", "campaign", "origin", "qualification")


def count(held: Keyword | ListValue | Category, user: User) -> int:
    """Count the contacts that hold it and that the user sees; 1 001 says "more"."""
    seen = Contact.objects.visible_to(user).filter(_holding(held)).order_by()
    found: int = seen[: COUNTED_UP_TO + 1].count()
    return found


def _holding(held: Keyword | ListValue | Category) -> Q:
    if isinstance(held, Category):
        return Q(category=held)
    if isinstance(held, Keyword):
        return Q(Exists(ContactKeyword.objects.filter(contact=OuterRef("pk"), keyword=held)))
    if held.firm_list in LISTS_OF_CONTACTS:
        return Q(**{held.firm_list: held})
    paths = [f"person__{name}" for name in LISTS_OF_PERSONS if name == held.firm_list]
    return reduce(or_, (Q(**{path: held}) for path in paths), Q(pk__in=[]))
