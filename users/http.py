from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from users.models import User


class SignedIn(HttpRequest):
    """What a view gets: the middleware lets nobody through who is not logged in."""

    user: User
    htmx: HtmxDetails
