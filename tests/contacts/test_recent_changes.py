"""Modifications récentes: what one may undo, told of the rows that one sees now and of no other."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from contacts.actions.assignment import follow_assignments
from contacts.actions.change_category import regroup
from contacts.actions.merging import merge, plan_merge
from contacts.models import Category, Change, Contact
from persistence.models import save_as

pytestmark = pytest.mark.django_db
LIST = "contacts:change-list"


@pytest.fixture
def prospects(db):
    return Category.objects.get(name="Prospects")


@pytest.fixture
def moved(person, colleague, prospects):
    """Let the colleague move contacts of the adviser to Prospects: `moved("Abadie", "Blot")`."""

    def moved(*names):
        keys = [person(name).pk for name in names]
        return regroup(contact_ids=keys, category=prospects, by=colleague)

    return moved


def hide(name, adviser):
    contact = Contact.objects.get(name=name)
    contact.is_private = True
    save_as(contact, adviser)
    follow_assignments([contact])


def told(client, **query):
    """Return each line: what it is about, how many more, what was done."""
    lines = client.get(reverse(LIST), query).context["lines"]
    return [
        (line["entry"].subject.name, line["entry"].others, line["entry"].what) for line in lines
    ]


def undo(client, change):
    answer = client.post(reverse("contacts:change-undo", args=[change.pk]))
    return answer, [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.security(12, 17, 20)
def test_what_is_told_is_of_the_contacts_that_one_sees_now(moved, sign_in, adviser, colleague):
    moved("Abadie", "Blot", "Clerc")
    client = sign_in(colleague)
    assert told(client) == [("Anne Abadie", 2, "Catégorie\u202f: Prospects")]
    hide("Abadie", adviser)
    assert told(client) == [("Anne Blot", 1, "Catégorie\u202f: Prospects")]
    hide("Blot", adviser)
    assert told(client) == [("Anne Clerc", 0, "Catégorie\u202f: Prospects")]
    hide("Clerc", adviser)
    assert told(client) == []


@pytest.mark.security(4, 12)
def test_change_of_which_one_sees_nothing_any_more_is_no_change(moved, sign_in, adviser, colleague):
    change = moved("Abadie")
    hide("Abadie", adviser)
    assert undo(sign_in(colleague), change)[0].status_code == 404
    assert Contact.objects.get().category.name == "Prospects"


@pytest.mark.security(12, 20, 27)
def test_undo_leaves_who_is_hidden_or_changed_and_tells_of_the_latter_alone(
    moved, sign_in, adviser, colleague
):
    change = moved("Abadie", "Blot", "Clerc", "Dumas")
    hide("Abadie", adviser)
    regroup(
        contact_ids=[Contact.objects.get(name="Blot").pk],
        category=Category.objects.get(name="Partenaires"),
        by=adviser,
    )
    answer, messages = undo(sign_in(colleague), change)
    assert answer["Location"] == reverse(LIST)
    assert messages == ["2 contacts remis à leur place. 1 modifié depuis reste tel quel."]
    assert dict(Contact.objects.values_list("name", "category__name")) == {
        "Abadie": "Prospects",
        "Blot": "Partenaires",
        "Clerc": "Clients",
        "Dumas": "Clients",
    }
    change.refresh_from_db()
    assert change.undone_by == colleague
    (line,) = answer.client.get(reverse(LIST)).context["lines"]
    assert (line["undo_url"], line["change"].undone_by) == ("", colleague)
    assert undo(answer.client, change)[1] == ["Cette modification est déjà annulée."]


def test_undo_that_puts_nothing_back_is_refused_and_stays_to_be_done(
    moved, sign_in, adviser, colleague
):
    change = moved("Abadie")
    clients = Category.objects.get(name="Clients")
    regroup(contact_ids=[Contact.objects.get().pk], category=clients, by=adviser)
    assert undo(sign_in(colleague), change)[1] == [
        "Rien à remettre\u202f: cela a été changé depuis."
    ]
    change.refresh_from_db()
    assert change.undone_at is None


def test_contact_whose_former_category_is_gone_stays(moved, person, sign_in, adviser, colleague):
    before = Category.objects.create(name="Anciens")
    change = moved("Abadie")
    step = change.steps.get()
    step.old = [[before.pk]]
    step.save()
    before.delete()
    assert undo(sign_in(colleague), change)[1] == [
        "Rien à remettre\u202f: cela a été changé depuis."
    ]
    assert Contact.objects.get().category.name == "Prospects"


@pytest.mark.security(4)
def test_what_others_did_is_theirs(moved, sign_in, adviser):
    change = moved("Abadie")
    client = sign_in(adviser)
    assert told(client) == []
    assert undo(client, change)[0].status_code == 404


@pytest.mark.security(29)
def test_contact_that_one_may_only_see_by_now_is_left(moved, sign_in, colleague):
    change = moved("Abadie")
    colleague.groups.get().permissions.remove(
        Permission.objects.get(codename="change_other_advisers_contacts")
    )
    client = sign_in(colleague)
    assert told(client) == []
    assert undo(client, change)[0].status_code == 404


def test_undoing_ends_after_thirty_days(moved, sign_in, colleague):
    change = moved("Abadie")
    Change.objects.update(at=timezone.now() - dt.timedelta(days=30, minutes=1))
    client = sign_in(colleague)
    (line,) = client.get(reverse(LIST)).context["lines"]
    assert line["undo_url"] == ""
    assert undo(client, change)[1] == [
        "Une modification s’annule pendant 30 jours\u202f: celle-ci est plus ancienne."
    ]
    assert Contact.objects.get().category.name == "Prospects"


def merged(person, adviser):
    source, target = person("Zola"), person("Zola", "Émile")
    shown = plan_merge(source=source, target=target, by=adviser).digest
    return merge(source=source, target=target, shown=shown, by=adviser)


def test_merges_are_a_kind_and_those_of_all_are_listed(moved, person, sign_in, adviser, colleague):
    moved("Abadie")
    merged(person, adviser)
    client = sign_in(colleague)
    lines = [("Anne Zola", 0, "Fusionné dans"), ("Anne Abadie", 0, "Catégorie\u202f: Prospects")]
    assert told(client) == lines
    assert told(client, kind="merge") == lines[:1]
    assert told(client, kind="category") == lines[1:]
    assert told(client, kind="x") == lines
    (line,) = client.get(reverse("contacts:merge-list")).context["lines"]
    assert line["entry"].into.name == "Émile Zola"


def test_merges_are_not_listed_to_who_may_not_merge(moved, person, sign_in, adviser, colleague):
    moved("Abadie")
    change = merged(person, adviser)
    colleague.groups.get().permissions.remove(Permission.objects.get(codename="merge_contacts"))
    client = sign_in(colleague)
    assert told(client) == [("Anne Abadie", 0, "Catégorie\u202f: Prospects")]
    tabs = client.get(reverse(LIST)).context["tabs"][0]["entries"]
    assert [tab["label"] for tab in tabs] == [
        "Toutes",
        "Changements de catégorie",
        "Changements de mots clés",
        "Personnes affectées",
        "Contacts supprimés",
        "Lignes de dossiers supprimées",
        "Comptes supprimés",
        "Documents supprimés",
        "Propriétaires de comptes",
        "Clients détectés",
        "Comptes détectés",
        "Recueils d’Information Client",
        "Contacts créés à partir d’un Recueil",
        "Imports de contacts",
    ]
    assert client.get(reverse(LIST), {"kind": "merge"}).status_code == 403
    assert client.get(reverse("contacts:merge-list")).status_code == 403
    assert undo(client, change)[0].status_code == 403


def test_list_goes_on_at_the_oldest_of_a_page(moved, sign_in, colleague, monkeypatch):
    monkeypatch.setattr("contacts.views.recent_changes.PAGE", 1)
    first, second = moved("Abadie"), moved("Blot")
    page = sign_in(colleague).get(reverse(LIST), {"kind": "category"})
    assert [line["change"] for line in page.context["lines"]] == [second]
    page = page.client.get(page.context["next_url"])
    assert [line["change"] for line in page.context["lines"]] == [first]
    assert page.context["next_url"] == ""


def test_list_takes_the_same_queries_for_one_line_as_for_three(
    moved, sign_in, colleague, django_assert_num_queries
):
    client = sign_in(colleague)
    moved("Abadie", "Blot")
    client.get(reverse(LIST))
    with django_assert_num_queries(QUERIES):
        client.get(reverse(LIST))
    for name in ("Clerc", "Dumas"):
        moved(name)
    with django_assert_num_queries(QUERIES):
        client.get(reverse(LIST))


QUERIES = 9
