"""Each line of docs/security.md has its test: taking one away fails here, by the line's name."""

from tests.architecture.security_lines import LATER, LINES, PAGE, PARTLY, marked, proofs, told


def test_every_line_is_proven():
    found = proofs()
    missing = {line: words for line, words in LINES.items() if line not in {*found, *LATER}}
    assert missing == {}, "no test carries the mark of these lines"


def test_no_line_waits_that_is_proven():
    assert LATER.keys() & proofs().keys() == set()


def test_marks_name_lines_that_exist():
    assert proofs().keys() | LATER.keys() <= LINES.keys()
    assert PARTLY.keys() <= proofs().keys()


def test_page_names_no_test_that_is_gone():
    """A proof that was renamed or taken away; new ones may wait until the page is written again."""
    found, page = proofs(), told(PAGE.read_text("utf-8"))
    assert page.keys() == LINES.keys()
    gone = {line: tests - set(found.get(line, [])) for line, tests in page.items()}
    again = "run python -m tests.architecture.security_lines"
    assert {line: tests for line, tests in gone.items() if tests} == {}, again
    assert {line for line, tests in page.items() if not tests} <= LATER.keys(), again


def test_marks_are_read_from_the_source():
    source = "@pytest.mark.security(3, 4)\ndef test_x(): ...\n\ndef test_y(): ...\n"
    assert list(marked(source)) == [("test_x", [3, 4])]
