"""Two contacts to merge, and what hangs on them."""

import pytest

from contacts.actions.coordinates import save_coordinates
from contacts.actions.merging import merge, plan_merge
from contacts.models import Email, Telephone


@pytest.fixture
def merge_now(adviser):
    """Merge as the plan stands: `merge_now(source, target)`, with a reason that few merges need."""

    def merge_now(source, target, by=None, why="Doublon"):
        by = by or adviser
        shown = plan_merge(source=source, target=target, by=by).digest
        return merge(source=source, target=target, shown=shown, why=why, by=by)

    return merge_now


@pytest.fixture
def reach(adviser):
    """Give a contact e-mails and telephones: `reach(anne, "anne@a.fr", "+33612345678")`."""

    def reach(contact, *ways):
        contact.refresh_from_db()
        rows = [
            Email(address=way, key=way.lower())
            if "@" in way
            else Telephone(number=way, line="mobile")
            for way in ways
        ]
        save_coordinates(
            contact=contact, saved=rows, removed=[], version=contact.version, by=adviser
        )
        contact.refresh_from_db()

    return reach
