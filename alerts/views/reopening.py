"""`Rouvrir`, in the last decisions of each window."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alerts.actions.reopening import reopen_account, reopen_client
from users.http import SignedIn


@require_POST
def client(request: SignedIn, pk: int) -> HttpResponse:
    try:
        told = reopen_client(client_id=pk, by=request.user)
    except ObjectDoesNotExist as absent:
        raise Http404 from absent
    return _told(request, told, "alerts:clients")


@require_POST
def account(request: SignedIn, pk: int) -> HttpResponse:
    try:
        told = reopen_account(account_id=pk, by=request.user)
    except ObjectDoesNotExist as absent:
        raise Http404 from absent
    return _told(request, told, "alerts:accounts")


def _told(request: SignedIn, told: list[str], window: str) -> HttpResponse:
    for sentence in told:
        messages.info(request, sentence)
    return redirect(window)
