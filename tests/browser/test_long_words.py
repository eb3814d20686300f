"""No text, however long and unbroken, makes a page scroll sideways."""

import pytest
from django.db.models import QuerySet

from tests.architecture.private_world import build_firm
from tests.architecture.test_forms import WRITTEN
from tests.browser.test_every_page import addresses, open_first
from tests.conftest import CAST
from tests.factories import PersonFactory

WIDTHS = (360, 768)
WORD = "Wolfeschlegelsteinhausenbergerdorff"
LONGEST = 250
# Once the new width is drawn.
SCROLLED = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
  () => done(document.documentElement.scrollWidth))))"""


@pytest.fixture
def firm(request):
    firm = build_firm({name: request.getfixturevalue(name) for name in CAST})
    adviser = firm.cast["adviser"]
    adviser.is_staff = adviser.is_superuser = True
    adviser.save()
    return firm


def write_long_words():
    """Fill each text of the firm with one word, below every form and action."""
    for model, names in WRITTEN.items():
        for row in QuerySet(model):
            for name in names:
                room = min(model._meta.get_field(name).max_length or LONGEST, LONGEST)
                word = f"{WORD * LONGEST}"[: room - len(str(row.pk))] + str(row.pk)
                QuerySet(model).filter(pk=row.pk).update(**{name: word})


@pytest.mark.slow
def test_no_word_makes_a_page_scroll_sideways(page_of, firm):
    asked = dict(addresses(firm))
    write_long_words()
    page = page_of(firm.cast["adviser"])
    wide, seen = set(), 0
    for name, listed in asked.items():
        if name.startswith("admin:") or open_first(page, name, listed) is None:
            continue
        page.evaluate("document.fonts.ready.then(() => true)")
        seen += WORD in page.content()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SCROLLED) > width:
                wide.add((name, width))
    assert wide == set()
    assert seen > PAGES_WITH_WORDS


@pytest.mark.parametrize("width", [1290, 1440])
def test_long_name_leaves_the_list_its_columns_on_a_wide_screen(page_of, adviser, width):
    PersonFactory(by=adviser, last_name=(WORD * LONGEST)[:150])
    page = page_of(adviser, {"width": width, "height": 800})
    page.goto("/contacts/")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(SCROLLED) == width


PAGES_WITH_WORDS = 30
