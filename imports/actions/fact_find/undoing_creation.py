"""Taking back the contacts that a form made: all of them, or none if one was touched since."""

from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Ownership
from contacts.actions.deletion import delete
from contacts.actions.undoing import Undone
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo
from contacts.models import Change, Contact, FollowUp
from contacts.queries.changes import OwnChanges, contact_subjects
from imports.actions.fact_find.writing.undoing import narrowed
from persistence.journal.narrowing import standing_cells, standing_rows, values_now
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind
from users.models import User


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Delete the contacts that a form made, as long as nobody changed or used one of them."""
    seen = Contact.objects.changeable_by(by).filter(pk__in=keys).order_by("pk")
    contacts = list(seen.select_for_update(of=("self",), no_key=True))
    # All or none: of one that is hidden now nothing is told, whether it was touched neither.
    if len(contacts) < change.subjects.count() or not _is_untouched(recorded(change), keys):
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    delete(contact_ids=keys, by=by)
    told = ngettext("%(names)s is deleted.", "%(names)s are deleted.", len(contacts))
    return Undone(told % {"names": ", ".join(map(str, contacts))})


def _is_untouched(steps: Sequence[Step], keys: Collection[int]) -> bool:
    """Tell whether all stands as it was made, and nothing was hung on the contacts since."""
    filled = [step for step in steps if step.kind is StepKind.FILL]
    made = [step for step in steps if step.model == Contact._meta.label]
    rest = [step for step in steps if step not in (*filled, *made)]
    if any(standing_cells(step, values_now(step))[1] for step in filled):
        return False
    stand = [standing_rows(step, values_now(step)) for step in made] + narrowed(rest)
    if [list(step.keys) for step in stand] != [list(step.keys) for step in (*made, *rest)]:
        return False
    used = (model.objects.filter(contact=OuterRef("pk")) for model in (Ownership, FollowUp))
    return not any(Contact.objects.filter(Exists(rows), pk__in=keys).exists() for rows in used)


CHANGES = OwnChanges(
    ChangeKind.FACT_FIND_CREATION,
    Contact.objects.changeable_by,
    subjects=contact_subjects,
    what=gettext_lazy("Created from a form"),
)
