"""What the two windows share: hidden lines, contacts to choose from, and what was done."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from alerts.actions.outcomes import Outcome
from alerts.enums import Action
from alerts.forms.joint import JointForm
from alerts.forms.lines import ClientForm, LineForm
from alerts.models import DetectedAccount, DetectedClient
from alerts.views.alert_list import N, Shown, without
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.queries.search import matches
from users.http import SignedIn
from users.models import User

D = TypeVar("D", DetectedClient, DetectedAccount)
# What the form of these lines holds of their versions, as they stand.
AsNow = Callable[[SignedIn, Collection[int]], Mapping[str, str]]

# What may be typed of a second holder, as a message can repeat it.
SECONDS = JointForm.SECONDS[1:]
# How many of the last decisions a window offers to reopen.
RECENT = 20


class FormLine(Protocol):
    @property
    def form(self) -> LineForm: ...


def hidden(request: SignedIn, what: str) -> list[int]:
    """Return the lines put out of sight until the next login."""
    return list(request.session.get(f"hidden_{what}", []))


def hide(request: SignedIn, what: str, pks: Iterable[int]) -> None:
    request.session[f"hidden_{what}"] = sorted({*hidden(request, what), *pks})


def typed_contacts(user: User, data: QueryDict | None) -> dict[int, Contact]:
    """Return the contacts that the request names, as this user may see them, in one query."""
    named = {
        pk
        for name, value in (data or {}).items()
        if name.endswith(("-contact", "-second_contact")) and (pk := key(str(value)))
    }
    return Contact.objects.visible_to(user).in_bulk(named) if named else {}


def offer(
    form: LineForm,
    user: User,
    proposed: Iterable[Contact],
    typed: dict[int, Contact],
    of: str = "",
) -> list[Contact]:
    """Let the form choose among these contacts; return those that its search found.

    `of`: what the names of the fields begin with, for the second of two holders.
    """
    text = form.data.get(form.add_prefix(f"{of}search"), "") if form.is_bound else ""
    found = matches(user, text[:200], kind=form.searches) if text else []
    chosen = key(form.data.get(form.add_prefix(f"{of}contact"), "")) if form.is_bound else None
    kept = [typed[chosen]] if chosen in typed else []
    offered = {contact.pk: contact for contact in [*proposed, *found, *kept]}
    form.offer(choices(offered.values()), f"{of}contact")
    return found


def choices(contacts: Iterable[Contact]) -> list[tuple[str, str]]:
    return [
        (str(contact.pk), f"{contact} ({contact.town})" if contact.town else str(contact))
        for contact in contacts
    ]


def pair(text: str) -> tuple[int, int] | None:
    """Read a button's `line:contact`."""
    line, _colon, contact = text.partition(":")
    keys = key(line), key(contact)
    return (keys[0], keys[1]) if keys[0] and keys[1] else None


def tell(request: SignedIn, outcomes: Iterable[Outcome]) -> None:
    """Say line by line what was done."""
    for outcome in outcomes:
        if outcome.done:
            messages.success(request, outcome.told, extra_tags="batch")


def tell_lost(request: SignedIn, lines: Iterable[FormLine]) -> None:
    """Say what was chosen for a line whose action does nothing with it."""
    for line in lines:
        action = Action(line.form.cleaned_data["action"]).label
        for chosen in line.form.lost:
            said = {"line": line, "chosen": chosen, "action": action}
            words = _("%(line)s: %(chosen)s is not kept, the action being %(action)s.")
            messages.warning(request, words % said)


def put_back(
    request: SignedIn,
    data: QueryDict,
    pk: int,
    reopen: Callable[[], Iterable[str]],
    as_now: AsNow,
) -> None:
    """Reopen a line, with what was typed for it when somebody else came first."""
    try:
        told = reopen()
    except ObjectDoesNotExist as absent:
        raise Http404 from absent
    _set(data, as_now(request, [pk]))
    for sentence in told:
        messages.info(request, sentence)


def _set(data: QueryDict, fields: Mapping[str, str]) -> None:
    for name, value in fields.items():
        data[name] = value


def late_beside(
    request: SignedIn,
    data: QueryDict,
    letter: str,
    outcomes: Iterable[Outcome],
    as_now: AsNow,
    shown_lines: Callable[[SignedIn, QueryDict], Shown[N]],
) -> Shown[N]:
    """Return the page with what came too late on its line, as it was typed; the rest is saved."""
    without(data, letter, {one.pk for one in outcomes if one.done})
    late = {one.pk: one for one in outcomes if not one.done}
    _set(data, as_now(request, late))
    shown = shown_lines(request, data)
    lines = [
        replace(line, late=late[line.pk].told) if line.pk in late else line  # type: ignore[type-var]
        for line in shown.lines
    ]
    gone = [one for pk, one in late.items() if pk not in shown.keys]
    _tell_of_gone(request, gone, data, letter)
    without(data, letter, {one.pk for one in gone})
    return replace(shown, lines=lines)


def _tell_of_gone(
    request: SignedIn, outcomes: Iterable[Outcome], data: QueryDict, letter: str
) -> None:
    """Say what was typed for lines that do not exist any more for this person."""
    for outcome in outcomes:
        typed = _typed(request.user, data, f"{letter}{outcome.pk}-")
        kept = _("You had chosen: %(typed)s.") % {"typed": ", ".join(typed)} if typed else ""
        messages.warning(request, f"{outcome.told} {kept}".strip())


def _typed(user: User, data: QueryDict, prefix: str) -> list[str]:
    """Return the action, the contact and the corrections typed for one line, as words."""
    labels = {str(value): str(label) for value, label in Action.choices}
    action = labels.get(data.get(f"{prefix}action", ""))
    if action is None:
        return []
    chosen = key(data.get(f"{prefix}contact", ""))
    contact = typed_contacts(user, data).get(chosen) if chosen else None
    words = [str(data.get(f"{prefix}{name}", ""))[:250] for name in (*ClientForm.TEXTS, *SECONDS)]
    return [action, *([str(contact)] if contact else []), *filter(None, words)]


def last_decisions(user: User, decided: QuerySet[D], owner: str) -> list[D]:
    """Return the newest decisions, each with `told`: the contact it names, if one may see it.

    A decision about several partners' lines of one client stands once.
    """
    lines = list(decided[:RECENT])
    named = {getattr(line, f"{owner}_id") for line in lines} - {None}
    seen = Contact.objects.visible_to(user).in_bulk(named) if named else {}
    for line in lines:
        line.told = seen.get(getattr(line, f"{owner}_id"))  # type: ignore[attr-defined]
    return lines
