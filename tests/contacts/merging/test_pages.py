"""The pages of merging: choosing, the plan, what is refused, the old address, Fusions."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from contacts.actions.assignment import follow_assignments
from contacts.actions.merging import plan_merge
from contacts.models import Change, Contact
from contacts.queries.changes import changes_known_to
from persistence.models import save_as

pytestmark = pytest.mark.django_db


def address(source, target):
    return reverse("contacts:contact-merge", args=[source.pk, target.pk])


def test_search_offers_who_may_be_changed_and_not_itself(person, sign_in, adviser, colleague):
    source = person("Moreau")
    person("Moreau", "Paul")
    person("Moreau", "Secret", by=colleague, is_private=True)
    page = sign_in(adviser).get(
        reverse("contacts:contact-merge-choose", args=[source.pk]),
        {"q": "moreau"},
        headers={"HX-Request": "true"},
    )
    names = [str(one["contact"]) for one in page.context["found"]]
    assert names == ["Paul Moreau"]


@pytest.mark.security(44)
def test_plan_is_shown_and_done_once(person, sign_in, adviser):
    source, target = person("Moreau", note="Une note"), person("Moreau", "Paul")
    client = sign_in(adviser)
    page = client.get(address(source, target))
    assert [group["title"] for group in page.context["groups"]] == [
        "Complétés",
        "Refusés",
        "Conservés",
    ]
    assert page.context["state"] == "1 champ complété, 1 refusé, 0 ligne reprise"
    only = client.get(address(source, target), {"show": "refused"})
    (group,) = only.context["groups"]
    assert [row["label"] for row in group["rows"]] == ["Prénom"]
    shown = page.context["plan"].digest
    refused = client.post(address(source, target), {"shown": "something else"})
    assert refused.status_code == 422
    assert "Le plan a changé" in refused.content.decode()
    for _click in range(2):
        done = client.post(address(source, target), {"shown": shown})
        assert done.url == reverse("contacts:contact-general", args=[target.pk])
    assert Change.objects.get().by == adviser


def test_other_kind_is_refused_with_its_reason(person, organisation, sign_in, adviser):
    one, other = person(), organisation()
    page = sign_in(adviser).get(address(one, other))
    assert page.status_code == 200
    assert "plan" not in page.context
    assert "transformez d’abord" in page.content.decode()
    for contact in (one, other):
        link = reverse("contacts:contact-convert", args=[contact.pk])
        assert f'href="{link}"' in page.content.decode()


@pytest.mark.security(11)
def test_forged_keys_and_missing_rights(person, sign_in, adviser, colleague, hire):
    junior = hire("reader", "Conseiller junior")
    source, secret = person(assistant=junior), person(by=colleague, is_private=True)
    theirs = person(by=colleague, assistant=junior)
    for pair in ((source, secret), (secret, source)):
        for act in (sign_in(adviser).get, sign_in(adviser).post):
            assert act(address(*pair)).status_code == 404
    assert sign_in(junior).get(address(source, theirs)).status_code == 403
    assert not Change.objects.exists()


def test_who_may_only_see_them_is_offered_nobody_and_merges_nothing(
    person, sign_in, adviser, colleague
):
    colleague.groups.get().permissions.remove(
        Permission.objects.get(codename="change_other_advisers_contacts")
    )
    mine, theirs = person("Moreau", by=colleague), person("Moreau", "Paul")
    client = sign_in(colleague)
    choose = reverse("contacts:contact-merge-choose", args=[mine.pk])
    assert client.get(choose, {"q": "moreau"}).context["found"] == []
    assert client.get(address(mine, theirs)).status_code == 403
    assert client.get(address(theirs, mine)).status_code == 403


@pytest.mark.security(12)
def test_fusions_lists_no_merge_into_a_folder_hidden_since(
    person, merge_now, sign_in, adviser, colleague
):
    done = merge_now(person("Moreau"), target := person("Moreau", "Paul"))
    undo = reverse("contacts:change-undo", args=[done.pk])
    assert sign_in(colleague).get(undo).status_code == 200
    target.refresh_from_db()
    target.is_private = True
    save_as(target, adviser)
    follow_assignments([target])
    for user, known in ((adviser, [done]), (colleague, [])):
        assert list(changes_known_to(user)) == known
    assert sign_in(colleague).get(undo).status_code == 404


def test_ticked_contacts_lead_to_the_plan(person, sign_in, adviser):
    one, other, third = person("A"), person("B"), person("C")
    client = sign_in(adviser)
    start = reverse("contacts:contacts-merge")
    alone = client.get(start, {"contact": one.pk})
    assert alone.url == reverse("contacts:contact-merge-choose", args=[one.pk])
    both = client.get(start, {"contact": [one.pk, other.pk]})
    assert both.url == address(one, other)
    many = client.get(start, {"contact": [one.pk, other.pk, third.pk]})
    assert many.url == reverse("contacts:contact-list")
    assert client.get(start, {"contact": "999999"}).status_code == 404


@pytest.mark.plays(
    "contacts/queries/merges.py::survivors", "contacts/views/folder.py::_save_in_gone"
)
def test_old_address_leads_to_the_target_for_who_saw_both(
    person, sign_in, adviser, assistant, colleague, merge_now
):
    adviser.groups.add(Group.objects.get(name="Manager"))
    source, target = person("A", is_private=True, assistant=assistant), person("B")
    merge_now(source, target)
    for page in ("contacts:contact-general", "contacts:contact-coordinates"):
        old, new = (reverse(page, args=[one.pk]) for one in (source, target))
        assert sign_in(adviser).get(old).url == new
        assert sign_in(colleague).get(old).status_code == 404
    saved = sign_in(adviser).post(reverse("contacts:contact-general", args=[source.pk]))
    assert saved.status_code == 409
    assert reverse("contacts:contact-general", args=[target.pk]) in saved.content.decode()
    # A chain leads to its end.
    last = person("C", is_private=True)
    merge_now(Contact.objects.get(pk=target.pk), last)
    old, new = (reverse("contacts:contact-general", args=[one.pk]) for one in (source, last))
    assert sign_in(adviser).get(old).url == new
    assert sign_in(assistant).get(old).status_code == 404


@pytest.mark.security(12)
def test_fusions_lists_what_one_may_know_and_undoes_it(
    person, sign_in, adviser, colleague, merge_now
):
    done = merge_now(person("A", is_private=True), person("B"))
    page = reverse("contacts:change-undo", args=[done.pk])
    client = sign_in(colleague)
    assert client.get(reverse("contacts:merge-list")).context["lines"] == []
    assert client.get(page).status_code == client.post(page).status_code == 404
    client = sign_in(adviser)
    (line,) = client.get(reverse("contacts:merge-list")).context["lines"]
    assert (line["change"], line["undo_url"]) == (done, page)
    shown = client.get(page).context["plan"].digest
    back = client.post(page, {"shown": shown})
    assert back.url == reverse("contacts:contact-general", args=[done.source_id])
    again = client.post(page)
    assert again.status_code == 422
    assert "déjà annulée" in again.content.decode()


def test_fusions_takes_the_same_queries_for_one_line_as_for_three(
    person, sign_in, adviser, merge_now, django_assert_num_queries
):
    client = sign_in(adviser)
    merge_now(person("A"), target := person("B"))
    client.get(reverse("contacts:merge-list"))
    with django_assert_num_queries(LIST):
        client.get(reverse("contacts:merge-list"))
    for name in "CD":
        merge_now(person(name), Contact.objects.get(pk=target.pk))
    with django_assert_num_queries(LIST):
        client.get(reverse("contacts:merge-list"))


LIST = 5


def test_plan_reads_in_the_eyes_of_who_asks(person, adviser, colleague, merge_now):
    source, target = person("A"), person("B")
    hidden = person("C", by=colleague, is_private=True)
    source.relationships.create(kind="sibling", other_contact=hidden)
    before = plan_merge(source=source, target=target, by=adviser)
    assert before.rows == []
    (row,) = plan_merge(source=source, target=target, by=colleague).rows
    assert (row.label, row.source, row.result) == ("Relations", 1, 1)
    merge_now(source, target)
    assert target.relationships.get().other_contact == hidden
