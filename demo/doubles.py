"""Contacts that somebody typed a second time, as happens: for the page Doublons of the demo."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from contacts.enums import Kind
from demo import drafts
from demo.drafts import Draft

# Fewer contacts than this are a demo for tests.
FEWEST = 200
MONTHS = 12
Twice = Callable[[Draft], dict[str, Any]]


def draw(drawn: Sequence[Draft]) -> list[Draft]:
    """Type some of these again, each in its way; whoever does sits in another office."""
    if len(drawn) < FEWEST:
        return []
    public = [one for one in drawn if not one.private and not one.deleted]
    people = [one for one in public if one.category == drafts.CLIENTS and one.email]
    companies = [one for one in public if one.category == drafts.COMPANIES]
    return list(_typed_again(people, companies))


def _typed_again(people: Sequence[Draft], companies: Sequence[Draft]) -> Iterator[Draft]:
    left = list(people)
    for is_fit, twice in WAYS:
        one = next(draft for draft in left if is_fit(draft))
        left.remove(one)
        # Who types again follows another client, and knows no more than a name and a coordinate.
        home = replace(one.home, team=left[-1].home.team, street="", more="")
        again = Draft(drafts.PROSPECTS, home, Kind.PERSON, mobile=one.mobile)
        yield replace(again, **twice(one))
    company = companies[0]
    details = {"legal_name": company.details["legal_name"].upper()}
    details |= {"siren": company.details["siren"]}
    yield Draft(drafts.COMPANIES, company.home, Kind.ORGANISATION, details=details)


def _before_marriage(one: Draft) -> dict[str, Any]:
    names = {"last_name": one.details["birth_name"], "birth_name": ""}
    return {"details": _told(one) | names, "mobile": ""}


def _misspelt(one: Draft) -> dict[str, Any]:
    name = one.details["last_name"]
    return {"details": _told(one) | {"last_name": name[:-1] + name[-1] * 2}, "mobile": ""}


def _swapped(one: Draft) -> dict[str, Any]:
    born = one.details["birth_date"]
    details = {"birth_date": born.replace(day=born.month, month=born.day)}
    return {"details": _told(one) | details, "mobile": ""}


def _by_email(one: Draft) -> dict[str, Any]:
    details = _told(one)
    del details["birth_date"]
    return {"details": details, "email": one.email}


def _told(one: Draft) -> dict[str, Any]:
    told = ("title", "last_name", "first_name", "birth_name", "birth_date")
    return {name: one.details[name] for name in told}


def _can_swap(one: Draft) -> bool:
    born = one.details["birth_date"]
    return born.day <= MONTHS and born.day != born.month


WAYS: Sequence[tuple[Callable[[Draft], bool], Twice]] = (
    (lambda one: bool(one.details["birth_name"]), _before_marriage),
    (lambda _one: True, _misspelt),
    (_can_swap, _swapped),
    (lambda _one: True, _by_email),
)
