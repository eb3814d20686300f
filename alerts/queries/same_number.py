"""Who owns a contract of the same number at the same custodian, under another product."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from accounts.models import Ownership
from alerts.queries.pending import accounts_seen_by
from contacts.enums import Kind
from contacts.scoring import Description
from contacts.visibility import is_visible
from users.models import User

# What a client and such an owner have in common: their contracts have been compared.
NUMBER = frozenset({("custodian", "number")})


def owners_of_same_number(
    user: User, lines: Collection[int]
) -> Iterator[tuple[int, int, Description]]:
    """Give each line with the owners whom the user sees: the line, the contact, what is known.

    Two queries for any number of lines.
    """
    place = ("account__product__custodian", "account__number", "account__product")
    held: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    rows = accounts_seen_by(user).filter(client__in=lines).order_by("pk")
    for line, custodian, number, product in rows.values_list("client", *place) if lines else ():
        held[custodian, number].append((line, product))
    if not held:
        return
    owned = Ownership.objects.filter(
        is_visible(user, "contact"),
        account__number__in={number for _custodian, number in held},
        account__deleted_at__isnull=True,
        account__is_provisional=False,
    )
    told = ("name", "person__birth_name", "first_name", "birth_date", "kind")
    columns = (f"contact__{name}" for name in told)
    owners = owned.order_by("pk").values_list(*place, "contact", *columns)
    for custodian, number, product, contact, name, birth_name, first_name, born, kind in owners:
        said = Description(
            name,
            birth_name or "",
            first_name,
            born,
            contracts=NUMBER,
            is_organisation=kind == Kind.ORGANISATION,
        )
        for line, its_product in held.get((custodian, number), ()):
            if its_product != product:
                yield line, contact, said
