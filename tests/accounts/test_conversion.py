"""An organisation made beside a person, with accounts of theirs moved in the same step."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.actions.accounts import Owner
from accounts.actions.conversion import create_organisation
from accounts.actions.totals import wrong_figures
from accounts.enums import Right
from accounts.errors import NotOwned
from accounts.models import Account, Ownership
from accounts.queries.account import version_seen_by
from accounts.queries.ownerships import shares_of_accounts
from contacts import history
from contacts.errors import EditConflict
from contacts.models import Category, Contact, FollowUp, OrganisationDetails
from contacts.queries.relations import relations_of
from persistence import bulk_history
from tests.accounts.conftest import NOVEMBER
from tests.contacts.merging.test_everything_back import tables
from tests.contacts.merging.test_trouble import break_everywhere
from tests.contacts.pages import posted
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
NAME = "Moreau Conseil"


@pytest.fixture
def make(adviser):
    """Make the organisation: `make(anne, account)`."""

    def make(person, *accounts, by=None, version=None):
        person = Contact.objects.get(pk=person.pk)
        return create_organisation(
            person=person,
            organisation=Contact(category=Category.objects.get(name="Sociétés")),
            details=OrganisationDetails(legal_name=NAME),
            account_ids=[account.pk for account in accounts],
            version=person.version if version is None else version,
            by=by or adviser,
        )

    return make


def forbid_owners(user):
    """Take the right to change owners from the user's profile."""
    user.groups.get().permissions.remove(Permission.objects.get(codename="change_owners"))


def owned(contact):
    rows = Ownership.objects.filter(contact=contact).order_by("account__number", "right")
    return list(rows.values_list("account__number", "right", "share"))


def test_accounts_move_with_right_and_share(person, hold, make, adviser, assistant):
    anne, luc = person("Moreau", assistant=assistant), person("Petit")
    hold("AV-1", "1000.00", anne)
    kept = hold("AV-2", "500.00", anne)
    bare, used = Owner(anne, Right.BARE), Owner(luc, Right.USUFRUCT, Decimal(100))
    hold("AV-3", "300.00", bare, used)
    FollowUp(contact=anne, date=NOVEMBER, text="Appel", author=adviser).save()
    made = make(anne, *Account.objects.exclude(pk=kept.pk))
    assert owned(made) == [("AV-1", "full", None), ("AV-3", "bare", Decimal(100))]
    assert owned(anne) == [("AV-2", "full", None)]
    assert owned(luc) == [("AV-3", "usufruct", Decimal(100))]
    assert wrong_figures([anne.pk, luc.pk, made.pk]) == []
    made = Contact.objects.get(pk=made.pk)
    assert (made.figures.total_value, made.figures.account_count) == (Decimal("1000.00"), 2)
    assert (made.lead_adviser, made.assistant, made.is_private) == (adviser, assistant, False)
    (relation,) = relations_of(made, adviser)
    assert (relation.label, relation.other) == ("Dirigeant(e)", anne)
    assert not FollowUp.objects.filter(contact=made).exists()
    assert FollowUp.objects.filter(contact=anne).count() == 1


def test_each_folder_tells_its_own_half(person, hold, make, adviser):
    anne = person("Moreau")
    account = hold("AV-1", "1000.00", anne)
    before = Account.objects.get(pk=account.pk).version
    made = make(anne, account)
    reason = "Personne morale créée à partir d’une personne physique"

    def told(contact):
        entries = history.page([contact.pk], adviser, history.Filters()).entries
        return {one.text: one.reason for one in entries}

    assert told(anne)["a retiré le compte AV-1"] == reason
    assert told(made)["a ajouté le compte AV-1"] == told(made)["a créé ce dossier"] == reason
    # Whoever has the form of the account open is told.
    assert Account.objects.get(pk=account.pk).version == before + 1


