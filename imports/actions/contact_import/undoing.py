"""Taking an import of contacts back: cell by cell, unless somebody changed one since.

Contacts that it made go as if they had never been, if nobody touched or used them since. What
stays is kept with the file, and told to whoever sees it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse as url_of
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from contacts import rights
from contacts.actions.following import follow_rows
from contacts.actions.mass_cells.coordinates import prefer_one
from contacts.actions.undoing import Undone, require_undoable, undo
from contacts.actions.unmaking import unmake, used_since
from contacts.enums import IMPORT_UNDONE, ChangeKind
from contacts.errors import CannotUndo
from contacts.models import Change, Contact, RelatedPerson, Relationship
from contacts.queries.changes import OwnChanges, contact_subjects
from imports.actions.contact_import.analysis import outcome_of
from imports.actions.contact_import.sight import without_lost_sight
from imports.errors import ContactImportBusy
from imports.models import ContactImport
from jobs import kinds
from jobs.actions import jobs
from jobs.actions.progress import Progress
from jobs.errors import JobError
from jobs.models import Job
from persistence.garbage_collection import gc_paused
from persistence.journal.narrowing import (
    changed_rows,
    only_rows,
    standing_cells,
    standing_rows,
    values_now,
)
from persistence.journal.recording import read
from persistence.journal.steps import Step, StepKind
from persistence.journal.writing import reverse
from persistence.many_keys import among
from text.formats import number_fr
from users.models import User

_CONTACT = Contact._meta.label
# Cells that are named afterwards: all are counted.
_NAMED = 500
_AT_ONCE = 1_000


class Cell(NamedTuple):
    """A cell that stays as it is now; of a contact as a whole, no column."""

    contact: int
    model: str = _CONTACT
    key: int = 0
    column: str = ""


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Put back what the import wrote into those of these contacts that `by` may change now."""
    seen = Contact.objects.changeable_by(by).filter(pk__in=among(keys)).order_by("pk")
    locked = seen.select_for_update(of=("self",), no_key=True)
    mine = set(locked.values_list("pk", flat=True))
    with gc_paused():
        undoing = _Undoing(change, mine, by)
        undoing.run()
    row = ContactImport.objects.filter(change=change).first()
    if row is not None:
        row.left_after_undo = {"count": len(undoing.left), "cells": undoing.left[:_NAMED]}
        row.save(update_fields=["left_after_undo"])
    return Undone(undoing.told())


