"""Every address of the site, from the URL configuration itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

SAMPLES = {
    "IntConverter": "1",
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
}


@dataclass(frozen=True)
class Route:
    """One route: its name with its namespaces, and an address that leads to it."""

    name: str
    address: str


def all_routes() -> list[Route]:
    return list(_walk(get_resolver(), "/", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        address = prefix + _sample(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, address, inner)
        else:
            yield Route(namespace + (pattern.name or address), address)


def _sample(entry: URLPattern | URLResolver) -> str:
    pattern = entry.pattern
    if isinstance(pattern, RoutePattern):
        text = str(pattern)
        for key, converter in pattern.converters.items():
            kind = type(converter).__name__
            for written in (f"<{_registered(kind)}:{key}>", f"<{key}>"):
                text = text.replace(written, SAMPLES[kind])
        return text
    if isinstance(pattern, RegexPattern):
        # The admin's own: a content type and an object, and its catch-all.
        text = str(pattern).removesuffix("$").replace("(?P<url>.*)", "x").lstrip("^")
        # A choice of words, as app_list's, is answered by its first.
        return re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", text)
    return ""


def _registered(kind: str) -> str:
    return kind.removesuffix("Converter").lower().replace("string", "str")
