"""The product's addresses, and one page more: the base template with nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from o2s_contacts.urls import urlpatterns as of_the_product

EMPTY = "rien/"


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [*of_the_product, path(EMPTY, empty)]
