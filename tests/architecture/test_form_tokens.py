"""Every form that is posted has one effect, and can show what was typed without saving it."""

import time
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.urls import resolve
from lxml import html

from o2s_contacts import drafts, one_effect
from tests.architecture.private_world import build_secret
from tests.architecture.probe import answer, log_in
from tests.architecture.test_forms import Forms, is_a_page, pages

pytestmark = pytest.mark.django_db

# Leaving and staying do the same again, and a file that is sent twice is one: no transaction is
# held while it is read.
WITHOUT = {
    *("logout", "session-stay", "imports:fact-find-create", "imports:fact-find-update"),
    "imports:account-import",
    "imports:contact-import-list",
}
FORMS_MET, DRAFTED = 30, 12


class EarlierSigner(signing.TimestampSigner):
    """Signs as it would have the day before yesterday: what is sent then is shown as a draft."""

    def timestamp(self):
        return signing.b62_encode(int(time.time()) - 2 * 24 * 3600)


def posted_forms(client, firm, secret):
    """Give each posted form of the site: its page, where it goes, and the form itself."""
    for route, address in pages(firm, secret):
        page = client.get(address)
        if not is_a_page(page):
            continue
        for form in html.fromstring(page.content).forms:
            action = form.action or address
            if form.method == "POST" and resolve(urlsplit(action).path).view_name not in WITHOUT:
                yield route, action, form


@pytest.mark.on_sqlite
@pytest.mark.slow
@pytest.mark.security(29, 44, 66)
def test_every_posted_form_carries_a_token_and_its_draft_writes_nothing(firm):
    """What makes something can show, in its place, what was typed and not saved.

    Each form of a view that shows drafts is sent again with other content: not a statement.
    """
    secret = build_secret(firm)
    firm.cast["adviser"].groups.set(firm.cast["manager"].groups.all())
    client = log_in(firm.cast["adviser"])
    salt = f"{one_effect.SALT}:{firm.cast['adviser'].pk}"
    late = EarlierSigner(salt=salt).sign("contact:x")
    without, blind, wrong, drafted, met, forms = set(), set(), set(), set(), 0, Forms()
    for route, action, form in posted_forms(client, firm, secret):
        met += 1
        token = form.fields.get("form_token", "")
        if not token:
            without.add((route, action))
        if not drafts.can_show(resolve(action.split("?")[0]).func):
            if token.partition(":")[0]:
                blind.add((route, action))
            continue
        drafted.add(route)
        for fields, pressed in pressed_forms(form):
            if forms.is_new(action, fields, pressed):
                sent = fields | {"form_token": late}
                shown = answer(client, "post", action, sent, htmx=False)
                if shown.writes:
                    wrong.add((route, action, shown.writes))
    assert (without, blind, wrong) == (set(), set(), set())
    assert met > FORMS_MET
    assert len(drafted) > DRAFTED


def pressed_forms(form):
    """Give what the form sends without a button, and by the first button of each name."""
    fields = dict(form.form_values())
    for name in {button.get("name") for button in form.xpath(".//button[@name]")} | {None}:
        buttons = form.xpath(f".//button[@name='{name}']")
        pressed = {button.get("name"): button.get("value", "") for button in buttons[:1]}
        yield fields | pressed, pressed
