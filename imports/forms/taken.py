"""What is taken of a form that came back: which answers are ticked, and how they are corrected."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts.actions.relation_rules import Terms, check_dates
from contacts.errors import PlanChanged, RelationRefused
from contacts.forms.dates import past_date
from contacts.queries.relations import Relation
from imports.errors import AnswersRefused
from imports.forms.answers import widget_of
from imports.queries.fact_find.comparing import Comparison
from users.forms import DraftForm

TAKE, EVERY, NONE = "take", "every", "none"
TEXT = "text-"
# Couples that are over: which are ended, and since when.
END, ENDED_ON = "end", "ended-on-"


class TakenForm(DraftForm, forms.Form):
    """A box for each answer that can be taken, and a field for each that can be corrected.

    Without data it is ticked as the comparison says. `groups`: the names of each part of the page;
    `refused`: those that the folder cannot take as they came, and why; `couples`: the relations
    that may be ended, never ticked beforehand, and `over_since`: the day that the form tells.
    """

    note = forms.BooleanField(label=gettext_lazy("Save in a follow-up note"), required=False)

    def __init__(
        self,
        comparison: Comparison,
        data: QueryDict | None = None,
        *,
        groups: Mapping[str, Collection[str]],
        refused: Mapping[str, str],
        correctable: Collection[str],
        couples: Sequence[Relation] = (),
        over_since: dt.date | None = None,
    ) -> None:
        super().__init__(data)
        self.ended = data.getlist(END) if data is not None else []
        self.couples = {str(one.row.pk): one for one in couples}
        for key in self.couples:
            ended_on = past_date(pgettext_lazy("relation", "Ended on"))
            ended_on.initial = over_since
            self.fields[f"{ENDED_ON}{key}"] = ended_on
        self.taken = data.getlist(TAKE) if data is not None else []
        self.groups, self.refused = groups, refused
        self.found = {one.field.name: one for one in comparison.differences}
        for name, one in self.found.items():
            if name in correctable or one.answer.doubt is not None:
                self.fields[f"{TEXT}{name}"] = forms.CharField(
                    required=False,
                    strip=False,
                    label=one.field.label,
                    initial=one.answer.text,
                    widget=widget_of(one.field),
                )

    @cached_property
    def ticked(self) -> set[str]:
        """Return the answers that are ticked, all or none of a group whose button was used."""
        if not self.is_bound:
            return {
                name for name, one in self.found.items() if one.is_ticked and self.can_take(name)
            }
        ticked = set(self.taken) & self.found.keys()
        whole = set(filter(self.can_take, self.groups.get(self.data.get(EVERY, ""), ())))
        return (ticked | whole) - set(self.groups.get(self.data.get(NONE, ""), ()))

    def can_take(self, name: str) -> bool:
        """Tell whether an answer can be taken as it came."""
        return name not in self.refused and self.found[name].answer.doubt is None

    def texts(self) -> dict[str, str]:
        """Return what is taken: the answer as it came, or as it was corrected."""
        return {name: self.text_of(name) for name in self.ticked}

    def text_of(self, name: str) -> str:
        text = self.data.get(f"{TEXT}{name}") if self.is_bound else None
        return self.found[name].answer.text if text is None else text

    def endings(self) -> dict[int, dt.date]:
        """Return the relations that end, and since when; raise for a day that none can have."""
        if not self.couples.keys() >= set(self.ended):
            raise PlanChanged(_("The folder has changed since it was shown: look at it again."))
        days = {key: self._ended_on(one) for key, one in self.couples.items() if key in self.ended}
        return {int(key): day for key, day in days.items()}

    def _ended_on(self, couple: Relation) -> dt.date:
        name = f"{ENDED_ON}{couple.row.pk}"
        try:
            day: dt.date | None = self.fields[name].clean(self.data.get(name, ""))
        except ValidationError as error:
            raise AnswersRefused({name: " ".join(error.messages)}) from error
        if day is None:
            raise AnswersRefused({name: _("Say since when.")})
        try:
            check_dates(Terms(started_on=couple.row.started_on, ended_on=day))
        except RelationRefused as error:
            raise AnswersRefused({name: str(error)}) from error
        return day
