"""The forms of a relation, of a related person, and of the couple in Conjoint."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts import fields
from contacts.actions.relation_rules import OF_A_CHILD, Terms, kinds_between
from contacts.enums import Filiation, MaritalStatus, RelationKind, Title, YesNo
from contacts.forms.dates import FrenchDateField, past_date
from contacts.forms.general import PersonForm, TidyModelForm, model_form
from contacts.models import Contact, PersonDetails, RelatedPerson
from contacts.queries.relations import End, Relation, filiation_label
from look.layout import THIRD, Fields, Helper, VisibleFields
from text import normalise, validators
from users.forms import DraftForm

# What of the couple each situation asks, beside the situation itself.
OF_COUPLE = {
    MaritalStatus.MARRIED: [
        *("marriage_date", "marriage_place", "matrimonial_regime"),
        *("marriage_contract", "spouse_gift"),
    ],
    MaritalStatus.PACS: ["pacs_date", "pacs_place", "pacs_regime", "marriage_contract"],
    MaritalStatus.COHABITING: ["marital_since"],
}

_FILIATIONS = Filiation.choices


class RelationForm(DraftForm, forms.Form):
    """What a relation says; which kinds are offered depends on the sorts of its two ends."""

    kind = forms.ChoiceField(label=gettext_lazy("Relation"))
    other_parent = forms.ChoiceField(label=gettext_lazy("Other parent"), required=False)
    filiation = forms.ChoiceField(
        label=gettext_lazy("Born of"), choices=Filiation.choices, required=False
    )
    is_dependent = forms.ChoiceField(
        label=gettext_lazy("Dependent"), choices=YesNo.choices, required=False
    )
    has_disability = forms.ChoiceField(
        label=gettext_lazy("Disability"),
        choices=YesNo.choices,
        required=False,
        help_text=gettext_lazy("Health: noted with their consent, and read here alone."),
    )
    started_on = past_date(gettext_lazy("Since"))
    ended_on = past_date(gettext_lazy("Until"))
    share = forms.DecimalField(
        label=gettext_lazy("Share (%)"),
        required=False,
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    note = forms.CharField(label=gettext_lazy("Precision"), required=False, max_length=150)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = Helper(
        Fields("kind", "other_parent", *OF_A_CHILD, "started_on", "ended_on", "share", "note")
    )

    def __init__(
        self, data: Any = None, *, contact: Contact, other: End, parents: list[End], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        kinds = kinds_between(contact, other)
        self.fields["kind"].choices = _grouped(kinds)  # type: ignore[attr-defined]
        self.fields["kind"].help_text = _("What %(other)s is to %(contact)s.") % {
            "other": other if str(other) else _("this person"),
            "contact": contact,
        }
        self.parents = {parent_key(parent): parent for parent in parents if parent != other}
        self._offer_parents(kinds)
        self._ask_of_a_child(kinds, other)
        if not any(kind.has_share for kind in kinds):
            del self.fields["share"]

    def _offer_parents(self, kinds: list[RelationKind]) -> None:
        if RelationKind.CHILD not in kinds or not self.parents:
            del self.fields["other_parent"]
            return
        named = [(key, str(parent)) for key, parent in self.parents.items()]
        self.fields["other_parent"].choices = [("", ""), *named]  # type: ignore[attr-defined]
        self.fields["other_parent"].help_text = _("Of a child: the spouse or former spouse.")

    def _ask_of_a_child(self, kinds: list[RelationKind], other: End) -> None:
        """Ask it of a child, and from a child's side of a parent who has a folder: one row."""
        if RelationKind.CHILD not in kinds:
            for name in OF_A_CHILD:
                del self.fields[name]
            return
        asked = [RelationKind.CHILD]
        if isinstance(other, Contact):
            asked.append(RelationKind.PARENT)
        kind = self["kind"].value()
        for name in OF_A_CHILD:
            self.fields[name].__dict__ |= {
                "asked_when": self.add_prefix("kind"),
                "asked_for": " ".join(asked),
                # Without a script all of it is there until a kind is saved.
                "is_out_of_sight": bool(kind) and kind not in asked,
            }
        parent = other if kind == RelationKind.PARENT else None
        offered = [(value, filiation_label(value, parent) or label) for value, label in _FILIATIONS]
        self.fields["filiation"].choices = offered  # type: ignore[attr-defined]

    def clean_note(self) -> str:
        return normalise.stored_text(self.cleaned_data["note"])

    @property
    def kind_chosen(self) -> RelationKind:
        return RelationKind(self.cleaned_data["kind"])

    @property
    def terms(self) -> Terms:
        told = self.cleaned_data
        return Terms(
            share=told.get("share"),
            started_on=told["started_on"],
            ended_on=told["ended_on"],
            note=told["note"],
            other_parent=self.parents.get(told.get("other_parent") or ""),
            **{name: told.get(name, "") for name in OF_A_CHILD},
        )


