"""One file after the other: claimed, loaded as a whole or not at all, and put where it belongs."""

import datetime as dt
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.actions.completing import complete
from alerts.actions.rematching import match_again, match_lines
from contacts.actions.follow_ups import keep_last_contact_of_lately
from imports.enums import ALREADY, State
from imports.feeds import formats
from imports.feeds.formats import Format
from imports.feeds.notes import Notes
from imports.feeds.parts import Part
from imports.feeds.profiled import ProfiledFile
from imports.models import ImportProfileVersion, ImportRun
from imports.pipeline import (
    alert_ranges,
    identities,
    inbox,
    kept,
    lost_zeros,
    messages,
    places,
    rejects,
    sent,
)
from imports.pipeline.catalogue import Catalogue
from imports.pipeline.inbox import Waiting
from imports.pipeline.lines import CLIENTS
from imports.pipeline.loading import load
from imports.pipeline.staging import Staged, stage
from imports.pipeline.suspension import Suspended, require_no_doubt
from imports.records import Code, FileRefused, Limits, Rejected
from jobs.actions.progress import Progress
from persistence import staging_tables
from persistence.garbage_collection import gc_paused
from users.models import User

logger = logging.getLogger(__name__)

REPORT = ".rapport.txt"
# Lines with a warning that the report beside the file names.
_TOLD = 100


@dataclass(frozen=True)
class Options:
    inbox: Path
    partner: str = ""
    settle: float = 60
    strict: bool = False
    dry_run: bool = False
    # Of a file that somebody sent: the job that goes through it, and says itself why it broke off.
    progress: Progress | None = None

    def step(self, text: str) -> None:
        """Say what is being done now, where somebody looks on."""
        if self.progress:
            self.progress.step(text)
            self.progress.check_cancelled()


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `before` is when the same content had been imported."""

    run: ImportRun
    before: dt.datetime | None = None
    crashed: bool = False

    @property
    def is_good(self) -> bool:
        if self.run.code == ALREADY:
            return True
        done = self.run.state == State.DONE and not self.crashed
        return done and not self.run.counts.get("rejects")


def import_all(options: Options) -> Iterator[Outcome]:
    """Take up what a dead run left, then what waits, oldest first; then match what is pending."""
    if options.dry_run:
        yield from _rehearse(options)
        return
    for run in _unfinished(options):
        yield resume(run, options)
    for file in _waiting(options):
        if file.problem:
            yield _left(file, file.problem)
            continue
        try:
            run = _claimed(file, options.inbox)
        except FileNotFoundError:  # its writer took it back
            continue
        except inbox.Shut:
            yield _left(file, Code.F_UNREADABLE)
            continue
        yield resume(run, options)
    match_again()
    keep_last_contact_of_lately()


def import_confirmed(run: ImportRun, options: Options) -> Iterator[Outcome]:
    """Take in a file that somebody confirmed by its number, and match what is pending."""
    yield resume(run, options)
    match_again()


def resume(run: ImportRun, options: Options) -> Outcome:
    """Go on with a file that is claimed, wherever the run that claimed it was broken off."""
    source = inbox.claimed(options.inbox, run)
    if run.state in {State.DONE, State.REJECTED}:  # died before the file was put away
        outcome = Outcome(run)
    else:
        outcome = take_in(run, source, options)
    if outcome.crashed or run.state == State.SUSPENDED:
        return outcome
    try:
        archive(run, options.inbox)
    except OSError as error:  # the partner's own folder is shut: the next import tries again
        inbox.require_the_machine(error)
        logger.warning("The file of the import %s could not be put away: %s", run.pk, error)
        return replace(outcome, crashed=True)
    return outcome


def archive(run: ImportRun, root: Path) -> None:
    """Move a file that nothing more happens to where it stays, beside its report."""
    source = inbox.claimed(root, run)
    refused = run.state == State.REJECTED and run.code != ALREADY
    is_clean = _without_numbers(run, source)
    told = {"warned", "is_deleted", "other_sheets", "other_columns"} & run.counts.keys()
    if refused or told or run.rejects.exists():
        warned, lines = run.counts.get("warned", {}), run.counts.get("warned_lines")
        report = messages.report(run, _codes(run), warned, lines=lines)
        inbox.write_private(source.with_name(source.name + REPORT), report)
    if not is_clean:
        source.unlink()
    inbox.finish(source, (inbox.rejected_path if refused else inbox.done_path)(root, run))


def _without_numbers(run: ImportRun, source: Path) -> bool:
    """Take social security numbers out of the file, or tell that it is not to be kept."""
    if not source.exists():  # died after that, and before its report was put away
        return True
    warned = run.counts.get("warned", {})
    if not kept.is_workbook(source):
        kept.rewrite(
            source,
            run.profile_version.value if run.profile_version else None,
            is_known=Code.R_FORBIDDEN_NIR.value in warned,
        )
        return True
    is_known = Code.R_FORBIDDEN_NIR.value in {*warned, *_codes(run)}
    if not (is_known or kept.workbook_holds_one(source, run.code)):
        return True
    run.counts["is_deleted"] = True
    run.save(update_fields=["counts"])
    return False


def _waiting(options: Options) -> list[Waiting]:
    if options.partner:
        return inbox.waiting(options.inbox, [options.partner], options.settle)
    loose = inbox.loose(options.inbox, options.settle)
    return loose + inbox.waiting(options.inbox, inbox.partners(options.inbox), options.settle)


def _rehearse(options: Options) -> Iterator[Outcome]:
    """Go through the real code, file upon file, and keep nothing."""
    with transaction.atomic():
        for file in _waiting(options):
            if file.problem:
                yield _left(file, file.problem)
                continue
            try:
                run = _received(file)
            except inbox.Shut:
                yield _left(file, Code.F_UNREADABLE)
                continue
            yield take_in(run, file.path, options)
        transaction.set_rollback(True)


def _unfinished(options: Options) -> list[ImportRun]:
    runs = ImportRun.objects.filter(pk__in=list(inbox.left_over(options.inbox)))
    if options.partner:
        runs = runs.filter(partner=options.partner)
    return list(runs.exclude(state=State.SUSPENDED).order_by("pk"))


def _left(file: Waiting, code: Code) -> Outcome:
    """Say what is wrong with what is left where it is, each night: but once on the page.

    No run can be written down for a name that is too long, nor for no partner.
    """
    told = {"partner": file.partner, "state": State.REJECTED, "code": code.value}
    if code != Code.F_UNREADABLE:
        return Outcome(
            ImportRun(file_name=os.fsencode(file.path.name).decode(errors="replace"), **told)
        )
    run, _made = ImportRun.objects.get_or_create(
        **told, file_name=_name(file), sha256="", sent_by=None, defaults={"size": 0}
    )
    run.started_at = run.finished_at = timezone.now()
    run.save(update_fields=["started_at", "finished_at"])
    return Outcome(run)


def _claimed(file: Waiting, root: Path) -> ImportRun:
    run = _received(file)
    try:
        inbox.claim(root, run, file.path)
    except (FileNotFoundError, inbox.Shut):
        run.delete()
        raise
    return run


def _name(file: Waiting) -> str:
    """Return the file's name: one that is not UTF-8 would fit in no column."""
    return file.path.name.encode(errors="replace").decode()


