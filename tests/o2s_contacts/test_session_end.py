"""The end of an idle session: when, why, and what had been typed (docs/adr/0012)."""

import datetime as dt

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.utils import timezone
from lxml import html

from contacts.models import Contact, FollowUp
from tests.conftest import PASSWORD
from tests.factories import PersonFactory
from tests.o2s_contacts.test_one_effect import form_of, hide
from users.actions import sealing
from users.actions.sweeping import sweep
from users.http import polled
from users.models import SealedForm

pytestmark = pytest.mark.django_db
CREATE = reverse("contacts:contact-create", args=["person"])
LOGIN = reverse("login")


@polled
def progress(_request):
    return HttpResponse("42 %")


urlpatterns = [path("progress/", progress), path("", include("o2s_contacts.urls"))]


def log_in(client, user, **typed):
    return client.post(LOGIN, {"username": user, "password": PASSWORD} | typed)


@pytest.fixture
def browser(adviser):
    """Somebody at work: the tokens of forms are asked for, as in production."""
    client = Client(enforce_csrf_checks=True)
    page = html.fromstring(client.get(LOGIN).content)
    log_in(client, "adviser", csrfmiddlewaretoken=page.forms[0].fields["csrfmiddlewaretoken"])
    return client


def left(client):
    """Return the minutes that the session has left, rounded."""
    end = Session.objects.get(pk=client.cookies["sessionid"].value).expire_date
    return round((end - timezone.now()).total_seconds() / 60)


def let_pass(client, minutes):
    row = Session.objects.get(pk=client.cookies["sessionid"].value)
    row.expire_date -= dt.timedelta(minutes=minutes)
    row.save()


def test_a_session_lasts_an_hour_from_the_last_request(browser):
    assert left(browser) == 60
    let_pass(browser, 20)
    assert left(browser) == 40
    assert browser.get("/").status_code == 200
    assert left(browser) == 60
    let_pass(browser, 61)
    assert browser.get("/").status_code == 302


def test_requests_of_one_minute_write_once(browser):
    let_pass(browser, 20)
    written = []
    for _request in range(3):
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse("services"))
        written.append(sum('UPDATE "django_session"' in one["sql"] for one in captured))
    assert written == [1, 0, 0]


def test_polling_keeps_no_session_alive(browser, settings):
    settings.ROOT_URLCONF = __name__
    let_pass(browser, 20)
    assert browser.get("/progress/").content == b"42 %"
    assert left(browser) == 40


def test_staying_is_a_request_like_any_other(browser):
    let_pass(browser, 57)
    page = html.fromstring(browser.get(reverse("services")).content)
    let_pass(browser, 57)
    (form,) = [form for form in page.forms if form.action == reverse("session-stay")]
    assert browser.post(form.action, dict(form.form_values())).status_code == 204
    assert left(browser) == 60


def test_no_session_outlasts_a_working_day(browser):
    session = browser.session
    session["opened_at"] -= 11.5 * 3600
    session.save()
    let_pass(browser, 20)
    browser.get("/")
    assert left(browser) == 30


def test_the_setting_is_minutes(settings, adviser, sign_in):
    settings.SESSION_COOKIE_AGE = 15 * 60
    assert left(sign_in(adviser)) == 15


def test_the_login_says_why(browser):
    let_pass(browser, 61)
    answer = browser.get(reverse("contacts:contact-list"))
    assert answer["Location"] == f"{LOGIN}?next=/contacts/&ended=1"
    assert "après 60 minutes sans activité" in browser.get(answer["Location"]).content.decode()
    # Whoever never had a session is told nothing of one.
    assert Client().get(reverse("contacts:contact-list"))["Location"] == f"{LOGIN}?next=/contacts/"


def typed_too_late(browser, address=CREATE, **typed):
    """Send a form after the session has ended; return the login that it leads to."""
    sent = form_of(browser, address) | {"last_name": "Dupont"} | typed
    let_pass(browser, 61)
    return browser.post(address, sent)


def come_back(browser, user="adviser"):
    """Log in where a late form led; return where that leads."""
    address = f"{LOGIN}?next={CREATE}&ended=1"
    forms = html.fromstring(browser.get(address).content).forms
    # A folder's Actions are a form in its head.
    posted = (
        form for form in forms if form.method == "POST" and not form.xpath("ancestor::header")
    )
    fields = dict(next(posted).form_values())
    return browser.post(address, fields | {"username": user, "password": PASSWORD})


