"""What was read of a form: looked at, corrected, and made a contact of."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts import rights
from contacts.enums import Kind
from contacts.errors import ContactError
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.queries.duplicates.likely import Likely
from imports.actions.fact_find.creation import Accepted, create_from_form
from imports.actions.fact_find.writing.trial import untaken
from imports.errors import AnswersRefused, FormDecided
from imports.fact_find.reasons import Remark
from imports.forms.answers import AnswersForm
from imports.models import ReceivedForm
from imports.queries import fact_find_messages
from imports.queries.fact_find.received import (
    kind_of,
    likely_companions,
    likely_contacts,
    taken_before,
)
from imports.views.fact_find_upload import can_be_taken_again, may_import
from users.http import SignedIn, shows_drafts
from users.models import User

COMPANION, NEW, WITHOUT = "companion", "new", "without"


@require_http_methods(["GET", "HEAD", "POST"])
@shows_drafts
@may_import
def fact_find_received(request: SignedIn, pk: int) -> HttpResponse:
    """Show what was read, and make the contact with all that the form says."""
    forms = ReceivedForm.objects.visible_to(request.user)
    received = get_object_or_404(forms.select_related("issue__contact", "contact"), pk=pk)
    if received.decided_at is not None:
        return _decided(request, received)
    if received not in forms.waiting():
        raise Http404
    if request.method == "POST":
        return _create(request, received, AnswersForm(received, request.POST))
    form = AnswersForm(received)
    form.is_valid()
    _refuse(request, form)
    return _page(request, received, form)


def _refuse(request: SignedIn, form: AnswersForm) -> Collection[str]:
    """Tell what no folder would take with what is in doubt; return the names of these answers."""
    questions = {name: one.field for name, one in form.questions.items()}
    refusals = untaken(questions, form.accepted, by=request.user, today=timezone.localdate())
    form.refuse(refusals)
    return refusals


def _create(request: SignedIn, received: ReceivedForm, form: AnswersForm) -> HttpResponse:
    form.is_valid()
    companion, is_chosen = _companion(request, form)
    if not is_chosen:
        form.add_error(None, _companion_words(received))
    if not form.is_valid():
        refused = _refuse(request, form)
        asks = not is_chosen
        return _page(request, received, form, status=422, refused=refused, asks_companion=asks)
    accepted = Accepted(form.accepted, companion, frozenset(request.POST.get(WITHOUT, "").split()))
    try:
        contact, change = create_from_form(received=received, accepted=accepted, by=request.user)
    except FormDecided:
        received.refresh_from_db()
        return _decided(request, received)
    except AnswersRefused as error:
        form.refuse(error.refusals)
        return _page(request, received, form, status=422, refused=error.refusals)
    except ContactError as error:
        form.add_error(None, str(error))
        return _page(request, received, form, status=422)
    back = {"from": reverse("contacts:contact-list")}
    undo = reverse("contacts:change-undo", args=[change.pk], query=back)
    told = _("%(contact)s is added from the form.") % {"contact": contact}
    messages.success(request, told, extra_tags=f"undo={undo}")
    return redirect("contacts:contact-general", pk=contact.pk)


def _decided(request: SignedIn, received: ReceivedForm) -> HttpResponse:
    """Lead to what was made of it, for who sees that; or say that it can be sent again."""
    if again := can_be_taken_again(received, request.user):
        messages.info(request, again)
        return redirect("imports:fact-find-create")
    contact = get_object_or_404(Contact.objects.visible_to(request.user), pk=received.contact_id)
    return redirect("contacts:contact-general", pk=contact.pk)


def _companion(request: SignedIn, form: AnswersForm) -> tuple[Contact | None, bool]:
    """Return who was chosen of those offered, nobody to make a new one; and whether one chose.

    Nobody is chosen beforehand: the one or the other would be wrong half of the time.
    """
    offered = {
        one.contact.pk: one.contact for one in likely_companions(form.accepted, request.user)
    }
    chosen = request.POST.get(COMPANION, "")
    contact = offered.get(key(chosen) or 0)
    is_new = chosen == NEW or not (chosen or offered)
    return contact, contact is not None or is_new


def _companion_words(received: ReceivedForm) -> str:
    if kind_of(received) == Kind.ORGANISATION:
        return _("Choose whether the representative is a contact who is there, or a new one.")
    return _("Choose whether the spouse is a contact who is there, or a new one.")


def _page(
    request: SignedIn,
    received: ReceivedForm,
    form: AnswersForm,
    *,
    status: int = 200,
    refused: Collection[str] = (),
    asks_companion: bool = False,
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
        "may_change_printed_for": _may_change(received, user),
        "found": _updatable(found, received, user),
        "companions": likely_companions(accepted, user),
        "companion_error": _companion_words(received) if asks_companion else "",
        "chosen": request.POST.get(COMPANION, ""),
        "without": " ".join(refused),
        "may_reactivate": user.has_perm(rights.REACTIVATE),
    }
    return render(request, "imports/fact_find/received.html", context, status=status)


def _may_change(received: ReceivedForm, user: User) -> bool:
    """Tell whether the folder that the form was printed for may be brought up to date with it."""
    printed_for = received.issue.contact_id if received.issue else None
    return Contact.objects.changeable_by(user).filter(pk=printed_for).exists()


def _updatable(found: Sequence[Likely], received: ReceivedForm, user: User) -> list[dict[str, Any]]:
    """Say of each whether it may be brought up to date instead.

    A form that was printed for one contact brings no other one up to date.
    """
    keys = [one.contact.pk for one in found] if received.issue is None else []
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
