"""`Comptes sans propriétaire`: what was added without an owner is found, and given one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Ownership
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient
from contacts.actions.deletion import delete
from contacts.models import Contact
from persistence.models import delete_as
from tests.alerts.conftest import BORN, JEAN

pytestmark = pytest.mark.django_db

PAGE = reverse("alerts:ownerless")
HOME_LINE = "Comptes sans propriétaire ({})"


@pytest.fixture
def ownerless(night, adviser):
    """Add accounts of ignored clients: `ownerless("AV-1", "AV-2")`; gives them by number."""

    def ownerless(*numbers, owner=JEAN):
        night(*((number, owner) for number in numbers))
        lines = DetectedClient.objects.filter(state="pending")
        ignored = [ClientDecision(line.pk, line.version, Action.IGNORE) for line in lines]
        treat_clients(decisions=ignored, by=adviser)
        found = DetectedAccount.objects.filter(state="pending").order_by("pk")
        added = [AccountDecision(one.pk, one.version, Action.ADD) for one in found]
        treat_accounts(decisions=added, by=adviser)
        return {one.number: one for one in Account.objects.filter(number__in=numbers)}

    return ownerless


def give_url(account):
    return reverse("alerts:ownerless-give", args=[account.pk])


def numbers(page):
    return [line.account.number for line in page.context["lines"]]


def test_account_added_without_owner_is_listed_counted_and_found(ownerless, adviser, sign_in):
    client = sign_in(adviser)
    assert HOME_LINE.format(0) in client.get("/").content.decode()
    account = ownerless("AV-1", "AV-2")["AV-1"]
    page = client.get(PAGE)
    assert (numbers(page), page.context["total"]) == (["AV-2", "AV-1"], 2)
    assert "Jean-Baptiste Lemercier" in page.content.decode()
    assert HOME_LINE.format(2) in client.get("/").content.decode()
    found = client.get(reverse("search"), {"q": "AV-1"}).content.decode()
    assert give_url(account) in found
    assert "Sans propriétaire" in found
    services = client.get(reverse("services"))
    assert PAGE in services.content.decode()


@pytest.mark.plays("alerts/views/ownerless.py::give")
def test_owner_is_searched_for_and_given(ownerless, person, adviser, sign_in):
    account = ownerless("AV-1")["AV-1"]
    anne = person("Moreau", "Anne")
    client = sign_in(adviser)
    page = client.get(give_url(account), {"q": "moreau"})
    assert page.context["found"] == [anne]
    page = client.post(give_url(account), {"contact": anne.pk}, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "Le compte AV-1 appartient désormais à Anne Moreau."
    ]
    owned = Ownership.objects.get()
    assert (owned.account, owned.contact, owned.right) == (account, anne, "full")
    (kept,) = owned.history.all()
    assert kept.history_user == adviser
    anne.figures.refresh_from_db()
    assert anne.figures.account_count == 1
    assert numbers(client.get(PAGE)) == []
    # A second person comes too late, and is told.
    page = client.post(give_url(account), {"contact": anne.pk}, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "Le compte AV-1 a déjà un propriétaire."
    ]
    assert Ownership.objects.count() == 1


def test_whom_the_partner_named_is_proposed(ownerless, person, adviser, sign_in):
    account = ownerless("AV-1")["AV-1"]
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    page = sign_in(adviser).get(give_url(account))
    assert [one.contact for one in page.context["likely"]] == [jean]
    assert "Nom, prénom, date de naissance" in page.content.decode()


@pytest.mark.security(8)
@pytest.mark.parametrize("chosen", ["private", "not theirs", "none", "9" * 30])
def test_owner_who_is_hidden_or_not_theirs_is_refused(
    ownerless, person, adviser, junior, sign_in, chosen
):
    account = ownerless("AV-1")["AV-1"]
    keys = {
        "private": person("Zola", "Anne", is_private=True).pk,
        "not theirs": person("Moreau", "Anne").pk,
        "none": "",
    }
    page = sign_in(junior).post(give_url(account), {"contact": keys.get(chosen, chosen)})
    assert page.status_code == 422
    assert "Choisissez un propriétaire que vous pouvez modifier." in page.content.decode()
    assert not Ownership.objects.exists()


def test_what_somebody_owned_is_not_ownerless(ownerless, person, adviser, sign_in):
    accounts = ownerless("AV-1", "AV-2", "AV-3")
    anne, luc = person("Moreau", "Anne"), person("Petit", "Luc")
    client = sign_in(adviser)
    client.post(give_url(accounts["AV-1"]), {"contact": anne.pk})
    client.post(give_url(accounts["AV-2"]), {"contact": luc.pk})
    delete(contact_ids=[anne.pk], by=adviser)
    delete_as(Ownership.objects.get(contact=luc), adviser)
    assert numbers(client.get(PAGE)) == ["AV-3"]
    deleted = accounts["AV-3"]
    deleted.deleted_at, deleted.deleted_by = timezone.now(), adviser
    deleted.save()
    assert numbers(client.get(PAGE)) == []
    assert client.get(give_url(deleted)).status_code == 404


@pytest.mark.security(9)
@pytest.mark.parametrize("who", ["colleague", "manager", "administrator", "junior"])
def test_line_of_a_private_folder_is_listed_to_its_people_alone(
    ownerless, person, adviser, sign_in, request, who
):
    secret = person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    account = ownerless("AV-1")["AV-1"]
    assert Account.objects.get() == account
    assert DetectedClient.objects.get().best_contact == secret
    client = sign_in(request.getfixturevalue(who))
    assert numbers(client.get(PAGE)) == []
    assert HOME_LINE.format(0) in client.get("/").content.decode()
    found = client.get(reverse("search"), {"q": "AV-1"}).content.decode()
    assert give_url(account) not in found
    assert client.get(give_url(account)).status_code == 404
    assert client.post(give_url(account), {"contact": secret.pk}).status_code == 404
    client = sign_in(adviser)
    assert numbers(client.get(PAGE)) == ["AV-1"]
    assert give_url(account) in client.get(reverse("search"), {"q": "AV-1"}).content.decode()


def test_whoever_may_not_treat_alerts_sees_those_of_own_private_folders(
    ownerless, person, adviser, hire, sign_in
):
    bare = hire("bare", "Conseiller junior")
    bare.groups.clear()
    person("Lemercier", "Jean-Baptiste", BORN, is_private=True, assistant=bare)
    ownerless("AV-1")
    ownerless("AV-2", owner=Owner("Moreau", "Anne", BORN))
    client = sign_in(bare)
    assert numbers(client.get(PAGE)) == ["AV-1"]
    assert PAGE in client.get("/").content.decode()


def test_pending_and_ignored_accounts_are_not_listed(night, adviser, sign_in):
    night(("AV-1", JEAN), ("AV-2", JEAN))
    one = DetectedAccount.objects.order_by("pk").first()
    treat_accounts(decisions=[AccountDecision(one.pk, 0, Action.IGNORE)], by=adviser)
    assert numbers(sign_in(adviser).get(PAGE)) == []


def test_pages_go_on(ownerless, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.views.ownerless.SHOWN", 2)
    ownerless("AV-1", "AV-2", "AV-3")
    client = sign_in(adviser)
    page = client.get(PAGE)
    assert numbers(page) == ["AV-3", "AV-2"]
    assert numbers(client.get(PAGE + page.context["next_url"])) == ["AV-1"]
    assert numbers(client.get(PAGE, {"after": "é"})) == ["AV-3", "AV-2"]


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_one_as_for_three(
    ownerless, adviser, sign_in, django_assert_num_queries, count
):
    ownerless(*(f"AV-{at}" for at in range(count)))
    client = sign_in(adviser)
    with django_assert_num_queries(6):
        page = client.get(PAGE)
    assert len(page.context["lines"]) == count


def test_contact_made_for_it_is_found(ownerless, person, adviser, sign_in):
    """Without scripts the search answers a whole page, with them its list alone."""
    account = ownerless("AV-1")["AV-1"]
    person("Moreau", "Anne")
    client = sign_in(adviser)
    page = client.get(give_url(account), {"q": "moreau"}, headers={"HX-Request": "true"})
    assert page.content.decode().lstrip().startswith("<ul")
    assert Contact.objects.count() == 1
