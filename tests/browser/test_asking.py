"""Conditions made in the page: by the keyboard alone, and with nothing lost that is typed."""

import pytest
from playwright.sync_api import expect

from accounts.models import Custodian
from searches.forms.flattening import flatten
from tests.browser.conftest import NARROW, WIDE


@pytest.fixture
def clients(person):
    return [
        person("Abadie", "Solange", birth_town="Vannes"),
        person("Abadie", "Luc", birth_town="Lorient"),
        person("Petit", "Luc", birth_town="Vannes"),
    ]


# A field's name can be read in so many pixels.
READABLE = 200


def is_drawn(page):
    """Wait until what is drawn anew has settled: htmx gives the focus 20 ms after the swap."""
    settling = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
    expect(page.locator(settling)).to_have_count(0)


def total(page):
    return page.locator("#asking-total")


@pytest.mark.usefixtures("clients")
def test_a_search_is_made_by_the_keyboard_alone(page_of, adviser, axe_complaints):
    page = page_of(adviser)
    press, write = page.keyboard.press, page.keyboard.type
    page.goto("/requetes/nouvelle/")
    expect(total(page)).to_have_text("3 contacts")
    page.get_by_role("button", name="Condition").focus()
    press("Enter")
    # The focus is where one goes on: at the new condition's field, then at its comparison.
    field = page.get_by_role("combobox", name="Champ")
    expect(field).to_be_focused()
    write("nom ident")
    expect(page.get_by_role("option", name="Nom · Identité")).to_be_visible()
    press("Enter")
    comparison = page.get_by_label("Comparaison")
    expect(comparison).to_be_focused()
    expect(page.get_by_text("À compléter")).to_be_visible()
    is_drawn(page)
    press("Tab")
    write("abad")
    press("Tab")
    expect(total(page)).to_have_text("2 contacts")
    expect(page.get_by_text("À compléter")).to_be_hidden()
    # What joins two conditions is asked once there are two.
    page.get_by_role("button", name="Condition", exact=True).focus()
    press("Enter")
    expect(page.get_by_role("combobox", name="Champ").nth(1)).to_be_focused()
    write("commune de naiss")
    expect(page.get_by_role("option", name="Commune de naissance")).to_be_visible()
    press("Enter")
    expect(page.get_by_label("Comparaison").nth(1)).to_be_focused()
    is_drawn(page)
    press("Tab")
    write("vannes")
    press("Tab")
    expect(total(page)).to_have_text("1 contact")
    page.get_by_label("Ce qui est demandé").focus()
    press("ArrowDown")
    expect(total(page)).to_have_text("3 contacts")
    expect(page.locator(".asked__join").nth(1)).to_have_text("ou")
    expect(page.get_by_label("Ce qui est demandé")).to_be_focused()
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Retirer\u202f: Nom", exact=True).focus()
    press("Enter")
    expect(total(page)).to_have_text("2 contacts")
    expect(page.get_by_role("button", name="Condition", exact=True)).to_be_focused()


@pytest.mark.usefixtures("clients")
def test_what_is_typed_meanwhile_stays(page_of, adviser, complaints):
    """A value that changes draws notes and the total alone."""
    page = page_of(adviser)
    page.goto("/requetes/nouvelle/")
    page.get_by_role("button", name="Condition").click()
    page.get_by_role("combobox", name="Champ").fill("âge")
    page.get_by_role("option", name="Âge ·").click()
    low, high = page.get_by_label("Valeur"), page.get_by_label("et", exact=True)
    expect(high).to_be_visible()
    low.evaluate("control => { control.isTheSame = true }")
    low.fill("soixante")
    high.fill("7")
    expect(page.get_by_text("Saisissez un nombre")).to_be_visible()
    assert low.evaluate("control => control.isTheSame") is True
    assert high.input_value() == "7"
    low.fill("60")
    high.fill("70")
    high.press("Enter")
    expect(page.get_by_text("Saisissez un nombre")).to_be_hidden()
    expect(page.get_by_label("Valeur")).to_have_value("60")
    # A newer request takes the place of one under way, which htmx says in the console.
    aborted = ("htmx:sendAbort", "htmx:afterRequest")
    complaints[:] = [said for said in complaints if not any(name in said for name in aborted)]


def test_of_a_long_list_one_value_after_the_other_is_chosen(page_of, adviser, axe_complaints):
    for at in range(40):
        Custodian.objects.create(code=str(at), name=f"Dépositaire {at:02}")
    page = page_of(adviser, NARROW)
    page.goto("/requetes/nouvelle/?on=accounts")
    page.get_by_role("button", name="Condition").click()
    page.get_by_label("Champ").select_option(label="Dépositaire")
    for name in ("Dépositaire 07", "Dépositaire 31"):
        box = page.get_by_role("combobox", name="Ajouter une valeur")
        box.fill(name)
        page.get_by_role("option", name=name).click()
        expect(page.get_by_role("checkbox", name=name)).to_be_checked()
        expect(page.get_by_role("combobox", name="Ajouter une valeur")).to_be_focused()
    assert axe_complaints(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == NARROW["width"]


def show(page, search):
    """Open the page of a search as a browser without a script would: by posting its fields."""
    page.goto("/requetes/nouvelle/")
    data = flatten(search)
    fields = [
        ("on", search["on"]),
        *((name, value) for name in data for value in data.getlist(name)),
    ]
    page.evaluate(
        """(fields) => {
            const builder = document.getElementById("builder");
            builder.replaceChildren(...fields.map(([name, value]) => {
                const input = document.createElement("textarea");
                [input.name, input.value] = [name, value];
                return input;
            }));
            builder.closest("form").submit();
        }""",
        fields,
    )
    page.wait_for_load_state()


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_a_deep_search_is_read_and_fits(page_of, adviser, axe_complaints, viewport):
    note = {"f": "note", "op": "contains", "v": "b" * 200}
    spouse = {"rel": "spouse", "quant": "at_least", "n": 2, "where": {"any": [note, note]}}
    deep = {"none": [{"all": [spouse, {"f": "town", "op": "is", "v": ["Vannes", "Auray"]}]}, note]}
    gone = [{"f": "shoe_size", "op": "over", "v": ["42"]}, {"in_search": 7}]
    span = {"f": "birth_date", "op": "anniversary_within", "n": 30, "unit": "day"}
    keyword = {"f": "keywords", "op": "has", "v": [999_999]}
    parts = [span, deep, keyword, *gone]
    page = page_of(adviser, viewport)
    show(page, {"v": 1, "on": "contacts", "where": {"all": parts}})
    expect(page.locator("[name=node]")).to_have_count(12)
    assert axe_complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    fields = page.get_by_role("combobox", name="Champ").all()
    assert min(field.bounding_box()["width"] for field in fields) > READABLE


def test_a_search_is_made_without_a_script(page_of, adviser):
    custodians = [Custodian.objects.create(code=name, name=name) for name in ("Assurvia", "Orsel")]
    page = page_of(adviser, scripts=False)
    page.goto("/requetes/nouvelle/?on=accounts")
    page.get_by_role("button", name="Condition").click()
    page.get_by_label("Champ").select_option(label="Dépositaire")
    page.get_by_role("button", name="Actualiser").last.click()
    page.get_by_label(custodians[1].name).check()
    page.get_by_role("button", name="Compter").click()
    expect(page.get_by_text("reste 0")).to_be_visible()
    expect(page.get_by_label("Orsel")).to_be_checked()
    expect(page.get_by_label("Assurvia")).not_to_be_checked()
