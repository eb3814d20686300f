"""Grants in bulk: reassigning, handing over, orphans, and the command that proves them right."""

import datetime as dt
import itertools
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.actions import assignment
from contacts.actions.handover import assign_orphan, deactivate
from contacts.errors import NobodyToTake
from contacts.models import Contact, OrphanAssignment, PrivateFolderGrant
from contacts.queries.orphans import orphans
from tests.factories import PersonFactory
from users.models import User

pytestmark = pytest.mark.django_db
NUMBERS = itertools.count(1)


@pytest.fixture
def folder(adviser):
    """Make a folder led by the adviser: `folder(is_private=True)`."""

    def folder(by=None, **fields):
        return PersonFactory(by=by or adviser, last_name=f"C{next(NUMBERS)}", **fields)

    return folder


def granted(contact):
    return set(
        PrivateFolderGrant.objects.filter(content_object=contact).values_list(
            "user__username", flat=True
        )
    )


def test_reassigning_moves_the_grants_and_keeps_history(
    folder, adviser, assistant, colleague, manager, django_assert_num_queries
):
    private = folder(is_private=True, assistant=assistant)
    public = folder(assistant=assistant)
    other = folder(is_private=True)
    mine = Contact.objects.filter(assistant=assistant)
    with django_assert_num_queries(13):
        moved = assignment.reassign(
            mine, role="assistant", to=colleague, by=manager, reason="Départ"
        )
    assert moved == 2
    assert granted(private) == {"adviser", "colleague"}
    assert granted(public) == set()
    assert granted(other) == {"adviser"}
    for contact in (private, public):
        last = contact.history.first()
        assert (last.assistant, last.history_user, last.history_change_reason) == (
            colleague,
            manager,
            "Départ",
        )
    # Whoever had the folder open is told.
    assert Contact.objects.get(pk=public.pk).version == public.version + 1


ROLES = st.fixed_dictionaries(
    {role: st.sampled_from([None, 0, 1, 2]) for role in assignment.ROLES}
).filter(lambda roles: any(person is not None for person in roles.values()))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    drawn=st.lists(st.tuples(ROLES, st.booleans()), min_size=1, max_size=4),
    wrong=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=3),
)
def test_repair_gives_what_the_assignments_say(folder, adviser, assistant, colleague, drawn, wrong):
    """Whatever grants stood before, repairing makes them the people of private folders."""
    people = [adviser, assistant, colleague]
    made = []
    for roles, private in drawn:
        chosen = {role: people[n] if n is not None else None for role, n in roles.items()}
        contact = folder()
        for role, person in chosen.items():
            setattr(contact, role, person)
        contact.is_private = private
        contact.save()
        made.append((contact, {p.username for p in chosen.values() if p} if private else set()))
    for place, person in wrong:
        contact = made[place % len(made)][0]
        PrivateFolderGrant.objects.filter(content_object=contact, user=people[person]).delete()
    assignment.repair()
    assert not assignment.differences()
    for contact, expected in made:
        assert granted(contact) == expected


def test_check_grants_finds_and_repairs(folder, adviser, colleague, capsys):
    private, public = folder(is_private=True), folder()
    call_command("check_grants")
    assert capsys.readouterr().out == (
        "Chaque dossier privé est ouvert aux personnes qui lui sont affectées, et à elles seules.\n"
    )
    grant = PrivateFolderGrant.objects.get()
    for contact in (private, public):
        PrivateFolderGrant.objects.create(
            content_object=contact, user=colleague, permission=grant.permission
        )
    grant.delete()
    with pytest.raises(CommandError, match="--repair"):
        call_command("check_grants")
    assert "manquantes\u202f: 1" in capsys.readouterr().out
    call_command("check_grants", repair=True)
    assert capsys.readouterr().out.endswith("Tout est rétabli.\n")
    assert (granted(private), granted(public)) == ({"adviser"}, set())


