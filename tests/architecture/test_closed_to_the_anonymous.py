"""Somebody who has not logged in gets the login page, or nothing, at every address."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path, reverse

from tests.architecture.routes import all_routes

# Whoever adds a page here says why.
PUBLIC = {
    "login",  # how one gets in
    "admin:login",  # the same, for the administration
}


def closed(_request, **_parts):
    return HttpResponse("hello")


@login_not_required
def opened(_request, **_parts):
    return HttpResponse("hello")


urlpatterns = [
    path("connexion/", opened, name="login"),
    path("closed/<int:pk>/<slug:tab>/", closed, name="closed"),
    path("deep/", include(([path("open/<uuid:key>", opened, name="open")], "in"))),
]


def open_to_the_anonymous(client, method):
    """Return the routes that answer with anything but a login page or 404."""
    routes = all_routes()
    logins = tuple(route.address for route in routes if route.name.endswith("login"))
    found = set()
    for route in routes:
        response = getattr(client, method)(route.address)
        refused = response.status_code == 302 and response["Location"].startswith(logins)
        if not refused and response.status_code != 404:
            found.add(route.name)
    return found


@pytest.mark.parametrize("method", ["get", "post", "head", "options", "put", "delete"])
def test_only_the_public_pages_answer_the_anonymous(db, client, method):
    assert open_to_the_anonymous(client, method) - PUBLIC == set()


def test_public_pages_are_routes(db):
    assert {"login"} <= {route.name for route in all_routes()}


def test_login_page_answers_the_anonymous(db, client):
    response = client.get(reverse("login"))
    assert response.status_code == 200


def test_every_route_is_walked(settings):
    settings.ROOT_URLCONF = __name__
    assert [(route.name, route.address) for route in all_routes()] == [
        ("login", "/connexion/"),
        ("closed", "/closed/1/x/"),
        ("in:open", "/deep/open/00000000-0000-4000-8000-000000000000"),
    ]


def test_an_open_page_is_found(settings, client):
    settings.ROOT_URLCONF = __name__
    assert open_to_the_anonymous(client, "get") == {"login", "in:open"}