class _Undoing:
    """One import on its way back, among the contacts `mine`."""

    def __init__(self, change: Change, mine: set[int], by: User) -> None:
        self.change, self.mine, self.by = change, mine, by
        self.reason = str(IMPORT_UNDONE)
        self.back: set[int] = set()
        self.left: list[Cell] = []
        self.made = self._made()
        self.relations = self._added(Relationship)
        self.persons = self._added(RelatedPerson)
        self.changed = self._changed_since()

    def run(self) -> None:
        for step in self._steps():
            if not (step.kind is StepKind.ADD and step.model == _CONTACT):
                self._put_back(step)
        gone = self._take_away_made()
        standing = sorted(self.back - gone)
        for at in range(0, len(standing), _AT_ONCE):
            some = standing[at : at + _AT_ONCE]
            prefer_one(some, by=self.by, reason=self.reason)
            follow_rows(some)
        self.back |= gone
        if not self.back:
            raise CannotUndo(_("Nothing to put back: it was changed since."))

    def told(self) -> str:
        told = ngettext(
            "%(n)s contact is as it was before the import.",
            "%(n)s contacts are as they were before the import.",
            len(self.back),
        ) % {"n": number_fr(len(self.back))}
        if self.left:
            text = ngettext(
                "%(n)s value changed since stays as it is.",
                "%(n)s values changed since stay as they are.",
                len(self.left),
            )
            told = f"{told} {text % {'n': number_fr(len(self.left))}}"
        return told

    def _steps(self) -> Iterator[Step]:
        """Give the steps, the last one first, one of them at a time."""
        return read(self.change.steps.order_by("-position").iterator(chunk_size=1))

    def _added(self, model: type[models.Model]) -> dict[int, tuple[Any, ...]]:
        rows = self.change.steps.filter(kind=StepKind.ADD, model=model._meta.label)
        steps = read(rows.order_by("position"))
        return {
            key: tuple(new) for step in steps for key, new in zip(step.keys, step.new, strict=True)
        }

    def _changed_since(self) -> set[int]:
        """Return the contacts brought back by the import that somebody changed since."""
        for step in read(self.change.steps.order_by("position")[:1]):
            if "deleted_at" in step.columns:
                return changed_rows(step, self.change.at)
        return set()

    # -- contacts that the import made

    def _made(self) -> dict[int, int]:
        """Return those that it made and `by` may change, with their version then."""
        return {key: new[0] for key, new in self._added(Contact).items() if key in self.mine}

    def _take_away_made(self) -> set[int]:
        versions = dict(
            Contact.objects.filter(pk__in=among(self.made)).values_list("pk", "version")
        )
        untouched = {key for key, version in self.made.items() if versions.get(key) == version}
        moved = self._moved_relations()
        used = used_since(untouched, relations=self.relations.keys() - moved, persons=self.persons)
        gone = untouched - used
        unmake(gone, by=self.by, reason=self.reason)
        self.left += [Cell(key) for key in sorted(self.made.keys() - gone)]
        return gone

    def _moved_relations(self) -> set[int]:
        """Return the relations that somebody changed since."""
        told = Relationship.history.filter(
            history_date__gt=self.change.at, id__in=among(self.relations)
        )
        return set(told.values_list("id", flat=True))

    # -- contacts that were there

    def _put_back(self, step: Step) -> None:
        """Write a step backwards, where it stands and for contacts that were there before."""
        owners = _owners(step)
        keys = {key for key, owner in owners.items() if self._is_here(owner)}
        if step.model == Relationship._meta.label:
            known = Relationship.objects.visible_to(self.by).filter(pk__in=keys)
            keys = set(known.values_list("pk", flat=True))
        step = only_rows(step, keys)
        if not step.keys:
            return
        back, stays = self._standing(step)
        written = self._write(_without_gone_words(back))
        self.back |= {owners[key] for key in written}
        lost = set(back.keys) - written
        stays += [(key, column) for key in lost for column in _changed(step, key)]
        self.left += [Cell(owners[key], step.model, key, column) for key, column in stays]

    def _is_here(self, contact: int) -> bool:
        return contact in self.mine and contact not in self.made

    def _standing(self, step: Step) -> tuple[Step, list[tuple[int, str]]]:
        """Return what stands as the import left it, and the cells that do not."""
        now = values_now(step)
        if step.kind is StepKind.REMOVE:
            return _with_one_preferred(only_rows(step, set(step.keys) - now.keys())), []
        if step.kind is StepKind.ADD:
            back = standing_rows(step, now, leave=self._held(step))
            return back, [(key, "") for key in step.keys if key in now and key not in back.keys]
        if "deleted_at" in step.columns:
            back = only_rows(step, set(step.keys) - self.changed)
            return back, [(key, "") for key in step.keys if key not in back.keys]
        stays = list(_cells_of_others(step, now))
        if step.model == _CONTACT:
            step, kept = without_lost_sight(step, now, self.by)
            stays += kept
        back, _stays = standing_cells(step, now)
        return back, stays

    def _held(self, step: Step) -> set[int]:
        """Return the added rows that others need: a spouse who was changed, or is told of."""
        if step.model == RelatedPerson._meta.label:
            ends = models.Q(other_person__in=step.keys) | models.Q(other_parent__in=step.keys)
            told = Relationship.objects.filter(ends).values_list("other_person", "other_parent")
            return {end for ends_of in told for end in ends_of if end}
        if step.model != Relationship._meta.label:
            return set()
        place = list(step.columns).index("other_person_id")
        persons = {new[place]: key for key, new in zip(step.keys, step.new, strict=True)}
        told = RelatedPerson.history.filter(
            history_date__gt=self.change.at, id__in=[one for one in persons if one]
        )
        return {persons[person] for person in told.values_list("id", flat=True)}

    def _write(self, step: Step) -> set[int]:
        """Write backwards what the base takes; by halves, where something stands in the way."""
        if not step.keys:
            return set()
        try:
            with transaction.atomic():
                reverse([step], by=self.by, reason=self.reason)
        except IntegrityError:
            if len(step.keys) == 1:
                return set()
            half = len(step.keys) // 2
            parts = (step.keys[:half], step.keys[half:])
            return set().union(*(self._write(only_rows(step, set(keys))) for keys in parts))
        return set(step.keys)


def _owners(step: Step) -> Mapping[int, int]:
    """Return the contact that each row of a step hangs on, of rows that can be told of."""
    model = apps.get_model(step.model)
    if model is Contact or model._meta.pk.name == "contact":
        return {key: key for key in step.keys}
    if "contact_id" in step.columns and step.kind is not StepKind.FILL:
        place = list(step.columns).index("contact_id")
        values = step.new if step.kind is StepKind.ADD else step.old
        return {key: own[place] for key, own in zip(step.keys, values, strict=True)}
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=among(step.keys))
    return dict(rows.values_list("pk", "contact_id"))


