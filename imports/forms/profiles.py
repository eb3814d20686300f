"""An import profile as the fields of its page: how the file is written, and a row a column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts.forms.rows import BoundedRows
from imports.feeds.profiled import Profile, schema
from imports.feeds.profiled.profile import (
    CONSTANT,
    ENCODINGS,
    LARGEST_SKIP,
    LONGEST_HEAD,
    LONGEST_NAME,
    LONGEST_PARTNER,
    LONGEST_SHEET,
    LONGEST_WORD,
    DateForm,
    Lines,
)
from imports.feeds.profiled.words import FORMS
from imports.feeds.text import header_key
from imports.records import HEADERS
from look.layout import THIRD, TWO_THIRDS, Field, Helper, Section

# Between a word of the partner's and ours.
MEANS = "="
# Rows for headers that the sample has not.
BLANK_ROWS = 2
MOST_ROWS = 250
_FIELD_OF = {header_key(label): name for name, label in HEADERS.items()}
_ENCODING_LABELS = {
    "cp1252": "Windows (cp1252)",
    "iso8859-15": "ISO 8859-15",
    "mac-roman": "Macintosh (Mac Roman)",
    "cp850": "DOS (cp850)",
}


class ProfileForm(forms.Form):
    """What a profile says of the whole file."""

    helper = Helper(
        Section(
            gettext_lazy("Whose file"),
            Field("name"),
            Field("partner"),
            css_id="profile-file",
        ),
        Section(
            gettext_lazy("How it is written"),
            Field("encoding", width=THIRD),
            Field("separator", width=THIRD),
            Field("decimal", width=THIRD),
            Field("dates", width=THIRD),
            Field("skip", width=THIRD),
            Field("sheet", width=THIRD, is_optional=True),
            Field("lines", width=TWO_THIRDS),
            css_id="profile-written",
        ),
        Section(
            gettext_lazy("The same on every line"),
            Field(*(f"constant_{name}" for name in CONSTANT)),
            css_id="profile-constants",
            hint=gettext_lazy("What stands in no column of the file. Blank: a column says it."),
        ),
    )

    name = forms.CharField(label=pgettext_lazy("import profile", "Name"), max_length=LONGEST_NAME)
    partner = forms.CharField(
        label=gettext_lazy("Partner’s folder"),
        max_length=LONGEST_PARTNER,
        help_text=gettext_lazy("The folder of the inbox into which its files are dropped."),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Letters"),
        choices=[(code, _ENCODING_LABELS[code]) for code in ENCODINGS],
        help_text=gettext_lazy("Unicode is recognised by itself, whatever is chosen here."),
    )
    separator = forms.ChoiceField(
        label=gettext_lazy("Between columns"),
        choices=[
            (";", gettext_lazy("semicolon ;")),
            (",", gettext_lazy("comma ,")),
            ("tab", gettext_lazy("tabulation")),
            ("|", gettext_lazy("bar |")),
        ],
    )
    decimal = forms.ChoiceField(
        label=gettext_lazy("Decimal sign"),
        choices=[
            (",", gettext_lazy("comma: 1 400,82")),
            (".", gettext_lazy("point: 1,400.82")),
            ("", gettext_lazy("as the file’s numbers tell")),
        ],
        required=False,
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("Dates"), choices=[(form.value, FORMS[form]) for form in DateForm]
    )
    skip = forms.IntegerField(
        label=gettext_lazy("Lines to skip"),
        min_value=0,
        max_value=LARGEST_SKIP,
        required=False,
        help_text=gettext_lazy("Above the headers."),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet"),
        max_length=LONGEST_SHEET,
        required=False,
        help_text=gettext_lazy("Of a workbook; blank: every one that has the headers."),
    )
    lines = forms.ChoiceField(
        label=gettext_lazy("One line is"),
        choices=[
            (Lines.CONTRACTS.value, gettext_lazy("a contract with its owner")),
            (Lines.HOLDINGS.value, gettext_lazy("a holding: several lines for a contract")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in CONSTANT:
            self.fields[f"constant_{name}"] = forms.CharField(
                label=HEADERS[name], max_length=LONGEST_WORD, required=False
            )

    @classmethod
    def of(cls, profile: Profile) -> "ProfileForm":
        told = {name: getattr(profile, name) for name in _PLAIN}
        told["separator"] = "tab" if profile.separator == "\t" else profile.separator
        told["dates"], told["lines"] = profile.dates.value, profile.lines.value
        told |= {f"constant_{name}": value for name, value in profile.constants.items()}
        return cls(initial=told)

    def forgive_blanks(self) -> None:
        """Complain of no field that is only blank: the profile is being described."""
        for name, wrong in self.errors.as_data().items():
            if {each.code for each in wrong} == {"required"}:
                del self.errors[name]

    def entries(self) -> dict[str, Any]:
        """Return what is typed, as far as it can be understood."""
        self.is_valid()
        told = {name: self.cleaned_data[name] for name in _PLAIN if name in self.cleaned_data}
        told["skip"] = told.get("skip") or 0
        if told.get("separator") == "tab":
            told["separator"] = "\t"
        constants = {name: self.cleaned_data.get(f"constant_{name}") for name in CONSTANT}
        return told | {"constants": {name: value for name, value in constants.items() if value}}


_PLAIN = (
    *("name", "partner", "encoding", "separator", "decimal", "dates", "skip", "sheet", "lines"),
)


def label_of(field: str, value: str) -> Any:
    """Return the words of a choice."""
    chosen: Any = ProfileForm.base_fields[field]
    return dict(chosen.choices)[value]


class ColumnForm(forms.Form):
    """One header of the file, what it fills, and the words under it."""

    head = forms.CharField(max_length=LONGEST_HEAD, required=False)
    field = forms.CharField(max_length=LONGEST_HEAD, required=False)
    optional = forms.BooleanField(required=False)
    words = forms.CharField(max_length=50_000, required=False)


ColumnForms = forms.formset_factory(
    ColumnForm, formset=BoundedRows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
PREFIX = "c"


@dataclass(frozen=True)
class Row:
    """One header as it is typed; `error`: why it fills nothing."""

    head: str = ""
    field: str = ""
    optional: bool = False
    words: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        """Return the field that it fills, or nothing."""
        return _FIELD_OF.get(header_key(self.field), "")


def rows_typed(data: Mapping[str, Any]) -> list[Row]:
    """Return the rows of the page that say something; none where the page was tampered with."""
    formset: BaseFormSet = ColumnForms(data, prefix=PREFIX)
    formset.is_valid()
    typed = [
        Row(**{name: form.cleaned_data.get(name) or default for name, default in _BLANK.items()})
        for form in formset
        if hasattr(form, "cleaned_data")
    ]
    return [
        Row(row.head, row.field, row.optional, row.words, _error(row))
        for row in typed
        if row.head or row.field
    ]


_BLANK: dict[str, Any] = {"head": "", "field": "", "optional": False, "words": ""}


def _error(row: Row) -> str:
    if row.field and not row.name:
        return _("No field is called so: choose one of the list.")
    if row.field and not row.head:
        return _("Write the header of the column.")
    if any(MEANS not in line for line in row.words.splitlines() if line.strip()):
        return _("Write a word of theirs a line, then = and ours: MR = Monsieur")
    return ""


def rows_of(profile: Profile) -> list[Row]:
    """Return the rows of a profile; words and whether it may be missing stand by the first."""
    return [
        Row(
            head,
            HEADERS[field],
            not rank and field in profile.optional,
            "" if rank else _written(profile.values.get(field, {})),
        )
        for field, heads in profile.columns.items()
        for rank, head in enumerate(heads)
    ]


def _written(words: Mapping[str, str]) -> str:
    return "\n".join(f"{word} {MEANS} {ours}" for word, ours in words.items())


def entries_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Return what rows say of a profile, as far as it can be understood."""
    columns: dict[str, list[str]] = {}
    values: dict[str, dict[str, str]] = {}
    optional = set()
    for row in rows:
        if not row.name or not row.head:
            continue
        columns.setdefault(row.name, []).append(row.head)
        pairs = (line.rsplit(MEANS, 1) for line in row.words.splitlines() if MEANS in line)
        told = {theirs.strip(): ours.strip() for theirs, ours in pairs if theirs.strip()}
        if told:
            values.setdefault(row.name, {}).update(told)
        if row.optional:
            optional.add(row.name)
    return {"columns": columns, "values": values, "optional": sorted(optional)}


def profile_of(form: ProfileForm, rows: Sequence[Row]) -> Profile:
    """Return the profile that a page describes (ProfileRefused where it can be none)."""
    whole = {"kind": schema.KIND, "version": schema.VERSION}
    return schema.read(whole | form.entries() | entries_of(rows))
