"""The forms by which a firm writes its own words: keywords, lists, categories."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.firm_lists import siblings
from contacts.forms.combobox import CATEGORY, KEYWORD, Combobox, RowChoiceField
from contacts.forms.general import category_choices
from contacts.models import Category, Keyword, ListValue
from look.layout import TWO_THIRDS, Field, Helper, Section
from text import normalise
from users.forms import DraftForm


class TermForm(DraftForm, forms.ModelForm):
    """The words of a keyword or of a list's value; two that differ by case only are one."""

    helper = Helper("label")
    row_helper = Helper(Field("label", is_unlabelled=True))

    def clean_label(self) -> str:
        label = normalise.stored_text(self.cleaned_data["label"])
        if not label:
            raise forms.ValidationError(_("Write at least one character that can be seen."))
        others = siblings(self.instance).exclude(pk=self.instance.pk)
        names = map(normalise.name_key, others.values_list("label", flat=True))
        if normalise.name_key(label) in names:
            raise forms.ValidationError(_("There is one of that name already."))
        return label


class KeywordForm(TermForm):
    class Meta:
        model = Keyword
        fields = ["label"]


class ListValueForm(TermForm):
    class Meta:
        model = ListValue
        fields = ["label"]


class ReplacementForm(forms.Form):
    """What takes the place of a term or category that goes: always asked."""

    helper = Helper(
        Section(
            gettext_lazy("Replacement"),
            Field("replacement", width=TWO_THIRDS),
            css_id="replacement",
            hint=gettext_lazy("Whatever has it will have this instead."),
        )
    )

    replacement = RowChoiceField(
        Keyword.objects.none(), label=gettext_lazy("Replace it with"), empty_label=""
    )

    def __init__(self, rows: Any, *args: Any, term: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replacement"].queryset = rows  # type: ignore[attr-defined]
        widget = self.fields["replacement"].widget
        widget.source, widget.but = _source(term), str(term.pk)
        if rows.model is Category:
            kept = set(rows.values_list("pk", flat=True))
            choices = [choice for choice in category_choices() if choice[0] in kept]
            self.fields["replacement"].choices = [("", ""), *choices]  # type: ignore[attr-defined]


def _source(term: Any) -> str:
    """Return where the other terms of the same list are searched."""
    if isinstance(term, ListValue):
        return str(term.firm_list)
    return CATEGORY if isinstance(term, Category) else KEYWORD


class CategoryForm(DraftForm, forms.ModelForm):
    helper = Helper(
        Section(
            gettext_lazy("Category"),
            Field("name", "parent", "default_for", width=TWO_THIRDS),
            css_id="category",
            hint=gettext_lazy(
                "Three levels at most. A new contact of the kind goes to its default category."
            ),
        )
    )

    class Meta:
        model = Category
        fields = ["name", "parent", "default_for"]
        field_classes = {"parent": RowChoiceField}
        widgets = {"parent": Combobox(source=CATEGORY)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        field.choices = [("", _("At the top")), *category_choices()]
        kinds: Any = self.fields["default_for"]
        kinds.choices = [("", _("No kind")), *[pair for pair in kinds.choices if pair[0]]]

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the default out: it is taken over, not refused."""
        return {*super()._get_validation_exclusions(), "default_for"}  # type: ignore[misc]

    def clean_name(self) -> str:
        name = normalise.stored_text(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write at least one character that can be seen."))
        return name

    def clean_parent(self) -> Category | None:
        parent: Category | None = self.cleaned_data["parent"]
        children: dict[int | None, list[int]] = {}
        parents = dict(Category.objects.values_list("pk", "parent_id"))
        for pk, above in parents.items():
            children.setdefault(above, []).append(pk)
        lineage = _above(parent.pk if parent else None, parents)
        if self.instance.pk in lineage:
            raise forms.ValidationError(_("A category cannot stand below itself."))
        if len(lineage) + _height(self.instance.pk, children) > Category.MAX_DEPTH:
            raise forms.ValidationError(_("The tree has three levels at most."))
        return parent


def _above(here: int | None, parents: Mapping[int, int | None]) -> list[int]:
    found = []
    while here is not None:
        found.append(here)
        here = parents[here]
    return found


def _height(here: int | None, children: dict[int | None, list[int]]) -> int:
    """Return how many levels a category and those below it take."""
    below = children.get(here, []) if here else []
    return 1 + max((_height(child, children) for child in below), default=0)
