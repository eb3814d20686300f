"""The pages of one contact."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views import View

from contacts import extensions, rights
from contacts.actions.reactivation import reactivate
from contacts.actions.visits import record_visit
from contacts.enums import ChangeKind, MaritalStatus, Title
from contacts.errors import ContactError, ContactGone, EditConflict
from contacts.extensions import FolderTab, TabGroup
from contacts.forms.edit_conflict import Forms, opened_text
from contacts.models import Contact, Telephone
from contacts.queries import deleted
from contacts.queries.ages import age
from contacts.queries.changes import undo_url
from contacts.queries.coordinates import with_preferred
from contacts.queries.merges import led_to
from contacts.views import deleted_conflict, edit_conflict, list_state
from contacts.views.menu import folder_actions
from contacts.visibility import may_change_seen
from users.forms import Draft
from users.http import SignedIn

logger = logging.getLogger(__name__)


def has_couple(contact: Contact) -> bool:
    return contact.is_person and contact.person.marital_status in MaritalStatus.coupled()


TABS = TabGroup(
    gettext_lazy("Folder"),
    (
        FolderTab(gettext_lazy("General"), "contacts:contact-general"),
        FolderTab(gettext_lazy("Contact details"), "contacts:contact-coordinates"),
        FolderTab(gettext_lazy("Spouse"), "contacts:contact-couple", has_couple),
        FolderTab(gettext_lazy("Relations"), "contacts:contact-relations"),
        FolderTab(gettext_lazy("Follow-up"), "contacts:contact-follow-ups"),
        FolderTab(gettext_lazy("History"), "contacts:contact-history"),
    ),
)


class FolderView(View):
    """A page of a folder: loads the contact through the rule, and draws the folder's head."""

    request: SignedIn
    tab = ""
    template_name = ""

    # Where a merged contact's address leads, and what a form was about that went meanwhile.
    led_to: int | None = None
    went: Contact | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        try:
            self.load(kwargs["pk"])
        except Http404:
            self._look_for_gone(kwargs["pk"])
            return
        self.went = self.led_to = None
        self.may_change = may_change_seen(request.user, self.contact)

    def _look_for_gone(self, pk: int) -> None:
        """Find a merged contact; a deleted one only for a form, which must not lose what it holds.

        What the user could not see is not there either.
        """
        user, is_form = self.request.user, self.request.method == "POST"
        # Whoever deleted it finds it in its place, with the way to bring it back.
        self.went = deleted.gone(pk, user) if is_form else deleted.own_deletion(pk, user)
        if self.went is None or self.went.merged_into_id:
            self.led_to = led_to(pk, user)
        if self.led_to is None and (self.went is None or self.went.merged_into_id):
            raise Http404

    def prepare(self) -> HttpResponseBase | None:
        """Load what else the page is about, once its folder is there; or answer something else."""
        return None

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        """Return what the page's form was given, to be shown where it cannot be saved."""
        return ()

    def load(self, pk: int) -> None:
        folders = Contact.objects.visible_to(self.request.user).select_related(
            "category", "lead_adviser", "person", "organisation", "figures"
        )
        self.contact = get_object_or_404(with_preferred(folders), pk=pk)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.went is not None:
            return self._save_in_gone(self.went)
        if self.led_to is not None:
            return self._lead()
        try:
            response = self.prepare() or super().dispatch(request, *args, **kwargs)
        except ContactGone:
            return self.ask_again()
        if request.method == "GET" and response.status_code == HTTPStatus.OK:
            self._remember()
        return response

    def ask_again(self) -> HttpResponseBase:
        """Answer the request anew: the folder was changed, or went away, since it began."""
        self.setup(self.request, *self.args, **self.kwargs)
        return self.dispatch(self.request, *self.args, **self.kwargs)

    def _lead(self) -> HttpResponse:
        """Answer a merged contact's address with the page of the one that it went into."""
        match = self.request.resolver_match
        if match is None:
            raise Http404
        return redirect(match.view_name, **match.kwargs | {"pk": self.led_to})

    def _save_in_gone(self, contact: Contact) -> HttpResponseBase:
        """Give back what was typed; first bring the folder back where that is asked."""
        user, needs_choice = self.request.user, False
        may_bring_back = deleted.may_bring_back(contact, user)
        if may_bring_back and deleted_conflict.BRING_BACK in self.request.POST:
            try:
                reactivate(contact_ids=[contact.pk], choices={}, by=user)
            except ContactError:
                needs_choice = True
            else:
                said = _("%(contact)s is reactivated.") % {"contact": contact}
                messages.success(self.request, said)
                return self.ask_again()
        self.contact = contact
        survivor = Contact.objects.filter(pk=self.led_to).first() if self.led_to else None
        what = deleted_conflict.Gone(
            contact,
            survivor,
            may_bring_back,
            needs_choice,
            may_settle=user.has_perm(rights.REACTIVATE),
            undelete_url=undo_url(ChangeKind.DELETION, contact),
        )
        return deleted_conflict.page(self.request, what, self.typed() if self.request.POST else ())

    def _remember(self) -> None:
        try:
            record_visit(contact=self.contact, by=self.request.user)
        except OperationalError:
            # SQLite has one writer, the night for a while: reading a folder must not wait for it.
            logger.warning("A visit was not recorded: the database is busy.")

    def require_change(self) -> None:
        if not self.may_change:
            raise PermissionDenied

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Answer the page; 422 when it was refused and gives back what was typed."""
        context |= {"contact": self.contact, "may_change": self.may_change}
        context |= {"tabs": self._tab_groups()}
        actions = folder_actions(self.contact, self.request.user, may_change=self.may_change)
        context |= {"head": self.about(), "actions": actions, "way_back": self._way_back()}
        return render(self.request, self.template_name, context, status=status)

    def _way_back(self) -> list_state.Page:
        """Return the list that was shown last, else the contact's category."""
        if page := list_state.last_page(self.request):
            return page
        url = f"{reverse('contacts:contact-list')}?category={self.contact.category_id}"
        return list_state.Page(url, str(self.contact.category))

    def _tab_groups(self) -> list[dict[str, Any]]:
        """Return the folder's pages: the contact's own, then those of the apps, lowest first.

        Pages of several apps under one title stand together.
        """
        entries: dict[str, list[dict[str, Any]]] = defaultdict(list)
        added = (extension.tabs for extension in reversed(extensions.every()))
        for group in chain([TABS], *added):
            entries[str(group.title)] += self._tabs(group)
        return [{"title": title, "entries": tabs} for title, tabs in entries.items() if tabs]

    def _tabs(self, group: TabGroup) -> list[dict[str, Any]]:
        return [
            {
                "label": tab.label,
                "url": reverse(tab.url_name, args=[self.contact.pk]),
                "current": tab.url_name == self.tab,
                "count": tab.count(self.contact) or None,
            }
            for tab in group.tabs
            if tab.is_for(self.contact)
        ]

    def about(self) -> dict[str, Any]:
        """Return what stands beside the name."""
        contact: Any = self.contact
        number, extension = contact.preferred_number, contact.preferred_extension
        return {
            "born": _born(contact),
            "email": contact.preferred_email,
            "telephone": Telephone(number=number, extension=extension) if number else None,
        }