def test_what_was_typed_is_given_back(browser):
    late = typed_too_late(browser, first_name="Marie\u202fÉlise", birth_date="24/07/1938")
    assert late["Location"] == f"{LOGIN}?next={CREATE}&ended=1"
    assert "est gardé une heure" in browser.get(late["Location"]).content.decode()
    back = come_back(browser)
    assert back["Location"] == f"{CREATE}?given_back=1"
    page = browser.get(back["Location"])
    drawn = html.fromstring(page.content)
    (form,) = [form for form in drawn.forms if "last_name" in form.fields]
    assert page.status_code == 200
    assert "ce n’est pas encore enregistré" in drawn.xpath("string(//*[@data-draft])")
    given = {name: form.fields[name] for name in ("last_name", "first_name", "birth_date")}
    assert given == {
        "last_name": "Dupont",
        "first_name": "Marie\u202fÉlise",
        "birth_date": "24/07/1938",
    }
    assert Contact.objects.count() == 0
    # Asked again, it is still there; saved, it is not.
    assert b"Dupont" in browser.get(back["Location"]).content
    assert browser.post(back["Location"], dict(form.form_values())).status_code == 302
    assert (Contact.objects.count(), SealedForm.objects.count()) == (1, 0)
    assert b"Dupont" not in html.tostring(
        html.fromstring(browser.get(back["Location"]).content).xpath("//main")[0]
    )


def test_every_kind_of_form_comes_back(browser, adviser):
    """One that changes a folder: the folder is asked for again, with what was typed."""
    contact = folder(adviser)
    address = reverse("contacts:contact-coordinates", args=[contact.pk])
    typed_too_late(
        browser,
        address,
        **{
            "emails-TOTAL_FORMS": "1",
            "emails-0-address": "lea@example.org",
            "emails-0-use": "personal",
        },
    )
    come_back(browser)
    page = html.fromstring(browser.get(f"{address}?given_back=1").content)
    (form,) = [form for form in page.forms if "emails-TOTAL_FORMS" in form.fields]
    assert form.fields["emails-0-address"] == "lea@example.org"
    assert contact.emails.count() == 0
    assert browser.post(address, dict(form.form_values())).status_code == 302
    assert contact.emails.get().address == "lea@example.org"


def folder(adviser):
    return PersonFactory(by=adviser, last_name="Abadie", first_name="Léa")


@pytest.mark.security(4)
def test_the_rule_is_asked_again(browser, adviser, colleague):
    """The folder went out of sight while its form waited: it is as if it had never been there."""
    contact = folder(adviser)
    address = reverse("contacts:contact-follow-ups", args=[contact.pk])
    typed_too_late(browser, address, text="Appel", kind="call", date="01/02/2026")
    assert SealedForm.objects.count() == 1
    hide(contact, colleague)
    come_back(browser)
    assert browser.get(f"{address}?given_back=1").status_code == 404
    assert FollowUp.objects.count() == 0


@pytest.mark.security(20, 25)
def test_anybody_elses_login_destroys_it(browser, colleague):
    typed_too_late(browser)
    assert come_back(browser, "colleague")["Location"] == CREATE
    assert SealedForm.objects.count() == 0
    assert b"Dupont" not in browser.get(f"{CREATE}?given_back=1").content


@pytest.mark.security(25)
def test_leaving_destroys_it(browser):
    typed_too_late(browser)
    come_back(browser)
    page = html.fromstring(browser.get(reverse("services")).content)
    (form,) = [form for form in page.forms if form.action == reverse("logout")]
    browser.post(form.action, dict(form.form_values()))
    assert SealedForm.objects.count() == 0


@pytest.mark.security(20)
def test_nobody_reads_it_without_that_browser(browser, adviser, colleague, sign_in):
    """Not from the database, and not the same user elsewhere; another key opens nothing."""
    typed_too_late(browser)
    row = SealedForm.objects.get()
    assert "Dupont" not in row.content
    assert browser.cookies[sealing.COOKIE].value not in (row.browser, row.content)
    elsewhere = sign_in(adviser)
    for key in ("", "x", Fernet.generate_key().decode()):
        elsewhere.cookies[sealing.COOKIE] = key
        assert b"Dupont" not in elsewhere.get(f"{CREATE}?given_back=1").content
    # Nor somebody else who has got hold of the key.
    other = Client()
    other.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    other.cookies[sealing.COOKIE] = browser.cookies[sealing.COOKIE].value
    assert b"Dupont" not in other.get(f"{CREATE}?given_back=1").content
    flags = browser.cookies[sealing.COOKIE]
    assert (flags["httponly"], flags["samesite"], flags["max-age"]) == (True, "Lax", 3600)


