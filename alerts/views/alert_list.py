"""What is around the lines of both windows: filters, pages, and what was typed elsewhere."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Custodian
from alerts.enums import Action
from alerts.forms.lines import is_chosen, read_versions, versions_text
from alerts.queries.alert_list import ALL, MINORS, WITH, WITHOUT, Asked
from contacts.forms.inputs import key

# All that is added of the window and not on this page.
REST = "rest"
# How many lines the button has just turned.
TURNED = "turned"


class AnyLine(Protocol):
    @property
    def pk(self) -> int: ...

    @property
    def late(self) -> str: ...

    @property
    def is_late(self) -> bool: ...


N = TypeVar("N", bound=AnyLine)


@dataclass(frozen=True)
class Shown(Generic[N]):
    """One page of a window: what was asked, its lines, and where the next ones are."""

    lines: list[N]
    asked: Asked
    edges: Asked
    # What each filter keeps.
    rules: Mapping[str, Q]

    @property
    def keys(self) -> list[int]:
        return [line.pk for line in self.lines]

    @property
    def waiting(self) -> list[N]:
        """Return the lines that nobody treated meanwhile."""
        return [line for line in self.lines if not line.is_late]


def named(lines: Iterable[AnyLine], letter: str) -> list[dict[str, str]]:
    """Return the lines as links of a message."""
    return [{"url": f"#{letter}{line.pk}", "label": str(line)} for line in lines]


def gone(data: QueryDict, letter: str, waiting: Collection[int]) -> list[tuple[int, Action]]:
    """Return what was chosen for lines that are not to treat any more: their person is told."""
    sent = _lines(data) - {*waiting}
    chosen = ((pk, data.get(f"{letter}{pk}-action", "")) for pk in sorted(sent))
    return [
        (pk, Action(action))
        for pk, action in chosen
        if action in Action and action != Action.POSTPONE
    ]


def _lines(data: QueryDict) -> set[int]:
    return {pk for text in data.getlist("line") if (pk := key(text))}


def asked_of(request: HttpRequest, known: Collection[str]) -> Asked:
    """Read the address, and the list of custodians; what is not known is as if absent."""
    only = request.GET.get("only", ALL)
    edges = {name: key(request.GET.get(name, "")) for name in ("after", "before")}
    custodian = key(request.POST.get("custodian", request.GET.get("custodian", "")))
    return Asked(only if only in known else ALL, custodian, **edges)


def address(asked: Asked) -> str:
    """Return the query of the same lines, from the first one."""
    kept = {"custodian": asked.custodian} if asked.custodian else {}
    return "?" + urlencode({"only": asked.only, **kept})


def chips(asked: Asked, counts: Mapping[str, int], labels: Mapping[str, str]) -> list[Any]:
    return [
        {"name": name, "label": labels[name], "count": count, "on": name == asked.only}
        for name, count in counts.items()
    ]


def client_labels() -> dict[str, str]:
    return {
        ALL: pgettext("clients", "All"),
        WITH: _("With a suggestion"),
        WITHOUT: _("Without a suggestion"),
        MINORS: _("Minors"),
    }


def account_labels() -> dict[str, str]:
    return {
        ALL: pgettext("accounts", "All"),
        WITH: _("With an owner"),
        WITHOUT: _("Without an owner"),
    }


def choose_actions(data: QueryDict, letter: str, chooses: Mapping[str, Action]) -> None:
    """Let whoever chose a contact, an owner or an account have chosen what becomes of the line."""
    for pk in _lines(data):
        prefix = f"{letter}{pk}-"
        chosen = {a for name, a in chooses.items() if is_chosen(data, f"{prefix}{name}")}
        if data.get(f"{prefix}action") == Action.POSTPONE and len(chosen) == 1:
            data[f"{prefix}action"] = chosen.pop()


def typed_elsewhere(data: QueryDict | None, letter: str, shown: Collection[int]) -> list[int]:
    """Return the lines that have something typed and are on another page."""
    if data is None:
        return []
    named = _lines(data) - {*shown}
    return sorted(
        pk
        for pk in named
        if data.get(f"{letter}{pk}-action", Action.POSTPONE) != Action.POSTPONE
        or any(data.get(f"{letter}{pk}-{name}") for name in ("opened", "search"))
        or f"{letter}{pk}-last_name" in data
    )


def without(data: QueryDict, letter: str, pks: Collection[int]) -> None:
    """Forget what was typed for lines that are saved."""
    for name in list(data):
        found = re.match(rf"{letter}([0-9]+)-", name)
        if found and key(found[1]) in pks:
            del data[name]
    data.setlist("line", [pk for pk in data.getlist("line") if key(pk) not in pks])
    data.pop(REST, None)


def carried(data: QueryDict | None, letter: str, pks: Collection[int]) -> list[tuple[str, str]]:
    """Return what the page sends again of these lines, so that nothing typed is lost."""
    if data is None or not pks:
        return []
    kept = [("line", str(pk)) for pk in pks]
    for name, value in data.items():
        found = re.fullmatch(rf"{letter}([0-9]+)-[a-z_0-9]+", name)
        if found and key(found[1]) in pks:
            kept.append((name, str(value)))
    return kept


def rest_of(data: QueryDict | None) -> list[dict[int, int]]:
    """Read what `Reporter >> Ajouter` took off this page: the lines of each client, or account."""
    groups = (data.get(REST, "") if data else "").split(",")
    return [versions for versions in map(read_versions, groups) if versions]


def add_all(data: QueryDict, letter: str, groups: Iterable[Mapping[int, int]]) -> None:
    """Turn every Reporter of these into Ajouter, those of this request and all the others.

    `groups`: the lines of each client, or account, with their versions. The page says how many.
    """
    sent, far, near = _lines(data), [], 0
    for versions in groups:
        if sent.isdisjoint(versions):
            far.append(versions)
            continue
        for pk in sent.intersection(versions):
            name = f"{letter}{pk}-action"
            if data.get(name, Action.POSTPONE) == Action.POSTPONE:
                data[name] = Action.ADD
                near += 1
    data[REST] = ",".join(map(versions_text, far))
    data[TURNED] = str(near + len(far))


def around(
    shown: Shown[Any],
    told: tuple[int, Mapping[str, int]],
    labels: Mapping[str, str],
    custodians: Sequence[Custodian],
    data: QueryDict | None,
    letter: str,
) -> dict[str, Any]:
    """Return what both windows show around their lines."""
    asked, far = shown.asked, rest_of(data)
    typed = typed_elsewhere(data, letter, shown.keys)
    return {
        "chips": chips(asked, told[1], labels),
        "total": told[0],
        "asked": asked,
        "same": address(asked),
        "custodians": custodians,
        "edges": shown.edges,
        "lines": shown.lines,
        "late": named((line for line in shown.lines if line.late), letter),
        "carried": carried(data, letter, typed),
        "typed_elsewhere": len(typed),
        "rest": ",".join(map(versions_text, far)),
        "rest_count": len(far),
        "turned": key(data.get(TURNED, "")) if data else None,
        "nothing_saved": _("Some lines are still to complete. Nothing is saved yet."),
    }