def _received(file: Waiting) -> ImportRun:
    """Write the run down before its file is claimed; one that died in between is taken again."""
    with inbox.of_one_file():
        content, size = inbox.digest(file.path), file.path.stat().st_size
    run, _made = ImportRun.objects.get_or_create(
        partner=file.partner,
        file_name=_name(file),
        sha256=content,
        state=State.RECEIVED,
        sent_by=None,
        defaults={"size": size},
    )
    return run


def take_in(run: ImportRun, path: Path, options: Options) -> Outcome:
    """Go through a file: all of what it brings stays, or nothing and the run says why."""
    found, run.began_at = run.state, timezone.now()
    before = _imported_before(run)
    if before:
        return _close(Outcome(run, before=before.finished_at), State.REJECTED, ALREADY)
    set_aside: list[Rejected] = []
    try:
        with transaction.atomic(), gc_paused():
            _load(run, path, options, set_aside)
            options.step(_("Writing"))
            return _close(Outcome(run), State.DONE, set_aside=set_aside)
    except Suspended as suspended:
        run.params = suspended.figures
        return _close(Outcome(run), State.SUSPENDED, suspended.doubt, set_aside)
    except FileRefused as refused:
        run.params = refused.params
        return _close(Outcome(run), State.REJECTED, refused.code, set_aside)
    except OSError as error:
        inbox.require_the_machine(error)
        run.params = {}
        return _close(Outcome(run), State.REJECTED, Code.F_UNREADABLE)
    except (OperationalError, InterfaceError):
        # Not the file's doing; and where the session is gone, the lock went with it.
        raise
    except Exception:
        if options.progress:
            raise
        # The file stays claimed for the next run, and the other partners' files go on.
        logger.exception("The import %s broke off", run.pk)
        run.state = found
        return Outcome(run, crashed=True)


def _imported_before(run: ImportRun) -> ImportRun | None:
    done = ImportRun.objects.filter(state=State.DONE)
    return done.filter(partner=run.partner, sha256=run.sha256).first()


