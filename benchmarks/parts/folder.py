"""Every tab of a folder and the pages around it, as the base grows, and what a sort costs."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.test import override_settings
from django.urls import reverse

from benchmarks import urls
from benchmarks.asking import busiest_adviser, client_of, compared, facts, get
from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample, alternate
from contacts.enums import Kind, MaritalStatus
from contacts.models import Contact, FollowUp, Relationship
from users.models import User

SIZES = (10_000, 100_000)
WRITES = True
# Historique asks most: three sources are asked by the rule, whether they have records or not.
GROWTH, SORT, QUERIES = 1.3, 2, 26
# The most that each tab may take, in times of the empty page.
OVER_EMPTY = {"general": 4, "coordinates": 4, "history": 5}
TABS = {
    "general": "contacts:contact-general",
    "coordinates": "contacts:contact-coordinates",
    "couple": "contacts:contact-couple",
    "relations": "contacts:contact-relations",
    "follow_ups": "contacts:contact-follow-ups",
    "history": "contacts:contact-history",
    "accounts": "accounts:folder-accounts",
}
AROUND = {
    "recents": "contacts:recent-list",
    "deleted": "accounts:deleted",
    "columns": "services:columns",
    "categories": "services:categories",
    "keywords": "services:keywords",
}
COMPUTED = ("by_value", "by_last_contact")


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    # One person asks for all pages: those of Services too.
    user.groups.add(Group.objects.get(name="Administrateur"))
    with override_settings(ROOT_URLCONF="benchmarks.urls"):
        pages = _pages(user)
        for ask in pages.values():
            ask()  # once before: a folder's first visit is a row of its own
        return alternate(pages)


def _pages(user: User) -> dict[str, Act]:
    client = client_of(user)
    folder, contacts = _folder(user), reverse("contacts:contact-list")
    tabs = {name: get(client, reverse(url, args=[folder.pk])) for name, url in TABS.items()}
    around = {name: get(client, reverse(url)) for name, url in AROUND.items()}
    sorted_lists = {
        "by_name": get(client, contacts, down=1),
        "by_value": get(client, contacts, sort="total_value", down=1),
        "by_last_contact": get(client, contacts, sort="last_contact", down=1),
    }
    return {"empty": get(client, f"/{urls.EMPTY}")} | tabs | around | sorted_lists


def _folder(user: User) -> Contact:
    """Return a folder whose every tab has something to show."""
    own = {"contact": OuterRef("pk")}
    seen = Contact.objects.visible_to(user).filter(
        Exists(FollowUp.objects.filter(**own)),
        Exists(Relationship.objects.filter(**own)),
        kind=Kind.PERSON,
        person__marital_status__in=MaritalStatus.coupled(),
    )
    # Who shares a number is asked of those who have one.
    seen = seen.exclude(client_number="")
    return seen.order_by("-figures__account_count", "pk")[0]


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    small, large = found[min(found)], found[max(found)]
    slowest = max(TABS, key=lambda name: large[name].p95)
    yield Figure(
        name="tabs_growth",
        value=large[slowest].p95,
        unit="ms, 95th percentile",
        floor=small[slowest].p95,
        goal=GROWTH,
        facts=facts(large[slowest])
        | {"slowest": slowest}
        | {f"{tab}_growth": round(large[tab].p95 / small[tab].p95, 2) for tab in TABS},
    )
    for name, goal in OVER_EMPTY.items():
        yield compared(name, "empty", large, goal)
    dearest = max(COMPUTED, key=lambda name: large[name].median)
    yield Figure(
        name="sort_computed_vs_name",
        value=large[dearest].median,
        unit="ms",
        floor=large["by_name"].median,
        goal=SORT,
        facts=facts(large[dearest]) | {"worse": dearest},
    )
    most = max(large, key=lambda name: large[name].queries)
    yield Figure(
        name="tabs_queries",
        value=large[most].queries,
        unit="SQL queries of one page",
        goal=QUERIES,
        facts=facts(large[most])
        | {"page": most}
        | {"queries_constant": all(large[name].queries == small[name].queries for name in large)},
    )