@pytest.mark.security(29, 35)
def test_nobody_plants_one(browser, adviser):
    """Without the token of CSRF, or without the key of a session, a refused form leaves nothing."""
    sent = form_of(browser, CREATE) | {"last_name": "Dupont"}
    let_pass(browser, 61)
    assert browser.post(CREATE, sent | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    stranger = Client()
    assert stranger.post(CREATE, sent).status_code == 302
    stranger.cookies["sessionid"] = "never-used-by-anybody-0123456789"
    assert stranger.post(CREATE, sent).status_code == 302
    assert SealedForm.objects.count() == 0
    adviser.is_active = False
    adviser.save()
    assert browser.post(CREATE, sent).status_code == 302
    assert SealedForm.objects.count() == 0


@pytest.mark.security(29)
def test_a_late_form_writes_nothing_but_its_seal(browser):
    sent = form_of(browser, CREATE) | {"last_name": "Dupont"}
    let_pass(browser, 61)
    with CaptureQueriesContext(connection) as captured:
        browser.post(CREATE, sent)
    verbs = {"INSERT", "UPDATE", "DELETE"}
    written = [one["sql"] for one in captured if one["sql"].split()[0] in verbs]
    assert [sql.split('"')[1] for sql in written] == ["users_sealedform", "users_sealedform"]


def test_passwords_and_large_forms_are_not_kept(browser):
    typed_too_late(browser, old_password="a secret", new_password1="another")
    key = browser.cookies[sealing.COOKIE].value
    row = SealedForm.objects.get()
    assert b"password" not in Fernet(key.encode()).decrypt(row.content.encode())
    row.delete()
    come_back(browser)
    assert typed_too_late(browser, note="x" * 256 * 1024).status_code == 302
    assert SealedForm.objects.count() == 0


@pytest.mark.parametrize(("minutes", "given"), [(59, True), (61, False)])
def test_it_is_kept_for_an_hour(browser, minutes, given):
    typed_too_late(browser)
    come_back(browser)
    sealed_at = timezone.now() - dt.timedelta(minutes=minutes)
    SealedForm.objects.update(sealed_at=sealed_at)
    assert (b"Dupont" in browser.get(f"{CREATE}?given_back=1").content) == given
    sweep()
    assert SealedForm.objects.exists() == given


def test_a_session_is_remembered_for_a_day_after_its_end(browser):
    sent = form_of(browser, CREATE) | {"last_name": "Dupont"}
    key = browser.cookies["sessionid"].value
    let_pass(browser, 24 * 60)
    sweep()
    assert Session.objects.filter(pk=key).exists()
    let_pass(browser, 2 * 60)
    assert browser.post(CREATE, sent)["Location"] == f"{LOGIN}?next={CREATE}"
    sweep()
    assert not Session.objects.filter(pk=key).exists()


def test_the_command_of_the_night_remembers_it_as_long(browser):
    let_pass(browser, 60 + 23 * 60)
    call_command("clear_expired")
    assert browser.get(CREATE)["Location"].endswith("&ended=1")
    let_pass(browser, 2 * 60)
    call_command("clear_expired")
    assert Session.objects.count() == 0


def test_forms_of_two_tabs_are_both_given_back(browser, adviser):
    contact = folder(adviser)
    notes = reverse("contacts:contact-follow-ups", args=[contact.pk])
    note = form_of(browser, notes) | {"text": "Appel", "kind": "call", "date": "01/02/2026"}
    typed_too_late(browser)
    browser.post(notes, note)
    assert SealedForm.objects.values("browser").distinct().count() == 1
    come_back(browser)
    assert b"Dupont" in browser.get(f"{CREATE}?given_back=1").content
    page = html.fromstring(browser.get(f"{notes}?given_back=1").content)
    (form,) = [form for form in page.forms if "text" in form.fields]
    assert form.fields["text"].strip() == "Appel"


def test_an_address_too_long_to_be_found_again_keeps_nothing(browser):
    typed_too_late(browser, f"{CREATE}?x={'x' * 2_000}")
    assert SealedForm.objects.count() == 0
