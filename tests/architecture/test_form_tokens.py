"""Every form that is posted has one effect, and can show what was typed without saving it."""

import time

import pytest
from django.core import signing
from django.urls import resolve, reverse
from lxml import html

from o2s_contacts import drafts, one_effect
from tests.architecture.private_world import build_firm, build_secret
from tests.architecture.probe import answer, log_in
from tests.architecture.test_forms import is_a_page, pages

pytestmark = pytest.mark.django_db

PEOPLE = ("adviser", "assistant", "colleague", "manager", "administrator", "junior")
# Leaving and staying do the same again.
WITHOUT = {reverse("logout"), reverse("session-stay")}
FORMS_MET, DRAFTED = 30, 12


class EarlierSigner(signing.TimestampSigner):
    """Signs as it would have the day before yesterday: what is sent then is shown as a draft."""

    def timestamp(self):
        return signing.b62_encode(int(time.time()) - 2 * 24 * 3600)


@pytest.fixture
def firm(request):
    return build_firm({name: request.getfixturevalue(name) for name in PEOPLE})


def posted_forms(client, firm, secret):
    """Give each posted form of the site: its page, where it goes, and the form itself."""
    for route, address in pages(firm, secret):
        page = client.get(address)
        if not is_a_page(page):
            continue
        for form in html.fromstring(page.content).forms:
            if form.method == "POST" and (form.action or address) not in WITHOUT:
                yield route, form.action or address, form


@pytest.mark.on_sqlite
@pytest.mark.security(44, 66)
def test_every_posted_form_carries_a_token(firm):
    """What makes something can show, in its place, what was typed and not saved."""
    secret = build_secret(firm)
    firm.cast["adviser"].groups.set(firm.cast["manager"].groups.all())
    without, blind, met = set(), set(), 0
    for route, action, form in posted_forms(log_in(firm.cast["adviser"]), firm, secret):
        met += 1
        token = form.fields.get("form_token", "")
        if not token:
            without.add((route, action))
        if token.partition(":")[0] and not drafts.can_show(resolve(action.split("?")[0]).func):
            blind.add((route, action))
    assert (without, blind) == (set(), set())
    assert met > FORMS_MET


@pytest.mark.security(29, 66)
def test_a_draft_is_shown_and_writes_nothing(firm):
    """Each form of a view that shows drafts, sent again with other content: not a statement."""
    secret = build_secret(firm)
    firm.cast["adviser"].groups.set(firm.cast["manager"].groups.all())
    client = log_in(firm.cast["adviser"])
    salt = f"{one_effect.SALT}:{firm.cast['adviser'].pk}"
    late = EarlierSigner(salt=salt).sign("contact:x")
    wrong, met = set(), set()
    for route, action, form in posted_forms(client, firm, secret):
        view = resolve(action.split("?")[0]).func
        if not drafts.can_show(view):
            continue
        fields = dict(form.form_values()) | {"form_token": late}
        for name in {button.get("name") for button in form.xpath(".//button[@name]")} | {None}:
            buttons = form.xpath(f".//button[@name='{name}']")
            pressed = {button.get("name"): button.get("value", "") for button in buttons[:1]}
            shown = answer(client, "post", action, fields | pressed, htmx=False)
            met.add(route)
            if shown.writes:
                wrong.add((route, tuple(pressed.items()), shown.writes))
    assert wrong == set()
    assert len(met) > DRAFTED
