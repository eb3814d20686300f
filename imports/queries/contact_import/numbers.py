"""Client numbers that rows give: one is one public contact's alone."""

from collections import defaultdict
from collections.abc import Collection

from contacts.models import Contact


def taken(numbers: Collection[str]) -> dict[str, set[int]]:
    """Return the public contacts that hold these numbers, whoever sees them: a number is the
    firm's. Those of private folders are told to nobody (contacts.queries.client_numbers)."""
    holders: dict[str, set[int]] = defaultdict(set)
    rows = Contact.objects.filter(client_number__in=numbers, is_private=False)
    for number, contact in rows.values_list("client_number", "pk"):
        holders[number].add(contact)
    return holders
