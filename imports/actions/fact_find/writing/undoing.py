"""Taking back what a form wrote: what stands as it left it goes back, the rest stays."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.merging import derived
from contacts.actions.undoing import Undone
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo
from contacts.merge_policy import locate, relations_to
from contacts.models import Change, Contact, ListValue, Relationship
from contacts.queries.changes import OwnChanges, contact_subjects
from imports.models import Document
from persistence.journal.narrowing import only_rows, standing_cells, standing_rows, values_now
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind
from persistence.journal.writing import reverse
from users.models import User

# Rows by the labels of their models.
Keys = dict[str, set[int]]


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Put back what a form wrote into those of these folders that `by` may change now."""
    seen = Contact.objects.changeable_by(by).filter(pk__in=keys).order_by("pk")
    folders = list(seen.select_for_update(of=("self",), no_key=True))
    told = take_back(change, {folder.pk for folder in folders}, by=by)
    if _still_stands(change):
        Document.everything.filter(change=change).note_part_stands()
    return Undone(told, address("contacts:contact-general", args=[folders[0].pk]))


def take_back(change: Change, folders: Collection[int], *, by: User) -> str:
    """Write the steps of a change backwards where they stand; say whether something stays."""
    steps = [_of_folders(_known_to(by, step), folders) for step in recorded(change)]
    standing = narrowed(steps)
    if not any(step.keys for step in standing):
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    try:
        with transaction.atomic():
            reverse(standing, by=by, reason=str(_("Form taken back")))
    except IntegrityError as error:
        raise CannotUndo(
            _("What was done since stands in the way: nothing is put back.")
        ) from error
    derived.refresh(folders)
    told = _("What came from the form is taken back.")
    if _cells(standing) < _cells(steps):
        told = f"{told} {_('What was changed since stays as it is.')}"
    return told


def _still_stands(change: Change) -> bool:
    """Tell whether something is as the form left it: in a folder that is hidden now, or held.

    The firm's words are nobody's answer.
    """
    steps = (step for step in recorded(change) if step.model != ListValue._meta.label)
    return any(_standing(step).keys for step in steps)


def _cells(steps: Sequence[Step]) -> int:
    """Count what steps change: two steps of the same rows may differ in a column of one."""
    return sum(
        before != after
        for step in steps
        for old, new in zip(step.old, step.new, strict=True)
        for before, after in zip(old, new, strict=True)
    )


def _known_to(user: User, step: Step) -> Step:
    """Return the step without the relations of which one end does not exist for the user now."""
    if step.model != Relationship._meta.label:
        return step
    if step.kind is not StepKind.REMOVE:
        rows = Relationship.objects.visible_to(user).filter(pk__in=step.keys)
        return only_rows(step, set(rows.values_list("pk", flat=True)))
    place = list(step.columns).index("other_contact_id")
    ends = {key: old[place] for key, old in zip(step.keys, step.old, strict=True)}
    folders = Contact.objects.visible_to(user).filter(pk__in={*ends.values()} - {None})
    seen = {None, *folders.values_list("pk", flat=True)}
    return only_rows(step, {key for key, end in ends.items() if end in seen})


def _of_folders(step: Step, folders: Collection[int]) -> Step:
    """Return the step for the rows that hang on these folders; the firm's words hang on none."""
    model = apps.get_model(step.model)
    if model is ListValue:
        return step
    if "contact_id" in step.columns and step.kind is not StepKind.FILL:
        place = list(step.columns).index("contact_id")
        values = step.new if step.kind is StepKind.ADD else step.old
        pairs = zip(step.keys, values, strict=True)
        return only_rows(step, {key for key, value in pairs if value[place] in folders})
    of_folders = models.Q(**{f"{_path(model)}__in": folders})
    if model is Relationship:
        # Read from either end, whichever folder it was written from.
        of_folders |= models.Q(other_contact__in=folders)
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(of_folders, pk__in=step.keys)
    return only_rows(step, set(rows.values_list("pk", flat=True)))


def _path(model: type[models.Model]) -> str:
    """Return the way from a row to its folder."""
    names = {field.name for field in model._meta.concrete_fields if field.is_relation}
    if "contact" in names:
        return "contact"
    return next(
        f"{field.name}__contact"
        for field in model._meta.concrete_fields
        if field.is_relation and _has_contact(field.related_model)
    )


def _has_contact(model: Any) -> bool:
    return any(field.name == "contact" for field in model._meta.concrete_fields)


def narrowed(steps: Sequence[Step]) -> list[Step]:
    """Return the steps for what stands as it was left.

    Rows that were added together and hang on each other go together or stay.
    """
    added = _added(steps)
    standing = [_standing(step) for step in steps]
    while held := _held(standing, added):
        standing = [
            only_rows(step, set(step.keys) - held.get(step.model, set()))
            if step.kind is StepKind.ADD
            else step
            for step in standing
        ]
    return standing


def _standing(step: Step) -> Step:
    now = values_now(step)
    if step.kind is StepKind.FILL:
        return standing_cells(step, now)[0]
    if step.kind is StepKind.ADD:
        return standing_rows(step, now)
    # Rows that went come back, unless somebody brought them back already.
    return only_rows(step, set(step.keys) - now.keys())


def _added(steps: Sequence[Step]) -> Keys:
    added: Keys = defaultdict(set)
    for step in steps:
        if step.kind is StepKind.ADD:
            added[step.model].update(step.keys)
    return added


def _held(steps: Sequence[Step], added: Keys) -> Keys:
    """Return the added rows that cannot go: some that stay hang on them, or they on some."""
    going = _added(steps)
    held: Keys = defaultdict(set)
    for label, keys in going.items():
        for relation in relations_to(apps.get_model(label)):
            model, field = locate(relation)
            rows: models.QuerySet[Any] = models.QuerySet(model).filter(
                **{f"{field.attname}__in": keys}
            )
            own = model._meta.label
            leaving = going.get(own, set()) | _let_go(steps, own, field.attname)
            for key, referred in rows.values_list("pk", field.attname):
                if key not in leaving:
                    held[label].add(referred)
        held[label] |= _hanging(steps, label, going, added)
    return {label: keys for label, keys in held.items() if keys}


def _let_go(steps: Sequence[Step], label: str, column: str) -> set[int]:
    """Return the rows that refer to something else once the steps are written backwards."""
    filled = (step for step in steps if step.kind is StepKind.FILL and step.model == label)
    return {
        key
        for step in filled
        if column in step.columns
        for key, old, new in zip(step.keys, step.old, step.new, strict=True)
        if old[place := list(step.columns).index(column)] != new[place]
    }


def _hanging(steps: Sequence[Step], label: str, going: Keys, added: Keys) -> set[int]:
    """Return the rows of a model that were added with one that stays, and hang on it."""
    hanging = set()
    for step in steps:
        if step.kind is not StepKind.ADD or step.model != label:
            continue
        for place, column in enumerate(step.columns):
            parent = apps.get_model(label)._meta.get_field(column).related_model
            if parent is None or parent is ListValue:
                continue
            parents = parent._meta.label
            stay = added.get(parents, set()) - going.get(parents, set())
            hanging |= {
                key for key, new in zip(step.keys, step.new, strict=True) if new[place] in stay
            }
    return hanging


CHANGES = OwnChanges(
    ChangeKind.FACT_FIND,
    Contact.objects.changeable_by,
    subjects=contact_subjects,
    what=gettext_lazy("Filled in from a form"),
)
