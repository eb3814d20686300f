"""Who else is reached by the same e-mail or telephone: couples share theirs."""

from collections import defaultdict
from collections.abc import Mapping

from contacts.models import Contact, Email, Telephone
from contacts.visibility import is_visible
from users.models import User


def shared_with(contact: Contact, user: User) -> Mapping[str, list[Contact]]:
    """Return, by e-mail key and by number, the other contacts that the user sees with it."""
    found: dict[str, list[Contact]] = defaultdict(list)
    for model, name in ((Email, "key"), (Telephone, "number")):
        mine = model.objects.filter(contact=contact).values(name)
        rows = model.objects.filter(is_visible(user, "contact"), **{f"{name}__in": mine})
        for row in rows.exclude(contact=contact).select_related("contact").order_by("pk"):
            if row.contact not in found[getattr(row, name)]:
                found[getattr(row, name)].append(row.contact)
    return found
