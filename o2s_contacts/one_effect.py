"""One form, one effect (docs/adr/0011): what a form does spends the token that it carries.

A double click, a repeated POST, or Back and Enregistrer send the same token again. The same
content then gets the first answer and its messages: of two clicks the browser follows the second
one's answer, and what came with the first is lost. Other content saves nothing where the form
makes something: the page says so. Where it changes something, the page's own edit conflict has the
word.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2s_contacts import drafts, session_end
from users.actions.spending import LIFE, spend, wait_for
from users.http import SignedIn
from users.models import SpentForm

FIELD = "form_token"
SALT = "o2s_contacts.one_effect"
NOT_CONTENT = {FIELD, "csrfmiddlewaretoken"}

# What a form makes, as its template says: `{% form_token "contact" %}`.
SAVED_ALREADY = {
    "contact": gettext_lazy("This contact is saved already."),
    "note": gettext_lazy("This note is saved already."),
    "relation": gettext_lazy("This relation is saved already."),
    "row": gettext_lazy("This row is saved already."),
    "profile": gettext_lazy("This investor profile is saved already."),
    "account": gettext_lazy("This account is saved already."),
    "value": gettext_lazy("This value is saved already."),
    "category": gettext_lazy("This category is saved already."),
    "term": gettext_lazy("This word is saved already."),
}


class Messages(FallbackStorage):
    """Django's own, whose messages can be said once more (MESSAGE_STORAGE)."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.added: list[tuple[int, str, str]] = []

    def add(self, level: int, message: str, extra_tags: str | None = "") -> None:
        super().add(level, message, extra_tags)
        self.added.append((level, str(message), extra_tags or ""))

    def repeat(self, said: str) -> None:
        """Say it as well, unless it waits for the next page already."""
        for level, message, tags in json.loads(said):
            if Message(level, message, tags) not in self:
                self.add(level, message, tags)


@dataclass(frozen=True)
class Token:
    """What a form carries; `makes` is empty when it only changes what stands."""

    text: str
    makes: str
    nonce: str
    is_late: bool = False

    def key(self, digest: str) -> str:
        """A form that makes something does so once, any other once for each content."""
        return _hash(self.nonce if self.makes else f"{self.nonce}:{digest}")


def _signer(request: HttpRequest) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"{SALT}:{request.user.pk}")


def read(request: HttpRequest) -> Token | None:
    """Return the token that was sent; None when there is none, or another user's."""
    text = request.POST.get(FIELD, "")
    signer, is_late = _signer(request), False
    try:
        said = signer.unsign(text, max_age=LIFE)
    except signing.SignatureExpired:
        said, is_late = signer.unsign(text), True
    except signing.BadSignature:
        return None
    makes, _sign, nonce = said.partition(":")
    return Token(text, makes, nonce, is_late)


def hidden_input(request: HttpRequest, makes: str) -> SafeString:
    """Draw the field; a page that was refused keeps its token, so that all of it does one thing."""
    if not request.user.is_authenticated:
        return SafeString("")
    token = read(request) if request.method == "POST" and not is_as_new(request) else None
    if token is None or token.is_late or token.makes != makes:
        text = _signer(request).sign(f"{makes}:{secrets.token_urlsafe(12)}")
    else:
        text = token.text
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, text)


def is_as_new(request: HttpRequest | None) -> bool:
    """Say whether what the page's form would save stands already."""
    why: drafts.Why | None = getattr(request, "draft", None)
    return why is not None and why.as_new


class OneEffectMiddleware:
    """Ask the view of a form once, with its token spent in the same transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: SignedIn, view: drafts.Ask, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        token = read(request)
        if token is None:
            return None

        def ask(asked: HttpRequest) -> Any:
            return view(asked, *args, **kwargs)

        def draft(why: drafts.Why) -> HttpResponse | None:
            return drafts.show(request, request.POST, ask, why) if drafts.can_show(view) else None

        if token.is_late and token.makes:
            return draft(_too_old()) or redirect(request.get_full_path())
        digest = _digest(request)
        answer = _once(request, token.key(digest), digest, ask)
        if not isinstance(answer, SpentForm):
            return answer
        if answer.digest != digest:
            return _refuse_other(request, answer, draft(_saved_already(token, answer)))
        return _answer_again(request, answer)


def _answer_again(request: HttpRequest, spent: SpentForm) -> HttpResponse:
    """Answer as the first time; a password may be another, which nobody shall believe was taken."""
    _storage(request).repeat(spent.messages)
    if _holds_password(request):
        return _refuse_other(request, spent, None)
    return redirect(spent.answer)


def _refuse_other(
    request: HttpRequest, spent: SpentForm, page: HttpResponse | None
) -> HttpResponse:
    """Say that what was sent again is not saved: beside it, or where its view shows no draft."""
    if page is None:
        messages.warning(request, _("Saved already: what was sent again is not saved."))
        return redirect(spent.answer)
    page.status_code = HTTPStatus.CONFLICT
    return page


@transaction.atomic
def _once(request: HttpRequest, key: str, digest: str, ask: drafts.Ask) -> HttpResponse | SpentForm:
    """Return the view's answer; or what an earlier request with this token was answered."""
    wait_for(key=key)
    spent = SpentForm.objects.filter(key=key).first()
    if spent is not None:
        return spent
    response: HttpResponse = ask(request)
    # Whatever was done leads on; a page that was refused, or only asked again, did nothing.
    if HTTPStatus.MULTIPLE_CHOICES <= response.status_code < HTTPStatus.BAD_REQUEST:
        said = json.dumps(_storage(request).added)
        spend(key=key, digest=digest, answer=response["Location"], messages=said)
        session_end.forget(request)
    return response


def _storage(request: HttpRequest) -> Messages:
    storage: Messages = request._messages  # type: ignore[attr-defined]  # noqa: SLF001 - Django's
    return storage


def _saved_already(token: Token, spent: SpentForm) -> drafts.Why:
    return drafts.Why(
        str(SAVED_ALREADY.get(token.makes, _("This is saved already."))),
        items=(
            {"url": spent.answer, "label": _("See what is saved")},
            {"label": _("What you have just typed is not saved: it is still in the form.")},
        ),
        as_new=True,
    )


def _too_old() -> drafts.Why:
    return drafts.Why(
        _("This form was opened more than a day ago. Nothing is saved yet: look at it, then save.")
    )


def _digest(request: HttpRequest) -> str:
    """Return one word for the form's address and all that it holds, which no reader can undo.

    Without the passwords, which are kept in no digest.
    """
    typed = sorted(
        (name, values)
        for name, values in request.POST.lists()
        if name not in NOT_CONTENT and not _is_password(name)
    )
    files = [(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent]
    return _hash(json.dumps([request.path, typed, files]))


def _is_password(name: str) -> bool:
    return "password" in name


def _holds_password(request: HttpRequest) -> bool:
    return any(_is_password(name) and value for name, value in request.POST.items())


def _hash(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