@pytest.fixture
def clerk(hire):
    """An administrator who is no superuser."""
    return hire("clerk", "Administrateur", is_staff=True)


def test_leaving_hands_over_public_contacts_role_by_role(
    folder, adviser, assistant, colleague, manager
):
    led = folder()
    seconded = folder(by=colleague, second_adviser=adviser)
    private = folder(is_private=True)
    gone = folder()
    gone.deleted_at, gone.deleted_by = gone.created_at, manager
    gone.save()
    deactivate(
        leaver=adviser,
        successors={"lead_adviser": colleague, "second_adviser": assistant, "assistant": assistant},
        by=manager,
    )
    adviser.refresh_from_db()
    assert not adviser.is_active
    assert Contact.objects.get(pk=led.pk).lead_adviser == colleague
    assert Contact.everything.get(pk=gone.pk).lead_adviser == colleague
    assert Contact.objects.get(pk=seconded.pk).second_adviser == assistant
    assert Contact.objects.get(pk=seconded.pk).lead_adviser == colleague
    assert led.history.first().history_change_reason == "Repris de adviser"
    # A private folder goes nowhere by it.
    assert granted(private) == {"adviser"}
    assert list(orphans()) == [private]


def test_handing_over_public_contacts_takes_the_right_to_assign(folder, adviser, colleague):
    public = folder()
    with pytest.raises(PermissionDenied):
        deactivate(leaver=adviser, successors={"lead_adviser": colleague}, by=colleague)
    adviser.refresh_from_db()
    assert (adviser.is_active, public.lead_adviser) == (True, adviser)


@pytest.mark.security(24, 58)
def test_a_leaver_s_private_folders_go_with_a_reason_or_wait(
    folder, adviser, assistant, colleague, clerk
):
    alone, shared = folder(is_private=True), folder(is_private=True, assistant=assistant)
    deleted = folder(is_private=True)
    deleted.deleted_at, deleted.deleted_by = deleted.created_at, adviser
    deleted.save()
    for reason in ("", "  "):
        with pytest.raises(NobodyToTake, match="Dites pourquoi"):
            deactivate(leaver=adviser, successors={}, private_to=colleague, reason=reason, by=clerk)
    assert User.objects.get(pk=adviser.pk).is_active
    adviser.refresh_from_db()
    deactivate(leaver=adviser, successors={}, private_to=colleague, reason="Retraite", by=clerk)
    assert (granted(alone), granted(deleted)) == ({"colleague"}, {"colleague"})
    # Somebody else opens it: nobody is added.
    assert granted(shared) == {"adviser", "assistant"}
    kept = OrphanAssignment.objects.order_by("contact").values_list(
        "contact", "assigned_to", "assigned_by", "reason"
    )
    by = (colleague.pk, clerk.pk, "Retraite")
    assert list(kept) == [(alone.pk, *by), (deleted.pk, *by)]
    assert alone.history.first().history_change_reason == "Retraite"


@pytest.mark.security(58)
def test_deactivating_somebody_who_left_hands_over_nothing(folder, adviser, colleague, clerk):
    private = folder(is_private=True)
    User.objects.filter(pk=adviser.pk).update(is_active=False)
    adviser.refresh_from_db()
    successors = dict.fromkeys(assignment.ROLES, colleague)
    with pytest.raises(NobodyToTake, match="n’a déjà plus d’accès"):
        deactivate(leaver=adviser, successors=successors, by=clerk)
    assert granted(private) == {"adviser"}


def lately(days):
    return timezone.now() - dt.timedelta(days=days)