class FolderForm(FolderView):
    """A page of a folder with its own Enregistrer, and its own lock.

    A page says which forms it holds, what saves them and how it is drawn. When somebody saved the
    same fields since it was opened, both versions are shown and one chooses (views.edit_conflict);
    what only other pages of the folder changed stops nobody. The template includes
    `contacts/contact/_version.html` in its form.
    """

    shows_drafts = True
    saved_words: Any = ""

    def forms(self, data: Any = None) -> Forms:
        """Return the page's forms by name (a set of forms by its prefix), bound when given data."""
        raise NotImplementedError

    def save(self, page: Forms) -> None:
        """Call the one action; `self.contact.version` is the version that it takes."""
        raise NotImplementedError

    def saved_text(self) -> str:
        """Return what is said once the page is saved."""
        return str(self.saved_words) % {"contact": self.contact}

    def page(self, page: Forms) -> dict[str, Any]:
        """Return what the template needs beside the folder's own context."""
        return dict(page)

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return deleted_conflict.read(self.forms(self.request.POST).values())

    def get(self, request: SignedIn, pk: int, **_kwargs: Any) -> HttpResponse:
        page = self.forms()
        return self.answer(page, opened=opened_text(page))

    def post(self, request: SignedIn, pk: int, **_kwargs: Any) -> HttpResponseBase:
        self.require_change()
        conflict = edit_conflict.compare(request.POST, self.forms, version=self.contact.version)
        page = self.forms(conflict.data)
        # Each is asked, so that every error is shown at once.
        valid = [one.is_valid() for one in page.values()]
        if conflict.must_be_shown:
            return self.refuse(page, conflict)
        if not all(valid) or isinstance(request.POST, Draft):
            return self.refuse(page)
        try:
            self.save(page)
        except EditConflict:
            return self.ask_again()
        except ContactError as error:
            holder = _form_of(page, error.field)
            if holder is None:
                return self.refuse(page, refusal=str(error))
            holder.add_error(error.field, str(error))
            return self.refuse(page)
        messages.success(request, self.saved_text())
        return redirect(self.tab, pk=pk)

    def refuse(
        self, page: Forms, conflict: edit_conflict.Comparison | None = None, **context: Any
    ) -> HttpResponse:
        """Give back what was typed; the folder itself is drawn as it is saved."""
        self.load(self.contact.pk)
        if conflict:
            edit_conflict.mark(page, conflict, self.contact)
        opened = opened_text(self.forms())
        return self.answer(page, 422, opened=opened, edit_conflict=conflict, **context)

    def answer(self, page: Forms, status: int = 200, **context: Any) -> HttpResponse:
        context = {"refusal": "", "edit_conflict": None} | context
        return self.show(status, **self.page(page), **context)


def _form_of(page: Forms, name: str) -> BaseForm | None:
    """Return the form of the page that holds this field."""
    single = (one for one in page.values() if isinstance(one, BaseForm))
    return next((form for form in single if name in form.fields), None)


def _born(contact: Contact) -> str:
    """Say the date of birth in words, and the age of the living."""
    if not contact.is_person or not contact.birth_date:
        return ""
    title, died = contact.person.title, contact.person.death_date
    words = {
        Title.MR: pgettext("man", "Born on %(date)s"),
        Title.MRS: pgettext("woman", "Born on %(date)s"),
        Title.MISS: pgettext("woman", "Born on %(date)s"),
    }.get(title, _("Born on %(date)s"))
    born = words % {"date": contact.birth_date.strftime("%d/%m/%Y")}
    if died:
        return born
    years = age(contact.birth_date, timezone.localdate())
    aged = ngettext("%(n)s year old", "%(n)s years old", years) % {"n": years}
    return f"{born}, {aged}"
