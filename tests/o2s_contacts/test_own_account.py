"""Mon compte, passwords that an administrator sets, and who confirms whose they are."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.actions.contacts import create
from contacts.actions.handover import assign_orphan, deactivate, reactivate
from contacts.errors import NobodyToTake
from contacts.models import Category, Contact, PersonDetails, PrivateFolderGrant
from contacts.queries.orphans import orphans
from o2s_contacts.templatetags.look import moment_fr
from tests.conftest import PASSWORD
from tests.factories import PersonFactory
from users.models import AccountEvent, Confirmation, User

pytestmark = pytest.mark.django_db

SET, OWN = "set-by-an-administrator", "chosen-by-the-person"
HOME_OF_ALL = 25


@pytest.fixture
def clerk(hire):
    """Who sets the password: an administrator who is no superuser."""
    return hire("clerk", "Administrateur", is_staff=True)


@pytest.fixture
def other(hire):
    """Another administrator, for long."""
    since = lately(400)
    return hire("other", "Administrateur", is_staff=True, administrator_since=since)


@pytest.fixture
def private(adviser, assistant):
    """A private folder that the adviser has followed for weeks, with the assistant."""
    contact = PersonFactory(
        by=adviser, last_name="Zorglubine", is_private=True, assistant=assistant
    )
    contact.history.update(history_date=lately(20))
    fix(adviser, last_login=lately(1))
    return contact


def lately(days):
    return timezone.now() - dt.timedelta(days=days)


def fix(user, **fields):
    User.objects.filter(pk=user.pk).update(**fields)
    user.refresh_from_db()
    return user


def browser(username, password=PASSWORD):
    client = Client()
    answer = client.post(reverse("login"), {"username": username, "password": password})
    assert answer.status_code == 302, username
    return client


def set_password(by, account, password=SET):
    address = reverse("admin:auth_user_password_change", args=[account.pk])
    client = Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    data = {"new_password1": password, "new_password2": password}
    return client.post(address, data)


def choose(client, old, new):
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("own-account"), data)


def taken_over(by, account):
    """Set the password and log in with it: what an administrator does who becomes her."""
    assert set_password(by, account).status_code == 302
    client = browser(account.username, SET)
    assert choose(client, SET, OWN).status_code == 302
    return client


def sees(client, contact):
    answers = [
        client.get(reverse("contacts:contact-general", args=[contact.pk])).status_code == 200,
        b"Zorglubine" in client.get("/contacts/").content,
        b"Zorglubine" in client.get("/search/?q=zorglub").content,
        b"Zorglubine" in client.get("/").content,
    ]
    assert len(set(answers)) == 1, answers
    return answers[0]


def confirm(by, account):
    event = AccountEvent.objects.filter(account=account, kind="password").latest("pk")
    client = Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(reverse("password-confirm", args=[event.pk])).status_code


def test_everybody_changes_their_own_password(junior):
    here, there = browser("junior"), browser("junior")
    page = here.get(reverse("own-account"))
    assert "Conseiller junior" in page.content.decode()
    answer = choose(here, PASSWORD, OWN)
    assert answer.url == reverse("own-account")
    assert [client.get("/").status_code for client in (here, there)] == [200, 302]
    browser("junior", OWN)


@pytest.mark.security(44)
def test_an_own_password_is_changed_once(junior):
    """The second click is answered as the first, though the password of today is another now."""
    client, address = browser("junior"), reverse("own-account")
    (form,) = [one for one in html.fromstring(client.get(address).content).forms if not one.action]
    sent = dict(form.form_values())
    sent |= {"old_password": PASSWORD, "new_password1": OWN, "new_password2": OWN}
    assert [client.post(address, sent).status_code for _click in range(2)] == [302, 302]
    browser("junior", OWN)


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong", OWN, OWN, "old_password"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password1"),
        (PASSWORD, "short", "short", "new_password2"),
        (PASSWORD, OWN, "another-that-differs", "new_password2"),
    ],
)
def test_refused_password_says_why_and_changes_nothing(junior, old, new, again, field):
    client = browser("junior")
    data = {"old_password": old, "new_password1": new, "new_password2": again}
    answer = client.post(reverse("own-account"), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    browser("junior")


def test_the_administration_s_own_page_leads_to_mon_compte(clerk):
    client = browser("clerk")
    assert client.get(reverse("admin:password_change")).url == reverse("own-account")
    own = reverse("admin:auth_user_password_change", args=[clerk.pk])
    data = {"new_password1": SET, "new_password2": SET}
    assert client.post(own, data).url == reverse("own-account")
    browser("clerk")


@pytest.mark.security(38, 58)
def test_a_password_set_by_another_is_changed_before_all_else(adviser, clerk, private):
    there = browser("adviser")
    assert set_password(clerk, adviser).status_code == 302
    assert there.get("/").status_code == 302
    client = browser("adviser", SET)
    pages = ["/", "/contacts/", f"/contacts/{private.pk}/", "/search/?q=z", "/services/"]
    assert {client.get(page).url for page in pages} == {reverse("own-account")}
    assert client.post(reverse("contacts:contact-create", args=["person"])).status_code == 302
    by_part = client.get("/search/?q=z", headers={"HX-Request": "true"})
    assert by_part.headers["HX-Redirect"] == reverse("own-account")
    page = client.get(reverse("own-account")).content.decode()
    assert "clerk a fixé votre mot de passe" in page
    # Not the same again: the administrator knows it.
    assert choose(client, SET, SET).status_code == 422
    assert choose(client, SET, OWN).url == "/"
    assert client.get("/").status_code == 200


@pytest.mark.security(22, 58)
def test_private_folders_are_hidden_from_an_account_taken_over(adviser, clerk, private):
    client = browser("adviser")
    assert sees(client, private)
    client = taken_over(clerk, adviser)
    assert not sees(client, private)
    for address in ("/", "/contacts/", reverse("own-account")):
        assert "Les dossiers privés vous sont cachés" in client.get(address).content.decode()
    # The grants stay, and nothing is an orphan by it.
    assert PrivateFolderGrant.objects.filter(user=adviser).count() == 1
    assert not orphans().exists()


@pytest.mark.security(23, 58)
def test_the_box_is_not_shown_meanwhile(adviser, clerk):
    contact = PersonFactory(by=adviser, last_name="Moreau")
    address = reverse("contacts:contact-general", args=[contact.pk])
    assert 'name="is_private"' in browser("adviser").get(address).content.decode()
    client = taken_over(clerk, adviser)
    assert 'name="is_private"' not in client.get(address).content.decode()


@pytest.mark.security(58)
def test_seven_days_with_the_notice_end_it(adviser, clerk, private):
    client = taken_over(clerk, adviser)
    fix(adviser, password_renewed_at=lately(6.99))
    assert not sees(client, private)
    fix(adviser, password_renewed_at=lately(7.01))
    assert sees(client, private)
    assert "vous sont cachés" not in client.get("/").content.decode()


@pytest.mark.security(52)
@pytest.mark.parametrize(
    ("renewed", "said"),
    [
        ("2026-10-24T22:30Z", "31/10/2026, 23\u202fh\u202f30"),
        ("2026-03-28T22:30Z", "05/04/2026, 0\u202fh\u202f30"),
        ("2028-02-22T11:00Z", "29/02/2028, 12\u202fh\u202f00"),
    ],
)
def test_seven_days_end_at_the_moment_that_is_said(monkeypatch, renewed, said):
    """The hour changes meanwhile: seven times 24 hours, told as the clock will show."""
    account = User(
        confirmation=Confirmation.ALL, password_renewed_at=dt.datetime.fromisoformat(renewed)
    )
    end = account.hidden_until
    assert moment_fr(end) == said
    for minutes, hides in ((-1, True), (1, False)):
        clock = end + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda clock=clock: clock)
        assert account.hides_private_folders is hides


@pytest.mark.security(58)
def test_the_days_begin_when_somebody_has_seen_the_notice(adviser, clerk, private):
    """Not while the person is on holiday and knows of nothing."""
    set_password(clerk, adviser)
    fix(adviser, password_set_at=lately(30))
    client = browser("adviser", SET)
    choose(client, SET, OWN)
    assert not sees(client, private)


@pytest.mark.security(58)
def test_what_begins_again(adviser, clerk, other, private):
    taken_over(clerk, adviser)
    fix(adviser, password_renewed_at=lately(6.99))
    # Once more, by another hand: the first days do not count.
    client = taken_over(other, adviser)
    fix(adviser, password_renewed_at=lately(6.99))
    deactivate(leaver=adviser, successors={}, by=clerk)
    reactivate(person=adviser, by=clerk)
    client = browser("adviser", OWN)
    assert client.get("/").url == reverse("own-account")
    choose(client, OWN, "a-third-password-of-hers")
    assert User.objects.get(pk=adviser.pk).hidden_until > lately(-6.9)
    assert not sees(client, private)


@pytest.mark.security(58)
def test_another_administrator_confirms(adviser, clerk, other, private):
    set_password(clerk, adviser)
    # Not before the person has chosen a password: whoever comes first would be confirmed.
    assert confirm(other, adviser) == 404
    client = browser("adviser", SET)
    choose(client, SET, OWN)
    assert not sees(client, private)
    home = browser("other").get("/").content.decode()
    assert "clerk a fixé le mot de passe de adviser" in home
    assert "Confirmer adviser" in home
    assert confirm(other, adviser) == 302
    assert sees(client, private)
    assert confirm(other, adviser) == 404


NOBODY = {
    "who set it": lambda cast: cast["clerk"],
    "the account itself": lambda cast: cast["adviser"],
    "an administrator of six days": lambda cast: fix(cast["other"], administrator_since=lately(6)),
    "one of today, made of an old account": lambda cast: fix(
        cast["other"], administrator_since=None
    ),
    "an administrator whose password the first set": lambda cast: fix(
        cast["other"], password_set_by=cast["clerk"], password_set_at=lately(300)
    ),
    "an administrator whose account the first made": lambda cast: fix(
        cast["other"], created_by=cast["clerk"]
    ),
    "one made by an account that the first made": lambda cast: fix(
        cast["other"], created_by=fix(cast["colleague"], created_by=cast["clerk"])
    ),
    "one who was never confirmed": lambda cast: fix(
        cast["other"],
        password_set_by=cast["manager"],
        password_set_at=lately(60),
        password_renewed_at=lately(50),
        confirmation="all",
    ),
    "one who must change a password": lambda cast: fix(cast["other"], must_change_password=True),
    "a manager": lambda cast: cast["manager"],
    "a colleague without a folder of theirs": lambda cast: cast["colleague"],
}


@pytest.fixture
def cast(request):
    names = ("adviser", "clerk", "other", "colleague", "manager", "assistant", "private")
    return {name: request.getfixturevalue(name) for name in names}


@pytest.mark.security(58)
@pytest.mark.parametrize("who", NOBODY)
def test_who_does_not_confirm(cast, who):
    client = taken_over(cast["clerk"], cast["adviser"])
    by = NOBODY[who](cast)
    # Whoever must change a password is led to it.
    assert confirm(by, cast["adviser"]) in {404, 302}
    assert User.objects.get(pk=cast["adviser"].pk).confirmation == "all"
    assert not sees(client, cast["private"])


@pytest.mark.security(58)
def test_a_colleague_of_a_private_folder_is_told_at_once_and_confirms(
    adviser, assistant, clerk, private
):
    set_password(clerk, adviser)
    told = browser("assistant").get("/").content.decode()
    assert "clerk a fixé le mot de passe de adviser" in told
    assert "Confirmer adviser" not in told
    client = browser("adviser", SET)
    choose(client, SET, OWN)
    assert "Confirmer adviser" in browser("assistant").get("/").content.decode()
    assert confirm(assistant, adviser) == 302
    assert sees(client, private)


@pytest.mark.security(58)
@pytest.mark.plays(
    "contacts/queries/confirmations.py::_own_grants",
    "contacts/queries/confirmations.py::_together_since",
)
def test_a_colleague_put_into_the_folder_for_it_does_not_confirm(
    adviser, assistant, clerk, private
):
    """Else an administrator would give an orphan to an accomplice, who confirms."""
    private.history.update(history_date=lately(3))
    taken_over(clerk, adviser)
    assert confirm(assistant, adviser) == 404


@pytest.mark.security(58)
def test_a_colleague_in_the_hands_of_the_first_does_not_confirm(adviser, assistant, clerk, private):
    taken_over(clerk, adviser)
    fix(assistant, password_set_by=clerk, password_set_at=lately(1))
    assert confirm(assistant, adviser) == 404


@pytest.mark.security(58)
def test_a_confirmation_holds_for_the_password_that_was_shown(adviser, clerk, other, private):
    taken_over(clerk, adviser)
    first = AccountEvent.objects.get(account=adviser, kind="password")
    client = taken_over(clerk, adviser)
    answer = browser("other").post(reverse("password-confirm", args=[first.pk]))
    assert answer.status_code == 404
    assert not sees(client, private)


def test_the_first_password_must_be_changed_and_hides_nothing(clerk, sign_in):
    address = reverse("admin:users_user_add")
    new = {"username": "nouveau", "password1": SET, "password2": SET, "usable_password": "true"}
    assert sign_in(clerk).post(address, new).status_code == 302
    account = User.objects.get(username="nouveau")
    assert (account.created_by, account.must_change_password) == (clerk, True)
    client = browser("nouveau", SET)
    assert client.get("/").url == reverse("own-account")
    choose(client, SET, OWN)
    assert client.get("/").status_code == 200
    assert not User.objects.get(username="nouveau").hides_private_folders


@pytest.mark.security(58)
def test_the_first_password_hides_folders_that_are_there_already(
    adviser, assistant, clerk, other, private
):
    """And the administration does not learn of them by it: their colleague alone confirms."""
    fix(adviser, last_login=None)
    client = taken_over(clerk, adviser)
    assert not sees(client, private)
    assert "Confirmer adviser" not in browser("other").get("/").content.decode()
    assert confirm(other, adviser) == 404
    assert confirm(assistant, adviser) == 302
    assert sees(client, private)


@pytest.mark.security(58)
def test_the_others_of_the_administration_are_told_of_what_is_done_to_accounts(
    adviser, colleague, clerk, other, sign_in
):
    client = sign_in(clerk)
    new = {"username": "aide", "password1": SET, "password2": SET, "usable_password": "true"}
    client.post(reverse("admin:users_user_add"), new)
    set_password(clerk, adviser)
    deactivate(leaver=colleague, successors={}, by=clerk)
    reactivate(person=colleague, by=clerk)
    told = [str(event) for event in sign_in(other).get("/").context["accounts"]]
    assert told == [
        "clerk a réactivé colleague",
        "clerk a désactivé colleague",
        "clerk a fixé le mot de passe de adviser",
        "clerk a créé le compte de aide",
    ]
    journal = sign_in(other).get(reverse("admin:users_accountevent_changelist"))
    assert all(line in journal.content.decode() for line in told)
    assert sign_in(clerk).get("/").context["accounts"] == []
    assert sign_in(colleague).get("/").context["accounts"] == []


@pytest.mark.security(58)
def test_a_new_administrator_is_told_of_and_counts_from_that_day(adviser, clerk, other, sign_in):
    group = Group.objects.get(name="Administrateur")
    administrator = fix(adviser, is_staff=True, date_joined=lately(900))
    data = {"username": "adviser", "groups": [group.pk]}
    sign_in(clerk).post(reverse("admin:users_user_change", args=[administrator.pk]), data)
    administrator.refresh_from_db()
    assert administrator.administrator_since > lately(1)
    told = [str(event) for event in sign_in(other).get("/").context["accounts"]]
    assert "clerk a fait de adviser un administrateur" in told
    sign_in(clerk).post(
        reverse("admin:users_user_change", args=[administrator.pk]), {"username": "adviser"}
    )
    administrator.refresh_from_db()
    assert administrator.administrator_since is None


@pytest.mark.security(58)
def test_a_profile_that_becomes_an_administrator_s_counts_its_people_from_that_day(
    adviser, clerk, sign_in
):
    fix(adviser, is_staff=True)
    profile = Group.objects.get(name="Conseiller")
    address = reverse("admin:users_profile_change", args=[profile.pk])
    data = {"name": "Conseiller", "administration": ["users.change_user"]}
    assert sign_in(clerk).post(address, data).status_code == 302
    adviser.refresh_from_db()
    assert adviser.administrator_since > lately(1)


@pytest.mark.security(24, 58)
def test_an_orphan_is_not_given_to_an_account_that_waits(adviser, colleague, clerk, other, private):
    fix(colleague, last_login=lately(1))
    set_password(clerk, colleague)
    User.objects.exclude(pk__in=[colleague.pk, clerk.pk, other.pk]).update(is_active=False)
    with pytest.raises(NobodyToTake, match="attend d’être confirmé"):
        assign_orphan(to=colleague, reason="Départ", by=other)
    assert list(orphans()) == [private]


@pytest.mark.security(24, 58)
@pytest.mark.parametrize("has_folder", [True, False])
def test_an_account_never_used_takes_an_orphan_whether_it_has_private_folders_or_not(
    adviser, colleague, assistant, clerk, other, has_folder
):
    """A refusal would tell the administration that it has some; these stay hidden from it."""
    for lead in [assistant, *([colleague] if has_folder else [])]:
        own = Contact(category=Category.objects.get(name="Clients"), is_private=True)
        own.second_adviser = adviser if lead == colleague else None
        create(contact=own, details=PersonDetails(last_name="Zorglubine"), by=lead)
    set_password(clerk, adviser)
    fix(assistant, is_active=False)
    orphan = orphans().get()
    assign_orphan(to=adviser, reason="Départ", by=other)
    client = browser("adviser", SET)
    choose(client, SET, OWN)
    assert sees(client, orphan) is not has_folder


@pytest.mark.parametrize("number", [1, 3])
def test_passwords_to_confirm_cost_the_same(
    hire, clerk, other, sign_in, number, django_assert_num_queries
):
    for index in range(number):
        set_password(clerk, fix(hire(f"a{index}", "Conseiller"), last_login=lately(1)))
    client = sign_in(other)
    client.get("/")
    with django_assert_num_queries(HOME_OF_ALL):
        page = client.get("/")
    lines = html.fromstring(page.content).xpath("//section[@aria-labelledby='accounts']/ul[1]/li")
    assert len(lines) == number