def _load(run: ImportRun, path: Path, options: Options, set_aside: list[Rejected]) -> None:
    staging_tables.give_room()
    notes, limits, format_ = Notes(), Limits(**settings.FEED_LIMITS), _format(run, path)
    options.step(_("Reading the file"))
    parts = format_.read(path, limits, partner=run.partner, today=timezone.localdate(), notes=notes)
    catalogue = Catalogue.known(has_agreed_codes=format_.has_agreed_codes)
    staged = stage(_heard(parts, options), catalogue, notes, run.sent_by)
    run.counts = _counts(staged)
    for code, lines in (staged.warned | notes.warned).items():
        _warn(run, Code(code), lines, notes)
    if staged.has_client_numbers:
        changed = identities.changed(run.partner, run.sent_by)
        _warn(run, Code.R_IDENTITY, [line for line, _client in changed], notes)
        if changed:
            run.counts["changed_clients"] = [client for _line, client in changed]
    # The scratch tables go with the transaction of a file that is not taken.
    set_aside += staged.rejected()
    if set_aside and not options.dry_run and not run.sent_by_id:
        rejects.write(path.with_name(path.name + rejects.SUFFIX), set_aside)
    if set_aside and options.strict:
        at_fault = (one for one in set_aside if one.code != Code.R_CONTRACT_INCOMPLETE)
        first = next(at_fault, set_aside[0])
        raise FileRefused(first.code, line=str(first.line), column=first.column)
    run.business_date = staged.business_date
    options.step(_("Comparing with the accounts that are known"))
    marks = alert_ranges.marks()
    night = User.objects.night()
    loaded = load(staged, partner=run.partner, by=night, sent_by=run.sent_by)
    run.counts |= loaded.counts
    _complete_clients(run, staged)
    _warn(run, Code.R_ID_MANGLED, lost_zeros.may_be_lost(notes.numeric), notes)
    _warn(run, Code.R_TOWN, places.unknown(), notes)
    run.detected = alert_ranges.since(marks)
    if run.sent_by:
        sent.require_what_was_told(run)
    elif run.state != State.CONFIRMED:
        # Only now: what would change is known because it has been done, and is taken back.
        run.expected = alert_ranges.by_contact(run)
        require_no_doubt(run)
    run.expected = {}


def _complete_clients(run: ImportRun, staged: Staged) -> None:
    """Fill what the file says of clients that wait, unless somebody sent it.

    Who they are is asked with it: a private folder's e-mail stands on no line that others see.
    """
    if run.sent_by or not staged.has_client_numbers:
        return
    if completed := complete(partner=run.partner, said=CLIENTS):
        run.counts["completed_clients"] = completed
        match_lines(completed)


def _heard(parts: Iterator[Part], options: Options) -> Iterator[Part]:
    """Give the parts of the file, and hear after each whether one is to stop."""
    for part in parts:
        if options.progress:
            options.progress.check_cancelled()
        yield part


def _format(run: ImportRun, path: Path) -> Format:
    """Find what reads the file; the run says which profile, if it is one."""
    versions = ImportProfileVersion.objects.in_force(run.partner)
    profiles = [(version, version.value) for version in versions]
    found = formats.of(path, [profile for _, profile in profiles])
    told = [one for one, profile in profiles if found == ProfiledFile(profile)]
    run.profile_version = told[0] if told else None
    return found


def _counts(staged: Staged) -> dict[str, Any]:
    """Count what the file held, with what is to be looked at of it."""
    notes = staged.notes
    counts: dict[str, Any] = {
        "lines": staged.lines,
        "accounts": staged.accounts,
        "rejects": staged.rejects,
        "faults": staged.faults,
    }
    if notes.skipped:
        counts["skipped"] = notes.skipped
    if notes.unknown_columns:
        counts["other_columns"] = list(notes.unknown_columns)[:_TOLD]
    if notes.without_account:
        counts["without_account"] = notes.without_account
    if notes.others:
        counts["other_sheets"] = notes.others[:_TOLD]
    return counts


def _warn(run: ImportRun, code: Code, lines: Sequence[int], notes: Notes) -> None:
    if lines:
        run.counts.setdefault("warned", {})[code.value] = len(lines)
        told = [notes.told(line) for line in lines[:_TOLD]]
        run.counts.setdefault("warned_lines", {})[code.value] = told


@transaction.atomic
def _close(
    outcome: Outcome, state: State, code: str = "", set_aside: Sequence[Rejected] = ()
) -> Outcome:
    run = outcome.run
    run.state, run.code, run.finished_at = state, code, timezone.now()
    if state != State.DONE:  # whatever it brought was taken back
        run.detected = {}
    run.save()
    rejects.keep(run, set_aside)
    return outcome


def _codes(run: ImportRun) -> dict[str, int]:
    """Count the lines set aside by their code."""
    counted = run.rejects.order_by("code").values_list("code").annotate(Count("pk"))
    return dict(counted)
