import re

import pytest

from look import icons
from tests.architecture import tree

ASKED = re.compile(r"""\{% icon "([\w-]+)\"""")


def test_every_icon_is_drawn_inline():
    drawings = [icons.draw(name) for name in icons.NAMES]
    assert len(set(drawings)) == len(icons.NAMES) == 47
    assert [one for one in drawings if one.count("<") < 3] == []


def test_icon_says_nothing_to_a_screen_reader_and_has_no_colour():
    assert icons.draw("plus") == (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
        '<path d="M5 12h14" /><path d="M12 5v14" /></svg>'
    )


def test_large_icon_has_its_class():
    assert icons.draw("plus", "large").startswith('<svg class="icon icon--l"')


def test_unknown_icon_is_refused():
    with pytest.raises(icons.UnknownIconError, match="Unknown icon 'unicorn'"):
        icons.draw("unicorn")


def test_templates_ask_for_known_icons():
    asked = {name for path in tree.files("*.html") for name in ASKED.findall(path.read_text())}
    assert len(asked) > 10
    assert asked - set(icons.NAMES) == set()
