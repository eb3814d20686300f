"""A form's page with what was typed, where it is not to be saved (users.forms.Draft)."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict

from users.forms import Draft

Ask = Callable[..., Any]
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
PAGES = {HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT, HTTPStatus.GONE}


@dataclass(frozen=True)
class Why:
    """Why a form is shown with what was typed: `text` above the page, then lines with a way on.

    `as_new`: the form's button then says that it makes a second one.
    """

    text: str
    items: tuple[dict[str, str], ...] = ()
    as_new: bool = False


def can_show(view: Ask) -> bool:
    """Say whether the view refuses a draft before it does anything (users.http.shows_drafts)."""
    return getattr(getattr(view, "view_class", view), "shows_drafts", False)


def show(request: HttpRequest, typed: QueryDict, ask: Ask, why: Why) -> HttpResponse | None:
    """Ask the page as if it had been sent what was typed; None when it is no page of a form.

    The rule is asked as for any request, and whatever the view may write is taken back.
    """
    draft: Any = copy.copy(request)
    draft.method, draft.draft = "POST", why
    draft.POST, draft._files = Draft.of(typed), MultiValueDict()  # noqa: SLF001 - of a copy
    # What the view says of something that it then did not do is not told.
    draft._messages = default_storage(draft)  # noqa: SLF001 - the messages' own attribute
    with transaction.atomic():
        response: HttpResponse = ask(draft)
        transaction.set_rollback(True)
    return response if response.status_code in PAGES else None
