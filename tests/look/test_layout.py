"""The layout of forms: what each object draws, and that each form lays out all that it asks."""

from importlib import import_module

import pytest
from django import forms
from django.template import Context
from django.test.signals import template_rendered
from lxml import html

from contacts import fields
from contacts.enums import Kind
from contacts.forms.blocks import sections
from contacts.forms.couple_ending import NAMES
from contacts.views.edit_conflict import Other
from look.layout import FULL, THIRD, Field, Helper, Section, VisibleFields
from o2s_contacts.catalogue import SampleForm
from tests.architecture import tree

# What a page asks beside the layout: the row of an alert, the address of Historique.
BESIDE = {"action", "contact", "search", "second_search", "moment", "source", "key"}


class TownForm(forms.Form):
    town = forms.CharField(label="<Commune>", required=False, help_text="Sans le <pays>.")
    code = forms.CharField(label="Code", max_length=3)
    uses = forms.MultipleChoiceField(
        label="Usage",
        choices=[(1, "A & B"), (2, "C")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Deux au plus.",
    )
    main = forms.BooleanField(label="Principale", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(*layout, form=None):
    drawn = Helper(*layout).render_layout(form or TownForm(initial={"key": "k"}), Context())
    return html.fragment_fromstring(drawn, create_parent="div")


def test_control_and_label_are_tied_and_help_is_named():
    field = draw(Field("town", width=THIRD)).get_element_by_id("div_id_town")
    assert field.get("class") == "field field--third"
    assert [part.tag for part in field] == ["label", "input", "p"]
    label, control, described = field
    assert (label.get("for"), label.get("class"), label.text) == ("id_town", None, "<Commune>")
    assert control.get("class") == "form-control"
    assert control.get("aria-describedby") == described.get("id") == "id_town_helptext"
    assert described.text == "Sans le <pays>."


def test_optional_field_says_so_where_it_may_stay_blank():
    drawn = draw(Field("town", "code", is_optional=True))
    assert drawn.xpath("//span[@class='field__optional']/text()") == [" (facultatif)"]
    assert drawn.xpath("//label[@for='id_town']/span/@class") == ["field__optional"]


def test_label_under_a_title_of_its_own_is_for_those_who_do_not_see_it():
    drawn = draw(Field("town", "uses", is_unlabelled=True))
    assert drawn.find(".//label").get("class") == "visually-hidden"
    assert drawn.find(".//legend").get("class") == "field__label visually-hidden"


def test_ticks_are_a_group_with_its_legend_and_its_help():
    bound = TownForm({"uses": ["2"], "code": "a"})
    group = draw("uses", form=bound).get_element_by_id("div_id_uses")
    assert (group.tag, group.get("aria-describedby")) == ("fieldset", "id_uses_helptext")
    assert group.xpath("div/@class") == ["ticks"]
    ticks = group.xpath(".//input")
    assert [(tick.get("name"), tick.get("value"), tick.get("id")) for tick in ticks] == [
        ("uses", "1", "id_uses_0"),
        ("uses", "2", "id_uses_1"),
    ]
    assert [tick.get("checked") is not None for tick in ticks] == [False, True]
    assert group.xpath(".//label/@for") == ["id_uses_0", "id_uses_1"]
    assert group.xpath(".//label/text()") == ["A & B", "C"]


def test_hidden_field_is_its_control_alone_and_once():
    drawn = draw("town")
    assert drawn.xpath("//*[@name='key']/@value") == ["k"]
    assert drawn[0].get("name") == "key"
    assert draw_without_hidden().xpath("//*[@name='key']") == []


def draw_without_hidden():
    drawn = Helper("town", hidden=False).render_layout(TownForm(), Context())
    return html.fragment_fromstring(drawn, create_parent="div")


def test_refused_field_says_why_and_counts_as_changed():
    drawn = draw("code", form=TownForm({"code": "<abcd>"}))
    field, control = drawn.get_element_by_id("div_id_code"), drawn.get_element_by_id("id_code")
    assert field.get("class") == "field field--error"
    assert control.get("aria-invalid") == "true"
    assert control.get("data-changed") is not None
    assert control.get("value") == "<abcd>"
    told = drawn.get_element_by_id(control.get("aria-describedby"))
    assert told.get("id") == "id_code_error"
    assert len(told.xpath("p[@class='field__error']/svg")) == 1


def test_field_saved_by_another_shows_both_versions_and_is_never_out_of_sight():
    form = TownForm()
    form.fields["town"].__dict__ |= {
        "asked_when": "main",
        "asked_for": "on yes",
        "is_out_of_sight": True,
    }
    hidden = draw("town", form=form).get_element_by_id("div_id_town")
    assert hidden.get("hidden") is not None
    assert (hidden.get("data-asked-when"), hidden.get("data-asked-for")) == ("main", "on yes")
    form.edit_conflicts = {"town": Other("<Marc>", None, "town", "Lyon", "Lyon", taken=False)}
    field = draw("town", form=form).get_element_by_id("div_id_town")
    assert field.get("hidden") is None
    assert field.get("class") == "field field--changed"
    assert "<Marc>" in field.xpath("string(.//*[@class='field__other']/p)")
    assert field.xpath(".//button/@value") == ["mine town", "theirs town"]
    assert field.xpath(".//input[@name='undecided']/@value") == ["town"]


def test_section_has_a_title_that_names_it_and_nothing_where_all_its_fields_are_absent():
    section = draw(Section("Lieu & usage", "town", css_id="place", hint="Où <on> est.")).find(
        "section"
    )
    title = section.get_element_by_id(section.get("aria-labelledby"))
    assert (title.tag, title.text, title.getnext().text) == ("h2", "Lieu & usage", "Où <on> est.")
    assert len(section.xpath("div[@class='fields']/div[@id='div_id_town']")) == 1
    assert draw(Section("Lieu", "street", css_id="place")).find("section") is None


def test_all_visible_fields_stand_in_the_order_of_the_form():
    drawn = draw(VisibleFields(width=FULL))
    assert drawn.xpath("*[@class='field field--full']/@id") == [
        *("div_id_town", "div_id_code", "div_id_uses", "div_id_main"),
    ]


def test_a_field_costs_no_template():
    """The large text keeps Django's own; all else is put together at once."""
    form, used = SampleForm(), []

    def note(template, **_signal):
        used.append(template.name)

    template_rendered.connect(note)
    try:
        drawn = form.helper.render_layout(form, Context())
    finally:
        template_rendered.disconnect(note)
    assert drawn.count("<label") > 10
    assert used == ["django/forms/widgets/textarea.html", "django/forms/widgets/attrs.html"]


def laid_out_forms():
    """Return each form class of the product that says how it is laid out."""
    for path in tree.sources():
        if path.parent.name in {"forms", "views"} or path.stem in {"forms", "views", "own_account"}:
            import_module(".".join(path.relative_to(tree.ROOT).with_suffix("").parts))
    classes, left = set(), [forms.BaseForm]
    while left:
        below = left.pop().__subclasses__()
        left += below
        classes |= {
            form
            for form in below
            if hasattr(form, "helper") and form.__module__.partition(".")[0] in tree.APPS
        }
    return sorted(classes, key=lambda form: form.__qualname__)


def names_laid_out(form):
    helpers = {getattr(form, name) for name in dir(form) if name.endswith("helper")}
    layouts = [helper.layout for helper in helpers]
    if any(layout.get_layout_objects(VisibleFields, greedy=True) for layout in layouts):
        return form.base_fields.keys()
    return {pointer.name for layout in layouts for pointer in layout.get_field_names()}


def test_each_form_lays_out_all_that_it_asks():
    missing = {
        (form.__qualname__, name)
        for form in laid_out_forms()
        for name, field in form.base_fields.items()
        if not field.widget.is_hidden and name not in names_laid_out(form) | BESIDE
    }
    assert len(laid_out_forms()) > 15
    assert missing == set()


@pytest.mark.parametrize("kind", Kind.values)
def test_general_lays_out_each_field_of_the_catalogue_once(kind):
    shown = [
        pointer.name
        for _form, helper in sections(kind, {"own": "", "details": ""})
        for pointer in helper.layout.get_field_names()
    ]
    expected = [field.name for block in fields.BLOCKS[kind] for field in block.fields]
    assert [name for name in shown if name not in NAMES] == expected
    assert len(shown) == len(set(shown))
    assert (set(NAMES) <= set(shown)) == (kind == Kind.PERSON)
