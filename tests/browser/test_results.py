"""Results chosen in the page: some of them, or all that a search finds."""

import pytest
from playwright.sync_api import expect

from searches.actions.keeping import keep
from searches.actions.searches import ask
from searches.enums import Reach
from searches.models import SavedSearch
from tests.browser.conftest import NARROW, WIDE

MOREAUX = {
    "v": 1,
    "on": "contacts",
    "where": {"all": [{"f": "name", "op": "contains", "v": "more"}]},
}


@pytest.fixture
def address(adviser, person):
    for first in ("Anne", "Luc", "Zoé"):
        person("Moreau", first)
    return f"/requetes/{ask(stored=MOREAUX, by=adviser).pk}/"


def test_all_results_are_chosen_by_the_keyboard(page_of, adviser, address, axe_complaints):
    page = page_of(adviser)
    page.goto(address)
    rows = page.locator("input[data-pick]")
    told = page.locator("[data-pick-count]")
    rows.first.focus()
    page.keyboard.press("Space")
    expect(told).to_have_text("1 sélectionné")
    everything = page.get_by_label("Sélectionner les 3 résultats")
    everything.focus()
    page.keyboard.press("Space")
    expect(told).to_have_text("3 sélectionnés")
    expect(page.locator("input[data-pick]:checked:disabled")).to_have_count(3)
    # What knows the ticked rows alone waits until one ticks rows again.
    page.get_by_text("Actions", exact=True).click()
    expect(page.get_by_role("button", name="Fusionner")).to_be_disabled()
    assert axe_complaints(page) == []
    # They are still chosen when one comes back.
    page.goto("/contacts/")
    page.goto(address)
    expect(everything).to_be_checked()
    expect(told).to_have_text("3 sélectionnés")
    everything.focus()
    page.keyboard.press("Space")
    expect(told).to_have_text("")
    expect(page.locator("input[data-pick]:enabled:not(:checked)")).to_have_count(3)
    page.get_by_label("Tout sélectionner").check()
    expect(told).to_have_text("3 sélectionnés")
    expect(everything).not_to_be_checked()


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_what_is_sent_is_all_or_what_is_ticked(page_of, adviser, address, viewport):
    page = page_of(adviser, viewport)
    page.goto(address)
    sent = "[...new FormData(document.getElementById('selection')).keys()]"
    page.locator("input[data-pick]").first.check()
    page.locator("input[data-pick]").last.check()
    assert page.evaluate(sent) == ["order", "from", "contact", "contact"]
    page.get_by_label("Sélectionner les 3 résultats").check()
    assert page.evaluate(sent) == ["order", "from", "all"]


def test_menus_open_within_a_telephone(page_of, adviser, address):
    search = SavedSearch.objects.get(pk=address.split("/")[2])
    keep(search=search, name="Moreau", reach=Reach.PRIVATE, by=adviser)
    page = page_of(adviser, NARROW)
    page.goto(address)
    for name in ("Plus", "Actions"):
        menu = page.locator("main details.menu", has=page.get_by_text(name, exact=True))
        menu.locator("summary").click()
        box = menu.locator(".menu__panel").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
        menu.locator("summary").click()


def test_conditions_of_a_kept_search_open_in_its_page_and_are_changed(page_of, adviser, address):
    search = SavedSearch.objects.get(pk=address.split("/")[2])
    keep(search=search, name="Les Moreau", reach=Reach.PRIVATE, by=adviser)
    page = page_of(adviser)
    page.goto(address)
    page.get_by_text("Modifier les conditions", exact=True).click()
    builder = page.locator("details #builder")
    expect(builder.get_by_label("Valeur")).to_have_value("more")
    expect(page.get_by_role("link", name="Ouvrir les conditions")).to_have_count(0)
    builder.get_by_role("button", name="Retirer\u202f: Nom").click()
    expect(builder.get_by_label("Valeur")).to_have_count(0)
    expect(page.locator("#results")).to_be_visible()


NESTED = {
    "v": 1,
    "on": "contacts",
    "where": {
        "all": [
            MOREAUX["where"]["all"][0],
            {"any": [{"f": "name", "op": "contains", "v": word} for word in ("m", "more")]},
        ]
    },
}


def test_counts_leave_what_takes_conditions_away_in_one_column(page_of, adviser, address):
    page = page_of(adviser)
    page.goto(f"/requetes/{ask(stored=NESTED, by=adviser).pk}/")
    marks = page.get_by_role("button", name="Retirer")
    before = [mark.bounding_box()["x"] for mark in marks.all()]
    page.get_by_role("button", name="Compter", exact=True).click()
    expect(page.locator(".asked__end .count")).to_have_text(["reste 3", "reste 3"])
    assert [mark.bounding_box()["x"] for mark in marks.all()] == before
    assert len(set(before)) == 1


def _box(locator):
    box = locator.bounding_box()
    return {
        "left": box["x"],
        "middle": box["y"] + box["height"] / 2,
        "right": box["x"] + box["width"],
    }


def test_what_stands_around_results_is_in_line(page_of, adviser, address):
    page = page_of(adviser)
    page.goto(address)
    head = page.locator("#results > .block__head")
    act = _box(head.get_by_text("Actions", exact=True))
    assert act["middle"] == pytest.approx(_box(head.get_by_role("link").first)["middle"], abs=1)
    # One sentence, with the space between words.
    expect(page.locator(".asked__head > span")).to_have_count(1)
    page = page_of(adviser, NARROW)
    page.goto(address)
    everything = _box(page.get_by_label("Sélectionner les 3 résultats"))
    assert _box(page.locator("input[data-pick]").first)["left"] == everything["left"]
    assert _box(page.locator("#results .menu > summary"))["left"] == everything["left"]
    total = _box(page.locator("tfoot td[data-label]"))
    # The text itself, not the cell that holds it.
    right = page.locator("tfoot td[data-label]").evaluate(
        "cell => { const range = document.createRange(); range.selectNodeContents(cell);"
        " return range.getBoundingClientRect().right }"
    )
    assert right == pytest.approx(total["right"], abs=1)
