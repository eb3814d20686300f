"""Asking for whole pages, as the person who leads the most contacts."""

from collections.abc import Mapping

from django.db.models import Count
from django.test import Client, override_settings

from benchmarks import urls
from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample
from users.models import User

OK = 200


def busiest_adviser() -> User:
    led = User.objects.filter(is_active=True).annotate(led=Count("led_contacts"))
    return User.objects.get(pk=led.order_by("-led", "pk")[0].pk)


def client_of(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def bare_client_of(user: User) -> Client:
    """Return a client that reaches views through Django's own middlewares alone."""
    client = client_of(user)
    with override_settings(MIDDLEWARE=urls.MIDDLEWARE_OF_DJANGO):
        client.handler.load_middleware()
    return client


def get(client: Client, address: str, **data: str | int) -> Act:
    return lambda: _must_be_ok(client.get(address, data).status_code, address)


def typed(client: Client, text: str) -> Act:
    """Ask as the header's box does at each key."""
    return lambda: _must_be_ok(
        client.get("/search/", {"q": text}, headers={"HX-Request": "true"}).status_code, text
    )


def _must_be_ok(status: int, asked: str) -> None:
    if status != OK:
        raise RuntimeError(f"{asked} answered {status}")


def facts(sample: Sample) -> dict[str, object]:
    return {
        "median": round(sample.median, 2),
        "p95": round(sample.p95, 2),
        "repetitions": len(sample.times),
        "queries": sample.queries,
    }


def compared(page: str, floor: str, samples: Mapping[str, Sample], goal: float) -> Figure:
    """Return how long a page takes beside another of the same run."""
    return Figure(
        name=f"{page}_vs_{floor}",
        value=samples[page].median,
        unit="ms",
        floor=samples[floor].median,
        goal=goal,
        facts=facts(samples[page]),
    )
