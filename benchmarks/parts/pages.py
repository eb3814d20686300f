"""Whole requests through every middleware, and alerts treated by the thousand, at two sizes."""

from collections.abc import Iterator, Mapping

from django.db.models import Count
from django.test import Client, override_settings

from benchmarks import treating, urls
from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample, alternate
from contacts.models import Contact
from users.models import User

SIZES = (10_000, 100_000)
WRITES = True
GROWTH, LIST, SEARCH, SAVING = 1.3, 5, 3, 10
GROWING = ("list", "list_next", "folder", "accounts", "alerts", "home", "search", "search_rare")
OK = 200


def measure() -> dict[str, Sample]:
    user = _busiest_adviser()
    with override_settings(ROOT_URLCONF="benchmarks.urls"):
        pages = _pages(user)
        for ask in pages.values():
            ask()  # once before: a folder's first visit is a row of its own
        return alternate(pages | treating.acts(user))


def _busiest_adviser() -> User:
    led = User.objects.filter(is_active=True).annotate(led=Count("led_contacts"))
    return User.objects.get(pk=led.order_by("-led", "pk")[0].pk)


def _pages(user: User) -> dict[str, Act]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    folder = Contact.objects.visible_to(user).filter(figures__account_count=3).order_by("pk")[0]
    middle = Contact.objects.order_by("sort_name", "pk")[Contact.objects.count() // 2]
    name = folder.sort_name.split()[0]
    return {
        "empty": _get(client, f"/{urls.EMPTY}"),
        "list": _get(client, "/contacts/"),
        "list_next": _get(client, "/contacts/", after=middle.sort_name, after_pk=middle.pk),
        "folder": _get(client, f"/contacts/{folder.pk}/"),
        "accounts": _get(client, f"/contacts/{folder.pk}/comptes/"),
        "alerts": _get(client, "/alertes/clients/"),
        "home": _get(client, "/"),
        "search": _typed(client, name[:3]),
        "search_rare": _typed(client, f"{name} {folder.pk} zzq"),
    }


def _get(client: Client, address: str, **data: str | int) -> Act:
    return lambda: _must_be_ok(client.get(address, data).status_code, address)


def _typed(client: Client, text: str) -> Act:
    """Ask as the header's box does at each key."""
    return lambda: _must_be_ok(
        client.get("/search/", {"q": text}, headers={"HX-Request": "true"}).status_code, text
    )


def _must_be_ok(status: int, asked: str) -> None:
    if status != OK:
        raise RuntimeError(f"{asked} answered {status}")


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    small, large = found[min(found)], found[max(found)]
    for name in GROWING:
        yield _growth(name, small[name], large[name])
    for name, goal in (("list", LIST), ("search", SEARCH)):
        yield Figure(
            name=f"{name}_vs_empty",
            value=large[name].median,
            unit="ms",
            floor=large["empty"].median,
            goal=goal,
            facts=_facts(large[name]),
        )
    yield Figure(
        name=f"alerts_save_{treating.LINES}_vs_sql",
        value=large["save"].median,
        unit="ms",
        floor=large["save_floor"].median,
        goal=SAVING,
        facts=_facts(large["save"]),
    )


def _growth(name: str, small: Sample, large: Sample) -> Figure:
    return Figure(
        name=f"{name}_growth",
        value=large.p95,
        unit="ms, 95th percentile",
        floor=small.p95,
        goal=GROWTH,
        facts=_facts(large)
        | {
            "ratio_of_medians": round(large.median / small.median, 2),
            "queries_constant": large.queries == small.queries,
        },
    )


def _facts(sample: Sample) -> dict[str, object]:
    return {
        "median": round(sample.median, 2),
        "p95": round(sample.p95, 2),
        "repetitions": len(sample.times),
        "queries": sample.queries,
    }
