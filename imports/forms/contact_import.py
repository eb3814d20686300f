"""What the pages of an import of contacts ask: how it is read, and what a wrong word means."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts import workbook
from contacts.exports.o2s_model import written_person
from contacts.fields import ENTRIES, Entry, Shape
from contacts.forms.combobox import (
    CATEGORY,
    COUNTRY,
    KEYWORD,
    NATIONALITY,
    PERSON,
    SOURCES,
    LongChoiceField,
    Offered,
)
from imports.enums import ImportMode, MatchKey
from imports.models import ContactImport
from imports.queries.contact_import.causes import Cause
from imports.queries.contact_import.complaints import complaint
from imports.queries.contact_import.mapping import column_called
from look.layout import FULL, Field, Helper, Section, VisibleFields
from users.models import User

# The longest that a cell of the corrected file may be, in letters.
LONGEST_CELL = 4_000
_ALL, _GOOD_ONES = "all", "good"


class OptionsForm(forms.Form):
    """What is to be done with the rows of a file."""

    mode = forms.ChoiceField(
        label=_("What the file is for"), choices=ImportMode.choices, widget=forms.RadioSelect
    )
    match_by = forms.ChoiceField(
        label=_("A row is about the contact with the same"),
        choices=MatchKey.choices,
        widget=forms.RadioSelect,
    )
    refuse = forms.ChoiceField(
        label=_("When a row is refused"),
        choices=[
            (_GOOD_ONES, pgettext_lazy("contact import", "Import the good rows, leave it out")),
            (_ALL, pgettext_lazy("contact import", "Import nothing, as O2S does")),
        ],
        widget=forms.RadioSelect,
    )
    helper = Helper(
        Section(
            _("How the file is read"),
            Field("mode", "match_by", "refuse", width=FULL),
            css_id="import-options",
            hint=_("A missing column or an empty cell changes nothing; #SUPPR# erases."),
        )
    )

    @classmethod
    def of(cls, contact_import: ContactImport) -> "OptionsForm":
        refuse = _ALL if contact_import.is_all_or_nothing else _GOOD_ONES
        standing = {"mode": contact_import.mode, "match_by": contact_import.match_by}
        return cls(initial=standing | {"refuse": refuse})

    @property
    def chosen(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "mode": ImportMode(data["mode"]),
            "match_by": MatchKey(data["match_by"]),
            "is_all_or_nothing": data["refuse"] == _ALL,
        }


_SOURCES: Mapping[Shape, str] = {
    Shape.USER: PERSON,
    Shape.CATEGORY: CATEGORY,
    Shape.KEYWORDS: KEYWORD,
    Shape.COUNTRY: COUNTRY,
    Shape.NATIONALITY: NATIONALITY,
}


def _source(entry: Entry) -> str:
    """Return where the values of a column are searched; "" where none are listed."""
    if entry.shape is Shape.LIST:
        return entry.firm_list
    return _SOURCES.get(entry.shape, "")


class Lists:
    """The values that columns may hold, each list read once for a page."""

    def __init__(self) -> None:
        self._read: dict[str, Offered] = {}

    def offered(self, column: str) -> tuple[Offered, str]:
        """Return the values of a column, none where it is free, with where they are searched."""
        entry = ENTRIES[workbook.COLUMNS[column][0]]
        source = _source(entry)
        if source not in self._read:
            pairs = [(str(key), label) for key, label in SOURCES[source]()] if source else []
            self._read[source] = Offered([("", ""), *pairs])
        if words := workbook.WORDS.get(entry.key):
            return Offered([("", ""), *((word, word) for word in words.values())]), ""
        return self._read[source], source


class CorrectionForm(forms.Form):
    """What one wrong word stands for, in every row of the file."""

    def __init__(self, cause: Cause, lists: Lists, data: Any = None, *, number: int = 0) -> None:
        super().__init__(data, auto_id=f"cause-{number}-%s")
        self.cause = cause
        offered, source = lists.offered(cause.column)
        self.is_listed = len(offered.pairs) > 1
        label = _("In its place")
        self.fields["meant"] = (
            LongChoiceField(choices=offered, source=source, label=label)
            if self.is_listed
            else forms.CharField(label=label, max_length=LONGEST_CELL, strip=True)
        )
        self.fields["meant"].widget.attrs["data-unsaved"] = "no"
        self._offered, self._source = offered, source

    def clean_meant(self) -> str:
        """Refuse a text that the cells would refuse again."""
        chosen: str = self.cleaned_data["meant"]
        if not self.is_listed and (told := complaint(self.cause.column, chosen)):
            raise forms.ValidationError(told)
        return chosen

    @property
    def meant(self) -> str:
        """Return the text that the cells are to hold."""
        chosen: str = self.cleaned_data["meant"]
        if not self.is_listed:
            return chosen
        return _WRITTEN.get(self._source, _as_labelled)(self, chosen)


def _as_labelled(form: CorrectionForm, chosen: str) -> str:
    return str(form._offered.labels[chosen])  # noqa: SLF001 - of this module


def _path(form: CorrectionForm, chosen: str) -> str:
    return _as_labelled(form, chosen).replace(" / ", workbook.BETWEEN_LEVELS)


def _person(form: CorrectionForm, chosen: str) -> str:
    return written_person(form.cause.column, User.objects.get(pk=chosen))


_WRITTEN: Mapping[str, Callable[[CorrectionForm, str], str]] = {
    CATEGORY: _path,
    PERSON: _person,
    COUNTRY: lambda _form, chosen: chosen,
    NATIONALITY: lambda _form, chosen: chosen,
}


class HeadsForm(forms.Form):
    """Of a file that is not the workbook: which column each of its heads stands for."""

    helper = Helper(
        Section(
            _("Columns of this file"),
            VisibleFields(),
            css_id="import-heads",
            hint=_("Choose what each column fills in; a blank one is left out."),
        )
    )

    def __init__(self, contact_import: ContactImport, data: Any = None) -> None:
        super().__init__(data)
        self.heads = {
            f"head-{place}": head
            for place, head in enumerate(contact_import.heads)
            if head not in workbook.COLUMNS
        }
        self.standing = set(contact_import.heads) & workbook.COLUMNS.keys()
        for name, head in self.heads.items():
            widget = forms.TextInput(attrs={"list": "workbook-columns", "autocomplete": "off"})
            initial = contact_import.mapping.get(head, "")
            self.fields[name] = forms.CharField(
                label=head, required=False, max_length=200, widget=widget, initial=initial
            )

    def clean(self) -> None:
        taken = set(self.standing)
        for name, text in list(self.cleaned_data.items()):
            column = column_called(text) if text else ""
            if text and not column:
                self.add_error(name, _("No column is called so: choose one of the list."))
            elif column in taken:
                self.add_error(name, _("Another head fills in this column already."))
            elif column:
                taken.add(column)
                self.cleaned_data[name] = column

    @property
    def mapping(self) -> dict[str, str]:
        """Return the column of each head that fills in one."""
        said = ((head, self.cleaned_data.get(name)) for name, head in self.heads.items())
        return {head: column for head, column in said if column}
