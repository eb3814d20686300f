"""What was read of a form: looked at, corrected, and made a contact of."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts import rights
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.queries.duplicates.likely import Likely
from imports.fact_find.reasons import Remark
from imports.forms.answers import AnswersForm
from imports.models import ReceivedForm
from imports.queries import fact_find_messages
from imports.queries.fact_find.received import likely_contacts, likely_spouses, taken_before
from imports.views.fact_find_upload import may_import
from users.http import SignedIn

SPOUSE = "spouse_contact"


@require_safe
@may_import
def fact_find_received(request: SignedIn, pk: int) -> HttpResponse:
    """Show what was read, as long as it waits."""
    forms = ReceivedForm.objects.visible_to(request.user).waiting()
    received = get_object_or_404(forms.select_related("issue__contact"), pk=pk)
    form = AnswersForm(received)
    form.is_valid()
    return _page(request, received, form)


def _page(
    request: SignedIn, received: ReceivedForm, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    user, accepted = request.user, form.accepted
    found = likely_contacts(accepted, user)
    context = {
        "received": received,
        "form": form,
        "is_refused": status != 200,  # noqa: PLR2004 - as it is answered
        "sections": _sections(form),
        "doubts": len(form.errors),
        "remarks": [
            fact_find_messages.remark(Remark(code)) for code in received.answers["remarks"]
        ],
        "earlier": taken_before(received, user),
        "printed_for": received.issue.contact if received.issue else None,
        "found": _updatable(found, user),
        "spouses": likely_spouses(accepted, user),
        "chosen_spouse": key(request.POST.get(SPOUSE, "")),
        "may_reactivate": user.has_perm(rights.REACTIVATE),
    }
    return render(request, "imports/fact_find/received.html", context, status=status)


def _updatable(found: list[Likely], user: Any) -> list[dict[str, Any]]:
    """Say of each whether the user may change it: such a one may be brought up to date instead."""
    keys = [one.contact.pk for one in found]
    mine = set(Contact.objects.changeable_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [{"likely": one, "may_change": one.contact.pk in mine} for one in found]


def _sections(form: AnswersForm) -> list[dict[str, Any]]:
    """Return the answers by the sections of the form, those in doubt open."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for field in form:
        title = form.questions[field.name].section or _("Other answers")
        is_open = bool(field.errors)
        text = "" if is_open else form.shown(field.name)
        if text or is_open:
            lines = sections.setdefault(title, [])
            lines.append({"field": field, "text": text, "is_open": is_open})
    return [{"title": title, "lines": lines} for title, lines in sections.items()]