def test_hidden_co_owner_keeps_its_part_to_the_cent(person, hold, make, adviser, colleague):
    hidden = person("Zorglubine", by=colleague, is_private=True)
    anne, luc = person("Moreau"), person("Petit")
    # A third each: nobody has the cent that is left.
    account = hold("AV-1", "100.00", anne, hidden, luc)
    before = shares_of_accounts([account.pk])[account.pk]
    made = make(anne, account)
    after = shares_of_accounts([account.pk])[account.pk]
    assert list(after.values()) == list(before.values())
    assert [claim.owner for claim in after] == [made.pk, hidden.pk, luc.pk]
    figures = {one.pk: Contact.objects.get(pk=one.pk).figures.total_value for one in (hidden, luc)}
    assert figures == {hidden.pk: Decimal("33.33"), luc.pk: Decimal("33.33")}
    assert Contact.objects.get(pk=made.pk).figures.total_value == Decimal("33.33")
    assert wrong_figures([anne.pk, hidden.pk, luc.pk, made.pk]) == []


def test_private_person_makes_a_private_organisation(person, hold, make, assistant, colleague):
    secret = person("Moreau", is_private=True, assistant=assistant)
    account = hold("AV-1", "100.00", secret, person("Petit"))
    made = make(secret, account)
    assert made.is_private
    # Nor does the form of the shared account say that anything happened.
    seen = [Account.objects.get(pk=account.pk).version, version_seen_by(account, colleague)]
    assert seen == [account.version] * 2
    assert {secret, made} < set(Contact.objects.visible_to(assistant))
    assert not {secret, made} & set(Contact.objects.visible_to(colleague))


@pytest.mark.parametrize(("is_private", "version"), [(True, 0), (False, 1)])
def test_moving_hidden_shares_moves_no_version_of_others(
    person, hold, make, colleague, is_private, version
):
    anne, luc = person("Moreau", is_private=is_private), person("Petit")
    shared = hold("AV-1", "100.00", Owner(anne, share=Decimal(50)), Owner(luc, share=Decimal(50)))
    make(anne, shared)
    assert version_seen_by(Account.objects.get(), colleague) == version


def test_what_is_refused_writes_nothing(person, hold, make, adviser, colleague, junior):
    anne, luc = person("Moreau"), person("Petit", by=colleague, is_private=True)
    mine, theirs = hold("AV-1", "1000.00", anne), hold("AV-2", "1000.00", luc)
    shared = person("Durand", assistant=junior)
    forbid_owners(junior)
    before = tables()
    with pytest.raises(NotOwned):
        make(anne, mine, theirs)
    with pytest.raises(EditConflict):
        make(anne, mine, version=9)
    with pytest.raises(PermissionDenied):
        make(anne, by=junior)
    with pytest.raises(PermissionDenied):
        make(shared, mine, by=junior)
    assert tables() == before


@pytest.mark.security(48)
def test_creation_that_breaks_off_changes_nothing(person, hold, make):
    anne = person("Moreau")
    account = hold("AV-1", "1000.00", anne)
    assert break_everywhere(lambda: make(anne, account)) > 10


@pytest.mark.parametrize("number", [1, 3])
def test_moving_asks_as_many_queries_for_one_account_as_for_three(
    person, hold, make, django_assert_num_queries, number
):
    anne = person("Moreau")
    accounts = [hold(f"AV-{place}", "1000.00", anne) for place in range(number)]
    with django_assert_num_queries(MOVING):
        make(anne, *accounts)


MOVING = 45


def address(contact):
    return reverse("accounts:organisation-create", args=[contact.pk])


def test_page_makes_one_organisation_for_two_clicks(person, hold, sign_in, adviser):
    anne = person("Moreau")
    account = hold("AV-1", "1000.00", anne)
    hold("AV-2", "10.00", anne)
    client = sign_in(adviser)
    page = client.get(address(anne))
    assert [str(one.account) for one in page.context["accounts"].offered] == ["AV-1", "AV-2"]
    asked = posted(page)
    assert asked["legal_name"] == ["Anne Moreau"]
    assert "account" not in asked
    asked |= {"legal_name": NAME, "account": account.pk}
    answers = [client.post(address(anne), asked) for _click in range(2)]
    made = Contact.objects.get(kind="organisation")
    general = reverse("contacts:contact-general", args=[made.pk])
    assert [answer.url for answer in answers] == [general, general]
    assert "Contact Moreau Conseil ajouté, avec 1 compte." in client.get(general).content.decode()
    assert owned(made) == [("AV-1", "full", None)]


