"""`Créer un contact`: who a form is about, with all that it says, in one change to take back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.actions import relations
from contacts.actions.contacts import create
from contacts.actions.related_people import OF_COUPLE
from contacts.actions.undoing import keep
from contacts.enums import ChangeKind, Kind, MaritalStatus, RelationKind
from contacts.models import (
    Category,
    Change,
    Contact,
    OrganisationDetails,
    PersonDetails,
    Relationship,
)
from imports.actions.fact_find.receiving import Told, keep_received
from imports.actions.fact_find.writing.plan import (
    FactFindPlan,
    Returned,
    plan_filling,
    write,
)
from imports.errors import AnswersRefused, FormDecided
from imports.fact_find import manifest
from imports.fact_find.schema import Field
from imports.fact_find.values import Answer
from imports.models import ReceivedForm
from imports.queries.fact_find.meanings import usual_and_others
from imports.queries.fact_find.received import kind_of, signed_on, source_of, years_of
from imports.queries.fact_find.reports import LeftOut
from imports.queries.fact_find.summary import shown
from persistence.journal.steps import Step, added_rows
from persistence.models import save_as
from users.models import User

# Whom a form tells of beside the one that it is about, and what they are to that one.
COMPANIONS = {"spouse": RelationKind.SPOUSE, "representative": RelationKind.REPRESENTATIVE}
# Said of the relation, not of the person.
_OF_RELATION = {"representative.function"}


@dataclass(frozen=True)
class Accepted:
    """What is made of a form: its answers as looked at and corrected.

    `companion`: who is the spouse, or the representative, and has a folder already: nothing of it
    is written. `without`: answers that may be left out if no folder takes them.
    """

    answers: Mapping[str, Answer]
    companion: Contact | None = None
    without: Collection[str] = field(default_factory=frozenset)


@transaction.atomic
def create_from_form(
    *, received: ReceivedForm, accepted: Accepted, by: User
) -> tuple[Contact, Change]:
    """Make the contact, and one for the spouse or the representative, with what the form says.

    Return it, and the change that takes all of it back.
    """
    waiting = ReceivedForm.objects.visible_to(by).waiting().select_for_update(of=("self",))
    form = waiting.filter(pk=received.pk).first()
    if form is None:
        raise FormDecided(_("Something was made of this form already."))
    making = _Making(form, accepted, by)
    steps = making.make()
    contact, others = making.contact, making.others
    change = keep(
        ChangeKind.FACT_FIND_CREATION,
        steps=[*making.added(), *steps],
        about=[one.pk for one in making.made],
        by=by,
    )
    told = Told(making.left_out, {one.pk for one in others})
    keep_received(received=form, contact=contact, change=change, told=told, by=by)
    return contact, change


class _Making:
    """One form on its way to folders."""

    def __init__(self, form: ReceivedForm, accepted: Accepted, by: User) -> None:
        self.form, self.by, self.accepted = form, by, accepted
        self.questions = manifest.questions(form.form, form.version)
        self.source = source_of(form)
        self.answers = dict(accepted.answers)
        self.made: list[Contact] = []
        self.others: list[Contact] = []
        self.relations: list[Relationship] = []
        self.left_out: list[LeftOut] = []

    def make(self) -> list[Step]:
        """Make who is missing, then write the rest as into any folder; return what was written."""
        self.contact = self._made("organisation" if self._is_organisation else "contact")
        for word, kind in COMPANIONS.items():
            self._relate(word, kind)
        steps = write(self._plan(), by=self.by)
        for spouse in self.made[1:]:
            self._tell_of_couple(spouse)
        return steps

    def _plan(self) -> FactFindPlan:
        """Plan the rest; what no folder takes is left out if that was agreed to."""
        while True:
            plan = plan_filling(contact=self.contact, returned=self._returned(), by=self.by)
            if not plan.refused:
                return plan
            if plan.refused.keys() - self.accepted.without:
                raise AnswersRefused(plan.refused)
            for name, why in plan.refused.items():
                self._leave_out(name, why)

    def _leave_out(self, name: str, why: str) -> None:
        answer = self.answers.pop(name)
        self.left_out.append(LeftOut(name, shown(self.questions[name], answer), why))

    def added(self) -> list[Step]:
        """Return the steps that made the contacts and their relation, as they stand in the end."""
        for row in (*self.made, *self.relations):
            row.refresh_from_db(fields=["version"])
        models: list[list[Any]] = [self.made, self.relations]
        return [added_rows(rows[0]._meta.label, rows, ["version"]) for rows in models if rows]

    @property
    def _is_organisation(self) -> bool:
        return kind_of(self.form) == Kind.ORGANISATION

    def _said(self, target: str) -> Any:
        """Return what is answered to the one question with this target."""
        for name, question in self.questions.items():
            if question.target == target and name in self.answers:
                return self.answers[name].value
        return ""

    def _made(self, word: str) -> Contact:
        """Make a contact of whom nothing but the name is known yet."""
        name = self._said(f"{word}.name")
        details: PersonDetails | OrganisationDetails
        if word == "organisation":
            details = OrganisationDetails(legal_name=name)
        else:
            first_name, others = usual_and_others(self._said(f"{word}.first_names"))
            details = PersonDetails(last_name=name, first_name=first_name, other_first_names=others)
        kind = Kind.ORGANISATION if word == "organisation" else Kind.PERSON
        contact = Contact(kind=kind, category=_category(kind))
        create(contact=contact, details=details, by=self.by, reason=self.source)
        self.made.append(contact)
        return contact

    def _relate(self, word: str, kind: RelationKind) -> None:
        """Relate the contact to the one who was chosen, or to a new one with this name."""
        other = self.accepted.companion
        if not any(self._is_about(self.questions[name], word) for name in self.answers):
            return
        if other is None:
            other = self._made(word)
        else:
            # Their folder says of them what its own people know.
            for name in [one for one in self.answers if self._is_about(self.questions[one], word)]:
                self._leave_out(name, _("The folder that was there already is left as it is."))
        self.others.append(other)
        self.relations.append(
            relations.add(contact=self.contact, kind=kind, other=other, by=self.by)
        )

    @staticmethod
    def _is_about(question: Field, word: str) -> bool:
        return question.person == word and question.target not in _OF_RELATION

    def _returned(self) -> Returned:
        return Returned(
            questions=self.questions,
            values={name: answer.value for name, answer in self.answers.items()},
            texts={
                name: shown(self.questions[name], answer) for name, answer in self.answers.items()
            },
            today={},
            source=self.source,
            signed_on=signed_on(self.form, self.answers),
            years=years_of(self.form),
            rows={},
        )

    def _tell_of_couple(self, spouse: Contact) -> None:
        """Say in the new folder of a spouse what the other one's says of both."""
        if self._is_organisation:
            return
        details = PersonDetails.objects.get(contact=spouse)
        told = PersonDetails.objects.get(contact=self.contact)
        if told.marital_status in MaritalStatus.coupled():
            for name in OF_COUPLE:
                setattr(details, name, getattr(told, name))
            save_as(details, self.by, reason=self.source)


def _category(kind: Kind) -> Category:
    """Return the category of new contacts of this kind; a firm always has one."""
    default = Category.objects.filter(default_for=kind).first()
    return default or Category.objects.order_by("pk")[0]
