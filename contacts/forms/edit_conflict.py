"""Two versions of one page: what was typed, and what somebody saved since it was opened.

A page carries what its fields held when it was opened. Comparing that with what was typed and
with what is saved now tells, field by field, who changed what: nothing typed is lost, nothing
saved by the other is overwritten unseen. Everything is compared as a browser posts it, texts by
name, so that any form or set of forms will do.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

Values = Mapping[str, list[str]]
Forms = Mapping[str, BaseForm | BaseFormSet]

ROW = re.compile(r"(?P<prefix>\w+)-(?P<number>\d+)-(?P<name>\w+)")
NEW = "+"


@dataclass
class Reconciled:
    """One set of values out of three, and where they did not agree."""

    values: dict[str, list[str]] = field(default_factory=dict)
    # Changed by the other alone: theirs stands in `values`.
    taken: set[str] = field(default_factory=set)
    # Changed by both: what was typed stands in `values` until somebody chooses.
    disputed: set[str] = field(default_factory=set)


def reconcile(
    *, opened: Values, typed: Values, saved: Values, several: Collection[str] = ()
) -> Reconciled:
    """Put together what one typed and what another saved, from what both began with.

    Names in `several` hold ticks: those added and taken away by each are all done, so that they
    never dispute.
    """
    result = Reconciled()
    for name in {**saved, **typed}:
        first, mine, theirs = (list(values.get(name, ())) for values in (opened, typed, saved))
        if name in several:
            mine = _both_ticks(first, mine, theirs)
            if set(mine) != set(typed.get(name, ())):
                result.taken.add(name)
        elif mine == first != theirs:
            mine = theirs
            result.taken.add(name)
        elif first != theirs != mine:
            result.disputed.add(name)
        result.values[name] = mine
    _keep_rows_deleted_by_the_other(result, opened, typed, saved)
    return result


def _keep_rows_deleted_by_the_other(
    result: Reconciled, opened: Values, typed: Values, saved: Values
) -> None:
    """A row that one changed and the other deleted is kept, to be made anew."""
    gone = [name for name in typed if name.endswith(":id") and name not in saved]
    for identity in gone:
        row = identity.removesuffix("id")
        names = [name for name in typed if name.startswith(row) and name != identity]
        changed = any(typed[name] != opened.get(name) for name in names)
        for name in names if changed and f"{row}DELETE" not in typed else ():
            result.values[name] = list(typed[name])
            result.taken.discard(name)
            result.disputed.discard(name)


def _both_ticks(first: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    kept = [tick for tick in mine if tick in theirs or tick not in first]
    return kept + [tick for tick in theirs if tick not in first and tick not in mine]


def as_posted(page: Forms) -> dict[str, list[str]]:
    """Return what these unbound forms would post if nobody touched them, by name."""
    return {name: values for name, bound in _named_fields(page) if (values := _posted(bound))}


def _named_fields(page: Forms) -> Iterator[tuple[str, BoundField]]:
    for key, one in page.items():
        if isinstance(one, BaseFormSet):
            for row in one.initial_forms:
                yield from ((f"{key}:{row.instance.pk}:{bound.name}", bound) for bound in row)
        else:
            yield from ((bound.name, bound) for bound in one)


def _posted(bound: BoundField) -> list[str]:
    if bound.field.disabled:
        # A browser posts nothing of it.
        return []
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    written = widget.format_value(value)
    several = written if isinstance(written, list | tuple) else [written]
    return _tidy(str(one) for one in several if one is not None)


def _tidy(values: Iterable[str]) -> list[str]:
    return [value.replace("\r\n", "\n") for value in values if value != ""]


def typed_by_name(data: MultiValueDict[str, str], page: Forms) -> dict[str, list[str]]:
    """Return what was posted for the fields of these forms, rows by their key."""
    names = canonical_names(data, page)
    return {name: values for raw, name in names.items() if (values := _tidy(data.getlist(raw)))}


def canonical_names(data: MultiValueDict[str, str], page: Forms) -> dict[str, str]:
    """Return posted names -> names by key: `emails-0-use` -> `emails:12:use`."""
    found = {}
    for raw in data:
        row = ROW.fullmatch(raw)
        if row and row["prefix"] in page:
            key = data.get(f"{row['prefix']}-{row['number']}-id") or f"{NEW}{row['number']}"
            found[raw] = f"{row['prefix']}:{key}:{row['name']}"
        elif raw in _plain_names(page):
            found[raw] = raw
    return found


def _plain_names(page: Forms) -> set[str]:
    plain = [one for one in page.values() if not isinstance(one, BaseFormSet)]
    return {name for one in plain for name, field in one.fields.items() if not field.disabled}


def as_data(values: Values, page: Forms) -> tuple[QueryDict, dict[str, str]]:
    """Return the values as a browser would post them, and posted names -> names by key."""
    data, names = QueryDict(mutable=True), {}
    for name in values:
        if ":" not in name:
            data.setlist(name, list(values[name]))
            names[name] = name
    for prefix, one in page.items():
        if isinstance(one, BaseFormSet):
            rows = _rows(values, prefix)
            kept = sum(not key.startswith(NEW) for key in rows)
            data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
            data[f"{prefix}-INITIAL_FORMS"] = str(kept)
            for number, (key, row) in enumerate(rows.items()):
                for name, given in row.items():
                    data.setlist(f"{prefix}-{number}-{name}", list(given))
                    names[f"{prefix}-{number}-{name}"] = f"{prefix}:{key}:{name}"
    return data, names


def _rows(values: Values, prefix: str) -> dict[str, dict[str, list[str]]]:
    """Return the rows of one set, those that exist first; one deleted meanwhile becomes new."""
    rows: dict[str, dict[str, list[str]]] = {}
    for name, given in values.items():
        parts = name.split(":")
        if len(parts) == 3 and parts[0] == prefix:  # noqa: PLR2004 - prefix, key, name
            rows.setdefault(parts[1], {})[parts[2]] = list(given)
    standing = {key: row for key, row in rows.items() if row.get("id")}
    added = {
        f"{NEW}{key}": row
        for key, row in rows.items()
        if key not in standing and any(given for name, given in row.items() if name != "id")
    }
    return standing | added


def opened_text(page: Forms) -> str:
    """Write what the page's fields hold, for the page to carry."""
    return json.dumps(as_posted(page), ensure_ascii=False, separators=(",", ":"))


def read_opened(text: str) -> dict[str, list[str]]:
    """Read what a page carried; what cannot be read is as if every field had been blank."""
    try:
        read: Any = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(read, dict):
        return {}
    return {
        name: _tidy(values)
        for name, values in read.items()
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    }


def several(page: Forms) -> set[str]:
    """Return the names that hold any number of ticks."""
    return {
        name
        for name, bound in _named_fields(page)
        if isinstance(bound.field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    }
