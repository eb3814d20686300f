"""Templates are read line by line: a statement each, and none so long that a change hides in it."""

import re

import pytest

from tests.architecture import tree

LONGEST = 160
# Blocks, loops, scopes, inclusions and assignments; a condition may stand around what it shows.
STATEMENT = re.compile(
    r"{% (?:(?:block|crispy|extends|for|include|with) "
    r"|blocktranslate [^%]*\basvar |\w+ [^%]* as \w+ %})"
)


def lines():
    for path in tree.files("templates/*.html"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            yield f"{tree.name(path)}:{number}", line


def statements(line):
    return len(STATEMENT.findall(line))


def test_no_line_is_long():
    assert [place for place, line in lines() if len(line) > LONGEST] == []


def test_a_line_holds_one_statement():
    assert [place for place, line in lines() if statements(line) > 1] == []


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ('{% for one in all %}{% include "a.html" with one=one only %}{% endfor %}', 2),
        ('{% translate "Late" as late %}{% include "a.html" with text=late only %}', 2),
        ('{% url "home" as here %}{% blocktranslate asvar told %}Home{% endblocktranslate %}', 2),
        ('{% block rail %}{% include "a.html" %}{% endblock %}', 2),
        ('{% if is_private %}{% include "a.html" %}{% endif %}', 1),
        ('<a href="{% url "home" %}">{% icon "home" %}{% translate "Home as it is" %}</a>', 0),
    ],
)
def test_statements_of_a_line_are_counted(line, count):
    assert statements(line) == count
