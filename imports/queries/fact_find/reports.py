"""What the reader of a form found in it: kept with the document, and told beside it."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from imports.fact_find import manifest
from imports.fact_find.reasons import Remark
from imports.fact_find.values import Doubt, answer
from imports.models import Document, ReceivedForm
from imports.queries import fact_find_messages
from text.formats import number_fr


def report_on(received: ReceivedForm) -> dict[str, Any]:
    """Return what stays of a reading: how much was answered, what was in doubt, what was seen."""
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
    }


def lines_of(document: Document) -> list[str]:
    """Return the sentences of a document's report, none where nothing was read."""
    return list(_lines(document.report)) if "answers" in document.report else []


def _lines(report: dict[str, Any]) -> Iterator[str]:
    count = report["answers"]
    yield ngettext("%(n)s answer was read.", "%(n)s answers were read.", count) % {
        "n": number_fr(count)
    }
    questions = manifest.questions(report["form"], report["version"])
    for name, (code, text) in report["doubts"].items():
        label = questions[name].question or questions[name].label
        yield f"{label}\u202f: {fact_find_messages.doubt(Doubt(code), text)}"
    for code in report["remarks"]:
        yield fact_find_messages.remark(Remark(code))
