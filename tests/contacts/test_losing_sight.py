"""Who assigns whom, and what it takes to take a contact out of a colleague's sight."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.actions.contacts import update
from contacts.actions.merging import plan_merge, undo
from contacts.errors import WouldLoseSight
from contacts.models import Contact, LostSight, PrivateFolderGrant
from tests.contacts.pages import posted
from users.models import User

pytestmark = pytest.mark.django_db

WHY = "Client confié en confidence"


@pytest.fixture
def head(hire):
    """An adviser whose profile may assign contacts."""
    head = hire("head", "Conseiller")
    head.groups.add(Group.objects.get(name="Manager"))
    return head


def page_of(contact):
    return reverse("contacts:contact-general", args=[contact.pk])


@pytest.fixture
def general(sign_in):
    """Post Général as a browser would, with some fields changed: gives the answer."""

    def general(contact, by, **changed):
        client = sign_in(by)
        return client.post(page_of(contact), posted(client.get(page_of(contact))) | changed)

    return general


@pytest.fixture
def save(adviser):
    """Save the contact with other people through the action: `save(contact, by, assistant=…)`."""

    def save(contact, by, reason="", **changed):
        contact = Contact.objects.select_related("person").get(pk=contact.pk)
        for name, value in changed.items():
            setattr(contact, name, value)
        keywords = list(contact.keywords.all())
        return update(
            contact=contact,
            details=contact.person,
            keywords=keywords,
            version=contact.version,
            by=by,
            reason=reason,
        )

    return save


def ago(contact, days):
    """Let all that happened to the contact until now have happened some days before."""
    shift = dt.timedelta(days=days)
    for row in contact.history.all():
        contact.history.filter(pk=row.pk).update(history_date=row.history_date - shift)


def people(contact):
    row = Contact.everything.get(pk=contact.pk)
    return [str(one or "") for one in (row.lead_adviser, row.second_adviser, row.assistant)]


# Who changes what in a contact led by `adviser`, with `colleague` as second adviser.
CHANGES = [
    ("adviser", "lead_adviser", True),
    ("adviser", "second_adviser", True),
    ("colleague", "lead_adviser", False),
    ("colleague", "second_adviser", True),
    ("colleague", "assistant", True),
    ("assistant", "lead_adviser", False),
    ("assistant", "assistant", False),
    ("manager", "lead_adviser", True),
    ("manager", "assistant", True),
]


@pytest.mark.security(22, 30, 59)
@pytest.mark.parametrize(("who", "role", "may"), CHANGES)
def test_who_assigns_whom(request, person, general, save, manager, hire, who, role, may):
    names = ("adviser", "colleague", "assistant")
    cast = {name: request.getfixturevalue(name) for name in names} | {"manager": manager}
    chosen = hire("chosen", "Conseiller")
    contact = person(second_adviser=cast["colleague"])
    place = ("lead_adviser", "second_adviser", "assistant").index(role)
    before = people(contact)
    page = general(contact, cast[who], **{role: str(chosen.pk), "note": "Relu"})
    # The rest of the page is saved, whatever was posted for a place that is not theirs.
    assert page.status_code == 302
    assert Contact.objects.get(pk=contact.pk).note == "Relu"
    assert people(contact) == [
        "chosen" if may and index == place else standing for index, standing in enumerate(before)
    ]
    contact = Contact.objects.get(pk=contact.pk)
    if not may:
        with pytest.raises(PermissionDenied):
            save(contact, cast[who], **{role: chosen})


def test_a_place_that_is_not_theirs_is_shown_and_not_asked(person, sign_in, colleague):
    page = sign_in(colleague).get(page_of(person(second_adviser=colleague)))
    closed = html.fromstring(page.content).xpath("//select[@disabled]/@name")
    assert closed == ["lead_adviser"]
    assert "Le conseiller principal le change" in page.content.decode()


def test_a_closed_place_changed_by_another_meanwhile_is_no_dispute(
    person, sign_in, colleague, adviser, assistant, save
):
    contact = person(second_adviser=colleague)
    client = sign_in(colleague)
    opened = posted(client.get(page_of(contact)))
    opened.pop("lead_adviser")
    save(contact, adviser, lead_adviser=assistant)
    answer = client.post(page_of(contact), opened | {"note": "Relu"})
    assert answer.status_code == 302
    assert people(contact)[:2] == ["assistant", "colleague"]


def test_an_adviser_is_chosen_for_a_new_contact_without_the_right(person, colleague, adviser):
    assert people(person(by=adviser, lead_adviser=colleague))[0] == "colleague"


@pytest.mark.security(59)
def test_nobody_is_asked_where_everybody_keeps_sight(person, general, adviser, assistant):
    contact = person(assistant=assistant)
    assert general(contact, adviser, is_private="on").status_code == 302
    assert Contact.objects.get(pk=contact.pk).is_private
    assert not LostSight.objects.exists()


@pytest.mark.security(59)
def test_dossier_prive_needs_the_right_while_somebody_was_assigned_lately(
    person, general, save, adviser, colleague
):
    """The issue's way: off the public contact first, then private."""
    contact = person(second_adviser=colleague)
    save(contact, adviser, second_adviser=None)
    answer = general(contact, adviser, is_private="on")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "colleague, malgré une affectation en cours ou finie il y a moins de 30 jours" in page
    assert "Il y faut le droit" in page
    assert 'name="reason"' not in page
    assert general(contact, adviser, is_private="on", reason=WHY).status_code == 422
    assert not Contact.objects.get(pk=contact.pk).is_private
    assert not LostSight.objects.exists()


