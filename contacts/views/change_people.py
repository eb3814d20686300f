"""Replacing somebody by somebody else in chosen contacts: the hand-over of who leaves."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contacts.actions.change_people import plan_people, replace_people
from contacts.actions.mass_plan import MassPlan
from contacts.forms.mass_changes import PeopleForm
from contacts.models import Change
from contacts.views.mass_change import MassChange, answer_list
from text.formats import number_fr
from users.http import SignedIn


class PeopleChange(MassChange):
    title = _("People assigned")
    form_class = PeopleForm

    @property
    def _asked(self) -> dict[str, Any]:
        people = {name: self.form.cleaned_data[name] for name in ("leaver", "taker")}
        return {"contact_ids": self.keys, "by": self.user} | people

    def plan(self) -> MassPlan:
        return plan_people(**self._asked)

    def apply(self, token: str | None, reason: str) -> Change | None:
        return replace_people(**self._asked, token=token, reason=reason)

    def done(self, count: int, name: str) -> str:
        text = ngettext(
            "%(name)s is %(taker)s's now, instead of %(leaver)s.",
            "%(n)s contacts are %(taker)s's now, instead of %(leaver)s.",
            count,
        )
        people = {each: self.form.cleaned_data[each] for each in ("leaver", "taker")}
        return text % {"name": name, "n": number_fr(count), **people}


@require_http_methods(["GET", "HEAD", "POST"])
def contacts_people(request: SignedIn) -> HttpResponse:
    """Ask who replaces whom in the contacts ticked in the list, and do it."""
    return answer_list(request, PeopleChange)
