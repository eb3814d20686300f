"""À faire: what notes ask to be done, on Accueil, on its own page and in the folder."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from contacts.actions import to_dos as actions
from contacts.errors import DoesNotSee, DoneAlready
from contacts.forms.follow_ups import REMINDER, ReminderForm, ToDoPlaceForm
from contacts.models import Contact, FollowUp, Telephone
from contacts.queries import to_dos
from contacts.queries.counts import COUNTED_UP_TO
from contacts.views.folder import FolderView
from contacts.visibility import who_sees
from text.formats import date_fr, hour_fr, number_fr
from users.http import SignedIn
from users.models import User

# How many stand on Accueil, and beside a folder.
FIRST = 6
LOST = "lost"
# Put off at once, by so many days.
LATER = {"tomorrow": 1, "week": 7}
# Where a row stands: it says there what is not said around it, and leads back there.
HOME, LIST, FOLDER, NOTE = "home", "list", "folder", "note"


def line(note: FollowUp, contact: Contact, *, place: str, may_settle: bool) -> dict[str, Any]:
    """Return what a row shows; the note was read as `queries.to_dos` does, or with its folder."""
    number, extension = getattr(note, "number", ""), getattr(note, "extension", "")
    return {
        "note": note,
        "contact": contact,
        "telephone": Telephone(number=number, extension=extension) if number else None,
        "when": _when(note),
        "is_late": note.is_to_do and _day(note) < timezone.localdate(),
        "is_lost": getattr(note, "is_lost", False),
        "may_settle": may_settle,
        "place": place,
    }


def _day(note: FollowUp) -> dt.date:
    return note.reminder_date or dt.date.max


def _when(note: FollowUp) -> str:
    """Say the day within a sentence, and the hour if one is known."""
    days = (_day(note) - timezone.localdate()).days
    day = {0: pgettext("day", "today"), 1: pgettext("day", "tomorrow")}.get(days) or date_fr(
        note.reminder_date
    )
    return f"{day}, {hour_fr(note.reminder_time)}" if note.reminder_time else day


def may_settle(note: FollowUp, user: User, *, may_change: bool) -> bool:
    """Tell whether the user may tick it: who may change the folder, and who is to do it."""
    return may_change or note.reminder_person_id == user.pk


def for_home(user: User) -> dict[str, Any]:
    """Return the first that the user is to do, how many there are, and how many are nobody's."""
    mine = FollowUp.objects.to_do_for(user)
    lost = to_dos.counted(FollowUp.objects.to_do_for_nobody(user))
    return {
        "lines": _lines(to_dos.first(mine, FIRST), HOME),
        "count": _count(to_dos.counted(mine)),
        "lost": _lost_words(lost) if lost else "",
        "lost_url": f"{reverse('contacts:to-do-list')}?show={LOST}",
    }


def of_folder(contact: Contact, user: User, *, may_change: bool) -> list[dict[str, Any]]:
    """Return what is to do in a folder that the user sees."""
    notes = to_dos.first(to_dos.of_folder(contact), FIRST)
    return [
        line(
            note,
            contact,
            place=FOLDER,
            may_settle=may_settle(note, user, may_change=may_change),
        )
        for note in notes
    ]


def _lines(notes: Iterable[FollowUp], place: str) -> list[dict[str, Any]]:
    return [line(note, note.contact, place=place, may_settle=True) for note in notes]


def _count(count: int) -> str:
    return _("more than 1,000") if count > COUNTED_UP_TO else number_fr(count)


def _lost_words(count: int) -> str:
    words = ngettext(
        "%(n)s to give to somebody else: its person no longer sees the folder",
        "%(n)s to give to somebody else: their person no longer sees the folder",
        count,
    )
    return words % {"n": _count(count)}


@require_safe
def to_do_list(request: SignedIn) -> HttpResponse:
    """Show what the user is to do, or what has to be given to somebody else."""
    form = ToDoPlaceForm(request.GET)
    form.is_valid()
    shows_lost = request.GET.get("show") == LOST
    mine = FollowUp.objects.to_do_for(request.user)
    lost = FollowUp.objects.to_do_for_nobody(request.user)
    page = to_dos.page(
        lost if shows_lost else mine, after=form.anchor("after"), before=form.anchor("before")
    )
    lines = _lines(page.rows, LIST)
    context = {
        "lines": [one | {"is_lost": shows_lost} for one in lines],
        "tabs": [{"title": "", "entries": _tabs(mine, lost, shows_lost=shows_lost)}],
        "shows_lost": shows_lost,
        "next_url": _address(page.after, "after", shows_lost=shows_lost),
        "previous_url": _address(page.before, "before", shows_lost=shows_lost),
    }
    return render(request, "contacts/to_do/list.html", context)


def _tabs(mine: Any, lost: Any, *, shows_lost: bool) -> list[dict[str, Any]]:
    here = reverse("contacts:to-do-list")
    counts = {"mine": to_dos.counted(mine), "lost": to_dos.counted(lost)}
    return [
        {
            "label": _("To do"),
            "url": here,
            "count": _count(counts["mine"]),
            "current": not shows_lost,
        },
        {
            "label": _("To give to somebody else"),
            "url": f"{here}?show={LOST}",
            "count": _count(counts["lost"]),
            "current": shows_lost,
        },
    ]