@pytest.mark.security(59)
def test_with_the_right_it_takes_a_reason_that_stays_in_the_history(
    person, general, sign_in, head, colleague
):
    contact = person("Moreau", by=head, second_adviser=colleague)
    given = {"is_private": "on", "second_adviser": "", "last_name": "Moreau-Duval"}
    answer = general(contact, head, **given)
    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    assert page.xpath("//input[@name='reason']")
    assert page.xpath("//input[@name='is_private']/@checked")
    assert general(contact, head, **given, reason="  ").status_code == 422
    assert general(contact, head, **given, reason=WHY).status_code == 302
    assert Contact.objects.get(pk=contact.pk).is_private
    assert set(PrivateFolderGrant.objects.values_list("user__username", flat=True)) == {"head"}
    history = sign_in(head).get(reverse("contacts:contact-history", args=[contact.pk]))
    assert WHY in history.content.decode()
    # The name that they knew, and not the one of the same save.
    row = LostSight.objects.get()
    assert (row.person, row.contact_name, row.by) == (colleague, "Anne Moreau", head)
    assert sign_in(colleague).get(page_of(contact)).status_code == 404


@pytest.mark.security(59)
@pytest.mark.parametrize(("days", "is_asked"), [(29, True), (31, False)])
def test_lately_is_thirty_days(person, save, adviser, colleague, days, is_asked):
    contact = person(second_adviser=colleague)
    save(contact, adviser, second_adviser=None)
    ago(contact, days)
    if is_asked:
        with pytest.raises(WouldLoseSight) as refused:
            save(contact, adviser, is_private=True)
        assert refused.value.people == ["colleague"]
    else:
        save(contact, adviser, is_private=True)
    assert Contact.objects.get(pk=contact.pk).is_private is not is_asked


def test_somebody_assigned_for_years_until_yesterday_counts(person, save, adviser, colleague):
    """What was so when the thirty days began counts too."""
    contact = person(second_adviser=colleague)
    ago(contact, 900)
    save(contact, adviser, second_adviser=None)
    ago(contact, 1)
    with pytest.raises(WouldLoseSight):
        save(contact, adviser, is_private=True)


