"""Suivi: the dated notes of a folder."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts import extensions
from contacts.actions import follow_ups as actions
from contacts.enums import FollowUpKind
from contacts.errors import DoesNotSee, EditConflict
from contacts.exports.calendar import event
from contacts.forms.follow_ups import FollowUpForm, NotesFilterForm
from contacts.models import Contact, FollowUp
from contacts.queries import follow_ups
from contacts.views import deleted_conflict, to_dos
from contacts.views.folder import FolderView
from users.http import SignedIn
from users.models import User

ICONS = {
    FollowUpKind.CALL: "phone",
    FollowUpKind.EMAIL: "mail",
    FollowUpKind.MEETING: "users",
    FollowUpKind.LETTER: "file",
    FollowUpKind.UPDATE: "edit",
    FollowUpKind.OTHER: "note",
}


class FolderFollowUps(FolderView):
    shows_drafts = True
    tab = "contacts:contact-follow-ups"
    template_name = "contacts/follow_up/list.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        context = self._notes(request)
        if request.htmx and not request.htmx.boosted:
            context |= {"contact": self.contact, "may_change": self.may_change}
            return render(request, "contacts/follow_up/_notes.html", context)
        return self._page(form=self._blank(), forms=[], **context)

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        self.require_change()
        form = _new(self.contact, request)
        if not (form.is_valid() and _is_written(form, request.user)):
            return self._page(422, form=form, forms=[form], **self._notes(request))
        messages.success(request, _("The note is added."))
        return redirect(self.tab, pk=pk)

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return deleted_conflict.read([_new(self.contact, self.request)], new=True)

    def _blank(self) -> FollowUpForm:
        initial = {"date": timezone.localdate(), "reminder_person": self.request.user.pk}
        return FollowUpForm(instance=FollowUp(contact=self.contact), initial=initial)

    def _page(self, status: int = 200, **context: Any) -> HttpResponse:
        parts = extensions.follow_up_parts(self.contact, self.request.user)
        return self.show(status, parts=parts, **context)

    def _line(self, note: FollowUp) -> dict[str, Any]:
        may_settle = to_dos.may_settle(note, self.request.user, may_change=self.may_change)
        asked = to_dos.line(note, self.contact, place=to_dos.NOTE, may_settle=may_settle)
        return {
            "note": note,
            "icon": ICONS[FollowUpKind(note.kind)],
            "to_do": asked if note.reminder_date else None,
        }

    def _notes(self, request: SignedIn) -> dict[str, Any]:
        form = NotesFilterForm(request.GET)
        form.is_valid()
        told = form.cleaned_data
        text, kind = told.get("q") or "", told.get("kind") or ""
        page = follow_ups.page(
            self.contact,
            text=text,
            kind=kind,
            after=_anchor(told, "after"),
            before=_anchor(told, "before"),
        )
        lines = [self._line(note) for note in page.rows]
        context = {"lines": lines, "query": text, "kind": kind, "kinds": _kinds(text, kind)}
        return context | {"filtered": bool(text or kind)} | _links(page, text, kind)


def _new(contact: Contact, request: SignedIn) -> FollowUpForm:
    """Return the form of a note to come, as it was sent."""
    return FollowUpForm(request.POST, instance=FollowUp(contact=contact))


def _is_written(form: FollowUpForm, by: User) -> bool:
    """Write the note, unless who is to come back to it stopped seeing the folder meanwhile."""
    try:
        actions.write(note=form.save(commit=False), by=by)
    except DoesNotSee as error:
        form.add_error(error.field, str(error))
        return False
    return True


def _anchor(told: dict[str, Any], side: str) -> follow_ups.Anchor | None:
    day, key = told.get(side), told.get(f"{side}_pk")
    return (day, key) if day and key else None


def _address(**parts: Any) -> str:
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def _kinds(text: str, kind: str) -> list[dict[str, Any]]:
    """Return the filters by kind; the one that is on is taken away by its link."""
    return [
        {
            "label": label,
            "on": value == kind,
            "url": _address(q=text, kind=value if value != kind else ""),
        }
        for value, label in FollowUpKind.choices
    ]


def _links(page: follow_ups.Page, text: str, kind: str) -> dict[str, str]:
    links = {}
    if page.after:
        day, key = page.after
        links["next_url"] = _address(q=text, kind=kind, after=day, after_pk=key)
    if page.before:
        day, key = page.before
        links["previous_url"] = _address(q=text, kind=kind, before=day, before_pk=key)
    return links


class FollowUpCalendar(FolderView):
    """An appointment to come, for one's own calendar; for whoever sees the folder."""

    def get(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        notes = FollowUp.objects.visible_to(request.user)
        kept = get_object_or_404(notes, contact=self.contact, pk=note)
        if not kept.is_ahead:
            raise Http404
        text = event(kept, self.contact, host=request.get_host())
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="rendez-vous-{kept.date}.ics"'
        return answer


class FollowUpPage(FolderView):
    """A page of one note of the folder."""

    tab = "contacts:contact-follow-ups"

    def prepare(self) -> HttpResponseBase | None:
        notes = FollowUp.objects.select_related("author", "contact", "reminder_person")
        self.note = get_object_or_404(notes, contact=self.contact, pk=self.kwargs["note"])
        self.require_change()
        return super().prepare()


class FollowUpChange(FollowUpPage):
    shows_drafts = True
    template_name = "contacts/follow_up/change.html"

    def get(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        return self._page(FollowUpForm(instance=self.note))

    def post(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        form = FollowUpForm(request.POST, instance=self.note)
        if not form.is_valid():
            return self._page(form, status=422)
        version = form.cleaned_data["version"]
        try:
            actions.change(note=form.save(commit=False), version=version or 0, by=request.user)
        except EditConflict:
            return self._both_versions(form)
        except DoesNotSee as error:
            form.add_error(error.field, str(error))
            return self._page(form, status=422)
        messages.success(request, _("The note is saved."))
        return redirect(self.tab, pk=pk)

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return deleted_conflict.read([_new(self.contact, self.request)], new=True)

    def _both_versions(self, form: FollowUpForm) -> HttpResponse:
        """Show the note as somebody saved it beside what was typed, which is saved next time."""
        standing = FollowUp.objects.get(pk=self.note.pk)
        last = standing.history.select_related("history_user").first()
        form.add_error(
            None,
            _("%(who)s changed this note since you opened it. Nothing is saved: choose.")
            % {"who": last.history_user if last and last.history_user else _("Somebody")},
        )
        form.data = {**form.data.dict(), "version": standing.version}  # type: ignore[attr-defined]
        return self._page(form, standing=standing, status=422)

    def _page(self, form: FollowUpForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.show(status, form=form, forms=[form], note=self.note, **context)


class FollowUpDelete(FollowUpPage):
    template_name = "contacts/follow_up/delete.html"

    def get(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        return self.show(note=self.note)

    def post(self, request: SignedIn, pk: int, note: int) -> HttpResponse:
        typed = request.POST.get("version", "")
        version = int(typed) if typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004
        try:
            actions.delete(note=self.note, version=version, by=request.user)
        except EditConflict:
            return self.show(422, note=self.note, changed=True)
        messages.success(request, _("The note is deleted."))
        return redirect(self.tab, pk=pk)