def _changed(step: Step, key: int) -> list[str]:
    place = list(step.keys).index(key)
    if step.kind is not StepKind.FILL:
        return [""]
    pairs = zip(step.columns, step.old[place], step.new[place], strict=True)
    return [column for column, old, new in pairs if old != new]


def _cells_of_others(step: Step, now: Mapping[int, tuple[Any, ...]]) -> Iterator[tuple[int, str]]:
    """Give the cells that the import wrote and somebody changed since."""
    for key, old, new in zip(step.keys, step.old, step.new, strict=True):
        held = now.get(key)
        for place, column in enumerate(step.columns):
            if held and new[place] != old[place] and held[place] != new[place]:
                yield key, column


def _without_gone_words(step: Step) -> Step:
    """Leave the rows that would name a word of the firm that is gone."""
    model, gone = apps.get_model(step.model), set[int]()
    for place, column in enumerate(step.columns):
        field = model._meta.get_field(column)
        if field.is_relation:
            named = {own[place] for own in step.old} - {None}
            there: models.QuerySet[Any] = models.QuerySet(field.related_model)
            found = set(there.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
            gone |= {
                key
                for key, own in zip(step.keys, step.old, strict=True)
                if own[place] in named - found
            }
    return only_rows(step, set(step.keys) - gone)


def _with_one_preferred(step: Step) -> Step:
    """Prefer no row that comes back beside one that is preferred by now."""
    if "preferred" not in step.columns or not step.keys:
        return step
    preferred, contact = (list(step.columns).index(name) for name in ("preferred", "contact_id"))
    rows: models.QuerySet[Any] = models.QuerySet(apps.get_model(step.model))
    contacts = {own[contact] for own in step.old}
    has_one = set(
        rows.filter(contact__in=contacts, preferred=True).values_list("contact_id", flat=True)
    )
    old = [
        (*own[:preferred], False, *own[preferred + 1 :]) if own[contact] in has_one else own
        for own in step.old
    ]
    return replace(step, old=old)


def _what(changes: Sequence[Change]) -> dict[int, str]:
    """Name the file, for who imported it."""
    names = ContactImport.objects.filter(change__in=changes).values_list("change", "name")
    return {change: _("Import of contacts: %(file)s") % {"file": name} for change, name in names}


CHANGES = OwnChanges(
    ChangeKind.CONTACT_IMPORT, Contact.objects.changeable_by, subjects=contact_subjects, what=_what
)


# -- in the background


@transaction.atomic
def start_undo(*, contact_import: ContactImport, by: User) -> Job:
    """Have the import of one's own file taken back: thousands of contacts take a while."""
    mine = ContactImport.objects.visible_to(by).select_for_update(of=("self",))
    row = mine.select_related("change", "job").filter(pk=contact_import.pk).first()
    if row is None or row.change is None or (row.job is not None and row.job.is_active):
        raise ContactImportBusy(_("This file is being worked on: wait until that has ended."))
    require_undoable(row.change)
    row.job = jobs.start(KIND, by=by, contact_import=row.pk)
    row.save(update_fields=["job"])
    return row.job


def start_undo_of_change(change: Change, by: User) -> str:
    """Have the import of a listed change taken back; return the page of its file."""
    row = ContactImport.objects.visible_to(by).filter(change=change).first()
    if row is None:
        raise CannotUndo(_("This file is gone."))
    try:
        start_undo(contact_import=row, by=by)
    except ContactImportBusy as busy:
        raise CannotUndo(str(busy)) from busy
    return url_of("imports:contact-import-show", args=[row.pk])


def _work(progress: Progress, *, by: User, contact_import: int) -> dict[str, Any]:
    row = ContactImport.objects.visible_to(by).filter(pk=contact_import).first()
    if row is None or row.change is None:
        raise JobError(_("This file is gone."))
    progress.step(_("Taking the import back"))
    try:
        return {"contact_import": row.pk, "told": undo(change=row.change, by=by).told}
    except CannotUndo as error:
        raise JobError(str(error)) from error


def _outcome(result: dict[str, Any], user: User) -> kinds.Outcome:
    row = ContactImport.objects.visible_to(user).filter(pk=result["contact_import"]).first()
    return outcome_of(row, result["told"]) if row else kinds.Outcome(_("This file is gone."))


KIND = kinds.Kind(
    name="contact_import_undo",
    label=pgettext_lazy("job", "Import of contacts taken back"),
    work=_work,
    outcome=_outcome,
    right=rights.IMPORT,
    resumable=True,
)