@pytest.mark.security(59)
def test_taken_off_a_private_folder_is_told_once(person, save, head, colleague):
    contact = person(by=head, second_adviser=colleague, is_private=True)
    with pytest.raises(WouldLoseSight):
        save(contact, head, second_adviser=None)
    save(contact, head, reason=WHY, second_adviser=None)
    assert LostSight.objects.get().person == colleague
    # Nothing later: what becomes of the folder since is not theirs to know.
    save(contact, head, note="Relu")
    assert LostSight.objects.count() == 1


def test_whoever_takes_themself_off_is_not_told(person, save, adviser, colleague):
    contact = person(by=adviser, second_adviser=colleague, is_private=True)
    save(contact, colleague, second_adviser=None)
    assert not LostSight.objects.exists()


def test_somebody_inactive_is_told_and_asks_for_nothing(person, save, adviser, colleague):
    contact = person(second_adviser=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    save(contact, adviser, second_adviser=None, is_private=True)
    # They may come back.
    assert LostSight.objects.get().person == colleague


@pytest.mark.plays(
    "contacts/queries/lost_sight.py::_lately",
    "contacts/queries/lost_sight.py::_left_at",
    "contacts/queries/lost_sight.py::_name_at",
)
def test_a_junior_is_told_the_name_of_when_they_followed_it(person, save, head, junior, adviser):
    contact = person("Moreau", by=head, assistant=junior)
    save(contact, head, assistant=None)
    contact = Contact.objects.select_related("person").get(pk=contact.pk)
    contact.person.last_name = "Moreau-Duval"
    update(contact=contact, details=contact.person, keywords=[], version=contact.version, by=head)
    save(contact, head, reason=WHY, is_private=True)
    assert LostSight.objects.get(person=junior).contact_name == "Anne Moreau"


@pytest.mark.security(59)
def test_a_public_contact_merged_into_a_private_folder(
    person, sign_in, merge_page, adviser, head, colleague
):
    source = person("Moreau", by=colleague)
    mine = person("Moreau", "Anna", by=adviser, is_private=True)
    refused = merge_page(source, mine, adviser, reason=WHY)
    assert refused.status_code == 422
    assert "colleague" in refused.content.decode()
    assert not html.fromstring(refused.content).xpath("//form//button[contains(., 'Fusionner')]")
    own = person("Moreau", "Annie", by=head, is_private=True)
    shown = sign_in(head).get(reverse("contacts:contact-merge", args=[source.pk, own.pk]))
    assert "il y a moins de 30 jours\u202f: colleague" in shown.content.decode()
    assert merge_page(source, own, head).status_code == 422
    assert merge_page(source, own, head, reason=WHY).status_code == 302
    row = LostSight.objects.get()
    assert (row.person, row.contact_name, row.by) == (colleague, "Anne Moreau", head)
    history = sign_in(head).get(reverse("contacts:contact-history", args=[own.pk]))
    assert WHY in history.content.decode()


@pytest.fixture
def merge_page(sign_in):
    def merge_page(source, target, by, **given):
        shown = plan_merge(source=source, target=target, by=by).digest
        address = reverse("contacts:contact-merge", args=[source.pk, target.pk])
        return sign_in(by).post(address, {"shown": shown} | given)

    return merge_page


@pytest.mark.security(59)
def test_the_reason_of_a_merge_does_not_come_back_with_a_public_source(
    person, sign_in, merge_page, head, colleague, manager
):
    source = person("Moreau", by=colleague)
    own = person("Moreau", "Annie", by=head, is_private=True)
    merge_page(source, own, head, reason=WHY)
    merge = own.merges.get()
    undo(merge=merge, by=head)
    page = sign_in(manager).get(reverse("contacts:contact-history", args=[source.pk]))
    assert page.status_code == 200
    assert WHY not in page.content.decode()


@pytest.mark.security(59)
@pytest.mark.plays("contacts/queries/lost_sight.py::_merged_lately")
def test_merged_into_a_public_contact_first_and_made_private_then(
    person, save, merge_page, adviser, colleague
):
    """The same in two steps: the source's people follow the contact that it went into."""
    source, mine = person("Moreau", by=colleague), person("Moreau", "Anna", by=adviser)
    assert merge_page(source, mine, adviser).status_code == 302
    with pytest.raises(WouldLoseSight) as refused:
        save(mine, adviser, is_private=True)
    assert refused.value.people == ["colleague"]


@pytest.mark.security(59)
def test_a_place_left_without_room_in_a_private_target_is_asked_about(
    person, merge_page, head, assistant, colleague
):
    source = person(by=head, is_private=True, assistant=assistant)
    target = person(by=head, is_private=True, second_adviser=head)
    assert merge_page(source, target, head).status_code == 422
    assert merge_page(source, target, head, reason=WHY).status_code == 302
    assert [row.person for row in LostSight.objects.all()] == [assistant]


def test_undoing_a_merge_takes_nobody_off_a_private_folder(person, merge_page, adviser, assistant):
    source = person(by=adviser, is_private=True, assistant=assistant)
    target = person(by=adviser)
    assert merge_page(source, target, adviser).status_code == 302
    assert people(target) == ["adviser", "", "assistant"]
    plan = undo(merge=target.merges.get(), by=adviser)
    assert "Assistant" in plan.fields_stay
    assert people(target) == ["adviser", "", "assistant"]
    assert PrivateFolderGrant.objects.filter(content_object=target).count() == 2


@pytest.mark.security(59)
def test_they_read_it_on_accueil_alone_until_dismissed_or_thirty_days(
    person, save, sign_in, head, colleague, administrator, manager
):
    contact = person("Zorglubine", by=head, second_adviser=colleague)
    save(contact, head, reason=WHY, second_adviser=None, is_private=True)
    page = sign_in(colleague).get("/")
    (line,) = html.fromstring(page.content).xpath("//section[@aria-labelledby='lost-sight']//li")
    told = " ".join(line.text_content().split())
    assert told.startswith("Anne Zorglubine Retiré de votre vue par head, ")
    assert WHY not in page.content.decode()
    assert line.xpath(".//a") == []
    row = LostSight.objects.get()
    address = reverse("lost-sight-dismiss", args=[row.pk])
    for other in (administrator, manager, head):
        client = sign_in(other)
        assert client.get("/").context["lost_sight"].count() == 0
        assert client.post(address).status_code == 404
    client = sign_in(colleague)
    assert client.get(address).status_code == 405
    LostSight.objects.update(at=timezone.now() - dt.timedelta(days=29.9))
    assert client.get("/").context["lost_sight"].count() == 1
    LostSight.objects.update(at=timezone.now() - dt.timedelta(days=30.1))
    assert client.get("/").context["lost_sight"].count() == 0
    LostSight.objects.update(at=timezone.now())
    assert client.post(address).url == "/"
    assert not LostSight.objects.exists()


@pytest.mark.security(58, 59)
def test_what_they_are_told_is_hidden_from_whoever_took_their_account_over(
    person, save, sign_in, head, colleague
):
    contact = person("Zorglubine", by=head, second_adviser=colleague)
    save(contact, head, reason=WHY, second_adviser=None, is_private=True)
    User.objects.filter(pk=colleague.pk).update(confirmation="all")
    colleague.refresh_from_db()
    client = sign_in(colleague)
    assert "Zorglubine" not in client.get("/").content.decode()
    address = reverse("lost-sight-dismiss", args=[LostSight.objects.get().pk])
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_lines_cost_the_same(
    person, save, sign_in, head, colleague, number, django_assert_num_queries
):
    for index in range(number):
        contact = person(f"Z{index}", by=head, second_adviser=colleague)
        save(contact, head, reason=WHY, second_adviser=None, is_private=True)
    client = sign_in(colleague)
    client.get("/")
    with django_assert_num_queries(HOME):
        page = client.get("/")
    lines = html.fromstring(page.content).xpath("//section[@aria-labelledby='lost-sight']//li")
    assert len(lines) == number


HOME = 17