def test_every_account_ticked_goes_however_many(person, product, sign_in, adviser):
    anne = person("Moreau")
    held = [Account(product=product, number=f"AV-{rank}") for rank in range(501)]
    bulk_history.create(held, by=adviser)
    bulk_history.create([Ownership(account=one, contact=anne) for one in held], by=adviser)
    client = sign_in(adviser)
    asked = posted(client.get(address(anne))) | {"account": [one.pk for one in held]}
    client.post(address(anne), asked)
    made = Contact.objects.get(kind="organisation")
    assert (len(owned(made)), owned(anne)) == (501, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["accounts:organisation-create", "contacts:contact-convert"])
def test_two_clicks_at_the_same_moment_do_it_once(person, hold, sign_in, adviser, name):
    anne = person("Moreau")
    account = hold("AV-1", "1000.00", anne)
    page = reverse(name, args=[anne.pk])
    asked = posted(sign_in(adviser).get(page)) | {"account": account.pk}
    ready = Barrier(2, timeout=30)

    def click(client):
        ready.wait()
        try:
            return client.post(page, asked)
        finally:
            connection.close()

    clients = [Client(), Client()]
    for client in clients:
        client.force_login(adviser, backend="django.contrib.auth.backends.ModelBackend")
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(click, clients))
    made = Contact.objects.get(kind="organisation")
    assert {answer.url for answer in answers} == {
        reverse("contacts:contact-general", args=[made.pk])
    }


def test_refused_page_keeps_what_was_typed(person, hold, sign_in, adviser, colleague):
    anne, luc = person("Moreau"), person("Petit", by=colleague, is_private=True)
    mine, theirs = hold("AV-1", "1000.00", anne), hold("AV-2", "1000.00", luc)
    client = sign_in(adviser)
    asked = posted(client.get(address(anne))) | {"legal_name": "", "account": mine.pk}
    refused = client.post(address(anne), asked)
    assert refused.status_code == 422
    assert posted(refused)["account"] == [str(mine.pk)]
    # An account of a hidden folder, and one that is not there: the same answer.
    for forged in (theirs.pk, 999999):
        refused = client.post(
            address(anne), asked | {"legal_name": NAME, "account": [mine.pk, forged]}
        )
        assert refused.status_code == 422
        assert refused.context["refusal"].startswith("Un de ces comptes n’appartient plus à Anne")
        assert posted(refused)["account"] == [str(mine.pk)]
    assert not Contact.objects.filter(kind="organisation").exists()


def test_who_does_not_change_owners_moves_nothing(person, hold, sign_in, adviser):
    anne = person("Moreau")
    account = hold("AV-1", "1000.00", anne)
    forbid_owners(adviser)
    client = sign_in(adviser)
    page = client.get(address(anne))
    assert page.context["accounts"].offered == []
    assert "votre profil ne permet pas" in page.content.decode()
    done = client.post(address(anne), posted(page) | {"account": account.pk})
    assert done.status_code == 302
    assert owned(anne) == [("AV-1", "full", None)]


def test_page_is_for_persons_that_one_may_change(person, sign_in, adviser, colleague):
    secret = person("Moreau", is_private=True, by=colleague)
    client = sign_in(adviser)
    assert client.get(address(secret)).status_code == 404
    assert client.post(address(secret), {"legal_name": NAME}).status_code == 404
    firm = CompanyFactory(by=adviser, legal_name=NAME)
    assert client.get(address(firm)).url == reverse("contacts:contact-convert", args=[firm.pk])
