"""A real Chromium for the tests of whole pages."""

import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from scripts import chromium
from tests.conftest import open_session

# Playwright's blocking API keeps an event loop in this thread, where Django would then refuse
# every query as if it came from a coroutine. None does.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
PATIENCE_MS = 10_000
# Of the font, on a machine so busy that the first text is drawn seconds after it came.
UNUSED_YET = "was preloaded using link preload but not used within a few seconds"


def pytest_collection_modifyitems(items):
    here = os.path.dirname(__file__)  # noqa: PTH120 - pytest's own paths are compared as text
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    path = chromium.find()
    if path is None:
        pytest.skip(f"no Chromium: {chromium.HOW_TO_GET_IT}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=list(chromium.ARGUMENTS), timeout=60_000
        )
        yield browser
        browser.close()


@pytest.fixture
def complaints():
    """What the browser complained of: a test that provokes a complaint takes it out itself."""
    return []


def listen(page, complaints, origin):
    """Note every console error (a violation of the policy is one) and every way out."""

    def on_console(message):
        if message.type in {"error", "warning"} and UNUSED_YET not in message.text:
            complaints.append(f"{message.type}: {message.text}")

    def on_request(request):
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != origin:
            complaints.append(f"left the site: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("request", on_request)


@pytest.fixture
def open_page(browser, live_server, complaints):
    """Give `open_page(cookies=[], viewport=WIDE, dark=False)`: a page of the site, listened to."""
    contexts = []

    def open_page(cookies=(), viewport=WIDE, *, dark=False, scripts=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(list(cookies))
        page = context.new_page()
        listen(page, complaints, urlsplit(live_server.url).netloc)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page_of(open_page, live_server, db):
    """Give `page_of(user)`: a page in which this user is logged in already.

    Each in a session of its own, so that several people can be at work together.
    """

    def page_of(user, viewport=WIDE, **options):
        cookie = {"name": "sessionid", "value": open_session(user), "url": live_server.url}
        return open_page([cookie], viewport, **options)

    return page_of


@pytest.fixture
def page(open_page):
    """Somebody who has not logged in."""
    return open_page()


@pytest.fixture(scope="session")
def axe_complaints():
    """Give `axe_complaints(page)`: what the accessibility rules find, in one line each."""
    axe = Axe()
    # Stylesheets are not fetched again by a script: the policy would refuse what it writes. What
    # passes is not described: that takes as long as finding what does not.
    options = {"preload": False, "resultTypes": ["violations"]}

    def axe_complaints(page):
        found = axe.run(page, options=options).response["violations"]
        return [
            f"{rule['id']}: {', '.join(str(node['target']) for node in rule['nodes'])}"
            for rule in found
        ]

    return axe_complaints
