"""Every route × cast: whoever is not assigned to the private folder sees nothing of it.

The whole site is asked twice with the same addresses, in a firm that has the folder and in the
same firm without it. Status, headers, body and number of SQL statements must be the same, a
refused request must write nothing, and no word of the folder may stand in any answer.
"""

import inspect
import re
import sys
from itertools import zip_longest
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import connection, transaction
from django.urls import resolve, reverse

from contacts.models import LostSight
from tests.architecture import route_cases, tree
from tests.architecture.private_world import MARKS, NAME, OUTSIDERS, build_secret
from tests.architecture.probe import SOAK, Answer, answer, each_outsider, log_in
from tests.architecture.routes import all_routes
from tests.architecture.unasked import ADMINISTERED, WALKED

pytestmark = pytest.mark.django_db

# Who types everything that an address can hold; in `make soak` everybody does.
THOROUGH = OUTSIDERS if SOAK else ("colleague",)
PLAYED_BY = {"colleague": WALKED, "administrator": ADMINISTERED}
# Who followed the folder before it was private: Accueil names it to them, and that page alone.
FORMER = "manager"
# What looking at a folder leaves: who looked, and when.
LOOKED = "contacts_visit"


def is_listed(name):
    if name in route_cases.ROUTES or name in route_cases.NOT_ASKED:
        return True
    page = name.removeprefix("admin:")
    return name.startswith("admin:") and (
        page in route_cases.ADMIN_PAGES
        or page.startswith(route_cases.ADMIN_MODELS)
        # The admin's own redirects to its change pages, and its catch-all.
        or re.fullmatch(r"/administration/(\w+/\w+/x/|x)", page) is not None
    )


@pytest.mark.security(28)
def test_every_route_is_listed():
    missing = sorted({route.name for route in all_routes() if not is_listed(route.name)})
    assert missing == [], "add these routes to tests/architecture/route_cases.py"


def test_no_listed_route_is_gone():
    names = {route.name for route in all_routes()}
    assert route_cases.ROUTES.keys() | route_cases.NOT_ASKED.keys() <= names


def view_modules(address):
    """Return the modules of an address's view, and of the classes that it is made of."""
    view = resolve(address).func
    view = getattr(view, "view_class", view)
    names = {one.__module__ for one in getattr(view, "__mro__", [view])} - {"builtins"}
    return [sys.modules[name] for name in names]


def reads_htmx(address):
    """Tell whether a module of an address's view asks if htmx is at work."""
    return any("request.htmx" in inspect.getsource(each) for each in view_modules(address))


def test_modules_of_views_alone_ask_if_htmx_is_at_work():
    """What another one asked, the matrix would not see."""
    kept = [*tree.sources(), *tree.files("*.html")]
    asking = {path for path in kept if "request.htmx" in path.read_text("utf-8")}
    walked = {
        Path(module.__file__)
        for name, listed in route_cases.ROUTES.items()
        for ask in listed
        for module in view_modules(reverse(name, kwargs=dict.fromkeys(ask.keys, 1)))
    }
    assert asking - walked == set()
    assert asking


def filled(post, words):
    return {key.format(**words): value.format(**words) for key, value in post.items()}


def requests(firm, secret, *, thorough):
    """Give each request: its name, verb, address, data, and whether htmx asks.

    One person types everything that an address can hold; the others the least and the most of it.
    Each page's first request comes before the second of any, so that what they play is looked for
    no longer than need be (playing.py).
    """
    public = {"category": firm.category.pk, "keyword": firm.keyword.pk}
    words = secret.keys | public | {"adviser": firm.cast["adviser"].pk}
    pages = [
        # One address of a route is enough to tell that its other verbs say no more than GET.
        list(requests_of(name, ask, words, thorough=thorough, verbs=() if place else other_verbs()))
        for name, listed in route_cases.ROUTES.items()
        for place, ask in enumerate(listed)
    ]
    for turn in zip_longest(*pages):
        yield from filter(None, turn)
    yield from administration()


def other_verbs():
    """Return the verbs beside GET and POST: one on each database, in `make soak` both on both."""
    on = {"sqlite": "head", "postgresql": "options"}
    return on.values() if SOAK else (on[connection.vendor],)


