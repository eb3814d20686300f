"""The forms of a relation, of a related person, and of the couple in Conjoint."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts import fields
from contacts.actions.relation_rules import Terms, kinds_between
from contacts.enums import MaritalStatus, RelationKind, Title
from contacts.forms.dates import FrenchDateField, past_date
from contacts.forms.general import PersonForm, TidyModelForm, model_form
from contacts.models import Contact, PersonDetails, RelatedPerson
from contacts.queries.relations import End, Relation
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


class RelationForm(DraftForm, forms.Form):
    """What a relation says; which kinds are offered depends on the sorts of its two ends."""

    kind = forms.ChoiceField(label=gettext_lazy("Relation"))
    other_parent = forms.ChoiceField(label=gettext_lazy("Other parent"), required=False)
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
    helper = Helper(Fields("kind", "other_parent", "started_on", "ended_on", "share", "note"))

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
        if not any(kind.has_share for kind in kinds):
            del self.fields["share"]

    def _offer_parents(self, kinds: list[RelationKind]) -> None:
        if RelationKind.CHILD not in kinds or not self.parents:
            del self.fields["other_parent"]
            return
        named = [(key, str(parent)) for key, parent in self.parents.items()]
        self.fields["other_parent"].choices = [("", ""), *named]  # type: ignore[attr-defined]
        self.fields["other_parent"].help_text = _("Of a child: the spouse or former spouse.")

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
    initial = {name: getattr(row, name) for name in ("started_on", "ended_on", "share", "note")}
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
