"""What is proposed for a text while one types: a town for its post code, an activity for its code.

Nothing is refused for not being proposed, and addresses abroad are left alone. `ProposedInput` is a
text box as any other without a script; `static/js/proposals.js` asks `contacts:proposals` as one
types and fills in what is chosen, in the box and in those beside it.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.enums import Proposals
from text import communes, naf
from text.communes import Commune

PROPOSED = 20
# France, what it is overseas where the list of countries names it apart, and Monaco.
_WITH_FRENCH_POST_CODES = frozenset(
    ("", "FR", "MC", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF")
)


@dataclass(frozen=True)
class Proposal:
    """A line to choose, and what it fills in: texts by the names of their fields.

    `is_sure` says that nothing else can be meant, so that blank fields may be filled at once.
    """

    label: str
    fills: Mapping[str, str]
    is_sure: bool = False

    @property
    def filled(self) -> str:
        return json.dumps(self.fills)


# What is typed, and what the fields beside it hold -> what is proposed, the best first.
Find = Callable[[str, Mapping[str, str]], Iterator[Proposal]]


@dataclass(frozen=True)
class Source:
    """`field`: the name of the box; `beside`: the boxes that narrow what is found; `unsays`: one
    that no longer goes with what is typed."""

    field: str
    find: Find
    beside: Sequence[str] = ()
    unsays: str = ""


def proposals(source: Proposals, typed: str, beside: Mapping[str, str]) -> list[Proposal]:
    """Return what to propose for a text; nothing of what is abroad."""
    country = beside.get("country") or beside.get("birth_country") or ""
    if country not in _WITH_FRENCH_POST_CODES:
        return []
    return list(islice(SOURCES[source].find(typed, beside), PROPOSED))


def _of_post_code(typed: str, _beside: Mapping[str, str]) -> Iterator[Proposal]:
    post_code = "".join(typed.split())
    found = communes.communes_of(post_code)
    return (_addressed(post_code, one, is_sure=len(found) == 1) for one in found)


def _of_town(typed: str, beside: Mapping[str, str]) -> Iterator[Proposal]:
    """Propose the towns of the post code that is there, or else any, with its post codes."""
    post_code = "".join(beside.get("post_code", "").split())
    here = [one for one in communes.communes_of(post_code) if communes.begins(one, typed)]
    if here:
        yield from (_addressed(post_code, one) for one in here)
        return
    seen = set()
    for one in communes.beginning_with(typed, PROPOSED):
        for code in communes.post_codes(one):
            proposal = _addressed(code, one)
            if proposal.label not in seen:
                seen.add(proposal.label)
                yield proposal


def _addressed(post_code: str, commune: Commune, *, is_sure: bool = False) -> Proposal:
    whole, name = communes.whole(commune), communes.town_of(commune)
    told = f" · {whole.name}" if name not in {whole.name, ""} else ""
    return Proposal(
        f"{post_code} {name}{told}", {"post_code": post_code, "town": name}, is_sure=is_sure
    )


def _of_birth_town(typed: str, beside: Mapping[str, str]) -> Iterator[Proposal]:
    """Propose towns with their department: those of the department that is there first."""
    found = communes.beginning_with(typed, 5 * PROPOSED)
    department = beside.get("birth_department", "")
    for one in sorted(found, key=lambda one: one.department != department):
        whole = communes.whole(one)
        told = f" · {whole.name}" if one.name != whole.name else ""
        fills = {"town": one.name, "department": one.department, "commune": one.code}
        yield Proposal(
            f"{one.name} ({one.department}){told}",
            {f"birth_{name}": text for name, text in fills.items()},
        )


def _of_activity(typed: str, _beside: Mapping[str, str]) -> Iterator[Proposal]:
    for code, label in naf.beginning_with(typed, PROPOSED):
        yield Proposal(f"{code} {label}", {"naf_code": code})


SOURCES: Mapping[Proposals, Source] = {
    Proposals.POST_CODE: Source("post_code", _of_post_code, ("country",)),
    Proposals.TOWN: Source("town", _of_town, ("post_code", "country")),
    Proposals.BIRTH_TOWN: Source(
        "birth_town", _of_birth_town, ("birth_department", "birth_country"), "birth_commune"
    ),
    Proposals.ACTIVITY: Source("naf_code", _of_activity),
}


class ProposedInput(forms.TextInput):
    """A text box that proposes; what its script needs to know stands in its attributes."""

    def __init__(self, source: Proposals, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.source = source

    def build_attrs(self, base: Any, extra: Any = None) -> dict[str, Any]:
        asked = SOURCES[self.source]
        return super().build_attrs(base, extra) | {
            "data-proposals": reverse("contacts:proposals", args=[self.source.value]),
            "data-proposed": asked.field,
            "data-list-label": _("Proposals"),
            **({"data-beside": " ".join(asked.beside)} if asked.beside else {}),
            **({"data-unsays": asked.unsays} if asked.unsays else {}),
        }
