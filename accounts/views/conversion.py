"""`Transformer en personne morale`, the second way: an organisation is made beside the person."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.conversion import create_organisation
from accounts.errors import NotOwned
from accounts.forms.conversion import Accounts
from contacts import rights
from contacts.errors import EditConflict
from contacts.forms.conversion import organisation_forms
from contacts.forms.edit_conflict import Forms
from contacts.models import Contact
from contacts.queries.conversion import made_just_now
from contacts.views.conversion import ConversionPage
from contacts.views.selection import ticked
from users.http import SignedIn


class OrganisationCreate(ConversionPage):
    """Keep the person, and make the organisation, its director and its accounts in one step."""

    tab = "contacts:contact-general"
    template_name = "accounts/conversion/create.html"
    accounts: Accounts

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        if not self.contact.is_person:
            return redirect("contacts:contact-convert", self.contact.pk)
        return answer

    def forms(self, data: Any = None) -> Forms:
        # All of them: whoever ticks every account of a large folder means every one.
        keys = () if data is None else ticked(data, "account", at_most=None)
        self.accounts = Accounts(self.contact, user=self.request.user, ticked=keys)
        return organisation_forms(self.contact, user=self.request.user, data=data)

    def context(self) -> dict[str, Any]:
        may_reactivate = self.request.user.has_perm(rights.REACTIVATE)
        return {"accounts": self.accounts, "may_reactivate": may_reactivate}

    def post(self, request: SignedIn, pk: int) -> HttpResponseBase:
        page: Any = self.forms(request.POST)
        valid = [one.is_valid() for one in page.values()]
        if self.is_stale():
            name = page["details"].cleaned_data.get("legal_name") or ""
            made = made_just_now(self.contact, name, by=request.user)
            return self._lead_to(made) if made else self.refuse_stale(page)
        if not all(valid):
            return self.refuse(page)
        try:
            made = self._create(page)
        except (EditConflict, NotOwned) as refusal:
            as_it_was = Contact.objects.filter(pk=pk, version=self.contact.version).exists()
            return self.refuse(page, str(refusal)) if as_it_was else self.ask_again()
        messages.success(request, self._told(made))
        return self._lead_to(made)

    def _create(self, page: Any) -> Contact:
        return create_organisation(
            person=self.contact,
            organisation=page["own"].save(commit=False),
            details=page["details"].save(commit=False),
            account_ids=self.accounts.asked,
            version=self.contact.version,
            by=self.request.user,
        )

    def _lead_to(self, made: Contact) -> HttpResponse:
        return redirect("contacts:contact-general", made.pk)

    def _told(self, made: Contact) -> str:
        number = len(self.accounts.asked)
        if not number:
            return _("%(contact)s is added.") % {"contact": made}
        words = ngettext(
            "%(contact)s is added, with %(n)s account.",
            "%(contact)s is added, with %(n)s accounts.",
            number,
        )
        return words % {"contact": made, "n": number}
