"""Ticking keywords for many contacts, taking others away, and back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.actions import mass_plan
from contacts.actions.mass_plan import MassPlan, Row, Words
from contacts.actions.undoing import Undone, keep, told_back
from contacts.enums import ChangeKind
from contacts.errors import KeywordGone
from contacts.models import Change, ChangeStep, Contact, ContactKeyword, Keyword
from contacts.queries.changes import Entry, OwnChanges, contact_subjects
from contacts.visibility import may_change_seen
from persistence import bulk_history
from persistence.journal.narrowing import only_rows, standing_rows, values_now
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind, added_rows, removed_rows
from persistence.journal.writing import execute, reverse
from users.models import User

_TICK = ("contact_id", "keyword_id")
# The keys of contacts -> what is ticked for them, by the key of the keyword.
Ticks = Mapping[int, Mapping[int, ContactKeyword]]


@dataclass(frozen=True)
class KeywordPlan(MassPlan):
    """What is ticked for the contacts now, and what will be ticked and taken away."""

    added: Sequence[ContactKeyword]
    removed: Sequence[ContactKeyword]


def plan_keywords(
    *,
    contact_ids: Collection[int],
    add: Collection[Keyword],
    remove: Collection[Keyword],
    by: User,
    lock: bool = False,
) -> KeywordPlan:
    """Say what ticking and taking away these keywords would do."""
    rows = mass_plan.contacts_of(contact_ids, by, lock=lock)
    adding, removing = ([keyword.pk for keyword in keywords] for keywords in (add, remove))
    ticks = _ticks([row.pk for row in rows], [*adding, *removing])

    def why_not(row: Row) -> Words | None:
        held = ticks.get(row.pk, {})
        if held.keys() == set(adding):
            return _already
        return None if may_change_seen(by, row) else mass_plan.not_yours

    changed, left_out = mass_plan.divide(rows, why_not)
    added = [
        ContactKeyword(contact_id=row.pk, keyword_id=keyword)
        for row in changed
        for keyword in adding
        if keyword not in ticks.get(row.pk, {})
    ]
    held = [ticks.get(row.pk, {}) for row in changed]
    removed = [own[keyword] for own in held for keyword in removing if keyword in own]
    shown = mass_plan.first(changed)
    before = _labels([row.pk for row in shown])
    written = [[(tick.contact_id, tick.keyword_id) for tick in part] for part in (added, removed)]
    return KeywordPlan(
        rows=changed,
        lines=[_line(row, before.get(row.pk, {}), add, removing) for row in shown],
        left_out=left_out,
        token=mass_plan.token_of(written),
        added=added,
        removed=removed,
    )


@transaction.atomic
def change_keywords(
    *,
    contact_ids: Collection[int],
    add: Collection[Keyword],
    remove: Collection[Keyword],
    token: str | None,
    by: User,
) -> Change | None:
    """Tick these keywords for the contacts and take those away; return the change, if any."""
    _require_offered(add)
    plan = plan_keywords(contact_ids=contact_ids, add=add, remove=remove, by=by, lock=True)
    plan.require(token)
    if not plan.rows:
        return None
    model = ContactKeyword._meta.label
    removal = removed_rows(model, plan.removed, _TICK)
    execute([removal], by=by, reason="")
    added = added_rows(model, bulk_history.create(plan.added, by=by), _TICK)
    mass_plan.touch(plan.keys)
    return keep(ChangeKind.KEYWORDS, steps=[removal, added], about=plan.keys, by=by)


def _ticks(contact_ids: Collection[int], keyword_ids: Collection[int]) -> Ticks:
    ticks: dict[int, dict[int, ContactKeyword]] = defaultdict(dict)
    rows = ContactKeyword.objects.filter(contact__in=contact_ids, keyword__in=keyword_ids)
    for tick in rows.order_by("contact", "keyword"):
        ticks[tick.contact_id][tick.keyword_id] = tick
    return ticks


def _labels(contact_ids: Collection[int]) -> Mapping[int, dict[int, str]]:
    """Return all that is ticked for these contacts, in the order of the list."""
    labels: dict[int, dict[int, str]] = defaultdict(dict)
    rows = ContactKeyword.objects.filter(contact__in=contact_ids)
    rows = rows.order_by("keyword__position", "keyword__label")
    for contact, keyword, label in rows.values_list(*_TICK, "keyword__label"):
        labels[contact][keyword] = label
    return labels


def _line(
    row: Row, before: Mapping[int, str], add: Collection[Keyword], removing: Collection[int]
) -> mass_plan.Line:
    kept = {keyword: label for keyword, label in before.items() if keyword not in removing}
    after = kept | {keyword.pk: keyword.label for keyword in add}
    return mass_plan.line(row, ", ".join(before.values()), ", ".join(after.values()))


def _already(count: int) -> str:
    return ngettext("Nothing to change in this one:", "Nothing to change in these:", count)


def _require_offered(add: Collection[Keyword]) -> None:
    """Take the keywords, so that nobody archives or takes one away before it is ticked."""
    keys = [keyword.pk for keyword in add]
    offered = Keyword.objects.filter(pk__in=keys, is_archived=False).order_by("pk")
    locked = set(offered.select_for_update(no_key=True).values_list("pk", flat=True))
    for keyword in add:
        if keyword.pk not in locked:
            raise KeywordGone(
                _("The keyword %(label)s was archived or deleted meanwhile: choose again.")
                % {"label": keyword}
            )


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Take away what is still ticked since, and tick again what is not."""
    rows = mass_plan.contacts_of(keys, by, lock=True)
    seen = {row.pk for row in rows if may_change_seen(by, row)}
    steps = [_standing(step, seen) for step in recorded(change)]
    back = {contact for step in steps for contact in _contacts(step)}
    told = told_back(len(back), len(seen))
    reverse(steps, by=by, reason="")
    mass_plan.touch(back)
    return Undone(told)


