"""The rule of private folders, as product.md section 5 says it in words, for random firms."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Custodian, Ownership, Product
from contacts.actions.assignment import follow_assignments
from contacts.models import (
    Category,
    Contact,
    ContactKeyword,
    Keyword,
    PrivateFolderGrant,
    Relationship,
)
from contacts.visibility import is_not_secret_for, is_visible, would_be_visible
from users.models import Confirmation, User

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


@pytest.fixture
def around(folders):
    """An account of two of the contacts, one of the third, and relations with no other contact."""
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="V", name="Vie")
    for number, owners in (("1", folders[:2]), ("2", folders[2:])):
        account = Account(product=product, number=number)
        account.save()
        for owner in owners:
            Ownership(account=account, contact=owner).save()
    for contact, other in zip(folders, [*folders[1:], None], strict=True):
        person = None if other else contact.related_people.create(last_name="Moreau")
        Relationship(kind="child", contact=contact, other_contact=other, other_person=person).save()


def readers(cast):
    """Give everybody, and everybody again while another's password on the account waits."""
    for user in cast.values():
        yield user
        hidden = User.objects.get(pk=user.pk)
        hidden.confirmation = Confirmation.ALL
        assert hidden.hides_private_folders
        yield hidden


def rows_of(rows):
    return sorted(rows.values_list("pk", flat=True))


@pytest.mark.security(5, 31)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(FOLDER, min_size=3, max_size=3))
@pytest.mark.usefixtures("around")
def test_by_sets_and_row_by_row_are_one_rule(cast, folders, drawn):
    for contact, folder in zip(folders, drawn, strict=True):
        put(contact, folder, cast)
    follow_assignments(folders)
    for user in readers(cast):
        for rows in (Contact.everything, Account.objects):
            assert rows_of(rows.visible_to(user, by_sets=True)) == rows_of(rows.visible_to(user))
        for rule in (is_not_secret_for, would_be_visible, is_visible):
            for rows, path in (
                (Contact.everything.all(), ""),
                (ContactKeyword.objects.all(), "contact"),
                (Relationship.objects.all(), "other_contact"),
            ):
                by_sets = rule(user, path, by_sets=True)
                assert rows_of(rows.filter(by_sets)) == rows_of(rows.filter(rule(user, path)))
                assert rows_of(rows.filter(~by_sets)) == rows_of(rows.filter(~rule(user, path)))