# What the administrator has to do with the account that would get the folder.
TAKERS = {
    "oneself": lambda cast: cast.by,
    "an account made": lambda cast: fix(cast.to, created_by=cast.by, date_joined=lately(6)),
    "a password set": lambda cast: fix(cast.to, password_set_by=cast.by, password_set_at=lately(6)),
    "an account nobody has used": lambda cast: fix(cast.to, created_by=cast.by, last_login=None),
    "an account made by an account made": lambda cast: fix(
        cast.to,
        created_by=fix(cast.helper, created_by=cast.by, date_joined=lately(1)),
        date_joined=lately(0),
    ),
    "a password to be confirmed": lambda cast: fix(
        cast.to, password_set_by=cast.helper, password_set_at=lately(1), confirmation="all"
    ),
    "somebody inactive": lambda cast: fix(cast.to, is_active=False),
}


def fix(user, **fields):
    User.objects.filter(pk=user.pk).update(**fields)
    user.refresh_from_db()
    return user


@pytest.mark.security(24, 58)
@pytest.mark.parametrize("taker", TAKERS)
def test_no_private_folder_goes_to_an_account_in_the_hands_of_who_gives_it(
    folder, adviser, colleague, manager, clerk, taker
):
    for person in (colleague, manager):
        fix(person, date_joined=lately(90), last_login=lately(1))
    private = folder(is_private=True)
    to = TAKERS[taker](SimpleNamespace(by=clerk, to=colleague, helper=manager))
    with pytest.raises(NobodyToTake):
        deactivate(leaver=adviser, successors={}, private_to=to, reason="Départ", by=clerk)
    fix(adviser, is_active=False)
    with pytest.raises(NobodyToTake):
        assign_orphan(to=to, reason="Départ", by=clerk)
    assert granted(private) == {"adviser"}


def test_an_account_made_eight_days_ago_and_used_since_may_get_one(
    folder, adviser, colleague, clerk
):
    private = folder(is_private=True)
    fix(adviser, is_active=False)
    fix(colleague, created_by=clerk, date_joined=lately(8), last_login=lately(2))
    assign_orphan(to=colleague, reason="Départ", by=clerk)
    assert granted(private) == {"colleague"}


def test_only_the_right_gives_private_folders(folder, adviser, colleague, manager):
    folder(is_private=True)
    fix(adviser, is_active=False)
    with pytest.raises(PermissionDenied):
        assign_orphan(to=colleague, reason="Départ", by=manager)


def test_leaving_refuses_oneself_and_the_inactive(folder, adviser, colleague, manager):
    contact = folder()
    with pytest.raises(NobodyToTake, match="son propre compte"):
        deactivate(leaver=manager, successors={}, by=manager)
    colleague.is_active = False
    colleague.save()
    with pytest.raises(NobodyToTake, match="n’a pas d’accès"):
        deactivate(leaver=adviser, successors={"lead_adviser": colleague}, by=manager)
    adviser.refresh_from_db()
    assert adviser.is_active
    assert Contact.objects.get(pk=contact.pk).lead_adviser == adviser


@pytest.mark.security(24)
def test_orphans_are_private_active_and_without_anybody(folder, adviser, assistant, manager):
    orphan = folder(is_private=True)
    folder(is_private=True, assistant=assistant)
    folder()
    assert list(orphans()) == []
    adviser.is_active = False
    adviser.save()
    assert list(orphans()) == [orphan]


def test_orphan_is_given_once_with_a_reason(folder, adviser, colleague, clerk):
    orphan = folder(is_private=True)
    adviser.is_active = False
    adviser.save()
    with pytest.raises(NobodyToTake, match="vous-même"):
        assign_orphan(to=clerk, reason="Départ", by=clerk)
    with pytest.raises(NobodyToTake, match="Dites pourquoi"):
        assign_orphan(to=colleague, reason=" ", by=clerk)
    # Nobody has logged in here, and nobody made these accounts.
    assign_orphan(to=colleague, reason="Départ de l’adviser", by=clerk)
    assert granted(orphan) == {"colleague"}
    kept = OrphanAssignment.objects.get()
    assert (kept.contact, kept.assigned_to, kept.assigned_by) == (orphan, colleague, clerk)
    with pytest.raises(NobodyToTake, match="Plus aucun"):
        assign_orphan(to=colleague, reason="Départ", by=clerk)
