"""Each line of docs/security.md has its test: taking one away fails here, by the line's name."""

from tests.architecture.security_lines import LATER, LINES, PAGE, marked, page, proofs


def test_every_line_is_proven():
    found = proofs()
    missing = {line: words for line, words in LINES.items() if line not in {*found, *LATER}}
    assert missing == {}, "no test carries the mark of these lines"


def test_no_line_waits_that_is_proven():
    assert LATER.keys() & proofs().keys() == set()


def test_marks_name_lines_that_exist():
    assert proofs().keys() | LATER.keys() <= LINES.keys()


def test_page_says_what_the_marks_say():
    told = PAGE.read_text("utf-8")
    assert told == page(proofs()), "run python -m tests.architecture.security_lines"


def test_marks_are_read_from_the_source():
    source = "@pytest.mark.security(3, 4)\ndef test_x(): ...\n\ndef test_y(): ...\n"
    assert list(marked(source)) == [("test_x", [3, 4])]
