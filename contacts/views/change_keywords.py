"""Ticking keywords for chosen contacts, and taking others away."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contacts.actions.change_keywords import change_keywords, plan_keywords
from contacts.actions.mass_plan import MassPlan
from contacts.forms.mass_changes import KeywordsForm
from contacts.models import Change
from contacts.views.mass_change import MassChange, answer_list
from text.formats import number_fr
from users.http import SignedIn


class KeywordsChange(MassChange):
    title = _("Keywords")
    form_class = KeywordsForm

    @property
    def _asked(self) -> dict[str, Any]:
        add, remove = (list(self.form.cleaned_data[name]) for name in ("add", "remove"))
        return {"contact_ids": self.keys, "add": add, "remove": remove, "by": self.user}

    def plan(self) -> MassPlan:
        return plan_keywords(**self._asked)

    def apply(self, token: str | None, _reason: str) -> Change | None:
        return change_keywords(**self._asked, token=token)

    def done(self, count: int, name: str) -> str:
        text = ngettext(
            "The keywords of %(name)s are changed.",
            "The keywords of %(n)s contacts are changed.",
            count,
        )
        return text % {"name": name, "n": number_fr(count)}


@require_http_methods(["GET", "HEAD", "POST"])
def contacts_keywords(request: SignedIn) -> HttpResponse:
    """Ask the keywords of the contacts ticked in the list, and change them."""
    return answer_list(request, KeywordsChange)