def any_relation(contact: Contact, data: Any) -> RelationForm:
    """Return the form bound, with every kind there is: to be read, never to be saved."""
    form = RelationForm(data, contact=contact, other=RelatedPerson(contact=contact), parents=[])
    form.fields["kind"].choices = RelationKind.choices  # type: ignore[attr-defined]
    return form


def parent_key(end: End) -> str:
    """Return what the list of other parents posts: a folder or a related person, and its key."""
    return f"{'contact' if isinstance(end, Contact) else 'person'}-{end.pk}"


def told(relation: Relation) -> dict[str, Any]:
    """Return what the form of a standing relation begins with."""
    row = relation.row
    terms = ("started_on", "ended_on", "share", "note", *OF_A_CHILD)
    initial = {name: getattr(row, name) for name in terms}
    initial |= {"kind": relation.kind, "version": row.version}
    if row.other_parent is not None:
        initial["other_parent"] = parent_key(row.other_parent)
    return initial


def _grouped(kinds: list[RelationKind]) -> list[Any]:
    family = [(kind.value, kind.label) for kind in kinds if kind.is_family]
    business = [(kind.value, kind.label) for kind in kinds if not kind.is_family]
    groups = [(_("Family"), family), (_("Business relations"), business)]
    return [("", ""), *((title, choices) for title, choices in groups if choices)]


class RelatedPersonForm(PersonForm):
    """Somebody without a folder; `Autre titre` is a contact's only."""

    helper = Helper(Fields(VisibleFields(width=THIRD)))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", ""), (Title.MR, Title.MR.label), (Title.MRS, Title.MRS.label)]
        self.fields["title"].choices = [*offered, (Title.MISS, Title.MISS.label)]  # type: ignore[attr-defined]


def person_form(data: Any = None, *, instance: RelatedPerson, optional: bool = False) -> Any:
    """Return the form of a related person; `optional` lets all of it stay blank."""
    names = (field.name for field in fields.RELATED_PERSON)
    factory = model_form(RelatedPerson, RelatedPersonForm, names)
    required: dict[str, Any] = {"use_required_attribute": False} if optional else {}
    return factory(data, instance=instance, empty_permitted=optional, **required)


class CoupleForm(TidyModelForm):
    """What the folder says of the couple."""

    helper = Helper(Fields(VisibleFields()))


def couple_form(contact: Contact, data: Any = None) -> Any:
    """Return the form of the couple, with what this situation asks."""
    names = OF_COUPLE[MaritalStatus(contact.person.marital_status)]
    return model_form(PersonDetails, CoupleForm, names)(data, instance=contact.person)


class EndForm(DraftForm, forms.Form):
    """Since when a relation is over."""

    on = FrenchDateField(
        label=pgettext_lazy("relation", "Ended on"), validators=[validators.not_in_future]
    )
    helper = Helper(Fields("on"))
