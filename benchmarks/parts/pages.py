"""Whole requests through every middleware, and alerts treated by the thousand, at two sizes."""

from collections.abc import Iterator, Mapping

from django.test import override_settings

from benchmarks import treating, urls
from benchmarks.asking import (
    bare_client_of,
    busiest_adviser,
    client_of,
    compared,
    facts,
    get,
    typed,
)
from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample, alternate
from contacts.models import Contact
from users.models import User

SIZES = (10_000, 100_000)
WRITES = True
GROWTH, SAVING, EMPTY = 1.3, 10, 3
# The most that each page may take, in times of the empty page.
OVER_EMPTY = {"list": 3, "accounts": 3, "home": 3, "search": 1.3, "alerts": 15}
GROWING = ("list", "list_next", "folder", "accounts", "alerts", "home", "search", "search_rare")


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    with override_settings(ROOT_URLCONF="benchmarks.urls"):
        pages = _pages(user)
        for ask in pages.values():
            ask()  # once before: a folder's first visit is a row of its own
        # Apart, and after: each thousand lines written and taken back leave dead rows behind.
        return alternate(pages) | alternate(treating.acts(user))


def _pages(user: User) -> dict[str, Act]:
    client = client_of(user)
    folder = Contact.objects.visible_to(user).filter(figures__account_count=3).order_by("pk")[0]
    middle = Contact.objects.order_by("sort_name", "pk")[Contact.objects.count() // 2]
    name = folder.sort_name.split()[0]
    return {
        "django": get(bare_client_of(user), f"/{urls.BARE}"),
        "empty": get(client, f"/{urls.EMPTY}"),
        "list": get(client, "/contacts/"),
        "list_next": get(client, "/contacts/", after=middle.sort_name, after_pk=middle.pk),
        "folder": get(client, f"/contacts/{folder.pk}/"),
        "accounts": get(client, f"/contacts/{folder.pk}/comptes/"),
        "alerts": get(client, "/alertes/clients/"),
        "home": get(client, "/"),
        "search": typed(client, name[:3]),
        "search_rare": typed(client, f"{name} {folder.pk} zzq"),
    }


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    small, large = found[min(found)], found[max(found)]
    for name in GROWING:
        yield _growth(name, small[name], large[name])
    yield compared("empty", "django", large, EMPTY)
    for name, goal in OVER_EMPTY.items():
        yield compared(name, "empty", large, goal)
    yield Figure(
        name=f"alerts_save_{treating.LINES}_vs_sql",
        value=large["save"].median,
        unit="ms",
        floor=large["save_floor"].median,
        goal=SAVING,
        facts=facts(large["save"]),
    )


def _growth(name: str, small: Sample, large: Sample) -> Figure:
    return Figure(
        name=f"{name}_growth",
        value=large.p95,
        unit="ms, 95th percentile",
        floor=small.p95,
        goal=GROWTH,
        facts=facts(large)
        | {
            "ratio_of_medians": round(large.median / small.median, 2),
            "queries_constant": large.queries == small.queries,
        },
    )
