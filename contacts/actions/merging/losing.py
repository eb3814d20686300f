"""Who loses sight of one of two contacts when they are merged into a private folder."""

from collections.abc import Iterable

from contacts.models import Contact
from contacts.people import ROLES
from contacts.queries.lost_sight import Loser, losers
from persistence.journal.steps import Step, StepKind
from users.models import User


def merge_losers(source: Contact, target: Contact, steps: Iterable[Step], by: User) -> list[Loser]:
    """Return who, assigned to either now or lately, does not see what the steps make of them."""
    people = _people_after(target, steps)
    is_private = source.is_private or target.is_private
    return [
        loser
        for contact in (source, target)
        for loser in losers(contact, people=people, is_private=is_private, by=by)
    ]


def _people_after(target: Contact, steps: Iterable[Step]) -> set[int]:
    people = {f"{role}_id": getattr(target, f"{role}_id") for role in ROLES}
    for step in steps:
        if step.kind is StepKind.CHANGE and step.model == Contact._meta.label:
            for key, values in zip(step.keys, step.new, strict=True):
                if key == target.pk:
                    people |= {
                        column: value
                        for column, value in zip(step.columns, values, strict=True)
                        if column in people
                    }
    return {person for person in people.values() if person is not None}
