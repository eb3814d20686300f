"""The letters of the look come with the product, and nothing moves when they come."""

import pytest
from django.urls import reverse

from tests.factories import PersonFactory

FONT = "**/fonts/inter*.woff2"
LOADED = "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
# Where each line of the page stands, and how high it is.
PLACES = """() => [...document.querySelectorAll('h1, h2, th, td, label, input, nav a, button')]
  .filter(node => node.checkVisibility())
  .map(node => { const box = node.getBoundingClientRect(); return [box.top, box.height]; })"""


@pytest.fixture
def folder(adviser):
    return PersonFactory(by=adviser, last_name="Łukasiewicz-d’Aubigné", first_name="Anne-Sophie")


def test_page_is_written_in_the_letters_of_the_look(page_of, adviser, folder):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-general", args=[folder.pk]))
    page.evaluate("document.fonts.ready")
    assert page.evaluate(LOADED) == ["Inter"]


@pytest.mark.parametrize("name", ["contacts:contact-list", "contacts:contact-general"])
def test_nothing_moves_when_the_letters_come(page_of, adviser, folder, name):
    held = []

    def hold(route):
        held.append(route)

    page = page_of(adviser)
    page.route(FONT, hold)
    keys = [folder.pk] if name.endswith("general") else []
    with page.expect_request(FONT):
        page.goto(reverse(name, args=keys), wait_until="domcontentloaded")
    before = page.evaluate(PLACES)
    assert "Inter" not in page.evaluate(LOADED)
    for route in held:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => true)")
    assert "Inter" in page.evaluate(LOADED)
    assert len(before) > 20
    assert page.evaluate(PLACES) == before
