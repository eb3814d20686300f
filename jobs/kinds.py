"""The kinds of background work: each is registered by the app that owns it, in its `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from users.models import User


@dataclass(frozen=True)
class Outcome:
    """What a job came to, in a sentence, and the page where one goes on."""

    text: str
    url: str = ""
    label: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a job does, and who may ask for it.

    `work(progress, by=owner, **values)` returns what `outcome` needs, as JSON: keys and counts, no
    words. It asks the rule for `by` like any page, and raises `JobError` for what the owner
    must know. `outcome(result, user)` is asked each time that the job is shown, through the rule:
    a sentence kept with the job, an error's or a step's, names no contact, for its reader may not
    see that contact any more.
    """

    # Kept in the rows: never changes.
    name: str
    label: str | Promise
    work: Callable[..., Any]
    outcome: Callable[[Any, User], Outcome]
    # Asked when the job is started, when its work begins, and when it is taken up again.
    right: str
    # The work may begin again from its start, whatever it had kept when its worker died.
    resumable: bool


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _KINDS[kind.name] = kind


def get(name: str) -> Kind | None:
    """Return the kind; None when this version of the program has none of that name."""
    return _KINDS.get(name)


def resumable() -> list[str]:
    return [kind.name for kind in _KINDS.values() if kind.resumable]
