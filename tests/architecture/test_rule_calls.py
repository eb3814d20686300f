"""A reading of contacts asks the rule in its function, or has a reason that a test plays."""

import ast

import pytest
from django.apps import apps

from contacts.models import Contact
from tests.architecture import rule_calls, tree
from tests.architecture.unasked import PLAYED, UNASKED

APPS = {"contacts", "accounts", "compliance", "wealth", "alerts", "imports", "searches"}


def models_of_contacts():
    """Return Contact and every model whose rows lead to one, by however many keys."""
    known = {Contact}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.concrete and field.related_model in known and model._meta.app_label in APPS
        }
        if more <= known:
            return known
        known |= more


def ways_back(models):
    """Return the names by which a row gives those that point at it, and its many-to-many fields."""
    related = (relation for model in models for relation in model._meta.related_objects)
    names = {relation.get_accessor_name() for relation in related if relation.multiple}
    return names | {field.name for model in models for field in model._meta.many_to_many} - {None}


def unasked(path, source):
    models = models_of_contacts()
    names = {model.__name__ for model in models}
    found = rule_calls.accesses(path, source, names, ways_back(models))
    return [access for access in found if not access.asks_the_rule]


def test_every_reading_of_contacts_asks_the_rule_or_says_why():
    """Let the function call the rule; or say why in unasked.py, and mark a test that plays it."""
    found = [
        access
        for path in rule_calls.reader_sources()
        for access in unasked(tree.name(path), path.read_text("utf-8"))
    ]
    unsaid = {f"{access.key}: {access.what}" for access in found if access.key not in UNASKED}
    assert unsaid == set()
    assert UNASKED.keys() - {access.key for access in found} == set(), "these are gone"


def plays():
    """Return what the tests say they play, read from their marks."""
    for path in tree.files("tests/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.plays":
                yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def test_every_reason_is_played_by_a_test():
    """The mark is held to: the test fails unless it runs the function (playing.py)."""
    assert set(plays()) == PLAYED.keys()


NAIVE = """
def only_dates(user):
    return Contact.objects.all().values("birth_date")
"""


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (NAIVE, ["x.py::only_dates"]),
        ("def f():\n    return RelatedPerson.objects.all()", ["x.py::f"]),
        ("def f():\n    return models.Account.everything.count()", ["x.py::f"]),
        ("def f(model):\n    return model._default_manager.all()", ["x.py::f"]),
        ("def f(account):\n    return account.ownerships.all()", ["x.py::f"]),
        ("def f(contact):\n    return contact.history.first()", ["x.py::f"]),
        ("class F:\n    rows = Contact.objects.all()", ["x.py::"]),
        ("def f():\n    def g():\n        return Contact.objects.all()", ["x.py::g"]),
        ("def f(user):\n    return Contact.objects.visible_to(user)", []),
        ("def f(user):\n    def g():\n        return Visit.objects.filter(is_visible(user))", []),
        ("def f():\n    return Category.objects.all()", []),
    ],
)
def test_check_finds_what_does_not_ask(source, told):
    assert [access.key for access in unasked("x.py", source)] == told
