"""What lint calls unused: what neither code, nor a template, nor a path of names reaches."""

import pytest

from scripts.unused import unused

MODULE = """
class Contact:
    town = ""
    campaign = ""
    zone = ""

class State(TextChoices):
    DONE = "done"

class Other(Base):
    LEFT = "left"

def shown(): ...
def listed(): ...
def campaign(): ...
def kept(): ...
@receiver(saved)
def follow(): ...

rows.order_by("-contact__campaign").filter(zone__in=[])
"""


@pytest.fixture
def lines(tmp_path):
    app, templates = tmp_path / "app", tmp_path / "templates"
    (app / "migrations").mkdir(parents=True)
    templates.mkdir()
    (app / "models.py").write_text(MODULE)
    (app / "settings.py").write_text("LANGUAGE_CODE = 'fr'")
    (app / "migrations" / "0001_first.py").write_text("def forwards(): ...")
    (templates / "page.html").write_text("listed <b>{{ page.shown }}</b>{% if x.Contact %}")
    found = unused([str(app)], templates, ignore_names=["kept"], ignore_decorators=["@receiver"])
    return {line.split("unused ")[1].split(" (")[0] for line in found}


def test_what_nothing_names_is_told(lines):
    assert lines == {
        # No template names it between braces.
        "function 'listed'",
        # A string names a column, and runs nothing.
        "function 'campaign'",
        "variable 'town'",
        "class 'State'",
        "class 'Other'",
        "variable 'LEFT'",
    }