def _address(anchor: Any, side: str, *, shows_lost: bool) -> str:
    if anchor is None:
        return ""
    day, hour, key = anchor
    parts = {side: day, f"{side}_hour": hour, f"{side}_pk": key}
    return "?" + urlencode(({"show": LOST} if shows_lost else {}) | parts)


class ToDoPage(FolderView):
    """An address about what one note of the folder asks to be done."""

    def prepare(self) -> HttpResponseBase | None:
        notes = FollowUp.objects.select_related("author", "reminder_person", "done_by")
        kept = notes.filter(contact=self.contact, reminder_date__isnull=False)
        self.note = get_object_or_404(kept, pk=self.kwargs["note"])
        if not may_settle(self.note, self.request.user, may_change=self.may_change):
            raise PermissionDenied
        return super().prepare()

    def answer(self, note: FollowUp, said: str) -> HttpResponse:
        """Draw the row anew where the page asks for it alone; else say so, and lead back."""
        if self.request.htmx and not self.request.htmx.boosted:
            return render(self.request, "contacts/to_do/_row.html", {"line": self._line(note)})
        reopen = reverse("contacts:to-do-reopen", args=[self.contact.pk, note.pk])
        messages.success(self.request, said, extra_tags=f"undo={reopen}" if note.done_at else "")
        return redirect(self.back())

    def _line(self, note: FollowUp) -> dict[str, Any]:
        number, extension = self.contact.preferred_number, self.contact.preferred_extension  # type: ignore[attr-defined]
        note.number, note.extension = number, extension  # type: ignore[attr-defined]
        is_seen = who_sees(self.contact).contains(note.reminder_person)  # type: ignore[arg-type]
        note.is_lost = note.is_to_do and not is_seen  # type: ignore[attr-defined]
        return line(note, self.contact, place=self.place, may_settle=True)

    @property
    def place(self) -> str:
        return self.request.POST.get("place") or self.request.GET.get("place", "")

    def back(self) -> str:
        places = {
            HOME: reverse("home"),
            LIST: reverse("contacts:to-do-list"),
            FOLDER: reverse("contacts:contact-general", args=[self.contact.pk]),
        }
        notes = reverse("contacts:contact-follow-ups", args=[self.contact.pk])
        return places.get(self.place, notes)

    def planned_words(self, note: FollowUp) -> str:
        words = {"contact": self.contact, "when": _when(note), "person": note.reminder_person}
        return _("%(contact)s: to do %(when)s, by %(person)s.") % words


class ToDoTick(ToDoPage):
    http_method_names = ("post",)

    def post(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        try:
            done = actions.tick(note=self.note, by=request.user)
        except DoneAlready as error:
            return self.answer(self.note, str(error))
        return self.answer(done, _("%(contact)s: done.") % {"contact": self.contact})


class ToDoReopen(ToDoPage):
    http_method_names = ("post",)

    def post(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        try:
            kept = actions.untick(note=self.note, by=request.user)
        except DoneAlready as error:
            return self.answer(self.note, str(error))
        return self.answer(kept, _("%(contact)s: to do again.") % {"contact": self.contact})


class ToDoPostpone(ToDoPage):
    """Put off at once, to a day that needs no writing; the hour and the person stay."""

    http_method_names = ("post",)

    def post(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        kept, time = self.note, self.note.reminder_time
        days = LATER.get(request.POST.get("to", ""), LATER["tomorrow"])
        day = timezone.localdate() + dt.timedelta(days)
        try:
            kept = actions.plan(
                note=kept, date=day, time=time, person=kept.reminder_person, by=request.user
            )
        except (DoesNotSee, DoneAlready) as error:
            return self.answer(kept, str(error))
        return self.answer(kept, self.planned_words(kept))


class ToDoPlan(ToDoPage):
    """Another day, another hour or somebody else."""

    shows_drafts = True
    tab = "contacts:contact-follow-ups"
    template_name = "contacts/to_do/plan.html"

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        if answer is None and not self.note.is_to_do:
            return self.answer(self.note, _("This was done already."))
        return answer

    def get(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        return self._page(ReminderForm(instance=self.note))

    def post(self, request: SignedIn, pk: int, note: int) -> HttpResponseBase:
        form = ReminderForm(request.POST, instance=self.note)
        form.fields["reminder_date"].required = True
        if not form.is_valid():
            return self._page(form, status=422)
        date, time, person = (form.cleaned_data[name] for name in REMINDER)
        try:
            kept = actions.plan(
                note=self.note, date=date, time=time, person=person, by=request.user
            )
        except DoesNotSee as error:
            form.add_error(error.field, str(error))
            return self._page(form, status=422)
        except DoneAlready:
            return self.ask_again()
        return self.answer(kept, self.planned_words(kept))

    def _page(self, form: ReminderForm, status: int = 200) -> HttpResponse:
        return self.show(
            status, form=form, forms=[form], note=self.note, place=self.place, back=self.back()
        )
