"""Gestion des profils, people who leave, folders that nobody can open: in the administration."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from lxml import html

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Custodian, Product
from contacts import rights as contact_rights
from contacts.actions.handover import assign_orphan
from contacts.models import Contact, OrphanAssignment
from o2s_contacts import rights
from tests.factories import PersonFactory
from users.models import User
from users.rights import Rank

pytestmark = pytest.mark.django_db

ROLES = ("lead_adviser", "second_adviser", "assistant")


@pytest.fixture
def clerk(hire):
    """An administrator who is no superuser: what the profile gives, and no more."""
    return hire("clerk", "Administrateur", is_staff=True)


@pytest.fixture
def private(adviser):
    return PersonFactory(
        by=adviser, last_name="Zorglubine", first_name="Philomène", is_private=True
    )


def profile_page(name):
    return reverse("admin:users_profile_change", args=[Group.objects.get(name=name).pk])


def ticked(names):
    """Return what the browser sends of a profile with these rights."""
    data = {}
    for section in rights.SECTIONS:
        offered = set(rights.rights_of(section))
        data[section.slug] = sorted(offered & names)
    return data


def test_every_right_of_the_house_has_one_box():
    shown = rights.every_right()
    assert len(shown) == len(set(shown))
    declared = {
        f"{model._meta.app_label}.{codename}"
        for model in apps.get_models()
        for codename, _label in model._meta.permissions
    }
    assert declared - set(shown) == {"contacts.see_private_folder"}
    assert {right for right in shown if right.first < Rank.ADMINISTRATOR} <= declared


def test_first_profiles_hold_more_the_higher_they_stand():
    held = {
        name: rights.names_of(Group.objects.get(name=name))
        for name in ("Conseiller junior", "Assistant", "Conseiller", "Manager", "Administrateur")
    }
    junior, assistant, adviser, manager, administrator = held.values()
    assert junior == {
        "contacts.export_contacts",
        "alerts.treat_alerts",
        "accounts.add_accounts",
        "accounts.change_accounts",
    }
    assert assistant - junior == {
        "contacts.see_other_advisers_contacts",
        "contacts.change_other_advisers_contacts",
        "contacts.import_contacts",
        "contacts.merge_contacts",
        "accounts.change_owners",
        "imports.see_runs",
        "searches.make_public_searches",
    }
    assert adviser - assistant == {
        "contacts.create_private_folder",
        "contacts.delete_contacts",
        "accounts.delete_accounts",
    }
    assert manager - adviser == {
        "contacts.assign_contacts",
        "contacts.reactivate_contacts",
        "accounts.reactivate_accounts",
        "contacts.manage_keywords",
        "contacts.manage_categories",
        "contacts.manage_columns",
        "imports.confirm_runs",
    }
    assert administrator - manager == set(rights.rights_of(rights.SECTIONS[-1]))
    assert junior < assistant < adviser < manager < administrator == set(rights.every_right())


def test_nobody_can_be_given_the_sight_of_private_folders():
    assert "contacts.see_private_folder" not in rights.every_right()


def test_index_leads_to_the_profiles_in_the_words_of_the_faq(administrator, sign_in):
    page = sign_in(administrator).get("/administration/").content.decode()
    assert page.index("Profils utilisateur") < page.index("Gestion des profils")
    page = sign_in(administrator).get(profile_page("Conseiller")).content.decode()
    assert "Gestion des droits &gt; Contact" in page
    assert "Création des dossiers privés" in page


@pytest.mark.security(22)
def test_a_box_given_acts_on_the_next_request(clerk, junior, private, sign_in):
    private.lead_adviser = junior
    private.save()
    profile = Group.objects.get(name="Conseiller junior")
    names = rights.names_of(profile)
    assert contact_rights.CREATE_PRIVATE not in names
    data = {"name": profile.name, **ticked(names | {contact_rights.CREATE_PRIVATE})}
    answer = sign_in(clerk).post(profile_page(profile.name), data)
    assert answer.status_code == 302
    assert rights.names_of(profile) == names | {contact_rights.CREATE_PRIVATE}
    junior = User.objects.get(pk=junior.pk)
    assert junior.has_perm(contact_rights.CREATE_PRIVATE)


def test_a_profile_keeps_the_rights_that_no_box_shows(clerk, sign_in):
    profile = Group.objects.get(name="Manager")
    hidden = rights.permissions(["sessions.add_session"])
    profile.permissions.add(*hidden)
    sign_in(clerk).post(profile_page("Manager"), {"name": "Manager", **ticked(set())})
    assert rights.names_of(profile) == {"sessions.add_session"}


def test_a_profile_that_somebody_has_is_not_deleted(clerk, adviser, sign_in):
    profile = Group.objects.get(name="Conseiller")
    address = reverse("admin:users_profile_delete", args=[profile.pk])
    assert sign_in(clerk).post(address, {"post": "yes"}).status_code == 403
    assert Group.objects.filter(pk=profile.pk).exists()


def test_a_users_page_says_where_each_right_comes_from(clerk, adviser, sign_in):
    adviser.groups.add(Group.objects.get(name="Manager"))
    page = sign_in(clerk).get(reverse("admin:users_user_change", args=[adviser.pk]))
    text = page.content.decode()
    assert "Création des dossiers privés<br><small>Conseiller, Manager</small>" in text
    assert "Réactiver des contacts supprimés<br><small>Manager</small>" in text


@pytest.mark.security(30)
def test_only_a_superuser_makes_superusers(clerk, adviser, sign_in):
    address = reverse("admin:users_user_change", args=[adviser.pk])
    groups = list(adviser.groups.values_list("pk", flat=True))
    data = {"username": "adviser", "groups": groups, "is_superuser": "on", "is_staff": "on"}
    assert sign_in(clerk).post(address, data).status_code == 302
    adviser.refresh_from_db()
    assert (adviser.is_superuser, adviser.is_staff) == (False, False)


@pytest.mark.parametrize("page", ["auth_user_password_change", "users_user_deactivate"])
def test_superusers_are_left_to_superusers(clerk, administrator, colleague, sign_in, page):
    address = reverse(f"admin:{page}", args=[administrator.pk])
    before = administrator.password
    passwords = dict.fromkeys(("new_password1", "new_password2"), "another-password-of-tests")
    data = passwords | dict.fromkeys(ROLES, colleague.pk)
    assert sign_in(clerk).post(address, data).status_code == 403
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.password) == (True, before)


def test_the_user_of_the_night_is_nobody_s_to_open(administrator, sign_in):
    night = User.objects.night()
    client = sign_in(administrator)
    answer = client.post(reverse("admin:users_user_reactivate", args=[night.pk]))
    assert answer.status_code == 404
    night.refresh_from_db()
    assert (night.is_active, night.has_usable_password()) == (False, False)
    assert "Import de nuit" not in client.get("/administration/users/user/").content.decode()


@pytest.mark.security(21)
def test_users_are_never_deleted(administrator, adviser, private, sign_in):
    address = reverse("admin:users_user_delete", args=[adviser.pk])
    answer = sign_in(administrator).get(address)
    assert answer.status_code == 403
    assert "Zorglubine" not in answer.content.decode()


@pytest.mark.security(24, 58)
def test_leaving_asks_for_a_successor_in_each_role(clerk, adviser, colleague, private, sign_in):
    address = reverse("admin:users_user_deactivate", args=[adviser.pk])
    client = sign_in(clerk)
    assert "Zorglubine" not in client.get(address).content.decode()
    refused = client.post(address, {"lead_adviser": colleague.pk, "private_to": colleague.pk})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"second_adviser", "assistant", "reason"}
    adviser.refresh_from_db()
    assert adviser.is_active
    given = dict.fromkeys(ROLES, colleague.pk)
    refused = client.post(address, given | {"private_to": clerk.pk, "reason": "Départ"})
    assert set(refused.context["form"].errors) == {"private_to"}
    answer = client.post(
        address, given | {"private_to": colleague.pk, "reason": "Départ"}, follow=True
    )
    told = [str(message) for message in answer.context["messages"]]
    assert told == ["adviser n’a plus d’accès. Ses contacts ont été repris."]
    adviser.refresh_from_db()
    assert not adviser.is_active
    assert Contact.objects.get(pk=private.pk).lead_adviser == colleague
    assert OrphanAssignment.objects.get().reason == "Départ"


def test_leaving_without_the_right_to_assign_hands_over_nothing(
    hire, adviser, colleague, private, sign_in
):
    """Somebody may close accounts, and neither assign contacts nor give private folders."""
    helper = hire("helper", "Conseiller", is_staff=True)
    helper.user_permissions.add(*rights.permissions(["users.change_user"]))
    PersonFactory(by=adviser, last_name="Moreau")
    address = reverse("admin:users_user_deactivate", args=[adviser.pk])
    client = sign_in(helper)
    assert list(client.get(address).context["form"].fields) == []
    forged = dict.fromkeys([*ROLES, "private_to"], colleague.pk) | {"reason": "x"}
    assert client.post(address, forged).status_code == 302
    adviser.refresh_from_db()
    kept = Contact.objects.filter(lead_adviser=adviser)
    assert (adviser.is_active, kept.count()) == (False, 2)


@pytest.mark.security(38)
def test_session_ends_with_the_account(adviser, client, sign_in):
    sign_in(adviser)
    assert client.get("/").status_code == 200
    adviser.is_active = False
    adviser.save()
    assert client.get("/").status_code == 302


def test_returning_opens_the_account_again(clerk, adviser, sign_in):
    adviser.is_active = False
    adviser.save()
    address = reverse("admin:users_user_reactivate", args=[adviser.pk])
    client = sign_in(clerk)
    client.get(address)
    adviser.refresh_from_db()
    assert not adviser.is_active
    client.post(address)
    adviser.refresh_from_db()
    assert adviser.is_active


@pytest.mark.security(20, 21, 24)
def test_orphans_are_counted_and_given_blind(clerk, adviser, colleague, private, sign_in):
    adviser.is_active = False
    adviser.save()
    client = sign_in(clerk)
    journal = reverse("admin:contacts_orphanassignment_changelist")
    page = client.get(journal).content.decode()
    assert "1 dossier privé n’a plus aucune personne active." in page
    assert "Zorglubine" not in page
    add = reverse("admin:contacts_orphanassignment_add")
    for data in (
        {"assigned_to": clerk.pk, "reason": "Départ"},
        {"assigned_to": colleague.pk, "reason": ""},
    ):
        assert client.post(add, data).status_code == 200
        assert not OrphanAssignment.objects.exists()
    page = client.post(add, {"assigned_to": colleague.pk, "reason": "Départ"}, follow=True)
    assert "Zorglubine" not in page.content.decode()
    assert "Départ" in page.content.decode()
    assert Contact.objects.get(pk=private.pk).lead_adviser == colleague
    assert sign_in(colleague).get(f"/contacts/{private.pk}/").status_code == 200


def test_orphans_are_for_the_right_alone(hire, manager, sign_in):
    journal = reverse("admin:contacts_orphanassignment_changelist")
    assert sign_in(manager).get(journal, follow=True).status_code == 403
    helper = hire("helper", "Manager", is_staff=True)
    assert sign_in(helper).get(journal).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_others_of_the_administration_are_told_of_private_folders(
    hire, sign_in, adviser, administrator, clerk, colleague, number, django_assert_num_queries
):
    """Who gave what to whom and why, on Accueil; never which folder, never to who gave it."""
    for index in range(number):
        PersonFactory(by=adviser, last_name=f"Zorglubine{index}", is_private=True)
    User.objects.filter(pk=adviser.pk).update(is_active=False)
    shown = sign_in(administrator).get("/").context["private_folders"]
    assert shown == {"waiting": number, "given": []}
    for index in range(number):
        assign_orphan(to=colleague, reason=f"Départ {index}", by=clerk)
    client = sign_in(administrator)
    client.get("/")
    with django_assert_num_queries(HOME):
        page = client.get("/")
    lines = html.fromstring(page.content).xpath("//section[@aria-labelledby='private-folders']//li")
    told = "clerk a confié un dossier privé à colleague"
    assert [" ".join(line.text_content().split())[: len(told)] for line in lines] == [told] * number
    assert f"Départ {number - 1}" in lines[0].text_content()
    assert b"Zorglubine" not in page.content
    for other in (clerk, colleague):
        assert sign_in(other).get("/").context["private_folders"] is None


HOME = 19


# The tries to log in, which axes shows, point at nothing of ours.
REGISTERED = [
    (model, listed)
    for model, listed in admin.site._registry.items()
    if model._meta.app_label != "axes"
]


@pytest.mark.security(21)
def test_no_address_of_a_list_reads_the_rows_that_point_at_it(administrator, private, sign_in):
    """`?led_contacts=12` would tell who leads a folder, `?contact=12` which one was given."""
    client = sign_in(administrator)
    answered = set()
    for model, listed in REGISTERED:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        relations = {field.name for field in model._meta.get_fields() if field.is_relation}
        for name in relations - set(listed.list_filter):
            for asked in (f"{name}={private.pk}", f"{name}__isnull=0", f"{name}__pk={private.pk}"):
                if client.get(f"{address}?{asked}").status_code != 400:
                    answered.add(f"{address}?{asked}")
    assert answered == set()
    assert client.get("/administration/users/user/?groups__id__exact=1").status_code == 200


@pytest.mark.security(21)
def test_nothing_of_contacts_stands_in_the_administration(administrator, private, sign_in):
    """No list, form, inline or autocompletion holds a contact or what hangs on one."""
    client = sign_in(administrator)
    for model, registered in REGISTERED:
        assert not registered.inlines
        assert not registered.raw_id_fields
        assert not registered.autocomplete_fields
        assert not issubclass(model, Contact)
    for name in ("contact", "orphanassignment", "visit"):
        asked = {"app_label": "contacts", "model_name": name, "field_name": "contact", "term": "Zo"}
        assert client.get(reverse("admin:autocomplete"), asked).status_code in {403, 404}
    page = client.get(reverse("admin:contacts_orphanassignment_add")).content.decode()
    assert html.fromstring(page).xpath("//form//select/@name") == ["assigned_to"]


@pytest.mark.security(21)
@pytest.mark.parametrize("name", ["custodian", "product"])
def test_deleting_what_accounts_hang_on_names_none_of_them(
    administrator, adviser, private, sign_in, name
):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    open_account(
        account=Account(product=product, number="PRIV-777"), owners=[Owner(private)], by=adviser
    )
    held = {"custodian": custodian, "product": product}[name]
    client = sign_in(administrator)
    listed = reverse(f"admin:accounts_{name}_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [held.pk]}
    answers = [
        client.get(reverse(f"admin:accounts_{name}_delete", args=[held.pk])),
        client.post(reverse(f"admin:accounts_{name}_delete", args=[held.pk]), {"post": "yes"}),
        client.post(listed, chosen),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert not any(b"PRIV-777" in answer.content for answer in answers)
    unused = Custodian.objects.create(code="NEW", name="Banque du Port")
    # One that nothing hangs on answers the same: a refusal tells nothing.
    assert client.get(f"/administration/accounts/custodian/{unused.pk}/delete/").status_code == 403
