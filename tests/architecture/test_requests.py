"""What holds for every request, whatever the page (security.md 25, 26, 30, 34, 35)."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from contacts.models import Category, Contact
from tests.architecture import route_cases
from tests.architecture.private_world import build_secret
from tests.architecture.routes import all_routes

pytestmark = pytest.mark.django_db

TYPED = "application/x-www-form-urlencoded"
UNSAFE = ("post", "put", "patch", "delete")


@pytest.mark.on_sqlite
@pytest.mark.security(35)
def test_every_unsafe_verb_needs_its_token(administrator):
    """Django's own middleware, on every route: nobody may have exempted a view."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    routes = [route for route in all_routes() if route.name not in {"logout", "admin:logout"}]
    let_through = {
        (route.name, verb)
        for route in routes
        for verb in UNSAFE
        if getattr(client, verb)(route.address).status_code != 403
    }
    assert let_through == set()


@pytest.mark.on_sqlite
@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_no_page_answers_a_verb_that_it_does_not_know(administrator, verb):
    client = Client()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    answers = {
        route.name: client.generic(verb, route.address).status_code for route in all_routes()
    }
    # What is not there, and logging in for who did already, are refused whatever the verb.
    assert {name for name, status in answers.items() if status not in {302, 403, 404, 405}} == set()
    assert sum(status == 405 for status in answers.values()) > PAGES_WITHOUT_A_KEY
    assert Client().generic(verb, reverse("login")).status_code == 405


PAGES_WITHOUT_A_KEY = 40


READ_ONLY = [
    *("home", "search", "services", "catalogue", "contacts:contact-list", "contacts:recent-list"),
    *("contacts:duplicate-list", "contacts:merge-list", "contacts:contact-add", "imports:runs"),
]


@pytest.mark.on_sqlite
def test_a_page_that_only_shows_takes_nothing_in(sign_in, administrator):
    client = sign_in(administrator)
    answers = {name: client.post(reverse(name)).status_code for name in READ_ONLY}
    assert answers == dict.fromkeys(READ_ONLY, 405)


@pytest.mark.security(26)
def test_another_form_of_a_private_folder_is_refused_too(firm, sign_in):
    secret = build_secret(firm)
    address = reverse("contacts:contact-general", args=[secret.keys["contact"]])
    client = sign_in(firm.cast["manager"])
    answers = {
        (query, accept): client.get(address + query, headers={"Accept": accept}).status_code
        for query in ("?format=json", "?format=csv", "?_popup=1", "?page=2")
        for accept in ("application/json", "text/csv", "*/*")
    }
    assert answers == dict.fromkeys(answers, 404)


@pytest.mark.security(34)
@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_next_never_leaves_the_site(client, adviser, away):
    adviser.set_password("a-password-of-tests-only")
    adviser.save()
    data = {"username": "adviser", "password": "a-password-of-tests-only", "next": away}
    answer = client.post(reverse("login"), data)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.security(23, 30)
def test_fields_that_no_form_shows_change_nothing(firm, sign_in):
    """What is posted beside a form's own fields is not read (`is_private` without the right)."""
    contact = firm.open_contact
    junior = firm.cast["junior"]
    others = {
        "is_private": "on",
        "deleted_at": "2026-01-01",
        "deleted_by": junior.pk,
        "merged_into": "1",
        "created_by": junior.pk,
        "kind": "organisation",
        "sort_name": "a",
        "is_staff": "on",
        "pk": "999",
        "id": "999",
    }
    typed = {
        "last_name": "Marchand",
        "first_name": "Louise",
        "category": Category.objects.get(name="Clients").pk,
        "version": contact.version,
        "lead_adviser": contact.lead_adviser_id,
        "assistant": junior.pk,
        "birth_date": "09/03/1961",
    }
    before = Contact.objects.values("is_private", "deleted_at", "created_by", "kind", "sort_name")
    kept, count = before.get(pk=contact.pk), Contact.everything.count()
    address = reverse("contacts:contact-general", args=[contact.pk])
    answer = sign_in(junior).post(address, typed | others)
    assert answer.status_code == 302
    assert before.get(pk=contact.pk) == kept
    assert Contact.everything.count() == count
    junior.refresh_from_db()
    assert not junior.is_staff


@pytest.mark.slow
@pytest.mark.parametrize(
    "forged",
    [
        "1" + "0" * 30,
        # Refused before any database sees it.
        pytest.param("9" * 5000, marks=pytest.mark.on_sqlite),
    ],
    ids=["too large", "endless"],
)
def test_no_forged_key_is_an_error(firm, sign_in, forged):
    """What cannot be a key of the database is one that was never used, wherever it is written."""
    standing = build_secret(firm).keys
    standing |= {"category": firm.category.pk, "keyword": firm.keyword.pk}
    # A line of an alert that stands, and what is chosen for it is forged.
    kept = {kind: standing[kind] for kind in ("client_line", "account_line")}
    words = dict.fromkeys([*standing, "adviser"], forged)
    firm.cast["adviser"].groups.add(Group.objects.get(name="Manager"))
    client = sign_in(firm.cast["adviser"])
    client.raise_request_exception = False
    errors = []
    for url, data in dict.fromkeys(
        [*forgeries(standing, words), *forgeries(standing, words | kept)]
    ):
        with transaction.atomic():
            # As a browser sends it: a name in parts may not be that long.
            answer = client.get(url) if data is None else client.post(url, data, content_type=TYPED)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            errors.append((url[:100], str(data)[:200]))
    assert errors == []


def forgeries(standing, words):
    """Give each address, and what is posted to it, in which something is forged."""
    for name, listed in route_cases.ROUTES.items():
        for ask in listed:
            keys = {key: standing.get(kind, kind) for key, kind in ask.keys.items()}
            address = reverse(name, kwargs=keys)
            for query in ask.queries:
                if "{" in query:
                    yield address + query.format(**words), None
            for post in ask.posts:
                if "{" in str([*post, *post.values()]):
                    said = [
                        (key.format(**words), text.format(**words)) for key, text in post.items()
                    ]
                    yield address, urlencode(said)
            forged = {key: words.get(kind, kind) for key, kind in ask.keys.items()}
            if forged != keys:
                yield reverse(name, kwargs=forged), None
