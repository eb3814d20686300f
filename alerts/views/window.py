"""What is around the lines of both windows: filters, pages, and what was typed elsewhere."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alerts.enums import Action
from alerts.queries.windows import ALL, MINORS, WITH, WITHOUT, Asked

# A button's line and version, for all the lines of a window that are not on this page.
REST = "rest"


def asked_of(request: HttpRequest, known: Collection[str]) -> Asked:
    """Read the address; what it does not know is as if absent."""
    only = request.GET.get("only", ALL)
    edges = {name: _key(request.GET.get(name, "")) for name in ("after", "before")}
    return Asked(only if only in known else ALL, edges["after"], edges["before"])


def _key(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


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


def typed_elsewhere(data: QueryDict | None, letter: str, shown: Collection[int]) -> list[int]:
    """Return the lines that have something typed and are on another page."""
    if data is None:
        return []
    named = {int(pk) for pk in data.getlist("line") if _key(pk)} - {*shown}
    return sorted(
        pk
        for pk in named
        if data.get(f"{letter}{pk}-action", Action.POSTPONE) != Action.POSTPONE
        or f"{letter}{pk}-last_name" in data
    )


def carried(data: QueryDict | None, letter: str, pks: Collection[int]) -> list[tuple[str, str]]:
    """Return what the page sends again of these lines, so that nothing typed is lost."""
    if data is None or not pks:
        return []
    kept = [("line", str(pk)) for pk in pks]
    for key, value in data.items():
        found = re.fullmatch(rf"{letter}([0-9]+)-[a-z_0-9]+", key)
        if found and int(found[1]) in pks:
            kept.append((key, str(value)))
    return kept


def rest_of(data: QueryDict | None) -> dict[int, int]:
    """Read the lines, each with its version, that `Reporter >> Ajouter` took off this page."""
    pairs = re.findall(r"([0-9]{1,18}):([0-9]{1,9})", data.get(REST, "") if data else "")
    return {int(pk): int(version) for pk, version in pairs}


def rest_text(versions: Mapping[int, int]) -> str:
    return ",".join(f"{pk}:{version}" for pk, version in versions.items())


def add_all(data: QueryDict, versions: Mapping[int, int]) -> None:
    """Turn every Reporter into Ajouter: those of this request, and all the others."""
    for key, value in list(data.items()):
        if key.endswith("-action") and value == Action.POSTPONE:
            data[key] = Action.ADD
    sent = {*data.getlist("line")}
    far = {pk: version for pk, version in versions.items() if str(pk) not in sent}
    data[REST] = rest_text(far)


def around(
    asked: Asked,
    edges: Asked,
    told: Mapping[str, int],
    labels: Mapping[str, str],
    data: QueryDict | None,
    letter: str,
    shown: Collection[int],
) -> dict[str, Any]:
    """Return what both windows show around their lines."""
    far = rest_of(data)
    return {
        "chips": chips(asked, told, labels),
        "total": told[ALL],
        "only": asked.only,
        "edges": edges,
        "carried": carried(data, letter, typed_elsewhere(data, letter, shown)),
        "rest": rest_text(far),
        "rest_count": len(far),
        "nothing_saved": _("Some lines are still to complete. Nothing is saved yet."),
        "typed": data is not None,
    }
