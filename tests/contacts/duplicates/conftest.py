"""Contacts whose pairs are found as they are saved, as outside a test's transaction."""

import pytest
from django.contrib.auth.models import Permission

from contacts.actions.coordinates import save_coordinates
from contacts.models import DuplicatePair, Email, PostalAddress, Telephone


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    """Return the function that does what it did, and then what follows a commit."""

    def settled(act):
        def done(*args, **kwargs):
            with django_capture_on_commit_callbacks(execute=True):
                return act(*args, **kwargs)

        return done

    return settled


@pytest.fixture
def person(person, settled):
    return settled(person)


@pytest.fixture
def organisation(organisation, settled):
    return settled(organisation)


@pytest.fixture
def reach(adviser, settled):
    """Give a contact ways to be reached: an e-mail, a mobile or a post code."""

    def row(way):
        if "@" in way:
            return Email(address=way, key=way.lower())
        if way.startswith("+"):
            return Telephone(number=way, line="mobile")
        return PostalAddress(post_code=way, town="Bordeaux")

    def reach(contact, *ways):
        contact.refresh_from_db()
        save_coordinates(
            contact=contact,
            saved=[row(way) for way in ways],
            removed=[],
            version=contact.version,
            by=adviser,
        )
        contact.refresh_from_db()

    return settled(reach)


@pytest.fixture
def allow():
    """Give a user one more right of contacts: `allow(junior, "merge_contacts")`."""

    def allow(user, codename):
        found = Permission.objects.get(content_type__app_label="contacts", codename=codename)
        user.user_permissions.add(found)

    return allow


def standing():
    """Return the pairs that stand: names, points and reasons, the likeliest first."""
    rows = DuplicatePair.objects.order_by("-score", "first", "second")
    rows = rows.select_related("first", "second")
    return [(str(row.first), str(row.second), row.score, row.reasons) for row in rows]
