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
