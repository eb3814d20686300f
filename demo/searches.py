"""Searches that the demo's people keep: what they look at each week."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Custodian
from demo.wealth import ASSURVIA, CUSTODIANS
from searches.actions.keeping import keep, pin
from searches.actions.searches import ask
from searches.enums import Reach
from searches.models import SavedSearch
from searches.querying.schema import VERSION
from users.models import User


def write_all(users: Mapping[str, User]) -> None:
    """Keep a few searches, of which one is pinned."""
    custodian = Custodian.objects.get(name=CUSTODIANS[ASSURVIA]).pk
    at_assurvia = {"f": "custodian", "op": "is", "v": [custodian]}
    large = {"f": "last_value", "op": "over", "v": ["100000"]}
    birthdays = {"f": "birth_date", "op": "anniversary_within", "n": 30, "unit": "day"}
    retiring = {"f": "age", "op": "between", "v": [60, 70]}
    several = {
        "rel": "accounts",
        "quant": "at_least",
        "n": 2,
        "where": {"all": [at_assurvia, {"f": "last_value", "op": "over", "v": ["20000"]}]},
    }
    manager, tessier = users["manager"], users["tessier"]
    soon = _keep("Anniversaires du mois", "contacts", [birthdays], Reach.PUBLIC, manager)
    pin(search=soon, pinned=True, by=manager)
    _keep("Contrats Assurvia à suivre", "accounts", [at_assurvia, large], Reach.PUBLIC, manager)
    before = _keep("Retraites à préparer", "contacts", [retiring, several], Reach.PRIVATE, tessier)
    pin(search=before, pinned=True, by=tessier)


def _keep(
    name: str, on: str, conditions: list[dict[str, Any]], reach: Reach, by: User
) -> SavedSearch:
    stored = {"v": VERSION, "on": on, "where": {"all": conditions}}
    return keep(search=ask(stored=stored, by=by), name=name, reach=reach, by=by)
