"""What was found in a form and what was not taken of it: kept with its document, told beside it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.enums import ChangeKind
from imports.fact_find import manifest
from imports.fact_find.reasons import Remark
from imports.fact_find.values import Doubt, answer
from imports.models import Document, ReceivedForm
from imports.queries import fact_find_messages
from imports.queries.fact_find.summary import clipped, label_of
from text.formats import date_fr, number_fr

_SENSITIVE = {"child.disability"}


class LeftOut(NamedTuple):
    """An answer that was not taken, as people read it; nothing for one that was emptied."""

    name: str
    text: str
    why: str = ""


def report_on(received: ReceivedForm, left_out: Sequence[LeftOut] = ()) -> dict[str, Any]:
    """Return what stays of a reading: how much was answered, what was in doubt, what was seen.

    `left_out`: what was not taken of it; of sensitive data not even that is told.
    """
    questions = manifest.questions(received.form, received.version)
    today = timezone.localdate(received.received_at)
    texts, doubts = received.answers["texts"], dict(received.answers["doubts"])
    for name, text in texts.items():
        if name in questions and (doubt := answer(questions[name], text, today=today).doubt):
            doubts.setdefault(name, doubt)
    return {
        "form": received.form,
        "version": received.version,
        "answers": sum(1 for text in texts.values() if text),
        "doubts": {name: [code, texts.get(name, "")] for name, code in doubts.items()},
        "remarks": received.answers["remarks"],
        "left_out": [
            [name, clipped(text), why]
            for name, text, why in left_out
            if questions[name].target not in _SENSITIVE
        ],
    }


def lines_of(document: Document) -> list[str]:
    """Return the sentences of a document's report, none where nothing was read."""
    if "answers" not in document.report:
        return []
    undone = undone_at(document)
    return [*_lines(document.report), *([_undone(undone)] if undone else [])]


def undone_at(document: Document) -> dt.datetime | None:
    """Return when the import was undone, if nothing of it stood then.

    A contact that it made and that is back stands again.
    """
    change = document.change
    if change is None or change.undone_at is None or document.report.get("part_stands"):
        return None
    is_back = document.contact.deleted_at is None
    return None if change.kind == ChangeKind.FACT_FIND_CREATION and is_back else change.undone_at


def _undone(at: dt.datetime) -> str:
    return _("What was taken of it was taken back on %(day)s.") % {
        "day": date_fr(timezone.localdate(at))
    }


def _lines(report: dict[str, Any]) -> Iterator[str]:
    count = report["answers"]
    yield ngettext("%(n)s answer was read.", "%(n)s answers were read.", count) % {
        "n": number_fr(count)
    }
    questions = manifest.questions(report["form"], report["version"])
    left_out = report.get("left_out", [])
    for name, text, why in left_out:
        yield _not_taken(label_of(questions[name]), text, why)
    named = {name for name, *_rest in left_out}
    for name, (code, text) in report["doubts"].items():
        if name not in named:
            said = fact_find_messages.doubt(Doubt(code), text)
            yield f"{label_of(questions[name])}\u202f: {said}"
    for code in report["remarks"]:
        yield fact_find_messages.remark(Remark(code))


def _not_taken(label: str, text: str, why: str) -> str:
    told = _("%(label)s: “%(text)s” was not taken.") if text else _("%(label)s: was not emptied.")
    return " ".join(filter(None, (told % {"label": label, "text": text}, why)))
