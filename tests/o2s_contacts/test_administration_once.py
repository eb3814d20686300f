"""The forms of the administration take effect once, as all others do (docs/adr/0011)."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from lxml import html

from accounts.models import Custodian, Product
from contacts.models import Contact, OrphanAssignment
from tests.factories import PersonFactory
from users.models import AccountEvent, SpentForm, User

pytestmark = pytest.mark.django_db

SECRET = "three-blue-herons-on-the-roof"


def form_of(client, address):
    """Return what the page's form holds, as a browser would send it: the one that is no logout."""
    forms = html.fromstring(client.get(address).content).forms
    (form,) = [form for form in forms if form.get("id") != "logout-form" and not form.action]
    return dict(form.form_values())


@pytest.fixture
def twice(administrator, sign_in):
    """Send a page's form twice, with some fields typed, and then with others: the answers."""

    def twice(address, typed, other):
        client = sign_in(administrator)
        sent = form_of(client, address) | typed
        answers = [client.post(address, sent) for _click in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0]["Location"] == answers[1]["Location"]
        client.get(answers[0]["Location"])
        told = client.post(address, sent | other, follow=True)
        return [str(message) for message in told.context["messages"]]

    return twice


ALREADY = "C’est déjà enregistré\u202f: ce qui a été envoyé de nouveau n’est pas enregistré."
PASSWORDS = {"password1": SECRET, "password2": SECRET, "usable_password": "true"}


@pytest.mark.security(44, 66)
@pytest.mark.parametrize(
    ("page", "typed", "other", "model"),
    [
        ("users_profile_add", {"name": "Stagiaire"}, {"name": "Alternant"}, Group),
        (
            "accounts_custodian_add",
            {"code": "ASV", "name": "Assurvia"},
            {"code": "BBB", "name": "Banque"},
            Custodian,
        ),
        ("users_user_add", {"username": "durand"} | PASSWORDS, {"username": "dupont"}, User),
    ],
)
def test_what_the_administration_makes_is_made_once(twice, page, typed, other, model):
    count = model.objects.count()
    assert twice(reverse(f"admin:{page}"), typed, other) == [ALREADY]
    assert model.objects.count() == count + 1


@pytest.mark.security(44, 66)
def test_a_product_is_made_once(twice):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    typed = {"custodian": custodian.pk, "code": "HM", "name": "Vie", "family": "life_insurance"}
    assert twice(reverse("admin:accounts_product_add"), typed, {"code": "HV"}) == [ALREADY]
    assert Product.objects.get().code == "HM"


@pytest.mark.security(24, 44, 66)
def test_one_orphan_is_given_by_two_clicks(twice, adviser, colleague):
    """Nothing else stops the second click: it would give the next folder, untold."""
    for name in ("Zorglubine", "Zola"):
        PersonFactory(by=adviser, last_name=name, is_private=True)
    User.objects.filter(pk=adviser.pk).update(is_active=False)
    typed = {"assigned_to": colleague.pk, "reason": "Départ"}
    page = reverse("admin:contacts_orphanassignment_add")
    assert twice(page, typed, {"reason": "Autre"}) == [ALREADY]
    assert OrphanAssignment.objects.count() == 1
    assert Contact.objects.filter(lead_adviser=colleague).count() == 1


@pytest.mark.security(44, 66)
def test_a_password_is_set_once(twice, adviser):
    page = reverse("admin:auth_user_password_change", args=[adviser.pk])
    other = "four-green-herons-on-the-roof"
    told = twice(
        page,
        {"new_password1": SECRET, "new_password2": SECRET},
        {"new_password1": other, "new_password2": other},
    )
    # Nobody is left to believe that the other one was taken.
    assert told[-1] == ALREADY
    assert AccountEvent.objects.filter(account=adviser, kind="password").count() == 1
    adviser.refresh_from_db()
    assert adviser.check_password(SECRET)
    assert SECRET not in str(SpentForm.objects.values_list())


@pytest.mark.security(44)
def test_leaving_and_returning_are_done_once(twice, administrator, adviser, colleague, sign_in):
    roles = dict.fromkeys(("lead_adviser", "second_adviser", "assistant"), colleague.pk)
    twice(reverse("admin:users_user_deactivate", args=[adviser.pk]), roles, {})
    events = AccountEvent.objects.filter(account=adviser).order_by("pk").values_list("kind")
    assert list(events) == [("closed",)]
    client = sign_in(administrator)
    person = reverse("admin:users_user_change", args=[adviser.pk])
    address = reverse("admin:users_user_reactivate", args=[adviser.pk])
    forms = html.fromstring(client.get(person).content).forms
    (form,) = [form for form in forms if form.action == address]
    sent = dict(form.form_values())
    assert [client.post(address, sent)["Location"] for _click in range(2)] == [person, person]
    assert list(events.all()) == [("closed",), ("opened",)]


@pytest.mark.security(44)
def test_a_change_is_saved_once_and_another_as_well(administrator, sign_in):
    """A form that changes something spends its token once for each content."""
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    client = sign_in(administrator)
    page = reverse("admin:accounts_custodian_change", args=[custodian.pk])
    sent = form_of(client, page)
    for name in ("Assurvia Vie", "Assurvia Vie", "Assurvia"):
        assert client.post(page, sent | {"name": name}).status_code == 302
    history = client.get(reverse("admin:accounts_custodian_history", args=[custodian.pk]))
    assert len(history.context["action_list"]) == 2
    custodian.refresh_from_db()
    assert custodian.name == "Assurvia"


@pytest.mark.security(44)
def test_a_deletion_pressed_twice_deletes_one(administrator, sign_in):
    """Django's own page carries no token, and cannot double: what it names is gone."""
    profile, other = (Group.objects.create(name=name) for name in ("Stagiaire", "Alternant"))
    client = sign_in(administrator)
    page = reverse("admin:users_profile_delete", args=[profile.pk])
    sent = form_of(client, page)
    assert [client.post(page, sent).status_code for _click in range(2)] == [302, 302]
    assert not Group.objects.filter(pk=profile.pk).exists()
    assert Group.objects.filter(pk=other.pk).exists()


@pytest.mark.security(44)
def test_every_form_of_the_administration_carries_a_token(administrator, adviser, sign_in):
    client = sign_in(administrator)
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Vie")
    profile = Group.objects.get(name="Conseiller")
    pages = [
        *(f"admin:{model}_add" for model in MODELS),
        ("admin:users_user_change", adviser.pk),
        ("admin:users_user_deactivate", adviser.pk),
        ("admin:auth_user_password_change", adviser.pk),
        ("admin:users_profile_change", profile.pk),
        ("admin:accounts_custodian_change", custodian.pk),
        ("admin:accounts_product_change", product.pk),
    ]
    for page in pages:
        name, *keys = [page] if isinstance(page, str) else page
        assert form_of(client, reverse(name, args=keys)).get("form_token"), name


MODELS = (
    *("users_user", "users_profile", "accounts_custodian", "accounts_product"),
    "contacts_orphanassignment",
)
