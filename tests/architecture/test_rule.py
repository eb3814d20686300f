"""The rule of private folders for random firms, and every queryset that it must hold in.

Assignments, private flags, a relation, a shared account and reassignments are drawn; then, for
each user, what every queryset gives must be what product.md section 5 says in words.
"""

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Custodian, Ownership, Product
from contacts.actions import assignment
from contacts.models import Category, Contact, Email, FollowUp, Relationship
from contacts.visibility import (
    is_not_secret_for,
    is_seen_by,
    is_visible,
    may_change_seen,
    refers_to_no_secret,
    refers_to_private,
    who_sees,
)

PEOPLE = ("adviser", "assistant", "colleague", "junior", "manager", "administrator")
SOMEBODY = st.sampled_from([None, *PEOPLE])
FOLDER = st.fixed_dictionaries(
    {
        **dict.fromkeys(assignment.ROLES, SOMEBODY),
        "is_private": st.booleans(),
        "deleted": st.booleans(),
    }
).filter(lambda one: not one["is_private"] or any(one[role] for role in assignment.ROLES))
MOVE = st.tuples(st.integers(0, 2), st.sampled_from(assignment.ROLES), st.sampled_from(PEOPLE))


@pytest.fixture
def cast(db, request):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def firm(cast):
    """Three contacts with an e-mail and a note each; two are related, two share an account."""
    category, by = Category.objects.get(name="Clients"), cast["manager"]
    made = [
        Contact(name=f"C{n}", kind="person", category=category, created_by=by) for n in range(3)
    ]
    for contact in made:
        contact.save()
        Email(contact=contact, address="a@example.org", key="a@example.org").save()
        FollowUp(contact=contact, date=dt.date(2026, 11, 1), text="x", author=by).save()
    Relationship(kind="spouse", contact=made[0], other_contact=made[1]).save()
    custodian = Custodian.objects.create(code="A", name="A")
    product = Product.objects.create(custodian=custodian, code="P", name="P")
    account = Account(product=product, number="1")
    account.save()
    for contact in made[1:]:
        Ownership(account=account, contact=contact).save()
    return made


def put(contact, folder, cast):
    for role in assignment.ROLES:
        setattr(contact, role, cast.get(folder[role]))
    contact.is_private = folder["is_private"]
    contact.deleted_at = timezone.now() if folder["deleted"] else None
    contact.deleted_by = cast["manager"] if folder["deleted"] else None
    contact.save()


def sees(name, folder):
    """Say in words: assigned people always, others public folders if they may see others'."""
    assigned = name in {folder[role] for role in assignment.ROLES}
    return not folder["deleted"] and (assigned or (not folder["is_private"] and name != "junior"))


def changes(name, folder):
    """Say in words: what one sees, if assigned or allowed to change others'."""
    assigned = name in {folder[role] for role in assignment.ROLES}
    return sees(name, folder) and (assigned or name != "junior")


def keys(rows, column="pk"):
    return set(rows.values_list(column, flat=True))


@pytest.mark.security(5, 7, 31)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(FOLDER, min_size=3, max_size=3), moves=st.lists(MOVE, max_size=3))
def test_every_queryset_says_what_the_words_say(cast, firm, drawn, moves):
    for contact, folder in zip(firm, drawn, strict=True):
        put(contact, folder, cast)
    assignment.follow_assignments(firm)
    for place, role, person in moves:
        rows = Contact.everything.filter(pk=firm[place].pk)
        assignment.reassign(rows, role=role, to=cast[person], by=cast["manager"])
        drawn[place] = drawn[place] | {role: person}
    assert not assignment.differences()
    for name, user in cast.items():
        seen = {one.pk for one, folder in zip(firm, drawn, strict=True) if sees(name, folder)}
        mine = {one.pk for one, folder in zip(firm, drawn, strict=True) if changes(name, folder)}
        first, second, third = (one.pk for one in firm)
        assert keys(Contact.everything.visible_to(user)) == seen
        assert keys(Contact.objects.changeable_by(user)) == mine
        read = Contact.objects.visible_to(user)
        assert {contact.pk for contact in read if may_change_seen(user, contact)} == mine
        active = [one for one in Contact.objects.all() if user in who_sees(one)]
        assert {contact.pk for contact in active} == seen
        # Each note is of its contact: as if the user were to do what it asks.
        QuerySet(FollowUp).update(reminder_date=dt.date(2026, 11, 1), reminder_person=user)
        asked = FollowUp.objects.filter(is_seen_by("reminder_person", "contact"))
        assert keys(asked, "contact") == seen
        assert keys(FollowUp.objects.to_do_for(user), "contact") == seen
        lost = FollowUp.objects.to_do_for_nobody(cast["manager"])
        assert keys(lost, "contact") == keys(Contact.objects.changeable_by(cast["manager"])) - seen
        for model in (Email, FollowUp):
            assert keys(model.objects.filter(is_visible(user, "contact")), "contact") == seen
        both = {first, second} <= seen
        assert Relationship.objects.visible_to(user).exists() is both
        assert Account.objects.visible_to(user).exists() is bool({second, third} & seen)
        owned = Ownership.objects.filter(is_visible(user, "contact"))
        assert keys(owned, "contact") == {second, third} & seen
        by_join = Ownership.objects.filter(is_not_secret_for(user, "contact"))
        by_lookup = Ownership.objects.filter(refers_to_no_secret(user, "contact"))
        assert keys(by_lookup) == keys(by_join)
    private = Ownership.objects.filter(refers_to_private("contact"))
    assert keys(private) == keys(Ownership.objects.filter(contact__is_private=True))
