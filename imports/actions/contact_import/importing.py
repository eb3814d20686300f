"""`Importer`: what the analysis showed, written in one transaction, or nothing and why.

All rows are planned again first, their contacts under lock: one that would do something else than
was shown stops the import. Then parts of rows are written set by set, each with the steps that
take it back.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from contacts import rights
from contacts.actions.creation import create_many
from contacts.actions.mass_cells.new import new_contacts
from contacts.actions.mass_cells.own import reactivation
from contacts.actions.mass_cells.writing import change_many, link_spouses
from contacts.actions.reactivation import reactivate
from contacts.actions.undoing import keep
from contacts.enums import IMPORTED, ChangeKind, Kind
from contacts.errors import ContactError, RelationRefused
from contacts.fields import ENTRIES
from contacts.models import ChangeSubject
from contacts.workbook import SPOUSE_NUMBER
from imports.actions.contact_import.analysis import PART, held, outcome_of
from imports.actions.contact_import.loading import file_of
from imports.enums import ContactImportState, Outcome, RowChoice
from imports.errors import ContactImportChanged
from imports.models import ContactImport, ContactImportRow
from imports.queries.contact_import import chosen
from imports.queries.contact_import.planning import Planned, Planner
from imports.queries.contact_import.stored import decode
from jobs import kinds
from jobs.actions import jobs
from jobs.actions.progress import Progress
from jobs.errors import JobError
from jobs.models import Job
from persistence import staging_tables
from persistence.garbage_collection import gc_paused
from persistence.journal.recording import record
from persistence.journal.steps import Step
from text.formats import number_fr
from users.models import User

Rows = Sequence[ContactImportRow]
_MADE = {(Outcome.NEW, ""), (Outcome.DOUBLE, RowChoice.CREATE), (Outcome.DELETED, RowChoice.CREATE)}
# Of a deleted contact, a plan says what differs; of a new one, all is written.
_MADE_AGAIN = Outcome.DELETED, RowChoice.CREATE
_CHANGED = {
    (Outcome.UPDATED, ""),
    (Outcome.DOUBLE, RowChoice.UPDATE),
    (Outcome.DELETED, RowChoice.REACTIVATE),
}
# Lines that a message names: the others are counted.
_NAMED = 20


@transaction.atomic
def start_import(*, contact_import: ContactImport, plan_version: int, by: User) -> Job:
    """Have the file imported as its analysis was shown at this version."""
    row = held(contact_import, by)
    _require(row, plan_version)
    row.job = jobs.start(KIND, by=by, contact_import=row.pk, plan_version=plan_version)
    row.save(update_fields=["job"])
    return row.job


def _require(row: ContactImport, plan_version: int) -> None:
    if row.state != ContactImportState.ANALYSED or row.plan_version != plan_version:
        raise ContactImportChanged(
            _("The analysis has changed since it was shown: look at it again.")
        )
    if row.is_all_or_nothing and row.counts.get(Outcome.REFUSED):
        raise ContactImportChanged(_("Nothing is imported as long as a row is refused."))


def _work(
    progress: Progress, *, by: User, contact_import: int, plan_version: int
) -> dict[str, int]:
    try:
        with gc_paused(), transaction.atomic():
            mine = ContactImport.objects.visible_to(by).select_for_update(of=("self",))
            row = mine.filter(pk=contact_import).first()
            if row is None:
                raise JobError(_("This file is gone."))
            _require(row, plan_version)
            return _Import(row, by, progress).run()
    # A folder that a row names may be out of its importer's sight once that is written.
    except (ContactImportChanged, RelationRefused) as error:
        raise JobError(str(error)) from error
    except (IntegrityError, ContactError) as error:
        raise JobError(
            _("The base changed while the file was being imported: analyse it again.")
        ) from error


class _Import:
    """One file on its way into the base."""

    def __init__(self, row: ContactImport, by: User, progress: Progress) -> None:
        self.row, self.by, self.progress = row, by, progress
        self.done = {"created": 0, "updated": 0, "reactivated": 0, "left_out": 0}
        self.reason = str(IMPORTED)
        self.places = 0
        # The spouses' client numbers, by the key of the contact whose row names one.
        self.spouses: dict[int, str] = {}
        # All that the rows say of which a deleted contact is made anew.
        self.said: dict[int, dict[str, Any]] = {}

    def run(self) -> dict[str, int]:
        self._require_same_plans()
        self.change = keep(ChangeKind.CONTACT_IMPORT, by=self.by)
        self._bring_back()
        self.progress.step(_("Writing the contacts"), total=self.row.total)
        for part in self._parts():
            self.progress.check_cancelled()
            self._make([one for one in part if _way(one) in _MADE])
            self._update([one for one in part if _way(one) in _CHANGED])
            self._count_left(part)
            self.progress.advance(len(part))
        self._keep(link_spouses(self.spouses, by=self.by, reason=self.reason))
        self._end()
        return {"contact_import": self.row.pk} | self.done

    def _parts(self) -> Iterator[Rows]:
        """Give the rows in the order of the file, a part of them at a time."""
        line = 0
        rows = ContactImportRow.objects.filter(contact_import=self.row).order_by("line")
        while part := list(rows.filter(line__gt=line)[:PART]):
            yield part
            line = part[-1].line

    # -- the plan, once more

    def _require_same_plans(self) -> None:
        self.progress.step(_("Checking that nothing has changed"), total=self.row.total)
        planner = Planner(self.row, self.by)
        changed: list[int] = []
        lines_of: dict[int, list[int]] = defaultdict(list)
        for part in self._parts():
            self.progress.check_cancelled()
            planned = planner.plan(part, lock=True)
            rows = [(row, plan) for row, plan in zip(part, planned, strict=True) if _is_done(row)]
            changed += [row.line for row, plan in rows if not _is_same(row, plan)]
            self.said |= {row.line: plan.said for row, plan in rows if _way(row) == _MADE_AGAIN}
            asked = [row for row, _plan in rows if row.choice and row.contact]
            changed += chosen.refused(asked, planner.asked, by=self.by)
            for row in part:
                if _way(row) in _CHANGED and row.contact:
                    lines_of[row.contact].append(row.line)
            self.progress.advance(len(part))
        changed += chosen.refused_anew(self.said, by=self.by)
        if changed:
            raise ContactImportChanged(_changed_words(sorted(set(changed))))
        twice = sorted(line for lines in lines_of.values() if len(lines) > 1 for line in lines)
        if twice:
            raise ContactImportChanged(_twice_words(twice))

    # -- writing

    def _bring_back(self) -> None:
        way = {"outcome": Outcome.DELETED, "choice": RowChoice.REACTIVATE}
        rows = ContactImportRow.objects.filter(contact_import=self.row, **way)
        keys = [key for key in rows.values_list("contact", flat=True) if key]
        if keys:
            self._keep([reactivation(keys)])
            back = reactivate(contact_ids=keys, choices={}, by=self.by)
            self.done["reactivated"] = len(back)

    def _make(self, rows: Rows) -> None:
        new = list(new_contacts(_new_cells(self.said.get(row.line, row.after)) for row in rows))
        if new:
            steps = create_many(new=new, by=self.by, reason=self.reason)
            self._keep(steps)
            made = [one.contact.pk for one in new]
            self._note(dict(zip(made, rows, strict=True)))
            # From now on the row is about whom it made, and no more about a double of theirs.
            told: list[tuple[int, Any]] = [(key, {}) for key in made]
            keys = [row.pk for row in rows]
            staging_tables.update_rows(ContactImportRow, keys, ("contact", "before"), told)
            self.done["created"] += len(made)

    def _update(self, rows: Rows) -> None:
        by_contact = {row.contact: row for row in rows if row.contact}
        if by_contact:
            cells = {key: _cells(row.after) for key, row in by_contact.items()}
            self._keep(change_many(cells, by=self.by, reason=self.reason))
            self._note(by_contact)
            self.done["updated"] += len(rows)

    def _note(self, rows: dict[int, ContactImportRow]) -> None:
        """Remember whom it is about, and the spouses who are linked once all folders are there."""
        subjects = ((self.change.pk, key) for key in rows)
        staging_tables.append(ChangeSubject, ("change_id", "key"), subjects)
        numbers = {key: row.after.get(SPOUSE_NUMBER) for key, row in rows.items()}
        self.spouses |= {key: number for key, number in numbers.items() if number}

    def _keep(self, steps: Sequence[Step]) -> None:
        record(self.change, steps, after=self.places)
        self.places += len(steps)

    def _count_left(self, part: Rows) -> None:
        left = (row for row in part if not _is_done(row) and row.outcome != Outcome.UNCHANGED)
        self.done["left_out"] += sum(1 for _row in left)

    def _end(self) -> None:
        now = timezone.now()
        # From now on, whoever writes one of these rows is somebody else.
        self.change.at = now
        self.change.save(update_fields=["at"])
        self.row.state, self.row.change = ContactImportState.IMPORTED, self.change
        self.row.imported_at = now
        self.progress.check_cancelled()
        if self.row.file:
            path, self.row.file = file_of(self.row), ""
            transaction.on_commit(partial(path.unlink, missing_ok=True))
        self.row.save(update_fields=["state", "change", "imported_at", "file"])


def _way(row: ContactImportRow) -> tuple[str, str]:
    return row.outcome, row.choice


def _is_done(row: ContactImportRow) -> bool:
    return _way(row) in _MADE | _CHANGED


def _is_same(row: ContactImportRow, plan: Planned) -> bool:
    """Tell whether a row would do today what was shown."""
    stored = (row.outcome, row.contact, row.after, row.before)
    return stored == (plan.outcome, plan.contact, plan.after, plan.before)


def _cells(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {key: decode(ENTRIES[key], value) for key, value in stored.items()}


def _new_cells(stored: Mapping[str, Any]) -> dict[str, Any]:
    kind = Kind.ORGANISATION if "legal_name" in stored else Kind.PERSON
    return {"kind": kind} | _cells(stored)


def _changed_words(lines: Sequence[int]) -> str:
    """Say which lines of the file would do something else: no contact is named."""
    text = ngettext(
        "%(n)s row would do something else than was shown, at the line %(lines)s. Nothing is "
        "imported: analyse the file again.",
        "%(n)s rows would do something else than was shown, at the lines %(lines)s. Nothing is "
        "imported: analyse the file again.",
        len(lines),
    )
    return text % {"n": number_fr(len(lines)), "lines": _named(lines)}


def _twice_words(lines: Sequence[int]) -> str:
    """Say which lines would change one contact: of two, the later would undo the first."""
    text = _(
        "Several rows would update one contact, at the lines %(lines)s. Nothing is imported: "
        "decide otherwise of all of them but one."
    )
    return text % {"lines": _named(lines)}


def _named(lines: Sequence[int]) -> str:
    dots = " …" if len(lines) > _NAMED else ""
    return ", ".join(map(str, lines[:_NAMED])) + dots


def _outcome(result: dict[str, int], user: User) -> kinds.Outcome:
    row = ContactImport.objects.visible_to(user).filter(pk=result["contact_import"]).first()
    if row is None:
        return kinds.Outcome(_("This file is gone."))
    told = _("Created: %(created)s. Updated: %(updated)s. Left out: %(left_out)s.")
    counts = {name: number_fr(count) for name, count in result.items()}
    return outcome_of(row, told % counts)


KIND = kinds.Kind(
    name="contact_import",
    label=pgettext_lazy("job", "Import of contacts"),
    work=_work,
    outcome=_outcome,
    right=rights.IMPORT,
    # A worker that died had written nothing: it was one transaction.
    resumable=True,
)
