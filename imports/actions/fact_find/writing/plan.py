"""What taking some answers of a form would do to a folder, as data; then doing just that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contacts.actions.merging import derived
from contacts.actions.undoing import keep
from contacts.actions.visits import record_visit
from contacts.changes import FieldChange, FieldOutcome, RowChange
from contacts.enums import ChangeKind, VisitKind
from contacts.errors import ContactError, ContactGone
from contacts.models import Change, Contact
from contacts.queries.relations import related_folders
from imports.actions.fact_find.writing.couple import end_couples
from imports.actions.fact_find.writing.filling import Filling
from imports.actions.fact_find.writing.groups import Group, group_of, groups_for
from imports.fact_find.schema import Field
from imports.fact_find.values import Value
from persistence.journal.steps import Step
from users.models import User


class CannotFillInError(ContactError):
    """The database refused what a form says."""


@dataclass(frozen=True)
class Returned:
    """A form that came back, and the answers of it that were taken, as values and as they stand.

    `today`: what a form printed now would say, `rows`: the keys of the rows that stand in its
    lines, by the first word of their targets; None for a line that is new.
    """

    questions: Mapping[str, Field]
    values: Mapping[str, Value]
    texts: Mapping[str, str]
    today: Mapping[str, str]
    # The form and when it came, as history and dated rows name it.
    source: str
    signed_on: date
    years: Mapping[str, int]
    rows: Mapping[str, Sequence[int | None]]
    spouse_is_hidden: bool = False
    # Relations of couples that are over, and since when.
    endings: Mapping[int, date] = field(default_factory=dict)
    # Answers that are taken together or not at all.
    together: Sequence[frozenset[str]] = ()


@dataclass(frozen=True)
class FactFindPlan:
    """`groups` is what `by` is told, `filling` what is written."""

    groups: Sequence[RowChange]
    filling: Filling

    @property
    def is_empty(self) -> bool:
        return self.filling.draft.is_empty

    @property
    def refused(self) -> Mapping[str, str]:
        """Return why answers cannot be taken, by question."""
        return self.filling.refusals


def plan_filling(*, contact: Contact, returned: Returned, by: User) -> FactFindPlan:
    """Say what would be written; the caller has asked that `by` may change the contact."""
    # Read anew: what is planned is written into rows in memory, which no page must show.
    folders = Contact.objects.select_related("person", "organisation")
    filling = Filling(
        contact=folders.get(pk=contact.pk),
        questions=returned.questions,
        answers=returned.values,
        today=returned.today,
        signed_on=returned.signed_on,
        years=returned.years,
        source=returned.source,
        by=by,
        rows=returned.rows,
        spouse_is_hidden=returned.spouse_is_hidden,
        touched={contact.pk},
    )
    groups = groups_for(contact.kind)
    for group in groups:
        group.write(filling)
    end_couples(filling, returned.endings)
    _refuse_halves(filling, returned.together)
    return FactFindPlan(_told(groups, filling, returned), filling)


def _refuse_halves(filling: Filling, together: Sequence[frozenset[str]]) -> None:
    for names in together:
        taken = names & filling.answers.keys()
        for name in taken if taken != names else ():
            words = _("This line is no longer in the folder: take all of its answers, or none.")
            filling.refusals.setdefault(name, words)


def _told(groups: Sequence[Group], filling: Filling, returned: Returned) -> list[RowChange]:
    """Tell what becomes of the answers, group by group."""
    changes: dict[str, list[FieldChange]] = {group.key: [] for group in groups}
    for question in returned.questions.values():
        if question.name in returned.values and (group := group_of(question, groups)):
            changes[group.key].append(_change(question, filling, returned))
    parts = ((group, changes[group.key]) for group in groups)
    return [RowChange(str(group.title), fields) for group, fields in parts if fields]


def _change(question: Field, filling: Filling, returned: Returned) -> FieldChange:
    words = filling.refusals.get(question.name, "")
    text, today = returned.texts.get(question.name, ""), returned.today.get(question.name, "")
    fate = FieldOutcome.REFUSED if words else FieldOutcome.FILLED
    result = today if words else text
    return FieldChange(question.name, question.label, text, today, result, fate, words)


def write(plan: FactFindPlan, *, by: User) -> list[Step]:
    """Write what a plan made under lock says, with what is kept beside it; return the steps.

    Whoever makes the contact in the same transaction keeps these steps in the change of both.
    """
    try:
        with transaction.atomic():
            steps = plan.filling.draft.apply(by=by, reason=plan.filling.source)
    except IntegrityError as error:
        raise CannotFillInError(
            _("The folder has changed since it was shown: look at it again.")
        ) from error
    derived.refresh(plan.filling.touched)
    return steps


def carry_out(plan: FactFindPlan, *, by: User) -> Change | None:
    """Write what a plan made under lock says, and keep it as one change; nothing if it is empty."""
    if plan.is_empty:
        return None
    steps = write(plan, by=by)
    record_visit(contact=plan.filling.contact, deed=VisitKind.CHANGED, by=by)
    return keep(ChangeKind.FACT_FIND, steps=steps, about=plan.filling.touched, by=by)


def hold_near(contact: Contact, by: User) -> None:
    """Take the folder and those that may be written with it, in the order of their keys."""
    near = related_folders(contact, by)
    rows = Contact.objects.changeable_by(by).filter(pk__in=near).order_by("pk")
    taken = rows.select_for_update(of=("self",), no_key=True)
    if contact.pk not in set(taken.values_list("pk", flat=True)):
        raise ContactGone
