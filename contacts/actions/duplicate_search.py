"""The search for duplicates over the whole base, as background work for who may merge."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts import rights
from contacts.actions import duplicates
from contacts.queries.duplicates import pairs
from jobs.actions import jobs
from jobs.actions.progress import Progress
from jobs.errors import JobError
from jobs.kinds import Kind, Outcome
from jobs.models import Job
from persistence.locks import LockTaken, Work, only_one
from users.models import User


def _search(progress: Progress, *, by: User) -> None:
    """Tell nothing of what is found: it is counted for each reader anew."""
    progress.step(_("Comparing contacts"), total=100)
    parts = 0.0

    def step(part: float) -> None:
        nonlocal parts
        parts += part * 100
        progress.advance(round(parts) - progress.said["done"])
        progress.check_cancelled()

    try:
        with only_one(Work.DUPLICATES):
            duplicates.find_all(step)
    except LockTaken as error:
        raise JobError(_("Another search for duplicates is at work.")) from error


def _outcome(_result: None, user: User) -> Outcome:
    count = pairs.counted(pairs.pairs_seen_by(user))
    text = _("There is no likely duplicate.")
    if count > pairs.COUNTED_UP_TO:
        text = _("More than 1,000 pairs are to be looked at.")
    elif count:
        text = ngettext("%(n)s pair is to be looked at.", "%(n)s pairs are to be looked at.", count)
    return Outcome(text % {"n": count}, reverse("contacts:duplicate-list"), _("See the duplicates"))


KIND = Kind(
    name="find-duplicates",
    label=gettext_lazy("Search for duplicates"),
    work=_search,
    outcome=_outcome,
    right=rights.MERGE,
    resumable=True,
)


@transaction.atomic
def search(*, by: User) -> Job:
    """Ask for a search, unless one of the user's own goes on already: return the one or other."""
    going_on = Job.objects.visible_to(by).active().filter(kind=KIND.name).first()
    return going_on or jobs.start(KIND, by=by)
