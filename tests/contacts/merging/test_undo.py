"""Undoing puts back exactly what moved, leaves what was done since, and publishes nothing."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from contacts.actions import relations
from contacts.actions.merging import merge, plan_merge, plan_undo, undo
from contacts.changes import RowsBack
from contacts.errors import CannotUndo, MergeRefused, PlanChanged
from contacts.models import Change, Contact, Email, FollowUp, RelatedPerson, Relationship
from contacts.queries.changes import changes_known_to
from contacts.queries.merges import led_to, survivors
from contacts.views.merge_preview import says
from persistence.journal.recording import until
from persistence.models import save_as

pytestmark = pytest.mark.django_db


def test_undo_puts_back_what_moved_and_leaves_what_was_done_since(
    person, merge_now, reach, adviser
):
    source = person("Moreau", client_number="N-1", note="Une note")
    target = person("Moreau")
    reach(source, "one@a.fr", "two@a.fr")
    done = merge_now(source, target)
    # Since then somebody wrote another note, and took one of the e-mails away.
    target = Contact.objects.get(pk=target.pk)
    target.note = "Autre chose"
    target.save()
    Email.objects.get(key="two@a.fr").delete()
    plan = plan_undo(merge=done, by=adviser)
    assert (plan.fields_back, plan.fields_stay) == (["Numéro client"], ["Note"])
    assert plan.rows == [RowsBack("Emails", 1, 1)]
    undo(merge=done, shown=plan.digest, by=adviser)
    source, target = (Contact.objects.get(pk=one.pk) for one in (source, target))
    assert (source.client_number, source.note, source.merged_into) == ("N-1", "Une note", None)
    assert (target.client_number, target.note) == ("", "Autre chose")
    assert Email.objects.get().contact == source
    done.refresh_from_db()
    assert done.undone_by == adviser
    row = target.history.first()
    assert (row.history_change_reason, row.history_user) == ("Fusion annulée", adviser)
    with pytest.raises(CannotUndo, match="déjà annulée"):
        undo(merge=done, by=adviser)


def test_undo_that_is_no_longer_what_was_shown_is_refused(person, merge_now, adviser):
    done = merge_now(person(note="Une note"), target := person())
    shown = plan_undo(merge=done, by=adviser).digest
    target = Contact.objects.get(pk=target.pk)
    target.note = "Autre chose"
    target.save()
    with pytest.raises(PlanChanged):
        undo(merge=done, shown=shown, by=adviser)


def test_undo_ends_after_thirty_days(person, merge_now, adviser, settings):
    done = merge_now(person(), person())
    settings.UNDO_DAYS = 30
    Change.objects.update(at=timezone.now() - dt.timedelta(days=30, minutes=1))
    done.refresh_from_db()
    with pytest.raises(CannotUndo, match="30 jours"):
        plan_undo(merge=done, by=adviser)


# Merged when it has just become the 24th, in summer time: thirty days later it is winter time, and
# an hour earlier. From a January to 29 February, and over it.
@pytest.mark.security(52)
@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-10-23T22:30Z", "22/11/2026"),
        ("2027-03-01T11:00Z", "31/03/2027"),
        ("2028-01-30T11:00Z", "29/02/2028"),
        ("2028-02-29T11:00Z", "30/03/2028"),
    ],
)
def test_undo_ends_on_the_day_that_was_said(person, adviser, monkeypatch, at, said):
    clock = [dt.datetime.fromisoformat(at)]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    source, target = person(), person()
    plan = plan_merge(source=source, target=target, by=adviser)
    assert f"jusqu’au {said}." in " ".join(one["text"] for one in says(plan))
    done = merge(source=source, target=target, shown=plan.digest, by=adviser)
    clock[0] = until(done)
    assert f"{timezone.localtime(clock[0]):%d/%m/%Y}" == said
    assert plan_undo(merge=done, by=adviser)
    clock[0] += dt.timedelta(minutes=1)
    with pytest.raises(CannotUndo, match="30 jours"):
        plan_undo(merge=done, by=adviser)


def test_undo_goes_in_order_only(person, merge_now, adviser):
    first, second, third = person("A"), person("B"), person("C")
    one = merge_now(first, second)
    two = merge_now(second, third)
    with pytest.raises(
        CannotUndo, match="venue après\N{NARROW NO-BREAK SPACE}: Anne B dans Anne C"
    ):
        undo(merge=one, by=adviser)
    assert survivors([first.pk, second.pk, third.pk]) == dict.fromkeys(
        (first.pk, second.pk, third.pk), third.pk
    )
    undo(merge=two, by=adviser)
    undo(merge=one, by=adviser)
    assert set(Contact.objects.all()) == {first, second, third}


@pytest.mark.security(12)
def test_later_merge_that_one_cannot_see_is_not_named(person, merge_now, adviser, colleague):
    first, second = person("A"), person("B", second_adviser=colleague)
    one = merge_now(first, second)
    secret = person("Zorglubine", is_private=True, second_adviser=colleague)
    merge_now(secret, second)
    Contact.everything.filter(pk=secret.pk).get()
    # The colleague is no longer assigned to the private source.
    secret = Contact.everything.get(pk=secret.pk)
    secret.second_adviser = None
    secret.save()
    secret.grants.filter(user=colleague).delete()
    with pytest.raises(CannotUndo) as refused:
        undo(merge=one, by=colleague)
    assert "Zorglubine" not in str(refused.value)


def test_undo_never_makes_a_folder_public(person, merge_now, adviser, colleague):
    source, target = person("A", is_private=True), person("B")
    done = merge_now(source, target)
    assert plan_undo(merge=done, by=adviser).notes == [
        "La cible reste un dossier privé : l’annulation ne publie rien."
    ]
    undo(merge=done, by=adviser)
    assert list(Contact.objects.filter(is_private=True).order_by("pk")) == [source, target]
    assert not Contact.objects.visible_to(colleague).exists()


def test_what_was_written_in_a_private_folder_stays_there(person, merge_now, adviser):
    source, target = person("A"), person("B", is_private=True)
    day = dt.date(2026, 3, 1)
    kept = FollowUp(contact=source, date=day, text="Ancien", author=adviser)
    kept.save()
    written = FollowUp(contact=source, date=day, text="Ancien", author=adviser)
    written.save()
    done = merge_now(source, target)
    written.refresh_from_db()
    written.text = "Confidence"
    written.save()
    assert plan_undo(merge=done, by=adviser).rows == [RowsBack("Fiches de suivi", 1, 1)]
    undo(merge=done, by=adviser)
    assert list(FollowUp.objects.filter(contact=source)) == [kept]
    assert list(FollowUp.objects.filter(contact=target)) == [written]


def test_source_comes_back_without_a_number_given_since(person, merge_now, adviser):
    source = person("A", client_number="N-1")
    done = merge_now(source, person("B", client_number="N-2"))
    person("C", client_number="N-1")
    assert plan_undo(merge=done, by=adviser).notes == [
        "Le numéro client N-1 a été donné depuis : la source revient sans lui."
    ]
    undo(merge=done, by=adviser)
    assert Contact.objects.get(pk=source.pk).client_number == ""


@pytest.mark.security(12)
def test_who_sees_the_target_only_knows_nothing_of_the_merge(person, merge_now, adviser, colleague):
    source = person("A", is_private=True)
    target = person("B")
    done = merge_now(source, target)
    target = Contact.objects.get(pk=target.pk)
    target.is_private = False
    target.save()
    assert Contact.objects.visible_to(colleague).get() == target
    assert list(changes_known_to(colleague)) == []
    assert led_to(source.pk, colleague) is None
    with pytest.raises(PermissionDenied):
        undo(merge=done, by=colleague)
    assert list(changes_known_to(adviser)) == [done]
    assert led_to(source.pk, adviser) == target.pk


def test_plan_asks_as_many_queries_for_one_row_as_for_thirty(
    person, reach, adviser, django_assert_num_queries
):
    few, many, target = person("A"), person("B"), person("C")
    reach(few, "few@a.fr")
    reach(many, *(f"many{place}@a.fr" for place in range(30)))
    plan_merge(source=few, target=target, by=adviser)  # what a person may do is asked once
    with django_assert_num_queries(PLAN):
        plan_merge(source=few, target=target, by=adviser)
    with django_assert_num_queries(PLAN):
        plan_merge(source=many, target=target, by=adviser)


PLAN = 37


def test_who_sees_both_and_may_not_change_them_undoes_nothing(person, merge_now, colleague):
    done = merge_now(person("A"), person("B"))
    colleague.groups.get().permissions.remove(
        Permission.objects.get(codename="change_other_advisers_contacts")
    )
    with pytest.raises(PermissionDenied):
        undo(merge=done, by=colleague)
    assert Change.objects.get().undone_at is None


@pytest.mark.security(12)
def test_relation_to_a_hidden_folder_is_not_counted(person, merge_now, adviser, colleague):
    source, secret = person("A"), person("Zola", is_private=True)
    relation = Relationship(kind="child", contact=source, other_contact=secret)
    relation.save()
    done = merge_now(source, person("B"))
    assert plan_undo(merge=done, by=adviser).rows == [RowsBack("Relations", 1, 0)]
    assert plan_undo(merge=done, by=colleague).rows == []


@pytest.mark.security(11)
def test_plan_with_a_hidden_folder_is_refused(person, adviser, colleague):
    secret, target = person("Zola", is_private=True), person("B")
    for source, into in [(secret, target), (target, secret)]:
        with pytest.raises(MergeRefused, match="n’est plus là, ou vous"):
            plan_merge(source=source, target=into, by=colleague)


@pytest.mark.security(12)
def test_person_whom_a_hidden_folder_holds_since_is_not_counted(
    person, merge_now, adviser, colleague
):
    source, target, secret = person("A"), person("B"), person("Zola", is_private=True)
    for contact, born in [(source, dt.date(2010, 5, 4)), (target, None)]:
        child = RelatedPerson(contact=contact, last_name="D.", first_name="Lou", birth_date=born)
        child.save()
        row = Relationship(kind="child", contact=contact, other_person=child)
        row.save()
    done = merge_now(source, target)
    save_as(Relationship(kind="child", contact=secret, other_person=child), adviser)
    row.refresh_from_db()
    relations.remove(contact=target, row=row, by=adviser)
    child.refresh_from_db()
    assert (child.contact, child.birth_date) == (secret, dt.date(2010, 5, 4))
    completed = "Personnes sans dossier, champs complétés"
    plans = [plan_undo(merge=done, by=by) for by in (adviser, colleague)]
    assert [[row for row in plan.rows if row.label == completed] for plan in plans] == [
        [RowsBack(completed, 1, 0)],
        [],
    ]
