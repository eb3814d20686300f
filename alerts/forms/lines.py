"""One small form for each line; none of them asks the database anything."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.actions.identity import Identity, corrected
from alerts.enums import Action
from alerts.models import DetectedClient
from contacts.enums import Kind, Proposals, Title
from contacts.forms.combobox import PERSON, LongChoiceField, Offered
from contacts.forms.dates import FrenchDateField
from contacts.forms.proposing import ProposedInput
from look.layout import THIRD, Field, Fields, Helper
from text.normalise import name_key
from text.validators import french_post_code

Choices = Sequence[tuple[str, str]]

NOBODY = ("", "---------")
# The same for every line, and drawn once.
ACTIONS = Offered(Action.choices)
CLIENT_CHOICES = {"contact": Action.LINK}
ACCOUNT_CHOICES = {
    "contact": Action.ADD,
    "second_contact": Action.ADD,
    "existing": Action.LINK,
}
CONTRADICTIONS = {
    Action.LINK: gettext_lazy("You chose this, and another action: choose Link, or take it out."),
    Action.ADD: gettext_lazy("You chose an owner, and another action: choose Add, or take it out."),
}
WITHOUT_LINK = Offered(one for one in Action.choices if one[0] != Action.LINK)


def read_versions(text: str) -> dict[int, int]:
    """Read lines with their versions, as `versions_text` writes them."""
    pairs = re.findall(r"([0-9]{1,18}):([0-9]{1,9})", text)
    return {int(pk): int(version) for pk, version in pairs}


def versions_text(versions: Mapping[int, int]) -> str:
    return "+".join(f"{pk}:{version}" for pk, version in versions.items())


def is_chosen(data: Mapping[str, Any], name: str) -> bool:
    """Tell whether a choice is another than the page showed; none, and none to compare, are not."""
    value, was = data.get(name, ""), data.get(f"{name}_was")
    return bool(value) and was is not None and value != was


class RowField(LongChoiceField):
    """One of the contacts or accounts offered, by its key, or none."""

    def __init__(self, *, label: str | Promise | None = None) -> None:
        super().__init__(choices=Offered([NOBODY]), label=label, required=False)

    def clean(self, value: Any) -> int | None:
        return int(super().clean(value) or 0) or None

    def has_changed(self, initial: int | None, data: str | None) -> bool:
        """Compare with the text that the page sends: a key proposed and kept is no change."""
        return super().has_changed(str(initial or ""), data)

    @property
    def has_rows(self) -> bool:
        return len(self.choices.labels) > 1


class LineForm(forms.Form):
    """What both windows ask of a line."""

    # What a choice means: whoever chooses a contact need not choose the action as well.
    CHOOSES: Mapping[str, Action]
    # Of which kind the contacts are that its search offers.
    searches: Kind | None = None

    version = forms.IntegerField(widget=forms.HiddenInput)
    action = LongChoiceField(choices=ACTIONS, initial=Action.POSTPONE)
    contact = RowField()
    # What is searched for is not something to save.
    search = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"data-unsaved": "no"}),
    )

    @property
    def has_contacts(self) -> bool:
        return self.fields["contact"].has_rows  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """Return the contact that stands chosen, in words."""
        value = str(self["contact"].value() or "")
        labels = self.fields["contact"].choices.labels  # type: ignore[attr-defined]
        return str(labels.get(value, "")) if value else ""

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself: nobody's choice is lost without a word."""
        data = super().clean() or {}
        for name, action in self.CHOOSES.items():
            if name in data and data.get("action") != action and self.is_chosen_here(name):
                self.add_error(name, CONTRADICTIONS[action])
        return data

    def is_chosen_here(self, name: str) -> bool:
        """Tell whether somebody chose this on the page that the request came from."""
        return is_chosen(self.data, self.add_prefix(name))

    @property
    def was(self) -> list[tuple[str, str]]:
        """Return what each choice is on the page, or was before one that contradicts itself."""
        return [(f"{self.add_prefix(name)}_was", self._was(name)) for name in self.CHOOSES]

    def _was(self, name: str) -> str:
        if self.is_bound and name in self.errors:
            return str(self.data.get(f"{self.add_prefix(name)}_was", ""))
        return str(self[name].value() or "")

    @property
    def lost(self) -> list[str]:
        """Return what was chosen and is not kept, as another action was chosen after it."""
        chosen = {name: self.cleaned_data[name] for name in self.CHOOSES}
        return [
            str(self.fields[name].choices.labels[str(value)])  # type: ignore[attr-defined]
            for name, value in chosen.items()
            if value not in {None, self.initial.get(name)}
            and self.cleaned_data["action"] != self.CHOOSES[name]
        ]

    def offer(self, contacts: Choices, name: str = "contact") -> None:
        """Give the contacts to choose from."""
        self.fields[name].choices = Offered([NOBODY, *contacts])  # type: ignore[attr-defined]


class AccountForm(LineForm):
    CHOOSES = {"contact": Action.ADD, "existing": Action.LINK}
    existing = RowField()

    @property
    def has_existing(self) -> bool:
        return self.fields["existing"].has_rows  # type: ignore[attr-defined]

    def offer_existing(self, accounts: Choices, *, may_link: bool) -> None:
        """Give the accounts that may have had another number, to those who may change one."""
        self.fields["existing"].choices = Offered([NOBODY, *accounts])  # type: ignore[attr-defined]
        if not may_link:
            self.fields["action"].choices = WITHOUT_LINK  # type: ignore[attr-defined]


