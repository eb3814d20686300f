"""Every component is drawn in every state by the catalogue; here its HTML is read."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from lxml import html

from o2s_contacts import catalogue
from tests.architecture import tree

INCLUDED = re.compile(r"""\{% include "components/([\w/]+\.html)\"""")
# Drawn by the frame of a page, by a tag or by a form, not by name on the catalogue.
ELSEWHERE = {"appbar.html", "brand.html", "error_page.html", "messages.html", "searchbox.html"} | {
    *("shortcuts.html", "toast_area.html", "user_menu.html", "plot.html", "shares.html"),
    *("idle.html", "hidden_folders.html", "other_totals.html", "assets.html"),
    *("form.html", "field_conflict.html"),
}


def draw(source, **context):
    return html.fragment_fromstring(
        engines["django"].from_string(source).render(context), create_parent="div"
    )


@pytest.fixture
def sections():
    """Draw each section of the catalogue by itself, without the frame."""
    context = catalogue.context()
    return {
        anchor: html.fragment_fromstring(
            render_to_string(f"o2s_contacts/catalogue/_{anchor}.html", context),
            create_parent="div",
        )
        for anchor in catalogue.SECTIONS
    }


def test_every_component_is_shown_in_the_catalogue():
    kept = {path.name for path in tree.files("templates/components/*") if path.name[0] != "_"}
    pages = [
        *tree.files("templates/o2s_contacts/catalogue/*"),
        *tree.files("templates/components/*"),
    ]
    shown = {name for path in pages for name in INCLUDED.findall(path.read_text("utf-8"))}
    assert kept - shown - ELSEWHERE == set()


def test_every_section_is_drawn(sections):
    assert [anchor for anchor, drawn in sections.items() if not drawn.text_content().strip()] == []


def test_identifiers_are_unique_in_the_catalogue(sections):
    ids = [one for drawn in sections.values() for one in drawn.xpath("//@id")]
    assert len(ids) > 20
    assert len(ids) == len(set(ids))


def test_every_control_of_the_catalogue_has_a_name(sections):
    controls = [
        control
        for drawn in sections.values()
        for control in drawn.xpath("//input[not(@type='hidden')] | //select | //textarea")
    ]
    assert len(controls) > 20
    nameless = [html.tostring(c) for c in controls if not is_labelled(c)]
    assert nameless == []


def is_labelled(control):
    return bool(
        control.xpath("ancestor::label | @aria-label")
        or control.xpath(f"//label[@for='{control.get('id')}']")
    )


def test_refused_field_says_why_beside_itself(sections):
    field = sections["champs"].get_element_by_id("refused_birth")
    assert field.get("aria-invalid") == "true"
    reason = sections["champs"].get_element_by_id(field.get("aria-describedby"))
    assert reason.xpath(".//*[@class='field__error']//text()")[-1].strip() != ""
    assert "field--error" in field.getparent().get("class").split()


def test_summary_links_to_each_refused_field(sections):
    links = sections["champs"].xpath("//*[@role='alert']//a/@href")
    assert links == ["#refused_name", "#refused_birth", "#refused_iban"]


def test_help_and_error_of_a_field_are_both_named(sections):
    field = sections["champs"].get_element_by_id("refused_name")
    assert field.get("aria-describedby") == "refused_name_helptext refused_name_error"
    for name in field.get("aria-describedby").split():
        assert sections["champs"].get_element_by_id(name).text_content().strip()


def test_crispy_draws_the_looks_own_fields(sections):
    form = sections["formulaire"]
    assert form.get_element_by_id("id_job").get("class") == "form-select"
    assert form.get_element_by_id("id_note").get("class") == "form-control form-control--area"
    assert form.get_element_by_id("id_income").getparent().get("class") == "affix"
    assert form.get_element_by_id("div_id_name").get("class") == "field field--third"
    assert form.get_element_by_id("div_id_keywords").tag == "fieldset"
    assert form.xpath("//*[contains(@class, 'mb-3') or contains(@class, 'asteriskField')]") == []


def test_ticked_boxes_stay_ticked(sections):
    ticked = sections["formulaire"].xpath("//*[@id='div_id_keywords']//input[@checked]/@value")
    assert ticked == ["d", "i"]


def test_text_is_escaped_in_a_message():
    source = '{% include "components/message.html" with text=text only %}'
    drawn = draw(source, text="<b>Dupont & Fils</b>")
    assert drawn.xpath("//b") == []
    assert "<b>Dupont & Fils</b>" in drawn.text_content()


@pytest.mark.parametrize(
    ("tags", "address"),
    [("", ""), ("batch", ""), ("undo=/contacts/3/undo/", "/contacts/3/undo/"), (None, "")],
)
def test_undo_address_is_read_in_the_tags_of_a_message(tags, address):
    message = Message(constants.SUCCESS, "fait", extra_tags=tags)
    assert engines["django"].from_string("{{ m|undo_url }}").render({"m": message}) == address


def test_message_that_can_be_undone_is_a_form_that_posts():
    source = '{% include "components/toast.html" with text="x" undo_url="/undo/" only %}'
    form = draw(source).find(".//form")
    assert (form.get("method"), form.get("action")) == ("post", "/undo/")


def test_mark_is_a_square_for_an_organisation():
    drawn = draw('{% mark "Chais Moreau" organisation=True %}{% mark "Moreau" "Hélène" %}')
    assert [(m.get("class"), m.text) for m in drawn.iter("span")] == [
        ("mark mark--org", "CM"),
        ("mark", "HM"),
    ]


def test_moments_are_read_in_the_time_of_the_firm():
    import datetime as dt

    moment = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    drawn = engines["django"].from_string("{{ m|moment_fr }}").render({"m": moment})
    assert drawn == "24/11/2026, 0\u202fh\u202f30"
