"""What is drawn without a template is what Django draws, character by character."""

import datetime as dt

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from o2s_contacts.controls import Controls

OURS, THEIRS = Controls(), DjangoTemplates()

INPUTS = (
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput),
    *(forms.HiddenInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput),
    *(forms.CheckboxInput, forms.SearchInput, forms.TelInput, forms.ColorInput),
)
SELECTS = (forms.Select, forms.SelectMultiple, forms.NullBooleanSelect)
texts = st.text(max_size=8) | st.sampled_from(["<b>", '"', "'&'", "é\u202f€"])
values = texts | st.none() | st.integers() | st.booleans() | st.dates() | texts.map(mark_safe)
attributes = st.dictionaries(
    st.sampled_from(["class", "id", "data-x", "required", "hidden", "a&b"]),
    texts | st.booleans() | st.integers(),
    max_size=4,
)
pairs = st.lists(st.tuples(st.none() | texts | st.integers() | st.booleans(), texts), max_size=5)
choices = st.lists(st.tuples(texts, texts) | st.tuples(texts.filter(bool), pairs), max_size=4)


def both(widget: forms.Widget, value: object, attrs: dict[str, object]) -> tuple[str, str]:
    return (
        widget.render("a<name", value, attrs, renderer=OURS),
        widget.render("a<name", value, attrs, renderer=THEIRS),
    )


@given(widget=st.sampled_from(INPUTS), value=values, attrs=attributes)
def test_an_input_is_drawn_as_django_draws_it(widget, value, attrs):
    ours, theirs = both(widget(), value, attrs)

    assert ours == theirs


@given(widget=st.sampled_from(SELECTS), offered=choices, value=values, attrs=attributes)
def test_a_select_is_drawn_as_django_draws_it(widget, offered, value, attrs):
    made = widget()
    if widget is not forms.NullBooleanSelect:
        made.choices = offered
    ours, theirs = both(made, [value] if widget is forms.SelectMultiple else value, attrs)

    assert ours == theirs


def test_everything_else_keeps_its_template():
    ticks = forms.CheckboxSelectMultiple(choices=[("a", "<A>"), ("b", "B")])
    day = forms.SelectDateWidget(years=[2025])

    for widget, value in ((ticks, ["b"]), (day, dt.date(2025, 3, 1)), (forms.Textarea(), "<x>")):
        ours, theirs = both(widget, value, {"id": "x"})
        assert ours == theirs
        assert isinstance(ours, SafeString)