class JointAccountForm(AccountForm):
    """Of an account that two people hold: each of them can be seen, changed or taken away."""

    CHOOSES = ACCOUNT_CHOICES
    second_contact = RowField()


class ClientForm(LineForm):
    CHOOSES = CLIENT_CHOICES
    # The lines of the same client that other partners sent, each with its version.
    also = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.BooleanField(required=False, widget=forms.HiddenInput)
    title = forms.ChoiceField(
        label=gettext_lazy("Title"), choices=[("", "---------"), *Title.choices], required=False
    )
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, required=False)
    birth_name = forms.CharField(label=gettext_lazy("Birth name"), max_length=100, required=False)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150, required=False)
    birth_date = FrenchDateField(label=gettext_lazy("Date of birth"), required=False)
    birth_town = forms.CharField(
        label=gettext_lazy("Town of birth"),
        max_length=50,
        required=False,
        widget=ProposedInput(Proposals.BIRTH_TOWN),
    )
    line_1 = forms.CharField(label=gettext_lazy("Address"), max_length=250, required=False)
    post_code = forms.CharField(
        label=gettext_lazy("Post code"),
        max_length=10,
        required=False,
        widget=ProposedInput(Proposals.POST_CODE),
    )
    town = forms.CharField(
        label=gettext_lazy("Town"),
        max_length=50,
        required=False,
        widget=ProposedInput(Proposals.TOWN),
    )
    adviser = LongChoiceField(label=gettext_lazy("Adviser"), source=PERSON, required=False)

    EDITED: tuple[str, ...] = (
        "title",
        "last_name",
        "birth_name",
        "first_name",
        "birth_date",
        "birth_town",
        "line_1",
        "post_code",
        "town",
    )

    # What opening the data shows.
    OPENED: tuple[str, ...] = (*EDITED, "adviser")
    # The line itself draws what is hidden.
    helper = Helper(Fields(Field(*OPENED, width=THIRD)), hidden=False)
    # Of two holders, `forms.joint` asks for both.
    is_joint = False
    lacks_name = gettext_lazy("Enter the last name.")

    # What was typed in words, as a message can repeat it.
    TEXTS = EDITED[1:]

    def __init__(
        self,
        data: QueryDict,
        *,
        prefix: str,
        client: DetectedClient,
        advisers: Offered,
        initial: dict[str, Any],
    ) -> None:
        self.said = self.said_of(client)
        known = {name: getattr(self.said, name) for name in self.EDITED}
        super().__init__(data, prefix=prefix, initial=known | initial)
        self._is_french = name_key(client.country) in {"", "fr", "france"}
        for name in () if self._is_french else ("post_code", "town"):
            field = self.fields[name]
            field.widget = forms.TextInput(field.widget_attrs(forms.TextInput()))
        self._open_with(known | initial)
        self.fields["adviser"].choices = advisers  # type: ignore[attr-defined]

    @staticmethod
    def said_of(client: DetectedClient) -> Identity:
        return corrected(client)

    def _open_with(self, known: dict[str, Any]) -> None:
        """Show what is known when the data are opened: the request came without them."""
        if self.is_open and not self.is_edited:
            typed = dict(self.data.items())
            for name in self.OPENED:
                shown = self.fields[name].widget.format_value(known.get(name))
                typed[self.add_prefix(name)] = shown[0] if isinstance(shown, list) else shown or ""
            self.data = typed

    @property
    def is_open(self) -> bool:
        """Tell whether the page shows the data of the client."""
        return bool(self["opened"].value())

    @property
    def is_edited(self) -> bool:
        """Tell whether the data of the client came with this request."""
        return self.add_prefix("last_name") in self.data

    @property
    def is_corrected(self) -> bool:
        """Tell whether the data that came are other than those that were shown."""
        return self.is_edited and not {*self.EDITED, "adviser"}.isdisjoint(self.changed_data)

    @property
    def opened_fields(self) -> list[forms.BoundField]:
        """Return all that opening the data shows, to be sent again when they are closed."""
        return [self[name] for name in self.OPENED]

    def clean(self) -> dict[str, Any]:
        """Ask only what the chosen action needs."""
        data = super().clean()
        if not self.is_kept:
            for name in (*self.EDITED, "adviser"):
                self.errors.pop(name, None)
        elif self.is_edited:
            if not data.get("last_name") and "last_name" not in self.errors:
                self.add_error("last_name", self.lacks_name)
            self._check_post_code(data)
        return data

    def _check_post_code(self, data: dict[str, Any]) -> None:
        """Take five digits alone in France, of what is added or was typed."""
        code = data.get("post_code")
        is_asked = data.get("action") == Action.ADD or "post_code" in self.changed_data
        if not (code and self._is_french and is_asked):
            return
        try:
            data["post_code"] = french_post_code(code)
        except forms.ValidationError as error:
            told = _(
                "A French post code has five digits, 01000. For an address abroad leave it blank,"
                " and write it in Contact details once the contact is added."
            )
            self.add_error("post_code", error if error.params else told)

    @property
    def others(self) -> dict[int, int]:
        """Return the other partners' lines of the client, as they were on the screen."""
        return read_versions(str(self["also"].value() or ""))

    @property
    def is_kept(self) -> bool:
        """Tell whether the chosen action keeps the data, at once or for another day."""
        return self.cleaned_data.get("action") in {Action.ADD, Action.POSTPONE}

    def identity(self) -> Identity | None:
        """Return the data as corrected, or None when nobody opened them."""
        if not (self.is_edited and self.is_kept):
            return None
        return replace(self.said, **{name: self.cleaned_data[name] for name in self.EDITED})