def _standing(step: Step, seen: Collection[int]) -> Step:
    """Return the step for what is as it was left, of the contacts seen."""
    contacts = dict(zip(step.keys, _contacts(step), strict=True))
    mine = {key for key, contact in contacts.items() if contact in seen}
    if step.kind is StepKind.ADD:
        return only_rows(standing_rows(step, values_now(step)), mine)
    taken = dict(zip(step.keys, map(tuple, step.old), strict=True))
    again = ContactKeyword.objects.filter(contact__in=set(contacts.values()))
    ticked = set(again.values_list(*_TICK))
    offered = set(Keyword.objects.values_list("pk", flat=True))
    return only_rows(
        step,
        {key for key in mine if taken[key] not in ticked and taken[key][1] in offered},
    )


def _contacts(step: Step) -> list[int]:
    """Return the contact of each tick that the step wrote or took away."""
    return [values[0] for values in (step.new if step.kind is StepKind.ADD else step.old)]


class _Changes(OwnChanges):
    """Changes of keywords: those ticked and taken away, of the contacts that one sees now."""

    def entries(self, changes: Sequence[Change], user: User) -> dict[int, Entry]:
        told, what = super().entries(changes, user), _what(changes, user)
        return {pk: replace(entry, what=what[pk]) for pk, entry in told.items()}


def _what(changes: Sequence[Change], user: User) -> dict[int, str]:
    rows = ChangeStep.objects.filter(change__in=changes).order_by("position")
    ticks = {row: row.new if row.kind == StepKind.ADD else row.old for row in rows}
    contacts = {contact for pairs in ticks.values() for contact, _keyword in pairs}
    seen = set(CHANGES.rows(user).filter(pk__in=contacts).values_list("pk", flat=True))
    labels = dict(Keyword.objects.values_list("pk", "label"))
    told: dict[int, list[str]] = defaultdict(list)
    for row, pairs in ticks.items():
        sign = "+" if row.kind == StepKind.ADD else "−"
        keys = {keyword for contact, keyword in pairs if contact in seen}
        told[row.change_id] += [f"{sign} {labels[key]}" for key in sorted(keys & labels.keys())]
    return {
        change.pk: _("Keywords: %(labels)s") % {"labels": ", ".join(told[change.pk])}
        for change in changes
    }


CHANGES = _Changes(
    ChangeKind.KEYWORDS,
    Contact.objects.changeable_by,
    subjects=contact_subjects,
    what=gettext_lazy("Keywords"),
)