def requests_of(name, ask, words, *, thorough, verbs):
    """Give the requests of one page, by GET and POST and by these verbs."""
    address = reverse(name, kwargs={key: words.get(kind, kind) for key, kind in ask.keys.items()})
    first, *others = ask.queries if thorough else ask.queries[::7]
    yield name, "get", address + first.format(**words), None, False
    for query in others[:1]:
        yield name, "get", address + query.format(**words), None, False
    for post in ask.posts:
        yield name, "post", address, filled(post, words), False
    for query in others[1:]:
        yield name, "get", address + query.format(**words), None, False
    if reads_htmx(address):
        yield name, "get", address + ask.queries[-1].format(**words), None, True
    # A page without a folder's key answers HEAD and OPTIONS by the same view as GET.
    for verb in verbs if ask.keys and thorough else ():
        yield name, verb, address, None, False


def administration():
    """Give each page of the admin."""
    for route in all_routes():
        if route.name.startswith("admin:") and route.name not in route_cases.NOT_ASKED:
            yield route.name, "get", route.address, None, False


def difference(one, other):
    """Name what differs between two answers."""
    names = [name for name in Answer.__annotations__ if getattr(one, name) != getattr(other, name)]
    return ", ".join(names)


def everything(firm, secret, client, *, thorough, verbs):
    """Ask the whole site in this session; return the answers by what was asked."""
    return {
        (route, verb, address, tuple((data or {}).items()), htmx): answer(
            client, verb, address, data, htmx=htmx
        )
        for route, verb, address, data, htmx in requests(firm, secret, thorough=thorough)
        if verb in verbs
    }


def in_both_firms(firm, name, *, verbs=("get", "post", "head", "options")):
    """Return the answers in the firm with the folder, and in the same firm without it."""
    client = log_in(firm.cast[name])
    with transaction.atomic():
        secret = build_secret(firm)
        if name == FORMER:
            by = firm.cast["assistant"]
            LostSight.objects.create(person=firm.cast[name], contact_name=NAME, by=by)
        with_folder = everything(firm, secret, client, thorough=name in THOROUGH, verbs=verbs)
        transaction.set_rollback(True)
    without = everything(firm, secret, client, thorough=name in THOROUGH, verbs=verbs)
    return with_folder, without


@pytest.mark.slow
@pytest.mark.security(1, 2, 3, 4, 5, 9, 10, 11, 18, 19, 20, 26, 28, 29, 59)
@pytest.mark.parametrize("name", each_outsider(played=PLAYED_BY))
def test_outsider_sees_nothing(firm, name):
    with_folder, without = in_both_firms(firm, name)
    told_on = {"home"} if name == FORMER else set()
    found = {asked: difference(given, without[asked]) for asked, given in with_folder.items()}
    differing = {asked: names for asked, names in found.items() if names}
    assert {asked: names for asked, names in differing.items() if asked[0] not in told_on} == {}
    assert {asked[0] for asked in differing} == told_on
    naming = {
        asked
        for asked, given in with_folder.items()
        for mark in MARKS
        # What was typed is given back.
        if mark.encode() in given.body and mark not in unquote(str(asked))
    }
    assert {asked[0] for asked in naming} == told_on
    refused = {asked: given for asked, given in with_folder.items() if given.status >= 400}
    assert {asked[0] for asked in refused} >= {"contacts:contact-general"}
    assert {asked: given.writes for asked, given in refused.items() if given.writes} == {}
    assert [asked for asked, given in refused.items() if given.status >= 500] == []


@pytest.mark.on_postgresql
@pytest.mark.slow
@pytest.mark.security(28, 35)
def test_assigned_person_sees_it(firm):
    """The matrix can fail: the same pages differ for the assistant."""
    with_folder, without = in_both_firms(firm, "assistant", verbs=("get",))
    differing = {asked[0] for asked, given in with_folder.items() if given != without[asked]}
    looked = {
        asked: given.writes
        for asked, given in with_folder.items()
        if not all(LOOKED in sql for sql in given.writes)
    }
    assert looked == {}, "GET changes nothing"
    assert differing >= {
        *("home", "search", "contacts:contact-list", "contacts:contact-general"),
        *("contacts:contact-coordinates", "accounts:folder-accounts", "accounts:folder-summary"),
        *("alerts:clients", "alerts:accounts"),
    }
