"""What the scripts of the look do, in a real browser, on the catalogue."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE


@pytest.fixture
def page(page_of, settings, django_user_model):
    settings.DEMO = True
    user = django_user_model.objects.create_user("durand", first_name="Anne", last_name="Durand")
    page = page_of(user)
    page.goto("/catalogue/")
    return page


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_catalogue_is_accessible_and_fits(
    page_of, settings, django_user_model, axe_complaints, viewport, dark
):
    settings.DEMO = True
    page = page_of(django_user_model.objects.create_user("durand"), viewport, dark=dark)
    page.goto("/catalogue/")
    assert axe_complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_menu_is_walked_by_arrows_and_closed_by_escape(page):
    menu = page.locator("header details.menu")
    summary = menu.locator("summary")
    summary.focus()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("link", name="Services")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("link", name="Mes traitements")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("link", name="Mon compte")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.locator("[data-theme-switch]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.locator("[data-dialog-open]")).to_be_focused()
    page.keyboard.press("End")
    expect(menu.locator("[type=submit]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    assert menu.get_attribute("open") is None


def test_menu_closes_when_one_clicks_elsewhere(page):
    menu = page.locator("header details.menu")
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    page.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_appearance_is_kept_in_this_browser(page):
    page.locator("header details.menu summary").click()
    page.locator("[data-theme-switch]").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    page.locator("[data-theme-switch]").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_question_mark_shows_the_shortcuts_and_escape_closes_them(page):
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_slash_goes_to_the_search(page):
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("?n/")
    assert page.locator("#q").input_value() == "?n/"
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_arrows_walk_the_rows_of_a_list(page):
    page.keyboard.press("ArrowDown")
    rows = page.locator("table[data-arrows] .name .who a")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.nth(0)).to_be_focused()


def test_savebar_counts_what_was_changed(page):
    state = page.locator("[data-savebar-state]")
    expect(state).to_have_text("")
    page.locator("#id_name").fill("Castaing")
    one = state.get_attribute("data-one")
    expect(state).to_have_text(one)
    page.locator("#div_id_keywords input").first.uncheck()
    page.locator("#div_id_keywords input").nth(1).check()
    expect(state).to_have_text(state.get_attribute("data-many").replace("{n}", "2"))
    page.locator("#id_name").fill("Castaing-Moreau")
    expect(state).to_have_text(one)


def test_leaving_with_something_unsaved_is_asked(page):
    page.locator("#id_name").fill("Castaing")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_tick_of_the_head_ticks_every_row(page):
    head, rows = page.locator("[data-pick-all]"), page.locator("[data-pick]")
    count = page.locator("[data-pick-count]")
    expect(count).to_have_text(count.get_attribute("data-one"))
    assert head.evaluate("box => box.indeterminate") is True
    head.check()
    assert [row.is_checked() for row in rows.all()] == [True] * 5
    expect(count).to_have_text(count.get_attribute("data-many").replace("{n}", "5"))
    head.uncheck()
    expect(count).to_have_text(count.get_attribute("data-none"))


def test_the_other_ones_value_is_taken(page):
    field = page.locator("#div_refused_name")
    field.locator("[data-conflict=theirs]").click()
    expect(field.locator("input")).to_have_value("Castaing")
    expect(field.locator("input")).to_be_focused()
    assert field.locator(".field__other").count() == 0


def test_search_shows_what_is_found_while_one_types(page):
    page.locator("#q").fill("casta")
    panel = page.locator("#search-panel")
    expect(panel).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(panel.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_search_panel_stays_on_the_screen(page, viewport):
    page.set_viewport_size(viewport)
    page.locator("#q").fill("casta")
    panel = page.locator("#search-panel")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]
    assert box["width"] >= 300


def test_session_that_ended_leads_to_the_login_not_into_the_panel(page):
    page.context.clear_cookies()
    page.locator("#q").fill("casta")
    page.wait_for_url("**/login/?next=/catalogue/")
    expect(page.locator("input[name=password]")).to_be_visible()


def test_refused_request_is_said_and_leaves_the_page(page, complaints):
    page.route("**/search/?q=*", lambda route: route.fulfill(status=500, body="broken"))
    page.locator("#q").fill("casta")
    area = page.locator("[data-toasts]")
    expect(area.locator(".toast-line")).to_have_text(area.get_attribute("data-failed"))
    expect(page.locator("#search-panel")).to_be_hidden()
    complaints.clear()
