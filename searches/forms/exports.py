"""What a file is to be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from look.layout import FULL, Field, Helper, Section
from searches.enums import Format


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    helper = Helper(
        Section(
            _("Format"), Field("format", width=FULL, is_unlabelled=True), css_id="export-format"
        )
    )

    def __init__(self, data: object, *, on: str, is_ticked: bool) -> None:
        super().__init__(data, initial={"format": Format.XLSX})  # type: ignore[arg-type]
        offered = [each for each in Format if each in _offered(on, is_ticked=is_ticked)]
        self.fields["format"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined]


def _offered(on: str, *, is_ticked: bool) -> set[Format]:
    """Return the formats that these rows may have: cards are for contacts chosen by hand."""
    if on == "accounts":
        return {Format.XLSX, Format.CSV}
    return set(Format) if is_ticked else set(Format) - {Format.CARDS}
