"""What is wrong is said in our words: no form lets the browser say it in its own."""

import re

from tests.architecture import tree

FORM = re.compile(r"<form\b[^>]*>")


def test_no_form_leaves_its_messages_to_the_browser():
    forms = [
        (tree.name(path), form)
        for path in tree.files("templates/*.html")
        for form in FORM.findall(path.read_text("utf-8"))
    ]
    assert [(name, form) for name, form in forms if "novalidate" not in form] == []
    assert len(forms) > 40


REFUSAL = re.compile(r'message\.html" with kind="danger" text=refus\w+ (?P<rest>.*?)%}')


def test_what_refuses_a_page_takes_the_focus():
    """As an error summary does: it is read out, and the keyboard starts from it."""
    refusals = [
        (tree.name(path), found["rest"])
        for path in tree.files("templates/*.html")
        for found in REFUSAL.finditer(path.read_text("utf-8"))
        # There the name to log in with has it.
        if path.parent.name != "registration"
    ]
    assert [(name, rest) for name, rest in refusals if "refused=1" not in rest] == []
    assert len(refusals) > 5
