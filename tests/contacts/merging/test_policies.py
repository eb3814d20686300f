"""Every relation to Contact has its policy, and a merge meets one that has none."""

import pytest

from contacts import extensions, merge_policy
from contacts.models import Contact


def test_every_relation_to_contact_has_a_policy():
    merge_policy.policies_for(Contact)


def test_no_policy_outlives_its_relation():
    assert merge_policy.policies().keys() <= set(merge_policy.relations_to(Contact))


def test_relation_without_a_policy_is_named(monkeypatch):
    """What a later developer forgets is refused by name, whatever app it stands in."""
    monkeypatch.delitem(extensions._EXTENSIONS, "accounts")
    policies = extensions._EXTENSIONS["alerts"].merge_policies
    monkeypatch.delitem(policies, "alerts.DetectedAccount.owner")
    with pytest.raises(merge_policy.NoPolicy) as refused:
        merge_policy.policies_for(Contact)
    assert str(refused.value) == (
        "What does a merge do with accounts.Ownership.contact, alerts.DetectedAccount.owner?"
    )


def test_discovery_finds_hidden_relations_and_leaves_history_out():
    found = merge_policy.relations_to(Contact)
    assert "contacts.OrphanAssignment.contact" in found  # related_name="+"
    assert "contacts.Contact.merged_into" in found
    assert [name for name in found if "Historical" in name] == []
