"""What pages ask by themselves keeps no session alive (docs/adr/0012)."""

import re

from tests.architecture import tree

# Whoever adds one marks its view `polled` (users.http) and names it here.
POLLED = {"templates/jobs/job/_progress.html"}


def test_no_page_asks_by_itself_but_those_named():
    asking = {
        tree.name(path)
        for pattern in ("templates/*.html", "static/js/*.js")
        for path in tree.files(pattern)
        if re.search(r'hx-trigger="[^"]*\bevery\b|setInterval\(', path.read_text("utf-8"))
    }
    assert asking == POLLED
