"""`Mettre à jour`: the answers that somebody ticked, written into a folder with the form itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.changes import FieldChange
from contacts.enums import FollowUpKind
from contacts.errors import PlanChanged
from contacts.models import Change, Contact, FollowUp
from imports.actions.fact_find.receiving import Told, keep_received
from imports.actions.fact_find.writing.filling import Filling
from imports.actions.fact_find.writing.plan import (
    FactFindPlan,
    Returned,
    carry_out,
    hold_near,
    plan_filling,
)
from imports.errors import AnswersRefused, FormDecided
from imports.fact_find.comparison import OTHERS, Difference
from imports.fact_find.values import answer
from imports.models import ReceivedForm
from imports.queries import fact_find_messages
from imports.queries.fact_find.comparing import Comparison, compare
from imports.queries.fact_find.received import source_of
from imports.queries.fact_find.reports import LeftOut
from imports.queries.fact_find.summary import clipped, label_of, shown
from text import normalise
from users.models import User

# What a note holds at most.
LONGEST_NOTE = 20_000


@dataclass(frozen=True)
class Taken:
    """`texts` are the answers that were ticked, corrected; `token` names what was shown.

    `endings`: the relations that the form says are over, and since when.
    """

    texts: Mapping[str, str]
    token: str
    writes_note: bool = False
    endings: Mapping[int, date] = field(default_factory=dict)


def planned(
    comparison: Comparison,
    texts: Mapping[str, str],
    by: User,
    *,
    endings: Mapping[int, date] | None = None,
) -> FactFindPlan:
    """Say what taking these answers would do; raise for those that answer nothing."""
    asked = comparison.questions
    today = timezone.localdate()
    answers = {name: answer(asked[name], text, today=today) for name, text in texts.items()}
    doubts = {
        name: fact_find_messages.doubt(said.doubt, said.text)
        for name, said in answers.items()
        if said.doubt is not None
    }
    if doubts:
        raise AnswersRefused(doubts)
    returned = Returned(
        questions=asked,
        values={name: said.value for name, said in answers.items()},
        texts={name: shown(asked[name], said) for name, said in answers.items()},
        today=comparison.today,
        source=source_of(comparison.received),
        signed_on=comparison.signed_on,
        years=comparison.years,
        rows=comparison.rows,
        spouse_is_hidden=comparison.withheld,
        endings=endings or {},
        together=comparison.whole_rows,
    )
    return plan_filling(contact=comparison.contact, returned=returned, by=by)


@transaction.atomic
def bring_up_to_date(
    *, received: ReceivedForm, contact: Contact, taken: Taken, by: User
) -> Change | None:
    """Write what was ticked, if what was shown still stands, and keep the form with the folder."""
    waiting = ReceivedForm.objects.visible_to(by).waiting().select_for_update(of=("self",))
    form = waiting.filter(pk=received.pk).first()
    if form is None:
        raise FormDecided(_("Something was made of this form already."))
    # In the order in which creating from a form takes them: the form, then folders.
    hold_near(contact, by)
    comparison = compare(form, contact, by)
    if comparison.token != taken.token:
        raise PlanChanged(_("The folder has changed since it was shown: look at it again."))
    plan = planned(comparison, taken.texts, by, endings=taken.endings)
    if plan.refused:
        raise AnswersRefused(plan.refused)
    left_out = _left_out(comparison, taken, by)
    if taken.writes_note and not plan.is_empty:
        _add_notes(plan, by)
    change = carry_out(plan, by=by)
    told = Told(left_out, plan.filling.touched | comparison.told)
    keep_received(received=form, contact=contact, change=change, told=told, by=by)
    return change


def planned_as_shown(comparison: Comparison, by: User) -> FactFindPlan:
    """Say what taking all of it would do, but what cannot be read: what the page is made of."""
    readable = (one for one in comparison.differences if one.answer.doubt is None)
    return planned(comparison, {one.field.name: one.answer.text for one in readable}, by)


def _left_out(comparison: Comparison, taken: Taken, by: User) -> list[LeftOut]:
    """Return the answers that were not ticked, with why those cannot be taken that cannot.

    Why one about others cannot be depends on whom `by` sees: whoever reads the document may not.
    """
    left = [one for one in comparison.differences if one.field.name not in taken.texts]
    refused = planned_as_shown(comparison, by).refused if left else {}
    return [
        LeftOut(one.field.name, shown(one.field, one.answer), _why_left(one, refused))
        for one in left
    ]


def _why_left(difference: Difference, refused: Mapping[str, str]) -> str:
    answered = difference.answer
    if answered.doubt:
        return fact_find_messages.doubt(answered.doubt, answered.text)
    is_about_others = difference.field.person in OTHERS
    return "" if is_about_others else refused.get(difference.field.name, "")


def _add_notes(plan: FactFindPlan, by: User) -> None:
    """Note in each folder what was taken about it: what others' folders hold is told there alone.

    Of one that was not written there is no note.
    """
    filling = plan.filling
    for pk in sorted(filling.touched):
        groups = [
            (group.title, mine)
            for group in plan.groups
            if (mine := [one for one in group.fields if _is_about(filling, one.name, pk)])
        ]
        if groups:
            filling.draft.add(_note(plan, pk, groups, by))


def _is_about(filling: Filling, name: str, folder: int) -> bool:
    return filling.elsewhere.get(name, filling.contact.pk) == folder


def _note(
    plan: FactFindPlan, folder: int, groups: Sequence[tuple[str, list[FieldChange]]], by: User
) -> FollowUp:
    """Return the note that says what was taken, line by line."""
    changes = [change for _title, found in groups for change in found]
    head = ngettext(
        "%(source)s: %(n)s answer taken.", "%(source)s: %(n)s answers taken.", len(changes)
    )
    lines = [head % {"source": plan.filling.source, "n": len(changes)}]
    for title, found in groups:
        lines += ["", title]
        lines += [_line(plan, change.name, change.target, change.source) for change in found]
    text = normalise.stored_lines("\n".join(lines))
    if len(text) > LONGEST_NOTE:
        text = f"{text[: LONGEST_NOTE - 1].rpartition(chr(10))[0]}\n…"
    return FollowUp(
        contact_id=folder,
        kind=FollowUpKind.UPDATE,
        date=timezone.localdate(),
        text=text,
        author=by,
        search_text=normalise.search_text(*text.split("\n")),
    )


def _line(plan: FactFindPlan, name: str, before: str, after: str) -> str:
    """Say of one answer what it was and what it is."""
    question = plan.filling.questions[name]
    today = answer(question, before, today=timezone.localdate())
    told = clipped(shown(question, today)), clipped(after)
    values = " → ".join(text or _("nothing") for text in told)
    return _("%(label)s: %(values)s") % {"label": label_of(question), "values": values}
