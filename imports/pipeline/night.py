"""One file after the other: claimed, loaded as a whole or not at all, and put where it belongs."""

import datetime as dt
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contacts.models import scratch
from imports.enums import Doubt, State
from imports.feeds import o2s_accounts
from imports.models import ImportRun
from imports.pipeline import drop, rejects, sentences
from imports.pipeline.catalogue import Catalogue
from imports.pipeline.drop import Waiting
from imports.pipeline.loading import load
from imports.pipeline.staging import Staged, stage
from imports.records import Code, FileRefused, Limits
from users.models import User

logger = logging.getLogger(__name__)

ALREADY = "F_DUPLICATE"
REPORT = ".rapport.txt"
_REJECTS_SHARE, _REJECTS = 0.05, 20
_FEWER_SHARE, _FEWER = 0.10, 20


@dataclass(frozen=True)
class Options:
    inbox: Path
    partner: str = ""
    settle: float = 60
    strict: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `before` is when the same content had been imported."""

    run: ImportRun
    before: dt.datetime | None = None
    crashed: bool = False
    refusal: str = ""

    @property
    def is_good(self) -> bool:
        if self.run.code == ALREADY:
            return True
        done = self.run.state == State.DONE and not self.crashed
        return done and not self.run.counts.get("rejects")


class Suspended(Exception):
    """A file for a person to confirm with the figures."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt)
        self.doubt = doubt


def import_all(options: Options) -> Iterator[Outcome]:
    """Take up what a dead run left, then what waits, oldest first."""
    if options.dry_run:
        yield from _rehearse(options)
        return
    for run in _unfinished(options):
        yield _finish(run, options)
    for file in _waiting(options):
        if not drop.can_be_named(file):
            yield _badly_named(file)
            continue
        try:
            run = _received(file)
            drop.claim(options.inbox, run, file.path)
        except FileNotFoundError:  # its writer took it back
            continue
        yield _finish(run, options)


def confirm(run: ImportRun, options: Options) -> Outcome:
    """Import a suspended file after all: a person has seen its figures."""
    return _finish(run, options, confirmed=True)


def _waiting(options: Options) -> list[Waiting]:
    names = [options.partner] if options.partner else drop.partners(options.inbox)
    return [file for name in names for file in drop.waiting(options.inbox, name, options.settle)]


def _rehearse(options: Options) -> Iterator[Outcome]:
    """Go through the real code, file upon file, and keep nothing."""
    with transaction.atomic():
        for file in _waiting(options):
            if not drop.can_be_named(file):
                yield _badly_named(file)
                continue
            run = _received(file)
            yield _import(run, file.path, options, confirmed=False)
        transaction.set_rollback(True)


def _unfinished(options: Options) -> list[ImportRun]:
    runs = ImportRun.objects.filter(pk__in=list(drop.left_over(options.inbox)))
    if options.partner:
        runs = runs.filter(partner=options.partner)
    return list(runs.exclude(state=State.SUSPENDED).order_by("pk"))


def _badly_named(file: Waiting) -> Outcome:
    """Say so, and leave the file where it is: no run can be written down for it."""
    name = os.fsencode(file.path.name).decode(errors="replace")
    run = ImportRun(
        partner=file.partner, file_name=name, state=State.REJECTED, code=Code.F_NAME.value
    )
    return Outcome(run, refusal=sentences.refusal(Code.F_NAME, {}))


def _received(file: Waiting) -> ImportRun:
    """Write the run down before its file is claimed; one that died in between is taken again."""
    run, _made = ImportRun.objects.get_or_create(
        partner=file.partner,
        # A name that is not UTF-8 would fit in no column.
        file_name=file.path.name.encode(errors="replace").decode(),
        sha256=drop.digest(file.path),
        state=State.RECEIVED,
        defaults={"size": file.path.stat().st_size},
    )
    return run


def _finish(run: ImportRun, options: Options, *, confirmed: bool = False) -> Outcome:
    source = drop.claimed(options.inbox, run)
    if run.state in {State.DONE, State.REJECTED}:  # died before the file was put away
        outcome = Outcome(run)
    else:
        outcome = _import(run, source, options, confirmed=confirmed)
    if not outcome.crashed and run.state != State.SUSPENDED:
        refused = run.state == State.REJECTED and run.code != ALREADY
        target = drop.rejected_path if refused else drop.done_path
        drop.finish(source, target(options.inbox, run))
    return outcome


def _import(run: ImportRun, path: Path, options: Options, *, confirmed: bool) -> Outcome:
    found = run.state
    before = _imported_before(run)
    if before:
        _close(run, State.REJECTED, ALREADY)
        return Outcome(run, before=before.finished_at)
    try:
        with transaction.atomic():
            _load(run, path, options, confirmed=confirmed)
            _close(run, State.DONE)
    except Suspended as suspended:
        _close(run, State.SUSPENDED, suspended.doubt)
    except FileRefused as refused:
        report = sentences.refusal(refused.code, refused.params)
        if not options.dry_run:
            drop.write_private(path.with_name(path.name + REPORT), report + "\n")
        _close(run, State.REJECTED, refused.code)
        return Outcome(run, refusal=report)
    except Exception:
        # The file stays claimed for the next run, and the other partners' files go on.
        logger.exception("The import %s broke off", run.pk)
        run.state = found
        return Outcome(run, crashed=True)
    return Outcome(run)


def _imported_before(run: ImportRun) -> ImportRun | None:
    done = ImportRun.objects.filter(state=State.DONE)
    return done.filter(partner=run.partner, sha256=run.sha256).first()


def _load(run: ImportRun, path: Path, options: Options, *, confirmed: bool) -> None:
    scratch.give_room()
    staged = stage(o2s_accounts.read(path, Limits(**settings.FEED_LIMITS)), Catalogue.known())
    if staged.rejects and not options.dry_run:
        rejects.write(path.with_name(path.name + rejects.SUFFIX), staged.rejected)
    if staged.rejects and options.strict:
        first = next(staged.rejected())
        raise FileRefused(first.code, line=str(first.line), column=first.column)
    run.business_date = staged.business_date
    run.counts = {"lines": staged.lines, "accounts": staged.accounts, "rejects": staged.rejects}
    if not confirmed:
        _suspend_if_odd(run, staged)
    loaded = load(staged, partner=run.partner, by=User.objects.night())
    run.counts |= loaded.counts


def _suspend_if_odd(run: ImportRun, staged: Staged) -> None:
    bad = staged.rejects
    if bad > _REJECTS and bad > _REJECTS_SHARE * staged.lines:
        raise Suspended(Doubt.REJECTS)
    earlier = ImportRun.objects.filter(partner=run.partner, state=State.DONE)
    newest = earlier.aggregate(Max("business_date"))["business_date__max"]
    if newest and run.business_date and run.business_date < newest:
        raise Suspended(Doubt.OLD)
    if run.file_name.endswith(rejects.SUFFIX):  # mended lines are no whole file
        return
    whole = earlier.exclude(file_name__endswith=rejects.SUFFIX).order_by("-pk").first()
    before = whole.counts["accounts"] if whole else 0
    fewer = before - staged.accounts
    if fewer > _FEWER and fewer > _FEWER_SHARE * before:
        raise Suspended(Doubt.FEWER)


def _close(run: ImportRun, state: State, code: str = "") -> None:
    run.state, run.code, run.finished_at = state, code, timezone.now()
    run.save()
