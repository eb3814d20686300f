"""The product's addresses, and two pages more to compare its pages with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from o2s_contacts.urls import urlpatterns as of_the_product

EMPTY, BARE = "rien/", "nu/"
# What `django-admin startproject` puts before a view.
MIDDLEWARE_OF_DJANGO = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def empty(request: HttpRequest) -> HttpResponse:
    """Draw the base template with nothing in it."""
    return render(request, "base.html")


def bare(request: HttpRequest) -> HttpResponse:
    """Read the session and its user, and draw nothing."""
    return HttpResponse(str(request.user))


urlpatterns = [*of_the_product, path(EMPTY, empty), path(BARE, bare)]
