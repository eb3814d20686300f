"""The soak of the rule: calls are found, taken away one at a time, and missed by name."""

import ast
import json

import pytest

from scripts import rule_soak
from tests.architecture import tree
from tests.architecture.mutation import _Changed, calls


def changed(path, source):
    """Return the module without the call that reads so."""
    (call,) = [one for one in calls() if (one.path, one.source) == (path, source)]
    module = ast.parse((tree.ROOT / path).read_text("utf-8"))
    return ast.unparse(_Changed(path, call.number).visit(module))


def test_every_call_has_its_number():
    found = calls()
    assert [call.number for call in found] == list(range(len(found)))
    assert {"contacts/visibility.py", "contacts/queries/search.py"} <= {one.path for one in found}
    assert len(found) > 100


def test_call_that_is_taken_away_lets_everything_through():
    path, source = "contacts/queries/search.py", "Contact.objects.visible_to(user)"
    assert "seen = Contact.objects.all()" in changed(path, source)
    taken = changed("contacts/visibility.py", "would_be_visible(user, path, by_sets=by_sets)")
    assert "rule = __import__('django.db.models', fromlist=['Q']).Q()" in taken


def test_tests_of_a_call_are_those_of_every_worker_quickest_first(tmp_path):
    (tmp_path / "gw0.json").write_text(json.dumps({"3": {"slow": 9, "quick": 0.1}, "4": {"x": 1}}))
    (tmp_path / "gw1.json").write_text(json.dumps({"3": {"other": 2}}))
    assert rule_soak.tests_of_calls(tmp_path) == {3: ["quick", "other", "slow"], 4: ["x"]}


@pytest.mark.slow
def test_call_that_is_missed_is_missed_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(rule_soak, "LEARNT", tmp_path)
    path = "contacts/queries/duplicates/likely.py"
    (call,) = [one for one in calls() if one.path == path]
    sees_it = "tests/contacts/duplicates/test_likely.py::test_hidden_folder_is_not_suggested"
    blind = "tests/architecture/test_sizes.py"
    assert rule_soak.without(call, [blind, sees_it]).by == sees_it
    assert not rule_soak.without(call, [blind]).is_missed
    assert "NOT MISSED by any of 0 tests" in str(rule_soak.without(call, []))
