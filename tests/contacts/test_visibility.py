"""The rule of private folders, as product.md section 5 says it in words, for random firms."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.actions.assignment import follow_assignments
from contacts.models import Category, Contact, ContactKeyword, Keyword, PrivateFolderGrant
from contacts.visibility import is_visible

PEOPLE = ("adviser", "assistant", "colleague", "junior", "manager", "administrator")
SOMEBODY = st.sampled_from([None, *PEOPLE])
FOLDER = st.fixed_dictionaries(
    {
        "lead_adviser": SOMEBODY,
        "second_adviser": SOMEBODY,
        "assistant": SOMEBODY,
        "is_private": st.booleans(),
        "deleted": st.booleans(),
    }
).filter(
    lambda folder: (
        not folder["is_private"]
        or any(folder[role] for role in ("lead_adviser", "second_adviser", "assistant"))
    )
)


@pytest.fixture
def cast(db, request):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def folders(cast):
    """Three contacts with a keyword each, to be set as each example says."""
    made = [
        Contact(
            name=f"C{number}",
            kind="person",
            category=Category.objects.get(name="Clients"),
            created_by=cast["manager"],
        )
        for number in range(3)
    ]
    keyword = Keyword.objects.create(label="Golf")
    for contact in made:
        contact.save()
        ContactKeyword(contact=contact, keyword=keyword).save()
    return made


def put(contact, folder, cast):
    for role in ("lead_adviser", "second_adviser", "assistant"):
        setattr(contact, role, cast.get(folder[role]))
    contact.is_private = folder["is_private"]
    contact.deleted_at = timezone.now() if folder["deleted"] else None
    contact.deleted_by = cast["manager"] if folder["deleted"] else None
    contact.save()


def exists_for(name, folder):
    """Say in words: assigned people always, others public folders if they may see others'."""
    assigned = name in (folder["lead_adviser"], folder["second_adviser"], folder["assistant"])
    if folder["deleted"]:
        return False
    return assigned or (not folder["is_private"] and name != "junior")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(FOLDER, min_size=3, max_size=3))
def test_each_sees_what_the_words_say(cast, folders, drawn):
    for contact, folder in zip(folders, drawn, strict=True):
        put(contact, folder, cast)
    follow_assignments(folders)
    for name, user in cast.items():
        expected = {
            contact.pk
            for contact, folder in zip(folders, drawn, strict=True)
            if exists_for(name, folder)
        }
        seen = Contact.everything.visible_to(user)
        assert set(seen.values_list("pk", flat=True)) == expected
        through = ContactKeyword.objects.filter(is_visible(user, "contact"))
        assert set(through.values_list("contact_id", flat=True)) == expected
        assert seen.count() == len(expected)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=FOLDER, after=FOLDER)
def test_grants_follow_whatever_came_before(cast, folders, before, after):
    contact = folders[0]
    for folder in (before, after):
        put(contact, folder, cast)
        follow_assignments([contact])
    roles = ("lead_adviser", "second_adviser", "assistant")
    people = {cast[after[role]].pk for role in roles if after[role]}
    granted = PrivateFolderGrant.objects.filter(content_object=contact)
    assert set(granted.values_list("user_id", flat=True)) == (
        people if after["is_private"] else set()
    )
