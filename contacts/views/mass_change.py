"""The page of a change of many contacts: what it asks, what it will do, then doing just that.

Whoever has chosen contacts (the list, a search) brings them as a `Choice`, and each kind of change
says in a `MassChange` what it asks and does. With a script the plan follows the answers as they
are given; without one a button asks for it.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.mass_plan import MassPlan, Row, name_of, plan_chosen
from contacts.errors import ContactError, PlanChanged
from contacts.models import Change
from contacts.queries.changes import changes_known_to
from contacts.views import list_state
from contacts.views.selection import TICK, keys_of_list, nothing_ticked
from users.http import SignedIn
from users.models import User

# What one change takes at once; PostgreSQL writes it in two seconds.
AT_ONCE = 10_000
# The token of the plan that was shown.
SHOWN = "shown"
# Sent by the page of a form, whatever is filled in.
ASKED = "asked"
# Sent by a script that draws the plan alone.
PART = "part"


@dataclass(frozen=True)
class Choice:
    """The contacts that a page is about: `fields` carry them from one page of it to the next.

    `url`: where one goes on, and `cancel_url` where one goes back; `query` brings one there again
    from an undo.
    """

    keys: Sequence[int]
    fields: Sequence[tuple[str, str]]
    url: str
    query: Mapping[str, str]
    cancel_url: str
    # The contacts themselves stand in `fields`: what is sent is what was seen.
    is_exact: bool = False

    @classmethod
    def of_list(cls, request: SignedIn, keys: Sequence[int], *, cancel_url: str = "") -> "Choice":
        """Return the contacts of these keys, chosen in the list."""
        url = list_state.list_url(request)
        return cls(
            keys=keys,
            fields=[(TICK, str(key)) for key in keys] if not cancel_url else [],
            url=url,
            query={"back": list_state.back(request)},
            cancel_url=cancel_url or url,
            is_exact=True,
        )


class MassChange(ABC):
    """One kind of change, of these contacts by this user."""

    title: ClassVar[str | Promise]
    button: ClassVar[str | Promise] = gettext_lazy("Save")
    # Of the button of a change that takes away.
    danger_icon: ClassVar[str] = ""
    right: ClassVar[str] = ""
    form_class: ClassVar[Any] = None

    def __init__(self, keys: Sequence[int], user: User) -> None:
        self.keys, self.user = keys, user
        self.form: Any = None

    def heading(self, _rows: Sequence[Row]) -> str:
        return str(self.title)

    def consequences(self, _keys: Sequence[int]) -> Sequence[str]:
        """Return what follows, in sentences."""
        return ()

    def needs_no_plan(self, _post: QueryDict) -> bool:
        """Tell whether contacts sent by their keys are changed without a plan that was shown."""
        return False

    @abstractmethod
    def plan(self) -> MassPlan:
        """Say what would be done, by what the form says."""

    @abstractmethod
    def apply(self, token: str | None, reason: str) -> Change | None:
        """Do it."""

    @abstractmethod
    def done(self, count: int, name: str) -> str:
        """Say what was done to so many contacts, or to the one of this name."""


def answer_list(request: SignedIn, kind: type[MassChange]) -> HttpResponse:
    """Answer the page of a change of the contacts that are ticked in the list."""
    keys = keys_of_list(request)
    if keys is None:
        return nothing_ticked(request)
    return page(request, Choice.of_list(request, keys), kind(keys, request.user))


def page(request: SignedIn, choice: Choice, change: MassChange) -> HttpResponse:
    """Answer the page of a change, or do it when its plan is confirmed."""
    chosen = plan_chosen(choice.keys, request.user)
    if not chosen.rows and not chosen.left_out:
        raise Http404
    if not chosen.rows or (change.right and not request.user.has_perm(change.right)):
        raise PermissionDenied
    shown = _Page(request, choice, change, chosen)
    if change.form_class is None:
        return shown.confirm()
    answers = request.POST if _is_answered(request, change) else None
    change.form = change.form_class(answers, chosen.rows)
    if not change.form.is_bound:
        return shown.draw()
    if change.form.is_valid():
        return shown.confirm()
    return shown.draw(status=shown.refused)


def _is_answered(request: SignedIn, change: MassChange) -> bool:
    names = request.POST.keys()
    return bool(names & {ASKED, *change.form_class.base_fields})


@dataclass
class _Page:
    request: SignedIn
    choice: Choice
    change: MassChange
    # Without an answer: the contacts that the user may change.
    chosen: MassPlan

    @property
    def is_part(self) -> bool:
        return PART in self.request.POST

    @property
    def refused(self) -> int:
        """Return the status of what is refused: a script draws no page that is."""
        return HTTPStatus.OK if self.is_part else HTTPStatus.UNPROCESSABLE_ENTITY

    def confirm(self) -> HttpResponse:
        """Show the plan; or carry it out, where it was shown before."""
        refusal, status, post = "", HTTPStatus.OK, self.request.POST
        try:
            if self._is_confirmed():
                return self._apply(post.get(SHOWN))
        except PlanChanged as error:
            refusal, status = str(error), HTTPStatus.CONFLICT
        except ContactError as error:
            refusal, status = str(error), HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            plan = self.change.plan()
        except ContactError as error:
            return self.draw(refusal=str(error), status=self.refused)
        return self.draw(plan, refusal=refusal, status=status)

    def _is_confirmed(self) -> bool:
        request = self.request
        if request.method != "POST" or self.is_part:
            return False
        needs_none = self.choice.is_exact and self.change.needs_no_plan(request.POST)
        return SHOWN in request.POST or needs_none

    def _apply(self, token: str | None) -> HttpResponse:
        done = self.change.apply(token, self.request.POST.get("reason", ""))
        if done is None:
            messages.info(self.request, _("Nothing had to change."))
        else:
            self._say(done)
        return redirect(self.choice.url)

    def _say(self, done: Change) -> None:
        """Say what was done, with the way back for whoever still sees a contact of it."""
        keys = list(done.subjects.values_list("key", flat=True))
        names = [name_of(row) for row in self.chosen.rows if row.pk in keys[:1]]
        text = self.change.done(len(keys), names[0] if names else "")
        undo = reverse("contacts:change-undo", args=[done.pk], query=self.choice.query)
        known = changes_known_to(self.request.user, [done.kind]).filter(pk=done.pk)
        messages.success(self.request, text, extra_tags=f"undo={undo}" if known.exists() else "")

    def draw(
        self, plan: MassPlan | None = None, *, refusal: str = "", status: int = HTTPStatus.OK
    ) -> HttpResponse:
        shown = plan or self.chosen
        change = self.change
        context = {
            "change": change,
            "title": change.heading(shown.rows),
            "choice": self.choice,
            "plan": shown,
            "is_planned": plan is not None,
            "losing": getattr(shown, "losing", ""),
            "reason": self.request.POST.get("reason", ""),
            "refusal": refusal,
            "consequences": change.consequences(shown.keys) if plan else (),
            "back": list_state.back(self.request),
        }
        name = "_plan" if self.is_part else "show"
        return render(self.request, f"contacts/mass/{name}.html", context, status=status)
