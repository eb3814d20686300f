"""The form of a line that adds an organisation: what persons alone have is not asked."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy

from alerts.actions.identity import LONGEST_LEGAL_NAME, Identity, corrected, legal_name
from alerts.forms.lines import ClientForm
from alerts.models import DetectedClient
from look.layout import THIRD, Field, Fields, Helper


class OrganisationForm(ClientForm):
    title = birth_name = first_name = birth_date = birth_town = None  # type: ignore[assignment]
    # Under the name that a line has for both kinds.
    last_name = forms.CharField(
        label=gettext_lazy("Legal name"), max_length=LONGEST_LEGAL_NAME, required=False
    )

    EDITED = ("last_name", "line_1", "post_code", "town")
    OPENED = (*EDITED, "adviser")
    helper = Helper(Fields(Field(*OPENED, width=THIRD)), hidden=False)
    lacks_name = gettext_lazy("Enter the legal name.")

    @staticmethod
    def said_of(client: DetectedClient) -> Identity:
        said = corrected(client)
        return replace(said, last_name=legal_name(said), first_name="")
