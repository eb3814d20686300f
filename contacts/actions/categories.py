"""The tree of categories: made, changed, ordered, replaced."""

from django.db import transaction
from django.utils.translation import gettext as _

from contacts import extensions
from contacts.errors import CannotReplace
from contacts.models import Category, Contact
from persistence import bulk_history, positions
from persistence.models import delete_as, save_as
from users.models import User


@transaction.atomic
def save_category(*, category: Category, by: User) -> Category:
    """Save a category; as the default of a kind it takes over from the one that was."""
    if category.default_for:
        others = Category.objects.filter(default_for=category.default_for)
        for other in others.exclude(pk=category.pk):
            other.default_for = ""
            save_as(other, by)
    if category._state.adding:  # noqa: SLF001 - Django documents it
        category.position = Category.objects.filter(parent=category.parent).count()
    save_as(category, by)
    return category


@transaction.atomic
def move_category(*, category: Category, step: int, by: User) -> None:
    """Move a category among those of the same parent; at the ends it stays."""
    rows = Category.objects.filter(parent=category.parent).order_by("position", "name")
    positions.move(rows, category, step=step, by=by)


@transaction.atomic
def replace_category(*, category: Category, replacement: Category, by: User) -> None:
    """Delete a category: its contacts, those that `by` cannot see too, go to the replacement.

    The categories below it go up to where it was.
    """
    if category.default_for and replacement.default_for:
        message = _("Choose another default for %(kind)s first.")
        raise CannotReplace(message % {"kind": category.get_default_for_display()})
    extensions.replace_word(category, replacement, by)
    _raise_children(category, by)
    rows = Contact.everything.filter(category=category)
    bulk_history.update(rows, by=by, reason=_("Deleted category"), category=replacement)
    default_for = category.default_for
    delete_as(category, by)
    if default_for:
        replacement.refresh_from_db()
        replacement.default_for = default_for
        save_as(replacement, by)


def _raise_children(category: Category, by: User) -> None:
    names = set(
        Category.objects.filter(parent=category.parent)
        .exclude(pk=category.pk)
        .values_list("name", flat=True)
    )
    for child in category.children.all():
        if child.name in names:
            message = _("Rename “%(name)s” first: there is one of that name where it would go.")
            raise CannotReplace(message % {"name": child.name})
        child.parent = category.parent
        save_as(child, by)
