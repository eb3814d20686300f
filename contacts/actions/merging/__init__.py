"""Merging two contacts: plan, show, apply, record, undo."""

from contacts.actions.merging.merge import merge
from contacts.actions.merging.plan import MergePlan, plan_merge
from contacts.actions.merging.undo import plan_undo, undo
