"""Taking a contact out of somebody's sight: with the right to assign, a reason and a notice."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts import rights
from contacts.errors import WouldLoseSight
from contacts.models import LostSight
from contacts.queries.lost_sight import LATELY, Loser, active
from text.formats import number_fr
from users.models import User

LONGEST_REASON = 150


def tidy(reason: str, longest: int = LONGEST_REASON) -> str:
    """Return the reason on one line, as long as it is kept: by Historique, if nothing is said."""
    return " ".join(reason.replace("\0", "").split())[:longest]


def require_reason(found: Sequence[Loser], *, reason: str, by: User, folders: int = 0) -> None:
    """Refuse, and name them, unless `by` may assign contacts and says why."""
    names = active(found)
    if not names:
        return
    may = by.has_perm(rights.ASSIGN)
    if not may or not reason:
        words = losing_words(names, folders, may=may)
        raise WouldLoseSight(words, people=names, may_be_done=may)


def tell(found: Sequence[Loser], *, by: User) -> None:
    """Leave each a line on Accueil; lines that nobody shows any more go."""
    if not found:
        return
    now = timezone.now()
    LostSight.objects.filter(at__lte=now - LATELY).delete()
    LostSight.objects.bulk_create(
        LostSight(person=one.person, contact_name=one.contact_name, by=by, at=now) for one in found
    )


def losing_words(names: Sequence[str], folders: int, *, may: bool) -> str:
    """Say who would lose sight of a contact, or of so many folders at once, and what it takes."""
    after = (
        _("Say why: the reason stays in Historique, and they are told.")
        if may
        else _("That takes the right to assign contacts. Nothing is saved.")
    )
    return f"{_lost(names, folders)} {after}"


def _lost(names: Sequence[str], folders: int) -> str:
    if folders:
        text = ngettext(
            "%(people)s would lose sight of %(n)s private folder.",
            "%(people)s would lose sight of %(n)s private folders.",
            folders,
        )
        return text % {"people": ", ".join(names), "n": number_fr(folders)}
    return ngettext(
        "%(people)s, assigned now or in the last 30 days, would lose sight of this contact.",
        "%(people)s, all assigned now or in the last 30 days, would lose sight of this contact.",
        len(names),
    ) % {"people": ", ".join(names)}


def dismiss(*, line: LostSight) -> None:
    """Take away a line that the person has read."""
    line.delete()
