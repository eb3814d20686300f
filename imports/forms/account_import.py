"""The file of accounts that somebody sends, and the partner in whose name it counts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from imports.feeds.formats import ENDINGS
from imports.models import ImportRun
from look.layout import FULL, Field, Helper, Section
from text.normalise import folded, stored_text

# What is taken of a file, in bytes.
LARGEST_FILE = 40 << 20
_LONGEST_PARTNER = ImportRun._meta.get_field("partner").max_length or 0


class AccountFileForm(forms.Form):
    partner = forms.ChoiceField(
        label=pgettext_lazy("import", "Partner"),
        required=False,
        help_text=gettext_lazy(
            "Owners are recognised by what was decided about this partner’s clients before."
        ),
    )
    new_partner = forms.CharField(
        label=gettext_lazy("Name of another partner"),
        required=False,
        max_length=_LONGEST_PARTNER,
        help_text=gettext_lazy("Only if it is not in the list."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy(
            "The account workbook (.xlsx, .xls, .csv), or any other format that the night reads; "
            "40 MB at most."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("The file’s name is too long."),
        },
    )
    helper = Helper(
        Section(
            pgettext_lazy("import", "Load"),
            *(Field("partner"), Field("new_partner"), Field("file", width=FULL)),
            css_id="load",
        )
    )

    def __init__(self, *args: Any, partners: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        offered = [("", _("Choose a partner")), *((name, name) for name in partners)]
        self.fields["partner"].choices = offered  # type: ignore[attr-defined]

    def clean_new_partner(self) -> str:
        """Return the name as a folder could bear it; one that is known already is that one."""
        name = stored_text(self.cleaned_data["new_partner"])
        if name.startswith(".") or any(char in name for char in "/\\"):
            raise ValidationError(_("A partner’s name has no / and does not begin with a dot."))
        known = {folded(partner): partner for partner in self.partners}
        return known.get(folded(name), name)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(_("The file is over 40 MB: send it in parts."))
        return file

    def clean(self) -> dict[str, Any]:
        names = {self.cleaned_data.get("partner"), self.cleaned_data.get("new_partner")} - {
            "",
            None,
        }
        if not names and not {"partner", "new_partner"} & self.errors.keys():
            self.add_error("partner", _("Choose the partner, or give the name of another one."))
        if len(names) > 1:
            self.add_error("new_partner", _("Choose a partner or name another one, not both."))
        return self.cleaned_data | {"partner": next(iter(names), "")}
