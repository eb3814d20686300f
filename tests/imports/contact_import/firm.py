"""A base as a whole, to be compared with itself later."""

from django.apps import apps

from contacts.models import Contact

# What tells of what happened, and of who asked for it.
_JOURNALS = ("Historical", "Change", "ContactImport", "Job", "DBTask", "Session", "Visit")
_MOVING = {"version", "updated_at", "has_jobs"}


def whole_base():
    """Return every row of every table but journals, by model."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__name__.startswith(_JOURNALS) or model._meta.proxy:
            continue
        names = [
            field.attname for field in model._meta.concrete_fields if field.attname not in _MOVING
        ]
        manager = Contact.everything if model is Contact else model._base_manager
        rows = sorted(map(repr, manager.values_list(*names)))
        if rows:
            found[model._meta.label] = rows
    return found
