"""The form of a line that names two holders: the first as of any other line, and the second."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.actions.clients import HOLDERS
from alerts.actions.identity import Identity, corrected, second_of
from alerts.actions.joint import SecondHolder
from alerts.enums import Action
from alerts.forms.lines import ClientForm, RowField
from alerts.forms.organisation import OrganisationForm
from alerts.models import DetectedClient
from alerts.queries.groups import fullest
from contacts.enums import Kind, RelationKind, Title
from contacts.forms.combobox import Offered
from contacts.forms.dates import FrenchDateField
from contacts.queries.relations import COUPLES
from contacts.scoring import Description
from look.layout import THIRD, Field, Fields, Helper
from text.titles import proposes_couple

NONE = "none"
SECOND_PREFIX = "second_"


class _WhereOffered(Field):
    """Left out where there is nobody to choose from."""

    def names_in(self, form: forms.BaseForm) -> list[str]:
        offered: dict[str, Any] = form.fields
        return [name for name in super().names_in(form) if offered[name].has_rows]


class JointForm(ClientForm):
    is_joint = True

    second = forms.ChoiceField(
        label=gettext_lazy("Second holder"),
        choices=[
            (Action.ADD, gettext_lazy("Add a contact")),
            (Action.LINK, gettext_lazy("Link to a contact")),
            (NONE, gettext_lazy("One person only")),
        ],
        initial=Action.ADD,
        required=False,
    )
    second_contact = RowField(label=gettext_lazy("Contact of the second holder"))
    second_search = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"data-unsaved": "no"})
    )
    second_title = forms.ChoiceField(
        label=gettext_lazy("Title"), choices=[("", "---------"), *Title.choices], required=False
    )
    second_last_name = forms.CharField(
        label=gettext_lazy("Last name"), max_length=150, required=False
    )
    second_birth_name = forms.CharField(
        label=gettext_lazy("Birth name"), max_length=100, required=False
    )
    second_first_name = forms.CharField(
        label=gettext_lazy("First name"), max_length=150, required=False
    )
    second_birth_date = FrenchDateField(label=gettext_lazy("Date of birth"), required=False)
    second_birth_town = forms.CharField(
        label=gettext_lazy("Town of birth"), max_length=50, required=False
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Relation between the two"),
        choices=[
            ("", gettext_lazy("No relation")),
            *((kind.value, kind.label) for kind in COUPLES),
        ],
        required=False,
    )

    # Two holders are natural persons.
    searches = Kind.PERSON

    # What the second one has of its own; the address is that of the first.
    OF_SECOND = ("title", "last_name", "birth_name", "first_name", "birth_date", "birth_town")
    SECONDS = tuple(f"{SECOND_PREFIX}{name}" for name in OF_SECOND)
    OPENED = (*ClientForm.OPENED, "second", "second_contact", *SECONDS, "relation")
    choice_helper = Helper(
        Fields(Field("second", width=THIRD), _WhereOffered("second_contact", width=THIRD)),
        hidden=False,
    )
    second_helper = Helper(Fields(Field(*SECONDS, "relation", width=THIRD)), hidden=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        prefix: str,
        client: DetectedClient,
        advisers: Offered,
        initial: dict[str, Any],
    ) -> None:
        self.told = second_of(client)
        known = {f"{SECOND_PREFIX}{name}": getattr(self.told, name) for name in self.OF_SECOND}
        known["second"] = Action.ADD
        if proposes_couple(client.title):
            known["relation"] = RelationKind.SPOUSE
        # Whoever saves without having seen the two is shown them first.
        self.was_shown = f"{prefix}-{SECOND_PREFIX}last_name" in data
        if not self.was_shown and data.get(f"{prefix}-action") in HOLDERS:
            data[f"{prefix}-opened"] = "1"
        super().__init__(
            data, prefix=prefix, client=client, advisers=advisers, initial=known | initial
        )
        self._ask_by_choice()

    def _ask_by_choice(self) -> None:
        """Let the page show what the choice of the second holder asks for."""
        asked: dict[str, tuple[Action, ...]] = dict.fromkeys(self.SECONDS, (Action.ADD,))
        asked |= {"relation": HOLDERS, "second_contact": (Action.LINK,)}
        for name, choices in asked.items():
            condition = {
                "asked_when": self.add_prefix("second"),
                "asked_for": " ".join(choices),
                # Without a script all of it is there to fill in.
                "is_out_of_sight": False,
            }
            self.fields[name].__dict__.update(condition)

    @property
    def was(self) -> list[tuple[str, str]]:
        name = "second_contact"
        return [*super().was, (f"{self.add_prefix(name)}_was", self._was(name))]

    @property
    def lost(self) -> list[str]:
        """Name the second contact, too, where the action does nothing with it."""
        chosen = self.cleaned_data.get("second_contact")
        is_kept = self.cleaned_data["action"] in HOLDERS and self.chosen_second == Action.LINK
        if is_kept or chosen in {None, self.initial.get("second_contact")}:
            return super().lost
        return [*super().lost, str(self.fields["second_contact"].choices.labels[str(chosen)])]  # type: ignore[attr-defined]

    @property
    def chosen_second(self) -> str:
        """Return what the second holder is on the page: to add, to link, or nobody."""
        return str(self["second"].value() or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        action, second = data.get("action"), data.get("second")
        if action != Action.POSTPONE and not (action in HOLDERS and second == Action.ADD):
            for name in self.SECONDS:
                self.errors.pop(name, None)
        if second != Action.LINK:
            self.errors.pop("second_contact", None)
            if action in HOLDERS and self.is_chosen_here("second_contact"):
                told = _("You chose this contact: choose “Link to a contact”, or take it out.")
                self.add_error("second_contact", told)
        if action in HOLDERS:
            self._require_two(data)
        return data

    def _require_two(self, data: Mapping[str, Any]) -> None:
        second = data.get("second")
        if not self.was_shown or not second:
            told = _("Two holders: check both below, or choose “One person only”.")
            self.add_error("second", told)
        asked = ["last_name", "first_name"] if data["action"] == Action.ADD else []
        if second == Action.ADD:
            asked += [f"{SECOND_PREFIX}last_name", f"{SECOND_PREFIX}first_name"]
        words = {
            "last_name": _("Enter the last name."),
            "first_name": _("Enter the first name."),
            f"{SECOND_PREFIX}last_name": _("Second holder: enter the last name."),
            f"{SECOND_PREFIX}first_name": _("Second holder: enter the first name."),
        }
        for name in asked:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words[name])
        if second == Action.LINK and not data.get("second_contact"):
            self.add_error("second_contact", _("Choose the contact of the second holder."))

    def second_holder(self) -> SecondHolder | None:
        """Return the second holder as chosen, or None for one person; when postponed, as typed."""
        data = self.cleaned_data
        second = data["second"] if data["action"] in HOLDERS else Action.ADD
        if second == NONE or not self.is_edited:
            return None
        said: dict[str, Any] = {name: data.get(f"{SECOND_PREFIX}{name}") for name in self.OF_SECOND}
        # Where the first one lives, as it was corrected.
        where = self.identity() or self.told
        said |= {name: getattr(where, name) for name in ("line_1", "post_code", "town")}
        kind = RelationKind(data["relation"]) if data.get("relation") else None
        identity = replace(self.told, **said)
        return SecondHolder(Action(second), data.get("second_contact"), identity, kind)


def form_of(client: DetectedClient) -> type[ClientForm]:
    if client.kind == Kind.ORGANISATION:
        return OrganisationForm
    return JointForm if client.is_joint else ClientForm


def said_of_two(
    data: QueryDict | None, groups: Iterable[Sequence[DetectedClient]]
) -> tuple[dict[int, Description], dict[int, Description]]:
    """Return the first and the second holders, as far as somebody wrote who they are."""
    firsts, seconds = {}, {}
    for group in groups:
        pk, line = group[0].pk, fullest(group)
        if first := _typed_as(data, f"c{pk}-"):
            firsts[pk] = first
        elif line.edits:
            firsts[pk] = _described(corrected(line))
        seconds[pk] = _typed_as(data, f"c{pk}-{SECOND_PREFIX}") or _described(second_of(line))
    return firsts, seconds


def _typed_as(data: QueryDict | None, prefix: str) -> Description | None:
    """Return whom a person wrote; None where nothing was sent."""
    if data is None or f"{prefix}last_name" not in data:
        return None
    try:
        born = FrenchDateField(required=False).clean(data.get(f"{prefix}birth_date", ""))
    except ValidationError:
        born = None
    return Description(
        str(data.get(f"{prefix}last_name"))[:150],
        str(data.get(f"{prefix}birth_name", ""))[:100],
        str(data.get(f"{prefix}first_name", ""))[:150],
        born,
    )


def _described(said: Identity) -> Description:
    return Description(said.last_name, said.birth_name, said.first_name, said.birth_date)
