"""Writing the rows of a folder that pages of rows show (contacts.views.folder_rows), and back.

A row is locked by its folder's version, as every page of the folder is.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from contacts.actions import mass_plan
from contacts.actions.contacts import claim
from contacts.actions.undoing import Undone, keep
from contacts.actions.visits import record_visit
from contacts.enums import ChangeKind, VisitKind
from contacts.errors import CannotUndo, RowRefused
from contacts.models import Change, ChangeStep, Contact
from contacts.queries.changes import OwnChanges, contact_subjects
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, removed_rows
from persistence.journal.writing import execute, reverse
from persistence.models import save_as
from users.models import User

# A row of any model that hangs on a folder by `contact`, and keeps its history.
Row = Any


@transaction.atomic
def save_row(*, row: Row, version: int, by: User) -> None:
    """Save a new or changed row, unless somebody saved the folder since `version`."""
    claim(row.contact, version)
    require_room(row)
    save_as(row, by)
    _move_on(row.contact, version, by)


@transaction.atomic
def delete_row(*, row: Row, version: int, by: User) -> Change:
    """Take the row away, with what hangs on it, so that the change can be undone."""
    contact = row.contact
    claim(contact, version)
    steps = [removed_rows(type(one[0])._meta.label, one, _columns(one[0])) for one in _with(row)]
    execute(steps, by=by, reason="")
    _move_on(contact, version, by)
    return keep(ChangeKind.ROW_DELETION, steps=steps, about=[contact.pk], by=by)


def require_room(row: Row) -> None:
    """Refuse a second row where the model has one of a kind in a folder."""
    try:
        # A key to the folder that is unique by itself, and the constraints of a kind in a folder.
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        names = [name for unique in kinds_of_one(type(row)) for name in unique]
        raise RowRefused(
            _("There is one of this kind already: change that one."), *names[:1]
        ) from error


def kinds_of_one(model: type[models.Model]) -> list[list[str]]:
    """Return the fields that no two rows of a folder share, for each constraint that says so."""
    unique = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return [
        [name for name in one.fields if name != "contact"]
        for one in unique
        if "contact" in one.fields
    ]


def _columns(row: Row) -> list[str]:
    return [field.attname for field in row._meta.concrete_fields if not field.primary_key]


def _with(row: Row) -> Iterator[Sequence[Row]]:
    """Give what goes with the row, model by model, then the row."""
    for relation in row._meta.related_objects:
        if getattr(relation, "on_delete", None) is models.CASCADE:
            every: models.QuerySet[Any] = models.QuerySet(relation.related_model)
            if hanging := list(every.filter(**{relation.field.name: row}).order_by("pk")):
                yield hanging
    yield [row]


def _move_on(contact: Contact, version: int, by: User) -> None:
    contact.version = version + 1
    save_as(contact, by)
    record_visit(contact=contact, deed=VisitKind.CHANGED, by=by)


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Bring the row back as it was, unless another one has taken its place since."""
    folders = Contact.objects.changeable_by(by).filter(pk__in=keys).select_for_update(of=("self",))
    steps = recorded(change)
    row = _row(steps[-1])
    if not folders.filter(pk=row.contact_id).exists():
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    try:
        require_room(row)
    except RowRefused as refused:
        raise CannotUndo(
            _("“%(row)s” stays deleted: another one of this kind stands in its place.")
            % {"row": row}
        ) from refused
    reverse(steps, by=by, reason="")
    mass_plan.touch([row.contact_id])
    return Undone(_("Back: %(row)s.") % {"row": row})


def _row(step: Step) -> Row:
    model = apps.get_model(step.model)
    return model(pk=step.keys[0], **dict(zip(step.columns, step.old[0], strict=True)))


def _what(changes: Sequence[Change]) -> dict[int, str]:
    """Name the row of each change: the last of its steps."""
    steps = ChangeStep.objects.filter(change__in=changes).order_by("change", "position")
    last = {step.change_id: step for step in steps}
    return {
        pk: _("Deleted: %(row)s") % {"row": _row(step)}  # type: ignore[arg-type]
        for pk, step in last.items()
    }


DELETIONS = OwnChanges(
    ChangeKind.ROW_DELETION,
    Contact.objects.changeable_by,
    subjects=contact_subjects,
    what=_what,
)
