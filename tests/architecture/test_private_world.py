"""The private world is whole: whatever can hang on a contact hangs on its private folder."""

import pytest
from django.apps import apps

from contacts.models import Contact
from tests.architecture.private_world import build_secret


def relations_to_contact():
    """Return each key to a contact, of every model of every app: histories too."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Contact
    ]


@pytest.mark.django_db
@pytest.mark.security(28)
def test_every_relation_to_contact_has_a_row(firm):
    """A relation without a row would be asked of nobody: add one to private_world.py."""
    secret = build_secret(firm)
    private = [secret.keys["contact"], secret.keys["merged"]]
    missing = [
        f"{model.__name__}.{field.name}"
        for model, field in relations_to_contact()
        if not model._base_manager.filter(**{f"{field.name}__in": private}).exists()
    ]
    assert missing == []
