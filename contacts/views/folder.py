"""The pages of one contact."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views import View

from contacts import fields
from contacts.actions.contacts import update
from contacts.actions.coordinates import save_coordinates
from contacts.enums import Title
from contacts.errors import EditedMeanwhile
from contacts.forms.coordinates import coordinate_formsets
from contacts.forms.general import general_forms
from contacts.models import Contact
from contacts.queries.ages import age
from contacts.views.menu import folder_actions
from users.http import SignedIn


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


class FolderView(View):
    """A page of a folder: loads the contact through the rule, and draws the folder's head."""

    request: SignedIn
    tab = ""
    template_name = ""
    # Names of addresses, of upper apps too: the menu knows no more of them.
    TABS = (
        (
            gettext_lazy("Folder"),
            (
                ("contacts:contact-general", gettext_lazy("General")),
                ("contacts:contact-coordinates", gettext_lazy("Contact details")),
            ),
        ),
        (
            pgettext_lazy("tabs", "Wealth"),
            (("accounts:folder-accounts", gettext_lazy("Accounts")),),
        ),
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        folders = Contact.objects.visible_to(request.user).select_related(
            "category", "lead_adviser", "person", "organisation", "figures"
        )
        self.contact = get_object_or_404(folders, pk=kwargs["pk"])
        self.may_change = (
            Contact.objects.changeable_by(request.user).filter(pk=self.contact.pk).exists()
        )

    def require_change(self) -> None:
        if not self.may_change:
            raise PermissionDenied

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Answer the page; 422 when it was refused and gives back what was typed."""
        groups = [
            {"title": title, "entries": [self._tab(*entry) for entry in entries]}
            for title, entries in self.TABS
        ]
        context |= {"contact": self.contact, "tabs": groups, "may_change": self.may_change}
        actions = folder_actions(self.contact, self.request.user, may_change=self.may_change)
        context |= {"head": self.head(), "actions": actions}
        return render(self.request, self.template_name, context, status=status)

    def _tab(self, name: str, label: Any) -> Tab:
        return Tab(str(label), reverse(name, args=[self.contact.pk]), name == self.tab)

    def head(self) -> dict[str, Any]:
        """Return what stands beside the name: read apart, so that a refused form changes none."""
        contact = self.contact
        return {
            "born": _born(contact),
            "email": contact.emails.filter(preferred=True).first(),
            "telephone": contact.telephones.filter(preferred=True).first(),
        }


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


class FolderGeneral(FolderView):
    tab = "contacts:contact-general"
    template_name = "contacts/contact/general.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        return self._page(*general_forms(self.contact, user=request.user))

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        self.require_change()
        own, details = general_forms(self.contact, user=request.user, data=request.POST)
        if not (own.is_valid() & details.is_valid()):
            return self._page(own, details, status=422)
        try:
            update(
                contact=own.save(commit=False),
                details=details.save(commit=False),
                keywords=list(own.cleaned_data["keywords"]),
                version=own.cleaned_data["version"] or 0,
                by=request.user,
            )
        except EditedMeanwhile:
            own.add_error(None, _edited_meanwhile(self.contact))
            return self._page(own, details, status=422)
        messages.success(request, _("%(contact)s is saved.") % {"contact": self.contact})
        return redirect("contacts:contact-general", pk=pk)

    def _page(self, own: Any, details: Any, status: int = 200) -> HttpResponse:
        shown = []
        for block in fields.BLOCKS[self.contact.kind]:
            rows = [
                (form[field.name], field.width)
                for field in block.fields
                for form in (own, details)
                if field.name in form.fields
            ]
            if rows:
                shown.append((block, rows))
        return self.show(status, own=own, details=details, blocks=shown, forms=[own, details])


def _edited_meanwhile(contact: Contact) -> str:
    last = contact.history.select_related("history_user").first()
    return _(
        "%(who)s saved this folder since you opened it. What you typed is kept here: "
        "open the folder in another tab to compare, then type your changes again there."
    ) % {"who": last.history_user if last and last.history_user else _("Somebody")}


class FolderCoordinates(FolderView):
    tab = "contacts:contact-coordinates"
    template_name = "contacts/contact/coordinates.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        return self._page(coordinate_formsets(self.contact))

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        self.require_change()
        formsets = coordinate_formsets(self.contact, request.POST)
        # Each is asked, so that every error is shown at once.
        valid = [formset.is_valid() for formset in formsets.values()]
        if not all(valid):
            return self._page(formsets, status=422)
        rows = [row for formset in formsets.values() for row in formset.save(commit=False)]
        removed = [row for formset in formsets.values() for row in formset.deleted_objects]
        typed = request.POST.get("version", "")
        try:
            save_coordinates(
                contact=self.contact,
                saved=[row for row in rows if row not in removed],
                removed=removed,
                version=int(typed) if typed.isdigit() else -1,
                by=request.user,
            )
        except EditedMeanwhile:
            refusal = _edited_meanwhile(self.contact)
            return self._page(formsets, status=422, refusal=refusal)
        messages.success(
            request, _("The coordinates of %(contact)s are saved.") % {"contact": self.contact}
        )
        return redirect("contacts:contact-coordinates", pk=pk)

    def _page(self, formsets: dict[str, Any], **context: Any) -> HttpResponse:
        return self.show(formsets=formsets.values(), **formsets, **context)
